//! Which function a call reaches: methods by type, through traits, dereferences and conversions.

use super::evaluate::Interpreter;
use super::externals::ExternalCall;
use super::text::Text;
use super::value::{Atom, Value};
use crate::Place;
use crate::gather::Gather;
use crate::ir::{Expr, ExprKind, Type};
use crate::resolve::{Entity, FunctionId, ModuleId, Resolved, StructId};

/// How often a receiver is dereferenced.
const MAX_DEREFS: usize = 4;

impl Interpreter<'_> {
    /// Calls a method of a type, or all that may be meant where only a trait is known.
    pub(super) fn call_method(
        &mut self,
        owner: StructId,
        name: &str,
        args: &[Value],
        targets: &[&Expr],
        place: Place,
    ) -> Option<Value> {
        // `Trait::method(&value)` is the value's own.
        let own = args.first().into_iter().flat_map(|value| &value.atoms).find_map(|atom| match atom {
            Atom::Object(id, _) if self.program.implements(*id, owner) => Some(*id),
            _ => None,
        });
        let found = self.program.candidates(own.unwrap_or(owner), name);
        match found.as_slice() {
            [] => None,
            [only] => Some(self.call_with(*only, args.to_vec(), targets, place)),
            several => Some(self.call_several(several, args, targets, place)),
        }
    }

    fn call_several(
        &mut self,
        several: &[FunctionId],
        args: &[Value],
        targets: &[&Expr],
        place: Place,
    ) -> Value {
        let length = self.frame.environment.len();
        let mut fork = self.fork();
        for id in several {
            self.branch(&mut fork, length, |this| this.call_with(*id, args.to_vec(), targets, place));
        }
        self.meet(fork, length)
    }

    /// What `*` makes of a value: what a type of the crate dereferences to, too.
    pub(super) fn dereferenced(&mut self, value: Value, place: Place) -> Value {
        let mut result = value.clone();
        for atom in &value.atoms {
            let Atom::Object(id, _) = atom else { continue };
            let inner = self.call_method(*id, "deref", &[atom.clone().into()], &[], place);
            result.join(&inner.unwrap_or_default());
        }
        result
    }

    /// A receiver whose own type does not have the method, dereferenced until one does.
    pub(super) fn autoderef(&mut self, mut receiver: Value, name: &str, place: Place) -> Value {
        for _ in 0..MAX_DEREFS {
            let lacks = receiver.atoms.iter().any(|atom| match atom {
                Atom::Object(id, _) => {
                    self.program.candidates(*id, name).is_empty()
                        && !self.program.candidates(*id, "deref").is_empty()
                }
                _ => false,
            });
            if !lacks {
                break;
            }
            let mut next = Value::unknown();
            for atom in &receiver.atoms {
                let inner = match atom {
                    Atom::Object(id, _) if self.program.candidates(*id, name).is_empty() => {
                        self.call_method(*id, "deref", &[atom.clone().into()], &[], place)
                    }
                    _ => None,
                };
                next.join(&inner.unwrap_or_else(|| atom.clone().into()));
            }
            receiver = next;
        }
        receiver
    }

    /// An expression whose type is known from beside it, where a conversion of the crate makes that type of it.
    pub(super) fn converted(&mut self, value: Value, expr: &Expr, module: ModuleId, ty: &Type) -> Value {
        match conversion_of(expr) {
            Some(name) => self.convert(value, name, module, ty, expr.place),
            None => value,
        }
    }

    /// What a conversion into a type makes of a value.
    pub(super) fn convert(
        &mut self,
        value: Value,
        name: &str,
        module: ModuleId,
        ty: &Type,
        place: Place,
    ) -> Value {
        let by_type = self.value_of_type(module, ty, place);
        let [Atom::Object(id, _)] = &*by_type.atoms else { return value };
        let is_it = value.atoms.iter().any(|atom| matches!(atom, Atom::Object(own, _) if own == id));
        if is_it {
            return value;
        }
        self.call_method(*id, name, std::slice::from_ref(&value), &[], place).unwrap_or(value)
    }

    /// What a type's own `Display` writes, or its own `Debug`.
    pub(super) fn displayed(&mut self, atom: &Atom, by: &str, place: Place) -> Value {
        let Atom::Object(id, _) = atom else { return Value::unknown() };
        let functions = self.program.candidates(*id, "fmt");
        let is_display = |id: &FunctionId| {
            self.program.functions.get(*id).is_some_and(|entry| entry.of_trait.as_deref() == Some(by))
        };
        let Some(function) = functions.into_iter().find(is_display) else { return Value::unknown() };
        let args = vec![atom.clone().into(), Atom::Text(Text::literal(&"".into(), Place::NOWHERE)).into()];
        let Some((summary, _)) = self.summary(function, args, place) else { return Value::unknown() };
        let written = summary.outputs.iter().find(|(index, _)| *index == 1);
        // The helpers of a formatter write as they are finished.
        let finished: Value = summary.value.texts().cloned().map(Atom::Text).gather();
        written.map(|(_, value)| value.clone()).unwrap_or_default().joined(&finished)
    }

    /// A function that the crate gives another crate's type, called with a type of the crate: `Url::from(environment)`.
    pub(super) fn given_call(&mut self, call: &ExternalCall<'_>) -> Option<Value> {
        if self.program.given.is_empty() {
            return None;
        }
        let first = call.args.first()?;
        let own = first.atoms.iter().find_map(|atom| match atom {
            Atom::Object(own, _) if first.atoms.len() == 1 => Some(*own),
            _ => None,
        })?;
        let given = self.program.given.get(&(call.owner().to_owned(), call.name().to_owned()))?;
        let takes = |id: &&FunctionId| {
            let entry = self.program.functions.get(**id);
            let param = entry.and_then(|entry| Some((entry.module, entry.ir.params.first()?)));
            param.is_some_and(|(module, param)| self.program.type_id(module, &param.ty.path) == Some(own))
        };
        let id = *given.iter().find(takes)?;
        Some(self.call_with(id, call.args.to_vec(), &[], call.place))
    }

    /// The trait that bounds a type parameter of the running function.
    pub(super) fn parameter_bound(&self, name: &str) -> Option<StructId> {
        let (_, bound) = self.frame.generics.iter().find(|(parameter, _)| parameter == name)?;
        match self.program.ty(self.frame.module, &bound.path)? {
            Resolved::Entity(Entity::Struct(id)) => Some(id),
            _ => None,
        }
    }
}

/// The trait function that the end of an expression calls: `.into()`, `.parse()`, whatever unwraps them.
fn conversion_of(expr: &Expr) -> Option<&'static str> {
    match &expr.kind {
        ExprKind::Transparent(inner) | ExprKind::Awaited(inner) | ExprKind::Asked(inner, _) => {
            conversion_of(inner)
        }
        ExprKind::Method(call) => match call.name.as_str() {
            "into" => Some("from"),
            "try_into" => Some("try_from"),
            "parse" => Some("from_str"),
            "context" | "expect" | "map_err" | "ok" | "unwrap" | "unwrap_or_default" | "unwrap_or_else" => {
                conversion_of(&call.receiver)
            }
            _ => None,
        },
        ExprKind::Block(block) if block.has_value => match block.stmts.last() {
            Some(crate::ir::Stmt::Expr(last)) => conversion_of(last),
            _ => None,
        },
        _ => None,
    }
}
