//! Routes and what stands before them: layers, guards and middleware of axum and actix-web.

use super::evaluate::Interpreter;
use super::event::{Event, EventKind};
use super::externals::ExternalCall;
use super::hook::{Hook, HookPart};
use super::method::Invocation;
use super::value::{Atom, Value};
use crate::Place;
use crate::gather::{Gather, PutAll};
use crate::ir::{ExprKind, Type};
use crate::resolve::{FunctionId, StructId};

/// How many routes are followed together.
const MAX_ROUTES: usize = 256;

/// Handlers behind a router, or behind part of one.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Routes {
    /// Each handler is known by where it is written, and each route by where it is handed its handler.
    pub all: Vec<(Place, Place)>,
    /// Whether whatever is added is covered, too.
    pub is_covered: bool,
}

/// Functions of axum's and actix-web's that take a handler for a verb.
const VERBS: &[&str] =
    &["any", "connect", "delete", "get", "head", "method", "on", "options", "patch", "post", "put", "trace"];

/// Crates whose routers are followed.
fn is_routing(root: &str) -> bool {
    matches!(root, "actix_web" | "axum")
}

impl Interpreter<'_> {
    /// A function of a web framework.
    pub(super) fn server_call(&mut self, call: &ExternalCall<'_>) -> Option<Value> {
        if call.root() == "warp" {
            return self.filter_call(call);
        }
        match (call.root(), call.owner(), call.name()) {
            (_, "middleware" | "axum", "from_fn" | "map_request") | ("actix_web_lab", _, "from_fn") => {
                Some(self.layer_of(&call.first(), call.name() == "map_request", call.place))
            }
            (_, "middleware" | "axum", "from_fn_with_state" | "map_request_with_state") => {
                let middleware = call.args.get(1).cloned().unwrap_or_default();
                Some(self.layer_of(&middleware, call.name().starts_with("map"), call.place))
            }
            ("actix_web", "guard", "fn_guard") => Some(self.layer_of(&call.first(), true, call.place)),
            ("actix_web", "guard", "All" | "Not" | "Any") => Some(call.first()),
            (root, owner, name) if is_routing(root) => {
                let is_verb = VERBS.contains(&name) && matches!(owner, "routing" | "web");
                let is_router = matches!(
                    owner,
                    "Router" | "App" | "MethodRouter" | "ServiceConfig" | "Scope" | "Resource"
                );
                if !is_verb && !is_router && !matches!(name, "scope" | "resource" | "route") {
                    return None;
                }
                self.frame.touches_twilio = true;
                let mut routes = Routes::default();
                if is_verb {
                    let handler = call.args.last().cloned().unwrap_or_default();
                    self.add_routes(&mut routes, &handler, call.arg_place(call.args.len().saturating_sub(1)));
                }
                Some(Atom::Routes(routes).into())
            }
            ("hyper" | "hyper_util", _, "service_fn") => {
                self.frame.touches_twilio = true;
                self.run_handler(&call.first(), true, call.place);
                None
            }
            _ => None,
        }
    }

    /// A method of a router, of a route, or of what gathers them.
    pub(super) fn routes_method(&mut self, routes: &Routes, invocation: &Invocation<'_>) -> Value {
        let mut routes = routes.clone();
        match invocation.name() {
            "layer" | "route_layer" => {
                if invocation.args.iter().any(is_cover)
                    || self.is_covering(&invocation.first(), invocation.place)
                {
                    routes.all.iter().for_each(|(_, route)| self.cover(*route));
                }
            }
            "wrap" | "guard" | "wrap_fn" => {
                if invocation.args.iter().any(is_cover)
                    || self.is_covering(&invocation.first(), invocation.place)
                {
                    routes.all.iter().for_each(|(_, route)| self.cover(*route));
                    routes.is_covered = true;
                }
            }
            "configure" => {
                let configured = self.configured(&invocation.first(), invocation.place);
                self.add_routes(&mut routes, &configured, invocation.arg_place(0));
            }
            _ => {
                for (index, arg) in invocation.args.iter().enumerate() {
                    self.add_routes(&mut routes, arg, invocation.arg_place(index));
                }
            }
        }
        let value: Value = Atom::Routes(routes).into();
        // `&mut ServiceConfig` is added to in place, however many calls stand in a row.
        let mut added_to = &invocation.call.receiver;
        while let ExprKind::Method(call) = &added_to.kind {
            added_to = &call.receiver;
        }
        self.store(added_to, value.clone());
        value
    }

    /// Adds what a handler, or another router, leads to.
    fn add_routes(&mut self, routes: &mut Routes, added: &Value, place: Place) {
        let mut new = Vec::new();
        for atom in &added.atoms {
            let handler = match atom {
                Atom::Routes(other) => {
                    new.put_all(other.all.iter().copied());
                    continue;
                }
                Atom::Function(id) => self.program.functions.get(*id).map(|entry| entry.ir.place),
                Atom::Closure(closure) => Some(closure.expr.place),
                _ => None,
            };
            let Some(handler) = handler else { continue };
            self.event(EventKind::HookRouted { handler, route: place }, place);
            self.run_handler(&atom.clone().into(), false, place);
            new.push((handler, place));
        }
        for (handler, route) in new {
            if routes.is_covered {
                self.cover(route);
            }
            if routes.all.len() < MAX_ROUTES && !routes.all.contains(&(handler, route)) {
                routes.all.push((handler, route));
            }
        }
    }

    fn cover(&mut self, route: Place) {
        self.event(EventKind::HookCovered { route }, route);
    }

    /// What a function that is handed a part of a router adds to it.
    fn configured(&mut self, function: &Value, place: Place) -> Value {
        let mut added = Value::unknown();
        for atom in &function.atoms {
            let Atom::Function(id) = atom else { continue };
            let args = vec![Atom::Routes(Routes::default()).into()];
            let Some(summary) = self.call_unlisted(*id, args, place) else { continue };
            summary.outputs.iter().for_each(|(_, value)| added.join(value));
        }
        added
    }

    /// A layer made of a function: whether whatever it lets through is signed. `is_asked` where it says so by what it returns.
    fn layer_of(&mut self, function: &Value, is_asked: bool, place: Place) -> Value {
        self.frame.touches_twilio = true;
        let is_good = function.atoms.iter().any(|atom| self.lets_only_signed_through(atom, is_asked, place));
        if is_good { Atom::Cover.into() } else { Value::unknown() }
    }

    fn lets_only_signed_through(&mut self, atom: &Atom, is_asked: bool, place: Place) -> bool {
        let before = std::mem::take(&mut self.frame.environment.is_verified);
        let (value, events) = match atom {
            Atom::Function(id) => match self.call_unheard(*id, Vec::new(), place) {
                Some(summary) => (summary.value.clone(), summary.events.clone()),
                None => Default::default(),
            },
            Atom::Closure(closure) => {
                let first = self.frame.events.len();
                let request: Value =
                    Atom::Hook(Hook { origin: closure.expr.place, part: HookPart::Request }).into();
                let args = vec![request; closure.expr.params.len()];
                let sees = std::mem::replace(&mut self.frame.sees_hook, true);
                let value = self.call_closure(closure, self.fresh(), &args);
                self.frame.sees_hook = sees;
                (value, self.frame.events.get(first..).unwrap_or_default().to_vec())
            }
            _ => Default::default(),
        };
        self.frame.environment.is_verified = before;
        match is_asked {
            true => value.proof().is_some_and(|proof| proof.holds),
            false => passes_only_signed(&events),
        }
    }

    /// `from_extractor::<Signed>()`: a layer of what its type is made from.
    pub(super) fn layer_asked_for(&mut self, value: Value, ty: &Type, place: Place) -> Value {
        let is_layer = |atom: &Atom| match atom {
            Atom::External(path) => path.last().is_some_and(|last| last.starts_with("from_extractor")),
            _ => false,
        };
        let is_good = value.atoms.iter().any(is_layer) && self.is_made_of_signed(ty, place);
        if is_good { Atom::Cover.into() } else { value }
    }

    /// Whether a layer of the crate's own type, or of a crate for signatures, lets only signed requests through.
    fn is_covering(&mut self, layer: &Value, place: Place) -> bool {
        layer.atoms.iter().any(|atom| match atom {
            Atom::Object(id, _) => self.services_beside(*id).into_iter().any(|service| {
                let request = Hook { origin: place, part: HookPart::Request };
                let args = vec![Value::unknown(), Atom::Hook(request).into()];
                let summary = self.call_unheard(service, args, place);
                summary.is_some_and(|summary| passes_only_signed(&summary.events))
            }),
            // Of our own layers one looks at signatures; the other sheds load.
            Atom::External(path) if path.first().is_some_and(|first| first == "ringfence") => {
                path.iter().any(|segment| segment == "VerifyLayer")
            }
            Atom::External(path) => path.iter().any(|segment| {
                let lower = segment.to_ascii_lowercase();
                lower.contains("signature") || lower.contains("twilio") || lower.contains("webhook")
            }),
            _ => false,
        })
    }

    /// The services that a layer of the crate may make: those declared in its module.
    fn services_beside(&self, layer: StructId) -> Vec<FunctionId> {
        let Some(entry) = self.program.structs.get(layer) else { return Vec::new() };
        let functions = self.program.functions.iter().enumerate();
        let services = functions.filter(|(_, function)| {
            let is_service = function.of_trait.as_deref() == Some("Service") && function.ir.name == "call";
            is_service && function.module == entry.module
        });
        services.map(|(id, _)| id).gather()
    }

    /// A request is handed on to what lies behind a middleware.
    pub(super) fn passed_on(&mut self, invocation: &Invocation<'_>) -> Option<Value> {
        if !matches!(invocation.name(), "call" | "oneshot" | "run") {
            return None;
        }
        let is_next = invocation.receiver.atoms.iter().any(|atom| match atom {
            Atom::External(path) => path.last().is_some_and(|last| last == "Next"),
            _ => false,
        });
        let hands_on =
            |value: &Value| value.hooks().any(|hook| matches!(hook.part, HookPart::Request | HookPart::Body));
        if !is_next && !invocation.args.iter().any(hands_on) {
            return None;
        }
        let is_verified = self.frame.environment.is_verified;
        self.event(EventKind::HookPassed { is_verified }, invocation.place);
        Some(Value::unknown())
    }
}

/// Whether a value is a layer that lets only signed requests through, or one of several that does.
pub(super) fn is_cover(value: &Value) -> bool {
    value.atoms.iter().any(|atom| match atom {
        Atom::Cover => true,
        Atom::Tuple(parts) => parts.iter().any(is_cover),
        _ => false,
    })
}

fn passes_only_signed(events: &[Event]) -> bool {
    let mut passed = events.iter().filter_map(|event| match event.kind {
        EventKind::HookPassed { is_verified } => Some(is_verified),
        _ => None,
    });
    passed.next().is_some_and(|first| first && passed.all(|is_verified| is_verified))
}
