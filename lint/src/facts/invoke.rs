//! Calls into the crate: functions by summaries, closures in place.

use super::again::Again;
use super::attempts::resend;
use super::circles::InCircle;
use super::environment::{Environment, Written};
use super::evaluate::{Frame, Interpreter, MAX_DEPTH, MAX_STEPS};
use super::event::{CallSite, Event, Resent};
use super::exit::ExitKind;
use super::learned::Write;
use super::memo::Call;
use super::reach::Reach;
use super::roots::Roots;
use super::secrets::{SecretKind, may_hold_text, secret_by_parameter};
use super::value::{Atom, Closure, Value};
use crate::Place;
use crate::gather::{Gather, PutAll};
use crate::ir::{Expr, ExprKind, Function, Param, Pat, Stmt, Type};
use crate::resolve::{FunctionEntry, FunctionId, StructId};
use crate::sorted::Set;
use std::sync::Arc;

/// How deep closures nest.
const MAX_CLOSURES: usize = 12;
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
    pub writes: Set<Write>,
    /// What it leaves in its `&mut` arguments, by their number.
    pub outputs: Vec<(usize, Value)>,
    /// What closures that it ran wrote to names around them.
    pub written: Vec<Written>,
    pub sleeps: bool,
    pub sees_throttling: bool,
    pub reads_answers: bool,
    pub refuses_answers: bool,
    pub touches_twilio: bool,
    /// How many steps it takes, calls included.
    pub cost: usize,
    /// How deep its expressions nest, calls included.
    pub depth: usize,
    /// Whether it never comes back.
    pub diverges: bool,
    /// Whether it comes back only where the request is signed.
    pub is_verified: bool,
    /// Functions further out that it called again.
    pub recursive: Set<FunctionId>,
    /// What it runs, itself included; consts are numbered behind the functions.
    pub reach: Reach,
    /// Closures that it ran, of those that it was handed or hands out.
    pub ran: Set<Place>,
    /// Calls that it leads back to functions further out by.
    pub again: Vec<Again>,
}

impl Summary {
    /// Whether it says the same to a caller.
    pub(super) fn tells_the_same(&self, other: &Summary) -> bool {
        let flags = |summary: &Summary| {
            let is_about = (summary.touches_twilio, summary.is_verified);
            let sees = (summary.sees_throttling, summary.reads_answers, summary.refuses_answers);
            (summary.sleeps, sees, is_about, summary.diverges)
        };
        flags(self) == flags(other)
            && self.value == other.value
            && self.events == other.events
            && self.writes == other.writes
            && self.outputs == other.outputs
            && self.again == other.again
    }
}

impl Interpreter<'_> {
    /// Calls a function of the crate; a method's receiver is its first argument.
    pub(super) fn call_function(&mut self, id: FunctionId, args: Vec<Value>, place: Place) -> Value {
        self.call_with(id, args, &[], place)
    }

    /// Calls a function of the crate; what it leaves in `&mut` arguments is written to the expressions they come from.
    ///
    /// Arguments are followed only where the function or one of them can lead to a finding.
    pub(super) fn call_with(
        &mut self,
        id: FunctionId,
        mut args: Vec<Value>,
        targets: &[&Expr],
        place: Place,
    ) -> Value {
        let caller = if self.consts.is_empty() { self.stack.last().copied() } else { Some(IN_A_CONST) };
        self.calls.insert((caller, id));
        let Some(entry) = self.program.functions.get(id) else { return Value::unknown() };
        let first = usize::from(entry.ir.receives_self);
        for (at, param) in entry.ir.params.iter().enumerate() {
            if let (Some(arg), Some(target)) = (args.get_mut(at + first), targets.get(at + first)) {
                *arg = self.converted(std::mem::take(arg), target, entry.module, &param.ty);
            }
        }
        let passed = passes_on(&entry.ir).and_then(|at| args.get(at)).cloned();
        let roots: Vec<Roots> = args.iter().map(|arg| arg.roots).gather();
        self.note_again(id, &roots, self.frame.ended);
        let Some((summary, is_followed)) = self.summary(id, args, place) else {
            self.note_made();
            return self.value_of_type(entry.module, &entry.ir.output, place);
        };
        self.replay(&summary, CallSite { place, callee: id }, &roots);
        for (index, value) in &summary.outputs {
            if let Some(target) = targets.get(*index).filter(|_| is_followed || value.matters()) {
                self.store(target, value.clone());
            }
        }
        // A closure that was handed out is the caller's to run.
        let handed = summary.value.atoms.iter().filter_map(|atom| match atom {
            Atom::Closure(closure) => Some(closure.clone()),
            _ => None,
        });
        self.frame.pending.put_all(handed);
        if entry.ir.marks.validates {
            return self.marked_outcome(&entry.ir.output);
        }
        match passed.filter(|passed| !is_followed && !passed.is_unknown()) {
            Some(passed) => passed,
            None => {
                let mut value = summary.value.clone().seen_from(place);
                value.roots = summary.value.roots.seen_from(&roots, self.depth_of_regions());
                value
            }
        }
    }

    /// What a call does: known, or found out now.
    pub(super) fn outcome(&mut self, call: Call) -> Arc<Summary> {
        let level = self.stack.len();
        let can_keep = call.is_comparable();
        if can_keep && let Some(known) = self.known(&call, level) {
            self.frame.reach.extend(&known.reach);
            self.invoked.extend(&known.ran);
            self.steps += known.cost;
            self.max_depth = self.max_depth.max(self.depth + known.depth);
            return known;
        }
        let (steps, all_steps) = (self.steps, std::mem::take(&mut self.all_steps));
        let outer_depends = self.memo.enter();
        let outer_depth = std::mem::replace(&mut self.max_depth, self.depth);
        let mut summary = self.summarise(&call);
        summary.cost = self.steps - steps;
        summary.depth = self.max_depth - self.depth;
        self.max_depth = self.max_depth.max(outer_depth);
        let summary = Arc::new(summary);
        let own_steps = std::mem::replace(&mut self.all_steps, all_steps);
        // What closures write to is a binding of this time's.
        let can_keep = can_keep && summary.written.is_empty();
        let kept = can_keep.then(|| (call, Arc::clone(&summary)));
        if !self.memo.leave(kept, level, outer_depends, own_steps) {
            self.all_steps += own_steps;
        }
        self.frame.reach.extend(&summary.reach);
        self.invoked.extend(&summary.ran);
        summary
    }

    fn known(&mut self, call: &Call, level: usize) -> Option<Arc<Summary>> {
        let functions = self.program.functions.len();
        let (stack, consts) = (&self.stack, &self.consts);
        let runs = |reach: &Reach| {
            stack.iter().any(|id| reach.contains(*id))
                || consts.iter().any(|id| reach.contains(functions + id))
        };
        let (depth, steps) = (self.depth, self.steps);
        let fits = |known: &Summary| depth + known.depth <= MAX_DEPTH && steps + known.cost <= MAX_STEPS;
        self.memo.get(call, level, runs, fits)
    }

    /// What a function does with arguments, and whether these were followed; nothing where it is being run already.
    pub(super) fn summary(
        &mut self,
        id: FunctionId,
        mut args: Vec<Value>,
        place: Place,
    ) -> Option<(Arc<Summary>, bool)> {
        if self.is_alone {
            return None;
        }
        let matters =
            !self.is_shallow && (args.iter().any(|arg| self.matters(arg)) || self.is_lost(id, &args));
        if let (false, Some(found)) = (matters, self.in_circle(id)) {
            return found.map(|summary| (summary, false));
        }
        if let Some(level) = self.stack.iter().position(|running| *running == id) {
            self.memo.depend_on(level);
            self.recursive.insert(id);
            if matters {
                self.cuts.insert((place, "a function that calls itself is followed once"));
            }
            return None;
        }
        let is_followed = !self.is_shallow && (matters || self.touching.contains(&id));
        // What tells nothing beyond its type would make the same call another one.
        match is_followed {
            true => args.iter_mut().for_each(|arg| *arg = self.telling(arg)),
            false => args.clear(),
        }
        let mut call = Call::new(id, args, self.frame.is_retried, self.frame.is_validating);
        call.is_verified = is_followed && self.frame.environment.is_verified;
        Some((self.outcome(call), is_followed))
    }

    /// A call inside a circle: what the callee does without arguments, or nothing yet.
    fn in_circle(&mut self, id: FunctionId) -> Option<Option<Arc<Summary>>> {
        let caller = *self.stack.last()?;
        if self.frame.is_retried || self.frame.is_validating {
            return None;
        }
        let found = self.circles.call(caller, id)?;
        // It leads back to whoever called.
        self.recursive.insert(caller);
        Some(match found {
            InCircle::Known { summary, is_settled } => {
                if !is_settled {
                    self.memo.depend_on_entry();
                }
                self.steps += summary.cost;
                self.frame.reach.extend(&summary.reach);
                self.invoked.extend(&summary.ran);
                Some(summary)
            }
            InCircle::Unknown => {
                self.memo.depend_on_entry();
                None
            }
        })
    }

    /// A function that is named but not called here: whoever is handed it may call it.
    pub(super) fn mention(&mut self, id: FunctionId) {
        if self.is_shallow {
            let known = self.summary(id, Vec::new(), Place::NOWHERE);
            self.frame.touches_twilio |= known.is_some_and(|(summary, _)| summary.touches_twilio);
        }
    }

    /// What an argument tells. What a struct holds to be called one day is left out where nothing can come of that: with
    /// closures inside, no two calls are the same.
    fn telling(&self, arg: &Value) -> Value {
        let telling = arg.telling();
        let is_closure = |atom: &Atom| matches!(atom, Atom::Closure(_));
        match telling.atoms.iter().any(|atom| !is_closure(atom) && atom.holds_closure()) {
            true => telling.without_closures(&|closure| !self.closure_matters(closure)),
            false => telling,
        }
    }

    fn closure_matters(&self, closure: &Closure) -> bool {
        self.touching_closures.contains(&closure.expr.place)
            || closure.seen().any(|value| !value.holds_closure() && value.matters())
    }

    /// Whether a value can lead to a finding; a closure can if it touches Twilio or sees something that can.
    fn matters(&self, value: &Value) -> bool {
        value.atoms.iter().any(|atom| match atom {
            Atom::Closure(closure) => self.closure_matters(closure),
            Atom::Function(id) => self.touching.contains(id),
            other => other.matters(),
        })
    }

    /// Whether a client is among the arguments that the function's own types say nothing of.
    fn is_lost(&self, id: FunctionId, args: &[Value]) -> bool {
        let Some(entry) = self.program.functions.get(id) else { return false };
        let first = usize::from(entry.ir.receives_self);
        let is_client = |value: &Value| value.atoms.iter().any(|atom| matches!(atom, Atom::Client(_)));
        let is_unnamed = |at: usize| {
            let param = at.checked_sub(first).and_then(|at| entry.ir.params.get(at));
            param.is_some_and(|param| self.value_of_type(entry.module, &param.ty, param.place).is_unknown())
        };
        let holds = |atom: &Atom| match atom {
            Atom::Object(id, fields) => fields.iter().any(|(name, value)| {
                is_client(value) && self.field_of_type(*id, name, Place::NOWHERE).is_unknown()
            }),
            _ => false,
        };
        args.iter()
            .enumerate()
            .any(|(at, arg)| arg.atoms.iter().any(holds) || is_client(arg) && is_unnamed(at))
    }

    /// What a summary says happens at the place of a call.
    pub(super) fn replay(&mut self, summary: &Summary, site: CallSite, roots: &[Roots]) {
        let place = site.place;
        self.note_again_within(summary, roots);
        let events = if self.is_shallow { &[] } else { summary.events.as_slice() };
        for event in events {
            let calls = event.calls.iter().take(MAX_TRACE - 1).copied().chain([site]).gather();
            let kind = self.seen_by_caller(event.kind.clone(), roots);
            self.frame.roots.is_answer |= kind.asks_twilio();
            let Event { place: at, statement, entry, .. } = *event;
            let mut event = Event { place: at, statement, calls, entry, kind };
            if self.is_last_attempt(&event.kind, event.place) {
                resend(&mut event, Resent::Always);
            }
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
        self.frame.reads_answers |= summary.reads_answers;
        self.frame.refuses_answers |= summary.refuses_answers;
        self.frame.touches_twilio |= summary.touches_twilio;
        self.frame.is_dead |= summary.diverges;
        self.frame.environment.is_verified |= summary.is_verified;
        self.recursive.extend(summary.recursive.iter().filter(|id| self.stack.contains(id)));
        self.receive(summary.written.clone());
    }

    /// What closures wrote: to names of this function, or of one further out.
    fn receive(&mut self, written: Vec<Written>) {
        for written in written {
            if !self.frame.environment.receive(&written) {
                self.frame.written.push(written);
            }
        }
    }

    /// Interprets a function's body with given arguments.
    fn summarise(&mut self, call: &Call) -> Summary {
        let id = call.function;
        let Some(entry) = self.program.functions.get(id) else { return Summary::default() };
        let frame = self.frame_of(entry, call);
        let outer = std::mem::replace(&mut self.frame, frame);
        let was_dry = std::mem::replace(&mut self.is_dry, false);
        let closure_depth = std::mem::take(&mut self.closure_depth);
        let invoked = std::mem::take(&mut self.invoked);
        let outer_recursive = std::mem::take(&mut self.recursive);
        self.stack.push(id);
        let mut summary = self.run_body(entry, &call.args);
        self.stack.pop();
        self.is_dry = was_dry;
        self.closure_depth = closure_depth;
        summary.ran = std::mem::replace(&mut self.invoked, invoked);
        // Others than these nobody around can hold.
        if !summary.ran.is_empty()
            && let Some(held) = call.closures(&summary.value)
        {
            summary.ran.retain(|place| held.contains(place));
        }
        if let Some((changed, ends)) = self.frame.changed {
            self.tell_recursion(changed, ends, entry.ir.place);
        }
        let mut frame = std::mem::replace(&mut self.frame, outer);
        let is_recursive = self.recursive.remove(&id);
        summary.recursive = std::mem::replace(&mut self.recursive, outer_recursive);
        self.recursive.extend(summary.recursive.iter().copied());
        if is_recursive && frame.sleeps && frame.sees_throttling {
            // It calls itself after a wait: what a loop that tries again does.
            frame.events.iter_mut().for_each(|event| resend(event, Resent::Always));
            // In a circle the wait and the look at the answer are those of the others, too.
            if !self.circles.contain(id) {
                (frame.sleeps, frame.sees_throttling) = (false, false);
            }
        }
        if frame.touches_twilio {
            self.touched.insert(id);
        }
        frame.reach.insert(id);
        Summary {
            events: frame.events,
            writes: frame.writes,
            written: frame.written,
            sleeps: frame.sleeps,
            sees_throttling: frame.sees_throttling,
            reads_answers: frame.reads_answers,
            refuses_answers: frame.refuses_answers,
            touches_twilio: frame.touches_twilio,
            reach: frame.reach,
            again: frame.again,
            ..summary
        }
    }

    /// What a body leaves behind, and what is known of that beside the frame it ran in.
    fn run_body(&mut self, entry: &FunctionEntry, args: &[Value]) -> Summary {
        let function = Arc::clone(&entry.ir);
        self.bind_params(&function, entry.foreign_type.as_ref(), args);
        self.note_traced(&function);
        let start = self.frame.environment.clone();
        let value = self.catching(ExitKind::Return, None, |this| {
            function.body.as_ref().map(|body| this.eval(body)).unwrap_or_default()
        });
        let diverges = self.frame.is_dead && function.body.is_some() || function.output.path == ["!"];
        self.frame.is_dead = false;
        let roots = value.roots;
        let is_verified = self.frame.environment.is_verified && !start.is_verified && !diverges;
        let value = self.read_as(&value, entry.module, &function.output);
        let value = self.told_of(value, &function.output);
        let mut value = self.handed_out(value, entry.module, &function.output);
        self.run_pending(&value);
        let outputs = outputs_of(&function, &start, &self.frame.environment);
        if let Some(body) = &function.body {
            value = self.converted(value, body, entry.module, &function.output);
        }
        if !diverges && (value.is_unknown() || value.has_variants()) {
            // What a variant tells of a check stays beside the type.
            let variants = value.variants();
            value = self.value_of_type(entry.module, &function.output, function.place).joined(&variants);
        }
        value.roots = roots;
        self.tell_renewed(&function, &mut value);
        Summary { value: value.bounded(), outputs, diverges, is_verified, ..Summary::default() }
    }

    fn frame_of(&mut self, entry: &FunctionEntry, call: &Call) -> Frame {
        self.frames += 1;
        let serial = self.frames;
        let mut environment = Environment::default();
        environment.is_verified = call.is_verified;
        Frame {
            environment,
            module: entry.module,
            self_type: self.self_type_of(entry.self_type, &call.args),
            generics: entry.ir.generics.clone(),
            is_retried: call.is_retried || entry.ir.marks.retries,
            is_validating: call.is_validating || entry.ir.marks.validates,
            serial,
            ..Frame::default()
        }
    }

    /// In a method that a trait gives its types, `Self` is the receiver's type where that is known.
    fn self_type_of(&self, declared: Option<StructId>, args: &[Value]) -> Option<StructId> {
        let of_trait = declared?;
        let receiver = args.first().map(|value| &*value.atoms);
        match receiver {
            Some([Atom::Object(id, _)]) if self.program.implements(*id, of_trait) => Some(*id),
            _ => declared,
        }
    }

    fn bind_params(&mut self, function: &Function, foreign: Option<&Type>, args: &[Value]) {
        let mut args = args.iter();
        if function.receives_self {
            let mut receiver = args.next().cloned().unwrap_or_default();
            let own_traits = self.frame.self_type.and_then(|id| self.program.traits.get(&id));
            // Called through a trait, which knows nothing of the fields.
            receiver.retain(|atom| match atom {
                Atom::Object(id, _) => own_traits.is_none_or(|traits| !traits.contains(id)),
                _ => true,
            });
            if receiver.is_unknown() {
                receiver = self.receiver_by_type(foreign, function.place);
            }
            self.frame.sees_hook |= receiver.has_variants();
            receiver.roots = Roots::param(0);
            self.frame.environment.bind("self", receiver);
        }
        for (index, param) in (usize::from(function.receives_self)..).zip(&function.params) {
            let mut value = args.next().cloned().unwrap_or_default();
            value = match value.is_unknown() {
                true => self.extracted(self.frame.module, &param.ty, param.place, function.marks.handles),
                false => self.read_as(&value, self.frame.module, &param.ty),
            };
            self.frame.sees_hook |= value.holds_hook(&|_| true);
            self.hook_pattern(&param.pat, &value, param.place);
            if value.is_unknown() {
                value = self.value_of_type(self.frame.module, &param.ty, param.place).handed_in();
            }
            if let (true, Pat::Bind(name, _)) = (value.is_unknown(), &param.pat)
                && may_hold_text(&param.ty)
                && let Some(secret) = secret_by_parameter(name, &param.ty, param.place)
            {
                value = Atom::Secret(secret).into();
            }
            if param.is_array {
                value.join(&Atom::Few.into());
            }
            self.frame.touches_twilio |= value.atoms.iter().any(|atom| match atom {
                Atom::Secret(secret) => secret.kind != SecretKind::Either,
                Atom::Client(client) => client.library.is_twilio(),
                Atom::External(path) => path.first().is_some_and(|root| root == "ringfence"),
                Atom::Hook(_) => true,
                _ => false,
            });
            value.roots = Roots::param(index);
            self.bind(&param.pat, &value);
        }
        self.prove_taken();
    }

    /// Runs a closure in the running function. One that was written in another hangs on what it came by.
    pub(super) fn call_closure(&mut self, closure: &Closure, roots: Roots, args: &[Value]) -> Value {
        self.invoked.insert(closure.expr.place);
        if self.closure_depth >= MAX_CLOSURES {
            self.memo.depend_on_entry();
            self.cuts.insert((closure.expr.place, "closures nest deeper than is followed"));
            return Value::unknown();
        }
        self.closure_depth += 1;
        let mut captured = (*closure.environment).clone();
        captured.refresh(&self.frame.environment);
        if closure.home != self.frame.serial {
            captured.root(roots);
        }
        let environment = std::mem::replace(&mut self.frame.environment, captured.clone());
        let module = std::mem::replace(&mut self.frame.module, closure.module);
        let self_type = std::mem::replace(&mut self.frame.self_type, closure.self_type);
        let retried = self.frame.is_retried;
        let ended = std::mem::take(&mut self.frame.ended);
        let frame = &mut self.frame;
        let before =
            [&mut frame.touches_twilio, &mut frame.sleeps, &mut frame.sees_throttling].map(std::mem::take);
        let value = self.catching(ExitKind::Return, None, |this| {
            for (index, pat) in closure.expr.params.iter().enumerate() {
                // What nobody gives it is another thing each time.
                let unknown = Value::unknown().rooted(this.fresh());
                this.bind(pat, args.get(index).unwrap_or(&unknown));
            }
            this.eval(&closure.expr.body)
        });
        self.frame.is_dead = false;
        self.frame.ended = ended;
        self.frame.is_retried = retried;
        let frame = &mut self.frame;
        let facts = [&mut frame.touches_twilio, &mut frame.sleeps, &mut frame.sees_throttling];
        if value.matters() || facts.iter().any(|fact| **fact) {
            self.touched_closures.insert(closure.expr.place);
        }
        facts.into_iter().zip(before).for_each(|(fact, before)| *fact |= before);
        let inner = std::mem::replace(&mut self.frame.environment, environment);
        self.receive(inner.written_since(&captured));
        self.frame.module = module;
        self.frame.self_type = self_type;
        self.closure_depth -= 1;
        value
    }

    /// Calls whatever of a value can be called.
    pub(super) fn call_value(&mut self, callee: &Value, args: &[Value], place: Place) -> Value {
        let mut result = Value::unknown();
        for atom in &callee.atoms {
            let value = match atom {
                Atom::Closure(closure) => self.call_closure(closure, callee.roots, args),
                Atom::Function(id) => self.call_function(*id, args.to_vec(), place),
                Atom::External(path) => self.external_call(path, args, &[], place, place),
                _ => continue,
            };
            result.join(&value);
        }
        result
    }
}

/// The argument that a function gives back as it is, where it does nothing else: it is not followed for that.
fn passes_on(function: &Function) -> Option<usize> {
    let ExprKind::Block(block) = &function.body.as_ref()?.kind else { return None };
    let [Stmt::Expr(last)] = block.stmts.as_slice() else { return None };
    let ExprKind::Path(path) = &last.kind else { return None };
    let [name] = path.as_slice() else { return None };
    let is_it = |param: &Param| matches!(&param.pat, Pat::Bind(bound, None) if bound == name);
    let at = function.params.iter().position(is_it).filter(|_| block.has_value)?;
    Some(at + usize::from(function.receives_self))
}

/// What a function leaves in its `&mut` arguments, where that is something else than it was given.
fn outputs_of(function: &Function, start: &Environment, end: &Environment) -> Vec<(usize, Value)> {
    let by_self = function.receives_self.then_some(function.mutates_self);
    let by_params = function.params.iter().map(|param| param.is_mut && matches!(param.pat, Pat::Bind(..)));
    // Only plain names stand in the environment one after the other.
    let plain = function.params.iter().take_while(|param| matches!(param.pat, Pat::Bind(_, None)));
    let known = plain.count() + usize::from(function.receives_self);
    let numbered = by_self.into_iter().chain(by_params).enumerate().take(known);
    let changed = numbered.filter(|(_, is_mut)| *is_mut).filter_map(|(index, _)| {
        let value = end.at(index).filter(|value| start.at(index) != Some(*value))?;
        Some((index, value.clone()))
    });
    changed.gather()
}
