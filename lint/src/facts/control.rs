//! Control flow: blocks, branches, loops, and what leaves them.

use super::environment::Environment;
use super::evaluate::Interpreter;
use super::value::{Atom, Closure, Value};
use crate::Place;
use crate::ir::{Arm, Block, Expr, ExprKind, LoopExpr, Pat, Stmt, Type};
use std::sync::Arc;

impl Interpreter<'_> {
    pub(super) fn eval_control(&mut self, expr: &Expr) -> Value {
        match &expr.kind {
            ExprKind::Block(block) => self.block(block, expr.place),
            ExprKind::If(parts) => self.if_expr(&parts.0, &parts.1, parts.2.as_ref()),
            ExprKind::Match(scrutinee, arms) => self.match_expr(scrutinee, arms),
            ExprKind::Loop(parts) => self.loop_expr(parts),
            ExprKind::Closure(closure) => {
                let closure = Closure {
                    expr: Arc::clone(closure),
                    environment: Arc::new(self.frame.environment.clone()),
                    module: self.frame.module,
                    self_type: self.frame.self_type,
                };
                self.frame.pending.push(closure.clone());
                Atom::Closure(closure).into()
            }
            ExprKind::Return(value) => {
                let value = value.as_ref().map(|value| self.eval(value)).unwrap_or_default();
                self.frame.returns.join(&value);
                Value::unknown()
            }
            ExprKind::Break(value) => {
                let value = value.as_ref().map(|value| self.eval(value)).unwrap_or_default();
                self.frame.breaks.join(&value);
                Value::unknown()
            }
            ExprKind::Let(pair) => {
                let value = self.eval_looked_at(&pair.1);
                self.match_one(&pair.0, &value);
                self.note_read(&value, pair.1.place);
                self.bind(&pair.0, &value);
                Value::unknown()
            }
            ExprKind::Other(parts) => {
                for part in parts {
                    self.eval(part);
                }
                Value::unknown()
            }
            _ => Value::unknown(),
        }
    }

    pub(super) fn block(&mut self, block: &Block, place: Place) -> Value {
        let length = self.frame.environment.len();
        let scope = block.scope.and_then(|scope| self.program.scopes.get(&(place.file.0, scope)).copied());
        let outer = self.frame.module;
        self.frame.module = scope.unwrap_or(outer);
        let mut last = Value::unknown();
        for (at, stmt) in block.stmts.iter().enumerate() {
            last = self.stmt(stmt);
            let is_value = block.has_value && at + 1 == block.stmts.len();
            if let (Stmt::Expr(expr), false) = (stmt, is_value) {
                self.ignore(&last, expr.place);
            }
        }
        self.frame.module = outer;
        self.frame.environment.truncate(length);
        if block.has_value { last } else { Value::unknown() }
    }

    pub(super) fn stmt(&mut self, stmt: &Stmt) -> Value {
        match stmt {
            Stmt::Expr(expr) => self.eval(expr),
            Stmt::Let(pat, ty, init, diverge) => {
                let mut value = match (init, ty) {
                    (Some(init), Some(ty)) if is_bare_default(init) => self.default_of(ty, init.place),
                    (Some(init), _) => self.eval_looked_at(init),
                    (None, _) => Value::unknown(),
                };
                if let Some(diverge) = diverge {
                    self.eval(diverge);
                }
                if let (Some(ty), Some(init)) = (ty, init) {
                    value = self.typed(value, ty, init.place);
                }
                if let Some(init) = init {
                    self.bound_credential(pat, &value, init.place);
                }
                match (pat, init, diverge) {
                    (Pat::Wild, Some(init), _) => self.ignore(&value, init.place),
                    (_, _, Some(_)) => self.match_one(pat, &value),
                    _ => {}
                }
                self.bind(pat, &value);
                Value::unknown()
            }
        }
    }

    /// `Default::default()` where the type is written beside it.
    pub(super) fn default_of(&mut self, ty: &Type, place: Place) -> Value {
        let path = ty.path.iter().cloned().chain(["default".to_owned()]).collect();
        let func = Expr { place, kind: ExprKind::Path(path) };
        self.call(&func, &[], place)
    }

    pub(super) fn if_expr(&mut self, condition: &Expr, then: &Expr, otherwise: Option<&Expr>) -> Value {
        let length = self.frame.environment.len();
        self.eval(condition);
        let before = self.frame.environment.clone();
        let mut value = self.eval(then);
        self.frame.environment.truncate(length);
        let after = std::mem::replace(&mut self.frame.environment, before);
        self.frame.environment.truncate(length);
        if let Some(otherwise) = otherwise {
            let other = self.eval(otherwise);
            value.join(&other);
        }
        self.frame.environment.join(&after);
        value
    }

    pub(super) fn match_expr(&mut self, scrutinee: &Expr, arms: &[Arm]) -> Value {
        let matched = self.eval_looked_at(scrutinee);
        self.match_arms(&matched, arms);
        self.note_read(&matched, scrutinee.place);
        let length = self.frame.environment.len();
        let before = self.frame.environment.clone();
        let mut after: Option<Environment> = None;
        let mut value = Value::unknown();
        for arm in arms {
            self.frame.environment = before.clone();
            self.bind(&arm.pat, &matched);
            if let Some(guard) = &arm.guard {
                self.eval(guard);
            }
            let arm_value = self.eval(&arm.body);
            value.join(&arm_value);
            self.frame.environment.truncate(length);
            match &mut after {
                Some(after) => after.join(&self.frame.environment),
                None => after = Some(self.frame.environment.clone()),
            }
        }
        self.frame.environment = after.unwrap_or(before);
        value
    }

    /// A loop runs once for what it does at all, then for what it does with what it left behind.
    pub(super) fn loop_expr(&mut self, parts: &LoopExpr) -> Value {
        let facts = (self.frame.sleeps, self.frame.sees_throttling);
        (self.frame.sleeps, self.frame.sees_throttling) = (false, false);
        let outer_breaks = std::mem::take(&mut self.frame.breaks);
        let events = self.frame.events.len();
        let was_dry = std::mem::replace(&mut self.is_dry, true);
        self.loop_body(parts);
        self.is_dry = was_dry;
        if self.frame.sleeps && self.frame.sees_throttling {
            // What follows such a loop is its last attempt.
            self.frame.is_retried = true;
        }
        if !self.is_dry {
            self.frame.events.truncate(events);
            self.loop_body(parts);
        }
        self.frame.sleeps |= facts.0;
        self.frame.sees_throttling |= facts.1;
        std::mem::replace(&mut self.frame.breaks, outer_breaks)
    }

    pub(super) fn loop_body(&mut self, parts: &LoopExpr) {
        let length = self.frame.environment.len();
        let before = self.frame.environment.clone();
        if let Some((pat, head)) = &parts.head {
            let head = self.eval(head);
            if let Some(pat) = pat {
                self.bind(pat, &head.element());
            }
        }
        self.eval(&parts.body);
        self.frame.environment.truncate(length);
        self.frame.environment.join(&before);
    }
}

fn is_bare_default(expr: &Expr) -> bool {
    let ExprKind::Call(func, _) = &expr.kind else { return false };
    match &func.kind {
        ExprKind::Path(path) => path.ends_with(&["Default".to_owned(), "default".to_owned()]),
        _ => false,
    }
}
