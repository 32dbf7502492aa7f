//! What the lints' ui cases break without being about it.

use std::path::Path;

/// Lints that cases break by the way, since they do nothing with what they send.
const BY_THE_WAY: [&str; 1] = ["request_id_discarded"];

/// The lints that do not count in a case: only the cases in their own folders are about them.
pub fn beside(case: &Path) -> impl Iterator<Item = &'static str> + '_ {
    BY_THE_WAY.into_iter().filter(|lint| !case.iter().any(|folder| folder == *lint))
}

/// Lints that no source shows: the command finds them elsewhere.
pub const COMMAND_ONLY: [&str; 1] = ["stale_spec"];
