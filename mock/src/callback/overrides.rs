//! Connection overrides: what the fragment of a callback URL says of time-outs and retries.
//! <https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides>

use std::time::Duration;

use crate::journal::CallbackOutcome;

/// Time-outs and retries of one callback.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Overrides {
    /// `ct`
    pub(crate) connect: Duration,
    /// `rt`
    pub(crate) read: Duration,
    /// `tt`
    pub(crate) total: Duration,
    /// `rc`
    pub(crate) retries: usize,
    /// `rp`
    on: Vec<Cause>,
    /// `sni`
    pub(crate) sni: bool,
    /// What is no override, or has a value that Twilio does not take: the default holds.
    pub(crate) problems: Vec<String>,
}

/// What a retry follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// 400 to 499.
    Status4xx,
    /// 500 to 599.
    Status5xx,
    /// No connection, or no TLS.
    Connect,
    /// No answer in time.
    Read,
}

const CAUSES: [(&str, &[Cause]); 5] = [
    ("4xx", &[Cause::Status4xx]),
    ("5xx", &[Cause::Status5xx]),
    ("ct", &[Cause::Connect]),
    ("rt", &[Cause::Read]),
    ("all", &[Cause::Status4xx, Cause::Status5xx, Cause::Connect, Cause::Read]),
];

/// Edges that a callback may leave from; the mock has one, and checks the name.
const EDGES: [&str; 13] = [
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

impl Default for Overrides {
    fn default() -> Overrides {
        Overrides {
            connect: Duration::from_millis(5000),
            read: Duration::from_millis(15_000),
            total: Duration::from_millis(15_000),
            retries: 1,
            on: vec![Cause::Connect],
            sni: true,
            problems: Vec::new(),
        }
    }
}

impl Overrides {
    /// Reads the fragment of a URL.
    pub(crate) fn of(url: &str) -> Overrides {
        let mut overrides = Overrides::default();
        let fragment = url.split_once('#').map_or("", |(_, fragment)| fragment);
        for pair in fragment.split('&').filter(|pair| !pair.is_empty()) {
            if let Err(problem) = overrides.read(pair) {
                overrides.problems.push(format!("`{pair}`: {problem}"));
            }
        }
        overrides
    }

    fn read(&mut self, pair: &str) -> Result<(), String> {
        let (name, value) = pair.split_once('=').ok_or("a name, `=` and a value are needed")?;
        match name {
            "ct" => self.connect = millis(value, 10_000)?,
            "rt" => self.read = millis(value, 15_000)?,
            "tt" => self.total = millis(value, 15_000)?,
            "rc" => self.retries = number(value, 0, 5)?,
            "rp" => self.on = causes(value)?,
            "sni" => self.sni = yes(value)?,
            "e" => edges(value)?,
            _ => return Err("no override has this name; there are ct, rt, tt, rc, rp, sni and e".to_owned()),
        }
        Ok(())
    }

    /// Whether what became of an attempt is followed by another one.
    pub(crate) fn retry(&self, outcome: &CallbackOutcome, cause: Option<Cause>) -> bool {
        let cause = match outcome {
            CallbackOutcome::Answered { status: 400..=499 } => Some(Cause::Status4xx),
            CallbackOutcome::Answered { status: 500..=599 } => Some(Cause::Status5xx),
            _ => cause,
        };
        cause.is_some_and(|cause| self.on.contains(&cause))
    }
}

fn number(text: &str, least: usize, most: usize) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| format!("a number from {least} to {most} is needed"))
}

fn millis(text: &str, most: usize) -> Result<Duration, String> {
    let number = number(text, 100, most).map_err(|problem| format!("{problem} (milliseconds)"))?;
    Ok(Duration::from_millis(number as u64))
}

fn yes(text: &str) -> Result<bool, String> {
    match text {
        "y" => Ok(true),
        "n" => Ok(false),
        _ => Err("`y` or `n` is needed".to_owned()),
    }
}

fn causes(text: &str) -> Result<Vec<Cause>, String> {
    let mut found = Vec::new();
    for word in text.split(',') {
        let known = CAUSES.iter().find(|(name, _)| *name == word);
        let (_, causes) = known.ok_or("4xx, 5xx, ct, rt or all is needed (error 11243)")?;
        found.extend_from_slice(causes);
    }
    Ok(found)
}

fn edges(text: &str) -> Result<(), String> {
    match text.split(',').find(|edge| !EDGES.contains(edge)) {
        Some(edge) => Err(format!("`{edge}` is no edge of {} (error 11241)", EDGES.join(", "))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Cause, Overrides};
    use crate::journal::CallbackOutcome;
    use proptest::prelude::*;
    use std::time::Duration;

    #[test]
    fn what_is_documented_is_read() {
        let none = Overrides::of("https://a.example/x");
        assert_eq!(none, Overrides::default());
        let all =
            Overrides::of("https://a.example/x?y=1#ct=100&rt=200&tt=300&rc=5&rp=4xx,rt&sni=n&e=dublin,tokyo");
        assert_eq!(
            (all.connect, all.read, all.total),
            (Duration::from_millis(100), Duration::from_millis(200), Duration::from_millis(300))
        );
        assert_eq!((all.retries, all.sni, all.problems.len()), (5, false, 0));
        let answered = |status| CallbackOutcome::Answered { status };
        assert!(all.retry(&answered(404), None) && all.retry(&answered(429), None));
        assert!(
            !all.retry(&answered(503), None)
                && !all.retry(&answered(200), None)
                && !all.retry(&answered(302), None)
        );
        let failed = CallbackOutcome::Failed { reason: String::new() };
        assert!(
            all.retry(&failed, Some(Cause::Read))
                && !all.retry(&failed, Some(Cause::Connect))
                && !all.retry(&failed, None)
        );
        assert!(none.retry(&failed, Some(Cause::Connect)) && !none.retry(&failed, Some(Cause::Read)));
    }

    #[test]
    fn what_is_not_is_named_and_leaves_the_default() {
        let wrong = Overrides::of("https://a/#ct=99&rt=15001&rc=6&rp=all,6xx&sni=yes&e=roaming&x=1&tt&rc=2");
        assert_eq!(wrong.retries, 2);
        assert_eq!(Overrides { retries: 1, problems: Vec::new(), ..wrong.clone() }, Overrides::default());
        assert_eq!(wrong.problems.len(), 8);
        assert!(
            wrong.problems.iter().any(|problem| problem.contains("`roaming`") && problem.contains("11241"))
        );
        assert!(wrong.problems.iter().any(|problem| problem.contains("11243")));
    }

    proptest! {
        #[test]
        fn any_fragment_is_read(text in ".*", near in "[a-z=&,0-9#]{0,40}") {
            for url in [text, format!("https://a/#{near}")] {
                let overrides = Overrides::of(&url);
                prop_assert!(overrides.retries <= 5 && overrides.total <= Duration::from_secs(15));
            }
        }
    }
}
