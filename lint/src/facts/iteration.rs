//! Closures that are run for each element, lists that are gone through, and work that is put together to run at once.

use super::evaluate::Interpreter;
use super::event::EventKind;
use super::externals::ExternalCall;
use super::method::Invocation;
use super::region::{Around, RegionKind};
use super::roots::Roots;
use super::value::{Atom, Listed, Value};
use crate::Place;
use crate::gather::Gather;
use crate::ir::{Expr, ExprKind, MethodCall};
use crate::kinds::Kinds;

/// Functions that run a closure again and again.
const REPEATING: &[&str] = &["from_fn", "poll_fn", "repeat_with", "successors", "try_unfold", "unfold"];

impl Interpreter<'_> {
    /// Runs a method's closure under what the method makes of it.
    pub(super) fn in_iteration(
        &mut self,
        invocation: &Invocation<'_>,
        run: impl FnOnce(&mut Self, Roots) -> Value,
    ) -> Value {
        let Some(kind) = region_of(invocation) else {
            let roots = invocation.receiver.roots;
            return run(self, roots);
        };
        let events = self.frame.events.len();
        for listed in invocation.receiver.listed() {
            self.event(EventKind::Iterated(listed), invocation.call.name_place);
        }
        let is_paced = invocation.receiver.atoms.contains(&Atom::Paced);
        let region = Around { is_few: invocation.receiver.is_few(), ..Around::new(kind, invocation.place) };
        let mut value = self.in_region(region, |this| {
            if is_paced || kind == RegionKind::Ticks {
                this.note_wait(&invocation.receiver, invocation.call.receiver.place);
            }
            let mut roots = this.fresh();
            roots.is_answer = invocation.receiver.roots.is_answer;
            run(this, roots)
        });
        self.note_at_once(invocation);
        // What came round there stays as it was left.
        let depth = self.depth_of_regions();
        value.roots.left_at(depth);
        self.frame.roots.left_at(depth);
        let is_call = |kind: &EventKind| matches!(kind, EventKind::Operation(_));
        let calls = self.frame.events.iter().skip(events).any(|event| is_call(&event.kind));
        match calls && !invocation.receiver.is_few() {
            true => value.joined(&Atom::Work(invocation.place).into()),
            false => value,
        }
    }

    /// A method that runs its closures at once, by its name or by what it is called on.
    fn note_at_once(&mut self, invocation: &Invocation<'_>) {
        let is_parallel = chain(invocation.call).any(|kinds| kinds.has(Kinds::PARALLEL));
        let is_concurrent = invocation.name().ends_with("for_each_concurrent");
        if is_parallel || is_concurrent {
            let is_bounded = invocation.receiver.is_few() || is_concurrent && has_bound(invocation);
            self.event(
                EventKind::Together { region: invocation.place, is_bounded },
                invocation.call.name_place,
            );
        }
    }

    /// What is put together is run, all of it or so many at a time.
    pub(super) fn note_together(&mut self, work: &Value, is_bounded: bool, place: Place) {
        for region in work.work() {
            self.event(EventKind::Together { region, is_bounded }, place);
        }
    }

    /// Methods of streams and collections that run what was put together, or that put a list together.
    pub(super) fn note_gathering(&mut self, invocation: &Invocation<'_>) {
        let place = invocation.call.name_place;
        if let ("collect", Some(ty)) = (invocation.name(), &invocation.call.turbofish) {
            self.collected_as(ty, &invocation.receiver, place);
        }
        match (invocation.name(), invocation.call.args.as_slice()) {
            ("buffer_unordered" | "buffered" | "try_buffer_unordered" | "try_buffered", [_]) => {
                self.note_together(&invocation.receiver, has_bound(invocation), place);
            }
            ("collect" | "collect_vec" | "concat" | "try_collect" | "try_concat", []) => {
                self.note_gathered(&invocation.receiver, place);
            }
            ("append" | "extend" | "extend_from_slice" | "insert" | "push" | "push_back" | "push_str", _) => {
                invocation.args.iter().for_each(|arg| self.note_gathered(arg, place));
            }
            _ => {}
        }
    }

    /// What a list of Twilio's answered is put together, unless it is so many of it.
    fn note_gathered(&mut self, gathered: &Value, place: Place) {
        for listed in listed_in(gathered) {
            if listed.is_ended {
                continue;
            }
            self.event(EventKind::Gathered(listed), place);
        }
    }

    /// What is put into a collection without being waited for is work of the round.
    pub(super) fn as_work(&self, value: Value, written: &Expr) -> Value {
        let is_call = |kind: &EventKind| matches!(kind, EventKind::Operation(_));
        let mut inside =
            self.frame.events.iter().rev().take_while(|event| written.place.contains(event.site()));
        let is_work = !is_waited_for(written) && inside.any(|event| is_call(&event.kind));
        match self.frame.regions.last().filter(|_| is_work) {
            Some(region) => value.joined(&Atom::Work(region.place).into()),
            None => value,
        }
    }

    /// `stream::unfold`, `repeat_with` and the like: their closures come round.
    pub(super) fn repeating_call(&mut self, call: &ExternalCall<'_>) -> Option<Value> {
        if !REPEATING.contains(&call.name()) {
            return None;
        }
        let value = self.in_region(Around::new(RegionKind::Loop, call.place), |this| {
            let mut result = Value::unknown();
            for arg in call.args {
                result.join(&this.call_value(arg, &[], call.place));
            }
            result
        });
        Some(value.joined(&Atom::External(call.path.to_vec()).into()))
    }
}

/// The lists of which something is in a value, or in what it is put together of; those that were limited are left out.
fn listed_in(value: &Value) -> Vec<Listed> {
    if value.is_few() {
        return Vec::new();
    }
    let inner = value.atoms.iter().flat_map(|atom| match atom {
        Atom::List(parts) | Atom::Tuple(parts) => parts.iter().flat_map(listed_in).gather(),
        Atom::Object(_, fields) => fields.values().flat_map(listed_in).gather(),
        _ => Vec::new(),
    });
    value.listed().into_iter().chain(inner).gather()
}

/// What a method is to the closure that it runs.
fn region_of(invocation: &Invocation<'_>) -> Option<RegionKind> {
    let ticks = invocation.receiver.is_paced() && !invocation.receiver.atoms.contains(&Atom::Paced);
    let kinds = invocation.call.kinds;
    let is_mapping = kinds.has(Kinds::MAPPING);
    if !is_mapping && !kinds.has(Kinds::RUNNING) {
        return None;
    }
    let has_elements = || {
        let by_value = invocation.receiver.atoms.iter().any(|atom| {
            matches!(atom, Atom::List(_) | Atom::Listed(_) | Atom::Work(_) | Atom::Few | Atom::Paced)
        });
        by_value
            || chain(invocation.call).any(|kinds| kinds.has(Kinds::ITERATING) || kinds.has(Kinds::PARALLEL))
    };
    Some(match (ticks, is_mapping) {
        (true, _) => RegionKind::Ticks,
        (_, false) => RegionKind::Each,
        _ if has_elements() => RegionKind::Each,
        _ => RegionKind::Mapped,
    })
}

/// What the methods do that a method is called on, and the function where they begin.
fn chain(call: &MethodCall) -> impl Iterator<Item = Kinds> {
    let mut next = Some(&call.receiver);
    std::iter::from_fn(move || {
        loop {
            let expr = next.take()?;
            match &expr.kind {
                ExprKind::Method(inner) => {
                    next = Some(&inner.receiver);
                    return Some(inner.kinds);
                }
                ExprKind::Transparent(inner) | ExprKind::Awaited(inner) | ExprKind::Try(inner) => {
                    next = Some(inner)
                }
                ExprKind::Range(..) => return Some(Kinds::ITERATING),
                ExprKind::Call(func, _) => {
                    let ExprKind::Path(path) = &func.kind else { return None };
                    // `stream::iter`, `stream::repeat`
                    let kinds = path.last().map(|name| Kinds::of(name));
                    return kinds.filter(|kinds| kinds.has(Kinds::ITERATING));
                }
                _ => return None,
            }
        }
    })
}

/// Whether the first argument of a method bounds how many run at once.
fn has_bound(invocation: &Invocation<'_>) -> bool {
    invocation.call.args.first().is_some_and(|limit| is_bound(limit, &invocation.first()))
}

/// Whether a limit is one: not `None`, nor as many as there are.
pub(super) fn is_bound(limit: &Expr, value: &Value) -> bool {
    let is_none = |path: &[String]| path.last().is_some_and(|name| name == "None" || name == "MAX");
    match &limit.kind {
        ExprKind::Transparent(inner) => is_bound(inner, value),
        ExprKind::Path(path) if is_none(path) => false,
        ExprKind::Call(_, args) if args.iter().any(|arg| !is_bound(arg, &Value::unknown())) => false,
        _ => !value.atoms.iter().any(|atom| match atom {
            Atom::All => true,
            Atom::External(path) => is_none(path),
            _ => false,
        }),
    }
}

fn is_waited_for(written: &Expr) -> bool {
    match &written.kind {
        ExprKind::Awaited(_) | ExprKind::Try(_) => true,
        ExprKind::Transparent(inner) => is_waited_for(inner),
        ExprKind::Method(call) => is_waited_for(&call.receiver),
        ExprKind::Call(func, args) => {
            let is_wrapper = matches!(&func.kind, ExprKind::Path(path) if path.last().is_some_and(|name| matches!(name.as_str(), "Ok" | "Some")));
            is_wrapper && args.iter().all(is_waited_for)
        }
        _ => false,
    }
}
