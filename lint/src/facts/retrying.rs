//! Libraries that try again: what they run, after what, and how they wait.

use super::evaluate::Interpreter;
use super::event::{EventKind, Resent};
use super::externals::ExternalCall;
use super::method::Invocation;
use super::region::{Around, Ends, RegionKind, Retry};
use super::value::{Atom, Client, Value};
use crate::Place;

/// What a library that tries again is told of that.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told {
    pub retry: Retry,
    /// After what it does so, where somebody who is understood says that.
    ends: Option<Ends>,
    /// Whether errors alone come to it: what a 429 is not for every client.
    by_errors: bool,
}

impl Told {
    /// A library that is told nothing: it tries again after every error.
    pub(super) fn nothing(is_constant: bool) -> Self {
        Self { retry: Retry { is_limited: false, is_constant, awaits: false }, ends: None, by_errors: true }
    }

    /// A library that asks somebody who sees errors alone, or answers as well.
    fn by_question(self, ends: Option<Ends>, by_errors: bool) -> Self {
        let is_limited = ends.is_none_or(|ends| !ends.has(Ends::UNCLEAR));
        Self { retry: Retry { is_limited, ..self.retry }, ends, by_errors }
    }

    /// Whether it tries again after a 429, which is an error or not.
    fn takes_throttling(self, is_error: bool) -> bool {
        (is_error || !self.by_errors) && self.ends.is_none_or(|ends| ends.may_be_throttled(is_error))
    }
}

impl Interpreter<'_> {
    /// A function of a library that tries again: it is handed the work, how to wait, and perhaps what asks after what.
    pub(super) fn retry_call(&mut self, call: &ExternalCall<'_>) -> Value {
        let is_asked = call.path.iter().any(|segment| segment.ends_with("If"));
        let (work, question) = call.args.split_at(call.args.len().saturating_sub(usize::from(is_asked)));
        // Told nothing else, it does not wait at all.
        let is_constant = call.root() == "tryhard" || call.args.iter().any(is_constant_strategy);
        let mut told = Told::nothing(is_constant);
        if let Some(question) = question.first() {
            told = told.by_question(self.told_by_question(question), true);
        }
        let mut result = Value::unknown();
        for arg in work {
            let value = self.call_retried(arg, told, call.place);
            result.join(&value);
        }
        result.joined(&Atom::External(call.path.to_vec()).into())
    }

    /// Calls a value inside something that tries again. Work that looks for a 429 itself says after what.
    pub(super) fn call_retried(&mut self, callee: &Value, told: Told, place: Place) -> Value {
        let sees = std::mem::take(&mut self.frame.sees_throttling);
        let had_read = std::mem::take(&mut self.frame.reads_answers);
        let had_refused = std::mem::take(&mut self.frame.refuses_answers);
        let from = self.frame.events.len();
        let region = Around::new(RegionKind::Retry(told.retry), place);
        let value = self.in_region(region, |this| this.call_value(callee, &[], place));
        if self.frame.sees_throttling {
            self.change_retries(&[place], |retry| retry.is_limited = true);
        }
        // Whoever looked at the answer may have made an error of it.
        if self.frame.refuses_answers {
            self.change_retries(&[place], |retry| retry.awaits = true);
        }
        self.frame.refuses_answers |= had_refused;
        let reads_answers = self.frame.reads_answers;
        let mut calls = false;
        for event in self.frame.events.iter_mut().skip(from) {
            calls |= matches!(event.kind, EventKind::Operation(_));
            if let EventKind::Send { library, resent: resent @ Resent::Never, .. } = &mut event.kind
                && told.takes_throttling(reads_answers || !library.answers_429())
            {
                *resent = Resent::By(place);
            }
        }
        self.frame.sees_throttling |= sees;
        self.frame.reads_answers |= had_read;
        if calls { value.joined(&Atom::Work(place).into()) } else { value }
    }

    /// An error is made of an answer that was none: whoever repeats that asks until another answer comes.
    pub(super) fn note_refused(&mut self, error: &Value) {
        let is_told = error.atoms.iter().any(|atom| match atom {
            Atom::Outcome(_) | Atom::Failure(_) => true,
            Atom::External(path) => path.last().is_some_and(|name| name == "permanent"),
            _ => false,
        });
        self.frame.refuses_answers |=
            self.frame.reads_answers && !is_told && !self.frame.ended.is_failing() && !error.roots.is_answer;
    }

    /// A service of tower around a client or a closure, that tries again as its policy says.
    pub(super) fn retrying_service(&mut self, inner: Option<&Value>, policy: &Value, place: Place) -> Value {
        let ends = self.repeats_by_method(policy, "retry");
        let told = Told::nothing(false).by_question(ends, false);
        let mut result = Value::unknown();
        for atom in inner.into_iter().flat_map(|value| &value.atoms) {
            match atom {
                Atom::Client(client) => {
                    let retries = client.retries || told.takes_throttling(!client.library.answers_429());
                    let is_blind = client.is_blind || !told.retry.is_limited;
                    result.join(&Atom::Client(Client { retries, is_blind, ..client.clone() }).into())
                }
                Atom::Closure(_) | Atom::Function(_) => {
                    self.call_retried(&atom.clone().into(), told, place);
                }
                _ => {}
            }
        }
        result
    }

    /// Services and layers that ask a policy or strategy of the crate's: what decides stays beside what asks it.
    pub(super) fn policy_call(&mut self, call: &ExternalCall<'_>) -> Option<Value> {
        let asked = match (call.root(), call.owner(), call.name()) {
            ("tower", "Retry", "new") => {
                return Some(self.retrying_service(call.args.get(1), &call.first(), call.place));
            }
            ("tower", "RetryLayer", "new") => call.first(),
            ("reqwest_retry", "RetryTransientMiddleware", "new_with_policy_and_strategy") => {
                call.args.get(1).cloned().unwrap_or_default()
            }
            _ => return None,
        };
        Some(asked.joined(&Atom::External(call.path.to_vec()).into()))
    }

    /// What a method says of retries that its receiver stands for: after what, and how they wait.
    pub(super) fn note_retry_method(&mut self, invocation: &Invocation<'_>) {
        match invocation.name() {
            "retry_if" | "when" => {
                let ends = self.told_by_question(&invocation.first());
                let places = retried_by(invocation);
                if ends.is_none_or(|ends| !ends.has(Ends::UNCLEAR)) {
                    self.change_retries(&places, |retry| retry.is_limited = true);
                }
                if ends.is_some_and(|ends| !ends.may_be_throttled(true)) {
                    self.take_back_retries(&places);
                }
            }
            "fixed_backoff" | "no_backoff" => {
                self.change_retries(&retried_by(invocation), |retry| retry.is_constant = true);
            }
            "custom_backoff" | "exponential_backoff" | "linear_backoff" => {
                self.change_retries(&retried_by(invocation), |retry| retry.is_constant = false);
            }
            _ => {}
        }
    }

    /// A library is told not to try again after a 429.
    fn take_back_retries(&mut self, places: &[Place]) {
        for event in &mut self.frame.events {
            if let EventKind::Send { resent, .. } = &mut event.kind
                && let Resent::By(at) = *resent
                && places.iter().any(|place| place.contains(at))
            {
                *resent = Resent::Never;
            }
        }
    }

    fn change_retries(&mut self, places: &[Place], change: impl Fn(&mut Retry)) {
        for event in &mut self.frame.events {
            let EventKind::Operation(call) = &mut event.kind else { continue };
            for around in &mut call.around {
                if let RegionKind::Retry(retry) = &mut around.kind
                    && places.iter().any(|place| place.contains(around.place))
                {
                    change(retry);
                }
            }
        }
    }
}

/// What a method's receiver may run again and again.
fn retried_by(invocation: &Invocation<'_>) -> Vec<Place> {
    let mut places = invocation.receiver.work();
    places.push(invocation.call.receiver.place);
    places
}

/// Whether a value is a library's strategy whose waits are all the same.
pub(super) fn is_constant_strategy(value: &Value) -> bool {
    const NAMES: &[&str] =
        &["Constant", "ConstantBackoff", "ConstantBuilder", "Fixed", "FixedInterval", "NoDelay"];
    value.atoms.iter().any(|atom| match atom {
        Atom::External(path) => path.iter().any(|segment| NAMES.contains(&segment.as_str())),
        Atom::List(parts) => parts.iter().any(is_constant_strategy),
        _ => false,
    })
}
