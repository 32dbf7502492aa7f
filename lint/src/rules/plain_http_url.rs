//! `plain_http_url`

use crate::facts::{Event, EventKind, Facts, Text, Url, find_urls};
use crate::gather::Gather;
use crate::lint::{Finding, declare_lint};
use crate::sorted::Set;
use crate::{Place, Suggestion};

// ringfence: permit(plain_http_url, reason = "the lint's page shows what it finds")
declare_lint! {
    /// ## What it does
    ///
    /// Finds `http://` in front of a Twilio API host (`*.twilio.com`, apart from `www`, `status`, `console`, `help`,
    /// `support` and `tls-test`), in any case of letters and also where the URL is put together from parts, and `http://`
    /// callbacks that are handed to a Twilio call.
    ///
    /// ## Why
    ///
    /// Twilio serves its API over TLS alone. A request over plain HTTP fails, and has shown its credentials on the way.
    /// HTTP callbacks are for development: everybody on the path reads them and can forge the answer.
    /// Practices P1 and P2, <https://www.twilio.com/docs/usage/rest-api-best-practices>.
    ///
    /// ## Example
    ///
    /// ```text
    /// const API: &str = "http://api.twilio.com";
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```text
    /// const API: &str = "https://api.twilio.com";
    /// ```
    ///
    /// A callback is written `ringfence::callback_url!("https://example.com/sms")`.
    ///
    /// ## Known limits
    ///
    /// Test code is left alone, callbacks to loopback too; callbacks (not API hosts) also in examples and behind
    /// `cfg(debug_assertions)`. A host that is read at run time is not known and not reported. A change is suggested for
    /// hosts of Twilio's where the scheme's literal serves no other host and no port is named; whether the server behind a
    /// callback speaks TLS is not known here.
    plain_http_url, "transport", Deny, "P1", check
}

fn check(facts: &Facts) -> Vec<Finding> {
    let shared = shared_schemes(facts);
    facts.events.iter().flat_map(|event| check_event(facts, event, &shared)).gather()
}

fn check_event(facts: &Facts, event: &Event, shared: &Set<Place>) -> Vec<Finding> {
    match &event.kind {
        EventKind::Url { text, .. } | EventKind::Send { url: text, .. } => {
            api_hosts(facts, event, text, shared)
        }
        EventKind::Callback { url, .. } => callbacks(facts, event, url),
        _ => Vec::new(),
    }
}

fn api_hosts(facts: &Facts, event: &Event, text: &Text, shared: &Set<Place>) -> Vec<Finding> {
    let urls = find_urls(text).into_iter().filter(|url| url.is_http() && url.is_twilio());
    let findings = urls.map(|url| {
        let primary = url.scheme_place.unwrap_or(event.place);
        Finding::new(
            primary,
            "this URL reaches a Twilio API host over plain HTTP",
            "write `https://`: Twilio serves its API over TLS alone",
        )
        .explained_at(url.host_place, "the host is set here")
        .seen_in(event)
        .suggesting(with_tls(text, &url, shared))
    });
    findings.filter(|finding| !facts.is_test(finding.primary) && !facts.is_test(event.place)).gather()
}

/// The scheme with an `s`, where that is certain to be right for all that the literal is used for.
fn with_tls(text: &Text, url: &Url, shared: &Set<Place>) -> Option<Suggestion> {
    let place = scheme_letters(text, url).filter(|place| !shared.contains(place))?;
    let flat = text.flat();
    let names_port = flat.get(url.host_start + url.host.len()..).is_some_and(|rest| rest.starts_with(':'));
    let scheme = flat.get(url.scheme_start..url.scheme_start + 4).filter(|_| !names_port)?;
    let edit = if scheme == "HTTP" { "HTTPS" } else { "https" };
    Some(Suggestion { message: "speak TLS".to_owned(), edits: vec![(place, edit.to_owned())] })
}

fn scheme_letters(text: &Text, url: &Url) -> Option<Place> {
    text.exact_place(url.scheme_start, url.scheme_start + 4)
}

/// Schemes that other hosts are reached with, too, or hosts that nobody knows.
fn shared_schemes(facts: &Facts) -> Set<Place> {
    let mut shared = Set::new();
    let seen = facts.events.iter().filter(|event| facts.is_seen_from_root(event));
    for event in seen.chain(&facts.elsewhere) {
        let EventKind::Url { text, .. } = &event.kind else { continue };
        let others = find_urls(text)
            .into_iter()
            .filter(|url| url.is_http() && !url.host.is_empty() && !url.is_twilio());
        shared.extend(others.filter_map(|url| scheme_letters(text, &url)));
    }
    shared
}

fn callbacks(facts: &Facts, event: &Event, text: &Text) -> Vec<Finding> {
    let urls = find_urls(text).into_iter().filter(|url| url.leads && url.is_http() && url.is_host_known());
    let urls = urls.filter(|url| !url.is_loopback() && !url.is_twilio());
    let findings = urls.map(|url| {
        let primary = url.scheme_place.unwrap_or(event.place);
        Finding::new(
            primary,
            "this callback goes over plain HTTP",
            "write `https://`: HTTP callbacks are for development and testing only",
        )
        .seen_in(event)
    });
    let is_excused = |place: Place| facts.is_test(place) || facts.is_development(place);
    findings.filter(|finding| !is_excused(finding.primary) && !is_excused(event.place)).gather()
}
