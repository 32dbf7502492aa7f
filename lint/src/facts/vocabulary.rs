//! What the path of a function of another crate tells.

use super::library::{is_document, is_verb};
use crate::kinds::is_drawn;

/// Whether a function of another crate makes the same of the same arguments, as far as its path tells.
pub(super) fn is_steady_function(path: &[String]) -> bool {
    let [.., owner, name] = path else {
        return matches!(path.first().map(String::as_str), Some("Err" | "Ok" | "Some"));
    };
    let makes = ["builder", "default", "from", "new", "parse", "try_from", "with_capacity"];
    let is_clock =
        matches!(owner.as_str(), "Utc" | "Local" | "Instant" | "SystemTime" | "Uuid" | "Zoned" | "Timestamp");
    // What generated code makes of arguments: requests, and parts of them.
    let is_generated = path.iter().any(|segment| is_document(segment));
    !is_clock
        && (makes
            .iter()
            .any(|verb| name == verb || name.strip_prefix(verb).is_some_and(|rest| rest.starts_with('_')))
            || is_generated
            || is_verb(name))
}

/// Whether a path is that of something drawn by chance.
pub(super) fn is_drawn_by(path: &[String]) -> bool {
    path.iter().any(|name| is_drawn(name))
}
