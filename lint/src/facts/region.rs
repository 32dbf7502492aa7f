//! What comes round, runs beside others or tries again, and what is seen of that by the calls inside.

use super::evaluate::Interpreter;
use super::event::{Event, EventKind};
use super::exit::Exit;
use super::roots::Roots;
use super::value::Value;
use crate::Place;
use crate::gather::Gather;
use crate::ir::{ExprKind, Function, LoopExpr};

/// What stands around a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Around {
    pub place: Place,
    pub kind: RegionKind,
    /// Whether the call may be about something else in each round.
    pub varies: bool,
    pub waits: Waits,
    /// Whether room is asked for before something is done: a semaphore.
    pub has_room: bool,
    /// Whether a limiter of the rate is asked.
    pub has_rate: bool,
    /// Whether it comes round so many times, whatever comes in.
    pub is_few: bool,
    /// After what it comes round.
    pub rounds: Ends,
}

impl Around {
    /// What nothing is asked or waited for in.
    pub(super) fn new(kind: RegionKind, place: Place) -> Self {
        let (waits, rounds) = (Waits::default(), Ends::FINE);
        Self { place, kind, varies: false, waits, has_room: false, has_rate: false, is_few: false, rounds }
    }
}

/// A region that is open.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Open {
    pub place: Place,
    /// How many names stood for something before.
    pub bindings: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RegionKind {
    /// `loop` and `while`.
    Loop,
    /// `for`, and closures that are run for each element.
    Each,
    /// A closure that may be run for each element, or once.
    Mapped,
    /// Something that ticks.
    Ticks,
    /// A function that calls itself.
    Recursion,
    /// A task or thread of its own.
    Task,
    /// A library that tries again.
    Retry(Retry),
}

/// How a library tries again, as far as that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Retry {
    /// Whether somebody says after what.
    pub is_limited: bool,
    /// Whether the waits neither grow nor differ.
    pub is_constant: bool,
    /// Whether it does so because of what an answer says that is no error.
    pub awaits: bool,
}

/// How the rounds of a region wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Waits {
    /// Where, when something went well.
    pub after_success: Option<Place>,
    /// Where, when something went wrong.
    pub after_failure: Option<Place>,
    /// Whether each wait after something went wrong is as long as the one before.
    pub is_constant: bool,
    /// Whether none of those was drawn by chance.
    pub is_even: bool,
    /// Whether the waits after success are an hour or more.
    pub is_long: bool,
    /// Whether whoever calls says how long one of those is.
    pub is_given: bool,
    /// Whether one of those is as long as the round says.
    pub differs: bool,
}

/// What came before, as bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ends(u8);

impl Ends {
    /// Nothing came before.
    pub(crate) const NONE: Self = Self(0);
    /// Something went well, or nothing is known to have gone wrong.
    pub(crate) const FINE: Self = Self(1);
    /// Twilio answered 429.
    pub(crate) const THROTTLED: Self = Self(2);
    /// Nothing was sent.
    pub(crate) const UNSENT: Self = Self(4);
    /// Something else went wrong.
    pub(crate) const FAILED: Self = Self(8);
    /// Something went wrong that the program names and nobody here knows.
    pub(crate) const NAMED: Self = Self(16);
    /// Something went wrong that is no 429.
    pub(crate) const BROKEN: Self = Self(32);
    /// Something of somebody else's went wrong.
    pub(crate) const ELSEWHERE: Self = Self(64);
    /// Twilio answered with an error of whichever status.
    pub(crate) const REFUSED: Self = Self(Self::THROTTLED.0 | Self::FAILED.0);
    /// Something went wrong after which nobody knows whether it was done.
    pub(crate) const UNCLEAR: Self = Self(Self::FAILED.0 | Self::BROKEN.0);

    pub(crate) fn join(&mut self, other: Self) {
        self.0 |= other.0;
    }

    pub(crate) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// What came before on either of two ways.
    pub(crate) fn joined(mut self, other: Self) -> Self {
        self.join(other);
        self
    }

    /// Whether something may have gone wrong before.
    pub(crate) fn has_failed(self) -> bool {
        self.has(Self(Self::REFUSED.0 | Self::UNCLEAR.0 | Self::UNSENT.0 | Self::NAMED.0))
    }

    /// Whether a 429 may be among what came before, if a 429 is an error there, or whatever it is.
    pub(crate) fn may_be_throttled(self, is_error: bool) -> bool {
        let error = if is_error { Self::FAILED.0 } else { 0 };
        self.has(Self(Self::FINE.0 | Self::THROTTLED.0 | Self::NAMED.0 | error))
    }

    /// Whether all that came before went wrong.
    pub(crate) fn is_failing(self) -> bool {
        !self.has(Self::FINE) && self != Self::NONE
    }
}

impl Default for Ends {
    fn default() -> Self {
        Self::FINE
    }
}

/// A pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wait {
    /// What its length hangs on.
    pub length: Roots,
    /// In milliseconds, where it is known.
    pub span: Option<u64>,
    pub after: Ends,
    /// How many of the loops around it come round at most once it is over.
    pub loops: usize,
}

/// An hour, in milliseconds.
const HOUR: u64 = 3_600_000;

impl Interpreter<'_> {
    /// Runs what comes round, beside others or again, and tells the calls inside.
    pub(super) fn in_region<T>(&mut self, region: Around, run: impl FnOnce(&mut Self) -> T) -> T {
        let from = self.frame.events.len();
        self.open_region(region.place);
        let ended = std::mem::take(&mut self.frame.ended);
        let outcome = run(self);
        self.frame.ended = ended;
        self.tell_region(from, region, &|_| true);
        self.close_region();
        outcome
    }

    pub(super) fn open_region(&mut self, place: Place) {
        self.frame.regions.push(Open { place, bindings: self.frame.environment.len() });
    }

    /// The region at hand comes to its end.
    pub(super) fn close_region(&mut self) {
        self.frame.regions.pop();
        let depth = self.depth_of_regions();
        self.frame.environment.leave_region(depth);
    }

    /// How many regions are open.
    pub(super) fn depth_of_regions(&self) -> u16 {
        u16::try_from(self.frame.regions.len()).unwrap_or(u16::MAX)
    }

    /// Tells the calls since an event what stands around them, as far as they are inside.
    fn tell_region(&mut self, from: usize, region: Around, is_inside: &dyn Fn(&Event) -> bool) {
        let depth = self.depth_of_regions();
        let events = self.frame.events.get(from..).unwrap_or_default();
        if !events.iter().any(|event| matches!(event.kind, EventKind::Operation(_))) {
            return;
        }
        let inside = || events.iter().filter(|event| is_inside(event));
        let has_room = inside().any(|event| event.kind == EventKind::Room { is_rate: false });
        let has_rate = inside().any(|event| event.kind == EventKind::Room { is_rate: true });
        let waits = waits_of(inside(), depth);
        let (answered, open, ended) = (&self.frame.answered, self.frame.regions.last(), self.frame.ended);
        for event in self.frame.events.iter_mut().skip(from) {
            if !is_inside(event) {
                continue;
            }
            let site = event.site();
            if let EventKind::Operation(call) = &mut event.kind {
                let varies = call.subject.varies_in(depth);
                // What is only sent after what was sent before went wrong comes round after that.
                let is_after_it = call.after.is_failing()
                    && open
                        .is_some_and(|open| answered.iter().any(|answered| answered.is_asked_in(open, site)));
                let rounds = if is_after_it { call.after } else { region.rounds };
                call.after = ended;
                call.around.push(Around { varies, waits, has_room, has_rate, rounds, ..region });
            }
        }
    }

    /// Tells the calls in a loop that it comes round; the head of `for` runs once, before, and so does what leaves the loop.
    pub(super) fn tell_loop(&mut self, parts: &LoopExpr, from: usize, exit: &Exit) {
        let (kind, head) = match &parts.head {
            Some((Some(_), head)) if matches!(head.kind, ExprKind::Range(..)) => {
                (RegionKind::Loop, Some(head.place))
            }
            Some((Some(_), head)) if exit.is_paced => (RegionKind::Ticks, Some(head.place)),
            Some((Some(_), head)) => (RegionKind::Each, Some(head.place)),
            _ => (RegionKind::Loop, None),
        };
        let region = Around::new(kind, parts.body.place);
        let loops = self.loops_around(usize::MAX);
        let comes_round = |event: &Event| match &event.kind {
            EventKind::Operation(call) => call.loops > loops,
            EventKind::Wait(wait) => wait.loops > loops,
            _ => true,
        };
        let is_tick = |event: &Event| exit.is_paced && matches!(event.kind, EventKind::Wait(_));
        let is_inside = |event: &Event| {
            comes_round(event) && (head.is_none_or(|head| !head.contains(event.site())) || is_tick(event))
        };
        self.tell_region(from, Around { rounds: exit.ends, is_few: exit.is_few, ..region }, &is_inside);
    }

    /// A pause, as long as a value says.
    pub(super) fn note_wait(&mut self, length: &Value, place: Place) {
        let span = length.span();
        let wait = Wait { length: length.roots, span, after: self.frame.ended, loops: usize::MAX };
        self.event(EventKind::Wait(wait), place);
    }

    /// A function that calls itself comes round like a loop.
    pub(super) fn tell_recursion(&mut self, changed: u32, rounds: Ends, place: Place) {
        let waits = waits_of(self.frame.events.iter(), 0);
        for event in &mut self.frame.events {
            if let EventKind::Operation(call) = &mut event.kind
                // In a circle what others did comes by more than once.
                && !call.around.iter().any(|known| known.kind == RegionKind::Recursion && known.place == place)
            {
                let varies = call.subject.varies_with(changed);
                call.around.push(Around {
                    varies,
                    waits,
                    rounds,
                    ..Around::new(RegionKind::Recursion, place)
                });
            }
        }
    }

    /// What hangs on a `&mut` that the function changes is another one at the next call: a pause that `self` makes longer.
    pub(super) fn tell_renewed(&mut self, function: &Function, value: &mut Value) {
        let renewed = self.frame.renewed;
        let by_self = function.receives_self.then_some(function.mutates_self);
        let muts = by_self.into_iter().chain(function.params.iter().map(|param| param.is_mut));
        let muts: Vec<usize> = muts.enumerate().filter(|(_, is_mut)| *is_mut).map(|(at, _)| at).gather();
        let events = self.frame.events.iter_mut().filter_map(|event| match &mut event.kind {
            EventKind::Wait(wait) => Some(&mut wait.length),
            EventKind::Operation(call) => Some(&mut call.subject),
            _ => None,
        });
        for roots in events.chain([&mut value.roots]) {
            roots.renewed_by(renewed, muts.iter().copied());
        }
    }

    /// What a called function did, as the caller sees it.
    pub(super) fn seen_by_caller(&self, mut kind: EventKind, roots: &[Roots]) -> EventKind {
        let depth = self.depth_of_regions();
        match &mut kind {
            EventKind::Operation(call) => {
                call.subject = call.subject.seen_from(roots, depth);
                // The caller's loops are others.
                call.loops = usize::MAX;
                if self.frame.ended.is_failing() {
                    call.after = self.frame.ended;
                }
            }
            EventKind::Wait(wait) => {
                wait.length = wait.length.seen_from(roots, depth);
                wait.loops = usize::MAX;
                if self.frame.ended.is_failing() {
                    wait.after = self.frame.ended;
                }
            }
            _ => {}
        }
        kind
    }
}

fn waits_of<'e>(events: impl Iterator<Item = &'e Event>, depth: u16) -> Waits {
    let mut waits = Waits { is_constant: true, is_even: true, is_long: true, ..Waits::default() };
    for event in events {
        let EventKind::Wait(wait) = &event.kind else { continue };
        if wait.after == Ends::ELSEWHERE {
            continue;
        }
        let site = event.site();
        match wait.after.is_failing() {
            true => {
                waits.after_failure.get_or_insert(site);
                waits.is_constant &= !wait.length.changes_in(depth) && !wait.length.is_told;
                waits.is_even &= !wait.length.is_random && !wait.length.is_told;
            }
            false => {
                waits.after_success.get_or_insert(site);
                waits.is_given |= wait.span.is_none() && wait.length.is_given();
                waits.differs |= wait.length.varies_in(depth);
                waits.is_long &= wait.span.is_some_and(|span| span >= HOUR);
            }
        }
    }
    waits.is_long &= waits.after_success.is_some();
    waits
}

impl Event {
    /// Where it is seen in the function at hand: where it happens, or the call that leads there.
    pub(crate) fn site(&self) -> Place {
        self.calls.last().map_or(self.place, |site| site.place)
    }
}
