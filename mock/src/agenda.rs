//! What is to happen at which time: steps of lives, and callbacks to be sent.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, watch};

use crate::callback::Delivery;
use crate::life::Step;

/// One thing that is due.
#[derive(Debug)]
pub(crate) enum Event {
    Step(Step),
    Send(Box<Delivery>),
}

impl Event {
    /// Whether somebody waits for it: a callback, or a step that leads to one in a moment.
    pub(crate) fn is_awaited(&self) -> bool {
        match self {
            Event::Step(step) => step.awaited,
            Event::Send(_) => true,
        }
    }
}

/// The place of an event: its time, and its number among all.
pub(crate) type Mark = (Duration, u64);

#[derive(Debug, Default)]
struct Entries {
    events: BTreeMap<Mark, Event>,
    number: u64,
}

/// The events of one mock, by time; of those at one time the one that was noted first comes first.
#[derive(Debug, Default)]
pub(crate) struct Agenda {
    /// Locked after the state.
    entries: Mutex<Entries>,
    /// Told when something is due before all else.
    pub(crate) changed: Notify,
    /// Awaited events that are due or under way.
    awaited: watch::Sender<usize>,
}

impl Agenda {
    pub(crate) fn note(&self, due: Duration, event: Event) -> Mark {
        if event.is_awaited() {
            self.awaited.send_modify(|awaited| *awaited += 1);
        }
        let mut entries = self.entries();
        entries.number += 1;
        let mark = (due, entries.number);
        let first = entries.events.first_key_value().is_none_or(|(first, _)| mark < *first);
        entries.events.insert(mark, event);
        drop(entries);
        if first {
            self.changed.notify_one();
        }
        mark
    }

    /// Strikes out what will not happen; what has happened is not there any more.
    pub(crate) fn cancel(&self, marks: &[Mark]) {
        let gone = |mark| self.entries().events.remove(mark);
        let awaited = marks.iter().filter_map(gone).filter(Event::is_awaited).count();
        if awaited > 0 {
            self.awaited.send_modify(|left| *left = left.saturating_sub(awaited));
        }
    }

    /// Takes out the next event if it is due by a time, with the time it was due at. Whoever takes an awaited one says when
    /// it is done.
    pub(crate) fn take(&self, by: Duration) -> Option<(Duration, Event)> {
        let mut entries = self.entries();
        let first = entries.events.first_entry().filter(|first| first.key().0 <= by)?;
        let due = first.key().0;
        Some((due, first.remove()))
    }

    /// Ends an event that was taken out.
    pub(crate) fn done(&self, awaited: bool) {
        if awaited {
            self.awaited.send_modify(|left| *left = left.saturating_sub(1));
        }
    }

    /// When the next event is due.
    pub(crate) fn next(&self) -> Option<Duration> {
        self.entries().events.first_key_value().map(|((due, _), _)| *due)
    }

    /// When the last awaited event is due.
    pub(crate) fn last_awaited(&self) -> Option<Duration> {
        let entries = self.entries();
        let last = entries.events.iter().rev().find(|(_, event)| event.is_awaited());
        last.map(|((due, _), _)| *due)
    }

    /// How many awaited events are due or under way.
    pub(crate) fn awaited(&self) -> watch::Receiver<usize> {
        self.awaited.subscribe()
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
