//! A thing enters a state, and all that comes of it.

use std::collections::BTreeMap;
use std::sync::{MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;

use super::table::{Set, State as Row};
use super::{Change, Living, Step, Thing, of};
use crate::agenda::Event;
use crate::clock;
use crate::state::{Fields, State};
use crate::world::World;

/// The state of a mock while lives go on in it.
pub(crate) struct Scene<'a> {
    pub(super) world: &'a World,
    pub(super) state: &'a mut State,
    pub(super) lives: MutexGuard<'a, BTreeMap<Thing, Living>>,
    pub(super) now: Duration,
}

impl World {
    /// Performs a step that is due.
    pub(crate) fn perform(&self, step: &Step) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let mut scene = self.scene(&mut state);
        if scene.lives.get(&step.thing).is_none_or(|living| living.state != step.from) {
            return;
        }
        match &step.change {
            Change::Enter(next) => {
                let next = scene.fated(&step.thing, next);
                scene.enter(&step.thing, &next);
            }
            Change::Spawn(index) => scene.spawn(&step.thing, *index),
        }
    }

    /// The lives over a state that the caller has locked.
    pub(crate) fn scene<'a>(&'a self, state: &'a mut State) -> Scene<'a> {
        Scene { world: self, state, lives: self.lives.lock(), now: self.time.elapsed() }
    }
}

impl Scene<'_> {
    /// The state that the inputs put in the place of one; what else they set is set.
    fn fated(&mut self, thing: &Thing, next: &str) -> String {
        let Some(living) = self.lives.get(thing) else { return next.to_owned() };
        let (state, set) = living.life.fate(next, &living.inputs);
        if let Some(set) = set {
            self.set(thing, set);
        }
        state.to_owned()
    }

    /// Moves a thing into a state, unless it is there.
    pub(super) fn enter(&mut self, thing: &Thing, to: &str) {
        let Some(living) = self.lives.get_mut(thing) else { return };
        let life = living.life;
        let Some(row) = life.states.get(to).filter(|_| living.state != to) else { return };
        to.clone_into(&mut living.state);
        let kept = self.state.change(&thing.collection, &thing.key, |fields| {
            fields.insert("status".to_owned(), to.into());
        });
        if kept.is_none() {
            self.lives.remove(thing);
            return;
        }
        self.arrive(thing, row, false);
    }

    /// What a request has turned is told, and what it has written into a thing's status moves its life, too.
    pub(crate) fn follow(&mut self, thing: &Thing, before: &Fields, fields: &Fields) {
        self.tell_turns(thing, before, fields);
        let Some(living) = self.lives.get_mut(thing) else { return };
        let life = living.life;
        let Some(status) = fields.get("status").and_then(Value::as_str) else { return };
        let Some(row) = life.states.get(status).filter(|_| living.state != status) else { return };
        status.clone_into(&mut living.state);
        self.arrive(thing, row, false);
    }

    /// A thing that is about to be removed comes to its end first.
    pub(crate) fn leave(&mut self, thing: &Thing) {
        let end = self.lives.get(thing).and_then(|living| living.life.removed.as_deref());
        if let Some(end) = end {
            self.enter(thing, end);
        }
        self.lives.remove(thing);
    }

    /// All that comes of a state.
    pub(super) fn arrive(&mut self, thing: &Thing, row: &'static Row, birth: bool) {
        self.set(thing, &row.set);
        self.tell(thing, birth);
        for (index, spawn) in row.spawn.iter().enumerate() {
            self.plan(thing, Change::Spawn(index), Some(spawn.after), None);
        }
        if let Some(above) = &row.above
            && let Some(parent) = thing.above()
            && !self.has_siblings(thing, &above.last)
        {
            self.enter(&parent, &above.to);
        }
        if let Some(children) = &row.children {
            let collection = thing.below(&children.at);
            let others: Vec<Thing> = of(&self.lives, &collection).map(|(other, _)| other.clone()).collect();
            others.iter().for_each(|child| self.enter(child, &children.to));
        }
        if let Some(next) = &row.next {
            self.plan(thing, Change::Enter(next.clone()), row.after, self.wait(thing, row));
        }
        if row.is_pause() {
            self.world.outbox.release(thing, self.world);
        }
        if row.is_end() {
            self.lives.remove(thing);
        }
    }

    fn has_siblings(&self, thing: &Thing, states: &[String]) -> bool {
        let mut living = of(&self.lives, &thing.collection);
        living.any(|(other, living)| other != thing && states.contains(&living.state))
    }

    /// Notes a step for later: what is told to somebody comes in a hurry, unless it waits.
    fn plan(&self, thing: &Thing, change: Change, after: Option<u64>, wait: Option<Duration>) {
        let Some(living) = self.lives.get(thing) else { return };
        let usual = Duration::from_millis(after.unwrap_or(0)).saturating_add(self.queue(thing, living));
        let hurry = self.world.settings.step_time.filter(|_| living.told);
        let time = wait.unwrap_or_else(|| hurry.unwrap_or(usual));
        let step = Step {
            thing: thing.clone(),
            from: living.state.clone(),
            change,
            awaited: living.told && wait.is_none(),
        };
        self.world.agenda.note(self.now.saturating_add(time), Event::Step(step));
    }

    /// How long a thing waits for its turn among others.
    fn queue(&self, thing: &Thing, living: &Living) -> Duration {
        let field = living.life.states.get(&living.state).and_then(|row| row.queue.as_ref());
        let waits = field.and_then(|field| self.value(thing, &format!(".{field}"), None)?.parse().ok());
        Duration::from_millis(waits.unwrap_or(0))
    }

    /// How long a state waits for the next one.
    fn wait(&self, thing: &Thing, row: &Row) -> Option<Duration> {
        let wait = row.wait.as_ref()?;
        let inputs = &self.lives.get(thing)?.inputs;
        if let Some(instant) = wait.until.as_ref().and_then(|name| inputs.get(name)?.as_str()) {
            let until = clock::Moment::parse(instant)?.instant();
            return Some(self.world.time.since_start(until).saturating_sub(self.now));
        }
        let minutes = wait.minutes.as_ref().and_then(|name| inputs.get(name)?.as_u64()).or(wait.default);
        let minutes = minutes.map(|minutes| Duration::from_secs(minutes.saturating_mul(60)));
        minutes.or(wait.ms.map(Duration::from_millis)).or(Some(Duration::ZERO))
    }

    /// Writes fields, and when.
    fn set(&mut self, thing: &Thing, set: &Set) {
        let mut values: Vec<(&String, String)> = Vec::new();
        for (name, source) in set {
            values.extend(self.value(thing, source, None).map(|value| (name, value)));
        }
        let now = self.world.time.at(self.now);
        let _ = self.state.change(&thing.collection, &thing.key, |fields| {
            for (name, value) in values {
                fields.insert(name.clone(), value.into());
            }
            if let Some(Value::String(updated)) = fields.get_mut("date_updated") {
                *updated = if updated.ends_with('Z') { clock::iso(now) } else { clock::rfc2822(now) };
            }
        });
    }
}
