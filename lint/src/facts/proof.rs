//! Checks of a signature, and what hangs on their outcome.

use super::evaluate::Interpreter;
use super::event::EventKind;
use super::externals::ExternalCall;
use super::hook::{HookPart, Proof};
use super::method::Invocation;
use super::switches::negated;
use super::value::{Atom, Value};
use super::webhook::is_keyed;
use crate::Place;
use crate::gather::Gather;
use crate::ir::{Expr, ExprKind, Pat, Type};

/// Parts of names of functions that check something.
const CHECKING: &[&str] = &[
    "authentic",
    "check",
    "constant_time",
    "ct_eq",
    "forged",
    "memcmp",
    "secure_compare",
    "signed",
    "valid",
    "verif",
];

/// Beginnings of names of functions that prepare a check.
const PREPARING: &[&str] = &[
    "build", "compute", "create", "expected", "extract", "from_", "generate", "get_", "make_", "new",
    "parse", "with_",
];

impl Interpreter<'_> {
    /// The state behind a condition that is known to hold, or not to.
    pub(super) fn assume(&mut self, value: &Value, is_true: bool, place: Place) {
        if value.proof().is_some_and(|proof| proof.holds == is_true && !proof.is_wrapped) {
            self.prove(place);
        }
    }

    fn prove(&mut self, place: Place) {
        if !std::mem::replace(&mut self.frame.environment.is_verified, true) {
            self.event(EventKind::HookJudged, place);
        }
    }

    /// What is left where something went well: `?`, `unwrap()`, `Ok(..)`.
    pub(super) fn went_well(&mut self, value: Value, place: Place) -> Value {
        let Some(proof) = value.proof() else { return value };
        let rest = value.without_proofs();
        if proof.is_wrapped {
            return rest.joined(&Atom::Proof(Proof { is_wrapped: false, ..proof }).into());
        }
        self.assume(&value, true, place);
        rest
    }

    /// A method of the outcome of a check; nothing where the value is none.
    pub(super) fn proof_method(&mut self, invocation: &Invocation<'_>) -> Option<Value> {
        let proof = invocation.receiver.proof()?;
        let (name, place) = (invocation.name(), invocation.place);
        let with = |proof: Proof| -> Value { Atom::Proof(proof).into() };
        Some(match name {
            "unwrap" | "expect" | "unwrap_unchecked" => self.went_well(invocation.receiver.clone(), place),
            "is_err" | "is_none" | "err" | "not" => with(proof.negated()),
            "unwrap_err" | "expect_err" => Value::unknown(),
            "unwrap_or" | "unwrap_or_else" | "or" | "or_else" | "map_or" | "map_or_else" | "is_none_or" => {
                let default = invocation.args.first().cloned().unwrap_or_default();
                let default =
                    if name.ends_with("else") { self.call_value(&default, &[], place) } else { default };
                match &*default.atoms {
                    [Atom::Bool(false)] | [Atom::Refusal] => with(Proof { is_wrapped: false, ..proof }),
                    _ => Value::unknown(),
                }
            }
            "map" | "and_then" | "then" | "is_ok_and" | "is_some_and" | "inspect" if proof.holds => {
                let result = self.run_proven(invocation, !proof.is_wrapped);
                let kept = result.proof().filter(|_| proof.is_wrapped);
                with(kept.map_or(proof, |_| Proof { is_wrapped: true, ..proof }))
            }
            "map_err" | "ok_or_else" | "inspect_err" | "with_context" => {
                let args = &invocation.args;
                args.iter().for_each(|arg| _ = self.call_value(arg, &[], place));
                with(proof)
            }
            "unwrap_or_default" => with(Proof { is_wrapped: false, ..proof }),
            _ => with(proof),
        })
    }

    /// Runs closures that run only where the check went well.
    fn run_proven(&mut self, invocation: &Invocation<'_>, is_proven: bool) -> Value {
        let before = self.frame.environment.is_verified;
        self.frame.environment.is_verified |= is_proven;
        let mut result = Value::unknown();
        for arg in &invocation.args {
            let value = self.call_value(arg, &[], invocation.place);
            result.join(&value);
        }
        self.frame.environment.is_verified = before;
        result
    }

    /// What a pattern that fits says of the outcome of a check, whatever the arms before it took.
    pub(super) fn fitted(&mut self, pat: &Pat, value: &Value, has_failed: bool, place: Place) {
        if value.has_variants() {
            let is_rest = has_failed && matches!(pat, Pat::Wild | Pat::Bind(..));
            if is_rest || self.variant_fits(pat, value) == Some(Proof::GOOD) {
                self.prove(place);
            }
            return;
        }
        let fits = match pat {
            Pat::Success(..) | Pat::TupleStruct(_) => Some(true),
            Pat::Error(..) => Some(false),
            Pat::Bind(name, None) if name == "None" => Some(false),
            Pat::Compare(Some(expr)) => match expr.kind {
                ExprKind::Bool(known) => Some(known),
                _ => None,
            },
            Pat::Wild | Pat::Bind(..) if has_failed => Some(true),
            _ => None,
        };
        let Some(is_good) = fits else { return };
        match is_good {
            true => drop(self.went_well(value.clone(), place)),
            false => self.assume(value, false, place),
        }
    }

    /// `assert!(..)`, `ensure!(..)` without a message; `matches!(..)` is a condition by itself.
    pub(super) fn checked(&mut self, name: &str, condition: &Expr, pattern: Option<&Expr>) -> Value {
        let value = self.eval_quietly(condition);
        if name == "matches" && value.has_variants() {
            let asked = pattern.map(|pattern| self.eval_quietly(pattern)).unwrap_or_default();
            return self.compared_hooks(&[value, asked], true, condition.place).unwrap_or_default();
        }
        if name == "matches" {
            let is_failure = match pattern.map(|pattern| &pattern.kind) {
                Some(ExprKind::Call(func, _)) => {
                    matches!(&func.kind, ExprKind::Path(path) if path.last().is_some_and(|last| last == "Err"))
                }
                Some(ExprKind::Bool(known)) => !known,
                _ => return Value::unknown(),
            };
            return if is_failure { negated(&value) } else { value };
        }
        let other = pattern.map(|other| self.eval_quietly(other)).unwrap_or_default();
        self.held(name, &[value, other], condition.place);
        Value::unknown()
    }

    /// Behind a macro that ends the function where its condition does not hold, it does.
    pub(super) fn held(&mut self, name: &str, values: &[Value], place: Place) {
        match (name, values) {
            ("assert" | "ensure", [condition, ..]) => self.assume(condition, true, place),
            ("assert_eq", [left, right, ..]) => {
                let pair = [left.clone(), right.clone()];
                let same = self.compared_hooks(&pair, true, place).unwrap_or_default();
                self.assume(&same, true, place);
            }
            _ => {}
        }
    }

    /// What it says of a check that `let` fits.
    pub(super) fn fit_of(&self, pat: &Pat, value: &Value) -> Value {
        if let Some(proof) = self.variant_fits(pat, value) {
            return Atom::Proof(proof).into();
        }
        let Some(proof) = value.proof().filter(|proof| !proof.is_wrapped) else { return Value::unknown() };
        match pat {
            Pat::Success(..) | Pat::TupleStruct(_) => Atom::Proof(proof).into(),
            Pat::Error(..) => Atom::Proof(proof.negated()).into(),
            _ => Value::unknown(),
        }
    }

    /// What a pattern binds of the outcome of a check: only what is inside of another one is an outcome still.
    pub(super) fn taken_out(&self, value: Value) -> Value {
        match value.proof() {
            None => value,
            Some(proof) if proof.is_wrapped => {
                value.without_proofs().joined(&Atom::Proof(Proof { is_wrapped: false, ..proof }).into())
            }
            Some(_) => value.without_proofs(),
        }
    }

    /// A call of another crate's function, or of one that nobody here defines, that checks a signature.
    pub(super) fn checking_call(&mut self, call: &ExternalCall<'_>) -> Option<Value> {
        let is_ours = call.root() == "ringfence";
        let name = call.name();
        let values: Vec<&Value> = call.args.iter().gather();
        (is_ours && is_check_of_ours(name) || is_check(name, call.owner(), &values)).then(|| outcome(name))
    }

    /// A method that checks a signature, asks for the outcome of that, or hands a request on.
    pub(super) fn checking_of_request(&mut self, invocation: &Invocation<'_>) -> Option<Value> {
        let is_ours = invocation.receiver_root() == Some("ringfence");
        if !self.frame.sees_hook && !is_ours && invocation.receiver.proof().is_none() {
            return None;
        }
        if let Some(passed) = self.passed_on(invocation) {
            return Some(passed);
        }
        if let Some(checked) = self.checking_method(invocation) {
            return Some(checked);
        }
        self.note_handed(&invocation.args);
        let is_coding = invocation.name().starts_with("encode") || invocation.name().starts_with("decode");
        let is_told = |arg: &&Value| is_coding && (is_keyed(arg) || arg.hooks().next().is_some());
        let encoded = invocation.args.iter().find(is_told).cloned();
        encoded.or_else(|| self.proof_method(invocation))
    }

    /// A form is handed to what nobody here can look into, along with what the signature can be checked by: it may be.
    pub(super) fn note_handed(&mut self, args: &[Value]) {
        let holds = |is_it: &dyn Fn(HookPart) -> bool| args.iter().any(|arg| arg.holds_hook(is_it));
        let is_form = |part: HookPart| matches!(part, HookPart::Body | HookPart::Fields(_));
        if holds(&is_form) && holds(&|part| !is_form(part)) {
            self.event(EventKind::HookJudged, self.frame.statement.unwrap_or(Place::NOWHERE));
        }
    }

    /// Likewise, a method.
    fn checking_method(&mut self, invocation: &Invocation<'_>) -> Option<Value> {
        let is_ours = invocation.receiver_root() == Some("ringfence");
        let name = invocation.name();
        let values: Vec<&Value> = std::iter::once(&invocation.receiver).chain(&invocation.args).gather();
        let is_hook = invocation.receiver.hooks().next().is_some() && invocation.args.is_empty();
        if is_hook && !is_named_check(name) {
            return None;
        }
        (is_ours && is_check_of_ours(name) || is_check(name, "", &values)).then(|| outcome(name))
    }

    /// What a function tells its caller of a check: what it refuses by is its own.
    pub(super) fn told_of(&self, value: Value, output: &Type) -> Value {
        match value.proof() {
            Some(_) => match &*self.marked_outcome(output).atoms {
                [Atom::Proof(marked)] if marked.is_wrapped => self.wrapped(value),
                _ => value.with_only(|atom| *atom != Atom::Refusal),
            },
            None => value.with_only(|atom| *atom != Atom::Refusal),
        }
    }

    fn wrapped(&self, value: Value) -> Value {
        let proof = value.proof().map(|proof| Atom::Proof(Proof { is_wrapped: true, ..proof }));
        value.without_proofs().joined(&proof.map(Value::from).unwrap_or_default())
    }

    /// What a function marked as signature validation returns.
    pub(super) fn marked_outcome(&self, output: &Type) -> Value {
        let mut ty = output;
        while let Some(inner) =
            ty.args.first().filter(|_| ty.path.last().is_some_and(|name| !name.ends_with("Result")))
        {
            ty = inner;
        }
        let is_result = ty.path.last().is_some_and(|name| name.ends_with("Result"));
        let is_bool = ty.args.first().is_some_and(|inner| inner.path == ["bool"]);
        Atom::Proof(Proof { is_wrapped: is_result && is_bool, ..Proof::GOOD }).into()
    }
}

fn outcome(name: &str) -> Value {
    let is_bad = name.contains("invalid") || name.contains("forged") || name.contains("unsigned");
    Atom::Proof(if is_bad { Proof::GOOD.negated() } else { Proof::GOOD }).into()
}

/// The checks of our runtime.
fn is_check_of_ours(name: &str) -> bool {
    name.starts_with("validate") || name.starts_with("verify")
}

/// Whether a name says that a signature is checked, whatever is handed in.
fn is_named_check(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let is_about = lower.contains("signature") || lower.contains("signed") || lower.contains("twilio");
    is_about && CHECKING.iter().any(|part| lower.contains(part))
}

/// Whether a call checks a signature: by its name and by what it is handed.
fn is_check(name: &str, owner: &str, values: &[&Value]) -> bool {
    let holds = |is_it: &dyn Fn(HookPart) -> bool| values.iter().any(|value| value.holds_hook(is_it));
    let takes_signature = holds(&|part| part == HookPart::Signature);
    let takes_headers = holds(&|part| matches!(part, HookPart::Headers | HookPart::Request));
    let is_told = takes_signature || takes_headers || values.iter().any(|value| is_keyed(value));
    // Nearly every call is handed nothing of a request; what its name says is dear to find out.
    if !is_told {
        return is_named_check(name) && !prepares(name);
    }
    let (lower, owner) = (name.to_ascii_lowercase(), owner.to_ascii_lowercase());
    let is_named = CHECKING.iter().any(|part| lower.contains(part) || owner.contains(part));
    let takes_body = holds(&|part| matches!(part, HookPart::Body | HookPart::Fields(_)));
    let is_whole = takes_signature && (takes_headers || takes_body);
    !prepares(name) && (is_named_check(name) || is_named || is_whole)
}

/// Whether a name says that a check is prepared.
fn prepares(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    PREPARING.iter().any(|part| lower.starts_with(part))
}
