//! Control flow: blocks and branches. What leaves early is in `exit`, what comes round again in `loops`.

use super::ends::told_by_pattern;
use super::environment::Environment;
use super::evaluate::Interpreter;
use super::exit::ExitKind;
use super::hook::Ways;
use super::iteration::is_bound;
use super::region::Ends;
use super::switches::negated;
use super::value::{Atom, Closure, Value};
use crate::Place;
use crate::gather::Gather;
use crate::ir::{Arm, Block, Catch, Expr, ExprKind, Pat, Stmt, Type};
use std::sync::Arc;

/// Several ways on from one point.
pub(super) struct Fork {
    before: Environment,
    after: Option<Environment>,
    /// How it went before, and on the ways that get to the end.
    ended: Ends,
    ends: Ends,
    value: Value,
    ways: Ways,
}

impl Interpreter<'_> {
    pub(super) fn eval_control(&mut self, expr: &Expr) -> Value {
        match &expr.kind {
            ExprKind::Block(block) => self.block(block, expr.place),
            ExprKind::If(parts) => self.if_expr(&parts.0, &parts.1, parts.2.as_ref()),
            ExprKind::Match(scrutinee, arms) => self.match_expr(scrutinee, arms),
            ExprKind::Loop(parts) => self.loop_expr(parts),
            ExprKind::Caught(catch, body) => self.caught(catch, body),
            ExprKind::Closure(closure) => {
                let closure = Closure {
                    expr: Arc::clone(closure),
                    environment: Arc::new(self.frame.environment.clone()),
                    home: self.frame.serial,
                    module: self.frame.module,
                    self_type: self.frame.self_type,
                };
                self.frame.pending.push(closure.clone());
                closure.seen().for_each(|value| self.frame.roots.join(value.roots));
                Atom::Closure(closure).into()
            }
            ExprKind::Return(value) => {
                let value = value.as_ref().map(|value| self.eval(value)).unwrap_or_default();
                self.leave(&ExitKind::Return, value);
                Value::unknown()
            }
            ExprKind::Break(label, value) => {
                let value = value.as_ref().map(|value| self.eval(value)).unwrap_or_default();
                let kind = label.clone().map_or(ExitKind::Loop, ExitKind::Label);
                self.leave(&kind, value);
                Value::unknown()
            }
            ExprKind::Continue(label) => {
                self.go_round(label.as_deref());
                Value::unknown()
            }
            ExprKind::Let(pair) => {
                let value = self.eval_looked_at(&pair.1);
                self.note_read_answer(value.roots);
                self.match_one(&pair.0, &value);
                self.note_read(&value, pair.1.place);
                self.bind_fitting(&pair.0, &value, pair.1.place);
                self.fit_of(&pair.0, &value)
            }
            ExprKind::Range(start, end) => {
                start.iter().for_each(|start| drop(self.eval(start)));
                let is_few = end.as_ref().is_some_and(|end| is_bound(end, &self.eval(end)));
                if is_few { Atom::Few.into() } else { Value::unknown() }
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

    pub(super) fn fork(&self) -> Fork {
        let (before, ended) = (self.frame.environment.clone(), self.frame.ended);
        let ways = Ways::default();
        Fork { before, after: None, ended, ends: Ends::NONE, value: Value::unknown(), ways }
    }

    /// One way on; a way that leaves hands nothing on.
    pub(super) fn branch(&mut self, fork: &mut Fork, length: usize, run: impl FnOnce(&mut Self) -> Value) {
        self.frame.environment = fork.before.clone();
        self.frame.ended = fork.ended;
        self.frame.is_dead = false;
        let value = self.on_a_way(run);
        if self.frame.is_dead {
            return;
        }
        fork.value.join(&value);
        fork.ends.join(self.frame.ended);
        fork.ways.note(&value, self.frame.environment.is_verified);
        self.frame.environment.truncate(length);
        match &mut fork.after {
            Some(after) => drop(after.join(&self.frame.environment)),
            None => fork.after = Some(self.frame.environment.clone()),
        }
    }

    /// Where the ways meet again, if one of them gets there.
    pub(super) fn meet(&mut self, fork: Fork, length: usize) -> Value {
        self.frame.is_dead = fork.after.is_none();
        self.frame.ended = if fork.after.is_some() { fork.ends } else { fork.ended };
        let is_told = self.frame.sees_hook && !fork.before.is_verified;
        self.frame.environment = fork.after.unwrap_or(fork.before);
        self.frame.environment.truncate(length);
        if is_told { fork.ways.seal(fork.value) } else { fork.value }
    }

    /// What may be run or not.
    pub(super) fn maybe(&mut self, run: impl FnOnce(&mut Self) -> Value) -> Value {
        let length = self.frame.environment.len();
        let mut fork = self.fork();
        self.branch(&mut fork, length, |_| Value::unknown());
        self.branch(&mut fork, length, run);
        self.meet(fork, length)
    }

    pub(super) fn block(&mut self, block: &Block, place: Place) -> Value {
        let length = self.frame.environment.len();
        let scope = block.scope.and_then(|scope| self.program.scopes.get(&(place.file.0, scope)).copied());
        let outer = self.frame.module;
        self.frame.module = scope.unwrap_or(outer);
        let mut last = Value::unknown();
        let around = self.frame.statement;
        for (at, stmt) in block.stmts.iter().enumerate() {
            self.frame.statement = place_of(stmt).or(around);
            let roots = self.frame.roots;
            last = self.stmt(stmt);
            // A block hangs on its value, not on what was done before.
            self.frame.roots = roots;
            let is_value = block.has_value && at + 1 == block.stmts.len();
            if let (Stmt::Expr(expr), false) = (stmt, is_value) {
                self.ignore(&last, expr.place);
            }
            if self.frame.is_dead {
                break;
            }
        }
        self.frame.statement = around;
        self.frame.module = outer;
        self.frame.environment.truncate(length);
        if block.has_value && !self.frame.is_dead { last } else { Value::unknown() }
    }

    fn stmt(&mut self, stmt: &Stmt) -> Value {
        match stmt {
            Stmt::Expr(expr) => self.eval(expr),
            Stmt::Let(pat, ty, init, diverge) => {
                let events = self.frame.events.len();
                let mut value = match (init, ty) {
                    (Some(init), Some(ty)) => self.eval_as(init, ty),
                    (Some(init), None) => self.eval_looked_at(init),
                    (None, _) => Value::unknown(),
                };
                if let (Some(diverge), Some(init)) = (diverge, init) {
                    let told = told_by_pattern(pat);
                    self.note_read_answer(value.roots);
                    self.maybe(|this| {
                        this.note_end_by(told.otherwise, init, value.roots);
                        this.eval(diverge)
                    });
                    self.note_end(told.then);
                }
                if let (Some(ty), Some(init)) = (ty, init) {
                    value = self.read_as(&value, self.frame.module, ty);
                    value = self.typed(value, ty, init.place);
                    self.collected_as(ty, &value, init.place);
                }
                if let Some(init) = init {
                    self.bound_credential(pat, &value, init.place);
                }
                match (pat, init, diverge) {
                    (Pat::Wild, Some(init), _) => self.ignore_all(&value, init.place),
                    (_, _, Some(_)) => self.match_one(pat, &value),
                    _ => {}
                }
                if let Some(init) = init {
                    self.hook_pattern(pat, &value, init.place);
                    if diverge.is_some() {
                        self.fitted(pat, &value, false, init.place);
                        value = self.taken_out(value);
                    }
                }
                self.bind(pat, &value);
                if let (Pat::Bind(name, None), Some(init)) = (pat, init) {
                    self.note_answered(name, events, init.place);
                }
                Value::unknown()
            }
        }
    }

    /// An expression whose type is written beside it.
    pub(super) fn eval_as(&mut self, expr: &Expr, ty: &Type) -> Value {
        if is_bare_default(expr) {
            return self.default_of(ty, expr.place);
        }
        let value = self.eval_looked_at(expr);
        self.converted(value, expr, self.frame.module, ty)
    }

    /// `Default::default()` where the type is written beside it.
    pub(super) fn default_of(&mut self, ty: &Type, place: Place) -> Value {
        let path = ty.path.iter().cloned().chain(["default".to_owned()]).gather();
        let func = Expr { place, kind: ExprKind::Path(path) };
        self.call(&func, &[], place)
    }

    fn if_expr(&mut self, condition: &Expr, then: &Expr, otherwise: Option<&Expr>) -> Value {
        let length = self.frame.environment.len();
        let looks = self.frame.sees_throttling;
        let compared = self.frame.compared.take();
        let asked = self.eval(condition);
        self.note_read_answer(asked.roots);
        self.note_limit(condition);
        let named = self.frame.compared.clone();
        self.frame.compared = self.frame.compared.take().or(compared);
        let asks = self.frame.sees_throttling && !looks && is_plain_question(condition);
        let mut fork = self.fork();
        let told = self.told_by(condition);
        let known = known_condition(condition, &asked);
        if known != Some(false) {
            self.branch(&mut fork, length, |this| {
                this.note_end_by(told.then, condition, asked.roots);
                this.assume(&asked, true, condition.place);
                this.with_named(named, |this| match asks {
                    true => this.answer_throttling(looks, |this| this.eval(then)),
                    false => this.eval(then),
                })
            });
        }
        if known != Some(true) {
            self.branch(&mut fork, length, |this| {
                this.frame.environment.truncate(length);
                this.note_end_by(told.otherwise, condition, asked.roots);
                this.assume(&asked, false, condition.place);
                otherwise.map(|otherwise| this.eval(otherwise)).unwrap_or_default()
            });
        }
        self.meet(fork, length)
    }

    fn match_expr(&mut self, scrutinee: &Expr, arms: &[Arm]) -> Value {
        let matched = self.eval_looked_at(scrutinee);
        self.note_read_answer(matched.roots);
        self.match_arms(&matched, arms);
        self.note_read(&matched, scrutinee.place);
        let known = is_constant(scrutinee).then(|| matched.known_text()).flatten();
        let length = self.frame.environment.len();
        let mut fork = self.fork();
        let mut has_failed = false;
        for (arm, told) in arms.iter().zip(self.told_by_arms(arms)) {
            let fit = known.as_deref().map_or(Fit::Perhaps, |known| self.fit(&arm.pat, known));
            if fit == Fit::Never {
                continue;
            }
            let matched = &matched;
            let failed = has_failed;
            let is_bad = takes_failures(&arm.pat)
                || self.variant_fits(&arm.pat, matched).is_some_and(|proof| !proof.holds);
            has_failed |= arm.guard.is_none() && is_bad;
            self.branch(&mut fork, length, |this| {
                let looks = this.frame.sees_throttling;
                this.note_end_by(told, scrutinee, matched.roots);
                this.fitted(&arm.pat, matched, failed, scrutinee.place);
                this.bind_fitting(&arm.pat, matched, arm.pat_place);
                let named = this.named_by(&arm.pat);
                let asks = this.frame.sees_throttling && !looks && arm.guard.is_none();
                if let Some(guard) = &arm.guard {
                    let asked = this.eval(guard);
                    this.assume(&asked, true, guard.place);
                }
                this.with_named(named, |this| match asks {
                    true => this.answer_throttling(looks, |this| this.eval(&arm.body)),
                    false => this.eval(&arm.body),
                })
            });
            if fit == Fit::Always && arm.guard.is_none() {
                break;
            }
        }
        if arms.is_empty() { Value::unknown() } else { self.meet(fork, length) }
    }

    /// Binds a pattern that was found to take a value: what it names is read, and what was wrapped is taken out.
    fn bind_fitting(&mut self, pat: &Pat, value: &Value, place: Place) {
        self.hook_pattern(pat, value, place);
        self.hook_matched(pat, value, place);
        let bound = self.taken_out(value.clone());
        self.bind(pat, &bound);
    }

    /// Whether a pattern takes a string.
    fn fit(&mut self, pat: &Pat, known: &str) -> Fit {
        match pat {
            Pat::Compare(Some(expr)) => match self.eval_quietly(expr).known_text() {
                Some(text) if text == known => Fit::Always,
                Some(_) => Fit::Never,
                None => Fit::Perhaps,
            },
            Pat::Wild | Pat::Bind(_, None) => Fit::Always,
            _ => Fit::Perhaps,
        }
    }
}

/// Whether a match arm is taken.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    Never,
    Perhaps,
    Always,
}

/// Whether an arm takes every failure, so that what is left for later arms went well.
fn takes_failures(pat: &Pat) -> bool {
    match pat {
        Pat::Error(_, pats) => pats.iter().all(|pat| matches!(pat, Pat::Bind(_, None) | Pat::Wild)),
        Pat::Bind(name, None) => name == "None",
        Pat::Compare(Some(expr)) => matches!(expr.kind, ExprKind::Bool(false)),
        _ => false,
    }
}

/// Whether a condition holds that hangs on the program's text alone.
fn known_condition(condition: &Expr, asked: &Value) -> Option<bool> {
    match (&condition.kind, &*asked.atoms) {
        (ExprKind::Bool(known), _) => Some(*known),
        (ExprKind::Not(inner), _) => known_condition(inner, &negated(asked)).map(|known| !known),
        (ExprKind::Transparent(inner) | ExprKind::Awaited(inner), _) => known_condition(inner, asked),
        (ExprKind::Path(_), [Atom::Bool(known)]) => is_constant(condition).then_some(*known),
        _ => None,
    }
}

/// Whether a condition that holds means that what it asks for is so.
fn is_plain_question(condition: &Expr) -> bool {
    use crate::ir::BinaryOp;
    match &condition.kind {
        ExprKind::Transparent(inner) | ExprKind::Awaited(inner) => is_plain_question(inner),
        ExprKind::Binary(op, _) => *op == BinaryOp::Equal,
        ExprKind::Method(call) => !call.name.starts_with("is_ok") && !call.name.starts_with("is_some"),
        ExprKind::Call(..) | ExprKind::Let(_) => true,
        ExprKind::Macro(path, _) => path.last().is_some_and(|name| name == "matches"),
        _ => false,
    }
}

/// Whether nothing but the program's text decides on the value: a literal, or a const by its path.
pub(super) fn is_constant(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Str(_) => true,
        ExprKind::Path(path) => {
            path.last().is_some_and(|name| name.bytes().all(|byte| !byte.is_ascii_lowercase()))
        }
        ExprKind::Transparent(inner) | ExprKind::Awaited(inner) => is_constant(inner),
        _ => false,
    }
}

pub(super) fn is_bare_default(expr: &Expr) -> bool {
    let ExprKind::Call(func, _) = &expr.kind else { return false };
    match &func.kind {
        ExprKind::Path(path) => path.ends_with(&["Default".to_owned(), "default".to_owned()]),
        _ => false,
    }
}

impl Interpreter<'_> {
    fn caught(&mut self, catch: &Catch, body: &Expr) -> Value {
        let kind = match catch {
            Catch::Return => ExitKind::Return,
            Catch::Label(label) => ExitKind::Label(label.clone()),
        };
        let is_async = kind == ExitKind::Return;
        let value = self.catching(kind, None, |this| this.eval(body));
        // Whoever panics in there does not end what runs beside it.
        self.frame.is_dead &= !is_async;
        value
    }
}

fn place_of(stmt: &Stmt) -> Option<Place> {
    match stmt {
        Stmt::Expr(expr) => Some(expr.place),
        Stmt::Let(_, _, init, _) => init.as_ref().map(|init| init.place),
    }
}
