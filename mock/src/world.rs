//! Everything that the requests of one mock share.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::account::Account;
use crate::agenda::Agenda;
use crate::callback::outbox::{CallbackOrder, Outbox};
use crate::callback::tls::Trust;
use crate::catalog::{Address, Catalog, Host};
use crate::fault::Rules;
use crate::journal::{Journal, Keep};
use crate::keyring::Keyring;
use crate::limit::Limits;
use crate::seed::Seed;
use crate::state::State;
use crate::timepiece::Timepiece;
use crate::traffic::Traffic;

/// What the builder was told.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) strict: bool,
    pub(crate) page_size: usize,
    /// Time between the states of what is told to somebody; none takes the times of the tables.
    pub(crate) step_time: Option<Duration>,
    pub(crate) account_sid: Option<String>,
    pub(crate) callback_hosts: Vec<String>,
    /// Where errors are reported.
    pub(crate) debugger_url: Option<String>,
    pub(crate) callback_order: CallbackOrder,
    pub(crate) callback_copies: usize,
    pub(crate) keep: Keep,
    pub(crate) limits: Limits,
    pub(crate) things: Keep,
}

/// One mock's inside.
pub(crate) struct World {
    pub(crate) catalog: Catalog,
    pub(crate) account: Account,
    pub(crate) seed: Seed,
    pub(crate) settings: Settings,
    pub(crate) port: u16,
    pub(crate) time: Arc<Timepiece>,
    pub(crate) keyring: Keyring,
    pub(crate) state: Mutex<State>,
    pub(crate) agenda: Arc<Agenda>,
    pub(crate) outbox: Outbox,
    pub(crate) trust: Trust,
    pub(crate) faults: Rules,
    /// Held while a driven time is moved.
    pub(crate) advancing: tokio::sync::Mutex<()>,
    pub(crate) journal: Journal,
    /// Requests that are still to be throttled.
    pub(crate) throttle: AtomicUsize,
    pub(crate) traffic: Traffic,
    requests: AtomicU64,
    callbacks: AtomicU64,
    notifications: AtomicU64,
}

impl World {
    pub(crate) fn new(
        catalog: Catalog,
        seed: Seed,
        settings: Settings,
        port: u16,
        time: Timepiece,
        trust: Trust,
    ) -> World {
        let mut account = Account::new(seed);
        if let Some(sid) = &settings.account_sid {
            sid.clone_into(&mut account.sid);
        }
        let agenda = Arc::new(Agenda::default());
        let keyring = Keyring::of(&account);
        let state = State::new(keyring.clone(), settings.things, Arc::clone(&agenda));
        World {
            catalog,
            account,
            seed,
            port,
            time: Arc::new(time),
            keyring,
            state: Mutex::new(state),
            agenda,
            outbox: Outbox::default(),
            trust,
            faults: Rules::default(),
            advancing: tokio::sync::Mutex::default(),
            journal: Journal::new(settings.keep),
            throttle: AtomicUsize::new(0),
            traffic: Traffic::default(),
            requests: AtomicU64::new(0),
            callbacks: AtomicU64::new(0),
            notifications: AtomicU64::new(0),
            settings,
        }
    }

    /// A request id that no other request has.
    pub(crate) fn next_request_id(&self) -> String {
        self.seed.sid("RQ", self.requests.fetch_add(1, Ordering::Relaxed))
    }

    /// A token that no other callback has.
    pub(crate) fn next_idempotency_token(&self) -> String {
        self.seed.hex("idempotency token", self.callbacks.fetch_add(1, Ordering::Relaxed))
    }

    /// A number that no other error has.
    pub(crate) fn next_notification(&self) -> u64 {
        self.notifications.fetch_add(1, Ordering::Relaxed)
    }

    /// Uses up one of the requests that are to be throttled.
    pub(crate) fn takes_throttle(&self) -> bool {
        let less = |left: usize| left.checked_sub(1);
        self.throttle.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok()
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
