//! `credential_in_url`

use crate::facts::{Event, EventKind, Facts, Text, find_twilio_url, find_urls};
use crate::gather::Gather;
use crate::lint::{Finding, declare_lint};

// ringfence: permit(credential_in_url, reason = "the lint's page shows what it finds")
declare_lint! {
    /// ## What it does
    ///
    /// Finds a user and a password inside a URL of Twilio's API (`https://key:secret@api.twilio.com`), also where the URL is
    /// put together by `format!`, or given them by `Url::set_username` and `Url::set_password`.
    ///
    /// ## Why
    ///
    /// URLs are logged by every program on the way: by proxies, by error messages, by crash reports. Credentials belong into
    /// the `Authorization` header, which is not. Practice P6,
    /// <https://www.twilio.com/docs/usage/rest-api-best-practices>.
    ///
    /// ## Example
    ///
    /// ```text
    /// let url = format!("https://{key}:{secret}@api.twilio.com/2010-04-01/Accounts.json");
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```text
    /// let client = ringfence::Client::from_env()?; // TWILIO_API_KEY and TWILIO_API_SECRET
    /// ```
    ///
    /// ## Known limits
    ///
    /// Callbacks with credentials of the user's own server are left alone. A host that is not known is taken for Twilio's
    /// only where the password is one of Twilio's secrets. In tests, words for user and password are left alone.
    credential_in_url, "credentials", Deny, "P6", check
}

fn check(facts: &Facts) -> Vec<Finding> {
    facts.events.iter().flat_map(|event| check_event(facts, event)).gather()
}

fn check_event(facts: &Facts, event: &Event) -> Vec<Finding> {
    match &event.kind {
        EventKind::Url { text, .. } | EventKind::Send { url: text, .. } => written_in(facts, event, text),
        EventKind::Userinfo(text) => find_twilio_url(text).map(|_| finding(event, None)).into_iter().gather(),
        _ => Vec::new(),
    }
}

fn written_in(facts: &Facts, event: &Event, text: &Text) -> Vec<Finding> {
    let urls = find_urls(text).into_iter().filter_map(|url| {
        let towards = url.is_twilio();
        let is_known = url.is_host_known();
        let user = url.user?;
        let is_test = facts.is_test(user.place.unwrap_or(event.place)) || facts.is_test(event.place);
        if user.is_dummy(is_test) {
            return None;
        }
        let is_given = towards && (user.has_password || user.has_secret) || !is_known && user.has_secret;
        is_given.then_some(user)
    });
    urls.map(|user| {
        let finding = finding(event, user.place);
        match text.secrets().next() {
            Some(secret) => finding.read_from(secret),
            None => finding,
        }
    })
    .gather()
}

fn finding(event: &Event, place: Option<crate::Place>) -> Finding {
    let message = "this URL carries credentials to Twilio";
    let help = "send them in the `Authorization` header, with an API key: `ringfence::Client` does";
    Finding::new(place.unwrap_or(event.place), message, help).seen_in(event)
}
