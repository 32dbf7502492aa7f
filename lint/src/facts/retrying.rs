//! Libraries that try again: what they run, after what, and how they wait.

use super::evaluate::Interpreter;
use super::event::EventKind;
use super::externals::ExternalCall;
use super::method::Invocation;
use super::region::{Around, Ends, RegionKind, Retry};
use super::value::{Atom, Value};
use crate::Place;

impl Interpreter<'_> {
    /// A function of a library that tries again: it is handed the work, how to wait, and perhaps what asks after what.
    pub(super) fn retry_call(&mut self, call: &ExternalCall<'_>) -> Value {
        let is_asked = call.path.iter().any(|segment| segment.ends_with("If"));
        let (work, question) = call.args.split_at(call.args.len().saturating_sub(usize::from(is_asked)));
        let is_limited = question.iter().any(|question| self.limits_retries(question));
        // Told nothing else, it does not wait at all.
        let is_constant = call.root() == "tryhard" || call.args.iter().any(is_constant_strategy);
        let retry = Retry { is_limited, is_constant };
        let mut result = Value::unknown();
        for arg in work {
            let value = self.call_retried(arg, retry, call.place);
            result.join(&value);
        }
        result.joined(&Atom::External(call.path.to_vec()).into())
    }

    /// Calls a value inside something that tries again. Work that looks for a 429 itself says after what.
    pub(super) fn call_retried(&mut self, callee: &Value, retry: Retry, place: Place) -> Value {
        let before = std::mem::replace(&mut self.frame.is_retried, true);
        let sees = std::mem::take(&mut self.frame.sees_throttling);
        let from = self.frame.events.len();
        let region = Around::new(RegionKind::Retry(retry), place);
        let value = self.in_region(region, |this| this.call_value(callee, &[], place));
        if self.frame.sees_throttling {
            self.change_retries(&[place], |retry| retry.is_limited = true);
        }
        self.frame.sees_throttling |= sees;
        self.frame.is_retried = before;
        let calls =
            self.frame.events.iter().skip(from).any(|event| matches!(event.kind, EventKind::Operation(_)));
        if calls { value.joined(&Atom::Work(place).into()) } else { value }
    }

    /// Whether somebody who is asked whether to try again says so after nothing but a 429 or what was never sent. What nobody
    /// knows is trusted.
    pub(super) fn limits_retries(&self, question: &Value) -> bool {
        self.told_by_question(question).is_none_or(|ends| !ends.has(Ends::FAILED))
    }

    /// What a method says of retries that its receiver stands for: after what, and how they wait.
    pub(super) fn note_retry_method(&mut self, invocation: &Invocation<'_>) {
        let mut places = invocation.receiver.work();
        places.push(invocation.call.receiver.place);
        match invocation.name() {
            "retry_if" | "when" if self.limits_retries(&invocation.first()) => {
                self.change_retries(&places, |retry| retry.is_limited = true);
            }
            "fixed_backoff" | "no_backoff" => {
                self.change_retries(&places, |retry| retry.is_constant = true);
            }
            "custom_backoff" | "exponential_backoff" | "linear_backoff" => {
                self.change_retries(&places, |retry| retry.is_constant = false);
            }
            _ => {}
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
