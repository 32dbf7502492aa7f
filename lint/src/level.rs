//! Levels: allow, warn, deny.

use crate::gather::Gather;
use crate::sorted::Map;
use crate::{LINTS, Lint, suggestion};
use std::fmt;

/// How loud a lint is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Silent.
    Allow,
    /// Reported.
    Warn,
    /// Fails the build.
    Deny,
}

/// What names every lint that would only warn, as in rustc.
const WARNINGS: &str = "warnings";

/// The levels in force, where they differ from the lints' own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Levels {
    set: Map<&'static str, Level>,
    /// What a shape that only warns is reported at.
    mild: Level,
}

impl Default for Levels {
    fn default() -> Self {
        Self { set: Map::new(), mild: Level::Warn }
    }
}

/// A name that is no lint's and no group's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownLint {
    /// The name as given.
    pub name: String,
}

impl Levels {
    /// Sets the level of a lint, of a group of lints, or of all `warnings` (the lints that would warn as things stand);
    /// the last one wins.
    pub fn set(&mut self, name: &str, level: Level) -> Result<(), UnknownLint> {
        let meant = |lint: &&&Lint| {
            lint.name == name || lint.group == name || (name == WARNINGS && self.of(lint) == Level::Warn)
        };
        let meant: Vec<&'static str> = LINTS.iter().filter(meant).map(|lint| lint.name).gather();
        if meant.is_empty() && name != WARNINGS {
            return Err(UnknownLint { name: name.to_owned() });
        }
        if name == WARNINGS {
            self.mild = level;
        }
        self.set.extend(meant.into_iter().map(|lint| (lint, level)));
        Ok(())
    }

    /// Sets a level as an item does for itself: what it warns of is subject to what is set for all `warnings`, as in rustc.
    pub fn set_in_item(&mut self, name: &str, level: Level) -> Result<(), UnknownLint> {
        let is_warning = level == Level::Warn && name != WARNINGS;
        self.set(name, if is_warning { self.mild } else { level })
    }

    /// The level of a shape that the lint by itself no more than warns of: what somebody set is what they get.
    pub(crate) fn of_mild(&self, lint: &Lint) -> Level {
        self.set.get(lint.name).copied().unwrap_or(lint.level.min(self.mild))
    }

    /// The level of a lint.
    pub fn of(&self, lint: &Lint) -> Level {
        self.set.get(lint.name).copied().unwrap_or(lint.level)
    }

    /// Whether a name stands for several lints.
    pub fn is_group(name: &str) -> bool {
        name == WARNINGS || LINTS.iter().any(|lint| lint.group == name)
    }
}

impl fmt::Display for UnknownLint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = LINTS.iter().flat_map(|lint| [lint.name, lint.group]).chain([WARNINGS]);
        write!(f, "no lint or group of lints is named `{}`{}", self.name, suggestion(&self.name, names))
    }
}

impl std::error::Error for UnknownLint {}

#[cfg(test)]
mod tests {
    use super::{LINTS, Level, Levels};

    #[test]
    fn a_misspelt_lint_is_answered_with_the_nearest_names() {
        let unknown = Levels::default().set("plain_htp_url", Level::Warn).unwrap_err();
        let text = "no lint or group of lints is named `plain_htp_url`; did you mean `plain_http_url`?";
        assert_eq!(unknown.to_string(), text);
    }

    #[test]
    fn what_an_item_warns_of_is_one_of_all_warnings() {
        let lint = LINTS.iter().find(|lint| lint.level == Level::Deny).unwrap();
        for warnings in [Level::Allow, Level::Warn, Level::Deny] {
            let mut levels = Levels::default();
            levels.set("warnings", warnings).unwrap();
            levels.set_in_item(lint.name, Level::Warn).unwrap();
            assert_eq!(levels.of(lint), warnings);
            levels.set_in_item(lint.name, Level::Deny).unwrap();
            assert_eq!(levels.of(lint), Level::Deny);
        }
    }

    #[test]
    fn groups_set_all_their_lints_and_the_last_one_wins() {
        let mut levels = Levels::default();
        levels.set("transport", Level::Warn).unwrap();
        levels.set("plain_http_url", Level::Allow).unwrap();
        levels.set("warnings", Level::Deny).unwrap();
        for lint in LINTS {
            let expected = match lint.name {
                "plain_http_url" => Level::Allow,
                _ if lint.group == "transport" || lint.level == Level::Warn => Level::Deny,
                _ => lint.level,
            };
            assert_eq!(levels.of(lint), expected, "{}", lint.name);
        }
    }
}
