//! What the rules do to one request, all together.

use std::time::Duration;

use bytes::Bytes;
use hyper::Response;

use super::body::Paced;
use super::reset::Reset;
use super::{Effect, Fault, Moment};
use crate::catalog::Match;
use crate::naming::is_like;
use crate::received::Received;
use crate::refusal::Refusal;
use crate::world::World;

/// What a rule looks at.
pub(crate) struct Meeting<'a> {
    pub(crate) operation: Option<&'a str>,
    pub(crate) method: &'a str,
    /// The product's host.
    pub(crate) host: Option<&'a str>,
    /// The account in the path, and the one whose credentials are sent.
    pub(crate) account: Option<&'a str>,
    pub(crate) caller: Option<String>,
    pub(crate) concurrent: usize,
    /// On the mock's clock, since its start.
    pub(crate) time: Duration,
}

impl Meeting<'_> {
    pub(crate) fn matches(&self, fault: &Fault) -> bool {
        let account = |wanted: &String| self.account.or(self.caller.as_deref()) == Some(wanted);
        fault.enabled
            && fault.on.as_ref().is_none_or(|on| self.is_on(on))
            && fault.method.as_ref().is_none_or(|method| method == self.method)
            && fault.account.as_ref().is_none_or(account)
            && fault.above_concurrency.is_none_or(|most| self.concurrent > most)
            && self.time >= fault.from
            && fault.until.is_none_or(|until| self.time < until)
    }

    /// Whether the operation is one of a pattern, before which the product's host may stand.
    fn is_on(&self, on: &str) -> bool {
        let (host, ids) = on.split_once(':').map_or((None, on), |(host, ids)| (Some(host), ids));
        self.operation.is_some_and(|id| is_like(id, ids))
            && host.is_none_or(|host| self.host.is_some_and(|own| is_like(own, host)))
    }
}

/// What the fault rules do to a request.
pub(crate) fn meet(
    world: &World,
    received: &Received,
    found: Option<&Match<'_>>,
    concurrent: usize,
) -> Option<Box<Played>> {
    if world.faults.is_empty() {
        return None;
    }
    let path = found.map(|found| found.path.as_slice()).unwrap_or_default();
    // `/Accounts/{Sid}` names an account as well.
    let is_account = |name: &str| {
        let of_accounts = |text: &str| text.starts_with("/2010-04-01/Accounts/{Sid}");
        name == "AccountSid"
            || name == "Sid" && found.is_some_and(|found| of_accounts(&found.operation.template.text))
    };
    let account = path.iter().find(|(name, _)| is_account(name)).map(|(_, value)| value.as_str());
    let credentials = received.credentials.as_ref().ok();
    let meeting = Meeting {
        operation: found.map(|found| found.operation.id.as_str()),
        host: found.map(|found| found.operation.host.as_str()),
        method: received.method.as_str(),
        account,
        caller: credentials.and_then(|credentials| credentials.account(&world.keyring)),
        concurrent,
        time: world.time.elapsed(),
    };
    world.faults.play(&meeting, world.seed)
}

/// What is done to one request.
#[derive(Debug, Default)]
pub(crate) struct Played {
    pub(crate) names: Vec<String>,
    /// The answer in place of the operation's.
    pub(crate) answer: Option<Refusal>,
    /// The body of that answer, and its type, where they are not Twilio's.
    pub(crate) body: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) retry_after: Option<u64>,
    pub(crate) reset: Option<Moment>,
    pub(crate) truncated: bool,
    pub(crate) first_byte: Duration,
    pub(crate) slow_body: Duration,
    pub(crate) skew: i64,
}

impl Played {
    /// Why the request is not processed at all.
    pub(crate) fn refusal(&self) -> Option<Refusal> {
        match self.reset {
            Some(Moment::Before) => {
                let mut refusal = Refusal::new(0, 0, "The connection is reset");
                refusal.problems =
                    vec!["a fault resets the connection before the request is processed".to_owned()];
                Some(refusal)
            }
            _ => self.answer.clone(),
        }
    }

    /// What is slow is the work, and a limit refuses before any.
    pub(crate) fn work_nothing(&mut self) {
        self.first_byte = Duration::ZERO;
    }

    /// The body as the client gets it.
    pub(crate) fn change(&self, body: Bytes) -> Bytes {
        let mut body = match (&self.answer, &self.body) {
            (Some(_), Some(text)) => Bytes::from(text.clone()),
            _ => body,
        };
        if self.truncated {
            body.truncate(body.len() / 2);
        }
        body
    }

    /// The answer in its time, or none.
    pub(crate) async fn delay(
        &self,
        world: &World,
        response: Response<Paced>,
    ) -> Result<Response<Paced>, Reset> {
        if !self.first_byte.is_zero() {
            world.time.sleep(self.first_byte).await;
        }
        let slow = |body: Paced| match self.draws_out() {
            true => body.slowly(self.slow_body, &world.time),
            false => body,
        };
        match self.reset {
            Some(Moment::Before | Moment::After) => Err(Reset),
            Some(Moment::Within) => Ok(response.map(|body| slow(body).broken())),
            None => Ok(response.map(slow)),
        }
    }

    /// Whether the client has to wait for the body.
    pub(crate) fn draws_out(&self) -> bool {
        !self.slow_body.is_zero()
    }

    pub(super) fn add(&mut self, fault: &Fault) {
        self.names.push(fault.name.clone());
        match &fault.effect {
            Effect::Status { status, code, body, content_type, retry_after } => {
                if self.answer.is_some() {
                    return;
                }
                self.answer = Some(refusal(*status, *code, &fault.name));
                self.body.clone_from(body);
                self.retry_after = *retry_after;
                if content_type.is_some() {
                    self.content_type.clone_from(content_type);
                }
            }
            Effect::Truncate => self.truncated = true,
            Effect::SlowFirstByte(time) => self.first_byte += *time,
            Effect::SlowBody(time) => self.slow_body += *time,
            Effect::Reset(moment) => _ = self.reset.get_or_insert(*moment),
            Effect::ContentType(text) => self.content_type = Some(text.clone()),
            Effect::ClockSkew(seconds) => self.skew = self.skew.saturating_add(*seconds),
        }
    }
}

fn refusal(status: u16, code: Option<u32>, name: &str) -> Refusal {
    let words = match status {
        429 => "Too Many Requests",
        500 => "An internal server error has occurred",
        503 => "Service is unavailable",
        _ => "The mock was asked to answer so",
    };
    let mut refusal = Refusal::new(status, code.unwrap_or(20_000 + u32::from(status)), words);
    refusal.problems = vec![format!("the fault `{name}` was asked for")];
    refusal
}
