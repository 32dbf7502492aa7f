//! The handle of a running mock.

use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::task::AbortHandle;

use crate::act::plant::plant;
use crate::builder::Builder;
use crate::callback::player::advance;
use crate::callback::{Content, Delivery};
use crate::error::MockError;
use crate::fault::{Fault, FaultState};
use crate::journal::{Callback, Recorded};
use crate::life::Thing;
use crate::world::World;

/// A running mock on a port of its own of 127.0.0.1. Dropping it ends it with all its connections.
pub struct Mock {
    world: Arc<World>,
    tasks: Vec<AbortHandle>,
}

impl Mock {
    /// What to serve, and how.
    pub fn builder() -> Builder {
        Builder::new()
    }

    /// Starts a mock of the bundled documents, with the settings of [`Builder`] as they are.
    pub async fn start() -> Result<Mock, MockError> {
        Mock::builder().start().await
    }

    pub(crate) fn new(world: Arc<World>, tasks: Vec<AbortHandle>) -> Mock {
        Mock { world, tasks }
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end. Which product is meant is said by `Host`, or by the
    /// product's host as the first part of the path: `http://127.0.0.1:PORT/verify.twilio.com/v2/Services`. A path that only
    /// one product has is found without either.
    pub fn base_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.world.port)
    }

    /// The account's identifier, made from the seed.
    pub fn account_sid(&self) -> &str {
        &self.world.account.sid
    }

    /// The identifier of the account's API key: the user name of a client.
    pub fn api_key_sid(&self) -> &str {
        &self.world.account.api_key_sid
    }

    /// The secret of the account's API key: the password of a client.
    pub fn api_key_secret(&self) -> &str {
        &self.world.account.api_key_secret
    }

    /// The id of the account's OAuth app: with [`Mock::client_secret`] it gets bearer tokens from
    /// `POST https://oauth.twilio.com/v2/token`, each good for an hour.
    pub fn client_id(&self) -> &str {
        &self.world.account.client_id
    }

    /// The secret of the account's OAuth app.
    pub fn client_secret(&self) -> &str {
        &self.world.account.client_secret
    }

    /// The account's auth token, which signs the callbacks.
    pub fn auth_token(&self) -> &str {
        &self.world.account.auth_token
    }

    /// Answers the next `count` authenticated requests with 429 and code 20429, without processing them. Adds to what is
    /// left of earlier calls.
    pub fn throttle_next(&self, count: usize) {
        self.world.throttle.fetch_add(count, Ordering::Relaxed);
    }

    /// Puts a thing where no request could: a reservation of a task, an incoming message, a participant of a room. The URL
    /// is that of its list at Twilio (`https://taskrouter.twilio.com/v1/Workspaces/{WS...}/Tasks/{WT...}/Reservations`);
    /// fields that are not given are made up as for anything new. Returns the thing as a list shows it.
    ///
    /// # Errors
    ///
    /// In words, where nothing is listed at the URL or what stands above it does not exist.
    pub fn plant(&self, url: &str, fields: &serde_json::Map<String, Value>) -> Result<Value, String> {
        plant(&self.world, url, fields)
    }

    /// Lets a fault meet requests from now on; its name, by which it can be switched and removed. A fault of the same name is
    /// replaced.
    pub fn fault(&self, fault: Fault) -> String {
        self.world.faults.add(fault)
    }

    /// The faults with how often each has met a request.
    pub fn faults(&self) -> Vec<FaultState> {
        self.world.faults.all()
    }

    /// Switches a fault on or off; whether there is one of this name.
    pub fn switch_fault(&self, name: &str, enabled: bool) -> bool {
        self.world.faults.switch(name, enabled)
    }

    /// Removes a fault; whether there was one of this name.
    pub fn remove_fault(&self, name: &str) -> bool {
        self.world.faults.remove(name)
    }

    /// Removes all faults.
    pub fn clear_faults(&self) {
        self.world.faults.clear();
    }

    /// Every request so far, in the order of their answers, as far as [`Builder::keep`] has them kept.
    pub fn requests(&self) -> Vec<Recorded> {
        self.world.journal.requests()
    }

    /// Every callback so far, sent or refused, in the order in which they ended, as far as [`Builder::keep`] has them kept.
    pub fn callbacks(&self) -> Vec<Callback> {
        self.world.journal.callbacks()
    }

    /// The requests after a number ([`Recorded::number`]), the latest `most` of them, shared with the mock in place of copied.
    pub fn requests_after(&self, number: u64, most: usize) -> Vec<Arc<Recorded>> {
        self.world.journal.requests_after(number, most)
    }

    /// The callbacks after a number ([`Callback::number`]), the latest `most` of them, shared with the mock in place of copied.
    pub fn callbacks_after(&self, number: u64, most: usize) -> Vec<Arc<Callback>> {
        self.world.journal.callbacks_after(number, most)
    }

    /// Forgets the requests and callbacks so far; their numbers go on.
    pub fn forget(&self) {
        self.world.journal.clear();
    }

    /// Waits for the next request or callback that is recorded, from the call on.
    pub async fn changed(&self) {
        // The sender lives in `self`, so waiting cannot fail.
        let _ = self.world.journal.changed().changed().await;
    }

    /// Moves a driven clock ([`Builder::driven_clock`]) forward. What is due until then happens at its time, one after the
    /// other, and is over when this returns: states have changed, callbacks are answered or given up. A receiver is a real
    /// program: its time-outs are real time. A real clock moves by itself, so that this then only waits.
    pub async fn advance(&self, time: Duration) {
        match self.world.time.is_driven() {
            true => advance(&self.world, self.world.time.elapsed().saturating_add(time)).await,
            false => self.world.time.sleep(time).await,
        }
    }

    /// Time on the mock's clock since its start.
    pub fn elapsed(&self) -> Duration {
        self.world.time.elapsed()
    }

    /// Waits until no callback is due or under way, nor a state that leads to one. What waits for a time of its own (a
    /// scheduled message, an empty room) is not waited for. A driven clock is moved as far as that takes.
    pub async fn callbacks_settled(&self) {
        while self.world.time.is_driven()
            && let Some(last) = self.world.agenda.last_awaited()
        {
            advance(&self.world, last.max(self.world.time.elapsed())).await;
        }
        // The sender lives in `self`, so waiting cannot fail.
        let _ = self.world.agenda.awaited().wait_for(|awaited| *awaited == 0).await;
    }

    /// Sends a webhook of the test's own, such as an incoming message: a form, signed as Twilio signs it, under the connection
    /// overrides of the URL. It is recorded among [`Mock::callbacks`]; [`Mock::callbacks_settled`] waits for it.
    pub fn send_form(&self, url: &str, form: &[(&str, &str)]) {
        let pairs = form.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        self.post(url, Content::Form(pairs.collect()));
    }

    /// Sends a webhook of the test's own with a JSON body, whose hash is in the signed query (`bodySHA256`).
    pub fn send_json(&self, url: &str, body: &Value) {
        self.post(url, Content::Json(body.to_string().into()));
    }

    fn post(&self, url: &str, content: Content) {
        let about = Thing { collection: "test".into(), key: url.into(), sequence: 0 };
        self.world.outbox.post(Delivery::new(&self.world, about.clone(), url, false, content), &self.world);
        self.world.outbox.release(&about, &self.world);
    }

    /// The code that a verification would have sent, by the address it was sent to or by its identifier; the latest that is
    /// still pending.
    pub fn verification_code(&self, of: &str) -> Option<String> {
        self.world.state.lock().unwrap_or_else(PoisonError::into_inner).code(of)
    }
}

impl std::fmt::Debug for Mock {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Mock")
            .field("base_url", &self.base_url())
            .field("account_sid", &self.account_sid())
            .finish_non_exhaustive()
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        self.tasks.iter().for_each(AbortHandle::abort);
    }
}
