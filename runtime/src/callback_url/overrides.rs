//! Connection overrides: how Twilio connects to a callback URL.

use super::{CallbackUrlError, whole_milliseconds};
use std::time::Duration;

/// How Twilio connects to one callback URL and when it tries again.
///
/// What is not set is Twilio's default: `ct` 5 s, `rt` and `tt` 15 s, one retry, and that **only where the connection
/// failed**: a 5xx of an overloaded server is not retried unless [`ConnectionOverrides::retry_on`] says so.
/// Each URL (main, fallback, status) has its own. Conversations and Frontline ignore them.
///
/// Twilio's page: <https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides>
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConnectionOverrides {
    connect_timeout: Option<Duration>,
    read_timeout: Option<Duration>,
    total_time: Option<Duration>,
    retries: Option<u8>,
    retry_on: Vec<RetryOn>,
    sni: Option<bool>,
    edges: Vec<Edge>,
}

/// What Twilio tries a callback again for (`rp`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RetryOn {
    /// An answer with 4xx, 429 included.
    Status4xx,
    /// An answer with 5xx.
    Status5xx,
    /// No connection, or TLS failed: Twilio's default.
    Connect,
    /// No answer within the read time-out.
    Read,
    /// All of these.
    All,
}

/// Where Twilio connects from (`e`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[allow(missing_docs, reason = "each is the place, or the place's Interconnect exchange")]
pub enum Edge {
    Ashburn,
    Dublin,
    Frankfurt,
    SaoPaulo,
    Singapore,
    Sydney,
    Tokyo,
    Umatilla,
    AshburnIx,
    FrankfurtIx,
    LondonIx,
    SanJoseIx,
    SingaporeIx,
}

const CONNECT: (&str, u128, u128, &str) = ("ct", 100, 10_000, "whole milliseconds from 100 to 10000");
const READ: (&str, u128, u128, &str) = ("rt", 100, 15_000, "whole milliseconds from 100 to 15000");
const TOTAL: (&str, u128, u128, &str) = ("tt", 100, 15_000, "whole milliseconds from 100 to 15000");
const RETRIES: &str = "a number from 0 to 5";
const RETRY_ON: &str = "a list, each once, of 4xx, 5xx, ct, rt, or all alone";
const SNI: &str = "y or n";
const EDGES: &str = "a list, each once, of ashburn, dublin, frankfurt, sao-paulo, singapore, sydney, tokyo, umatilla, \
                     ashburn-ix, frankfurt-ix, london-ix, san-jose-ix, singapore-ix";

impl ConnectionOverrides {
    /// No overrides: Twilio's defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// `ct`: how long connecting may take; 100 ms to 10 s, in whole milliseconds.
    #[must_use]
    pub fn connect_timeout(mut self, time: Duration) -> Self {
        self.connect_timeout = Some(time);
        self
    }

    /// `rt`: how long the first byte, and each pause after it, may take; 100 ms to 15 s, in whole milliseconds.
    #[must_use]
    pub fn read_timeout(mut self, time: Duration) -> Self {
        self.read_timeout = Some(time);
        self
    }

    /// `tt`: the whole callback, retries included; 100 ms to 15 s, in whole milliseconds.
    #[must_use]
    pub fn total_time(mut self, time: Duration) -> Self {
        self.total_time = Some(time);
        self
    }

    /// `rc`: how often Twilio tries again; 0 to 5.
    #[must_use]
    pub fn retries(mut self, retries: u8) -> Self {
        self.retries = Some(retries);
        self
    }

    /// `rp`: what Twilio tries again for.
    #[must_use]
    pub fn retry_on(mut self, causes: impl IntoIterator<Item = RetryOn>) -> Self {
        self.retry_on = causes.into_iter().collect();
        self
    }

    /// `sni`: whether Twilio names the host while it sets TLS up.
    #[must_use]
    pub fn sni(mut self, sni: bool) -> Self {
        self.sni = Some(sni);
        self
    }

    /// `e`: where Twilio connects from, the next one with each retry.
    #[must_use]
    pub fn edges(mut self, edges: impl IntoIterator<Item = Edge>) -> Self {
        self.edges = edges.into_iter().collect();
        self
    }

    /// The fragment, checked; empty where nothing is set.
    pub(super) fn fragment(&self) -> Result<String, CallbackUrlError> {
        let mut pairs = Vec::new();
        for (time, range) in
            [(self.connect_timeout, CONNECT), (self.read_timeout, READ), (self.total_time, TOTAL)]
        {
            let Some(time) = time else { continue };
            let (key, _, _, allowed) = range;
            let value = whole_milliseconds(time).ok_or(CallbackUrlError::OverrideValue(key, allowed))?;
            pairs.push((key, value.to_string()));
        }
        pairs.extend(self.retries.map(|retries| ("rc", retries.to_string())));
        pairs.extend(list(&self.retry_on, RetryOn::as_str).map(|causes| ("rp", causes)));
        pairs.extend(self.sni.map(|sni| ("sni", if sni { "y" } else { "n" }.to_owned())));
        pairs.extend(list(&self.edges, Edge::as_str).map(|edges| ("e", edges)));
        let fragment: Vec<String> = pairs.iter().map(|(key, value)| format!("{key}={value}")).collect();
        let fragment = fragment.join("&");
        if fragment.is_empty() { Ok(fragment) } else { check_fragment(&fragment).map(|()| fragment) }
    }
}

fn list<T: Copy>(items: &[T], word: fn(T) -> &'static str) -> Option<String> {
    let words: Vec<&str> = items.iter().copied().map(word).collect();
    (!words.is_empty()).then(|| words.join(","))
}

impl RetryOn {
    const ALL: [Self; 5] = [Self::Status4xx, Self::Status5xx, Self::Connect, Self::Read, Self::All];

    /// As it stands in the fragment.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Status4xx => "4xx",
            Self::Status5xx => "5xx",
            Self::Connect => "ct",
            Self::Read => "rt",
            Self::All => "all",
        }
    }
}

impl Edge {
    const ALL: [Self; 13] = [
        Self::Ashburn,
        Self::Dublin,
        Self::Frankfurt,
        Self::SaoPaulo,
        Self::Singapore,
        Self::Sydney,
        Self::Tokyo,
        Self::Umatilla,
        Self::AshburnIx,
        Self::FrankfurtIx,
        Self::LondonIx,
        Self::SanJoseIx,
        Self::SingaporeIx,
    ];

    /// As it stands in the fragment.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ashburn => "ashburn",
            Self::Dublin => "dublin",
            Self::Frankfurt => "frankfurt",
            Self::SaoPaulo => "sao-paulo",
            Self::Singapore => "singapore",
            Self::Sydney => "sydney",
            Self::Tokyo => "tokyo",
            Self::Umatilla => "umatilla",
            Self::AshburnIx => "ashburn-ix",
            Self::FrankfurtIx => "frankfurt-ix",
            Self::LondonIx => "london-ix",
            Self::SanJoseIx => "san-jose-ix",
            Self::SingaporeIx => "singapore-ix",
        }
    }
}

/// Checks a fragment: connection overrides, each once and within its range.
pub(super) fn check_fragment(fragment: &str) -> Result<(), CallbackUrlError> {
    let mut seen: Vec<&'static str> = Vec::new();
    for part in fragment.split('&') {
        let unknown = || CallbackUrlError::UnknownOverride(part.to_owned());
        let (key, value) = part.split_once('=').ok_or_else(unknown)?;
        let (key, allowed, good) = judge(key, value).ok_or_else(unknown)?;
        if !good {
            return Err(CallbackUrlError::OverrideValue(key, allowed));
        }
        if seen.contains(&key) {
            return Err(CallbackUrlError::RepeatedOverride(key));
        }
        seen.push(key);
    }
    Ok(())
}

/// The key, what it allows, and whether the value is that; `None` for a key that Twilio does not know.
fn judge(key: &str, value: &str) -> Option<(&'static str, &'static str, bool)> {
    Some(match key {
        "ct" => within(CONNECT, value),
        "rt" => within(READ, value),
        "tt" => within(TOTAL, value),
        "rc" => ("rc", RETRIES, digits(value).is_some_and(|retries| retries <= 5)),
        "rp" => {
            let words = each_once(value, |word| RetryOn::ALL.iter().any(|cause| cause.as_str() == word));
            let all_alone = value == "all" || !value.split(',').any(|word| word == "all");
            ("rp", RETRY_ON, words && all_alone)
        }
        "sni" => ("sni", SNI, matches!(value, "y" | "n")),
        "e" => ("e", EDGES, each_once(value, |word| Edge::ALL.iter().any(|edge| edge.as_str() == word))),
        _ => return None,
    })
}

fn within(
    (key, least, most, allowed): (&'static str, u128, u128, &'static str),
    value: &str,
) -> (&'static str, &'static str, bool) {
    (key, allowed, digits(value).is_some_and(|number| (least..=most).contains(&number)))
}

fn digits(value: &str) -> Option<u128> {
    if value.bytes().all(|b| b.is_ascii_digit()) { value.parse().ok() } else { None }
}

fn each_once(value: &str, known: impl Fn(&str) -> bool) -> bool {
    let words: Vec<&str> = value.split(',').collect();
    words
        .iter()
        .enumerate()
        .all(|(index, word)| known(word) && !words.iter().take(index).any(|earlier| earlier == word))
}
