//! `invalid_connection_override`

use crate::facts::{Event, EventKind, Facts, Text, UNKNOWN};
use crate::gather::Gather;
use crate::lint::{Finding, declare_lint};
use crate::overrides::{OverrideKey, check_fragment};
use crate::{Place, Suggestion};

declare_lint! {
    /// ## What it does
    ///
    /// Reads the fragments of callback URLs that are handed to Twilio (`#rc=2&rp=ct,rt,5xx`) and reports keys that do not
    /// exist, values out of range or unknown, and overrides on callbacks of Conversations and Frontline, which ignore them.
    ///
    /// ## Why
    ///
    /// Connection overrides decide how long Twilio waits for a callback and whether it tries again. A wrong one is refused
    /// with error 11241 or 11243 at the first webhook, or ignored without a word.
    /// Practice P16, <https://www.twilio.com/docs/usage/rest-api-best-practices>.
    ///
    /// ## Example
    ///
    /// ```text
    /// [("StatusCallback", "https://example.com/sms#rc=9&rp=timeout")]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```text
    /// [("StatusCallback", "https://example.com/sms#rc=5&rp=rt")]
    /// ```
    ///
    /// or `ringfence::callback_url!("https://example.com/sms", rc = 5, rp = rt)`, which is checked where it stands.
    ///
    /// ## Known limits
    ///
    /// Parts of a fragment that are put together at run time are not known and not reported. What is wrong inside
    /// `callback_url!` is that macro's own error. URLs in TwiML are not read. Functions of `twilio-openapi` do not tell which
    /// argument is a callback: a fragment counts there where it has one of the overrides' keys.
    invalid_connection_override, "webhooks", Deny, "P16", check
}

fn check(facts: &Facts) -> Vec<Finding> {
    facts.events.iter().filter_map(check_event).gather()
}

fn check_event(event: &Event) -> Option<Finding> {
    let EventKind::Overrides { url, is_checked, is_ignored } = &event.kind else { return None };
    let flat = url.flat();
    let start = flat.find('#')?;
    let primary = url.place_at(start).unwrap_or(event.place);
    let found = match *is_ignored {
        true => ignored(primary, url, start, flat.len()),
        false => wrong(primary, known_part(flat.get(start + 1..)?)?).filter(|_| !is_checked)?,
    };
    Some(found.seen_in(event))
}

fn ignored(primary: Place, url: &Text, start: usize, end: usize) -> Finding {
    let suggestion = url.exact_place(start, end).map(|place| Suggestion {
        message: "leave the overrides out".to_owned(),
        edits: vec![(place, String::new())],
    });
    let message = "connection overrides have no effect here: Conversations and Frontline ignore them";
    let help = "leave the fragment out; the service's own settings say how its webhooks are retried";
    Finding::new(primary, message, help).suggesting(suggestion)
}

/// One finding for a fragment, with all that is wrong in it.
fn wrong(primary: Place, fragment: String) -> Option<Finding> {
    let mistakes = check_fragment(&fragment);
    let messages: Vec<&str> = mistakes.iter().map(|mistake| mistake.message.trim_end_matches('?')).gather();
    let help = mistakes.iter().find_map(|mistake| mistake.help.clone());
    let help = help.unwrap_or_else(|| {
        "write the override with a value that Twilio takes, or use `ringfence::callback_url!`".to_owned()
    });
    (!mistakes.is_empty()).then(|| {
        Finding::new(
            primary,
            format!("this callback's connection overrides are wrong: {}", messages.join("; ")),
            help,
        )
    })
}

/// The fragment without what is not known of it.
fn known_part(fragment: &str) -> Option<String> {
    let pairs = fragment.split('&').filter(|_| !fragment.is_empty()).filter_map(|pair| {
        if !pair.contains(UNKNOWN) {
            return Some(pair.to_owned());
        }
        let (name, values) = pair.split_once('=')?;
        let is_list = OverrideKey::find(name).is_ok_and(OverrideKey::takes_list);
        let known: Vec<&str> = values.split(',').filter(|value| !value.contains(UNKNOWN)).gather();
        (is_list && !known.is_empty()).then(|| format!("{name}={}", known.join(",")))
    });
    let pairs: Vec<String> = pairs.gather();
    (!pairs.is_empty()).then(|| pairs.join("&"))
}
