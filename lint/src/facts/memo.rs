//! What calls are known to do. Outcomes that hang on nothing but the call are shared by all threads; whoever finds one out
//! first finds the same. Those that a circle of calls or a bound cut short hold only as long as the calls around them run.

use super::closures::{places_of_closures, seen_by_closures};
use super::invoke::Summary;
use super::reach::Reach;
use super::value::Value;
use crate::Place;
use crate::gather::Gather;
use crate::resolve::{ConstId, FunctionId};
use crate::sorted::{Map, Set};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// A call, and all that its outcome hangs on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Call {
    pub function: FunctionId,
    pub args: Vec<Value>,
    /// What the closures among the arguments see, which compare by their places alone; nothing where that is too much.
    seen: Option<Vec<Value>>,
    /// Whether it runs inside something that tries again, or inside signature validation.
    pub is_retried: bool,
    pub is_validating: bool,
    /// Whether the request at hand is known to be signed.
    pub is_verified: bool,
}

impl Call {
    pub(super) fn new(function: FunctionId, args: Vec<Value>, is_retried: bool, is_validating: bool) -> Self {
        let seen = seen_by_closures(&args);
        Self { function, args, seen, is_retried, is_validating, is_verified: false }
    }

    /// A call of which nothing is known.
    pub(super) fn bare(function: FunctionId) -> Self {
        Self::new(function, Vec::new(), false, false)
    }

    /// Where the closures are written that it was handed, or hands out in its value; nothing where they are too many.
    pub(super) fn closures(&self, value: &Value) -> Option<Set<Place>> {
        let held = self.args.iter().chain(self.seen.as_ref()?).chain([value]);
        Some(held.flat_map(places_of_closures).gather())
    }

    /// Whether another call can be told from it.
    pub(super) fn is_comparable(&self) -> bool {
        self.seen.is_some()
    }
}

/// What a const is worth.
#[derive(Clone, Debug)]
pub(super) struct KnownConst {
    pub value: Value,
    pub touches_twilio: bool,
    /// Whether it is a 429.
    pub sees_throttling: bool,
    /// How many steps it takes.
    pub cost: usize,
    /// What making it runs.
    pub reach: Reach,
}

/// What all threads know.
pub(super) struct Shared {
    /// By function, so that threads rarely meet.
    outcomes: Vec<Mutex<Map<Call, Arc<Summary>>>>,
    consts: Mutex<Map<ConstId, KnownConst>>,
    /// Steps that were spent on what is shared.
    pub steps: AtomicUsize,
}

impl Shared {
    pub(super) fn new(functions: usize, consts: Map<ConstId, KnownConst>) -> Self {
        let outcomes = (0..functions).map(|_| Mutex::default()).gather();
        Self { outcomes, consts: Mutex::new(consts), steps: AtomicUsize::new(0) }
    }

    pub(super) fn into_consts(self) -> Map<ConstId, KnownConst> {
        self.consts.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What one thread knows while an entry runs.
pub(super) struct Memo<'p> {
    shared: &'p Shared,
    /// For each running call, what holds until it ends.
    passing: Vec<Map<Call, Arc<Summary>>>,
    /// What that was found out since the last `enter` hangs on: the entry if 0, else a running call counted from 1.
    depends: usize,
}

impl<'p> Memo<'p> {
    pub(super) fn new(shared: &'p Shared) -> Self {
        Self { shared, passing: Vec::new(), depends: usize::MAX }
    }

    /// What is found out now hangs on a running call.
    pub(super) fn depend_on(&mut self, level: usize) {
        self.depends = self.depends.min(level + 1);
    }

    /// What is found out now hangs on how the interpretation came here.
    pub(super) fn depend_on_entry(&mut self) {
        self.depends = 0;
    }

    pub(super) fn take_depends(&mut self) -> usize {
        std::mem::replace(&mut self.depends, usize::MAX)
    }

    /// Whether what was found out since `take_depends` hangs on none of the calls around it.
    pub(super) fn put_depends_back(&mut self, outer: usize) -> bool {
        let own = std::mem::replace(&mut self.depends, outer);
        self.depends = self.depends.min(own);
        own == usize::MAX
    }

    /// What a call is known to do, if it would do just that here: where nothing of it is running already, so that no circle
    /// would be cut, and no bound be met.
    pub(super) fn get(
        &mut self,
        call: &Call,
        level: usize,
        runs: impl Fn(&Reach) -> bool,
        fits: impl Fn(&Summary) -> bool,
    ) -> Option<Arc<Summary>> {
        let known = self.passing.iter().enumerate().find_map(|(at, kept)| Some((at, kept.get(call)?)));
        if let Some((at, known)) = known.filter(|(_, known)| fits(known)) {
            let known = Arc::clone(known);
            self.depend_on(at);
            return Some(known);
        }
        let outcomes =
            self.shared.outcomes.get(call.function)?.lock().unwrap_or_else(PoisonError::into_inner);
        let known = outcomes.get(call).filter(|known| fits(known) && !runs(&known.reach));
        // An entry runs the closures that it hands out, too.
        known.filter(|known| level > 0 || !known.value.holds_closure()).cloned()
    }

    /// A call begins.
    pub(super) fn enter(&mut self) -> usize {
        self.passing.push(Map::new());
        self.take_depends()
    }

    /// A call ended: keeps its outcome where it holds. Whether its steps are counted for all threads.
    pub(super) fn leave(
        &mut self,
        kept: Option<(Call, Arc<Summary>)>,
        level: usize,
        outer: usize,
        steps: usize,
    ) -> bool {
        self.passing.pop();
        let own = std::mem::replace(&mut self.depends, outer);
        let hangs = own <= level;
        if hangs {
            self.depends = self.depends.min(own);
        }
        let Some((call, summary)) = kept else { return false };
        if hangs {
            if let Some(passing) = self.passing.get_mut(own.saturating_sub(1)) {
                passing.insert(call, summary);
            }
            return false;
        }
        if level == 0 && summary.value.holds_closure() {
            return false;
        }
        let Some(outcomes) = self.shared.outcomes.get(call.function) else { return false };
        let mut outcomes = outcomes.lock().unwrap_or_else(PoisonError::into_inner);
        if !outcomes.contains_key(&call) {
            outcomes.insert(call, summary);
            self.shared.steps.fetch_add(steps, Ordering::Relaxed);
        }
        true
    }

    pub(super) fn constant(&self, id: ConstId) -> Option<KnownConst> {
        self.shared.consts.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    /// Keeps what a const is worth, and counts its steps once for all threads.
    pub(super) fn keep_constant(&self, id: ConstId, known: KnownConst, steps: usize) {
        let mut consts = self.shared.consts.lock().unwrap_or_else(PoisonError::into_inner);
        if !consts.contains_key(&id) {
            consts.insert(id, known);
            self.shared.steps.fetch_add(steps, Ordering::Relaxed);
        }
    }
}
