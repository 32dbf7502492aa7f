//! Names of functions and methods that the standard library and most crates share, by what they do with their receiver.

use super::library::{is_document, is_verb};

/// Methods that compare or cut: a URL handed to them is not used.
pub(super) const COMPARING: &[&str] = &[
    "contains",
    "ends_with",
    "eq",
    "eq_ignore_ascii_case",
    "find",
    "matches",
    "ne",
    "replace",
    "replacen",
    "split",
    "starts_with",
    "strip_prefix",
    "strip_suffix",
    "trim_start_matches",
];

/// Methods that ask about a value and hand nothing of it on.
pub(super) const ASKING: &[&str] = &[
    "as_bool",
    "capacity",
    "contains",
    "contains_key",
    "ends_with",
    "eq",
    "eq_ignore_ascii_case",
    "find",
    "finalize",
    "hash",
    "is_empty",
    "is_err",
    "is_err_and",
    "is_none",
    "is_none_or",
    "is_ok",
    "is_ok_and",
    "is_some",
    "is_some_and",
    "len",
    "matches",
    "ne",
    "starts_with",
    "status",
    "verify",
    "verify_slice",
];

/// Methods that hand their receiver on, or what it holds.
pub(super) const PASSING: &[&str] = &[
    "and",
    "as_bytes",
    "as_deref",
    "as_deref_mut",
    "as_mut",
    "as_ref",
    "as_slice",
    "as_str",
    "await",
    "borrow",
    "borrow_mut",
    "by_ref",
    "chars",
    "clone",
    "cloned",
    "collect",
    "context",
    "copied",
    "deref",
    "encode",
    "expect",
    "expose_secret",
    "filter",
    "first",
    "get_mut",
    "get_or_init",
    "inspect",
    "inspect_err",
    "into",
    "into_boxed_str",
    "into_bytes",
    "into_inner",
    "into_iter",
    "into_owned",
    "into_string",
    "iter",
    "iter_mut",
    "last",
    "leak",
    "lock",
    "map_err",
    "next",
    "ok",
    "ok_or",
    "ok_or_else",
    "or",
    "or_else",
    "parse",
    "peek",
    "read",
    "rev",
    "skip",
    "take",
    "to_ascii_lowercase",
    "to_ascii_uppercase",
    "to_bytes",
    "to_lowercase",
    "to_mut",
    "to_owned",
    "to_str",
    "to_string",
    "to_string_lossy",
    "to_uppercase",
    "to_vec",
    "trim",
    "trim_end",
    "trim_end_matches",
    "trim_matches",
    "trim_start",
    "try_clone",
    "try_into",
    "try_next",
    "unwrap",
    "unwrap_or",
    "unwrap_or_default",
    "unwrap_or_else",
    "with_context",
    "write",
];

/// Methods whose argument is a function, so that a path of another crate there is called.
pub(super) const TAKING_FUNCTIONS: &[&str] = &[
    "and_then",
    "filter_map",
    "flat_map",
    "for_each",
    "get_or_init",
    "get_or_insert_with",
    "map",
    "or_else",
    "then",
    "unwrap_or_else",
];

/// Methods whose closure is handed what went wrong.
pub(super) const TAKING_ERRORS: &[&str] =
    &["inspect_err", "map_err", "map_or_else", "ok_or_else", "or_else", "unwrap_or_else"];

/// Methods that hand on something else each time, whatever they are called on.
const CHANGING: &[&str] = &[
    "first",
    "last",
    "next",
    "next_back",
    "peek",
    "pop",
    "pop_back",
    "pop_front",
    "read",
    "recv",
    "remove",
    "take",
    "try_next",
    "try_recv",
];

/// Whether a method's outcome hangs on its receiver and arguments alone, as far as its name tells.
pub(super) fn is_steady_method(name: &str) -> bool {
    const STEADY: &[&str] = &[
        "checked_add",
        "checked_mul",
        "checked_shl",
        "concat",
        "div_f64",
        "get",
        "is_empty",
        "join",
        "len",
        "max",
        "min",
        "mul_f32",
        "mul_f64",
        "pow",
        "powf",
        "powi",
        "replace",
        "saturating_add",
        "saturating_mul",
        "saturating_pow",
        "split",
        "to_le_bytes",
    ];
    let is_known = PASSING.contains(&name)
        || STEADY.contains(&name)
        || name.starts_with("as_")
        || name.starts_with("is_");
    is_known && !CHANGING.contains(&name)
}

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
pub(super) fn is_drawn(path: &[String]) -> bool {
    const WORDS: &[&str] = &["fastrand", "getrandom", "jitter", "random", "subsec", "uuid"];
    path.iter().any(|name| {
        let lower = name.to_ascii_lowercase();
        WORDS.iter().any(|word| lower.contains(word))
            || lower.ends_with("rng")
            || matches!(name.as_str(), "gen_bool" | "gen_range" | "new_v4" | "rand" | "sample")
    })
}

/// Methods that read what an answer says, whole or in part.
pub(super) fn is_reading(name: &str) -> bool {
    matches!(
        name,
        "as_array"
            | "body"
            | "body_json"
            | "body_mut"
            | "body_string"
            | "bytes"
            | "get"
            | "get_mut"
            | "into_body"
            | "into_json"
            | "into_reader"
            | "into_string"
            | "json"
            | "lines"
            | "pointer"
            | "read_json"
            | "read_to_string"
            | "recv_json"
            | "rsplit"
            | "split"
            | "split_once"
            | "split_whitespace"
            | "splitn"
            | "text"
    )
}
