//! What became of a message whose fate is not known: the list of messages tells.

#[cfg(test)]
mod tests;

use super::Error;
use crate::private::{Draft, Paging};
use crate::request::Body;
use crate::retry::parse_http_date;
use crate::webhook::decode_form;
use crate::{Client, Json, MessageSid, Meta, Method, Operation, Request, Timestamp};
use jiff::Timestamp as Instant;
use serde_json::Value;
use std::time::Duration;
use tokio::time::sleep;

static LIST: Operation = Operation::new(
    "ListMessage",
    Method::Get,
    "api.twilio.com",
    "/2010-04-01/Accounts/{AccountSid}/Messages.json",
);
const PAGING: Paging = Paging::new("messages").size("PageSize", 1000).token("PageToken").number("Page");

/// When to look: what was under way when the answer was lost may take a moment to stand in the list.
const LOOKS: [Duration; 3] = [Duration::ZERO, Duration::from_secs(1), Duration::from_secs(4)];

/// Twilio's times have whole seconds.
const SECOND: Duration = Duration::from_secs(1);

/// How much later than the end of the call a message may have been made that is the one of the call.
const LATE: Duration = Duration::from_secs(30);

/// What became of a create whose fate was not known.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reconciled {
    /// It was made: the message, or all that it may be, newest first, where the same was sent several times in these seconds.
    Made(Vec<MessageSid>),
    /// Messages to the same recipient are there from these seconds, with another text or sender: smart encoding, shortened links and
    /// retention change what is listed, so one of them may be it.
    Unclear(Vec<MessageSid>),
    /// Nothing like it is there, five seconds after the question was asked first: it may be sent again.
    NotMade,
    /// No list tells of this operation, or the fate of the call is known.
    CannotTell,
}

impl Error {
    /// Finds out what became of a message that is [`Error::OutcomeUnknown`]: asks for the account's messages to the same recipient from the
    /// same time, and compares sender and text. By Twilio's clock, so that it does not matter whether this machine's is right.
    ///
    /// ```no_run
    /// # async fn again(error: ringfence::Error, client: &ringfence::Client) -> Result<bool, ringfence::Error> {
    /// use ringfence::Reconciled;
    /// match error.reconcile(client).await? {
    ///     Reconciled::Made(_) => Ok(false),
    ///     Reconciled::NotMade => Ok(true), // send it again
    ///     _ => Err(error),                 // somebody must look
    /// }
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Where the list cannot be had.
    pub async fn reconcile(&self, client: &Client) -> Result<Reconciled, Error> {
        let Some(sought) = Sought::of(self) else { return Ok(Reconciled::CannotTell) };
        let mut unclear = Vec::new();
        for wait in LOOKS {
            sleep(wait).await;
            let found = sought.look(client).await?;
            if !found.same.is_empty() {
                return Ok(Reconciled::Made(found.same));
            }
            unclear = found.others;
        }
        Ok(if unclear.is_empty() { Reconciled::NotMade } else { Reconciled::Unclear(unclear) })
    }
}

/// Messages to the recipient from the time of the call: with its sender and text, and others.
#[derive(Default)]
struct Found {
    same: Vec<MessageSid>,
    others: Vec<MessageSid>,
}

/// The message that is looked for.
struct Sought {
    list: Request,
    service: Option<String>,
    from: Option<String>,
    body: Option<String>,
    sent_at: Instant,
    took: Duration,
}

impl Sought {
    fn of(error: &Error) -> Option<Self> {
        let Error::OutcomeUnknown(failure) = error else { return None };
        let request = failure.to_curl()?.request();
        let (operation, Body::Form(form)) = (request.operation(), request.content()) else { return None };
        let is_message = operation.id() == "CreateMessage" && operation.path() == LIST.path();
        let pairs = decode_form(form.as_str().as_bytes());
        let value = |name: &str| {
            let found = pairs.iter().find(|(known, _)| known.as_ref() == name.as_bytes());
            found.map(|(_, value)| String::from_utf8_lossy(value).into_owned())
        };
        // A number in another form is listed in Twilio's, and one that is not kept is not listed.
        let to =
            value("To").filter(|to| is_message && is_listed_so(to) && value("AddressRetention").is_none())?;
        let mut list = Draft::new(&LIST).query("To", to);
        if let Some(account) = request.account() {
            list = list.path("AccountSid", account);
        }
        Some(Self {
            list: list.into_request(),
            service: value("MessagingServiceSid"),
            from: value("From"),
            body: value("Body"),
            sent_at: Instant::try_from(failure.sent_at()?).ok()?,
            took: failure.meta.elapsed,
        })
    }

    async fn look(&self, client: &Client) -> Result<Found, Error> {
        let mut pages = crate::Pages::<Json>::new(client, self.list.clone(), &PAGING);
        let mut found = Found::default();
        while let Some(page) = pages.next().await {
            let page = page?;
            let (from, to) = self.time(page.meta());
            let messages: Vec<Value> = page.items.iter().filter_map(Json::to_value).collect();
            let made: Vec<Instant> = messages.iter().filter_map(made_at).collect();
            for message in messages.iter().filter(|message| self.may_be(message)) {
                // One whose time cannot be read may be of any.
                if made_at(message).is_none_or(|at| from <= at && at <= to) {
                    let list = if self.is_same(message) { &mut found.same } else { &mut found.others };
                    list.extend(text(message, "sid").map(MessageSid::new_unchecked));
                }
            }
            // The list begins with the newest.
            if made.iter().any(|at| *at < from) {
                break;
            }
        }
        Ok(found)
    }

    /// When the message may have been made, by the clock of whoever answers.
    fn time(&self, meta: &Meta) -> (Instant, Instant) {
        let theirs = meta.headers().get("date").and_then(|date| parse_http_date(date.to_str().ok()?));
        let ahead = theirs.map(|theirs| theirs.duration_since(Instant::now())).unwrap_or_default();
        let begun = self.sent_at.checked_add(ahead).unwrap_or(self.sent_at);
        let from = begun.checked_sub(2 * SECOND).unwrap_or(begun);
        (from, begun.checked_add(self.took + LATE).unwrap_or(Instant::MAX))
    }

    /// Whether a message to the recipient is of the service, where the request named one.
    fn may_be(&self, message: &Value) -> bool {
        let service = self.service.as_deref();
        let has_service =
            service.is_none_or(|service| text(message, "messaging_service_sid") == Some(service));
        has_service && text(message, "direction") != Some("inbound")
    }

    /// Whether sender and text are those of the request. Where they are not, Twilio may have changed them.
    fn is_same(&self, message: &Value) -> bool {
        let from = self.from.as_deref();
        // The text of a trial account begins with a notice.
        let has_body = self.body.as_deref().is_none_or(|body| {
            text(message, "body").is_some_and(|sent| sent.trim_end().ends_with(body.trim_end()))
        });
        has_body && from.is_none_or(|from| text(message, "from") == Some(from))
    }
}

/// Whether a recipient is listed as it is sent: `+` and digits, after a channel where there is one.
fn is_listed_so(to: &str) -> bool {
    let number = to.split_once(':').map_or(to, |(_, number)| number);
    number.strip_prefix('+').is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
}

fn made_at(message: &Value) -> Option<Instant> {
    Timestamp::from(text(message, "date_created")?).instant()
}

fn text<'m>(message: &'m Value, name: &str) -> Option<&'m str> {
    message.get(name)?.as_str()
}
