//! Everything that the requests of one mock share.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, watch};

use crate::account::Account;
use crate::callback::Delivery;
use crate::catalog::{Address, Catalog, Host};
use crate::journal::{Callback, CallbackOutcome, Journal};
use crate::seed::Seed;
use crate::state::State;

/// Callbacks due at once; more are refused, so that receivers that never answer cannot fill the memory.
const MOST_DUE: usize = 10_000;

/// What the builder was told.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) strict: bool,
    pub(crate) page_size: usize,
    pub(crate) callback_delay: Duration,
    pub(crate) callback_hosts: Vec<String>,
}

/// One mock's inside.
pub(crate) struct World {
    pub(crate) catalog: Catalog,
    pub(crate) account: Account,
    pub(crate) seed: Seed,
    pub(crate) settings: Settings,
    pub(crate) port: u16,
    pub(crate) started: Instant,
    pub(crate) state: Mutex<State>,
    pub(crate) journal: Journal,
    /// Requests that are still to be throttled.
    pub(crate) throttle: AtomicUsize,
    /// Requests under way, throttled ones included.
    pub(crate) concurrent: AtomicUsize,
    pub(crate) courier: mpsc::UnboundedSender<Delivery>,
    pub(crate) pending_callbacks: watch::Sender<usize>,
    requests: AtomicU64,
    callbacks: AtomicU64,
}

impl World {
    pub(crate) fn new(
        catalog: Catalog,
        seed: Seed,
        settings: Settings,
        port: u16,
        courier: mpsc::UnboundedSender<Delivery>,
    ) -> World {
        World {
            catalog,
            account: Account::new(seed),
            seed,
            settings,
            port,
            started: Instant::now(),
            state: Mutex::default(),
            journal: Journal::default(),
            throttle: AtomicUsize::new(0),
            concurrent: AtomicUsize::new(0),
            courier,
            pending_callbacks: watch::Sender::new(0),
            requests: AtomicU64::new(0),
            callbacks: AtomicU64::new(0),
        }
    }

    /// A request id that no other request has.
    pub(crate) fn next_request_id(&self) -> String {
        self.seed.sid("RQ", self.requests.fetch_add(1, Ordering::Relaxed))
    }

    /// The record of a callback that is about to be sent, with a token that no other has.
    pub(crate) fn callback(&self, delivery: &Delivery) -> Callback {
        let number = self.callbacks.fetch_add(1, Ordering::Relaxed);
        let token = self.seed.hex("idempotency token", number);
        Callback::new(&delivery.url, delivery.get, token, self.started.elapsed())
    }

    /// Uses up one of the requests that are to be throttled.
    pub(crate) fn takes_throttle(&self) -> bool {
        let less = |left: usize| left.checked_sub(1);
        self.throttle.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok()
    }

    /// Hands a callback to the courier.
    pub(crate) fn deliver(&self, delivery: Delivery) {
        if *self.pending_callbacks.borrow() >= MOST_DUE {
            let mut refused = self.callback(&delivery);
            refused.outcome =
                CallbackOutcome::Refused { reason: format!("{MOST_DUE} callbacks are due already") };
            self.journal.callback(refused);
            return;
        }
        self.pending_callbacks.send_modify(|pending| *pending += 1);
        if self.courier.send(delivery).is_err() {
            self.pending_callbacks.send_modify(|pending| *pending = pending.saturating_sub(1));
        }
    }

    /// What absolute URLs in answers begin with: the product's host, or this mock with the product in the path.
    pub(crate) fn origin(&self, address: &Address<'_>) -> String {
        match (&address.host, address.prefix) {
            (_, Some(prefix)) => format!("http://127.0.0.1:{}/{prefix}", self.port),
            (Host::Loopback, None) => format!("http://127.0.0.1:{}", self.port),
            (Host::Product(name), None) => format!("https://{name}"),
        }
    }
}
