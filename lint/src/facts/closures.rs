//! Closures inside values.

use super::evaluate::Interpreter;
use super::value::{Atom, Closure, Value};
use crate::Place;
use crate::gather::{Gather, PutAll};
use crate::sorted::Set;

/// How many values closures may see of their surroundings for calls with them to be told apart.
const MAX_SEEN: usize = 64;

/// Where the closures in a value are written, whatever holds them.
pub(super) fn places_of_closures(value: &Value) -> Vec<Place> {
    let mut places = Vec::new();
    visit(value, &mut |closure| places.push(closure.expr.place));
    places
}

/// What the closures in values see of their surroundings, and what those in turn see that they see; nothing where that is
/// too much. Closures compare by their places, so with this calls with them can be told apart.
pub(super) fn seen_by_closures(values: &[Value]) -> Option<Vec<Value>> {
    let mut seen: Vec<Value> = Vec::new();
    let mut next = 0;
    let look = |value: &Value, seen: &mut Vec<Value>| {
        visit(value, &mut |closure| {
            seen.push(
                closure.self_type.map(|id| Atom::Object(id, Default::default()).into()).unwrap_or_default(),
            );
            let names = closure.expr.names.iter();
            seen.put_all(names.map(|name| closure.environment.get(name).cloned().unwrap_or_default()));
        });
    };
    values.iter().for_each(|value| look(value, &mut seen));
    while let Some(value) = seen.get(next).cloned() {
        if seen.len() > MAX_SEEN {
            return None;
        }
        look(&value, &mut seen);
        next += 1;
    }
    Some(seen)
}

fn visit(value: &Value, found: &mut impl FnMut(&Closure)) {
    for atom in &value.atoms {
        match atom {
            Atom::Closure(closure) => found(closure),
            Atom::Tuple(parts) | Atom::List(parts) => parts.iter().for_each(|part| visit(part, found)),
            Atom::Object(_, fields) => fields.values().for_each(|field| visit(field, found)),
            _ => {}
        }
    }
}

impl Interpreter<'_> {
    /// Closures that nothing ran are run once, with nothing known, unless the function hands them out.
    pub(super) fn run_pending(&mut self, value: &Value) {
        let handed_out: Set<Place> = value.atoms.iter().filter_map(closure_place).gather();
        let mut at = 0usize;
        while let Some(closure) = self.frame.pending.get(at).cloned() {
            at += 1;
            let place = closure.expr.place;
            let is_called = self.stack.len() > 1 || !self.consts.is_empty();
            let is_inner = is_called && handed_out.contains(&place);
            if !self.invoked.contains(&place) && !is_inner {
                self.call_closure(&closure, self.fresh(), &[]);
            }
        }
    }
}

fn closure_place(atom: &Atom) -> Option<Place> {
    match atom {
        Atom::Closure(closure) => Some(closure.expr.place),
        _ => None,
    }
}
