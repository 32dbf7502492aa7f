//! What the engine says, as data.

use crate::{Level, Lint};

/// A file of a report, as an index into [`crate::Report::sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A stretch of source: byte offsets in a file, or indexes into [`crate::ItemReport::spans`] where an item was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// Where it starts.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
}

/// The best practice that a lint holds.
#[derive(Clone, Copy, Debug)]
pub struct Practice {
    /// Its id in the table of practices, such as `P1`.
    pub id: &'static str,
    /// The page that states it.
    pub page: &'static str,
}

/// A change of source that mends a finding for certain: a machine may apply it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What the change does, in a few words.
    pub message: String,
    /// The stretches to replace, which do not overlap, each with what stands there afterwards. All belong together.
    pub edits: Vec<(Place, String)>,
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The lint that found it.
    pub lint: &'static Lint,
    /// The level in force at the place.
    pub level: Level,
    /// The narrowest expression at which the fix goes.
    pub primary: Place,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to write instead.
    pub help: String,
    /// Where the value came from, oldest first, each with a few words.
    pub secondary: Vec<(Place, String)>,
    /// What else a reader needs, a line each.
    pub notes: Vec<String>,
    /// The change that mends it, where one is certain. An item's door offers none: rustc takes no suggestions from macros.
    pub suggestion: Option<Suggestion>,
}
