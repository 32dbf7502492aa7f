//! The rules of a mock, and how often each has met a request.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Fault;
use super::play::{Meeting, Played};
use crate::seed::Seed;

/// Rules that a mock keeps.
const MOST: usize = 1000;

/// A rule at work.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FaultState {
    /// The rule.
    pub fault: Fault,
    /// Requests that it could have met, by operation, method, account, time and concurrency.
    pub matched: u64,
    /// Requests that it met.
    pub met: u64,
}

impl FaultState {
    /// The name of the rule.
    pub fn name(&self) -> &str {
        &self.fault.name
    }

    /// Whether it is switched on.
    pub fn is_enabled(&self) -> bool {
        self.fault.enabled
    }
}

/// All rules, in the order in which they came.
#[derive(Debug, Default)]
pub(crate) struct Rules {
    rules: Mutex<Vec<FaultState>>,
    /// How many there are: most mocks have none, and then nothing is locked.
    number: AtomicUsize,
    named: AtomicUsize,
}

impl Rules {
    fn lock(&self) -> MutexGuard<'_, Vec<FaultState>> {
        self.rules.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a rule, or replaces the one of the same name; its name. Beyond 1000 the oldest goes.
    pub(crate) fn add(&self, mut fault: Fault) -> String {
        if fault.name.is_empty() {
            let number = self.named.fetch_add(1, Ordering::Relaxed) + 1;
            fault.name = format!("{} {number}", fault.word());
        }
        let name = fault.name.clone();
        let mut rules = self.lock();
        let fresh = FaultState { fault, matched: 0, met: 0 };
        match rules.iter_mut().find(|rule| rule.fault.name == name) {
            Some(rule) => *rule = fresh,
            None => rules.push(fresh),
        }
        if rules.len() > MOST {
            rules.remove(0);
        }
        self.number.store(rules.len(), Ordering::Release);
        name
    }

    /// Removes a rule; whether there was one.
    pub(crate) fn remove(&self, name: &str) -> bool {
        let mut rules = self.lock();
        let before = rules.len();
        rules.retain(|rule| rule.fault.name != name);
        self.number.store(rules.len(), Ordering::Release);
        rules.len() < before
    }

    /// Removes all rules.
    pub(crate) fn clear(&self) {
        self.lock().clear();
        self.number.store(0, Ordering::Release);
    }

    /// Switches a rule on or off; whether there is one.
    pub(crate) fn switch(&self, name: &str, enabled: bool) -> bool {
        let mut rules = self.lock();
        let rule = rules.iter_mut().find(|rule| rule.fault.name == name);
        rule.map(|rule| rule.fault.enabled = enabled).is_some()
    }

    pub(crate) fn all(&self) -> Vec<FaultState> {
        self.lock().clone()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.number.load(Ordering::Acquire) == 0
    }

    /// What the rules do to a request.
    pub(crate) fn play(&self, meeting: &Meeting<'_>, seed: Seed) -> Option<Box<Played>> {
        let mut played: Option<Box<Played>> = None;
        for rule in self.lock().iter_mut().filter(|rule| meeting.matches(&rule.fault)) {
            rule.matched += 1;
            if rule.matched <= rule.fault.skip || rule.fault.count.is_some_and(|count| rule.met >= count) {
                continue;
            }
            if !chance(seed, &rule.fault, rule.matched) {
                continue;
            }
            rule.met += 1;
            played.get_or_insert_default().add(&rule.fault);
        }
        played
    }
}

/// Whether the seed lets a rule meet the request of a number.
fn chance(seed: Seed, fault: &Fault, number: u64) -> bool {
    let hex = seed.hex(&fault.name, number);
    let drawn = hex.get(..8).and_then(|digits| u32::from_str_radix(digits, 16).ok()).unwrap_or(0);
    f64::from(drawn) < fault.share * 4_294_967_296.0
}

#[cfg(test)]
mod tests {
    use super::{Fault, Rules, chance};
    use crate::seed::Seed;

    #[test]
    fn a_share_is_about_that_share_and_the_same_by_the_same_seed() {
        let drawn = |seed, share| {
            let fault = Fault::throttled().named("x").share(share);
            (0..10_000).filter(|number| chance(Seed::new(seed), &fault, *number)).collect::<Vec<_>>()
        };
        assert_eq!((drawn(1, 0.0).len(), drawn(1, 1.0).len()), (0, 10_000));
        let fifth = drawn(1, 0.2);
        assert!((1800..2200).contains(&fifth.len()), "{}", fifth.len());
        assert_eq!(fifth, drawn(1, 0.2));
        assert_ne!(fifth, drawn(2, 0.2));
    }

    #[test]
    fn a_name_is_there_once() {
        let rules = Rules::default();
        assert_eq!(rules.add(Fault::truncated()), "truncate 1");
        assert_eq!(rules.add(Fault::truncated()), "truncate 2");
        rules.add(Fault::status(500).named("truncate 1"));
        let names: Vec<String> = rules.all().iter().map(|rule| rule.name().to_owned()).collect();
        assert_eq!(names, ["truncate 1", "truncate 2"]);
        assert!(rules.switch("truncate 2", false) && !rules.switch("other", false));
        assert!(rules.remove("truncate 1") && !rules.remove("truncate 1"));
        assert!(!rules.all()[0].is_enabled());
        rules.clear();
        assert!(rules.all().is_empty());
    }
}
