//! What a lint is.

use crate::facts::Facts;
use crate::{Level, Place, Practice};

/// A lint: its name, its own level, and what its page says.
#[derive(Debug)]
pub struct Lint {
    /// The name, which reads well after "permit".
    pub name: &'static str,
    /// The group: transport, credentials, limits...
    pub group: &'static str,
    /// The level where nothing else is set.
    pub level: Level,
    /// The practice it holds.
    pub practice: Practice,
    /// Its page, in Markdown: what it does, why, example, use instead, known limits.
    pub page: &'static str,
    /// The rule: a function over facts.
    pub(crate) check: fn(&Facts) -> Vec<Finding>,
}

/// What a rule found, before levels and permits.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    /// Where the fix goes.
    pub primary: Place,
    /// Where it is used, innermost first: one of them stands in where the primary place is out of reach.
    pub uses: Vec<Place>,
    pub message: String,
    pub help: String,
    pub secondary: Vec<(Place, String)>,
}

/// Declares a lint: the doc comment is its page, so documentation and code are one text.
macro_rules! declare_lint {
    (
        $(#[doc = $page:literal])+
        $name:ident, $group:literal, $level:ident, $practice:literal, $check:path
    ) => {
        $(#[doc = $page])+
        pub(crate) static LINT: $crate::Lint = $crate::Lint {
            name: stringify!($name),
            group: $group,
            level: $crate::Level::$level,
            practice: $crate::Practice {
                id: $practice,
                page: "https://www.twilio.com/docs/usage/rest-api-best-practices",
            },
            page: concat!($($page, "\n"),+),
            check: $check,
        };
    };
}
pub(crate) use declare_lint;
