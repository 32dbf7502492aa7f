//! What web frameworks hand to handlers, told by the types of their parameters.

use super::evaluate::Interpreter;
use super::event::{CallSite, EventKind};
use super::hook::{Hook, HookPart, Proof};
use super::invoke::Summary;
use super::value::{Atom, Value};
use crate::Place;
use crate::gather::Gather;
use crate::ir::{Pat, Type};
use crate::resolve::{Entity, FunctionId, ModuleId, Resolved, StructId};
use crate::sorted::Map;
use std::sync::Arc;

/// What of a request a type of another crate holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extractor {
    /// The body, read into the type's own argument.
    Typed,
    /// The body as it came; elsewhere than in a handler's parameters such a type says nothing.
    Body,
    Part(HookPart),
    /// What runs behind a middleware.
    Next,
    /// Our own: nobody else makes one.
    Verified,
}

/// Crates whose types web frameworks fill.
const ROOTS: &[&str] = &[
    "actix_http",
    "actix_web",
    "actix_web_lab",
    "axum",
    "axum_core",
    "axum_extra",
    "http",
    "hyper",
    "rocket",
    "warp",
];

/// Functions by which the traits of frameworks make a parameter from a request.
const MAKERS: &[(&str, &[&str])] = &[
    ("from_request", &["FromRequest"]),
    ("from_request_parts", &["FromRequestParts"]),
    ("from_data", &["FromData"]),
    ("extract", &["FromRequest", "FromRequestParts"]),
];

/// How deep a type's arguments are looked into.
const MAX_TYPES: usize = 4;

/// Whether a path leads into a web framework, or into the types that they share.
pub(super) fn is_of_server(path: &[String]) -> bool {
    path.first().is_some_and(|root| ROOTS.contains(&root.as_str()))
}

fn extractor(path: &[String], ty: &Type) -> Option<Extractor> {
    let (root, name) = (path.first()?.as_str(), path.last()?.as_str());
    if root == "ringfence" {
        return (name == "Verified").then_some(Extractor::Verified);
    }
    let is_plain = path.len() == 1 || matches!(root, "alloc" | "bytes" | "std");
    if is_plain {
        return matches!(name, "Bytes" | "BytesMut" | "String" | "Vec" | "str").then_some(Extractor::Body);
    }
    if !is_of_server(path) {
        return None;
    }
    let of_body = || {
        let arg = ty.args.first().and_then(|arg| arg.path.last());
        arg.is_some_and(|arg| matches!(arg.as_str(), "Body" | "BoxBody" | "Incoming" | "Payload"))
    };
    Some(match name {
        "Form" | "Json" | "Lenient" | "LenientForm" | "Strict" => Extractor::Typed,
        "RawForm" => Extractor::Part(HookPart::Body),
        "Bytes" | "Capped" | "Data" | "Payload" => Extractor::Body,
        "Request" if matches!(root, "http" | "hyper") && !of_body() => return None,
        "HttpRequest" | "ServiceRequest" | "GuardContext" | "Request" | "Parts" => {
            Extractor::Part(HookPart::Request)
        }
        "HeaderMap" => Extractor::Part(HookPart::Headers),
        "Next" => Extractor::Next,
        _ => return None,
    })
}

impl Interpreter<'_> {
    /// What a parameter of this type is handed by a web framework; `is_handler` where it is known that one calls the function.
    pub(super) fn extracted(&mut self, module: ModuleId, ty: &Type, place: Place, is_handler: bool) -> Value {
        let program = self.program;
        let (mut module, mut ty) = program.unalias(module, ty);
        let mut is_certain = true;
        while let (Some("Option" | "Result"), Some(inner)) =
            (ty.path.last().map(String::as_str), ty.args.first())
        {
            is_certain = false;
            (module, ty) = program.unalias(module, inner);
        }
        if ty.path.is_empty() {
            let mut parts = Vec::new();
            for part in &ty.args {
                parts.push(self.extracted(module, part, place, is_handler));
            }
            return Atom::tuple(parts);
        }
        match program.ty(module, &ty.path) {
            Some(Resolved::External(path)) => match extractor(&path, ty) {
                Some(Extractor::Typed) => {
                    let hook = Hook { origin: place, part: HookPart::Body };
                    let inner = ty.args.first().cloned().unwrap_or_default();
                    self.read_as(&Atom::Hook(hook).into(), module, &inner)
                }
                Some(Extractor::Body) if is_handler => {
                    Atom::Hook(Hook { origin: place, part: HookPart::Body }).into()
                }
                Some(Extractor::Part(part)) => Atom::Hook(Hook { origin: place, part }).into(),
                Some(Extractor::Next) => Atom::External(path).into(),
                Some(Extractor::Verified) if is_certain => {
                    self.frame.environment.is_verified = true;
                    Value::unknown()
                }
                Some(Extractor::Verified) => Atom::Proof(Proof::GOOD).into(),
                Some(Extractor::Body) => Value::unknown(),
                None => self.extracted_inside(module, ty, place),
            },
            Some(Resolved::Entity(Entity::Struct(id))) => self.made_from_request(id, place, is_certain),
            _ => Value::unknown(),
        }
    }

    /// Another crate's type around an extractor, as in `Valid<Form<Sms>>`.
    fn extracted_inside(&mut self, module: ModuleId, ty: &Type, place: Place) -> Value {
        let Some(inner) = ty.args.first() else { return Value::unknown() };
        let (home, named) = self.program.unalias(module, inner);
        let is_form = match self.program.ty(home, &named.path) {
            Some(Resolved::External(path)) => extractor(&path, named) == Some(Extractor::Typed),
            _ => false,
        };
        if is_form { self.extracted(module, inner, place, false) } else { Value::unknown() }
    }

    /// A type of the crate that is made from a request before the handler runs, which proves what making it does.
    fn made_from_request(&mut self, id: StructId, place: Place, is_certain: bool) -> Value {
        let Some(maker) = self.maker_of(id) else { return Value::unknown() };
        let request = Hook { origin: place, part: HookPart::Request };
        let Some((summary, _)) = self.summary(maker, vec![Atom::Hook(request).into()], place) else {
            return Value::unknown();
        };
        self.frame.touches_twilio |= summary.touches_twilio;
        let is_good = summary.is_verified || summary.value.proof().is_some_and(|proof| proof.holds);
        self.frame.environment.is_verified |= is_good && is_certain;
        summary.value.without_proofs()
    }

    fn maker_of(&self, id: StructId) -> Option<FunctionId> {
        MAKERS.iter().find_map(|(name, traits)| {
            self.program.candidates(id, name).into_iter().find(|found| {
                let of_trait = self.program.functions.get(*found).and_then(|entry| entry.of_trait.as_deref());
                of_trait.is_some_and(|of_trait| traits.contains(&of_trait))
            })
        })
    }

    /// Whether making a type of the crate from a request proves that the request is signed.
    pub(super) fn is_made_of_signed(&mut self, ty: &Type, place: Place) -> bool {
        let before = std::mem::take(&mut self.frame.environment.is_verified);
        self.extracted(self.frame.module, ty, place, false);
        std::mem::replace(&mut self.frame.environment.is_verified, before)
    }

    /// What is read from a request, by the type that it is read into.
    pub(super) fn read_as(&mut self, value: &Value, module: ModuleId, ty: &Type) -> Value {
        if value.hooks().all(|hook| hook.part != HookPart::Body) {
            return value.clone();
        }
        let Some(target) = self.target_of(module, ty, 0) else { return value.clone() };
        let mut read =
            value.with_only(|atom| !matches!(atom, Atom::Hook(hook) if hook.part == HookPart::Body));
        if !self.is_hook_struct(target, 0) {
            return read.joined(&Atom::Object(target, Map::new()).into());
        }
        for hook in value.hooks().filter(|hook| hook.part == HookPart::Body) {
            read.join(&hook.part(HookPart::Fields(target)));
            self.frame.touches_twilio = true;
            let is_verified = self.frame.environment.is_verified;
            self.event(EventKind::HookTaken { origin: hook.origin, is_verified }, hook.origin);
        }
        read
    }

    /// What one parameter proves, holds for all others, in whichever order they stand.
    pub(super) fn prove_taken(&mut self) {
        let is_proven = self.frame.environment.is_verified;
        for event in &mut self.frame.events {
            if let EventKind::HookTaken { is_verified, .. } | EventKind::HookRead { is_verified, .. } =
                &mut event.kind
            {
                *is_verified |= is_proven;
            }
        }
    }

    /// What a field of the crate's holds of a request, by the field's type.
    pub(super) fn read_as_field(&mut self, id: StructId, field: &str, value: Value) -> Value {
        let entry = self.program.structs.get(id).filter(|_| value.hooks().next().is_some());
        let declared = entry.and_then(|entry| {
            let (_, ty) = entry.fields.iter().find(|(name, _)| name == field)?;
            Some((entry.module, ty))
        });
        declared.map_or(value.clone(), |(module, ty)| self.read_as(&value, module, ty))
    }

    /// The struct of the crate that a type is, whatever holds it.
    fn target_of(&self, module: ModuleId, ty: &Type, depth: usize) -> Option<StructId> {
        let (module, ty) = self.program.unalias(module, ty);
        if depth > MAX_TYPES {
            return None;
        }
        match self.program.ty(module, &ty.path)? {
            Resolved::Entity(Entity::Struct(id)) => Some(id),
            Resolved::External(_) => {
                let args =
                    if ty.args.len() == 1 || ty.path.last().is_some_and(|name| name.ends_with("Result")) {
                        ty.args.first()
                    } else {
                        None
                    };
                self.target_of(module, args?, depth + 1)
            }
            _ => None,
        }
    }

    /// Whether a struct is read from fields that Twilio's webhooks have.
    fn is_hook_struct(&self, id: StructId, depth: usize) -> bool {
        let Some(entry) = self.program.structs.get(id).filter(|_| depth < MAX_TYPES) else { return false };
        let is_flat = |field: &String| entry.hints.flattened.contains(field);
        entry.hints.hook.is_some()
            || entry.fields.iter().filter(|(field, _)| is_flat(field)).any(|(_, ty)| {
                let target = self.target_of(entry.module, ty, 0);
                target.is_some_and(|target| self.is_hook_struct(target, depth + 1))
            })
    }

    /// Runs a handler with what its framework hands it; `is_whole` where that is the request itself, whatever is written.
    pub(super) fn run_handler(&mut self, handler: &Value, is_whole: bool, place: Place) {
        let before = std::mem::take(&mut self.frame.environment.is_verified);
        for atom in &handler.atoms {
            match atom {
                Atom::Function(id) => {
                    let args = self.handed_to_function(*id);
                    self.call_unlisted(*id, args, place);
                }
                Atom::Closure(closure) => {
                    let origin = closure.expr.place;
                    let mut args = Vec::new();
                    for pat in &closure.expr.params {
                        args.push(match pat {
                            Pat::Typed(_, ty) => self.extracted(closure.module, ty, origin, true),
                            _ if is_whole => Atom::Hook(Hook { origin, part: HookPart::Request }).into(),
                            _ => Value::unknown(),
                        });
                    }
                    self.frame.sees_hook = true;
                    self.call_closure(closure, self.fresh(), &args);
                }
                _ => {}
            }
        }
        self.frame.environment.is_verified = before;
    }

    /// Calls a function as a framework does: nobody in the crate calls it for that.
    pub(super) fn call_unlisted(
        &mut self,
        id: FunctionId,
        args: Vec<Value>,
        place: Place,
    ) -> Option<Arc<Summary>> {
        let summary = self.call_unheard(id, args, place)?;
        self.replay(&summary, CallSite { place, callee: id }, &[]);
        Some(summary)
    }

    /// Likewise, for what it tells alone: what happens in it is its own to answer for.
    pub(super) fn call_unheard(
        &mut self,
        id: FunctionId,
        args: Vec<Value>,
        place: Place,
    ) -> Option<Arc<Summary>> {
        let (summary, _) = self.summary(id, args, place)?;
        self.frame.touches_twilio |= summary.touches_twilio;
        Some(summary)
    }

    /// What only a handler can know of its parameters; the others tell by themselves.
    fn handed_to_function(&mut self, id: FunctionId) -> Vec<Value> {
        let Some(entry) = self.program.functions.get(id) else { return Vec::new() };
        let own = vec![Value::unknown(); usize::from(entry.ir.receives_self)];
        let params = entry.ir.params.iter().map(|param| match self.is_body(entry.module, &param.ty) {
            true => Atom::Hook(Hook { origin: param.place, part: HookPart::Body }).into(),
            false => Value::unknown(),
        });
        own.into_iter().chain(params).gather()
    }

    fn is_body(&self, module: ModuleId, ty: &Type) -> bool {
        let (module, ty) = self.program.unalias(module, ty);
        match self.program.ty(module, &ty.path) {
            Some(Resolved::External(path)) => extractor(&path, ty) == Some(Extractor::Body),
            _ => false,
        }
    }
}
