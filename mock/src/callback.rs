//! Callbacks: signed as Twilio signs them, sent under their connection overrides, recorded with their answers.

mod attempt;
pub(crate) mod debugger;
pub(crate) mod outbox;
mod overrides;
mod parcel;
pub(crate) mod player;
mod send;
mod sign;
pub(crate) mod target;
pub(crate) mod tls;

use std::time::Duration;

use bytes::Bytes;

use crate::form::Pairs;
use crate::journal::CallbackAttempt;
use crate::life::Thing;
use crate::world::World;

/// A callback that is due.
#[derive(Clone, Debug)]
pub(crate) struct Delivery {
    /// What it is about: callbacks about one thing are sent one after the other.
    pub(crate) thing: Thing,
    /// The account whose token signs it.
    pub(crate) account: String,
    /// The URL as the client gave it.
    pub(crate) url: String,
    /// `GET` instead of `POST`.
    pub(crate) get: bool,
    pub(crate) content: Content,
    /// What it tells, in Twilio's words.
    pub(crate) event: String,
    /// Over https, calls are signed without the port.
    pub(crate) voice: bool,
    /// The same for all attempts and copies.
    pub(crate) idempotency_token: String,
    /// When it came to be, since the mock's start.
    pub(crate) posted: Duration,
    /// What became of it so far, and the time that took.
    pub(crate) attempts: Vec<CallbackAttempt>,
    pub(crate) spent: Duration,
}

/// What a callback carries.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    Form(Pairs),
    Json(Bytes),
}

impl Delivery {
    pub(crate) fn new(world: &World, thing: Thing, url: &str, get: bool, content: Content) -> Delivery {
        Delivery {
            thing,
            account: world.account.sid.clone(),
            url: url.to_owned(),
            get,
            content,
            event: String::new(),
            voice: false,
            idempotency_token: world.next_idempotency_token(),
            posted: world.time.elapsed(),
            attempts: Vec::new(),
            spent: Duration::ZERO,
        }
    }
}
