//! Functions that say whether something is tried again: policies, strategies and classifiers.

use super::ends::Told;
use super::evaluate::Interpreter;
use super::region::Ends;
use super::value::{Atom, Value};
use crate::ir::{Expr, ExprKind, Stmt};
use crate::resolve::FunctionId;

/// What an expression says of trying again, where it says anything.
type Verdict = fn(&Expr) -> Option<bool>;

impl Interpreter<'_> {
    /// After what one of the crate's types tries again, by the method of this name; nothing where that is not understood.
    pub(super) fn repeats_by_method(&self, policy: &Value, name: &str) -> Option<Ends> {
        let mut own = None;
        for atom in &policy.atoms {
            if let Atom::Object(id, _) = atom {
                own = own.or(Some(self.program.candidates(*id, name)));
            }
        }
        match own?.as_slice() {
            [only] => self.repeats_by_function(*only),
            _ => None,
        }
    }

    fn repeats_by_function(&self, id: FunctionId) -> Option<Ends> {
        let body = self.program.functions.get(id)?.ir.body.as_ref()?;
        self.repeats_after(body, None, offers_another)
    }

    /// After what a closure or function classifies an attempt as one that may be repeated.
    pub(super) fn repeats_by_classifier(&self, classifier: &Value) -> Option<Ends> {
        match classifier.atoms.iter().next()? {
            Atom::Closure(closure) => self.repeats_after(&closure.expr.body, None, calls_it_retryable),
            Atom::Function(id) => {
                let body = self.program.functions.get(*id)?.ir.body.as_ref()?;
                self.repeats_after(body, None, calls_it_retryable)
            }
            _ => None,
        }
    }

    /// After what one of an expression's ways says so; nothing where one of them is not understood.
    fn repeats_after(&self, expr: &Expr, told: Option<Ends>, verdict: Verdict) -> Option<Ends> {
        match &expr.kind {
            ExprKind::Transparent(inner) | ExprKind::Awaited(inner) | ExprKind::Caught(_, inner) => {
                self.repeats_after(inner, told, verdict)
            }
            ExprKind::Return(Some(value)) => self.repeats_after(value, told, verdict),
            ExprKind::Block(block) => {
                let (mut ends, mut told) = (Ends::NONE, told);
                let last = block.stmts.len().checked_sub(1)?;
                for (at, stmt) in block.stmts.iter().enumerate() {
                    let Stmt::Expr(expr) = stmt else { continue };
                    if at == last {
                        return Some(ends.joined(self.repeats_after(expr, told, verdict)?));
                    }
                    if let ExprKind::If(parts) = &expr.kind
                        && let (condition, then, None) = &**parts
                        && returns(then)
                    {
                        let asked = self.told_by(condition);
                        ends.join(self.repeats_after(then, asked.then.or(told), verdict)?);
                        told = asked.otherwise.or(told);
                    }
                }
                None
            }
            ExprKind::If(parts) => {
                let (condition, then, otherwise) = &**parts;
                let asked: Told = self.told_by(condition);
                let ends = self.repeats_after(then, asked.then.or(told), verdict)?;
                Some(ends.joined(self.repeats_after(
                    otherwise.as_ref()?,
                    asked.otherwise.or(told),
                    verdict,
                )?))
            }
            ExprKind::Match(_, arms) => {
                let mut ends = Ends::NONE;
                for (arm, asked) in arms.iter().zip(self.told_by_arms(arms)) {
                    ends.join(self.repeats_after(&arm.body, asked.or(told), verdict)?);
                }
                Some(ends)
            }
            _ => {
                if verdict(expr)? {
                    told
                } else {
                    Some(Ends::NONE)
                }
            }
        }
    }
}

/// Whether an expression leaves the function.
fn returns(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Transparent(inner) => returns(inner),
        ExprKind::Return(_) => true,
        ExprKind::Block(block) => matches!(block.stmts.last(), Some(Stmt::Expr(last)) if returns(last)),
        _ => false,
    }
}

/// `Some(..)` where something is tried again, and `None` where not: tower's and reqwest-retry's.
fn offers_another(expr: &Expr) -> Option<bool> {
    match &expr.kind {
        ExprKind::Path(path) => (path.last()? == "None").then_some(false),
        ExprKind::Call(func, args) => {
            let ExprKind::Path(path) = &func.kind else { return None };
            let given = args.first().map(|given| &given.kind);
            let is_fatal = matches!(given, Some(ExprKind::Path(path)) if path.last().is_some_and(|name| name == "Fatal"));
            (path.last()? == "Some").then_some(!is_fatal)
        }
        _ => None,
    }
}

/// `attempt.retryable()` and `attempt.success()`: reqwest's own.
fn calls_it_retryable(expr: &Expr) -> Option<bool> {
    let ExprKind::Method(call) = &expr.kind else { return None };
    match call.name.as_str() {
        "retryable" => Some(true),
        "success" => Some(false),
        _ => None,
    }
}
