//! Limits that operations tell of themselves: `X-Rate-Limit-Limit`, `-Remaining` and `-Config`, as TaskRouter and Intelligence
//! declare them. Twilio publishes neither the numbers nor the form of the last one.

use std::sync::PoisonError;

use super::bounded;
use crate::operation::Operation;
use crate::world::World;

/// What was taken in one second.
#[derive(Debug, Default)]
pub(crate) struct Window {
    second: u64,
    taken: u32,
}

/// Where a request stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rate {
    limit: u32,
    /// None where it is one too many.
    remaining: Option<u32>,
}

impl Rate {
    /// Counts a request of an account, where its operation tells of a limit.
    pub(crate) fn take(world: &World, operation: &Operation, account: &str) -> Option<Rate> {
        let told = operation.success.headers.iter().any(|name| name == "x-rate-limit-limit");
        let limit = world.settings.limits.rate;
        told.then(|| {
            let key = (account.to_owned(), format!("{} {}", operation.host, operation.id));
            let mut state = world.state.lock().unwrap_or_else(PoisonError::into_inner);
            let window = bounded(&mut state.gauges.rates).entry(key).or_default();
            let second = world.time.elapsed().as_secs();
            if window.second != second {
                *window = Window { second, taken: 0 };
            }
            window.taken = window.taken.saturating_add(1);
            Rate { limit, remaining: limit.checked_sub(window.taken) }
        })
    }

    pub(crate) fn is_exceeded(self) -> bool {
        self.remaining.is_none()
    }

    pub(crate) fn headers(self) -> [(&'static str, String); 3] {
        [
            ("x-rate-limit-limit", self.limit.to_string()),
            ("x-rate-limit-remaining", self.remaining.unwrap_or(0).to_string()),
            ("x-rate-limit-config", format!("{};w=1", self.limit)),
        ]
    }
}
