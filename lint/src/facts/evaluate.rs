//! The interpreter: expressions to values.

use super::again::Again;
use super::attempts::Answered;
use super::circles::Circles;
use super::environment::{Environment, Written};
use super::event::{Event, EventKind, Resent};
use super::exit::Exit;
use super::hook::both_proofs;
use super::learned::Write;
use super::memo::Memo;
use super::program::{AskedFields, FieldTable};
use super::reach::Reach;
use super::region::{Ends, Open};
use super::roots::Roots;
use super::secrets::{Secret, secret_by_variable};
use super::strings::strung;
use super::switches::{negated, united};
use super::text::Text;
use super::value::{Atom, Closure, Value};
use crate::Place;
use crate::gather::Gather;
use crate::hook::is_field;
use crate::ir::{BinaryOp, Expr, ExprKind, Type};
use crate::resolve::{ConstId, FunctionId, ModuleId, Program, StructId};
use crate::sorted::Set;
use crate::trigger::names_twilio;
use std::cell::{Cell, RefCell};

/// How many expressions one entry may evaluate, calls included, whether or not their outcome was known already: so the bound
/// is met in the same place whoever was first.
pub(super) const MAX_STEPS: usize = 1_000_000;
/// How many events one function keeps.
const MAX_EVENTS: usize = 4_096;
/// How deep expressions nest, through all calls: a worker's stack holds many more.
pub(super) const MAX_DEPTH: usize = 2_000;

/// Interprets bodies of one crate.
pub(super) struct Interpreter<'p> {
    pub program: &'p Program,
    pub fields: &'p FieldTable,
    pub frame: Frame,
    /// Who calls whom.
    pub calls: Set<(Option<FunctionId>, FunctionId)>,
    /// What calls are known to do.
    pub memo: Memo<'p>,
    pub stack: Vec<FunctionId>,
    /// Functions that called themselves, directly or through others.
    pub recursive: Set<FunctionId>,
    /// How deep expressions nest at the moment, through all calls.
    pub depth: usize,
    pub consts: Vec<ConstId>,
    /// Closures that something has run.
    pub invoked: Set<Place>,
    pub closure_depth: usize,
    /// Expressions evaluated since the entry began, with those of calls whose outcome was known already, and without.
    pub steps: usize,
    pub all_steps: usize,
    /// Whether the entry has used up its steps.
    pub is_exhausted: bool,
    /// Where a bound cut the interpretation short, and which.
    pub cuts: Set<(Place, &'static str)>,
    /// Whether a loop is run for its facts only.
    pub is_dry: bool,
    /// Whether calls are followed without their arguments: a first look at what touches Twilio at all.
    pub is_shallow: bool,
    /// Whether calls are not followed at all: a look at who calls whom.
    pub is_alone: bool,
    /// Functions that call one another in circles, and what they do.
    pub circles: &'p Circles,
    /// Functions that are known to touch Twilio, themselves or in what they call, and those that were seen to.
    pub touching: &'p Set<FunctionId>,
    pub touched: Set<FunctionId>,
    /// The fields of which what they hold was asked.
    pub asked: RefCell<AskedFields>,
    /// Whether a name was met that the sources at hand do not define.
    pub is_open: Cell<bool>,
    /// Closures that do, likewise.
    pub touching_closures: &'p Set<Place>,
    pub touched_closures: Set<Place>,
    /// How many frames there were.
    pub frames: usize,
    /// How deep expressions nested at most since the running call began.
    pub max_depth: usize,
}

/// What belongs to one running function.
#[derive(Default)]
pub(super) struct Frame {
    pub environment: Environment,
    pub module: ModuleId,
    pub self_type: Option<StructId>,
    /// The type parameters of the function, each with its bound.
    pub generics: Vec<(String, Type)>,
    pub events: Vec<Event>,
    /// The innermost statement that is being run.
    pub statement: Option<Place>,
    pub writes: Set<Write>,
    /// Where what leaves early goes to, innermost last.
    pub exits: Vec<Exit>,
    /// Whether control has left: what follows is not reached.
    pub is_dead: bool,
    /// How many loops come round for those at most who left the way at hand.
    pub farthest: usize,
    /// How often something went round again early.
    pub rounds: usize,
    /// What loops that try again have sent.
    pub attempts: Set<(Place, String)>,
    /// Names that were given what came of sending something.
    pub answered: Vec<Answered>,
    /// What was written to names of the functions around a closure.
    pub written: Vec<Written>,
    pub pending: Vec<Closure>,
    /// Inside something that tries again.
    pub is_retried: bool,
    /// Inside signature validation.
    pub is_validating: bool,
    /// Strings are only compared here.
    pub is_quiet: bool,
    /// A name is looked at where it stands, and does not go on from there.
    pub is_looked_at: bool,
    pub sleeps: bool,
    /// The secret whose name was last compared with something.
    pub compared: Option<Secret>,
    /// Whether it looked for a 429, or told a library that tries again what to give up on.
    pub sees_throttling: bool,
    /// Whether it looked at what Twilio answered, or had somebody look.
    pub reads_answers: bool,
    /// Whether it made an error of one that was none.
    pub refuses_answers: bool,
    /// Whether anything in it, or in what it calls, is about Twilio.
    pub touches_twilio: bool,
    /// Whether it was handed something of a request that may be Twilio's.
    pub sees_hook: bool,
    /// What it runs.
    pub reach: Reach,
    /// What the parts of the expression at hand hang on, as far as they have been interpreted.
    pub roots: Roots,
    /// The regions that are open: what comes round, runs beside others or tries again.
    pub regions: Vec<Open>,
    /// How it went before this point.
    pub ended: Ends,
    /// What the names hung on that were given something new.
    pub renewed: Roots,
    /// Which parameters a call of itself changes, and how it went before.
    pub changed: Option<(u32, Ends)>,
    /// Which functions further out it calls.
    pub again: Vec<Again>,
    /// Whether something asks how much the loop at hand has put together.
    pub is_limited: bool,
    /// Which of the frames it is.
    pub serial: usize,
}

/// Whether an expression may put values into others; what names or fields stand for was bounded before.
fn nests(kind: &ExprKind) -> bool {
    !matches!(
        kind,
        ExprKind::Path(_)
            | ExprKind::Str(_)
            | ExprKind::Field(..)
            | ExprKind::Transparent(_)
            | ExprKind::Awaited(_)
    )
}

impl Interpreter<'_> {
    pub(super) fn eval(&mut self, expr: &Expr) -> Value {
        if self.frame.is_dead {
            return Value::unknown();
        }
        self.steps += 1;
        if self.steps > MAX_STEPS {
            self.give_up();
            if !std::mem::replace(&mut self.is_exhausted, true) {
                self.cuts.insert((expr.place, "the function takes more steps than are followed"));
            }
            return Value::unknown();
        }
        if self.depth > MAX_DEPTH {
            self.give_up();
            self.cuts.insert((expr.place, "calls nest deeper than is followed"));
            return Value::unknown();
        }
        self.all_steps += 1;
        self.depth += 1;
        self.max_depth = self.max_depth.max(self.depth);
        let around = std::mem::take(&mut self.frame.roots);
        let mut value = self.eval_kind(expr);
        self.depth -= 1;
        value.roots.join(self.frame.roots);
        self.frame.roots = around.joined(value.roots);
        if value.is_unknown() {
            return value;
        }
        if value.is_full() {
            self.cuts.insert((expr.place, "more alternatives than these are not followed"));
        }
        let value = if nests(&expr.kind) { value.bounded() } else { value };
        self.note_urls(&value, expr);
        self.note_hosts(&value, expr.place);
        self.note_credentials(&value, expr.place);
        value
    }

    /// A bound was met: whether what is left out is about Twilio is not known, so a second look has to say that it was.
    fn give_up(&mut self) {
        self.memo.depend_on_entry();
        self.frame.touches_twilio |= self.is_shallow;
    }

    pub(super) fn eval_quietly(&mut self, expr: &Expr) -> Value {
        let before = std::mem::replace(&mut self.frame.is_quiet, true);
        let value = self.eval(expr);
        self.frame.is_quiet = before;
        value
    }

    pub(super) fn event(&mut self, mut kind: EventKind, place: Place) {
        if self.is_last_attempt(&kind, place)
            && let EventKind::Send { resent, .. } = &mut kind
        {
            *resent = Resent::Always;
        }
        self.frame.roots.is_answer |= kind.asks_twilio();
        if self.frame.events.len() < MAX_EVENTS {
            let statement = self.frame.statement;
            self.frame.events.push(Event { kind, place, statement, calls: Vec::new(), entry: None });
        } else {
            self.cuts.insert((place, "what happens from here on in the function is not followed"));
        }
    }

    pub(super) fn note_urls(&mut self, value: &Value, expr: &Expr) {
        if self.frame.is_quiet {
            return;
        }
        for text in value.texts().filter(|text| text.contains("://")) {
            let noted = self.frame.events.iter().rev().take(4).any(|event| match &event.kind {
                EventKind::Url { text: noted, .. } => noted == text,
                _ => false,
            });
            if !noted {
                let is_made = !matches!(expr.kind, ExprKind::Path(_) | ExprKind::Field(..));
                self.event(EventKind::Url { text: text.clone(), is_made }, expr.place);
            }
        }
    }

    pub(super) fn eval_kind(&mut self, expr: &Expr) -> Value {
        match &expr.kind {
            ExprKind::Str(text) => {
                self.note_told(text.eq_ignore_ascii_case("retry-after"));
                self.frame.touches_twilio |= names_twilio(text) || is_field(text);
                Atom::Text(Text::literal(text, expr.place)).into()
            }
            ExprKind::Number(digits) => {
                self.frame.sees_throttling |= digits == "429" || digits == "20429";
                Value::unknown()
            }
            ExprKind::Bool(known) => Atom::Bool(*known).into(),
            ExprKind::Not(inner) => negated(&self.eval(inner)),
            ExprKind::Deref(inner) => {
                let value = self.eval(inner);
                self.dereferenced(value, expr.place)
            }
            ExprKind::Path(path) => {
                self.note_told(path.last().is_some_and(|name| name == "RETRY_AFTER"));
                self.name(path, expr.place)
            }
            ExprKind::Call(func, args) => self.call(func, args, expr.place),
            ExprKind::Asked(call, ty) => {
                let value = self.eval(call);
                let value = self.read_as(&value, self.frame.module, ty);
                let value = self.layer_asked_for(value, ty, expr.place);
                self.typed(value, ty, expr.place)
            }
            ExprKind::Method(call) => self.method(call, expr.place),
            ExprKind::Field(base, name) => {
                let base = self.eval_looked_at(base);
                self.note_part(&base, name, expr.place);
                self.field(&base, name, expr.place)
            }
            ExprKind::Format { path, pieces, extras } => self.format(path, pieces, extras),
            ExprKind::Macro(path, args) => self.macro_call(path, args, expr.place),
            ExprKind::Struct { path, fields, rest } => self.struct_literal(path, fields, rest.as_deref()),
            ExprKind::Transparent(inner) | ExprKind::Debugged(inner) => self.eval(inner),
            ExprKind::Awaited(inner) => {
                let value = self.eval(inner);
                self.wait_for_task(&value);
                value
            }
            ExprKind::Try(inner) => self.try_expr(inner),
            ExprKind::Tuple(parts) => {
                let parts: Vec<Value> = parts.iter().map(|part| self.eval(part)).gather();
                self.credentials_beside_sids(&parts, expr.place);
                Atom::tuple(parts)
            }
            ExprKind::Array(parts) => {
                let parts: Vec<Value> = parts.iter().map(|part| self.eval(part)).gather();
                self.credentials_beside_sids(&parts, expr.place);
                Atom::list(parts).joined(&Atom::Few.into())
            }
            ExprKind::Index(pair) => self.index(&pair.0, &pair.1),
            ExprKind::Binary(op, pair) => self.binary(*op, &pair.0, &pair.1),
            ExprKind::Assign(pair) => self.assignment(&pair.0, &pair.1),
            _ => self.eval_control(expr),
        }
    }

    fn assignment(&mut self, target: &Expr, given: &Expr) -> Value {
        let events = self.frame.events.len();
        let value = self.eval(given);
        self.note_assigned(target, events, given.place);
        if matches!(&target.kind, ExprKind::Other(parts) if parts.is_empty()) {
            self.ignore(&value, given.place);
        }
        self.assign(target, value, given.place);
        Value::unknown()
    }

    pub(super) fn binary(&mut self, op: BinaryOp, left: &Expr, right: &Expr) -> Value {
        if matches!(op, BinaryOp::Equal | BinaryOp::Differ) {
            let values = [self.eval_quietly(left), self.eval_quietly(right)];
            let names = values.iter().filter_map(Value::known_text);
            let secret = names.into_iter().find_map(|name| secret_by_variable(&name, left.place));
            self.frame.compared = secret.or(self.frame.compared.take());
            let place = left.place.to(right.place);
            return self.compared_hooks(&values, op == BinaryOp::Equal, place).unwrap_or_default();
        }
        if matches!(op, BinaryOp::And | BinaryOp::Or) {
            let first = self.eval(left);
            let second = self.lazily(&first, op == BinaryOp::And, right);
            return both_proofs(&first, &second, op == BinaryOp::And);
        }
        let first = self.eval(left);
        let second = self.eval(right);
        if matches!(op, BinaryOp::AddAssign | BinaryOp::Change) {
            self.renew(left, second.roots);
        }
        if !matches!(op, BinaryOp::Add | BinaryOp::AddAssign) || first.texts().next().is_none() {
            return united(&first, &second);
        }
        let sum = strung([&first, &second]).rooted(first.roots.joined(second.roots));
        if op == BinaryOp::AddAssign {
            self.assign(left, sum.clone(), right.place);
        }
        sum
    }

    /// A name gets something new: what it stands for hangs on that, too, and is another one in each round of the regions that
    /// it outlives.
    pub(super) fn renew(&mut self, target: &Expr, roots: Roots) {
        match &target.kind {
            ExprKind::Path(path) => {
                let Some(at) = path.first().and_then(|name| self.frame.environment.index_of(name)) else {
                    return;
                };
                let outlived = self.frame.regions.iter().filter(|region| region.bindings > at).count();
                let made = match u16::try_from(outlived).unwrap_or(u16::MAX) {
                    0 => Roots::default(),
                    depth => Roots::made(depth),
                };
                if let Some(bound) = self.frame.environment.at_mut(at) {
                    self.frame.renewed.join(bound.roots);
                    bound.roots.join(roots.joined(made));
                }
            }
            ExprKind::Transparent(inner)
            | ExprKind::Awaited(inner)
            | ExprKind::Deref(inner)
            | ExprKind::Field(inner, _) => self.renew(inner, roots),
            ExprKind::Index(pair) => self.renew(&pair.0, roots),
            _ => {}
        }
    }

    /// What something hangs on that nobody has seen before.
    pub(super) fn fresh(&self) -> Roots {
        Roots::made(self.depth_of_regions())
    }

    /// What comes of the expression at hand is new each time.
    pub(super) fn note_made(&mut self) {
        self.frame.roots.join(self.fresh());
    }

    /// What comes of the expression at hand may be what an answer asks for.
    fn note_told(&mut self, is_told: bool) {
        self.frame.sees_throttling |= is_told;
        self.frame.roots.is_told |= is_told;
    }

    /// What comes of the expression at hand was drawn by chance, or is another one each time, unless the same comes of the same.
    pub(super) fn note_fresh(&mut self, is_drawn: bool, is_steady: bool) {
        match is_drawn {
            true => self.frame.roots.join(Roots::drawn(self.depth_of_regions())),
            false if !is_steady => self.note_made(),
            false => {}
        }
    }

    /// The right side of `&&` or `||`, which may not be reached; what it binds is known behind it.
    fn lazily(&mut self, left: &Value, is_and: bool, right: &Expr) -> Value {
        let before = self.frame.environment.clone();
        self.assume(left, is_and, right.place);
        let value = self.eval(right);
        if self.frame.is_dead {
            self.frame.environment = before;
            self.frame.is_dead = false;
        } else {
            self.frame.environment.join(&before);
        }
        value
    }
}
