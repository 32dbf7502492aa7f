//! Method calls.

use super::callbacks::callback_method;
use super::collections::{list_method, text_method};
use super::evaluate::Interpreter;
use super::hook::{Hook, HookPart};
use super::library::is_endpoint_path;
use super::outcome::Discard;
use super::routes::is_cover;
use super::runners::iterator_method;
use super::sinks::is_callback_name;
use super::value::{Atom, Value};
use crate::Place;
use crate::gather::Gather;
use crate::ir::{Expr, ExprKind, MethodCall};
use crate::kinds::{Kinds, is_of_strategy};

/// A method call whose parts have been interpreted.
pub(super) struct Invocation<'m> {
    pub call: &'m MethodCall,
    pub receiver: Value,
    pub args: Vec<Value>,
    pub place: Place,
}

impl Invocation<'_> {
    pub(super) fn name(&self) -> &str {
        &self.call.name
    }

    pub(super) fn first(&self) -> Value {
        self.args.first().cloned().unwrap_or_default()
    }

    /// The crate that the receiver is something of.
    pub(super) fn receiver_root(&self) -> Option<&str> {
        self.receiver.atoms.iter().find_map(|atom| match atom {
            Atom::External(path) => path.first().map(String::as_str),
            _ => None,
        })
    }

    pub(super) fn arg_place(&self, index: usize) -> Place {
        self.call.args.get(index).map_or(self.place, |arg| arg.place)
    }
}

impl Interpreter<'_> {
    pub(super) fn method(&mut self, call: &MethodCall, place: Place) -> Value {
        self.frame.roots.is_part |= call.kinds.has(Kinds::STEPPING);
        let is_quiet = call.kinds.has(Kinds::COMPARING);
        let before = self.frame.is_quiet;
        // A list that is written there to be asked whether something is in it.
        self.frame.is_quiet |= is_quiet && is_array(&call.receiver);
        let receiver = self.eval_looked_at(&call.receiver);
        self.note_part(&receiver, &call.name, call.name_place);
        self.frame.is_quiet |= is_quiet;
        let roots = self.frame.roots;
        let args = call.args.iter().map(|arg| self.eval(arg)).gather();
        if receiver.atoms.iter().any(|atom| matches!(atom, Atom::ClientBuilder(_))) {
            // Whatever a client is made with, it is no other one for that.
            self.frame.roots = roots;
        }
        self.frame.is_quiet = before;
        if self.frame.is_dead {
            return Value::unknown();
        }
        let receiver = self.autoderef(receiver, &call.name, place);
        let mut invocation = Invocation { call, receiver, args, place };
        if is_quiet {
            self.note_compared(&invocation.receiver, place);
        }
        self.note_gathering(&invocation);
        self.note_retry_method(&invocation);
        if matches!(call.name.as_str(), "env" | "set_var") {
            self.note_variable(invocation.args.first(), invocation.args.get(1), place);
        }
        self.note_pause_by_method(&invocation);
        if let Some(value) = self.own_method(&invocation) {
            return value;
        }
        self.note_fresh(call.kinds.has(Kinds::DRAWN), self.is_steady(&invocation));
        if is_of_strategy(&call.name) {
            self.note_made();
        }
        self.note_turn(&invocation);
        if let Some(value) = self.checking_of_request(&invocation) {
            return value;
        }
        self.follow_tls(&mut invocation);
        if call.kinds.has(Kinds::THROTTLED) {
            self.note_name(std::slice::from_ref(&call.name));
        }
        self.named_sinks(&invocation);
        let mut result: Option<Value> = None;
        for atom in &invocation.receiver.atoms {
            if let Some(value) = self.atom_method(atom, &invocation) {
                result = Some(result.unwrap_or_default().joined(&value));
            }
        }
        let result = match result {
            Some(value) => value,
            None => self.any_method(&invocation),
        };
        self.note_put(&invocation, &result);
        self.adapted(&invocation, result)
    }

    fn note_pause_by_method(&mut self, invocation: &Invocation<'_>) {
        let call = invocation.call;
        if call.kinds.has(Kinds::PAUSING) {
            let length = match call.name.as_str() {
                "tick" => Some(&invocation.receiver),
                "wait_timeout" | "wait_timeout_while" => invocation.args.get(1),
                _ => invocation.args.first(),
            };
            self.note_sleep(std::slice::from_ref(&call.name), length, invocation.place);
        }
    }

    /// What a method makes by its name, whatever it is called on.
    fn adapted(&mut self, invocation: &Invocation<'_>, mut result: Value) -> Value {
        let (call, place) = (invocation.call, invocation.place);
        if call.kinds.hands_work_on() {
            invocation.receiver.work().into_iter().for_each(|region| result.join(&Atom::Work(region).into()));
        }
        match (call.name.as_str(), &call.turbofish) {
            ("parse", Some(ty)) => result = self.convert(result, "from_str", self.frame.module, ty, place),
            ("to_string", _) => {
                for atom in &invocation.receiver.atoms {
                    let shown = self.displayed(atom, "Display", place);
                    result.join(&shown);
                }
            }
            _ => {}
        }
        if matches!(call.name.as_str(), "map_or" | "or" | "or_else" | "unwrap_or" | "unwrap_or_else") {
            self.note_fallback(invocation, &result);
        }
        result
    }

    /// Whether the same comes of the same: of a request in the making everything but sending it.
    fn is_steady(&self, invocation: &Invocation<'_>) -> bool {
        let is_making = invocation.receiver.atoms.iter().any(|atom| match atom {
            Atom::Request(_) | Atom::Client(_) | Atom::ClientBuilder(_) | Atom::Text(_) => true,
            Atom::External(path) => is_endpoint_path(path) || path.iter().any(|part| part == "Duration"),
            _ => false,
        });
        is_making || invocation.call.kinds.is_steady()
    }

    /// A method of one of the crate's types.
    pub(super) fn own_method(&mut self, invocation: &Invocation<'_>) -> Option<Value> {
        let mut result = None;
        for atom in &invocation.receiver.atoms {
            let id = match atom {
                Atom::Object(id, _) | Atom::Hook(Hook { part: HookPart::Fields(id), .. }) => id,
                _ => continue,
            };
            let receiver = Value::from(atom.clone()).joined(&invocation.receiver.variants());
            let args: Vec<Value> = std::iter::once(receiver).chain(invocation.args.iter().cloned()).gather();
            let targets: Vec<_> =
                std::iter::once(&invocation.call.receiver).chain(&invocation.call.args).gather();
            let value = self.call_method(*id, &invocation.call.name, &args, &targets, invocation.place);
            let Some(value) = value.or_else(|| self.build(atom, invocation)) else { continue };
            result = Some(result.unwrap_or_else(Value::unknown).joined(&value));
        }
        result.or_else(|| self.extension_method(invocation))
    }

    pub(super) fn atom_method(&mut self, atom: &Atom, invocation: &Invocation<'_>) -> Option<Value> {
        match atom {
            Atom::Tls(_) => Some(atom.clone().into()),
            Atom::Client(client) => self.client_method(client, invocation),
            Atom::ClientBuilder(client) => Some(self.builder_method(client, invocation)),
            Atom::Request(request) => Some(self.request_method(request, invocation)),
            Atom::Text(text) => text_method(text, invocation),
            Atom::List(parts) => list_method(parts, invocation),
            Atom::Closure(_) | Atom::Function(_) => self.callable_method(atom, invocation),
            Atom::Callback(callback) => callback_method(callback, invocation.name(), invocation.place),
            Atom::Outcome(outcome) => Some(self.outcome_method(*outcome, invocation)),
            Atom::Listed(_) => invocation.call.kinds.has(Kinds::READING).then(|| atom.clone().into()),
            // `ServiceBuilder::new().layer(..)` covers what its layers do.
            Atom::External(_) if invocation.args.iter().any(is_cover) => Some(Atom::Cover.into()),
            Atom::External(path) => self.external_method(path, invocation),
            Atom::Hook(hook) => Some(self.hook_method(*hook, invocation)),
            Atom::Routes(routes) => Some(self.routes_method(routes, invocation)),
            Atom::Filter(filter) => Some(self.filter_method(filter, invocation)),
            Atom::Cover => Some(atom.clone().into()),
            _ => None,
        }
    }

    /// What a collection or a store holds, or so little of a secret that it is none.
    fn kept_method(&mut self, invocation: &Invocation<'_>) -> Option<Value> {
        let name = invocation.name();
        if let Some(value) = self.collection_method(invocation) {
            return Some(value);
        }
        if let Some(value) = self.tail_method(invocation) {
            return Some(value);
        }
        let asks =
            ["extract", "fetch", "get", "lookup", "read", "remove", "require", "secret", "take", "var"];
        let key = invocation.call.args.first().filter(|_| asks.iter().any(|verb| name.starts_with(verb)))?;
        self.kept_under(&invocation.receiver, &invocation.first(), key)
    }

    /// Runs the closures among a method's arguments: what they return, and whether there are any.
    fn run_arguments(&mut self, invocation: &Invocation<'_>, element: &Value) -> (Value, bool) {
        let mut from_closures = Value::unknown();
        let mut has_closure = false;
        for arg in &invocation.args {
            if is_run_by(invocation.call.kinds, arg) {
                has_closure = true;
                let handed = self.handed_to_closure(invocation, element);
                let value = self.in_iteration(invocation, |this, roots| {
                    let handed: Vec<Value> = handed.into_iter().map(|value| value.rooted(roots)).gather();
                    this.call_value(arg, &handed, invocation.place)
                });
                from_closures.join(&value);
            }
        }
        (from_closures, has_closure)
    }

    /// A method nothing in particular is known of.
    pub(super) fn any_method(&mut self, invocation: &Invocation<'_>) -> Value {
        let name = invocation.name();
        if matches!(name, "no_retry" | "without_retry") {
            self.retry_off(invocation);
        }
        if let (true, false) = (is_callback_name(name), invocation.args.is_empty()) {
            self.callback_setter(invocation);
        }
        if let Some(value) = self.kept_method(invocation) {
            return value;
        }
        let mut element = invocation.receiver.element();
        if invocation.call.kinds.has(Kinds::TAKING_ERRORS) {
            element = element.without_secrets();
        }
        if let Some(value) = self.runner_method(invocation) {
            return value;
        }
        if name == "flatten" {
            self.discard(&element, Discard::Replaced, invocation.call.name_place);
        }
        // What is asked there is asked of both halves, and both are handed on.
        let is_quiet = self.frame.is_quiet;
        self.frame.is_quiet |= name == "partition";
        let (from_closures, has_closure) = self.run_arguments(invocation, &element);
        self.frame.is_quiet = is_quiet;
        if name.starts_with("unwrap_or") || name == "or" || name == "or_else" || name == "map_or" {
            let default = from_closures.clone().joined(&invocation.first());
            self.default_credential(&invocation.receiver, &default, invocation.arg_place(0));
        }
        if let Some(found) = self.found_variable(invocation) {
            return found;
        }
        let passes = invocation.call.kinds.has(Kinds::PASSING);
        if let Some(value) = iterator_method(invocation, &element) {
            return value;
        }
        match name {
            "take" if !invocation.args.is_empty() => invocation.receiver.clone().joined(&Atom::Few.into()),
            "limit" if !invocation.receiver.listed().is_empty() => {
                invocation.receiver.clone().joined(&Atom::Few.into())
            }
            "chunks" | "chunks_exact" | "into_chunks" | "par_chunks" | "ready_chunks" => {
                Atom::list(vec![Atom::Few.into()])
            }
            "throttle" => invocation.receiver.clone().joined(&Atom::Paced.into()),
            "fold" | "rfold" | "try_fold" => from_closures.joined(&invocation.first()),
            "expose_secret" => invocation.receiver.hidden(false),
            "unwrap_or" | "or" => invocation.receiver.clone().joined(&invocation.first()),
            _ if passes && has_closure => invocation.receiver.clone().joined(&from_closures),
            _ if passes => invocation.receiver.clone(),
            "set_scheme" | "set_path" | "set_host" => Value::unknown(),
            "get" | "pop" | "nth" | "get_or_insert_with" if !has_closure => element,
            "count" | "len" if invocation.args.is_empty() => Atom::All.into(),
            _ if invocation.call.kinds.has(Kinds::ASKING) => Value::unknown(),
            _ if has_closure => from_closures,
            // A builder of another crate stays one, and what is made of a list is of that list.
            _ => built_from(&invocation.receiver),
        }
    }
}

/// Whether a method runs an argument: a closure, a function of the crate, or where it takes one a path of another crate.
pub(super) fn is_run_by(method: Kinds, arg: &Value) -> bool {
    let takes_function = method.has(Kinds::TAKING_FUNCTIONS);
    arg.atoms.iter().any(|atom| match atom {
        Atom::Closure(_) | Atom::Function(_) => true,
        Atom::External(_) => takes_function,
        _ => false,
    })
}

fn is_array(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Array(_) => true,
        ExprKind::Transparent(inner) => is_array(inner),
        _ => false,
    }
}

fn built_from(receiver: &Value) -> Value {
    let builder = receiver.atoms.iter().find(|atom| matches!(atom, Atom::External(_)));
    let listed = receiver.atoms.iter().filter(|atom| matches!(atom, Atom::Listed(_)));
    builder.into_iter().chain(listed).cloned().gather()
}
