//! What names stand for while a body runs.

use super::roots::Roots;
use super::value::Value;
use crate::gather::Gather;
use std::sync::Arc;

/// A binding, which its name's own memory tells from others of that name, and what was written to it.
pub(crate) type Written = (Arc<str>, Value);

/// Bindings, innermost last. A block's end cuts it back to where it was. Branches and closures each get a copy, so names
/// are shared, as values are by themselves.
#[derive(Clone, Debug, Default)]
pub(crate) struct Environment {
    bindings: Vec<(Arc<str>, Value)>,
    /// Whether the request at hand is known to be signed, on every way here.
    pub is_verified: bool,
}

impl Environment {
    pub(crate) fn bind(&mut self, name: &str, value: Value) {
        self.bindings.push((name.into(), value));
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.bindings.iter().rev().find(|(bound, _)| **bound == *name).map(|(_, value)| value)
    }

    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        let bound = self.bindings.iter_mut().rev().find(|(bound, _)| **bound == *name);
        bound.map(|(_, value)| value)
    }

    /// Whether a value is bound to anything.
    pub(crate) fn holds(&self, value: &Value) -> bool {
        self.bindings.iter().any(|(_, bound)| bound == value)
    }

    /// Puts a value in the place of another, whatever is bound to it, and says whether anything was.
    pub(crate) fn replace(&mut self, old: &Value, new: &Value) -> bool {
        let bound = self.bindings.iter_mut().filter(|(_, value)| value == old);
        bound.map(|(_, value)| *value = new.clone()).count() > 0
    }

    /// The number of the binding that a name stands for, outermost first.
    pub(crate) fn index_of(&self, name: &str) -> Option<usize> {
        self.bindings.iter().rposition(|(bound, _)| **bound == *name)
    }

    /// The binding that a name stands for: its number, and its own memory.
    pub(crate) fn binding(&self, name: &str) -> Option<(usize, &Arc<str>)> {
        let at = self.index_of(name)?;
        self.bindings.get(at).map(|(bound, _)| (at, bound))
    }

    pub(crate) fn at_mut(&mut self, index: usize) -> Option<&mut Value> {
        self.bindings.get_mut(index).map(|(_, value)| value)
    }

    /// The value of a binding by its number, outermost first.
    pub(crate) fn at(&self, index: usize) -> Option<&Value> {
        self.bindings.get(index).map(|(_, value)| value)
    }

    pub(crate) fn len(&self) -> usize {
        self.bindings.len()
    }

    pub(crate) fn truncate(&mut self, length: usize) {
        self.bindings.truncate(length);
    }

    /// Joins what two branches left behind, and says whether that changed anything; what only one of them knows stays as it is.
    pub(crate) fn join(&mut self, other: &Environment) -> bool {
        let mut changed = self.is_verified && !other.is_verified;
        let checked = (self.is_verified, other.is_verified);
        self.is_verified &= other.is_verified;
        for ((_, value), (_, theirs)) in self.bindings.iter_mut().zip(&other.bindings) {
            changed |= value.roots.adds(theirs.roots);
            if value != theirs {
                let flagged = match checked {
                    (true, false) => value.flagged(theirs),
                    (false, true) => theirs.flagged(value),
                    _ => None,
                };
                let joined = flagged.unwrap_or_else(|| value.clone().joined(theirs));
                if joined != *value {
                    changed = true;
                    *value = joined;
                }
            }
        }
        changed
    }

    /// Takes over what the same bindings are worth elsewhere: a closure sees its surroundings as they are when it is called.
    pub(crate) fn refresh(&mut self, other: &Environment) {
        self.is_verified = other.is_verified;
        for (mine, (name, value)) in self.bindings.iter_mut().zip(&other.bindings) {
            if Arc::ptr_eq(&mine.0, name) {
                mine.1 = value.clone();
            }
        }
    }

    /// Says of every binding that it hangs on this and nothing else.
    pub(crate) fn root(&mut self, roots: Roots) {
        self.bindings.iter_mut().for_each(|(_, value)| value.roots = roots);
    }

    /// The end of a region that came round.
    pub(crate) fn leave_region(&mut self, depth: u16) {
        self.bindings.iter_mut().for_each(|(_, value)| value.roots.left_at(depth));
    }

    /// What was written to bindings since they were as in the other.
    pub(crate) fn written_since(&self, other: &Environment) -> Vec<Written> {
        let pairs = self.bindings.iter().zip(&other.bindings);
        let changed =
            pairs.filter(|((name, value), (before, old))| Arc::ptr_eq(name, before) && value != old);
        changed.map(|((name, value), _)| (Arc::clone(name), value.clone())).gather()
    }

    /// Joins what was written into the very binding it was written to, and says whether that is here.
    pub(crate) fn receive(&mut self, (name, value): &Written) -> bool {
        let Some(bound) = self.bindings.iter_mut().rev().find(|(bound, _)| Arc::ptr_eq(bound, name)) else {
            return false;
        };
        bound.1.join(value);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::text::Text;
    use super::super::value::{Atom, Value};
    use super::Environment;
    use crate::{FileId, Place};

    fn text(text: &str) -> Value {
        Atom::Text(Text::literal(&text.into(), Place { file: FileId(0), start: 0, end: 0 })).into()
    }

    #[test]
    fn branches_are_joined_and_shadows_end_with_their_block() {
        let mut then = Environment::default();
        then.bind("url", text("a"));
        let mut otherwise = then.clone();
        let before = then.len();
        then.bind("url", text("shadow"));
        then.truncate(before);
        if let Some(value) = otherwise.get_mut("url") {
            *value = text("b");
        }
        then.join(&otherwise);
        assert_eq!(then.get("url"), Some(&text("a").joined(&text("b"))));
    }
}
