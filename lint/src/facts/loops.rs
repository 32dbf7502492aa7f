//! Loops, run until they leave nothing new behind.

use super::environment::Environment;
use super::evaluate::Interpreter;
use super::event::EventKind;
use super::exit::{Exit, ExitKind, gather};
use super::region::Ends;
use super::roots::Roots;
use super::value::{Atom, Value};
use crate::ir::{ExprKind, LoopExpr};

/// How often a loop is run to learn what its names may stand for; values are bounded, so few rounds are enough.
const MAX_ROUNDS: usize = 4;

impl Interpreter<'_> {
    /// A loop is run for what its names may stand for and for what it does at all, then for what it does with that.
    pub(super) fn loop_expr(&mut self, parts: &LoopExpr) -> Value {
        let facts = (self.frame.sleeps, self.frame.sees_throttling);
        let is_limited = self.frame.is_limited;
        let farthest = std::mem::take(&mut self.frame.farthest);
        let events = self.frame.events.len();
        let place = parts.body.place;
        self.open_region(place);
        let ended = self.frame.ended;
        let mut state = self.frame.environment.clone();
        let was_dry = std::mem::replace(&mut self.is_dry, true);
        // Inside another loop's first runs the outer one comes round often enough.
        let rounds = if was_dry { 1 } else { MAX_ROUNDS };
        let mut exit = Exit::new(ExitKind::Loop, None, 0);
        let mut goes_round = false;
        for _ in 0..rounds {
            exit = self.loop_round(parts, &state);
            goes_round |= exit.again.is_some();
            let changed = exit.again.as_ref().is_some_and(|again| state.join(again));
            if !changed {
                break;
            }
        }
        self.is_dry = was_dry;
        let retries = self.frame.sleeps && self.frame.sees_throttling && goes_round;
        let was_retried = self.frame.is_retried;
        self.frame.is_retried |= retries;
        if !self.is_dry {
            self.frame.events.truncate(events);
            exit = self.loop_round(parts, &state);
        }
        self.frame.is_retried = was_retried;
        if retries {
            self.note_attempts(events);
            // Its waits are its own: a loop around it does not retry for that.
            (self.frame.sleeps, self.frame.sees_throttling) = facts;
        } else {
            self.frame.sleeps |= facts.0;
            self.frame.sees_throttling |= facts.1;
        }
        self.frame.ended = ended;
        if goes_round {
            self.tell_loop(parts, events, &exit);
        }
        // Who left no more than this loop has not left the way around it.
        let left = self.frame.farthest;
        let has_left = left == usize::MAX || left < self.loops_around(usize::MAX);
        self.frame.farthest = farthest.max(if has_left { left } else { 0 });
        self.forget_gathered(parts, events);
        self.frame.is_limited = is_limited;
        let value = self.leave_loop(parts, exit, state);
        self.close_region();
        value
    }

    /// One round: from its head to where it comes round again.
    fn loop_round(&mut self, parts: &LoopExpr, state: &Environment) -> Exit {
        let length = state.len();
        self.frame.environment = state.clone();
        self.frame.is_dead = false;
        self.frame.ended = Ends::FINE;
        (self.frame.sleeps, self.frame.sees_throttling) = (false, false);
        self.frame.is_limited = false;
        self.frame.exits.push(Exit::new(ExitKind::Loop, parts.label.as_deref(), length));
        let (mut is_few, mut is_paced) = (false, false);
        if let Some((pat, head)) = &parts.head {
            // The body is no part of what the head says.
            let statement = self.frame.statement.replace(head.place);
            let value = self.eval(head);
            self.frame.statement = statement;
            let asked = value.roots;
            self.note_read_answer(asked);
            if let Some(pat) = pat {
                is_few = value.is_few();
                is_paced = value.is_paced();
                if is_paced {
                    self.note_wait(&value, head.place);
                }
                for listed in value.listed() {
                    self.event(EventKind::Iterated(listed), head.place);
                }
                let element = self.element_of(&value, parts.body.place);
                let roots = value.roots.joined(Roots::each(self.depth_of_regions()));
                self.bind(pat, &element.rooted(roots));
            } else {
                self.note_limit(head);
                let told = self.told_by(head);
                self.note_end_by(told.then, head, asked);
            }
        }
        self.eval(&parts.body);
        let Some(mut exit) = self.frame.exits.pop() else {
            return Exit::new(ExitKind::Loop, None, length);
        };
        (exit.is_few, exit.is_paced) = (is_few, is_paced);
        if !self.frame.is_dead {
            gather(&mut exit.again, &self.frame.environment, length);
            exit.ends.join(self.frame.ended);
        }
        exit
    }

    /// What a loop's pattern is bound to: what `next` of an iterator of the crate returns, or an element.
    fn element_of(&mut self, head: &Value, place: crate::Place) -> Value {
        if let Some(variable) = Self::one_variable(head) {
            return variable;
        }
        let mut element = head.element();
        for atom in &head.atoms {
            let Atom::Object(id, _) = atom else { continue };
            let next = self.call_method(*id, "next", &[atom.clone().into()], &[], place);
            element.join(&next.unwrap_or_default());
        }
        element
    }

    /// What is known behind a loop: what `break` left, or what a head that came to its end did.
    fn leave_loop(&mut self, parts: &LoopExpr, exit: Exit, state: Environment) -> Value {
        let ends = parts.head.as_ref().is_some_and(|(_, head)| !matches!(head.kind, ExprKind::Bool(true)));
        let mut after = ends.then_some(state.clone());
        if let Some(left) = &exit.after {
            gather(&mut after, left, state.len());
        }
        if let (true, Some(again), Some(after)) = (ends, &exit.again, &mut after) {
            after.join(again);
        }
        self.frame.is_dead = after.is_none();
        self.frame.environment = after.unwrap_or(state);
        exit.value
    }
}
