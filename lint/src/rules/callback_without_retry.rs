//! `callback_without_retry`

use crate::facts::{CHECKED, Event, EventKind, Facts, UNKNOWN};
use crate::gather::Gather;
use crate::lint::{Finding, declare_lint};

declare_lint! {
    /// ## What it does
    ///
    /// Finds callback URLs that do not say how often Twilio is to try again: without `rc` or `rp` in their fragment.
    ///
    /// ## Why
    ///
    /// As it comes, Twilio tries again once and only where the connection failed; a 503 of a server that is starting is not tried
    /// again at all, and the callback is lost. Practice P16,
    /// <https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides>.
    ///
    /// ## Example
    ///
    /// ```text
    /// let request = api_v2010::create_message(to, sender, content);
    /// let hook = CallbackUrl::new("https://example.com/status")?;
    /// request.status_callback(hook).send(&client).await?;
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```text
    /// let request = api_v2010::create_message(to, sender, content);
    /// let hook = callback_url!("https://example.com/status", rc = 3, rp = [all]);
    /// request.status_callback(hook).send(&client).await?;
    /// ```
    ///
    /// ## Known limits
    ///
    /// It is off unless you turn it on. A URL whose end is not known is silent, and so are those of products that ignore
    /// overrides. Overrides that `with_overrides` or a variable give are taken to say it.
    callback_without_retry, "webhooks", Allow, "P16", check
}

fn check(facts: &Facts) -> Vec<Finding> {
    facts.events.iter().filter_map(check_event).gather()
}

fn check_event(event: &Event) -> Option<Finding> {
    let EventKind::Callback { url, is_handed: true, is_ignored: false } = &event.kind else { return None };
    let flat = url.flat();
    if flat.ends_with(CHECKED) {
        return None;
    }
    let fragment = flat.split_once('#').map_or("", |(_, fragment)| fragment);
    let says = |pair: &str| matches!(pair.split('=').next(), Some("rc" | "rp"));
    if flat.ends_with(UNKNOWN) || fragment.contains(UNKNOWN) || fragment.split('&').any(says) {
        return None;
    }
    let primary = url.place_at(flat.len().saturating_sub(1)).unwrap_or(event.place);
    let message =
        "this callback is lost where your server is not there for a moment: nothing says to try again";
    let help = "say how often and after what: `callback_url!(\"https://...\", rc = 3, rp = [all])`";
    Some(Finding::new(primary, message, help).seen_in(event))
}
