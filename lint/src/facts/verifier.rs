//! Verifiers of certificates that a crate writes itself: whether they look at anything.

use super::evaluate::Interpreter;
use super::value::{Atom, Value};
use crate::Place;
use crate::gather::{Gather, PutAll};
use crate::ir::{BinaryOp, Block, Expr, ExprKind, Function, Pat, Stmt};
use crate::messages::Message;
use crate::resolve::{FunctionId, StructId};
use crate::sorted::Set;
use std::sync::Arc;

/// What a verifier does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It takes whatever it is shown.
    AcceptsAll,
    /// It compares the certificate, or a hash of it, with one that it knows.
    Pins,
    Unknown,
}

/// rustls asks these whether a server is who it says; 0.24 names the first one anew.
const QUESTIONS: &[&str] =
    &["verify_server_cert", "verify_identity", "verify_tls12_signature", "verify_tls13_signature"];

impl Interpreter<'_> {
    /// A value that stands for a `ServerCertVerifier`.
    pub(super) fn judge_verifier(&mut self, verifier: &Value) -> Verdict {
        let mut verdict = Verdict::Unknown;
        for atom in &verifier.atoms {
            let Atom::Object(id, _) = atom else { continue };
            match self.judge_type(*id) {
                Verdict::AcceptsAll => return Verdict::AcceptsAll,
                Verdict::Pins => verdict = Verdict::Pins,
                Verdict::Unknown => {}
            }
        }
        verdict
    }

    fn judge_type(&mut self, id: StructId) -> Verdict {
        let methods: Vec<FunctionId> =
            QUESTIONS.iter().flat_map(|name| self.program.candidates(id, name)).gather();
        let accepts = methods.iter().any(|method| self.accepts_all(*method));
        let functions = methods.iter().filter_map(|method| self.program.functions.get(*method));
        let pins = || functions.into_iter().any(|entry| pins(&entry.ir));
        match accepts {
            true => Verdict::AcceptsAll,
            false if pins() => Verdict::Pins,
            false => Verdict::Unknown,
        }
    }

    /// Whether a method answers yes whatever it is given: without a look at it, or with no other way out.
    fn accepts_all(&mut self, method: FunctionId) -> bool {
        let Some(entry) = self.program.functions.get(method) else { return false };
        let function = Arc::clone(&entry.ir);
        let Some(body) = &function.body else { return false };
        let shown = names_of(&function);
        if mentions(body, &shown) {
            return says_only_yes(body);
        }
        let Some((summary, _)) = self.summary(method, Vec::new(), Place::NOWHERE) else { return false };
        let answers = &summary.value;
        let is_yes = |atom: &Atom| matches!(atom, Atom::External(path) if path.last().is_some_and(|last| last == "assertion"));
        !answers.is_unknown() && answers.atoms.iter().all(is_yes)
    }

    /// A callback of OpenSSL's: it is asked, and says yes or no.
    pub(super) fn judge_callback(&mut self, callback: &Value) -> Verdict {
        let [atom] = &*callback.atoms else { return Verdict::Unknown };
        let (body, params) = match atom {
            Atom::Closure(closure) => (closure.expr.body.clone(), names_in(&closure.expr.params)),
            Atom::Function(id) => {
                let Some(entry) = self.program.functions.get(*id) else { return Verdict::Unknown };
                let Some(body) = entry.ir.body.clone() else { return Verdict::Unknown };
                (body, names_of(&entry.ir))
            }
            _ => return Verdict::Unknown,
        };
        if compares(&body, &params) {
            return Verdict::Pins;
        }
        let mut answers = Vec::new();
        outcomes(&body, &mut answers);
        returned(&body, &mut answers);
        let is_yes = |expr: &&Expr| matches!(expr.kind, ExprKind::Bool(true));
        if !answers.is_empty() && answers.iter().all(is_yes) { Verdict::AcceptsAll } else { Verdict::Unknown }
    }
}

/// The names of what a method is shown: all it is given but the name of the server and the time.
fn names_of(function: &Function) -> Set<String> {
    let skipped = ["ServerName", "DnsNameRef", "UnixTime", "SystemTime"];
    let shown = function.params.iter().filter(|param| match param.ty.path.last() {
        Some(last) => !skipped.contains(&last.as_str()),
        None => true,
    });
    let pats: Vec<Pat> = shown.map(|param| param.pat.clone()).gather();
    names_in(&pats)
}

fn names_in(pats: &[Pat]) -> Set<String> {
    let mut names = Set::new();
    let mut open: Vec<&Pat> = pats.iter().gather();
    while let Some(pat) = open.pop() {
        match pat {
            Pat::Bind(name, inner) => {
                names.insert(name.clone());
                open.put_all(inner.as_deref());
            }
            Pat::Typed(inner, _) => open.push(inner),
            Pat::Tuple(pats) | Pat::TupleStruct(pats) | Pat::Or(pats) | Pat::Slice(pats) => {
                open.put_all(pats)
            }
            Pat::Struct(fields) => open.put_all(fields.iter().map(|(_, pat)| pat)),
            // What is compared, or stands in a `Result`, is no argument's name.
            _ => {}
        }
    }
    names
}

fn pins(function: &Function) -> bool {
    function.body.as_ref().is_some_and(|body| compares(body, &names_of(function)))
}

/// Methods that hand a certificate on, or a hash of it.
const HANDING_ON: &[&str] = &[
    "as_bytes",
    "as_ref",
    "as_slice",
    "clone",
    "current_cert",
    "deref",
    "digest",
    "expect",
    "finalize",
    "finalize_fixed",
    "into",
    "peer_certificate",
    "public_key",
    "to_der",
    "to_string",
    "to_vec",
    "unwrap",
];

/// Whether one of the names, or a hash of it, is compared with something.
fn compares(body: &Expr, names: &Set<String>) -> bool {
    let mut names = names.clone();
    let mut is_compared = false;
    // Twice, since a hasher is fed after it is named.
    for _ in 0..2 {
        each(body, &mut |expr| match &expr.kind {
            ExprKind::Block(block) => block.stmts.iter().for_each(|stmt| {
                if let Stmt::Let(pat, _, Some(init), _) = stmt
                    && is_content(init, &names)
                {
                    names.extend(names_in(std::slice::from_ref(pat)));
                }
            }),
            ExprKind::Binary(BinaryOp::Equal | BinaryOp::Differ, pair) => {
                let is_answer =
                    matches!(pair.0.kind, ExprKind::Bool(_)) || matches!(pair.1.kind, ExprKind::Bool(_));
                is_compared |= !is_answer && (is_content(&pair.0, &names) || is_content(&pair.1, &names));
            }
            ExprKind::Method(call) => {
                let is_given = call.args.iter().any(|arg| is_content(arg, &names));
                match (call.name.as_str(), &call.receiver.kind) {
                    ("contains" | "ct_eq" | "eq" | "ne", _) => is_compared |= is_given,
                    ("update" | "chain_update", ExprKind::Path(path)) if is_given => {
                        names.extend(path.last().cloned())
                    }
                    _ => {}
                }
            }
            _ => {}
        });
    }
    is_compared
}

/// Whether an expression is the content of one of the names, or a hash of it: not its length, not a part by name.
fn is_content(expr: &Expr, names: &Set<String>) -> bool {
    match &expr.kind {
        ExprKind::Path(path) => matches!(path.as_slice(), [name] if names.contains(name)),
        ExprKind::Transparent(inner)
        | ExprKind::Awaited(inner)
        | ExprKind::Deref(inner)
        | ExprKind::Debugged(inner) => is_content(inner, names),
        ExprKind::Field(base, field) => field == "0" && is_content(base, names),
        ExprKind::Index(pair) => is_content(&pair.0, names),
        ExprKind::Format { pieces, .. } => pieces.iter().any(|piece| is_content(piece, names)),
        ExprKind::Method(call) => {
            HANDING_ON.contains(&call.name.as_str())
                && (is_content(&call.receiver, names) || call.args.iter().any(|arg| is_content(arg, names)))
        }
        ExprKind::Call(func, args) => is_hash(func) && args.iter().any(|arg| is_content(arg, names)),
        _ => false,
    }
}

/// Whether a function makes a fingerprint, as far as its name tells.
fn is_hash(func: &Expr) -> bool {
    const WORDS: &[&str] = &["blake", "digest", "fingerprint", "hash", "hex", "sha"];
    let ExprKind::Path(path) = &func.kind else { return false };
    let names_one = |segment: &String| {
        let lower = segment.to_ascii_lowercase();
        WORDS.iter().any(|word| lower.contains(word))
    };
    path.iter().any(names_one)
}

/// Whether any of the names is used, other than to be logged.
fn mentions(body: &Expr, names: &Set<String>) -> bool {
    let mut found = false;
    each(body, &mut |expr| {
        if let ExprKind::Path(path) = &expr.kind {
            found |= matches!(path.as_slice(), [name] if names.contains(name));
        }
    });
    found
}

/// Whether a body that looks at what it is shown comes out as `Ok(..::assertion())` all the same, and nowhere else.
fn says_only_yes(body: &Expr) -> bool {
    let mut answers = Vec::new();
    outcomes(body, &mut answers);
    returned(body, &mut answers);
    let mut may_leave = false;
    each(body, &mut |expr| {
        may_leave |= match &expr.kind {
            ExprKind::Try(_) => true,
            ExprKind::Macro(path, _) | ExprKind::Format { path, .. } => !is_log(path) || ends(path.last()),
            ExprKind::Method(call) => ends(Some(&call.name)),
            ExprKind::Path(path) => ends(path.last()),
            _ => false,
        };
    });
    !may_leave && !answers.is_empty() && answers.into_iter().all(is_assertion)
}

/// Whether a name is that of something that does not come back, or may not.
fn ends(name: Option<&String>) -> bool {
    const ENDS: &[&str] =
        &["abort", "exit", "expect", "panic", "todo", "unimplemented", "unreachable", "unwrap"];
    name.is_some_and(|name| ENDS.contains(&name.as_str()))
}

fn is_assertion(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Transparent(inner) | ExprKind::Awaited(inner) => is_assertion(inner),
        ExprKind::Call(func, args) => match (&func.kind, args.as_slice()) {
            (ExprKind::Path(path), [inner]) if path.last().is_some_and(|name| name == "Ok") => {
                is_assertion(inner)
            }
            (ExprKind::Path(path), []) => path.last().is_some_and(|name| name == "assertion"),
            _ => false,
        },
        _ => false,
    }
}

/// The expressions that a body may come out as.
fn outcomes<'e>(expr: &'e Expr, found: &mut Vec<&'e Expr>) {
    match &expr.kind {
        ExprKind::Block(block) => match block.stmts.last() {
            Some(Stmt::Expr(last)) if block.has_value => outcomes(last, found),
            _ => {}
        },
        ExprKind::If(parts) => {
            outcomes(&parts.1, found);
            if let Some(otherwise) = &parts.2 {
                outcomes(otherwise, found);
            }
        }
        ExprKind::Match(_, arms) => arms.iter().for_each(|arm| outcomes(&arm.body, found)),
        ExprKind::Transparent(inner)
        | ExprKind::Awaited(inner)
        | ExprKind::Deref(inner)
        | ExprKind::Try(inner)
        | ExprKind::Caught(_, inner) => outcomes(inner, found),
        ExprKind::Return(_) => {}
        _ => found.push(expr),
    }
}

/// What a body, or a block with a label, returns early.
fn returned<'e>(body: &'e Expr, found: &mut Vec<&'e Expr>) {
    each(body, &mut |expr| {
        if let ExprKind::Return(Some(value)) | ExprKind::Break(Some(_), Some(value)) = &expr.kind {
            found.push(value);
        }
    });
}

/// Every expression inside, from the outside in; what is only logged is left out.
fn each<'e>(expr: &'e Expr, visit: &mut impl FnMut(&'e Expr)) {
    let mut open = vec![expr];
    while let Some(expr) = open.pop() {
        visit(expr);
        match &expr.kind {
            ExprKind::Call(func, args) => open.put_all(args.iter().rev().chain([&**func])),
            ExprKind::Method(call) => open.put_all(call.args.iter().rev().chain([&call.receiver])),
            ExprKind::Struct { fields, rest, .. } => {
                open.put_all(fields.iter().map(|(_, value)| value).chain(rest.as_deref()));
            }
            ExprKind::Block(block) => open.put_all(parts_of(block).into_iter().rev()),
            ExprKind::If(parts) => open.put_all(parts.2.iter().chain([&parts.1, &parts.0])),
            ExprKind::Match(scrutinee, arms) => {
                open.put_all(
                    arms.iter().rev().flat_map(|arm| [Some(&arm.body), arm.guard.as_ref()]).flatten(),
                );
                open.push(scrutinee);
            }
            ExprKind::Loop(parts) => {
                open.put_all([&parts.body].into_iter().chain(parts.head.as_ref().map(|head| &head.1)))
            }
            ExprKind::Closure(closure) => open.push(&closure.body),
            ExprKind::Binary(_, pair) | ExprKind::Assign(pair) | ExprKind::Index(pair) => {
                open.put_all([&pair.1, &pair.0])
            }
            ExprKind::Let(pair) => open.push(&pair.1),
            ExprKind::Asked(inner, _)
            | ExprKind::Field(inner, _)
            | ExprKind::Debugged(inner)
            | ExprKind::Transparent(inner)
            | ExprKind::Awaited(inner)
            | ExprKind::Deref(inner)
            | ExprKind::Caught(_, inner)
            | ExprKind::Try(inner)
            | ExprKind::Not(inner) => open.push(inner),
            ExprKind::Range(start, end) => open.put_all(start.as_deref().into_iter().chain(end.as_deref())),
            ExprKind::Return(value) | ExprKind::Break(_, value) => open.put_all(value.as_deref()),
            ExprKind::Tuple(parts) | ExprKind::Array(parts) | ExprKind::Other(parts) => {
                open.put_all(parts.iter().rev())
            }
            ExprKind::Macro(path, args) if !is_log(path) => open.put_all(args.iter().rev()),
            ExprKind::Format { path, pieces, extras } if !is_log(path) => {
                open.put_all(pieces.iter().chain(extras))
            }
            _ => {}
        }
    }
}

fn is_log(path: &[String]) -> bool {
    let message = path.last().and_then(|name| Message::of(name));
    matches!(message, Some(Message::Log | Message::Dump))
}

fn parts_of(block: &Block) -> Vec<&Expr> {
    let parts = block.stmts.iter().flat_map(|stmt| match stmt {
        Stmt::Let(_, _, init, diverge) => [init.as_ref(), diverge.as_ref()],
        Stmt::Expr(expr) => [Some(expr), None],
    });
    parts.flatten().gather()
}
