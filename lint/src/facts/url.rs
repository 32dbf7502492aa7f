//! URLs inside strings, and whose hosts they name.

use super::placeholder::is_placeholder;
use super::text::{Text, UNKNOWN};
use crate::Place;

/// A URL that was found in a string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Url {
    /// In lower case; `None` where it is not known.
    pub scheme: Option<String>,
    /// In lower case, without user and port; unknown stretches are marked.
    pub host: String,
    /// Where it starts in the flat text.
    pub host_start: usize,
    /// Where the scheme and the host begin in the text.
    pub scheme_start: usize,
    /// The literal that holds the scheme.
    pub scheme_place: Option<Place>,
    /// The literal that holds the end of the host.
    pub host_place: Option<Place>,
    /// Whether it is the whole string from its first letter on.
    pub leads: bool,
    pub user: Option<User>,
}

/// What stands before the `@`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct User {
    pub has_password: bool,
    /// As it is known; unknown stretches are marked.
    pub text: String,
    /// Whether one of Twilio's secrets is in it.
    pub has_secret: bool,
    /// The literal that holds the `@`.
    pub place: Option<Place>,
}

/// Hosts under `twilio.com` that serve pages, not the API.
const PAGES: &[&str] = &["www", "status", "console", "help", "support", "tls-test"];

impl User {
    /// Whether it is written out, and nothing that could be a credential of Twilio's: a template, a placeholder, or a word in a
    /// test.
    pub(crate) fn is_dummy(&self, is_test: bool) -> bool {
        let is_word = |run: &str| run.len() < 32;
        let is_known = !self.text.contains(UNKNOWN);
        let is_template = self.text.contains(['{', '$']) && is_known;
        let password = self.text.rsplit(':').next().unwrap_or_default();
        let mut runs = self.text.split(|character: char| !character.is_ascii_alphanumeric());
        is_template || is_known && is_placeholder(password) || is_test && is_known && runs.all(is_word)
    }
}

impl Url {
    pub(crate) fn is_http(&self) -> bool {
        self.scheme.as_deref() == Some("http")
    }

    /// Whether the host is one of Twilio's API hosts.
    pub(crate) fn is_twilio(&self) -> bool {
        is_twilio_host(&self.host)
    }

    /// Whether the host is this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        let host = self.host.trim_start_matches('[').trim_end_matches(']');
        host == "localhost" || host.ends_with(".localhost") || host == "::1" || host.starts_with("127.")
    }

    /// Whether the whole host is known.
    pub(crate) fn is_host_known(&self) -> bool {
        !self.host.is_empty() && !self.host.contains(UNKNOWN)
    }
}

pub(super) fn is_twilio_host(host: &str) -> bool {
    // What follows a whole host without a separator is taken as a path: `format!("https://api.twilio.com{path}")`.
    let known = host.trim_end_matches(UNKNOWN).trim_end_matches('.');
    let Some(name) = known.strip_suffix(".twilio.com") else { return false };
    !name.is_empty() && !PAGES.contains(&name)
}

/// The URL of Twilio's API that a string begins with.
pub(crate) fn find_twilio_url(text: &Text) -> Option<Url> {
    find_urls(text).into_iter().find(|url| url.leads && url.is_twilio())
}

/// Every URL in a string.
pub(crate) fn find_urls(text: &Text) -> Vec<Url> {
    let flat = text.flat();
    let mut urls = Vec::new();
    let mut from = 0usize;
    while let Some(found) = flat.get(from..).and_then(|rest| rest.find("://")) {
        let colon = from + found;
        from = colon + 3;
        let before = flat.get(..colon).unwrap_or_default();
        let scheme_start = before.rfind(|character: char| !is_scheme(character));
        let start = scheme_start.map_or(0, |at| at + before.get(at..).map_or(1, first_width));
        let scheme = before.get(start..).unwrap_or_default();
        let unknown_before = before.get(..start).is_some_and(|head| head.ends_with(UNKNOWN));
        let (host, host_end) = host_of(&flat, from);
        urls.push(Url {
            scheme: (!scheme.is_empty() && !unknown_before).then(|| scheme.to_ascii_lowercase()),
            host_start: host_end - host.len(),
            host,
            scheme_start: start,
            scheme_place: text.place_at(start),
            host_place: text.place_at(host_end.saturating_sub(1)),
            leads: before.get(..start).is_some_and(|head| head.trim().is_empty()),
            user: user_of(text, &flat, from),
        });
    }
    urls
}

fn first_width(text: &str) -> usize {
    text.chars().next().map_or(1, char::len_utf8)
}

fn is_scheme(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '+' | '-' | '.')
}

/// What stands between `://` and the last `@` before the path.
fn user_of(text: &Text, flat: &str, start: usize) -> Option<User> {
    let authority = authority_of(flat, start);
    let end = authority.rfind('@')?;
    let (name, password) = authority.get(..end)?.split_once(':').unwrap_or((authority.get(..end)?, ""));
    let secrets = text.secrets_in(start..start + end);
    (!name.is_empty() || !password.is_empty()).then(|| User {
        has_password: !password.is_empty(),
        text: authority.get(..end).unwrap_or_default().to_owned(),
        has_secret: secrets.iter().any(|secret| secret.is_certain),
        place: text.place_at(start + end),
    })
}

/// The host that starts after `://`, in lower case, and where it ends.
fn host_of(flat: &str, start: usize) -> (String, usize) {
    let authority = authority_of(flat, start);
    let user = authority.rfind('@').map_or(0, |at| at + 1);
    let host = authority.get(user..).unwrap_or_default();
    let port = host.rfind(':').filter(|at| !host.get(*at..).unwrap_or_default().contains(']'));
    let host = port.and_then(|at| host.get(..at)).unwrap_or(host);
    (host.to_ascii_lowercase(), start + user + host.len())
}

fn authority_of(flat: &str, start: usize) -> &str {
    let rest = flat.get(start..).unwrap_or_default();
    let ends = |character: char| {
        matches!(character, '/' | '?' | '#' | '\\' | '"' | '\'' | '<' | '>' | ',' | ')' | '`')
            || character.is_whitespace()
    };
    rest.split(ends).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::text::{Part, Text};
    use super::find_urls;
    use crate::{FileId, Place};

    const PLACE: Place = Place { file: FileId(0), start: 0, end: 1 };

    fn text(parts: &[Option<&str>]) -> Text {
        let parts = parts.iter().map(|part| match part {
            Some(known) => Part::Known((*known).into(), PLACE),
            None => Part::Unknown,
        });
        Text { parts: parts.collect() }
    }

    #[test]
    fn twilio_hosts_over_http() {
        let cases: &[(&[Option<&str>], bool)] = &[
            (&[Some("http://api.twilio.com/2010-04-01")], true),
            (&[Some("HTTP://API.Twilio.COM")], true),
            (&[Some("http"), Some("://"), Some("verify.twilio.com")], true),
            (&[Some("http://api.twilio.com"), None], true),
            (&[Some("http://"), None, Some(".twilio.com/v1")], true),
            (&[Some("curl -d a=b http://api.twilio.com:80/x")], true),
            (&[Some("http://user:"), None, Some("@api.twilio.com/")], true),
            (&[Some("https://api.twilio.com")], false),
            (&[None, Some("://api.twilio.com")], false),
            (&[Some("http://api.twilio.com.example.org/")], false),
            (&[Some("http://www.twilio.com/docs")], false),
            (&[Some("http://tls-test.twilio.com")], false),
            (&[Some("http://nottwilio.com/"), Some("api.twilio.com")], false),
            (&[Some("http://"), None], false),
            (&[Some("http://www.w3.org/1999/xhtml")], false),
        ];
        for (parts, expected) in cases {
            let found = find_urls(&text(parts)).iter().any(|url| url.is_http() && url.is_twilio());
            assert_eq!(found, *expected, "{parts:?}");
        }
    }
}
