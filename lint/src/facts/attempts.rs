//! What is sent before, in and after a loop that tries again: attempts at the same.

use super::evaluate::Interpreter;
use super::event::{Event, EventKind, Resent};
use super::region::Open;
use crate::Place;
use crate::ir::{Expr, ExprKind};
use std::sync::Arc;

/// A name was given what came of sending something.
#[derive(Clone, Debug)]
pub(super) struct Answered {
    /// The binding, by its own memory and by its number.
    name: Arc<str>,
    binding: usize,
    /// What it was given.
    place: Place,
}

impl Answered {
    /// Whether a round of a region sends it at a place, and the next one can still ask what became of it.
    pub(super) fn is_asked_in(&self, region: &Open, site: Place) -> bool {
        self.binding < region.bindings && region.place.contains(self.place) && self.place.contains(site)
    }
}

impl Interpreter<'_> {
    /// A name is given what came of an expression, which was begun after so many events.
    pub(super) fn note_answered(&mut self, name: &str, from: usize, place: Place) {
        let events = self.frame.events.get(from..).unwrap_or_default();
        if !events.iter().any(|event| matches!(event.kind, EventKind::Send { .. } | EventKind::Operation(_)))
        {
            return;
        }
        let environment = &self.frame.environment;
        if let Some((binding, name)) = environment.binding(name)
            && !self.frame.answered.iter().any(|known| known.place == place && Arc::ptr_eq(&known.name, name))
        {
            let name = Arc::clone(name);
            self.frame.answered.push(Answered { name, binding, place });
        }
    }

    /// The same where a name is assigned to.
    pub(super) fn note_assigned(&mut self, target: &Expr, from: usize, place: Place) {
        match &target.kind {
            ExprKind::Transparent(inner) | ExprKind::Deref(inner) => self.note_assigned(inner, from, place),
            ExprKind::Path(path) => {
                if let [name] = path.as_slice() {
                    self.note_answered(name, from, place);
                }
            }
            _ => {}
        }
    }

    /// Remembers what a loop that tries again sent: the same thing sent behind it is its last attempt, and what its names were
    /// given before is its first.
    pub(super) fn note_attempts(&mut self, from: usize) {
        for event in self.frame.events.iter().skip(from) {
            if let EventKind::Send { url, .. } = &event.kind {
                self.frame.attempts.insert((event.place, url.flat().into_owned()));
            }
        }
        let Some(region) = self.frame.regions.last() else { return };
        let answered = &self.frame.answered;
        let is_first = |site: Place| {
            let before = answered.iter().filter(|before| before.place.contains(site));
            before.into_iter().any(|before| {
                answered
                    .iter()
                    .any(|again| region.place.contains(again.place) && Arc::ptr_eq(&again.name, &before.name))
            })
        };
        for event in self.frame.events.iter_mut().take(from) {
            if matches!(event.kind, EventKind::Send { .. }) && is_first(event.site()) {
                resend(event, Resent::Always);
            }
        }
    }

    /// Whether something is sent that a loop before has sent, too.
    pub(super) fn is_last_attempt(&self, kind: &EventKind, place: Place) -> bool {
        let EventKind::Send { url, .. } = kind else { return false };
        if self.frame.attempts.is_empty() {
            return false;
        }
        let flat = url.flat();
        self.frame.attempts.iter().any(|(at, sent)| *at == place || *sent == flat && flat.len() > 1)
    }
}

/// Somebody sends it again who did not before.
pub(super) fn resend(event: &mut Event, by: Resent) {
    if let EventKind::Send { resent, .. } = &mut event.kind
        && *resent != Resent::Always
    {
        *resent = by;
    }
}
