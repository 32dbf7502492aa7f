//! How many retries a client may add to its calls, so that a fleet in trouble does not make it worse.

use std::sync::{Mutex, PoisonError};

/// The share of retries that a client allows itself, over all its calls.
///
/// Each call earns a part of a retry, and each retry spends one; what is not spent is kept up to a bound. While Twilio has a bad
/// minute every call would otherwise be sent as often as its policy allows, by every process of a fleet at the same moment.
///
/// A retry that the budget has no room for is not made: the call ends with what its last attempt said.
///
/// ```
/// use ringfence::RetryBudget;
/// let careful = RetryBudget::new(0.1, 20); // one retry for ten calls, and twenty at any time
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RetryBudget {
    share: f64,
    reserve: u32,
}

impl RetryBudget {
    /// `share` retries for each call, at least one for a hundred; `reserve` may be made at any time, before anything is earned, at least one:
    /// what is less, or no number, counts as that. Retries are off by [`RetryPolicy::off`](crate::RetryPolicy::off), with its reason.
    pub const fn new(share: f64, reserve: u32) -> Self {
        let is_share = share >= LEAST_SHARE && share.is_finite();
        Self {
            share: if is_share { share } else { LEAST_SHARE },
            reserve: if reserve == 0 { 1 } else { reserve },
        }
    }
}

const LEAST_SHARE: f64 = 0.01;

impl Default for RetryBudget {
    /// Two retries for ten calls, and a hundred at any time.
    fn default() -> Self {
        Self::new(0.2, 100)
    }
}

/// What is left of a budget.
#[derive(Debug)]
pub(crate) struct Savings {
    budget: RetryBudget,
    left: Mutex<f64>,
}

impl Savings {
    pub(crate) fn new(budget: RetryBudget) -> Self {
        Self { budget, left: Mutex::new(f64::from(budget.reserve)) }
    }

    /// A call begins.
    pub(crate) fn earn(&self) {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        // Savings of a quiet day are no licence for a storm.
        *left = (*left + self.budget.share).min(f64::from(self.budget.reserve));
    }

    /// Whether there is a retry left, which is spent with that.
    pub(crate) fn spend(&self) -> bool {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let has_one = *left >= 1.0;
        *left -= if has_one { 1.0 } else { 0.0 };
        has_one
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_reserve_is_spent_and_calls_earn_more() {
        let savings = Savings::new(RetryBudget::new(0.25, 2));
        assert_eq!([(); 3].map(|()| savings.spend()), [true, true, false]);
        (0..4).for_each(|_| savings.earn());
        assert_eq!([(); 2].map(|()| savings.spend()), [true, false]);
        (0..100).for_each(|_| savings.earn());
        assert_eq!([(); 3].map(|()| savings.spend()), [true, true, false]);
    }

    #[test]
    fn no_number_switches_retries_off() {
        for share in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            let savings = Savings::new(RetryBudget::new(share, 0));
            assert_eq!([(); 2].map(|()| savings.spend()), [true, false]);
            (0..101).for_each(|_| savings.earn());
            assert!(savings.spend(), "{share}");
        }
        for attempts in [0, 1, 2] {
            assert_eq!(crate::RetryPolicy::new().attempts(attempts).most_attempts(), 2);
        }
    }

    proptest! {
        #[test]
        fn retries_are_never_more_than_the_share_and_the_reserve(
            share in any::<f64>(),
            reserve in 0..50_u32,
            steps in proptest::collection::vec(any::<bool>(), 0..300),
        ) {
            let savings = Savings::new(RetryBudget::new(share, reserve));
            let (mut calls, mut retries) = (0.0, 0.0);
            for is_call in steps {
                match is_call {
                    true => { savings.earn(); calls += 1.0 }
                    false => retries += f64::from(u8::from(savings.spend())),
                }
            }
            let earned = if share.is_finite() { share.clamp(0.01, 50.0) * calls } else { 0.01 * calls };
            prop_assert!(retries <= earned + f64::from(reserve.max(1)) + 1e-6);
        }
    }
}
