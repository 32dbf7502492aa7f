//! Callbacks that wait for their turn: those about one thing go one after the other, in the order that was asked for.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::Delivery;
use crate::agenda::Event;
use crate::journal::CallbackOutcome;
use crate::life::Thing;
use crate::seed::Seed;
use crate::world::World;

/// Callbacks that wait at once; more are refused, so that receivers that never answer cannot fill the memory.
const MOST: usize = 10_000;
/// How long after the event a callback is sent, so that the answer to the request comes first.
const MOMENT: Duration = Duration::from_millis(10);

/// The order of the callbacks about one thing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallbackOrder {
    /// As things happened; each waits for the answer to the one before.
    #[default]
    Happened,
    /// Held back until the thing comes to rest, then in an order that the seed decides and that is another one than things
    /// happened in.
    Shuffled,
}

#[derive(Debug, Default)]
struct Queue {
    /// Held back for shuffling.
    held: Vec<Delivery>,
    waiting: VecDeque<Delivery>,
    sending: bool,
}

#[derive(Debug, Default)]
struct Queues {
    things: BTreeMap<Thing, Queue>,
    number: usize,
}

/// The callbacks of one mock that wait.
#[derive(Debug, Default)]
pub(crate) struct Outbox(Mutex<Queues>);

impl Outbox {
    fn lock(&self) -> MutexGuard<'_, Queues> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a callback, as often as the mock sends each.
    pub(crate) fn post(&self, delivery: Delivery, world: &World) {
        let mut queues = self.lock();
        for _ in 0..world.settings.callback_copies {
            if queues.number >= MOST {
                let reason = format!("{MOST} callbacks are due already");
                world.journal.callback(delivery.record(CallbackOutcome::Refused { reason }));
                continue;
            }
            queues.number += 1;
            let queue = queues.things.entry(delivery.thing.clone()).or_default();
            match world.settings.callback_order {
                CallbackOrder::Happened => queue.waiting.push_back(delivery.clone()),
                CallbackOrder::Shuffled => queue.held.push(delivery.clone()),
            }
        }
        if let Some(queue) = queues.things.get_mut(&delivery.thing) {
            queue.go_on(world);
        }
    }

    /// Lets go of what was held back about a thing that rests.
    pub(crate) fn release(&self, thing: &Thing, world: &World) {
        let mut queues = self.lock();
        let Some(queue) = queues.things.get_mut(thing) else { return };
        let held = std::mem::take(&mut queue.held);
        queue.waiting.extend(shuffled(held, world.seed));
        queue.go_on(world);
    }

    /// The callback about a thing that was under way has come to its end.
    pub(super) fn finished(&self, thing: &Thing, world: &World) {
        let mut queues = self.lock();
        queues.number = queues.number.saturating_sub(1);
        let Some(queue) = queues.things.get_mut(thing) else { return };
        queue.sending = false;
        queue.go_on(world);
        if !queue.sending && queue.held.is_empty() {
            queues.things.remove(thing);
        }
    }
}

impl Queue {
    fn go_on(&mut self, world: &World) {
        if self.sending {
            return;
        }
        let Some(next) = self.waiting.pop_front() else { return };
        self.sending = true;
        let now = world.time.elapsed();
        let moment = if world.time.is_driven() { Duration::ZERO } else { MOMENT };
        world.agenda.note(now.max(next.posted + moment), Event::Send(Box::new(next)));
    }
}

/// Another order, if there is one; the token of each decides.
fn shuffled(mut held: Vec<Delivery>, seed: Seed) -> Vec<Delivery> {
    let before: Vec<String> = held.iter().map(|delivery| delivery.event.clone()).collect();
    held.sort_by_cached_key(|delivery| seed.hex(&delivery.idempotency_token, delivery.attempts.len() as u64));
    if held.iter().map(|delivery| &delivery.event).eq(&before) {
        held.reverse();
    }
    held
}
