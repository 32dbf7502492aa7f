//! The limits of each account that a client sends as.

use super::gate::Gate;
use super::pace::Paces;
use super::{ConcurrencyLimit, Pace};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What holds for one account.
#[derive(Debug)]
pub(crate) struct AccountLimits {
    pub(crate) gate: Arc<Gate>,
    pub(crate) paces: Paces,
}

/// The accounts of a client and of those made of it for subaccounts.
#[derive(Debug)]
pub(crate) struct Accounts {
    limit: ConcurrencyLimit,
    paces: BTreeMap<String, Pace>,
    known: Mutex<BTreeMap<String, Arc<AccountLimits>>>,
}

impl Accounts {
    pub(crate) fn new(limit: ConcurrencyLimit, paces: BTreeMap<String, Pace>) -> Self {
        Self { limit, paces, known: Mutex::default() }
    }

    /// The limits of an account, by its SID.
    pub(crate) fn of(&self, account: &str) -> Arc<AccountLimits> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(limits) = known.get(account) {
            return Arc::clone(limits);
        }
        let limits =
            Arc::new(AccountLimits { gate: Arc::new(Gate::new(self.limit)), paces: Paces::new(&self.paces) });
        known.insert(account.to_owned(), Arc::clone(&limits));
        limits
    }
}
