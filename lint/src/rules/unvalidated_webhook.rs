//! `unvalidated_webhook`

use crate::Place;
use crate::facts::{Event, EventKind, Facts, HookRead};
use crate::gather::Gather;
use crate::lint::{Finding, declare_lint};
use crate::sorted::{Map, Set};

declare_lint! {
    /// ## What it does
    ///
    /// Finds handlers of axum, actix-web, warp, rocket and hyper that read fields of Twilio's webhooks (`CallSid`,
    /// `MessageSid`, `SmsStatus`, `MessageStatus`, `CallStatus`, `RecordingSid` and their like, by the names that serde or
    /// rocket reads, by a key, an index or a pointer) from a form or JSON, where some way to the first read does not check the
    /// signature.
    ///
    /// ## Why
    ///
    /// A webhook's address is public: anybody can post a form to it and say that a message was delivered or a call was paid
    /// for. Only the `X-Twilio-Signature` header tells that a request is Twilio's. Practice P9,
    /// <https://www.twilio.com/docs/usage/rest-api-best-practices>.
    ///
    /// ## Example
    ///
    /// ```text
    /// async fn status(Form(status): Form<MessageStatus>) {
    ///     tracing::info!("{} is {}", status.message_sid, status.message_status);
    /// }
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```text
    /// async fn status(event: ringfence::webhook::Verified<MessageStatus>) {
    ///     tracing::info!("{} is {:?}", event.message_sid, event.status);
    /// }
    /// ```
    ///
    /// or `ringfence::webhook::WebhookVerifier` on the bytes of the body, or any check before the first read: in the handler,
    /// in a function that it calls, in the `FromRequest` of the crate's own type, in a layer, filter or guard around the
    /// route. A function marked `#[ringfence::signature_validation]` is such a check. `#[ringfence::webhook]` on a handler
    /// demands a `Verified` among its parameters.
    ///
    /// ## Known limits
    ///
    /// A check counts where its failure is acted on: `?`, an `if`, a `match`, `let .. else`, `unwrap()`, `assert!`; an outcome
    /// that is thrown away counts for nothing. What another crate's function does is told by its name and by whether it is
    /// handed the signature. A layer counts where the crate shows both it and the route. Fields that go into the check itself
    /// count as read. Parameters of a `GET` webhook (`Query`), multipart forms and enums are not looked at.
    unvalidated_webhook, "credentials", Deny, "P9", check
}

/// What handlers take and read of one request, known by where it is handed in.
#[derive(Default)]
struct Taken<'e> {
    /// Where it is handed in as fields of Twilio's, unchecked.
    handed: Option<&'e Event>,
    /// What is read first of it before a check, of Twilio's own fields, and of any.
    own: Option<&'e Event>,
    any: Option<&'e Event>,
    /// Whether anything is read behind a check.
    is_checked: bool,
}

fn check(facts: &Facts) -> Vec<Finding> {
    let mut taken: Map<Place, Taken<'_>> = Map::new();
    let (mut judging, mut asking) = (Set::new(), Set::new());
    for event in facts.events.iter().filter(|event| facts.is_seen_from_root(event)) {
        match &event.kind {
            EventKind::HookTaken { origin, is_verified: false } => {
                taken.get_or_default(*origin).handed.get_or_insert(event);
            }
            EventKind::HookRead { how: HookRead::Signature, .. } => drop(asking.insert(event.entry)),
            EventKind::HookTaken { origin, .. } | EventKind::HookRead { origin, is_verified: true, .. } => {
                taken.get_or_default(*origin).is_checked = true;
            }
            EventKind::HookRead { origin, how: HookRead::Field, .. } => {
                taken.get_or_default(*origin).own.get_or_insert(event);
            }
            EventKind::HookRead { origin, .. } => {
                taken.get_or_default(*origin).any.get_or_insert(event);
            }
            EventKind::HookJudged => drop(judging.insert(event.entry)),
            _ => {}
        }
    }
    let covered = Covered::of(facts);
    let open = taken.into_iter().filter(|(origin, _)| !covered.holds(*origin));
    let found = open.filter_map(|(origin, taken)| {
        let any = taken.any.filter(|event| asking.contains(&event.entry));
        let handed = taken.handed.filter(|event| !taken.is_checked && !judging.contains(&event.entry));
        let event = taken.own.or(any).or(handed)?;
        (!facts.is_test(origin) && !facts.is_test(event.place)).then(|| finding(origin, event))
    });
    found.gather()
}

/// The routes that are known, and those of them behind a layer that checks.
struct Covered {
    /// A handler's place, and its routes.
    routed: Map<Place, Set<Place>>,
    covered: Set<Place>,
}

impl Covered {
    fn of(facts: &Facts) -> Self {
        let mut all = Self { routed: Map::new(), covered: Set::new() };
        for event in &facts.events {
            match &event.kind {
                EventKind::HookRouted { handler, route } => {
                    all.routed.get_or_default(*handler).insert(*route);
                }
                EventKind::HookCovered { route } => drop(all.covered.insert(*route)),
                _ => {}
            }
        }
        all
    }

    /// Whether a handler is reached only through layers that check.
    fn holds(&self, origin: Place) -> bool {
        let mut routes = self.routed.iter().filter(|(handler, _)| handler.contains(origin)).peekable();
        routes.peek().is_some()
            && routes.all(|(_, routes)| routes.iter().all(|route| self.covered.contains(route)))
    }
}

fn finding(origin: Place, event: &Event) -> Finding {
    let message = match &event.kind {
        EventKind::HookRead { name, .. } => {
            format!("`{name}` of a webhook is read, and nothing has checked that Twilio signed it")
        }
        _ => "a webhook's fields are taken here, and nothing checks that Twilio signed them".to_owned(),
    };
    let help = "take a `ringfence::webhook::Verified<_>` in the handler, or check the `X-Twilio-Signature` header before \
                anything is read";
    Finding::new(event.place, message, help)
        .explained_at(origin, "the request is handed in here")
        .seen_in(event)
}
