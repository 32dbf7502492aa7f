//! Calls into the crate: functions by summaries, closures in place.

use super::evaluate::{Frame, Interpreter};
use super::event::Event;
use super::memo::Call;
use super::secrets::{is_redacting_type, may_hold_text, secret_by_name};
use super::value::{Atom, Closure, Value};
use crate::Place;
use crate::ir::{Function, Pat};
use crate::resolve::{FunctionId, StructId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How deep calls nest; what lies deeper is known by its type alone.
const MAX_CALLS: usize = 12;
/// Who calls where a const is made.
pub(super) const IN_A_CONST: FunctionId = FunctionId::MAX;
/// How many calls an event remembers.
const MAX_TRACE: usize = 8;

/// How many events a function takes over from what it calls, and how many writes.
const MAX_EVENTS: usize = 1_024;
const MAX_WRITES: usize = 256;

/// What a function does with given arguments.
#[derive(Debug, Default)]
pub(super) struct Summary {
    pub value: Value,
    pub events: Vec<Event>,
    pub writes: BTreeSet<(StructId, String, Value)>,
    pub sleeps: bool,
    pub sees_throttling: bool,
    pub touches_twilio: bool,
    /// How many steps it takes, calls included.
    pub cost: usize,
}

impl Interpreter<'_> {
    /// Calls a function of the crate; a method's receiver is its first argument.
    ///
    /// Arguments are followed only where the function or one of them can lead to a finding.
    pub(super) fn call_function(&mut self, id: FunctionId, mut args: Vec<Value>, place: Place) -> Value {
        let caller = if self.consts.is_empty() { self.stack.last().copied() } else { Some(IN_A_CONST) };
        self.calls.insert((caller, id));
        let Some(entry) = self.program.functions.get(id) else { return Value::unknown() };
        if let Some(level) = self.stack.iter().position(|running| *running == id) {
            self.memo.depend_on(level);
            self.cuts.insert((place, "a function that calls itself is followed once around"));
            return self.value_of_type(entry.module, &entry.ir.output, place);
        }
        if self.stack.len() >= MAX_CALLS {
            self.memo.depend_on_entry();
            self.cuts.insert((place, "calls nest deeper than is followed"));
            return self.value_of_type(entry.module, &entry.ir.output, place);
        }
        if self.is_shallow || !self.touching.contains(&id) && !args.iter().any(Value::matters) {
            args.clear();
        }
        let summary = self.outcome((id, args, self.frame.is_retried, self.frame.is_validating));
        self.replay(&summary, place);
        // A closure that was handed out is the caller's to run.
        let handed = summary.value.atoms.iter().filter_map(|atom| match atom {
            Atom::Closure(closure) => Some(closure.clone()),
            _ => None,
        });
        self.frame.pending.extend(handed);
        summary.value.clone().seen_from(place)
    }

    /// What a call does: known, or found out now.
    pub(super) fn outcome(&mut self, call: Call) -> Arc<Summary> {
        let level = self.stack.len();
        let can_keep = !call.1.iter().any(Value::holds_closure);
        if can_keep && let Some(known) = self.memo.get(&call, level) {
            self.steps += known.cost;
            return known;
        }
        let (steps, all_steps) = (self.steps, std::mem::take(&mut self.all_steps));
        let outer_depends = self.memo.enter();
        let mut summary = self.summarise(call.0, &call.1, call.2, call.3);
        summary.cost = self.steps - steps;
        let summary = Arc::new(summary);
        let own_steps = std::mem::replace(&mut self.all_steps, all_steps);
        let kept = can_keep.then(|| (call, Arc::clone(&summary)));
        if !self.memo.leave(kept, level, outer_depends, own_steps) {
            self.all_steps += own_steps;
        }
        summary
    }

    /// What a summary says happens at the place of a call.
    fn replay(&mut self, summary: &Summary, place: Place) {
        let events = if self.is_shallow { &[] } else { summary.events.as_slice() };
        for event in events {
            let mut calls = event.calls.clone();
            if calls.len() < MAX_TRACE {
                calls.push(place);
            }
            let event = Event { calls, ..event.clone() };
            if self.frame.events.len() >= MAX_EVENTS {
                self.cuts.insert((place, "not everything that happens in this call is followed"));
                break;
            }
            if !self.frame.events.contains(&event) {
                self.frame.events.push(event);
            }
        }
        if self.frame.writes.len() < MAX_WRITES {
            self.frame.writes.extend(summary.writes.iter().cloned());
        } else if !summary.writes.is_empty() {
            self.cuts.insert((place, "not every field that this call sets is followed"));
        }
        self.frame.sleeps |= summary.sleeps;
        self.frame.sees_throttling |= summary.sees_throttling;
        self.frame.touches_twilio |= summary.touches_twilio;
    }

    /// Interprets a function's body with given arguments.
    pub(super) fn summarise(
        &mut self,
        id: FunctionId,
        args: &[Value],
        is_retried: bool,
        is_validating: bool,
    ) -> Summary {
        let Some(entry) = self.program.functions.get(id) else { return Summary::default() };
        let function = Arc::clone(&entry.ir);
        let frame = Frame {
            module: entry.module,
            self_type: entry.self_type,
            is_retried: is_retried || function.marks.retries,
            is_validating: is_validating || function.marks.validates,
            ..Frame::default()
        };
        let outer = std::mem::replace(&mut self.frame, frame);
        let was_dry = std::mem::replace(&mut self.is_dry, false);
        let invoked = std::mem::take(&mut self.invoked);
        self.stack.push(id);
        self.bind_params(&function, args);
        self.note_traced(&function);
        let mut value = function.body.as_ref().map(|body| self.eval(body)).unwrap_or_default();
        let returns = std::mem::take(&mut self.frame.returns);
        value.join(&returns);
        let mut value = value.handed_out(&function.output);
        self.run_pending(&value);
        if value.is_unknown() {
            value = self.value_of_type(entry.module, &function.output, function.place);
        }
        self.stack.pop();
        self.is_dry = was_dry;
        self.invoked.extend(invoked);
        let frame = std::mem::replace(&mut self.frame, outer);
        if frame.touches_twilio {
            self.touched.insert(id);
        }
        Summary {
            value: value.bounded(),
            events: frame.events,
            writes: frame.writes,
            sleeps: frame.sleeps,
            sees_throttling: frame.sees_throttling,
            touches_twilio: frame.touches_twilio,
            cost: 0,
        }
    }

    fn bind_params(&mut self, function: &Function, args: &[Value]) {
        let mut args = args.iter();
        if function.receives_self {
            let mut receiver = args.next().cloned().unwrap_or_default();
            let own_traits = self.frame.self_type.and_then(|id| self.program.traits.get(&id));
            // Called through a trait, which knows nothing of the fields.
            receiver.atoms.retain(|atom| match atom {
                Atom::Object(id, _) => own_traits.is_none_or(|traits| !traits.contains(id)),
                _ => true,
            });
            let by_type = self.frame.self_type.map(|id| Atom::Object(id, BTreeMap::new()).into());
            let receiver = if receiver.is_unknown() { by_type.unwrap_or_default() } else { receiver };
            self.frame.environment.bind("self", receiver);
        }
        for param in &function.params {
            let mut value = args.next().cloned().unwrap_or_default();
            if value.is_unknown() {
                value = self.value_of_type(self.frame.module, &param.ty, param.place);
            }
            if let (true, Pat::Bind(name, _)) = (value.is_unknown(), &param.pat)
                && may_hold_text(&param.ty)
                && let Some(mut secret) = secret_by_name(name, param.place)
            {
                secret.is_hidden = is_redacting_type(&param.ty);
                value = Atom::Secret(secret).into();
            }
            self.frame.touches_twilio |= value.atoms.iter().any(|atom| match atom {
                Atom::Secret(_) => true,
                Atom::Client(client) => client.library.is_twilio(),
                Atom::External(path) => path.first().is_some_and(|root| root == "ringfence"),
                _ => false,
            });
            self.bind(&param.pat, &value);
        }
    }

    /// Closures that nothing ran are run once, with nothing known, unless the function hands them out.
    fn run_pending(&mut self, value: &Value) {
        let handed_out: BTreeSet<Place> = value.atoms.iter().filter_map(closure_place).collect();
        let mut at = 0usize;
        while let Some(closure) = self.frame.pending.get(at).cloned() {
            at += 1;
            let place = closure.expr.place;
            let is_called = self.stack.len() > 1 || !self.consts.is_empty();
            let is_inner = is_called && handed_out.contains(&place);
            if !self.invoked.contains(&place) && !is_inner {
                self.call_closure(&closure, &[]);
            }
        }
    }

    /// Runs a closure in the running function.
    pub(super) fn call_closure(&mut self, closure: &Closure, args: &[Value]) -> Value {
        self.invoked.insert(closure.expr.place);
        if self.closure_depth >= MAX_CALLS {
            self.memo.depend_on_entry();
            self.cuts.insert((closure.expr.place, "closures nest deeper than is followed"));
            return Value::unknown();
        }
        self.closure_depth += 1;
        let environment = std::mem::replace(&mut self.frame.environment, (*closure.environment).clone());
        let module = std::mem::replace(&mut self.frame.module, closure.module);
        let self_type = std::mem::replace(&mut self.frame.self_type, closure.self_type);
        let returns = std::mem::take(&mut self.frame.returns);
        let retried = self.frame.is_retried;
        for (index, pat) in closure.expr.params.iter().enumerate() {
            self.bind(pat, args.get(index).unwrap_or(&Value::unknown()));
        }
        let value = self.eval(&closure.expr.body);
        let inner = std::mem::replace(&mut self.frame.returns, returns);
        self.frame.is_retried = retried;
        self.frame.environment = environment;
        self.frame.module = module;
        self.frame.self_type = self_type;
        self.closure_depth -= 1;
        value.joined(&inner)
    }

    /// Calls whatever of a value can be called.
    pub(super) fn call_value(&mut self, callee: &Value, args: &[Value], place: Place) -> Value {
        let mut result = Value::unknown();
        for atom in &callee.atoms {
            let value = match atom {
                Atom::Closure(closure) => self.call_closure(closure, args),
                Atom::Function(id) => self.call_function(*id, args.to_vec(), place),
                Atom::External(path) => self.external_call(path, args, &[], place, place),
                _ => continue,
            };
            result.join(&value);
        }
        result
    }

    /// Calls a value inside something that tries again.
    pub(super) fn call_retried(&mut self, callee: &Value, place: Place) -> Value {
        let before = std::mem::replace(&mut self.frame.is_retried, true);
        let value = self.call_value(callee, &[], place);
        self.frame.is_retried = before;
        value
    }
}

fn closure_place(atom: &Atom) -> Option<Place> {
    match atom {
        Atom::Closure(closure) => Some(closure.expr.place),
        _ => None,
    }
}
