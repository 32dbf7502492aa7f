//! What leaves early, and where to.

use super::environment::Environment;
use super::evaluate::Interpreter;
use super::event::EventKind;
use super::hook::Ways;
use super::region::Ends;
use super::value::{Atom, Value};

/// What somebody leaves to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ExitKind {
    /// The end of a function, a closure or an `async` block.
    Return,
    /// The end of the innermost loop.
    Loop,
    /// The end of the block or loop of that label.
    Label(String),
}

/// A place to leave to, with what those who left brought along.
#[derive(Debug)]
pub(super) struct Exit {
    kind: ExitKind,
    label: Option<String>,
    /// How many bindings outlive it.
    length: usize,
    pub value: Value,
    pub after: Option<Environment>,
    /// What those left behind who go round again.
    pub again: Option<Environment>,
    /// How it went before they did.
    pub ends: Ends,
    /// Whether they do so many times, whatever comes in.
    pub is_few: bool,
    /// Whether each round comes with a pause before it.
    pub is_paced: bool,
    /// What they prove of a signature.
    ways: Ways,
}

impl Exit {
    pub(super) fn new(kind: ExitKind, label: Option<&str>, length: usize) -> Self {
        let label = label.map(str::to_owned);
        let (ways, ends) = (Ways::default(), Ends::NONE);
        Self {
            kind,
            label,
            length,
            value: Value::unknown(),
            after: None,
            again: None,
            ends,
            ways,
            is_few: false,
            is_paced: false,
        }
    }

    fn takes(&self, kind: &ExitKind) -> bool {
        match kind {
            ExitKind::Label(label) => {
                self.label.as_ref() == Some(label) || self.kind == ExitKind::Label(label.clone())
            }
            other => self.kind == *other,
        }
    }
}

/// Adds what a way leaves behind to what others did.
pub(super) fn gather(slot: &mut Option<Environment>, environment: &Environment, length: usize) {
    let mut environment = environment.clone();
    environment.truncate(length);
    match slot {
        Some(known) => drop(known.join(&environment)),
        None => *slot = Some(environment),
    }
}

impl Interpreter<'_> {
    /// Leaves with a value; what follows is not reached.
    pub(super) fn leave(&mut self, kind: &ExitKind, value: Value) {
        if self.frame.is_dead {
            return;
        }
        self.frame.is_dead = true;
        let target = self.frame.exits.iter().rposition(|exit| exit.takes(kind));
        self.frame.farthest = self.frame.farthest.max(self.loops_around(target.unwrap_or(0)));
        if let Some(exit) = target.and_then(|at| self.frame.exits.get_mut(at)) {
            exit.value.join(&value);
            exit.ways.note(&value, self.frame.environment.is_verified);
            gather(&mut exit.after, &self.frame.environment, exit.length);
        }
    }

    /// How many loops come round for who leaves to one of the places to leave to.
    pub(super) fn loops_around(&self, target: usize) -> usize {
        self.frame.exits.iter().take(target).filter(|exit| exit.kind == ExitKind::Loop).count()
    }

    /// One way on, which may leave all loops or some: what it asked for does not come round in those.
    pub(super) fn on_a_way(&mut self, run: impl FnOnce(&mut Self) -> Value) -> Value {
        let (events, before) = (self.frame.events.len(), std::mem::take(&mut self.frame.farthest));
        let value = run(self);
        let farthest = self.frame.farthest;
        if self.frame.is_dead {
            for event in self.frame.events.iter_mut().skip(events) {
                match &mut event.kind {
                    EventKind::Operation(call) => call.loops = call.loops.min(farthest),
                    EventKind::Wait(wait) => wait.loops = wait.loops.min(farthest),
                    _ => {}
                }
            }
            self.forget_put_once(events, farthest);
        }
        self.frame.farthest = before.max(farthest);
        value
    }

    /// What an early way out may hand out: whether it is taken is not known, so what follows is reached, too.
    pub(super) fn hand_out(&mut self, value: &Value) {
        let out = self.frame.exits.iter_mut().rev().find(|exit| exit.takes(&ExitKind::Return));
        if let Some(exit) = out {
            exit.value.join(value);
        }
    }

    /// `continue`
    pub(super) fn go_round(&mut self, label: Option<&str>) {
        if self.frame.is_dead {
            return;
        }
        self.frame.is_dead = true;
        self.frame.rounds += 1;
        let kind = label.map_or(ExitKind::Loop, |label| ExitKind::Label(label.to_owned()));
        let farthest = if label.is_some() { usize::MAX } else { self.loops_around(self.frame.exits.len()) };
        self.frame.farthest = self.frame.farthest.max(farthest);
        if let Some(exit) = self.frame.exits.iter_mut().rev().find(|exit| exit.takes(&kind)) {
            gather(&mut exit.again, &self.frame.environment, exit.length);
            exit.ends.join(self.frame.ended);
        }
    }

    /// Macros that end the function, or the program.
    pub(super) fn diverge(&mut self, name: &str) {
        match name {
            "bail" => self.leave(&ExitKind::Return, Atom::Refusal.into()),
            "panic" | "todo" | "unimplemented" | "unreachable" => self.frame.is_dead = true,
            _ => {}
        }
    }

    /// Runs what can be left early; whoever does comes out here.
    pub(super) fn catching(
        &mut self,
        kind: ExitKind,
        label: Option<&str>,
        run: impl FnOnce(&mut Self) -> Value,
    ) -> Value {
        let length = self.frame.environment.len();
        let was_verified = self.frame.environment.is_verified;
        self.frame.exits.push(Exit::new(kind, label, length));
        let mut value = run(self);
        let Some(mut exit) = self.frame.exits.pop() else { return value };
        if !self.frame.is_dead {
            exit.ways.note(&value, self.frame.environment.is_verified);
        }
        self.frame.environment.truncate(length);
        if let Some(after) = &exit.after {
            match self.frame.is_dead {
                true => self.frame.environment = after.clone(),
                false => drop(self.frame.environment.join(after)),
            }
            self.frame.is_dead = false;
        }
        value.join(&exit.value);
        match self.frame.sees_hook && !was_verified && exit.kind == ExitKind::Return {
            true => exit.ways.seal(value),
            false => value,
        }
    }

    /// Whether a loop of the running function, closure or `async` block is being run.
    fn is_in_loop(&self) -> bool {
        let inner = self.frame.exits.iter().rev().take_while(|exit| exit.kind != ExitKind::Return);
        inner.into_iter().any(|exit| exit.kind == ExitKind::Loop)
    }

    /// Runs what is done about a 429: who gives up then, or comes round again without a wait, has not backed off.
    pub(super) fn answer_throttling(&mut self, looked: bool, run: impl FnOnce(&mut Self) -> Value) -> Value {
        let rounds = self.frame.rounds;
        let value = run(self);
        if self.frame.is_dead && self.is_in_loop() {
            let comes_round = self.frame.rounds > rounds;
            if !comes_round || !self.frame.sleeps {
                self.frame.sees_throttling = looked;
            }
        }
        value
    }
}
