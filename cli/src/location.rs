//! Where a finding is, as other tools count.

use crate::console::Console;
use crate::finding::Finding;
use crate::git::repository_root;
use crate::render::span_of;
use ringfence_lint::Place;
use ringfence_project::{is_absence, line_and_column};
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

/// The way from a folder to a path; the path itself where no more than the root of the disk is common to both.
pub(crate) fn way(from: &Path, to: &Path) -> PathBuf {
    let mut way = PathBuf::new();
    for above in from.ancestors() {
        let is_root = above.parent().is_none() && above != from;
        if let Ok(rest) = to.strip_prefix(above)
            && !is_root
        {
            way.extend(rest);
            return if way.as_os_str().is_empty() { ".".into() } else { way };
        }
        way.push("..");
    }
    to.to_owned()
}

/// A path with `/` between its parts, as other tools want it on every system.
pub(crate) fn slashed(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

/// A path as a code host wants it, wherever the command runs: from the root of the repository, which its workflows name, else from
/// the folder with its `.git`. Without one it is seen from the current folder.
pub(crate) fn from_repository(path: &Path, console: &Console<'_>) -> String {
    let named = std::env::var_os("GITHUB_WORKSPACE").map(|root| resolved(Path::new(&root)));
    let real = resolved(path);
    let roots = named.into_iter().chain(real.parent().and_then(repository_root));
    let below = roots.filter_map(|root| real.strip_prefix(root).ok()).next();
    slashed(&below.map_or_else(|| console.relative(path), Path::to_owned))
}

/// A path that the command line names, as the disk has it, or why there is none.
pub(crate) fn named_path(path: &Path, console: &Console<'_>) -> Result<PathBuf, String> {
    console.folder.join(path).canonicalize().map_err(|problem| match is_absence(&problem) {
        true => format!("{}: there is no such file or folder", path.display()),
        false => format!("{}: cannot be looked at: {problem}", path.display()),
    })
}
