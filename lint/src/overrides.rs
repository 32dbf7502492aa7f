//! Connection overrides in the fragment of a callback URL: keys, ranges and names as Twilio documents them.
//!
//! <https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides>

use crate::gather::{Gather, PutAll};
use crate::suggestion;
use std::fmt;
use std::ops::RangeInclusive;

/// A key of the fragment.
#[derive(Clone, Debug)]
pub struct OverrideKey {
    /// Its name: `rc`.
    pub name: &'static str,
    kind: Kind,
}

/// What a key takes.
#[derive(Clone, Debug)]
enum Kind {
    Number { range: RangeInclusive<u32>, unit: &'static str },
    OneOf(&'static [&'static str]),
    AnyOf(&'static [&'static str]),
}

static KEYS: [OverrideKey; 7] = [
    OverrideKey { name: "ct", kind: Kind::Number { range: 100..=10_000, unit: "milliseconds" } },
    OverrideKey { name: "e", kind: Kind::AnyOf(&EDGES) },
    OverrideKey { name: "rc", kind: Kind::Number { range: 0..=5, unit: "retries" } },
    OverrideKey { name: "rp", kind: Kind::AnyOf(&["4xx", "5xx", "all", "ct", "rt"]) },
    OverrideKey { name: "rt", kind: Kind::Number { range: 100..=15_000, unit: "milliseconds" } },
    OverrideKey { name: "sni", kind: Kind::OneOf(&["n", "y"]) },
    OverrideKey { name: "tt", kind: Kind::Number { range: 100..=15_000, unit: "milliseconds" } },
];

static EDGES: [&str; 13] = [
    "ashburn",
    "ashburn-ix",
    "dublin",
    "frankfurt",
    "frankfurt-ix",
    "london-ix",
    "san-jose-ix",
    "sao-paulo",
    "singapore",
    "singapore-ix",
    "sydney",
    "tokyo",
    "umatilla",
];

/// What is wrong with an override. As text it is the message, and the help on a line of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverrideMistake {
    /// What is wrong.
    pub message: String,
    /// What there is instead.
    pub help: Option<String>,
}

impl OverrideMistake {
    fn new(message: String) -> Self {
        Self { message, help: None }
    }
}

impl fmt::Display for OverrideMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, "\nhelp: {help}"))
    }
}

impl OverrideKey {
    /// The key of a name.
    pub fn find(name: &str) -> Result<&'static OverrideKey, OverrideMistake> {
        KEYS.iter().find(|key| key.name == name).ok_or_else(|| {
            let near = suggestion(name, KEYS.iter().map(|key| key.name));
            let message = format!("`{name}` is no connection override{near}");
            OverrideMistake { message, help: Some(known_keys()) }
        })
    }

    /// Whether it takes several values.
    pub fn takes_list(&self) -> bool {
        matches!(self.kind, Kind::AnyOf(_))
    }

    /// What is wrong with the value at a place among the values of the key.
    pub fn check_value(&self, values: &[&str], at: usize) -> Option<OverrideMistake> {
        let text = *values.get(at)?;
        let names = match &self.kind {
            Kind::Number { range, unit } => {
                let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
                let is_good = is_number && text.parse().is_ok_and(|number| range.contains(&number));
                let (low, high) = (range.start(), range.end());
                let wrong = || format!("`{}` takes {low} to {high} {unit}, not `{text}`", self.name);
                return (!is_good).then(|| OverrideMistake::new(wrong()));
            }
            Kind::OneOf(names) | Kind::AnyOf(names) => *names,
        };
        if !names.contains(&text) {
            let near = suggestion(text, names.iter().copied());
            let message = format!("`{text}` is no value of `{}`{near}", self.name);
            return Some(OverrideMistake { message, help: Some(format!("it takes {}", names.join(", "))) });
        }
        if values.iter().take(at).any(|earlier| *earlier == text) {
            return Some(OverrideMistake::new(format!("`{text}` is listed twice")));
        }
        let is_more = text == "all" && values.len() > 1;
        is_more.then(|| OverrideMistake::new("`all` stands alone: it means the others, too".to_owned()))
    }
}

/// What is wrong with a fragment, without its `#`.
pub fn check_fragment(fragment: &str) -> Vec<OverrideMistake> {
    let mut mistakes = Vec::new();
    let mut seen = Vec::new();
    for pair in fragment.split('&') {
        let Some((name, values)) = pair.split_once('=') else {
            let message = format!("`{pair}` in the fragment is no `key=value`");
            mistakes.push(OverrideMistake { message, help: Some(known_keys()) });
            continue;
        };
        let key = match OverrideKey::find(name) {
            Ok(key) => key,
            Err(mistake) => {
                mistakes.push(mistake);
                continue;
            }
        };
        if seen.contains(&key.name) {
            mistakes.push(OverrideMistake::new(format!("`{name}` is set twice")));
        }
        seen.push(key.name);
        let values: Vec<&str> = if key.takes_list() { values.split(',').gather() } else { vec![values] };
        mistakes.put_all((0..values.len()).filter_map(|at| key.check_value(&values, at)));
    }
    mistakes
}

fn known_keys() -> String {
    let names: Vec<&str> = KEYS.iter().map(|key| key.name).gather();
    format!("the overrides are {}", names.join(", "))
}
