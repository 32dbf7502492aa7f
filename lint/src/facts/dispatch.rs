//! Which function a call reaches: methods by type, through traits, dereferences and conversions.

use super::evaluate::Interpreter;
use super::externals::ExternalCall;
use super::library::{is_endpoint_path, is_verb};
use super::method::Invocation;
use super::text::Text;
use super::value::{Atom, Value};
use crate::Place;
use crate::gather::{Gather, PutAll};
use crate::ir::{Expr, ExprKind, Type};
use crate::kinds::Kinds;
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
        let given = args.first().map(|receiver| self.extensions_of(receiver, name)).unwrap_or_default();
        let found = if own.is_some() || given.is_empty() {
            self.program.candidates(own.unwrap_or(owner), name)
        } else {
            given
        };
        match found.as_slice() {
            [] => None,
            [only] => Some(self.call_with(*only, args.to_vec(), targets, place)),
            several => Some(self.call_several(several, args, targets, place)),
        }
    }

    /// A method that one of the crate's traits gives a type of another crate.
    pub(super) fn extension_method(&mut self, invocation: &Invocation<'_>) -> Option<Value> {
        if self.program.extensions.is_empty() || is_inherent(invocation.name()) {
            return None;
        }
        let mut found = self.extensions_of(&invocation.receiver, invocation.name());
        if found.is_empty() && invocation.receiver.is_unknown() {
            found.put_all(self.only_extension(invocation));
        }
        let (mut args, mut targets) = (vec![invocation.receiver.clone()], vec![&invocation.call.receiver]);
        args.put_all(invocation.args.iter().cloned());
        targets.put_all(&invocation.call.args);
        match found.as_slice() {
            [] => None,
            [only] => Some(self.call_with(*only, args, &targets, invocation.place)),
            several => Some(self.call_several(several, &args, &targets, invocation.place)),
        }
    }

    /// The methods of a name that the crate gives a value's type.
    fn extensions_of(&self, receiver: &Value, name: &str) -> Vec<FunctionId> {
        let mut found = Vec::new();
        for extension in self.program.extensions.get(name).into_iter().flatten() {
            if !receiver.is_unknown() && self.is_of_type(receiver, extension.module, &extension.target) {
                found.push(extension.function);
            }
        }
        found
    }

    /// The one method that a name can stand for, where nothing is known of the receiver.
    fn only_extension(&self, invocation: &Invocation<'_>) -> Option<FunctionId> {
        let [extension] = self.program.extensions.get(invocation.name())?.as_slice() else { return None };
        let params = self.program.functions.get(extension.function).map(|entry| entry.ir.params.len());
        let fits = extension.is_only && params == Some(invocation.args.len());
        let is_own = invocation.call.kinds == Kinds::default() || invocation.name().starts_with("is_");
        (fits && is_own).then_some(extension.function)
    }

    /// Whether a value may be of another crate's type.
    fn is_of_type(&self, value: &Value, module: ModuleId, ty: &Type) -> bool {
        let (module, ty) = self.program.unalias(module, ty);
        let name = ty.path.last().map(String::as_str).unwrap_or_default();
        let by_type = self.value_of_type(module, ty, Place::NOWHERE);
        value.atoms.iter().any(|atom| match (atom, name) {
            (Atom::Text(_) | Atom::Secret(_), "str" | "String") => true,
            (Atom::Outcome(_), name) => name.contains("Result"),
            (Atom::Client(client), _) => by_type
                .atoms
                .iter()
                .any(|atom| matches!(atom, Atom::Client(of_type) if of_type.library == client.library)),
            (Atom::Request(request), _) => by_type
                .atoms
                .iter()
                .any(|atom| matches!(atom, Atom::Request(of_type) if of_type.library == request.library)),
            (Atom::External(path), "Client") => {
                ty.path.first().is_some_and(|root| path.first() == Some(root)) && !is_endpoint_path(path)
            }
            _ => false,
        })
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

/// Whether types of HTTP libraries have a method of a name: it goes before one that a trait gives.
fn is_inherent(name: &str) -> bool {
    const NAMES: &[&str] = &[
        "basic_auth",
        "bearer_auth",
        "body",
        "build",
        "call",
        "execute",
        "form",
        "header",
        "json",
        "query",
        "request",
        "send",
    ];
    is_verb(name) || NAMES.contains(&name)
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
