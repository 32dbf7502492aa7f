//! One attempt at a callback, and what follows it: a retry, or its record.

use std::time::{Duration, Instant};

use hyper::http::Error as Unsendable;

use super::debugger::report_callback;
use super::overrides::Overrides;
use super::parcel::Parcel;
use super::send::{Answer, Failure, send};
use super::target::Target;
use super::{Content, Delivery};
use crate::agenda::Event;
use crate::journal::{Callback, CallbackAttempt, CallbackOutcome};
use crate::world::World;

/// Time between attempts; Twilio documents none.
const PAUSE: Duration = Duration::from_millis(100);

/// What came of a delivery, before it is recorded.
struct End {
    outcome: CallbackOutcome,
    answer: Answer,
    parcel: Option<Parcel>,
    overrides: Overrides,
}

/// Sends a callback once. It is recorded with its last attempt.
pub(super) async fn attempt(world: &World, mut delivery: Box<Delivery>) {
    let overrides = Overrides::of(&delivery.url);
    let (target, parcel) = match prepare(world, &delivery) {
        Ok(prepared) => prepared,
        Err(reason) => {
            let outcome = CallbackOutcome::Refused { reason };
            return finish(
                world,
                &delivery,
                End { outcome, answer: Answer::default(), parcel: None, overrides },
            );
        }
    };
    let begun = Instant::now();
    let at = world.time.elapsed();
    let sent = reach(world, &delivery, &target, &parcel, &overrides).await;
    let took = begun.elapsed();
    delivery.spent = delivery.spent.saturating_add(took);
    let (outcome, cause, answer) = match sent {
        Ok(answer) => (CallbackOutcome::Answered { status: answer.status }, None, answer),
        Err(failure) => {
            (CallbackOutcome::Failed { reason: failure.reason }, failure.cause, Answer::default())
        }
    };
    delivery.attempts.push(CallbackAttempt { at, took, outcome: outcome.clone() });
    let more = delivery.attempts.len() <= overrides.retries
        && delivery.spent.saturating_add(PAUSE) < overrides.total;
    if more && overrides.retry(&outcome, cause) {
        delivery.spent = delivery.spent.saturating_add(PAUSE);
        world.agenda.note(world.time.elapsed().saturating_add(PAUSE), Event::Send(delivery));
        return;
    }
    finish(world, &delivery, End { outcome, answer, parcel: Some(parcel), overrides });
}

/// The target if a callback may go there, and what is sent.
fn prepare(world: &World, delivery: &Delivery) -> Result<(Target, Parcel), String> {
    let target = Target::parse(&delivery.url)?;
    let listed = world.settings.callback_hosts.iter().any(|host| host.eq_ignore_ascii_case(&target.host));
    if !target.is_loopback() && !listed {
        let host = &target.host;
        return Err(format!("`{host}` is not loopback; `allow_callback_host(\"{host}\")` would permit it"));
    }
    if !target.is_loopback() && !target.https {
        return Err(format!(
            "`{}` is plain HTTP, which stays on loopback; `https://` goes anywhere allowed",
            delivery.url
        ));
    }
    let token = world.keyring.auth_token(&delivery.account);
    let token = token.as_ref().unwrap_or(&world.account.auth_token);
    let parcel = Parcel::new(token, delivery, &target).ok_or("it could not be signed")?;
    Ok((target, parcel))
}

/// The time for all attempts bounds each of them.
async fn reach(
    world: &World,
    delivery: &Delivery,
    target: &Target,
    parcel: &Parcel,
    overrides: &Overrides,
) -> Result<Answer, Failure> {
    let unsendable = |problem: Unsendable| Failure { reason: format!("no request: {problem}"), cause: None };
    let request = parcel.request(delivery, target).map_err(unsendable)?;
    let left = overrides.total.saturating_sub(delivery.spent);
    let sent = tokio::time::timeout(left, send(target, request, overrides, &world.trust)).await;
    sent.unwrap_or_else(|_| {
        let total = overrides.total.as_millis();
        Err(Failure { reason: format!("no answer within {total} ms, all attempts together"), cause: None })
    })
}

fn finish(world: &World, delivery: &Delivery, end: End) {
    let mut callback = delivery.record(end.outcome);
    callback.override_problems = end.overrides.problems;
    callback.answer_content_type = end.answer.content_type;
    callback.answer_body = end.answer.body;
    if let Some(parcel) = end.parcel {
        callback.signed_url = Some(parcel.signed);
        callback.signature = Some(parcel.signature);
    }
    report_callback(world, delivery, &callback);
    world.journal.callback(callback);
    world.outbox.finished(&delivery.thing, world);
}

impl Delivery {
    /// The record of this callback as it ended.
    pub(super) fn record(&self, outcome: CallbackOutcome) -> Callback {
        let (form, json) = match &self.content {
            Content::Form(pairs) => (pairs.clone(), None),
            Content::Json(body) => (Vec::new(), serde_json::from_slice(body).ok()),
        };
        Callback {
            number: 0,
            about: self.thing.key.to_string(),
            event: self.event.clone(),
            url: self.url.clone(),
            signed_url: None,
            method: if self.get { "GET" } else { "POST" }.to_owned(),
            form,
            json,
            signature: None,
            idempotency_token: self.idempotency_token.clone(),
            override_problems: Vec::new(),
            attempts: self.attempts.clone(),
            outcome,
            answer_content_type: None,
            answer_body: String::new(),
            sent_at: self.attempts.first().map_or(self.posted, |first| first.at),
        }
    }
}
