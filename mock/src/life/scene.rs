//! A thing enters a state, and all that comes of it.

use std::sync::PoisonError;
use std::time::Duration;

use serde_json::{Value, json};

use super::table::{Set, State as Row};
use super::{Change, Step, Thing};
use crate::agenda::Event;
use crate::callback::debugger::report;
use crate::clock;
use crate::state::{Fields, State};
use crate::world::World;

/// The state of a mock while lives go on in it.
pub(crate) struct Scene<'a> {
    pub(super) world: &'a World,
    pub(super) state: &'a mut State,
    pub(super) now: Duration,
}

impl World {
    /// Performs a step that is due.
    pub(crate) fn perform(&self, step: &Step) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let mut scene = self.scene(&mut state);
        if scene.state.living(&step.thing).is_none_or(|living| living.state != step.from) {
            return;
        }
        match step.change {
            Change::Enter(next) => {
                let next = scene.fated(&step.thing, next);
                scene.enter(&step.thing, next);
            }
            Change::Spawn(index) => scene.spawn(&step.thing, index),
        }
    }

    /// The lives of a state that the caller has locked.
    pub(crate) fn scene<'a>(&'a self, state: &'a mut State) -> Scene<'a> {
        Scene { world: self, state, now: self.time.elapsed() }
    }
}

impl Drop for Scene<'_> {
    /// What was held back about things that are gone is let go: they will not come to rest any more.
    fn drop(&mut self) {
        for thing in self.state.take_gone() {
            self.world.outbox.release(&thing, self.world);
        }
    }
}

impl Scene<'_> {
    /// The state that the inputs put in the place of one; what else they set is set.
    fn fated(&mut self, thing: &Thing, next: &'static str) -> &'static str {
        let Some(living) = self.state.living(thing) else { return next };
        let lost = living.life.lost.as_ref().filter(|lost| living.turn.lost && lost.instead == next);
        let (state, set) = match lost {
            Some(lost) => (lost.state.as_str(), Some(&lost.set)),
            None => living.life.fate(next, &living.inputs),
        };
        if let Some(set) = set {
            self.write(thing, set, None);
            self.report(thing, set);
        }
        state
    }

    /// Moves a thing into a state, unless it is there.
    pub(super) fn enter(&mut self, thing: &Thing, to: &str) {
        let Some(living) = self.state.living_mut(thing) else { return };
        let Some((state, row)) = living.life.states.get_key_value(to) else { return };
        if living.state == to {
            return;
        }
        living.state = state;
        self.arrive(thing, row, false);
    }

    /// What a request has turned is told, and what it has written into a thing's status moves its life, too.
    pub(crate) fn follow(&mut self, thing: &Thing, before: &Fields) {
        self.tell_turns(thing, before);
        let status = self.state.record(thing).and_then(|record| record.fields.get("status")?.as_str());
        if let Some(status) = status.map(str::to_owned) {
            self.enter(thing, &status);
        }
    }

    /// A thing that is about to be removed comes to its end first.
    pub(crate) fn leave(&mut self, thing: &Thing) {
        let end = self.state.living(thing).and_then(|living| living.life.removed.as_deref());
        if let Some(end) = end {
            self.enter(thing, end);
        }
        self.state.end(thing);
    }

    /// All that comes of a state.
    pub(super) fn arrive(&mut self, thing: &Thing, row: &'static Row, birth: bool) {
        let Some(living) = self.state.living_mut(thing) else { return };
        // What followed from the state before does not follow any more.
        let (state, stale) = (living.state, std::mem::take(&mut living.steps));
        self.world.agenda.cancel(&stale);
        if !birth || !row.set.is_empty() {
            self.write(thing, &row.set, Some(state));
        }
        self.tell(thing, birth);
        for (index, spawn) in row.spawn.iter().enumerate() {
            self.plan(thing, Change::Spawn(index), Some(spawn.after), None);
        }
        if let Some(above) = &row.above
            && let Some(parent) = thing.above(self.state)
            && !self.has_siblings(thing, &above.last)
        {
            self.enter(&parent, &above.to);
        }
        if let Some(children) = &row.children {
            let shelf = self.state.shelf(&thing.below(&children.at));
            let living = shelf.map(|shelf| shelf.living().map(|(record, _)| shelf.thing(record)).collect());
            let living: Vec<Thing> = living.unwrap_or_default();
            living.iter().for_each(|child| self.enter(child, &children.to));
        }
        if let Some(next) = &row.next {
            self.plan(thing, Change::Enter(next), row.after, self.wait(thing, row));
        }
        if row.is_pause() {
            self.world.outbox.release(thing, self.world);
        }
        if row.is_end() {
            self.state.end(thing);
        }
    }

    fn has_siblings(&self, thing: &Thing, states: &[String]) -> bool {
        let living = self.state.shelf(&thing.collection).into_iter().flat_map(|shelf| shelf.living());
        living
            .filter(|(record, _)| record.sequence != thing.sequence)
            .any(|(_, living)| states.iter().any(|state| state == living.state))
    }

    /// Notes a step for later: what is told to somebody comes in a hurry, unless it waits.
    fn plan(&mut self, thing: &Thing, change: Change, after: Option<u64>, wait: Option<Duration>) {
        let Some(living) = self.state.living(thing) else { return };
        let queue = living.life.states.get(living.state).is_some_and(|row| row.queue);
        let turn = if queue { living.turn.wait } else { Duration::ZERO };
        let usual = Duration::from_millis(after.unwrap_or(0)).saturating_add(turn);
        let hurry = self.world.settings.step_time.filter(|_| living.told);
        let time = wait.unwrap_or_else(|| hurry.unwrap_or(usual));
        let step =
            Step { thing: thing.clone(), from: living.state, change, awaited: living.told && wait.is_none() };
        let mark = self.world.agenda.note(self.now.saturating_add(time), Event::Step(step));
        if let Some(living) = self.state.living_mut(thing) {
            living.steps.push(mark);
        }
    }

    /// How long a state waits for the next one.
    fn wait(&self, thing: &Thing, row: &Row) -> Option<Duration> {
        let wait = row.wait.as_ref()?;
        let inputs = &self.state.living(thing)?.inputs;
        if let Some(instant) = wait.until.as_ref().and_then(|name| inputs.get(name)?.as_str()) {
            let until = clock::Moment::parse(instant)?.instant();
            return Some(self.world.time.since_start(until).saturating_sub(self.now));
        }
        let minutes = wait.minutes.as_ref().and_then(|name| inputs.get(name)?.as_u64()).or(wait.default);
        let minutes = minutes.map(|minutes| Duration::from_secs(minutes.saturating_mul(60)));
        minutes.or(wait.ms.map(Duration::from_millis)).or(Some(Duration::ZERO))
    }

    /// Reports the error that a thing has come to, if it has.
    fn report(&self, thing: &Thing, set: &Set) {
        let Some(code) = set.get("error_code").and_then(|code| code.parse::<u32>().ok()) else { return };
        let account = self.value(thing, ".account_sid", None).unwrap_or_default();
        let more =
            json!({ "Msg": set.get("error_message"), "LogLevel": "ERROR", "ErrorCode": code.to_string() });
        report(self.world, &account, &thing.key, code, more, Value::Null);
    }

    /// Writes fields and the state, and when.
    fn write(&mut self, thing: &Thing, set: &Set, state: Option<&'static str>) {
        let mut values: Vec<(&str, String)> = Vec::new();
        for (name, source) in set {
            values.extend(self.value(thing, source, None).map(|value| (name.as_str(), value)));
        }
        values.extend(state.map(|state| ("status", state.to_owned())));
        let now = self.world.time.at(self.now);
        self.state.change(thing, |fields| {
            for (name, value) in values {
                fields.insert(name.to_owned(), value.into());
            }
            if let Some(Value::String(updated)) = fields.get_mut("date_updated") {
                *updated = if updated.ends_with('Z') { clock::iso(now) } else { clock::rfc2822(now) };
            }
        });
    }
}
