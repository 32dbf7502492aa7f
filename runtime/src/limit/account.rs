//! The limits of each account that a client sends as.

use super::gate::Gate;
use super::pace::Paces;
use super::{ConcurrencyLimit, Pace};
use crate::RetryBudget;
use crate::retry::Savings;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What holds for one account.
#[derive(Debug)]
pub(crate) struct AccountLimits {
    pub(crate) gate: Arc<Gate>,
    pub(crate) paces: Paces,
    /// What its calls may spend on retries, however many clients there are for it.
    pub(crate) savings: Savings,
}

/// The accounts of a client and of those made of it for subaccounts.
#[derive(Debug)]
pub(crate) struct Accounts {
    limit: ConcurrencyLimit,
    paces: BTreeMap<String, Pace>,
    budget: RetryBudget,
    known: Mutex<BTreeMap<String, Arc<AccountLimits>>>,
}

impl Accounts {
    pub(crate) fn new(limit: ConcurrencyLimit, paces: BTreeMap<String, Pace>, budget: RetryBudget) -> Self {
        Self { limit, paces, budget, known: Mutex::default() }
    }

    /// The limits of an account, by its SID.
    pub(crate) fn of(&self, account: &str) -> Arc<AccountLimits> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(limits) = known.get(account) {
            return Arc::clone(limits);
        }
        let limits = Arc::new(AccountLimits {
            gate: Arc::new(Gate::new(self.limit)),
            paces: Paces::new(&self.paces),
            savings: Savings::new(self.budget),
        });
        known.insert(account.to_owned(), Arc::clone(&limits));
        limits
    }
}
