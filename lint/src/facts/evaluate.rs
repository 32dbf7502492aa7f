//! The interpreter: expressions to values.

use super::environment::Environment;
use super::event::{Event, EventKind};
use super::library::{Library, is_endpoint_path, is_foreign};
use super::program::FieldTable;
use super::text::{Part, Text};
use super::types::secret_by_name;
use super::value::{Atom, Closure, Value};
use crate::Place;
use crate::ir::{Arm, BinaryOp, Block, Expr, ExprKind, LoopExpr, Stmt, Type};
use crate::resolve::{ConstId, Entity, FunctionId, ModuleId, Program, Resolved, StructId};
use crate::trigger::names_twilio;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How many expressions one entry may evaluate, calls included.
const MAX_STEPS: usize = 200_000;
/// How many events one function keeps.
const MAX_EVENTS: usize = 4_096;

/// Interprets bodies of one crate.
pub(super) struct Interpreter<'p> {
    pub program: &'p Program,
    pub fields: &'p FieldTable,
    pub frame: Frame,
    /// Who calls whom.
    pub calls: BTreeSet<(Option<FunctionId>, FunctionId)>,
    pub memo: super::invoke::Memo,
    pub stack: Vec<FunctionId>,
    pub consts: Vec<ConstId>,
    /// Closures that something has run.
    pub invoked: BTreeSet<Place>,
    pub closure_depth: usize,
    /// Expressions evaluated since the entry began, and altogether.
    pub steps: usize,
    pub all_steps: usize,
    /// Where a bound cut the interpretation short, and which.
    pub cuts: BTreeSet<(Place, &'static str)>,
    /// Whether a loop is run for its facts only.
    pub is_dry: bool,
    /// Whether calls are followed without their arguments: a first look at what touches Twilio at all.
    pub is_shallow: bool,
    /// Functions that touch Twilio, themselves or in what they call.
    pub touching: BTreeSet<FunctionId>,
    /// Whether a name was met that the sources at hand do not define.
    pub is_open: Cell<bool>,
    /// What consts are worth, and whether they touch Twilio.
    pub const_values: BTreeMap<ConstId, (Value, bool)>,
}

/// What belongs to one running function.
#[derive(Default)]
pub(super) struct Frame {
    pub environment: Environment,
    pub module: ModuleId,
    pub self_type: Option<StructId>,
    pub events: Vec<Event>,
    pub writes: BTreeSet<(StructId, String, Value)>,
    pub returns: Value,
    pub breaks: Value,
    pub pending: Vec<Closure>,
    /// Inside something that tries again.
    pub is_retried: bool,
    /// Inside signature validation.
    pub is_validating: bool,
    /// Strings are only compared here.
    pub is_quiet: bool,
    pub sleeps: bool,
    /// Whether it looked for a 429.
    pub sees_throttling: bool,
    /// Whether anything in it, or in what it calls, is about Twilio.
    pub touches_twilio: bool,
}

impl Interpreter<'_> {
    pub(super) fn eval(&mut self, expr: &Expr) -> Value {
        self.steps += 1;
        if self.steps > MAX_STEPS {
            if self.steps == MAX_STEPS + 1 {
                self.cuts.insert((expr.place, "the function takes more steps than are followed"));
            }
            return Value::unknown();
        }
        self.all_steps += 1;
        let value = self.eval_kind(expr);
        if value.is_full() {
            self.cuts.insert((expr.place, "more alternatives than these are not followed"));
        }
        let value = value.bounded();
        self.note_urls(&value, expr.place);
        value
    }

    pub(super) fn eval_quietly(&mut self, expr: &Expr) -> Value {
        let before = std::mem::replace(&mut self.frame.is_quiet, true);
        let value = self.eval(expr);
        self.frame.is_quiet = before;
        value
    }

    pub(super) fn event(&mut self, kind: EventKind, place: Place) {
        if self.frame.events.len() < MAX_EVENTS {
            self.frame.events.push(Event { kind, place, calls: Vec::new(), entry: None });
        } else {
            self.cuts.insert((place, "what happens from here on in the function is not followed"));
        }
    }

    fn note_urls(&mut self, value: &Value, place: Place) {
        if self.frame.is_quiet {
            return;
        }
        for text in value.texts().filter(|text| text.contains("://")) {
            let noted = self.frame.events.iter().rev().take(4).any(|event| match &event.kind {
                EventKind::Url(noted) => noted == text,
                _ => false,
            });
            if !noted {
                self.event(EventKind::Url(text.clone()), place);
            }
        }
    }

    fn eval_kind(&mut self, expr: &Expr) -> Value {
        match &expr.kind {
            ExprKind::Str(text) => {
                self.frame.sees_throttling |= text.eq_ignore_ascii_case("retry-after");
                self.frame.touches_twilio |= names_twilio(text);
                Atom::Text(Text::literal(text, expr.place)).into()
            }
            ExprKind::Number(digits) => {
                self.frame.sees_throttling |= digits == "429" || digits == "20429";
                Value::unknown()
            }
            ExprKind::Bool => Value::unknown(),
            ExprKind::Path(path) => self.path(path),
            ExprKind::Call(func, args) => self.call(func, args, expr.place),
            ExprKind::Method(call) => self.method(call, expr.place),
            ExprKind::Field(base, name) => {
                let base = self.eval(base);
                self.field(&base, name, expr.place)
            }
            ExprKind::Format { path, pieces, extras } => self.format(path, pieces, extras),
            ExprKind::Macro(path, args) => self.macro_call(path, args, expr.place),
            ExprKind::Struct { path, fields, rest } => self.struct_literal(path, fields, rest.as_deref()),
            ExprKind::Transparent(inner) => self.eval(inner),
            ExprKind::Tuple(parts) => {
                let parts = parts.iter().map(|part| self.eval(part)).collect();
                Atom::tuple(parts)
            }
            ExprKind::Array(parts) => {
                let parts = parts.iter().map(|part| self.eval(part)).collect();
                Atom::list(parts)
            }
            ExprKind::Index(pair) => {
                self.eval_quietly(&pair.1);
                self.eval(&pair.0).element()
            }
            ExprKind::Binary(op, pair) => self.binary(*op, &pair.0, &pair.1),
            ExprKind::Assign(pair) => {
                let value = self.eval(&pair.1);
                self.assign(&pair.0, value, pair.1.place);
                Value::unknown()
            }
            _ => self.eval_control(expr),
        }
    }

    fn eval_control(&mut self, expr: &Expr) -> Value {
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
                let value = self.eval(&pair.1);
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

    fn path(&mut self, path: &[String]) -> Value {
        if let [name] = path
            && let Some(value) = self.frame.environment.get(name)
        {
            return value.clone();
        }
        if path.last().is_some_and(|name| name == "TOO_MANY_REQUESTS" || name == "TooManyRequests") {
            self.frame.sees_throttling = true;
        }
        match self.resolve_value(path) {
            Some(Resolved::Entity(Entity::Const(id))) => self.constant(id),
            Some(Resolved::Entity(Entity::Function(id))) => Atom::Function(id).into(),
            Some(Resolved::Member(id, name)) => {
                if let Some(constant) = self.program.type_const(id, &name) {
                    return self.constant(constant);
                }
                let method = self.program.method(id, &name);
                method.map(|id| Atom::Function(id).into()).unwrap_or_default()
            }
            Some(Resolved::External(path)) if path.last().is_some_and(|name| name != "None") => {
                self.touch(&path);
                Atom::External(path).into()
            }
            _ => Value::unknown(),
        }
    }

    /// What a path names; `Self` is the type of the `impl`.
    pub(super) fn resolve_value(&self, path: &[String]) -> Option<Resolved> {
        let resolved = match (path.split_first(), self.frame.self_type) {
            (Some((first, rest)), Some(id)) if first == "Self" => match rest {
                [] => Some(Resolved::Entity(Entity::Struct(id))),
                [name, ..] => Some(Resolved::Member(id, name.clone())),
            },
            _ => self.program.value(self.frame.module, path),
        };
        self.note_open(resolved.as_ref());
        resolved
    }

    /// Notes a name that something outside the sources at hand must define.
    pub(super) fn note_open(&self, resolved: Option<&Resolved>) {
        let is_open = match resolved {
            None => true,
            Some(Resolved::External(path)) => path.first().is_none_or(|root| !is_foreign(root)),
            Some(_) => false,
        };
        if is_open {
            self.is_open.set(true);
        }
    }

    /// Notes that a path of another crate is about Twilio.
    pub(super) fn touch(&mut self, path: &[String]) {
        self.frame.touches_twilio |= is_endpoint_path(path)
            || path.iter().any(|segment| segment == "ringfence" || names_twilio(segment))
            || Library::of(path).is_some_and(Library::is_twilio);
    }

    /// A const's or static's value, interpreted where it stands; its own events are its own entry's.
    pub(super) fn constant(&mut self, id: ConstId) -> Value {
        let Some(entry) = self.program.consts.get(id) else { return Value::unknown() };
        if let Some((value, touches)) = self.const_values.get(&id) {
            self.frame.touches_twilio |= touches;
            return value.clone();
        }
        if self.consts.contains(&id) || self.consts.len() > 16 {
            return Value::unknown();
        }
        self.consts.push(id);
        let frame = Frame { module: entry.module, is_quiet: true, ..Frame::default() };
        let outer = std::mem::replace(&mut self.frame, frame);
        let value = self.eval(&entry.value);
        let inner = std::mem::replace(&mut self.frame, outer);
        self.consts.pop();
        // `OnceLock::new()` says nothing of what will be in it; the type does.
        let is_vague = value.atoms.iter().all(|atom| matches!(atom, Atom::External(_)));
        let by_type = || self.value_of_type(entry.module, &entry.ty, entry.value.place);
        let value = if is_vague { by_type().joined(&value) } else { value };
        self.frame.touches_twilio |= inner.touches_twilio;
        // Inside a circle of consts a value is not the last word.
        if self.consts.is_empty() {
            self.const_values.insert(id, (value.clone(), inner.touches_twilio));
        }
        value
    }

    /// A field of a value: set where the value was made, or in one place of the crate, or known by its type.
    pub(super) fn field(&mut self, base: &Value, name: &str, place: Place) -> Value {
        let mut found = Value::unknown();
        for atom in &base.atoms {
            match atom {
                Atom::Object(id, fields) => match fields.get(name).filter(|value| !value.is_unknown()) {
                    Some(value) => found.join(value),
                    None => {
                        let value = self.field_of_type(*id, name, place);
                        self.frame.touches_twilio |= value.matters();
                        found.join(&value);
                    }
                },
                Atom::Tuple(parts) => {
                    let part = name.parse::<usize>().ok().and_then(|index| parts.get(index));
                    found.join(part.unwrap_or(&Value::unknown()));
                }
                _ => {}
            }
        }
        let is_vague = found.atoms.iter().all(|atom| matches!(atom, Atom::External(_)));
        if is_vague && let Some(mut secret) = secret_by_name(name, place) {
            secret.is_certain |= base.atoms.iter().any(|atom| self.is_twilio_type(atom));
            self.frame.touches_twilio = true;
            return Atom::Secret(secret).into();
        }
        found
    }

    /// Whether a type of the crate says by its name that it is about Twilio.
    fn is_twilio_type(&self, atom: &Atom) -> bool {
        match atom {
            Atom::Object(id, _) => self
                .program
                .structs
                .get(*id)
                .is_some_and(|entry| entry.name.to_ascii_lowercase().contains("twilio")),
            _ => false,
        }
    }

    fn field_of_type(&self, id: StructId, name: &str, place: Place) -> Value {
        if let Some(value) = self.fields.get(&(id, name.to_owned())) {
            return value.clone();
        }
        let Some(entry) = self.program.structs.get(id) else { return Value::unknown() };
        let ty = entry.fields.iter().find(|(field, _)| field == name).map(|(_, ty)| ty);
        ty.map(|ty| self.value_of_type(entry.module, ty, place)).unwrap_or_default()
    }

    fn struct_literal(&mut self, path: &[String], fields: &[(String, Expr)], rest: Option<&Expr>) -> Value {
        let target = match (path, self.frame.self_type) {
            ([name], Some(id)) if name == "Self" => Some(Resolved::Entity(Entity::Struct(id))),
            _ => self.program.ty(self.frame.module, path),
        };
        self.note_open(target.as_ref());
        let values: Vec<(String, Value, Place)> =
            fields.iter().map(|(name, expr)| (name.clone(), self.eval(expr), expr.place)).collect();
        let rest = rest.map(|rest| self.eval(rest)).unwrap_or_default();
        match target {
            Some(Resolved::Entity(Entity::Struct(id))) => {
                let mut object = BTreeMap::new();
                if let Some(Atom::Object(same, fields)) = rest.atoms.first()
                    && *same == id
                {
                    object.clone_from(fields);
                }
                for (name, value, _) in values {
                    self.write(id, &name, &value);
                    object.insert(name, value);
                }
                object.retain(|_, value| !value.is_unknown());
                Atom::Object(id, object).into()
            }
            Some(Resolved::External(path)) => {
                self.external_struct(&path, &values);
                Atom::External(path).into()
            }
            _ => Value::unknown(),
        }
    }

    fn binary(&mut self, op: BinaryOp, left: &Expr, right: &Expr) -> Value {
        if op == BinaryOp::Compare {
            self.eval_quietly(left);
            self.eval_quietly(right);
            return Value::unknown();
        }
        let first = self.eval(left);
        let second = self.eval(right);
        if !matches!(op, BinaryOp::Add | BinaryOp::AddAssign) || first.texts().next().is_none() {
            return Value::unknown();
        }
        let mut text = Text { parts: first.parts() };
        second.parts().into_iter().for_each(|part| text.push(part));
        let sum: Value = Atom::Text(text).into();
        if op == BinaryOp::AddAssign {
            self.assign(left, sum.clone(), right.place);
        }
        sum
    }

    /// A field is set.
    pub(super) fn write(&mut self, owner: StructId, field: &str, value: &Value) {
        self.frame.writes.insert((owner, field.to_owned(), value.telling()));
    }

    /// Writes to a name or to a field of one.
    pub(super) fn assign(&mut self, target: &Expr, value: Value, place: Place) {
        match &target.kind {
            ExprKind::Path(path) => {
                if let [name] = path.as_slice()
                    && let Some(bound) = self.frame.environment.get_mut(name)
                {
                    *bound = value;
                }
            }
            ExprKind::Transparent(inner) => self.assign(inner, value, place),
            ExprKind::Field(base, field) => {
                let mut object = self.eval_quietly(base);
                for atom in &mut object.atoms {
                    match atom {
                        Atom::Object(id, fields) => {
                            self.write(*id, field, &value);
                            fields.insert(field.clone(), value.clone());
                        }
                        Atom::External(path) => {
                            self.external_struct(&path.clone(), &[(field.clone(), value.clone(), place)]);
                        }
                        _ => {}
                    }
                }
                if matches!(base.kind, ExprKind::Path(_)) {
                    self.assign(base, object, place);
                }
            }
            _ => {}
        }
    }

    fn block(&mut self, block: &Block, place: Place) -> Value {
        let length = self.frame.environment.len();
        let scope = block.scope.and_then(|scope| self.program.scopes.get(&(place.file.0, scope)).copied());
        let outer = self.frame.module;
        self.frame.module = scope.unwrap_or(outer);
        let mut last = Value::unknown();
        for stmt in &block.stmts {
            last = self.stmt(stmt);
        }
        self.frame.module = outer;
        self.frame.environment.truncate(length);
        if block.has_value { last } else { Value::unknown() }
    }

    fn stmt(&mut self, stmt: &Stmt) -> Value {
        match stmt {
            Stmt::Expr(expr) => self.eval(expr),
            Stmt::Let(pat, ty, init, diverge) => {
                let mut value = match (init, ty) {
                    (Some(init), Some(ty)) if is_bare_default(init) => self.default_of(ty, init.place),
                    (Some(init), _) => self.eval(init),
                    (None, _) => Value::unknown(),
                };
                if let Some(diverge) = diverge {
                    self.eval(diverge);
                }
                if let (true, Some(ty), Some(init)) = (value.is_unknown(), ty, init) {
                    value = self.value_of_type(self.frame.module, ty, init.place);
                }
                self.bind(pat, &value);
                Value::unknown()
            }
        }
    }

    /// `Default::default()` where the type is written beside it.
    fn default_of(&mut self, ty: &Type, place: Place) -> Value {
        let path = ty.path.iter().cloned().chain(["default".to_owned()]).collect();
        let func = Expr { place, kind: ExprKind::Path(path) };
        self.call(&func, &[], place)
    }

    fn if_expr(&mut self, condition: &Expr, then: &Expr, otherwise: Option<&Expr>) -> Value {
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

    fn match_expr(&mut self, scrutinee: &Expr, arms: &[Arm]) -> Value {
        let matched = self.eval(scrutinee);
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
    fn loop_expr(&mut self, parts: &LoopExpr) -> Value {
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

    fn loop_body(&mut self, parts: &LoopExpr) {
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

    /// Joins values into one string.
    pub(super) fn concat<'v>(&self, values: impl IntoIterator<Item = &'v Value>) -> Value {
        let mut text = Text::default();
        for value in values {
            value.parts().into_iter().for_each(|part: Part| text.push(part));
        }
        Atom::Text(text).into()
    }
}

fn is_bare_default(expr: &Expr) -> bool {
    let ExprKind::Call(func, _) = &expr.kind else { return false };
    match &func.kind {
        ExprKind::Path(path) => path.ends_with(&["Default".to_owned(), "default".to_owned()]),
        _ => false,
    }
}
