//! What patterns bind.

use super::evaluate::Interpreter;
use super::value::{Atom, Value};
use crate::ir::Pat;

impl Interpreter<'_> {
    /// Binds a pattern's names to what they may stand for; whatever the whole hangs on, its parts do.
    pub(super) fn bind(&mut self, pat: &Pat, value: &Value) {
        let mut roots = value.roots;
        match pat {
            Pat::Bind(name, inner) => {
                self.frame.environment.bind(name, value.clone());
                if let Some(inner) = inner {
                    self.bind(inner, value);
                }
            }
            Pat::Typed(inner, ty) if value.is_unknown() => {
                let value = self.value_of_type(self.frame.module, ty, crate::Place::NOWHERE);
                self.bind(inner, &value.rooted(roots));
            }
            Pat::Typed(inner, ty) => {
                let read = self.read_as(value, self.frame.module, ty);
                self.bind(inner, &read);
            }
            Pat::Tuple(pats) => {
                for (index, pat) in pats.iter().enumerate() {
                    self.bind(pat, &part(value, index).rooted(roots));
                }
            }
            Pat::TupleStruct(pats) => self.bind_variant(pats, value),
            Pat::Success(_, pats) => self.bind_variant(pats, &value.succeeded().rooted(roots)),
            Pat::Error(place, pats) => {
                self.bind_variant(pats, &value.without_secrets().failed(*place).rooted(roots))
            }
            Pat::Struct(fields) => {
                for (name, pat) in fields {
                    // A field that is only named like a secret would have no place of its own here.
                    let nowhere = crate::Place::NOWHERE;
                    let mut field = self.field(value, name, nowhere);
                    field.retain(|atom| !matches!(atom, Atom::Secret(secret) if secret.origin == nowhere));
                    self.bind(pat, &field.rooted(roots));
                }
            }
            Pat::Or(pats) | Pat::Slice(pats) => {
                roots.is_part |= matches!(pat, Pat::Slice(_));
                for pat in pats {
                    self.bind(pat, &value.element().rooted(roots));
                }
            }
            Pat::Compare(Some(expr)) => {
                self.eval_quietly(expr);
            }
            Pat::Compare(None) | Pat::Wild => {}
        }
    }

    /// `Some(x)`, `Ok(x)` and their like stand for what they hold; structs with unnamed fields know theirs.
    fn bind_variant(&mut self, pats: &[Pat], value: &Value) {
        let has_fields = value.atoms.iter().any(|atom| match atom {
            Atom::Object(_, fields) => fields.contains_key("0"),
            _ => false,
        });
        match pats {
            [only] if !has_fields => self.bind(only, value),
            pats => {
                for (index, pat) in pats.iter().enumerate() {
                    self.bind(pat, &part(value, index).rooted(value.roots));
                }
            }
        }
    }
}

/// A tuple's part.
pub(super) fn part(value: &Value, index: usize) -> Value {
    let mut found = Value::unknown();
    for atom in &value.atoms {
        match atom {
            Atom::Tuple(parts) => found.join(parts.get(index).unwrap_or(&Value::unknown())),
            Atom::Hook(_) => found.join(&atom.clone().into()),
            Atom::Object(_, fields) => {
                found.join(&fields.get(&index.to_string()).map(Value::revealed).unwrap_or_default());
            }
            _ => {}
        }
    }
    found
}
