//! Loops that look at how much they have put together: what comes of them is no whole.

use super::evaluate::Interpreter;
use super::event::{Event, EventKind};
use crate::ir::{BinaryOp, Expr, ExprKind, LoopExpr};

/// Whether an expression is an end that the program's text knows: a number, or a const.
fn is_end(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Transparent(inner) => is_end(inner),
        ExprKind::Number(digits) => digits != "0",
        ExprKind::Path(path) => {
            path.last().is_some_and(|name| name.bytes().all(|byte| !byte.is_ascii_lowercase()))
        }
        _ => false,
    }
}

impl Interpreter<'_> {
    /// A condition that asks for the size of what is put together.
    pub(super) fn note_limit(&mut self, condition: &Expr) {
        self.frame.is_limited |= self.limits(condition);
    }

    /// What a limited loop puts together is forgotten.
    pub(super) fn forget_gathered(&mut self, parts: &LoopExpr, from: usize) {
        if self.frame.is_limited || parts.head.as_ref().is_some_and(|(_, head)| self.is_counted(head)) {
            self.forget_gathered_since(from);
        }
    }

    /// What is put into a collection on a way out of a loop is put there once.
    pub(super) fn forget_put_once(&mut self, from: usize, loops_left: usize) {
        if loops_left < self.loops_around(usize::MAX) {
            self.forget_gathered_since(from);
        }
    }

    fn forget_gathered_since(&mut self, from: usize) {
        let is_gathered = |event: &Event| matches!(event.kind, EventKind::Gathered(_));
        if !self.frame.events.iter().skip(from).any(is_gathered) {
            return;
        }
        let mut at = 0;
        self.frame.events.retain(|event| {
            at += 1;
            at <= from || !is_gathered(event)
        });
    }

    fn limits(&self, condition: &Expr) -> bool {
        match &condition.kind {
            ExprKind::Transparent(inner) | ExprKind::Not(inner) => self.limits(inner),
            ExprKind::Binary(BinaryOp::And | BinaryOp::Or, pair) => {
                self.limits(&pair.0) || self.limits(&pair.1)
            }
            ExprKind::Binary(
                BinaryOp::Equal | BinaryOp::Differ | BinaryOp::Above | BinaryOp::Other,
                pair,
            ) => {
                let compares = |size: &Expr, with: &Expr| {
                    self.is_size(size) && self.is_own(with) || self.is_counter(size) && is_end(with)
                };
                compares(&pair.0, &pair.1) || compares(&pair.1, &pair.0)
            }
            _ => false,
        }
    }

    /// How much there is of something that was not answered as it is: `all.len()`.
    fn is_size(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Transparent(inner) => self.is_size(inner),
            ExprKind::Method(call) => call.name == "len" && self.is_own(&call.receiver),
            _ => false,
        }
    }

    /// A name that says how often a loop has come round, or how much it has taken.
    fn is_counter(&self, expr: &Expr) -> bool {
        const WORDS: &[&str] = &["count", "page", "round", "seen", "taken"];
        let ExprKind::Path(path) = &expr.kind else { return false };
        let [name] = path.as_slice() else { return false };
        let is_named = WORDS.iter().any(|word| name.contains(word));
        is_named
            && self
                .frame
                .environment
                .get(name)
                .is_some_and(|value| value.is_unknown() && !value.roots.is_answer)
    }

    /// A range whose end was not answered.
    fn is_counted(&self, head: &Expr) -> bool {
        match &head.kind {
            ExprKind::Transparent(inner) => self.is_counted(inner),
            ExprKind::Range(_, Some(end)) => {
                let is_last = matches!(&end.kind, ExprKind::Path(path) if path.last().is_some_and(|name| name == "MAX"));
                !is_last && self.is_own(end)
            }
            _ => false,
        }
    }

    /// Whether something is not out of a list's answer, nor nothing.
    fn is_own(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Transparent(inner)
            | ExprKind::Awaited(inner)
            | ExprKind::Try(inner)
            | ExprKind::Deref(inner)
            | ExprKind::Field(inner, _) => self.is_own(inner),
            ExprKind::Method(call) => self.is_own(&call.receiver),
            ExprKind::Number(digits) => digits != "0",
            ExprKind::Path(path) => {
                let bound = path.first().and_then(|name| self.frame.environment.get(name));
                bound.is_none_or(|value| value.listed().is_empty())
            }
            _ => true,
        }
    }
}
