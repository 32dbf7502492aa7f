//! Filters of warp: what they extract, in order, and whether whatever they let through is signed.

use super::evaluate::Interpreter;
use super::externals::ExternalCall;
use super::hook::{Hook, HookPart};
use super::method::Invocation;
use super::value::{Atom, Value};
use crate::Place;
use crate::gather::{Gather, PutAll};
use crate::hook::is_signature;
use crate::ir::{Expr, ExprKind, Pat, Type};
use crate::resolve::ModuleId;

/// A filter.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Filter {
    /// What it extracts.
    pub parts: Vec<Value>,
    /// Where the body is taken.
    pub body: Option<Place>,
    pub is_verified: bool,
}

impl Filter {
    fn value(self) -> Value {
        Atom::Filter(self).into()
    }
}

impl Interpreter<'_> {
    /// A function of warp.
    pub(super) fn filter_call(&mut self, call: &ExternalCall<'_>) -> Option<Value> {
        self.frame.touches_twilio = true;
        let origin = call.place;
        let hook = |part: HookPart| -> Value { Atom::Hook(Hook { origin, part }).into() };
        let body = matches!(call.owner(), "body").then_some(origin);
        let one = |part: Value| Some(vec![part]);
        let parts = match (call.owner(), call.name()) {
            ("body", "aggregate" | "bytes" | "form" | "json" | "stream") => one(hook(HookPart::Body)),
            ("body", _) => Some(Vec::new()),
            ("header", "headers_cloned") => one(hook(HookPart::Headers)),
            ("header", "exact" | "exact_ignore_case") => Some(Vec::new()),
            ("header" | "warp", "header" | "optional" | "value") => match call.first().known_text() {
                Some(name) if is_signature(&name) => one(hook(HookPart::Signature)),
                _ => one(Value::unknown()),
            },
            ("path", "param" | "tail" | "full" | "peek")
            | ("query" | "warp", "query" | "raw")
            | ("addr", "remote")
            | ("ext", "get" | "optional")
            | ("host", "optional")
            | ("warp", "method")
            | ("cookie", _) => one(Value::unknown()),
            ("warp", "any" | "path" | "get" | "post" | "put" | "delete" | "head" | "patch" | "options")
            | ("method" | "any" | "path", _) => Some(Vec::new()),
            _ => None,
        }?;
        Some(Filter { parts, body, is_verified: false }.value())
    }

    /// `warp::path!("sms" / String)`
    pub(super) fn path_filter(&mut self, path: &[String], args: &[Expr]) -> Option<Value> {
        let is_it = matches!(path, [root, name] if root == "warp" && name == "path")
            || matches!(path, [name] if name == "path");
        if !is_it {
            return None;
        }
        let parts = args.iter().map(taken_from_path).sum();
        Some(Filter { parts: vec![Value::unknown(); parts], ..Filter::default() }.value())
    }

    /// A method of a filter.
    pub(super) fn filter_method(&mut self, filter: &Filter, invocation: &Invocation<'_>) -> Value {
        let mut filter = filter.clone();
        let other = || {
            invocation.args.iter().flat_map(|arg| &arg.atoms).find_map(|atom| match atom {
                Atom::Filter(other) => Some(other.clone()),
                _ => None,
            })
        };
        match invocation.name() {
            "and" => {
                if let Some(other) = other() {
                    filter.parts.put_all(other.parts);
                    filter.body = filter.body.or(other.body);
                    filter.is_verified |= other.is_verified;
                }
            }
            "or" => filter.is_verified &= other().is_some_and(|other| other.is_verified),
            "map" | "and_then" | "then" => {
                let result = self.run_filtered(&filter, &invocation.first(), invocation.place);
                let is_good = result.proof().is_some_and(|proof| proof.holds && !proof.is_wrapped);
                filter.is_verified |= is_good && invocation.name() == "and_then";
                // A verdict that is only mapped to is asked for later.
                let result = if invocation.name() == "and_then" { result.without_proofs() } else { result };
                filter.parts = vec![result];
            }
            "untuple_one" => {
                if let [only] = filter.parts.as_slice()
                    && let [Atom::Tuple(parts)] = &*only.atoms
                {
                    filter.parts = parts.clone();
                } else if filter.parts.iter().all(|part| part.without_proofs().is_unknown()) {
                    filter.parts = Vec::new();
                }
            }
            _ => {}
        }
        filter.value()
    }

    /// Runs what stands behind a filter with what it extracts.
    fn run_filtered(&mut self, filter: &Filter, function: &Value, place: Place) -> Value {
        let outer = std::mem::replace(&mut self.frame.environment.is_verified, filter.is_verified);
        let sees = std::mem::replace(&mut self.frame.sees_hook, true);
        let mut result = Value::unknown();
        for atom in &function.atoms {
            let value = match atom {
                Atom::Closure(closure) => {
                    let types = closure.expr.params.iter().map(|pat| match pat {
                        Pat::Typed(_, ty) => Some(ty.clone()),
                        _ => None,
                    });
                    let args = self.filtered_args(filter, closure.module, types.gather());
                    self.call_closure(closure, self.fresh(), &args)
                }
                Atom::Function(id) => {
                    let Some(entry) = self.program.functions.get(*id) else { continue };
                    let types = entry.ir.params.iter().map(|param| Some(param.ty.clone())).gather();
                    let args = self.filtered_args(filter, entry.module, types);
                    let summary = self.call_unlisted(*id, args, place);
                    summary.map(|summary| summary.value.clone()).unwrap_or_default()
                }
                _ => continue,
            };
            result.join(&value);
        }
        self.frame.sees_hook = sees;
        self.frame.environment.is_verified = outer;
        result
    }

    /// What a function behind a filter is handed: by position where the numbers agree, else by what its types say.
    fn filtered_args(&mut self, filter: &Filter, module: ModuleId, types: Vec<Option<Type>>) -> Vec<Value> {
        let is_aligned = types.len() == filter.parts.len();
        let body = filter.body.map(|origin| Atom::Hook(Hook { origin, part: HookPart::Body }).into());
        let args = types.into_iter().enumerate().map(|(index, ty)| {
            let given = filter.parts.get(index).filter(|_| is_aligned).cloned().unwrap_or_default();
            match ty {
                None => given,
                Some(ty) if given.is_unknown() && !is_aligned => {
                    let read = self.read_as(body.as_ref().unwrap_or(&Value::unknown()), module, &ty);
                    // What is no struct of the crate may be anything.
                    read.with_only(|atom| !matches!(atom, Atom::Hook(hook) if hook.part == HookPart::Body))
                }
                Some(ty) => self.read_as(&given, module, &ty),
            }
        });
        args.gather()
    }
}

/// How many parts a path takes out: `"sms" / String / u32`.
fn taken_from_path(expr: &Expr) -> usize {
    match &expr.kind {
        ExprKind::Path(_) => 1,
        ExprKind::Binary(_, pair) => taken_from_path(&pair.0) + taken_from_path(&pair.1),
        ExprKind::Transparent(inner) => taken_from_path(inner),
        _ => 0,
    }
}
