//! Parts of strings: how much of a secret is left of it.

use super::collections::value_of_key;
use super::control::is_constant;
use super::evaluate::Interpreter;
use super::method::Invocation;
use super::secrets::secret_by_name;
use super::value::{Atom, Value};
use crate::ir::{BinaryOp, Expr, ExprKind};

/// How many of its last characters tell nothing of a secret.
const HARMLESS_TAIL: u32 = 4;
/// How long Twilio's secrets are.
const SECRET_LENGTH: u32 = 32;

impl Interpreter<'_> {
    /// `value[index]`: an element, a part of a string, or what a configuration holds under a name.
    pub(super) fn index(&mut self, base: &Expr, index: &Expr) -> Value {
        self.frame.roots.is_part = true;
        let key = self.eval_quietly(index);
        let value = self.eval(base);
        let hook = value.hooks().next();
        if let Some(hook) = hook {
            let place = base.place.to(index.place);
            return self.look_up(hook, Some(&key), place).unwrap_or(value);
        }
        if let Some(secret) = self.kept_under(&value, &key, index) {
            return secret;
        }
        let kept = value.atoms.iter().filter_map(|atom| match atom {
            Atom::List(parts) => value_of_key(parts, &key),
            _ => None,
        });
        if let Some(kept) = kept.reduce(|one, other| one.joined(&other)) {
            return kept;
        }
        if let Some(part) = numbered(base, &value, index) {
            return part;
        }
        match &index.kind {
            ExprKind::Range(start, end) => {
                let is_tail = end.is_none() && start.as_deref().is_some_and(is_near_end);
                if is_tail { value.without_secrets() } else { value.element() }
            }
            // One byte of a secret is none.
            _ => value.without_secrets().element(),
        }
    }

    /// What a store of another crate holds under a name that tells.
    pub(super) fn kept_under(&mut self, store: &Value, key: &Value, written: &Expr) -> Option<Value> {
        let name = key.known_text().filter(|_| store.is_vague())?;
        let secret = secret_by_name(&name, written.place).filter(|secret| secret.is_certain)?;
        self.frame.touches_twilio = true;
        Some(Atom::Secret(secret).into())
    }

    /// `env::vars().find(|(name, _)| name == "TWILIO_AUTH_TOKEN")`: the closure has been run, and compared a name.
    pub(super) fn found_variable(&mut self, invocation: &Invocation<'_>) -> Option<Value> {
        let is_all = invocation.receiver.atoms.iter().any(|atom| match atom {
            Atom::External(path) => path.last().is_some_and(|last| last == "vars" || last == "vars_os"),
            _ => false,
        });
        if !is_all || !matches!(invocation.name(), "find" | "find_map" | "filter" | "filter_map") {
            return None;
        }
        let secret: Value = Atom::Secret(self.frame.compared.take()?).into();
        self.frame.touches_twilio = true;
        match invocation.name() {
            "find_map" | "filter_map" => Some(secret),
            _ => Some(Atom::tuple(vec![Value::unknown(), secret])),
        }
    }

    /// Methods that leave so little of a secret that it is none: `None` where they do not.
    pub(super) fn tail_method(&self, invocation: &Invocation<'_>) -> Option<Value> {
        let first = invocation.call.args.first()?;
        let is_tail = match invocation.name() {
            "get" => match &first.kind {
                ExprKind::Range(Some(start), None) => is_near_end(start),
                _ => false,
            },
            "skip" | "split_off" => is_near_end(first),
            "take" => match (&first.kind, &invocation.call.receiver.kind) {
                (ExprKind::Number(count), ExprKind::Method(before)) => {
                    before.name == "rev" && number(count).is_some_and(|count| count <= HARMLESS_TAIL)
                }
                _ => false,
            },
            _ => false,
        };
        is_tail.then(|| invocation.receiver.without_secrets())
    }
}

/// The element of this number, where nothing but the program's text decides on it and on its order.
fn numbered(base: &Expr, value: &Value, index: &Expr) -> Option<Value> {
    let is_written = matches!(base.kind, ExprKind::Array(_)) || is_constant(base);
    let ExprKind::Number(digits) = &index.kind else { return None };
    let mut lists = value.atoms.iter().filter_map(|atom| match atom {
        Atom::List(parts) => Some(parts),
        _ => None,
    });
    let only = lists.next().filter(|_| is_written && lists.next().is_none())?;
    only.get(digits.parse::<usize>().ok()?).cloned()
}

fn number(digits: &str) -> Option<u32> {
    digits.parse().ok()
}

/// Whether an offset is at most four characters before a secret's end; one that is not known may be.
fn is_near_end(start: &Expr) -> bool {
    match &start.kind {
        ExprKind::Number(at) => number(at).is_some_and(|at| at + HARMLESS_TAIL >= SECRET_LENGTH),
        ExprKind::Binary(BinaryOp::Other, pair) => is_short(&pair.1),
        ExprKind::Method(call) if call.name == "saturating_sub" || call.name == "unwrap_or" => {
            call.args.first().is_none_or(is_short)
        }
        _ => true,
    }
}

fn is_short(back: &Expr) -> bool {
    match &back.kind {
        ExprKind::Number(count) => number(count).is_none_or(|count| count <= HARMLESS_TAIL),
        _ => true,
    }
}
