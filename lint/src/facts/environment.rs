//! What names stand for while a body runs.

use super::value::Value;
use std::sync::Arc;

/// Bindings, innermost last. A block's end cuts it back to where it was. Branches and closures each get a copy, so names
/// and values are shared.
#[derive(Clone, Debug, Default)]
pub(crate) struct Environment {
    bindings: Vec<(Arc<str>, Arc<Value>)>,
}

impl Environment {
    pub(crate) fn bind(&mut self, name: &str, value: Value) {
        self.bindings.push((name.into(), Arc::new(value)));
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.bindings.iter().rev().find(|(bound, _)| **bound == *name).map(|(_, value)| &**value)
    }

    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        let bound = self.bindings.iter_mut().rev().find(|(bound, _)| **bound == *name);
        bound.map(|(_, value)| Arc::make_mut(value))
    }

    pub(crate) fn len(&self) -> usize {
        self.bindings.len()
    }

    pub(crate) fn truncate(&mut self, length: usize) {
        self.bindings.truncate(length);
    }

    /// Joins what two branches left behind; both were cut back to the same length.
    pub(crate) fn join(&mut self, other: &Environment) {
        for ((_, value), (_, theirs)) in self.bindings.iter_mut().zip(&other.bindings) {
            if !Arc::ptr_eq(value, theirs) && value != theirs {
                Arc::make_mut(value).join(theirs);
            }
        }
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
