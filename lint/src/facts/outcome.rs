//! What came of a call to Twilio: a `Result` whose error carries the id of its request, and what a program does with it.

use super::evaluate::Interpreter;
use super::event::EventKind;
use super::method::Invocation;
use super::region::Ends;
use super::roots::Roots;
use super::value::{Atom, Value};
use crate::Place;
use crate::gather::Gather;
use crate::ir::{Arm, Expr, ExprKind, Pat, Type};
use crate::kinds::Kinds;
use crate::resolve::{ModuleId, Resolved};

/// The `Result` of a call to Twilio.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Outcome {
    /// What sends.
    pub origin: Place,
    /// The expression that it is the value of: the call of the function that sends, seen from its caller.
    pub from: Place,
}

/// Its error, and the pattern or closure that names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Failure {
    pub outcome: Outcome,
    pub bound: Place,
}

/// How an error goes unread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Discard {
    /// Asked whether there is one, and nothing else.
    Asked,
    /// `let _ =`, `drop`, a statement.
    Ignored,
    /// A method that puts nothing or something else in its place.
    Replaced,
    /// A pattern for what went well alone, or one that names no error.
    Unmatched,
    /// A pattern or closure that takes the error.
    Bound(Place),
}

impl Value {
    /// What is left where it went well.
    pub(super) fn succeeded(&self) -> Value {
        self.with_only(|atom| !matches!(atom, Atom::Outcome(_) | Atom::Failure(_)))
    }

    /// What is left where it went wrong, named at a place.
    pub(super) fn failed(&self, bound: Place) -> Value {
        let atoms = self.atoms.iter().map(|atom| match atom {
            Atom::Outcome(outcome) => Atom::Failure(Failure { outcome: *outcome, bound }),
            other => other.clone(),
        });
        atoms.gather()
    }

    /// An error inside `Err(..)`.
    pub(super) fn thrown(&self, from: Place) -> Value {
        let atoms = self.atoms.iter().map(|atom| match atom {
            Atom::Failure(failure) => Atom::Outcome(Outcome { from, ..failure.outcome }),
            other => other.clone(),
        });
        atoms.gather()
    }

    /// The outcome of a call, seen from the caller.
    pub(super) fn seen_from(self, from: Place) -> Value {
        if !self.atoms.iter().any(|atom| matches!(atom, Atom::Outcome(_))) {
            return self;
        }
        let atoms = self.atoms.iter().map(|atom| match atom {
            Atom::Outcome(outcome) => Atom::Outcome(Outcome { from, ..*outcome }),
            other => other.clone(),
        });
        atoms.gather()
    }

    fn outcomes(&self) -> Vec<Outcome> {
        let outcomes = self.atoms.iter().filter_map(|atom| match atom {
            Atom::Outcome(outcome) => Some(*outcome),
            _ => None,
        });
        outcomes.gather()
    }

    fn failures(&self) -> Vec<Failure> {
        let failures = self.atoms.iter().filter_map(|atom| match atom {
            Atom::Failure(failure) => Some(*failure),
            _ => None,
        });
        failures.gather()
    }
}

fn names_result(path: &[String]) -> bool {
    path.last().is_some_and(|name| name.contains("Result"))
}

impl Interpreter<'_> {
    /// What a function gives to its caller: one that returns no `Result` lets no outcome out.
    pub(super) fn handed_out(&self, value: Value, module: ModuleId, output: &Type) -> Value {
        let succeeded = value.succeeded();
        // What the type is called is looked up only where it matters: most values are no outcomes.
        if succeeded == value || !self.is_result(module, output) { succeeded } else { value }
    }

    /// Whether a type is, or holds, a `Result` under whichever name.
    fn is_result(&self, module: ModuleId, ty: &Type) -> bool {
        let (home, aliased) = self.program.unalias(module, ty);
        let is_renamed = || match self.program.ty(home, &aliased.path) {
            Some(Resolved::External(path)) => names_result(&path),
            _ => false,
        };
        names_result(&ty.path)
            || names_result(&aliased.path)
            || is_renamed()
            || ty.args.iter().any(|arg| self.is_result(module, arg))
    }

    /// A value that is only looked at where it stands: what is done with it there decides, not that it was named.
    pub(super) fn eval_looked_at(&mut self, expr: &Expr) -> Value {
        let mut inner = expr;
        while let ExprKind::Transparent(next) | ExprKind::Awaited(next) | ExprKind::Deref(next) = &inner.kind
        {
            inner = next;
        }
        let is_name = matches!(inner.kind, ExprKind::Path(_));
        let before = std::mem::replace(&mut self.frame.is_looked_at, is_name);
        let value = self.eval(expr);
        self.frame.is_looked_at = before;
        value
    }

    /// A name by itself: its value goes on from here, unless it is looked at where it stands.
    pub(super) fn name(&mut self, path: &[String], place: Place) -> Value {
        let value = self.path(path);
        if !self.frame.is_looked_at {
            self.note_kept(&value, place);
        }
        value
    }

    /// A name stands where its value goes on: an outcome or an error is kept.
    pub(super) fn note_kept(&mut self, value: &Value, place: Place) {
        for outcome in value.outcomes() {
            self.event(EventKind::ErrorKept { from: outcome.from, bound: None }, place);
        }
        self.note_read(value, place);
    }

    /// An error is read as a whole.
    pub(super) fn note_read(&mut self, value: &Value, place: Place) {
        for Failure { outcome, bound } in value.failures() {
            self.event(EventKind::ErrorKept { from: outcome.from, bound: Some(bound) }, place);
        }
    }

    /// A part of an error is read: a method or a field of it.
    pub(super) fn note_part(&mut self, value: &Value, name: &str, place: Place) {
        if !hands_answer_on(name) {
            self.note_read_answer(value.roots);
        }
        if !value.failures().is_empty() && !Kinds::of(name).has(Kinds::PART) {
            self.note_read(value, place);
        }
    }

    /// An error goes unread.
    pub(super) fn discard(&mut self, value: &Value, how: Discard, place: Place) {
        self.discard_among(value, how, None, place);
    }

    fn discard_among(&mut self, value: &Value, how: Discard, arms: Option<Place>, place: Place) {
        if self.frame.is_quiet {
            return;
        }
        for outcome in value.outcomes() {
            self.event(EventKind::ErrorDropped { outcome, how, arms }, place);
        }
    }

    /// A value that nothing takes.
    pub(super) fn ignore(&mut self, value: &Value, place: Place) {
        let sent = value.outcomes().first().map(|outcome| outcome.origin);
        self.discard(value, Discard::Ignored, sent.filter(|sent| place.contains(*sent)).unwrap_or(place));
    }

    /// `let _ =`: a value that nothing takes, or several.
    pub(super) fn ignore_all(&mut self, value: &Value, place: Place) {
        self.ignore(value, place);
        for atom in &value.atoms {
            if let Atom::Tuple(parts) = atom {
                parts.iter().for_each(|part| self.ignore(part, place));
            }
        }
    }

    /// `?`: the error is the caller's from here on.
    pub(super) fn try_expr(&mut self, inner: &Expr) -> Value {
        let value = self.eval(inner);
        let outcomes: Value = value.outcomes().into_iter().map(Atom::Outcome).gather();
        let outcomes = if value.roots.is_answer { outcomes.rooted(Roots::answer()) } else { outcomes };
        if !outcomes.is_unknown() {
            self.note_end(Some(Ends::FINE));
        }
        self.hand_out(&outcomes);
        let value = self.went_well(value, inner.place);
        value.succeeded()
    }

    /// `if let`, `while let` and `let .. else`: a pattern for what went well leaves the error unread.
    pub(super) fn match_one(&mut self, pat: &Pat, value: &Value) {
        match pat {
            Pat::Success(place, _) => self.discard(value, Discard::Unmatched, *place),
            Pat::Error(place, pats) if names_nothing(pats) => {
                self.discard(value, Discard::Bound(*place), *place)
            }
            Pat::Typed(inner, _) => self.match_one(inner, value),
            _ => {}
        }
    }

    /// The arms of a `match`: the first that takes errors as they come decides.
    pub(super) fn match_arms(&mut self, value: &Value, arms: &[Arm]) {
        let (Some(first), Some(last)) = (arms.first(), arms.last()) else { return };
        let all = first.pat_place.to(last.body.place);
        let taking =
            arms.iter().filter(|arm| arm.guard.is_none()).find_map(|arm| taken_by(&arm.pat, arm.pat_place));
        if let Some((how, place)) = taking {
            self.discard_among(value, how, Some(all), place);
        }
    }

    /// A function of `Result` by its path, as in `filter_map(Result::ok)`.
    pub(super) fn result_function(&mut self, name: &str, value: &Value, place: Place) {
        match name {
            "ok" | "unwrap_or_default" => self.discard(value, Discard::Replaced, place),
            "is_err" | "is_ok" => self.discard(value, Discard::Asked, place),
            _ => {}
        }
    }

    /// A method of a `Result`.
    pub(super) fn outcome_method(&mut self, outcome: Outcome, invocation: &Invocation<'_>) -> Value {
        let value: Value = Atom::Outcome(outcome).into();
        let name_place = invocation.call.name_place;
        match invocation.name() {
            "and" | "and_then" | "and_then_async" | "inspect" | "inspect_ok" | "map" | "map_ok" => {
                self.run_closures(invocation, &Value::unknown());
                value
            }
            "as_deref" | "as_mut" | "as_ref" | "boxed" | "boxed_local" | "change_context" | "clone"
            | "cloned" | "context" | "copied" | "fuse" | "in_current_span" | "instrument" | "into"
            | "into_future" | "into_report" | "with_context" | "wrap_err" | "wrap_err_with" => value,
            "inspect_err" => {
                self.run_closures(invocation, &value.failed(closure_place(invocation)));
                value
            }
            "then" => self.run_closures(invocation, &value),
            "map_err" | "map_or_else" | "or_else" | "unwrap_or_else" => {
                let bound = closure_place(invocation);
                if takes_function(invocation) {
                    self.discard(&value, Discard::Bound(bound), name_place);
                }
                self.run_closures(invocation, &value.failed(bound))
            }
            "is_err" | "is_err_and" | "is_ok" | "is_ok_and" => {
                self.run_closures(invocation, &value.failed(closure_place(invocation)));
                self.discard(&value, Discard::Asked, name_place);
                Value::unknown()
            }
            "into_iter" | "iter" | "map_or" | "ok" | "or" | "unwrap_or" | "unwrap_or_default" => {
                self.discard(&value, Discard::Replaced, name_place);
                let run = self.run_closures(invocation, &Value::unknown());
                invocation.first().joined(&run)
            }
            "err" | "expect_err" | "unwrap_err" => value.failed(name_place),
            _ => {
                self.note_kept(&value, name_place);
                self.run_closures(invocation, &Value::unknown());
                Value::unknown()
            }
        }
    }

    /// Runs what a method is given with a value.
    fn run_closures(&mut self, invocation: &Invocation<'_>, value: &Value) -> Value {
        let mut result = Value::unknown();
        for arg in &invocation.args {
            result.join(&self.call_value(arg, std::slice::from_ref(value), invocation.place));
        }
        result
    }
}

/// Whether a method hands on what Twilio answered without a look at it.
fn hands_answer_on(name: &str) -> bool {
    const NAMES: &[&str] = &[
        "boxed",
        "boxed_local",
        "context",
        "in_current_span",
        "inspect_err",
        "instrument",
        "into_future",
        "map_err",
        "with_context",
        "wrap_err",
        "wrap_err_with",
    ];
    NAMES.contains(&name)
}

/// Whether the crate itself says what is done with the error; other functions take it whole.
fn takes_function(invocation: &Invocation<'_>) -> bool {
    let own = |atom: &Atom| matches!(atom, Atom::Closure(_) | Atom::Function(_));
    invocation.args.first().is_some_and(|arg| arg.atoms.iter().any(own))
}

fn closure_place(invocation: &Invocation<'_>) -> Place {
    invocation.arg_place(0)
}

/// Whether `Err(..)` takes every error, not one in particular.
fn names_nothing(pats: &[Pat]) -> bool {
    match pats {
        [Pat::Bind(_, None) | Pat::Wild] => true,
        [Pat::Typed(inner, _)] => names_nothing(std::slice::from_ref(inner)),
        _ => false,
    }
}

/// How a pattern of an arm takes the errors that come to it, if it does.
fn taken_by(pat: &Pat, place: Place) -> Option<(Discard, Place)> {
    match pat {
        Pat::Error(place, pats) if names_nothing(pats) => Some((Discard::Bound(*place), *place)),
        Pat::Wild => Some((Discard::Unmatched, place)),
        // A name takes the outcome whole.
        Pat::Bind(_, None) => Some((Discard::Bound(place), Place::NOWHERE)),
        Pat::Or(pats) | Pat::Slice(pats) => pats.iter().find_map(|pat| taken_by(pat, place)),
        _ => None,
    }
    .filter(|(_, place)| *place != Place::NOWHERE)
}
