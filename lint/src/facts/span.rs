//! Lengths of time, as far as they are written out.

use super::evaluate::Interpreter;
use super::value::{Atom, Value};
use crate::ir::{BinaryOp, Expr, ExprKind};
use crate::resolve::{Entity, Resolved};

/// How deep a number is looked for.
const MAX_DEPTH: usize = 8;

impl Interpreter<'_> {
    /// `Duration::from_secs(30)` and the like, where the number is known.
    pub(super) fn span_call(&mut self, path: &[String], args: &[Expr]) -> Option<Value> {
        let ([.., owner, name], [amount]) = (path, args) else { return None };
        let unit = match name.as_str() {
            "from_millis" | "milliseconds" => 1,
            "from_secs" | "seconds" | "secs" => 1_000,
            "from_mins" | "minutes" | "mins" => 60_000,
            "from_hours" | "hours" => 3_600_000,
            "from_days" | "days" => 86_400_000,
            _ => return None,
        };
        if !owner.ends_with("Duration") && !owner.ends_with("Span") {
            return None;
        }
        let amount = self.number(amount, 0)?;
        Some(Atom::Span(amount.checked_mul(unit)?).into())
    }

    /// A number that is written out, here or as a const, or as a product of such.
    fn number(&self, expr: &Expr, depth: usize) -> Option<u64> {
        if depth > MAX_DEPTH {
            return None;
        }
        match &expr.kind {
            ExprKind::Number(digits) => digits.parse().ok(),
            ExprKind::Transparent(inner) => self.number(inner, depth + 1),
            ExprKind::Binary(BinaryOp::Times, pair) => {
                self.number(&pair.0, depth + 1)?.checked_mul(self.number(&pair.1, depth + 1)?)
            }
            ExprKind::Path(path) => {
                let is_local =
                    matches!(path.as_slice(), [name] if self.frame.environment.get(name).is_some());
                let found = self.program.value(self.frame.module, path).filter(|_| !is_local);
                let Some(Resolved::Entity(Entity::Const(id))) = found else { return None };
                self.number(&self.program.consts.get(id)?.value, depth + 1)
            }
            _ => None,
        }
    }
}
