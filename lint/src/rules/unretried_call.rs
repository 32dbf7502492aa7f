//! `unretried_call`

use crate::Place;
use crate::facts::{Event, EventKind, Facts, Library, Resent, find_twilio_url};
use crate::gather::Gather;
use crate::lint::{Finding, declare_lint};
use crate::sorted::Set;

declare_lint! {
    /// ## What it does
    ///
    /// Finds calls to Twilio that nobody repeats: a request with reqwest, hyper, ureq, isahc, surf or awc, or a call of
    /// another crate for Twilio, with a client that does not retry and outside anything that does.
    ///
    /// ## Why
    ///
    /// Twilio answers 429 when an account calls too fast. Such a request was not processed and is meant to be sent again,
    /// with exponential backoff. Practices P14 and P15, <https://www.twilio.com/docs/usage/rest-api-best-practices>.
    ///
    /// ## Example
    ///
    /// ```text
    /// client.post("https://api.twilio.com/2010-04-01/Accounts").send().await?;
    /// ```
    ///
    /// ## Use instead
    ///
    /// A generated function, which retries by itself:
    ///
    /// ```text
    /// api_v2010::list_message().page(&client).await?;
    /// ```
    ///
    /// Or `#[ringfence::retry]`, backon, backoff, tokio-retry, tryhard,
    /// reqwest-retry, a retry layer of tower, reqwest's own `retry`, or a loop that backs off on 429.
    ///
    /// ## Known limits
    ///
    /// A function that the crate calls is judged at its calls: where every call is inside something that tries again, the
    /// function is silent. A URL that is not known is not reported; a field that is Twilio's by default is known, unless it is
    /// overridden with another host that is. A loop counts where it looks for 429 or `Retry-After`: one that tries again after
    /// every failure alike is reported. A library that repeats errors does not count where a 429 stays an answer, as with reqwest
    /// without `error_for_status`, or where its condition or policy leaves it out; whoever looks at the answer is trusted, and so
    /// is a condition that is not understood. What is sent before a loop that asks about it is its first attempt.
    unretried_call, "limits", Deny, "P14", check
}

fn check(facts: &Facts) -> Vec<Finding> {
    let calls = facts.events.iter().filter(|event| is_call(event));
    let judged: Vec<&Event> = calls.clone().filter(|event| facts.is_seen_from_root(event)).gather();
    let places = |is_retried: bool| -> Set<Place> {
        judged.iter().filter(|event| is_sent_again(event) == is_retried).map(|event| event.place).gather()
    };
    let (retried, unretried) = (places(true), places(false));
    // Which caller it is that does not try again is told only where another does.
    let is_told = |event: &&Event| {
        unretried.contains(&event.place)
            && (facts.is_seen_from_root(event) || !retried.contains(&event.place))
    };
    calls.filter(is_told).filter_map(check_event).gather()
}

/// Whether an event is a call to Twilio.
fn is_call(event: &Event) -> bool {
    let EventKind::Send { library, url, .. } = &event.kind else { return false };
    *library != Library::Curl && (library.is_twilio() || find_twilio_url(url).is_some())
}

fn is_sent_again(event: &Event) -> bool {
    matches!(event.kind, EventKind::Send { resent: Resent::Always | Resent::By(_), .. })
}

fn check_event(event: &Event) -> Option<Finding> {
    let EventKind::Send { library, url, resent: Resent::Never, .. } = &event.kind else { return None };
    let message =
        format!("this call to Twilio through {} is not retried when Twilio answers 429", library.name());
    let help =
        "call the function that ringfence generates, or wrap the call in a retry with exponential backoff";
    let host = find_twilio_url(url).and_then(|url| url.host_place);
    let finding = Finding::new(event.place, message, help);
    Some(finding.explained_at(host, "the host is set here").seen_in(event))
}
