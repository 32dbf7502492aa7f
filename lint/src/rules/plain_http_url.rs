//! `plain_http_url`

use crate::Place;
use crate::facts::{Event, EventKind, Facts, Text, find_urls};
use crate::lint::{Finding, declare_lint};

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
    /// `cfg(debug_assertions)`. A host that is read at run time is not known and not reported.
    plain_http_url, "transport", Deny, "P1", check
}

fn check(facts: &Facts) -> Vec<Finding> {
    facts.events.iter().flat_map(|event| check_event(facts, event)).collect()
}

fn check_event(facts: &Facts, event: &Event) -> Vec<Finding> {
    match &event.kind {
        EventKind::Url(text) => api_hosts(facts, event, text),
        EventKind::Callback(text) => callbacks(facts, event, text),
        _ => Vec::new(),
    }
}

fn api_hosts(facts: &Facts, event: &Event, text: &Text) -> Vec<Finding> {
    let urls = find_urls(text).into_iter().filter(|url| url.is_http() && url.is_twilio());
    let findings = urls.map(|url| {
        let primary = url.scheme_place.unwrap_or(event.place);
        Finding::new(
            primary,
            "this URL reaches a Twilio API host over plain HTTP",
            "write `https://`: Twilio serves its API over TLS alone",
        )
        .used_at(uses(event))
        .explained_at(url.host_place, "the host is set here")
    });
    findings.filter(|finding| !facts.is_test(finding.primary) && !facts.is_test(event.place)).collect()
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
        .used_at(uses(event))
        .explained_at(event.place, "it is handed to Twilio here")
    });
    let is_excused = |place: Place| facts.is_test(place) || facts.is_development(place);
    findings.filter(|finding| !is_excused(finding.primary) && !is_excused(event.place)).collect()
}

fn uses(event: &Event) -> Vec<Place> {
    std::iter::once(event.place).chain(event.calls.iter().copied()).collect()
}
