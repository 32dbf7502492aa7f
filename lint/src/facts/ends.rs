//! How it went before a point of a body: well, or wrong in which way.

use super::evaluate::Interpreter;
use super::region::Ends;
use super::roots::Roots;
use super::value::{Atom, Value};
use crate::gather::Gather;
use crate::ir::{Arm, BinaryOp, Catch, Expr, ExprKind, Pat, Stmt};
use crate::resolve::{Entity, FunctionId, Resolved};

/// What a condition tells where it holds, and where it does not; nothing where it asks something else.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Told {
    pub then: Option<Ends>,
    pub otherwise: Option<Ends>,
}

impl Told {
    fn new(then: Ends, otherwise: Option<Ends>) -> Self {
        Self { then: Some(then), otherwise }
    }

    fn swapped(self) -> Self {
        Self { then: self.otherwise, otherwise: self.then }
    }
}

impl Interpreter<'_> {
    /// A way on is taken, which tells how it went.
    pub(super) fn note_end(&mut self, told: Option<Ends>) {
        self.frame.ended = told.unwrap_or(self.frame.ended);
    }

    /// The same by what somebody asks: where that is nothing of Twilio's, it went wrong elsewhere.
    pub(super) fn note_end_by(&mut self, told: Option<Ends>, asked: &Expr, roots: Roots) {
        let is_elsewhere =
            |ended: &Ends| ended.is_failing() && !roots.is_answer && self.is_of_others(asked, roots);
        self.note_end(told.map(|ended| if is_elsewhere(&ended) { Ends::ELSEWHERE } else { ended }));
    }

    /// Whether a question is about what was made here, and not by Twilio.
    fn is_of_others(&self, asked: &Expr, roots: Roots) -> bool {
        let of_others = |expr: &Expr| self.is_of_others(expr, roots);
        match &asked.kind {
            ExprKind::Transparent(inner)
            | ExprKind::Not(inner)
            | ExprKind::Deref(inner)
            | ExprKind::Field(inner, _) => of_others(inner),
            ExprKind::Awaited(inner) if matches!(inner.kind, ExprKind::Path(_)) => of_others(inner),
            ExprKind::Let(pair) => of_others(&pair.1),
            ExprKind::Binary(BinaryOp::And | BinaryOp::Or, pair) => of_others(&pair.0) && of_others(&pair.1),
            ExprKind::Binary(_, pair) => match pair.0.kind {
                ExprKind::Number(_) => of_others(&pair.1),
                _ => of_others(&pair.0),
            },
            ExprKind::Method(call) if call.kinds.only_asks() => of_others(&call.receiver),
            ExprKind::Macro(_, args) => args.first().is_some_and(of_others),
            ExprKind::Call(_, args) if !args.is_empty() => args.iter().all(of_others),
            ExprKind::Path(path) => match path.as_slice() {
                [name] => self.frame.environment.get(name).is_some_and(|value| value.roots.is_elsewhere()),
                _ => false,
            },
            _ => roots.is_elsewhere(),
        }
    }

    /// Somebody looks at something that Twilio answered.
    pub(super) fn note_read_answer(&mut self, roots: Roots) {
        self.frame.reads_answers |= roots.is_answer;
    }
}

/// How many functions a condition is followed into.
const MAX_DEPTH: usize = 3;

impl Interpreter<'_> {
    /// What a condition tells of how it went.
    pub(super) fn told_by(&self, condition: &Expr) -> Told {
        self.told_within(condition, MAX_DEPTH)
    }

    fn told_within(&self, condition: &Expr, depth: usize) -> Told {
        let told = |expr: &Expr| self.told_within(expr, depth);
        match &condition.kind {
            ExprKind::Transparent(inner) | ExprKind::Awaited(inner) => told(inner),
            ExprKind::Caught(Catch::Return, inner) => told(inner),
            ExprKind::Not(inner) => told(inner).swapped(),
            ExprKind::Let(pair) => told_by_pattern(&pair.0),
            ExprKind::Block(block) => match block.stmts.last() {
                Some(Stmt::Expr(last)) if block.has_value => told(last),
                _ => Told::default(),
            },
            ExprKind::Method(call) => match call.args.last().map(|last| &last.kind) {
                // What is asked of what may be there: where it holds, that tells.
                Some(ExprKind::Closure(closure)) if call.name != "is_none_or" => {
                    Told { then: told(&closure.body).then, otherwise: None }
                }
                Some(ExprKind::Path(path)) if call.name.ends_with("_and") => {
                    Told { then: self.path_told(path, depth).then, otherwise: None }
                }
                // `(500..=599).contains(&status)`
                _ if call.name == "contains" => told_by_range(&call.receiver),
                _ => told_by_name(&call.name),
            },
            ExprKind::Path(path) => self.path_told(path, depth),
            ExprKind::Field(_, name) => told_by_name(name),
            ExprKind::Call(func, _) => match &func.kind {
                ExprKind::Path(path) => self.path_told(path, depth),
                _ => Told::default(),
            },
            ExprKind::Macro(path, args) if path.last().is_some_and(|name| name == "matches") => {
                let status = args.get(1).and_then(status_of);
                status.map(|ended| Told::new(ended, None)).unwrap_or_default()
            }
            ExprKind::Binary(op, pair) => self.told_by_both(*op, &pair.0, &pair.1, depth),
            _ => Told::default(),
        }
    }

    fn told_by_both(&self, op: BinaryOp, one: &Expr, other: &Expr, depth: usize) -> Told {
        let both = || (self.told_within(one, depth), self.told_within(other, depth));
        match op {
            BinaryOp::Equal => told_by_status(one, other),
            BinaryOp::Differ => told_by_status(one, other).swapped(),
            BinaryOp::Above => {
                Told { then: status_from(other).filter(|ended| ended.is_failing()), otherwise: None }
            }
            // What is not below is above.
            BinaryOp::Other => {
                Told { then: None, otherwise: status_from(other).filter(|ended| ended.is_failing()) }
            }
            // Where both must hold, each tells; where one is enough, both must not hold.
            BinaryOp::And => {
                let (one, other) = both();
                Told { then: other.then.or(one.then), otherwise: None }
            }
            BinaryOp::Or => {
                let (one, other) = both();
                let then = one.then.zip(other.then).map(|(one, other)| one.joined(other));
                Told { then, otherwise: other.otherwise.or(one.otherwise) }
            }
            _ => Told::default(),
        }
    }

    /// What a function tells that is asked: by its name, or by what it asks itself.
    fn path_told(&self, path: &[String], depth: usize) -> Told {
        let by_name = path.last().map(|name| told_by_name(name)).unwrap_or_default();
        let is_known = by_name.then.is_some() || by_name.otherwise.is_some();
        let Some(depth) = depth.checked_sub(1).filter(|_| !is_known) else { return by_name };
        match self.resolve_value(path) {
            Some(Resolved::Entity(Entity::Function(id))) => self.told_by_function(id, depth),
            Some(Resolved::Member(id, name)) => match self.program.candidates(id, &name).as_slice() {
                [only] => self.told_by_function(*only, depth),
                _ => by_name,
            },
            _ => by_name,
        }
    }

    fn told_by_function(&self, id: FunctionId, depth: usize) -> Told {
        let body = self.program.functions.get(id).and_then(|entry| entry.ir.body.as_ref());
        body.map(|body| self.told_within(body, depth)).unwrap_or_default()
    }

    /// After what something holds that is asked of an error: a closure, a function of the crate or of another.
    pub(super) fn told_by_question(&self, question: &Value) -> Option<Ends> {
        let told = question.atoms.iter().map(|atom| match atom {
            Atom::Closure(closure) => match &closure.expr.body.kind {
                ExprKind::Bool(true) => Some(Ends::FAILED),
                _ => self.told_by(&closure.expr.body).then,
            },
            Atom::Function(id) => self.told_by_function(*id, MAX_DEPTH).then,
            Atom::External(path) => path.last().and_then(|name| told_by_name(name).then),
            _ => None,
        });
        told.flatten().reduce(Ends::joined)
    }

    /// What each arm of a `match` is told: by its guard, its pattern, or by what the arms before it took.
    pub(super) fn told_by_arms(&self, arms: &[Arm]) -> Vec<Option<Ends>> {
        // What is left for patterns of success, and for those that take anything.
        let (mut success, mut rest) = (Ends::FINE, None);
        let told = arms.iter().map(|arm| {
            let is_success = matches!(arm.pat, Pat::Success(..));
            let by_guard = arm.guard.as_ref().map(|guard| self.told_by(guard)).unwrap_or_default();
            let by_pattern = match asks_of_error(arm) {
                true => Some(Ends::NAMED),
                false => told_by_one(&arm.pat, success),
            };
            if is_success {
                success = by_guard.otherwise.unwrap_or(success);
                // Where a guard lets some go, those come to the arms behind, too.
                rest = Some(if arm.guard.is_some() { success.joined(Ends::FAILED) } else { Ends::FAILED });
            }
            by_guard.then.or(by_pattern).or(rest)
        });
        told.gather()
    }
}

fn told_by_name(name: &str) -> Told {
    match name {
        "is_ok" => Told::new(Ends::FINE, Some(Ends::FAILED)),
        "is_success" => Told::new(Ends::FINE, Some(Ends::REFUSED)),
        "is_err" => Told::new(Ends::FAILED, Some(Ends::FINE)),
        "is_connect" => Told::new(Ends::UNSENT, None),
        "is_body" | "is_decode" | "is_server_error" | "is_timeout" => Told::new(Ends::BROKEN, None),
        "is_client_error" => Told::new(Ends::REFUSED, None),
        "is_request" | "is_transient" => Told::new(Ends::FAILED, None),
        "is_rate_limited"
        | "is_retryable"
        | "is_throttled"
        | "is_too_many_requests"
        | "rate_limited"
        | "throttled"
        | "too_many_requests" => Told::new(Ends::THROTTLED, None),
        _ => Told::default(),
    }
}

/// `status == 429`
fn told_by_status(one: &Expr, other: &Expr) -> Told {
    match status_of(one).or_else(|| status_of(other)) {
        Some(Ends::FINE) => Told::new(Ends::FINE, Some(Ends::REFUSED)),
        Some(ended) => Told::new(ended, None),
        None => Told::default(),
    }
}

/// What a written status says.
fn status_of(expr: &Expr) -> Option<Ends> {
    match &expr.kind {
        ExprKind::Transparent(inner) | ExprKind::Awaited(inner) => status_of(inner),
        ExprKind::Number(digits) => match digits.as_bytes() {
            b"429" | b"20429" => Some(Ends::THROTTLED),
            [b'2', _, _] => Some(Ends::FINE),
            [b'4' | b'5', _, _] => Some(Ends::BROKEN),
            _ => None,
        },
        ExprKind::Path(path) => match path.last()?.as_str() {
            "TOO_MANY_REQUESTS" | "TooManyRequests" => Some(Ends::THROTTLED),
            "ACCEPTED" | "CREATED" | "NO_CONTENT" | "OK" => Some(Ends::FINE),
            "BAD_GATEWAY"
            | "GATEWAY_TIMEOUT"
            | "INTERNAL_SERVER_ERROR"
            | "REQUEST_TIMEOUT"
            | "SERVICE_UNAVAILABLE" => Some(Ends::BROKEN),
            name => told_by_variant(name),
        },
        ExprKind::Binary(BinaryOp::Other, pair) => Some(status_of(&pair.0)?.joined(status_of(&pair.1)?)),
        ExprKind::Range(Some(from), _) => status_from(from),
        ExprKind::Call(func, args) if matches!(&func.kind, ExprKind::Path(path) if path.last().is_some_and(|name| name == "Some")) => {
            args.first().and_then(status_of)
        }
        _ => None,
    }
}

/// What a status says that is this one or a higher one.
fn status_from(expr: &Expr) -> Option<Ends> {
    let ExprKind::Number(digits) = &expr.kind else { return status_of(expr) };
    match digits.parse::<u16>().ok()? {
        200..=299 => Some(Ends::FINE),
        300..=429 => Some(Ends::REFUSED),
        430..=599 => Some(Ends::BROKEN),
        _ => None,
    }
}

/// What a range of statuses tells that one is in; what lies outside may be anything.
fn told_by_range(range: &Expr) -> Told {
    let ended = match &range.kind {
        ExprKind::Transparent(inner) => return told_by_range(inner),
        ExprKind::Range(Some(from), _) => status_from(from),
        _ => None,
    };
    Told { then: ended, otherwise: ended.filter(|ended| *ended == Ends::FINE).map(|_| Ends::REFUSED) }
}

/// What a pattern tells of what it takes.
pub(super) fn told_by_pattern(pat: &Pat) -> Told {
    match pat {
        Pat::Success(..) => Told::new(Ends::FINE, Some(Ends::FAILED)),
        Pat::Error(_, pats) if pats.iter().all(takes_all) => Told::new(Ends::FAILED, Some(Ends::FINE)),
        Pat::Error(_, pats) => {
            let inner = pats.iter().find_map(|pat| told_by_pattern(pat).then);
            Told::new(inner.unwrap_or(Ends::NAMED), None)
        }
        Pat::TupleStruct(pats) => {
            Told { then: pats.iter().find_map(|pat| told_by_pattern(pat).then), otherwise: None }
        }
        Pat::Struct(fields) => {
            Told { then: fields.iter().find_map(|(_, pat)| told_by_pattern(pat).then), otherwise: None }
        }
        Pat::Typed(inner, _) => told_by_pattern(inner),
        Pat::Compare(Some(expr)) => status_of(expr).map(|ended| Told::new(ended, None)).unwrap_or_default(),
        Pat::Or(pats) | Pat::Slice(pats) => {
            let told = pats.iter().filter_map(|pat| told_by_pattern(pat).then);
            Told { then: told.reduce(Ends::joined), otherwise: None }
        }
        _ => Told::default(),
    }
}

/// Whether a pattern takes whatever comes.
fn takes_all(pat: &Pat) -> bool {
    match pat {
        Pat::Wild | Pat::Bind(_, None) => true,
        Pat::Bind(_, Some(inner)) | Pat::Typed(inner, _) => takes_all(inner),
        Pat::Tuple(pats) => pats.iter().all(takes_all),
        _ => false,
    }
}

/// Whether a question is about what a name stands for.
fn asks_of(question: &Expr, name: &str) -> bool {
    let asks = |expr: &Expr| asks_of(expr, name);
    match &question.kind {
        ExprKind::Path(path) => path.len() == 1 && path.first().is_some_and(|first| first == name),
        ExprKind::Transparent(inner)
        | ExprKind::Awaited(inner)
        | ExprKind::Not(inner)
        | ExprKind::Deref(inner)
        | ExprKind::Field(inner, _) => asks(inner),
        ExprKind::Let(pair) => asks(&pair.1),
        ExprKind::Binary(_, pair) => asks(&pair.0) || asks(&pair.1),
        ExprKind::Method(call) => asks(&call.receiver) || call.args.iter().any(asks),
        ExprKind::Call(_, args) | ExprKind::Macro(_, args) => args.iter().any(asks),
        _ => false,
    }
}

/// The error that an arm's guard asks about in words that are not known here.
fn asks_of_error(arm: &Arm) -> bool {
    let Pat::Error(_, pats) = &arm.pat else { return false };
    let names = pats.iter().filter_map(|pat| match pat {
        Pat::Bind(name, _) => Some(name),
        _ => None,
    });
    names.into_iter().any(|name| arm.guard.as_ref().is_some_and(|guard| asks_of(guard, name)))
}

/// What an error's own name says.
fn told_by_variant(name: &str) -> Option<Ends> {
    let plain: String =
        name.chars().filter(char::is_ascii_alphanumeric).gather::<String>().to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| plain.contains(word));
    match () {
        () if says(&["ratelimit", "throttl", "toomany"]) => Some(Ends::THROTTLED),
        () if says(&["timeout", "timedout", "servererror", "unavailable"]) => Some(Ends::BROKEN),
        () => None,
    }
}

/// What a pattern tells where so much is left for patterns of success.
fn told_by_one(pat: &Pat, success: Ends) -> Option<Ends> {
    match pat {
        Pat::Success(..) => Some(success),
        Pat::Or(pats) | Pat::Slice(pats) => {
            pats.iter().filter_map(|pat| told_by_one(pat, success)).reduce(Ends::joined)
        }
        _ => told_by_pattern(pat).then,
    }
}
