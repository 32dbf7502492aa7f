//! Work that is put together to run at once, tasks, and who waits for them.

use super::evaluate::Interpreter;
use super::event::EventKind;
use super::method::Invocation;
use super::region::{Around, RegionKind};
use super::value::{Atom, Value};
use crate::Place;
use crate::gather::Gather;
use crate::ir::Type;

/// Collections that run all that they hold at once.
const RUNNING_ALL: &[&str] = &["FuturesOrdered", "FuturesUnordered"];

impl Value {
    /// The regions whose rounds put work together in it.
    pub(super) fn work(&self) -> Vec<Place> {
        let work = self.atoms.iter().flat_map(|atom| match atom {
            Atom::Work(region) => vec![*region],
            Atom::List(parts) => parts.iter().flat_map(Value::work).gather(),
            _ => Vec::new(),
        });
        work.gather()
    }

    /// Whether it is one of so many.
    pub(super) fn is_few(&self) -> bool {
        self.atoms.contains(&Atom::Few)
    }

    /// Whether it comes at a pace: throttled, or something that ticks.
    pub(super) fn is_paced(&self) -> bool {
        self.atoms.iter().any(|atom| match atom {
            Atom::Paced => true,
            Atom::External(path) => {
                let is_ticker = path.first().is_some_and(|root| root.starts_with("crossbeam"))
                    && path.last().is_some_and(|name| name == "tick");
                is_ticker || path.iter().any(|name| name.to_ascii_lowercase().contains("interval"))
            }
            _ => false,
        })
    }
}

impl Interpreter<'_> {
    /// What happens inside a call that makes a task of it runs beside what comes after.
    pub(super) fn tell_task(&mut self, task: Value, place: Place) -> Value {
        let mut calls = false;
        let around = Around::new(RegionKind::Task, place);
        for event in self.frame.events.iter_mut().rev().take_while(|event| place.contains(event.site())) {
            if let EventKind::Operation(call) = &mut event.kind {
                call.around.push(around);
                calls = true;
            }
        }
        if calls { task.joined(&Atom::Work(place).into()) } else { task }
    }

    /// A task that is waited for in the very round that made it runs beside nothing.
    pub(super) fn wait_for_task(&mut self, value: &Value) {
        let tasks = value.work();
        if tasks.is_empty() {
            return;
        }
        for event in &mut self.frame.events {
            let EventKind::Operation(call) = &mut event.kind else { continue };
            let is_over =
                |around: &mut Around| around.kind == RegionKind::Task && tasks.contains(&around.place);
            call.around.pop_if(is_over);
        }
    }

    /// What is put together into a collection that runs what it holds, by the collection's type.
    pub(super) fn collected_as(&mut self, ty: &Type, value: &Value, place: Place) {
        if ty.path.last().is_some_and(|name| RUNNING_ALL.contains(&name.as_str())) {
            self.note_together(value, false, place);
        }
    }

    /// The next of something is waited for: with a pause, or for room among what runs at once.
    pub(super) fn note_turn(&mut self, invocation: &Invocation<'_>) {
        let receiver = &invocation.receiver;
        let runs = receiver.atoms.iter().any(is_unordered);
        match invocation.name() {
            // Whoever maps an error to one that is no more tried again says after what.
            "map_err" => {
                if let Some(Atom::External(path)) = invocation.first().atoms.first() {
                    self.note_name(path);
                }
            }
            "next" | "recv" | "try_next" if receiver.is_paced() => self.note_wait(receiver, invocation.place),
            "next" | "try_next" if runs => {
                self.event(EventKind::Room { is_rate: false }, invocation.place);
            }
            "push" | "push_back" | "push_front" if runs => {
                if let (Some(work), Some(written)) = (invocation.args.first(), invocation.call.args.first()) {
                    let work = self.as_work(work.clone(), written);
                    self.note_together(&work, false, invocation.call.name_place);
                }
            }
            _ => {}
        }
    }
}

/// Whether something is a collection that runs what it holds.
fn is_unordered(atom: &Atom) -> bool {
    matches!(atom, Atom::External(path) if path.iter().any(|name| RUNNING_ALL.contains(&name.as_str())))
}
