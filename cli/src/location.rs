//! Where a finding is, as other tools count.

use crate::console::Console;
use crate::finding::Finding;
use crate::render::span_of;
use ringfence_lint::Place;
use ringfence_project::line_and_column;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A place with lines and columns, in characters from 1.
pub(crate) struct Location<'a> {
    pub(crate) path: &'a Path,
    pub(crate) text: &'a str,
    pub(crate) bytes: Range<usize>,
    pub(crate) first: (usize, usize),
    /// The character behind the last one.
    pub(crate) last: (usize, usize),
}

impl<'a> Location<'a> {
    /// A place of a finding; none where its file is not known.
    pub(crate) fn of(finding: &Finding<'a>, place: Place) -> Option<Self> {
        let (path, text) = finding.source(place)?;
        let bytes = span_of(text, place);
        let (first, last) = (line_and_column(text, bytes.start), line_and_column(text, bytes.end));
        Some(Self { path, text, bytes, first, last })
    }
}

/// A path as the disk has it; as it is where there is none such.
pub(crate) fn resolved(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// A path with `/` between its parts, as other tools want it on every system.
pub(crate) fn slashed(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

/// A path as a code host wants it: from the root of the repository, which its workflows name, else from the current folder.
pub(crate) fn from_repository(path: &Path, console: &Console<'_>) -> String {
    let root = std::env::var_os("GITHUB_WORKSPACE").map(PathBuf::from);
    let below = root.as_deref().and_then(|root| path.strip_prefix(root).ok());
    slashed(below.unwrap_or_else(|| console.relative(path)))
}
