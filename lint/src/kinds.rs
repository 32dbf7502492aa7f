//! What a method does, as far as its name tells. It is looked up once for each call that is written, not each time one is
//! interpreted.

use crate::sorted::Map;
use std::sync::LazyLock;

/// What a method's name tells of it, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Kinds(u32);

impl Kinds {
    /// Compares or cuts: a URL handed to it is not used.
    pub(crate) const COMPARING: Self = Self(1 << 0);
    /// Asks about a value and hands nothing of it on.
    pub(crate) const ASKING: Self = Self(1 << 1);
    /// Hands its receiver on, or what that holds.
    pub(crate) const PASSING: Self = Self(1 << 2);
    /// Takes a function, so that a path of another crate there is called.
    pub(crate) const TAKING_FUNCTIONS: Self = Self(1 << 3);
    /// Hands a closure what went wrong.
    pub(crate) const TAKING_ERRORS: Self = Self(1 << 4);
    /// Hands on something else each time, whatever it is called on.
    pub(crate) const CHANGING: Self = Self(1 << 5);
    /// Makes the same of the same.
    pub(crate) const KEEPING: Self = Self(1 << 6);
    /// Reads what an answer says, whole or in part.
    pub(crate) const READING: Self = Self(1 << 7);
    /// Reads a part of an error.
    pub(crate) const PART: Self = Self(1 << 8);
    /// Only something with elements has it, and it runs a closure for each.
    pub(crate) const RUNNING: Self = Self(1 << 9);
    /// Runs a closure for each element, or once.
    pub(crate) const MAPPING: Self = Self(1 << 10);
    /// Goes through elements; a function of the name makes something which does.
    pub(crate) const ITERATING: Self = Self(1 << 11);
    /// Runs all that it is given at once, on as many threads as there are.
    pub(crate) const PARALLEL: Self = Self(1 << 12);
    /// Hands on the work that was put together in its receiver.
    pub(crate) const ADAPTING: Self = Self(1 << 13);
    /// Waits, or asks for room.
    pub(crate) const PAUSING: Self = Self(1 << 14);
    /// Says whether Twilio answered 429, or for how long to wait then.
    pub(crate) const THROTTLED: Self = Self(1 << 15);
    /// What comes of it is drawn by chance.
    pub(crate) const DRAWN: Self = Self(1 << 16);
    /// Hands on a part of its receiver, or the rest of it.
    pub(crate) const STEPPING: Self = Self(1 << 17);

    /// What a name tells.
    pub(crate) fn of(name: &str) -> Self {
        let mut kinds = BY_NAME.get(name).copied().unwrap_or_default();
        if name.starts_with("is_") {
            kinds = kinds.and(Self::PART).and(Self::KEEPING);
        }
        if name.starts_with("as_") {
            kinds = kinds.and(Self::KEEPING);
        }
        if asks_for_pace(name) {
            kinds = kinds.and(Self::PAUSING);
        }
        if asks_when(name) {
            kinds = kinds.and(Self::THROTTLED);
        }
        if is_drawn(name) { kinds.and(Self::DRAWN) } else { kinds }
    }

    const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether it is any of these.
    pub(crate) const fn has(self, any: Self) -> bool {
        self.0 & any.0 != 0
    }

    /// Whether its outcome hangs on its receiver and arguments alone.
    pub(crate) const fn is_steady(self) -> bool {
        self.has(Self::PASSING.and(Self::KEEPING)) && !self.has(Self::CHANGING)
    }

    /// Whether it asks its receiver something, or hands it on.
    pub(crate) const fn only_asks(self) -> bool {
        let asks = Self::PART.and(Self::ASKING).and(Self::COMPARING).and(Self::THROTTLED);
        self.has(asks.and(Self::PASSING).and(Self::READING))
    }

    /// Whether it hands on the work that was put together in its receiver.
    pub(crate) const fn hands_work_on(self) -> bool {
        self.has(Self::ADAPTING.and(Self::ITERATING).and(Self::MAPPING))
    }
}

static BY_NAME: LazyLock<Map<&str, Kinds>> = LazyLock::new(|| {
    let mut table: Map<&str, Kinds> = Map::new();
    for (kind, names) in LISTS {
        for name in *names {
            let known = table.get_or_default(name);
            *known = known.and(*kind);
        }
    }
    table
});

/// Whether what a function of this name makes is drawn by chance.
pub(crate) fn is_drawn(name: &str) -> bool {
    const EXACT: &[&str] = &["gen_bool", "gen_range", "new_v4", "rand", "sample"];
    let bytes = name.as_bytes();
    let has_word = (0..bytes.len()).any(|at| {
        let rest = bytes.get(at..).unwrap_or_default();
        let begins = |word: &str| {
            rest.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word.as_bytes()))
        };
        match rest.first().map(u8::to_ascii_lowercase) {
            Some(b'f') => begins("fastrand"),
            Some(b'j') => begins("jitter"),
            Some(b'r') => begins("random") || rest.len() == 3 && begins("rng"),
            Some(b's') => begins("subsec"),
            Some(b'u') => begins("uuid"),
            _ => false,
        }
    });
    has_word || EXACT.contains(&name) || is_of_strategy(name)
}

/// Whether a library's strategy of this name, or what a method of this name gives, grows and is drawn as the library sees fit.
pub(crate) fn is_of_strategy(name: &str) -> bool {
    const STRATEGIES: &[&str] = &[
        "Backoff",
        "ExponentialBackoff",
        "ExponentialBuilder",
        "FibonacciBackoff",
        "FibonacciBuilder",
        "next_backoff",
    ];
    STRATEGIES.contains(&name)
}

/// Waits for as long as it is told.
pub(crate) const SLEEPING: &[&str] = &[
    "delay_for",
    "park_timeout",
    "recv_timeout",
    "sleep",
    "sleep_ms",
    "sleep_until",
    "tick",
    "wait_timeout",
    "wait_timeout_while",
];

/// Waits for something that others bring about: with a deadline around it, no longer than that.
pub(crate) const WAITING: &[&str] = &["cancelled", "changed", "notified", "recv", "wait"];

/// Asks for room before something is done: a semaphore, a set of tasks.
pub(crate) const ASKING_FOR_ROOM: &[&str] =
    &["acquire", "acquire_many", "acquire_many_owned", "acquire_owned", "join_next"];

/// Says whether Twilio answered 429.
pub(crate) const THROTTLED: &[&str] = &[
    "is_rate_limited",
    "is_retryable",
    "is_throttled",
    "is_too_many_requests",
    "permanent",
    "rate_limited",
    "retry_after",
    "throttled",
    "too_many_requests",
];

/// Whether a limiter of the rate is asked.
pub(crate) fn asks_for_pace(name: &str) -> bool {
    name.starts_with("until_") && name.contains("ready") || name == "acquire_one"
}

/// Whether an answer is asked how long to wait.
pub(crate) fn asks_when(name: &str) -> bool {
    name.contains("retry_after")
}

const LISTS: &[(Kinds, &[&str])] = &[
    (Kinds::STEPPING, &["first", "get", "last", "nth", "skip", "split_at", "split_first", "split_last"]),
    (
        Kinds::COMPARING,
        &[
            "contains",
            "contains_key",
            "ends_with",
            "eq",
            "eq_ignore_ascii_case",
            "find",
            "match_indices",
            "matches",
            "ne",
            "replace",
            "replacen",
            "rfind",
            "rmatches",
            "rsplit",
            "rsplit_once",
            "split",
            "split_once",
            "splitn",
            "starts_with",
            "strip_prefix",
            "strip_suffix",
            "trim_end_matches",
            "trim_start_matches",
        ],
    ),
    (
        Kinds::ASKING,
        &[
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
        ],
    ),
    (
        Kinds::PASSING,
        &[
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
        ],
    ),
    (
        Kinds::TAKING_FUNCTIONS,
        &[
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
        ],
    ),
    (
        Kinds::TAKING_ERRORS,
        &["inspect_err", "map_err", "map_or_else", "ok_or_else", "or_else", "unwrap_or_else"],
    ),
    (
        Kinds::CHANGING,
        &[
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
        ],
    ),
    (
        Kinds::KEEPING,
        &[
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
        ],
    ),
    (
        Kinds::READING,
        &[
            "as_array",
            "body",
            "body_json",
            "body_mut",
            "body_string",
            "bytes",
            "get",
            "get_mut",
            "into_body",
            "into_json",
            "into_reader",
            "into_string",
            "json",
            "lines",
            "pointer",
            "read_json",
            "read_to_string",
            "recv_json",
            "rsplit",
            "split",
            "split_once",
            "split_whitespace",
            "splitn",
            "text",
        ],
    ),
    (
        Kinds::PART,
        &["category", "code", "http_status", "kind", "retry_after", "status", "status_code", "url"],
    ),
    (
        Kinds::RUNNING,
        &[
            "filter_map",
            "flat_map",
            "fold",
            "for_each",
            "for_each_concurrent",
            "retain",
            "scan",
            "try_fold",
            "try_for_each",
            "try_for_each_concurrent",
        ],
    ),
    (Kinds::MAPPING, &["and_then", "filter", "inspect", "map", "then", "try_filter_map"]),
    (
        Kinds::ITERATING,
        &[
            "by_ref",
            "chars",
            "chunks",
            "drain",
            "enumerate",
            "into_iter",
            "into_par_iter",
            "into_values",
            "items",
            "iter",
            "iter_mut",
            "keys",
            "lines",
            "pages",
            "par_bridge",
            "par_iter",
            "repeat",
            "rev",
            "skip",
            "stream",
            "take",
            "values",
            "zip",
        ],
    ),
    (Kinds::PARALLEL, &["into_par_iter", "par_bridge", "par_iter", "par_iter_mut"]),
    (Kinds::ADAPTING, &["boxed", "chain", "collect", "fuse", "max_times", "retries"]),
    (Kinds::PAUSING, SLEEPING),
    (Kinds::PAUSING, ASKING_FOR_ROOM),
    (Kinds::THROTTLED, THROTTLED),
];

#[cfg(test)]
mod tests {
    use super::{Kinds, LISTS, is_drawn};

    #[test]
    fn each_name_of_a_list_is_found_under_each_of_its_lists() {
        for (kind, names) in LISTS {
            assert!(names.iter().all(|name| Kinds::of(name).has(*kind)), "{kind:?}");
        }
        assert_eq!(Kinds::of("frobnicate"), Kinds::default());
    }

    #[test]
    fn shapes_of_names_tell_as_well() {
        assert!(Kinds::of("is_new").is_steady() && Kinds::of("as_thing").is_steady());
        assert!(Kinds::of("clone").is_steady() && !Kinds::of("next").is_steady());
        assert!(Kinds::of("until_key_ready").has(Kinds::PAUSING));
        assert!(Kinds::of("retry_after_seconds").has(Kinds::THROTTLED));
    }

    #[test]
    fn words_of_chance_are_found_wherever_they_stand() {
        for name in
            ["random_range", "get_random", "with_jitter", "JitterBackoff", "thread_rng", "Uuid", "fastrand"]
        {
            assert!(is_drawn(name), "{name}");
        }
        for name in ["rng_of_what", "brand", "ring", "operand", "", "strand"] {
            assert!(!is_drawn(name), "{name}");
        }
    }
}
