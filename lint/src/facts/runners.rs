//! Functions and methods of other crates that run what they are given: executors, threads, timers, services, retries.

use super::evaluate::Interpreter;
use super::externals::ExternalCall;
use super::library::is_retry_crate;
use super::method::Invocation;
use super::retrying::{Told, is_constant_strategy};
use super::value::{Atom, Listed, Value};
use crate::Place;
use crate::ir::Expr;

/// What runs its argument and hands on what came of it.
const RUNNING: &[&str] = &[
    "block_in_place",
    "block_on",
    "catch_unwind",
    "install",
    "join_all",
    "select_all",
    "spawn",
    "spawn_blocking",
    "spawn_local",
    "try_join_all",
    "unblock",
    "unconstrained",
];

impl Interpreter<'_> {
    pub(super) fn runner_call(&mut self, call: &ExternalCall<'_>) -> Option<Value> {
        let at = match call.name() {
            name if RUNNING.contains(&name) => 0,
            "timeout" | "timeout_at" => 1,
            // A middleware under a condition is what it is without.
            "new" if call.owner() == "ConditionalMiddleware" => return call.args.first().cloned(),
            // A service: whoever calls it runs it.
            "service_fn" => return call.args.first().cloned(),
            _ => return None,
        };
        let mut value = self.run(call.args.get(at)?, call.place);
        match call.name() {
            "join_all" | "try_join_all" | "select_all" => {
                self.note_together(&call.first().joined(&value), false, call.name_place);
            }
            "spawn" | "spawn_local" => value = self.tell_task(value, call.place),
            _ => {}
        }
        // A task or a deadline puts a `Result` of its own around it, whose error is no error of Twilio's.
        Some(if matches!(call.name(), "block_on" | "unconstrained") { value } else { value.succeeded() })
    }

    pub(super) fn runner_method(&mut self, invocation: &Invocation<'_>) -> Option<Value> {
        match (invocation.name(), invocation.args.as_slice()) {
            ("block_on", [work]) => Some(self.run(work, invocation.place)),
            (name, [work, ..]) if RUNNING.contains(&name) => {
                let value = self.run(work, invocation.place).succeeded();
                let is_task = name.starts_with("spawn") && name != "spawn_blocking";
                Some(if is_task { self.tell_task(value, invocation.place) } else { value })
            }
            // A thread or a task that is waited for.
            ("join", []) => {
                self.wait_for_task(&invocation.receiver);
                Some(invocation.receiver.clone())
            }
            _ => None,
        }
    }

    /// What a closure or function returns; what is something else has been run where it was written.
    fn run(&mut self, work: &Value, place: Place) -> Value {
        let mut result = Value::unknown();
        for atom in &work.atoms {
            let value = Value::from(atom.clone());
            let value = match atom {
                Atom::Closure(_) | Atom::Function(_) => self.call_value(&value, &[], place),
                _ => value,
            };
            result.join(&value);
        }
        result
    }

    /// Methods of a closure or a function: a service that is called, or one that a crate's trait repeats.
    pub(super) fn callable_method(&mut self, callee: &Atom, invocation: &Invocation<'_>) -> Option<Value> {
        let callee = Value::from(callee.clone());
        match invocation.name() {
            name if name.starts_with("retry") => {
                let is_constant = invocation.args.iter().any(is_constant_strategy);
                Some(self.call_retried(&callee, Told::nothing(is_constant), invocation.place))
            }
            "call" | "call_once" | "oneshot" => {
                Some(self.call_value(&callee, &invocation.args, invocation.place))
            }
            _ => None,
        }
    }

    /// Methods of something that a crate which tries again made: a policy runs what it is given.
    pub(super) fn retrying_method(&mut self, path: &[String], invocation: &Invocation<'_>) -> Option<Value> {
        let root = path.first()?;
        let is_layer = root == "tower" && path.iter().any(|segment| segment == "RetryLayer");
        if is_layer && invocation.name() == "layer" {
            return Some(self.retrying_service(
                invocation.args.first(),
                &invocation.receiver,
                invocation.place,
            ));
        }
        let runs = ["call", "retry", "run", "spawn", "start"];
        if !is_retry_crate(root) || !runs.iter().any(|verb| invocation.name().starts_with(verb)) {
            return None;
        }
        let is_constant =
            is_constant_strategy(&invocation.receiver) || invocation.args.iter().any(is_constant_strategy);
        let told = Told::nothing(is_constant);
        let mut result = Value::unknown();
        for arg in &invocation.args {
            let value = self.call_retried(arg, told, invocation.place);
            result.join(&value);
        }
        Some(result)
    }

    /// `mem::replace`, `take` and `swap`: they write to what they are given.
    pub(super) fn memory_call(&mut self, path: &[String], values: &[Value], args: &[Expr]) -> Option<Value> {
        let [.., owner, name] = path else { return None };
        if owner != "mem" {
            return None;
        }
        let old = values.first()?.clone();
        match (name.as_str(), args) {
            ("replace", [target, _]) => self.store(target, values.get(1)?.clone()),
            ("take", [target]) => self.store(target, Value::unknown()),
            ("swap", [one, other]) => {
                self.store(one, values.get(1)?.clone());
                self.store(other, old);
                return Some(Value::unknown());
            }
            _ => return None,
        }
        Some(old)
    }

    /// What an iterator's or an option's closure is handed.
    pub(super) fn handed_to_closure(&self, invocation: &Invocation<'_>, element: &Value) -> Vec<Value> {
        match invocation.name() {
            "fold" | "rfold" | "scan" | "try_fold" => {
                vec![invocation.args.first().cloned().unwrap_or_default(), element.clone()]
            }
            "reduce" | "try_reduce" => vec![element.clone(), element.clone()],
            _ => vec![element.clone()],
        }
    }
}

/// What iterators make of their elements without a closure, or whatever a closure says.
pub(super) fn iterator_method(invocation: &Invocation<'_>, element: &Value) -> Option<Value> {
    let other = || invocation.args.first().map(Value::element).unwrap_or_default();
    match invocation.name() {
        "enumerate" => Some(Atom::list(vec![Atom::tuple(vec![Value::unknown(), element.clone()])])),
        "zip" => {
            let pairs = Atom::list(vec![Atom::tuple(vec![element.clone(), other()])]);
            let is_paced = |value: &Value| value.is_paced();
            let paced = is_paced(&invocation.receiver) || invocation.args.iter().any(is_paced);
            Some(if paced { pairs.joined(&Atom::Paced.into()) } else { pairs })
        }
        "chain" => Some(invocation.receiver.clone().joined(&Atom::list(vec![other()]))),
        "filter" | "inspect" | "skip_while" | "sorted_by" | "sorted_by_key" | "try_filter"
        | "try_skip_while" => Some(invocation.receiver.clone()),
        "take_while" | "try_take_while" => Some(ended(&invocation.receiver)),
        _ => None,
    }
}

/// What is gone through no further than something holds.
fn ended(stream: &Value) -> Value {
    let mut ended = Value::unknown().rooted(stream.roots);
    for atom in &stream.atoms {
        let atom = match atom {
            Atom::Listed(listed) => Atom::Listed(Listed { is_ended: true, ..*listed }),
            other => other.clone(),
        };
        ended.join(&atom.into());
    }
    ended
}
