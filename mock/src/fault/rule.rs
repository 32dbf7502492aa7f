//! A rule as JSON, with all that is wrong with it.

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::{Effect, Fault, Moment};
use crate::naming::hint;

/// What a rule can hold.
const NAMES: [&str; 19] = [
    "above_concurrency",
    "account",
    "body",
    "code",
    "content_type",
    "count",
    "do",
    "enabled",
    "from_ms",
    "method",
    "ms",
    "name",
    "on",
    "retry_after",
    "seconds",
    "share",
    "skip",
    "status",
    "until_ms",
];
/// What a rule can do.
const DEEDS: [&str; 11] = [
    "clock_skew",
    "content_type",
    "html",
    "reset_after",
    "reset_before",
    "reset_within",
    "slow_body",
    "slow_first_byte",
    "status",
    "throttled",
    "truncate",
];

/// A problem: where, as a JSON pointer below the rule, and what.
pub(crate) type Problem = (String, String);

/// One rule being read.
struct Reader<'a> {
    members: &'a Map<String, Value>,
    problems: Vec<Problem>,
}

/// A rule, or everything that is wrong with it.
pub(crate) fn from_json(rule: &Value) -> Result<Fault, Vec<Problem>> {
    let Some(members) = rule.as_object() else {
        return Err(vec![(
            String::new(),
            "a rule is an object, such as {\"do\": \"status\", \"status\": 503}".to_owned(),
        )]);
    };
    let mut reader = Reader { members, problems: Vec::new() };
    reader.names();
    let effect = reader.effect();
    let mut fault = Fault::new(effect.unwrap_or(Effect::Truncate));
    fault.name = reader.text("name").unwrap_or_default();
    fault.on = reader.text("on");
    fault.method = reader.text("method").map(|method| method.to_ascii_uppercase());
    fault.account = reader.text("account");
    fault.share = reader.share();
    fault.skip = reader.number("skip").unwrap_or(0);
    fault.count = reader.number("count");
    fault.from = Duration::from_millis(reader.number("from_ms").unwrap_or(0));
    fault.until = reader.number("until_ms").map(Duration::from_millis);
    let concurrency = reader.number("above_concurrency");
    fault.above_concurrency = concurrency.map(|number| usize::try_from(number).unwrap_or(usize::MAX));
    fault.enabled = reader.flag("enabled");
    match reader.problems.is_empty() {
        true => Ok(fault),
        false => Err(reader.problems),
    }
}

/// A list of rules, or everything that is wrong in it.
pub(crate) fn all_from_json(rules: &[Value]) -> Result<Vec<Fault>, Vec<Problem>> {
    let mut faults = Vec::new();
    let mut problems = Vec::new();
    for (index, rule) in rules.iter().enumerate() {
        match from_json(rule) {
            Ok(fault) => faults.push(fault),
            Err(found) => {
                let placed = found.into_iter().map(|(place, problem)| (format!("/{index}{place}"), problem));
                problems.extend(placed);
            }
        }
    }
    if problems.is_empty() { Ok(faults) } else { Err(problems) }
}

impl Reader<'_> {
    fn fail(&mut self, name: &str, problem: impl Into<String>) {
        self.problems.push((format!("/{name}"), problem.into()));
    }

    fn names(&mut self) {
        let unknown: Vec<&String> =
            self.members.keys().filter(|name| !NAMES.contains(&name.as_str())).collect();
        for name in unknown {
            let hint = hint(name, NAMES.into_iter());
            self.fail(name, format!("a rule has no `{name}`{hint}"));
        }
    }

    fn effect(&mut self) -> Option<Effect> {
        let Some(word) = self.text("do") else {
            if !self.problems.iter().any(|(place, _)| place == "/do") {
                self.fail("do", format!("what the rule does is missing: one of {}", DEEDS.join(", ")));
            }
            return None;
        };
        Some(match word.as_str() {
            "status" | "html" | "throttled" => return self.status(&word),
            "truncate" => Effect::Truncate,
            "slow_first_byte" => Effect::SlowFirstByte(self.time()?),
            "slow_body" => Effect::SlowBody(self.time()?),
            "reset_before" => Effect::Reset(Moment::Before),
            "reset_after" => Effect::Reset(Moment::After),
            "reset_within" => Effect::Reset(Moment::Within),
            "content_type" => match self.text("content_type") {
                Some(text) => Effect::ContentType(text),
                None => {
                    self.fail("content_type", "the content type to say is missing");
                    return None;
                }
            },
            "clock_skew" => match self.members.get("seconds").and_then(Value::as_i64) {
                Some(seconds) => Effect::ClockSkew(seconds),
                None => {
                    self.fail("seconds", "whole seconds are needed; behind is negative");
                    return None;
                }
            },
            other => {
                let hint = hint(other, DEEDS.into_iter());
                self.fail("do", format!("`{other}` is none of {}{hint}", DEEDS.join(", ")));
                return None;
            }
        })
    }

    fn status(&mut self, word: &str) -> Option<Effect> {
        let given = self.number("status").or((word == "throttled").then_some(429));
        let status =
            given.and_then(|status| u16::try_from(status).ok()).filter(|status| (100..600).contains(status));
        let Some(status) = status else {
            self.fail("status", "a status from 100 to 599 is needed");
            return None;
        };
        let page = if word == "html" { Fault::html(status) } else { Fault::status(status) };
        let mut effect = page.effect;
        if let Effect::Status { code, body, content_type, retry_after, .. } = &mut effect {
            *code = self.number("code").and_then(|code| u32::try_from(code).ok());
            *body = self.text("body").or(body.take());
            *content_type = self.text("content_type").or(content_type.take());
            *retry_after = self.number("retry_after");
        }
        Some(effect)
    }

    fn time(&mut self) -> Option<Duration> {
        let time = self.number("ms").map(Duration::from_millis);
        if time.is_none() && !self.members.contains_key("ms") {
            self.fail("ms", "milliseconds are needed");
        }
        time
    }

    fn text(&mut self, name: &str) -> Option<String> {
        match self.members.get(name)? {
            Value::String(text) if !text.is_empty() => Some(text.clone()),
            _ => {
                self.fail(name, "a text that is not empty is needed");
                None
            }
        }
    }

    fn number(&mut self, name: &str) -> Option<u64> {
        let value = self.members.get(name)?;
        if value.as_u64().is_none() {
            self.fail(name, "a whole number that is not negative is needed");
        }
        value.as_u64()
    }

    fn share(&mut self) -> f64 {
        let share = self.members.get("share").map_or(Some(1.0), Value::as_f64);
        share.filter(|share| (0.0..=1.0).contains(share)).unwrap_or_else(|| {
            self.fail("share", "a number from 0 to 1 is needed");
            1.0
        })
    }

    fn flag(&mut self, name: &str) -> bool {
        let flag = self.members.get(name).map_or(Some(true), Value::as_bool);
        flag.unwrap_or_else(|| {
            self.fail(name, "true or false is needed");
            true
        })
    }
}

impl Fault {
    /// The rule as JSON, as it can be read back.
    pub(crate) fn to_json(&self) -> Value {
        let mut rule =
            json!({"name": self.name, "do": self.word(), "enabled": self.enabled, "share": self.share});
        let mut put = |name: &str, value: Option<Value>| {
            if let (Some(value), Some(members)) = (value, rule.as_object_mut()) {
                members.insert(name.to_owned(), value);
            }
        };
        let millis = |time: Duration| json!(u64::try_from(time.as_millis()).unwrap_or(u64::MAX));
        put("on", self.on.clone().map(Value::from));
        put("method", self.method.clone().map(Value::from));
        put("account", self.account.clone().map(Value::from));
        put("skip", (self.skip > 0).then(|| json!(self.skip)));
        put("count", self.count.map(Value::from));
        put("from_ms", (!self.from.is_zero()).then(|| millis(self.from)));
        put("until_ms", self.until.map(millis));
        put("above_concurrency", self.above_concurrency.map(Value::from));
        match &self.effect {
            Effect::Status { status, code, body, content_type, retry_after } => {
                put("status", Some(json!(status)));
                put("code", code.map(Value::from));
                put("body", body.clone().map(Value::from));
                put("content_type", content_type.clone().map(Value::from));
                put("retry_after", retry_after.map(Value::from));
            }
            Effect::SlowFirstByte(time) | Effect::SlowBody(time) => put("ms", Some(millis(*time))),
            Effect::ContentType(text) => put("content_type", Some(json!(text))),
            Effect::ClockSkew(seconds) => put("seconds", Some(json!(seconds))),
            Effect::Truncate | Effect::Reset(_) => {}
        }
        rule
    }
}

#[cfg(test)]
mod tests {
    use super::{DEEDS, from_json};
    use crate::fault::Fault;
    use proptest::prelude::*;
    use serde_json::{Value, json};
    use std::time::Duration;

    #[test]
    fn what_is_written_is_read_back() {
        let time = Duration::from_millis(250);
        for fault in [
            Fault::status(503).on("Create*").share(0.5).next(3).skip(1).retry_after(2).named("a"),
            Fault::html(502).method("post").account("me").named("b"),
            Fault::truncated().between(time, 2 * time).above_concurrency(4).named("c"),
            Fault::slow_first_byte(time).named("d"),
            Fault::slow_body(time).named("e"),
            Fault::reset_before().named("f"),
            Fault::reset_after().named("g"),
            Fault::reset_within().named("h"),
            Fault::content_type("text/plain").named("i"),
            Fault::clock_skew(-300).named("j"),
        ] {
            assert_eq!(from_json(&fault.to_json()), Ok(fault));
        }
        assert_eq!(from_json(&json!({"do": "throttled"})), Ok(Fault::throttled()));
    }

    #[test]
    fn all_problems_come_at_once() {
        let wrong = json!({"do": "statsu", "shar": 1, "share": 2, "count": -1, "name": "", "enabled": 1});
        let problems = from_json(&wrong).unwrap_err();
        for (place, words) in [
            ("/do", "near it: `status`"),
            ("/shar", "near it: `share`"),
            ("/share", "from 0 to 1"),
            ("/count", "whole number"),
            ("/name", "not empty"),
            ("/enabled", "true or false"),
        ] {
            assert!(
                problems.iter().any(|(at, problem)| at == place && problem.contains(words)),
                "{place}: {problems:?}"
            );
        }
        assert_eq!(problems.len(), 6, "{problems:?}");
        for incomplete in DEEDS {
            let read = from_json(&json!({ "do": incomplete }));
            let whole = ["reset_after", "reset_before", "reset_within", "throttled", "truncate"]
                .contains(&incomplete);
            assert_eq!(read.is_ok(), whole, "{incomplete}: {read:?}");
        }
    }

    proptest! {
        #[test]
        fn any_members_are_read_or_refused(word in "[a-z_]{0,12}", number in any::<i64>(), name in "[a-z_]{0,8}") {
            for deed in [word.as_str(), "status", "slow_body", "clock_skew"] {
                let rule = json!({"do": deed, "status": number, "ms": number, "seconds": number, name.clone(): Value::Null});
                if let Err(problems) = from_json(&rule) {
                    prop_assert!(problems.iter().all(|(place, problem)| place.starts_with('/') && !problem.is_empty()));
                }
            }
        }
    }
}
