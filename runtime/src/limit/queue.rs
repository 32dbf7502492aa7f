//! Who is under way and who waits, without a clock and without tasks: each function is one step that happens at once.

use super::Lane;
use super::window::Window;
use std::collections::{BTreeMap, VecDeque};
use std::task::Waker;

/// A waiting request.
pub(super) type Ticket = u64;

/// The fall of the window before which a request was let in, and how many were under way then: what Twilio counts is of that moment,
/// however late its answer comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    epoch: u64,
    lane: Lane,
    under_way: u32,
    /// Whether it asks for more than Twilio allowed last.
    asks: bool,
}

/// The requests of one account.
#[derive(Debug)]
pub(super) struct Queue {
    window: Window,
    under_way: u32,
    bulk: u32,
    /// How many of them ask for more than Twilio allowed last.
    asking: u32,
    /// What Twilio counted of the account beyond what was ours.
    others: u32,
    waiting: BTreeMap<Ticket, Option<Waker>>,
    /// Let in, and not told yet.
    admitted: BTreeMap<Ticket, Entry>,
    lines: [VecDeque<Ticket>; 2],
    next: Ticket,
}

/// How an exchange ended, as far as it tells about the account's limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// An answer that is no 429, with what Twilio counted.
    Answered(Option<u32>),
    /// A 429, with what Twilio counted.
    Throttled(Option<u32>),
    /// No answer, or one about another limit.
    Nothing,
}

impl Queue {
    pub(super) fn new(window: Window) -> Self {
        Self {
            window,
            under_way: 0,
            bulk: 0,
            asking: 0,
            others: 0,
            waiting: BTreeMap::new(),
            admitted: BTreeMap::new(),
            lines: [VecDeque::new(), VecDeque::new()],
            next: 0,
        }
    }

    pub(super) fn width(&self) -> u32 {
        self.window.width()
    }

    pub(super) fn under_way(&self) -> u32 {
        self.under_way
    }

    /// Lets a request in, or gives it a place in its line: the first where it was in before, since its time is running.
    pub(super) fn enter(&mut self, lane: Lane, is_again: bool) -> Result<Entry, Ticket> {
        if self.line(lane).is_empty() && self.has_room(lane) {
            return Ok(self.admit(lane));
        }
        let ticket = self.next;
        self.next += 1;
        self.waiting.insert(ticket, None);
        match is_again {
            true => self.line(lane).push_front(ticket),
            false => self.line(lane).push_back(ticket),
        }
        Err(ticket)
    }

    /// Whether a waiting request was let in; if not, whom to wake when it is.
    pub(super) fn look(&mut self, ticket: Ticket, waker: &Waker) -> Option<Entry> {
        let entry = self.admitted.remove(&ticket);
        if let Some(slot) = self.waiting.get_mut(&ticket) {
            *slot = Some(waker.clone());
        }
        entry
    }

    /// A request that waited no longer does; those that may go on in its place are to be woken.
    pub(super) fn give_up(&mut self, ticket: Ticket) -> Vec<Waker> {
        self.waiting.remove(&ticket);
        match self.admitted.remove(&ticket) {
            Some(entry) => self.leave(entry, Ending::Nothing),
            None => {
                self.lines.iter_mut().for_each(|line| line.retain(|known| *known != ticket));
                self.let_in()
            }
        }
    }

    /// A request is over; those that may go on now are to be woken.
    pub(super) fn leave(&mut self, entry: Entry, ending: Ending) -> Vec<Waker> {
        match ending {
            Ending::Answered(counted) => {
                self.window.answered(self.under_way, entry.under_way);
                self.others = counted.map_or(self.others, |counted| counted.saturating_sub(self.under_way));
            }
            Ending::Throttled(counted) => self.window.refused(entry.epoch, entry.under_way, counted),
            Ending::Nothing => {}
        }
        self.under_way = self.under_way.saturating_sub(1);
        self.asking = self.asking.saturating_sub(u32::from(entry.asks));
        if entry.lane == Lane::Bulk {
            self.bulk = self.bulk.saturating_sub(1);
        }
        self.let_in()
    }

    fn line(&mut self, lane: Lane) -> &mut VecDeque<Ticket> {
        let [interactive, bulk] = &mut self.lines;
        if lane == Lane::Bulk { bulk } else { interactive }
    }

    fn admit(&mut self, lane: Lane) -> Entry {
        self.under_way += 1;
        self.bulk += u32::from(lane == Lane::Bulk);
        let asks = self.window.is_beyond(self.under_way);
        self.asking += u32::from(asks);
        Entry { epoch: self.window.epoch(), lane, under_way: self.under_way, asks }
    }

    /// A quarter of the window is kept free of bulk work, so that a person's request finds room at once; so is what others
    /// use. Bulk work alone always goes on, one by one.
    fn has_room(&self, lane: Lane) -> bool {
        // While one asks for more, the others keep to what was allowed: else each of them would be refused beside it.
        let width = if self.asking > 0 { self.window.held() } else { self.window.width() };
        match lane {
            Lane::Interactive => self.under_way < width,
            Lane::Bulk => {
                let nobody_waits = self.lines.first().is_none_or(VecDeque::is_empty);
                let room = width.saturating_sub((width / 4).max(1));
                let fits = self.bulk < room.saturating_sub(self.others) && self.under_way < room;
                nobody_waits && (fits || self.under_way == 0)
            }
        }
    }

    fn let_in(&mut self) -> Vec<Waker> {
        let mut woken = Vec::new();
        for lane in [Lane::Interactive, Lane::Bulk] {
            while self.has_room(lane)
                && let Some(ticket) = self.line(lane).pop_front()
            {
                let entry = self.admit(lane);
                self.admitted.insert(ticket, entry);
                woken.extend(self.waiting.remove(&ticket).flatten());
            }
        }
        woken
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn queue(width: u32) -> Queue {
        Queue::new(Window::new(width, width))
    }

    #[test]
    fn a_person_passes_waiting_bulk_work() {
        let mut queue = queue(4);
        let bulk: Vec<_> = (0..10).map(|_| queue.enter(Lane::Bulk, false)).collect();
        assert_eq!(bulk.iter().filter(|entered| entered.is_ok()).count(), 3, "a quarter is kept free");
        assert!(queue.enter(Lane::Interactive, false).is_ok());
        let waiting = queue.enter(Lane::Interactive, false).unwrap_err();
        queue.leave(bulk[0].unwrap(), Ending::Nothing);
        assert!(queue.look(waiting, Waker::noop()).is_some());
        assert!(bulk[3..].iter().all(|ticket| queue.look(ticket.unwrap_err(), Waker::noop()).is_none()));
    }

    #[test]
    fn who_was_in_before_is_the_first_to_go_in_again() {
        let mut queue = queue(1);
        let first = queue.enter(Lane::Interactive, false).unwrap();
        let waiting = queue.enter(Lane::Interactive, false).unwrap_err();
        let again = queue.enter(Lane::Interactive, true).unwrap_err();
        queue.leave(first, Ending::Nothing);
        assert!(queue.look(again, Waker::noop()).is_some() && queue.look(waiting, Waker::noop()).is_none());
    }

    #[test]
    fn bulk_work_makes_room_for_others_on_the_account_and_never_stops() {
        let mut queue = queue(8);
        let first = queue.enter(Lane::Interactive, false).unwrap();
        queue.leave(first, Ending::Answered(Some(30)));
        let entered: Vec<_> = (0..4).map(|_| queue.enter(Lane::Bulk, false)).collect();
        assert_eq!(entered.iter().filter(|entered| entered.is_ok()).count(), 1);
        queue.leave(entered[0].unwrap(), Ending::Answered(Some(1)));
        assert!(entered[1..].iter().all(|ticket| queue.look(ticket.unwrap_err(), Waker::noop()).is_some()));
    }

    #[test]
    fn refusals_that_come_late_do_not_narrow_the_window_further() {
        let mut queue = queue(80);
        let mut entries: Vec<_> = (0..80).map(|_| queue.enter(Lane::Interactive, false).unwrap()).collect();
        // Fifty are allowed; the others are refused while more and more have left.
        let refused = entries.split_off(50);
        entries.into_iter().for_each(|entry| drop(queue.leave(entry, Ending::Answered(None))));
        for (above, entry) in (51..).zip(refused) {
            queue.leave(entry, Ending::Throttled(Some(above)));
        }
        assert_eq!(queue.width(), 50);
    }

    #[test]
    fn one_request_alone_asks_for_more_than_was_allowed() {
        let mut queue = Queue::new(Window::new(60, 100));
        let mut entries: Vec<_> = (0..51).map(|_| queue.enter(Lane::Interactive, false).unwrap()).collect();
        queue.leave(entries.pop().unwrap(), Ending::Throttled(Some(51)));
        assert_eq!(queue.width(), 50);
        // All fifty are used until the window opens by one.
        let mut waiting = Vec::new();
        let asking = loop {
            queue.leave(entries.remove(0), Ending::Answered(None));
            entries.push(queue.enter(Lane::Interactive, false).unwrap());
            match queue.enter(Lane::Interactive, false) {
                Ok(entry) => break entry,
                Err(ticket) => drop(queue.give_up(ticket)),
            }
        };
        assert_eq!((queue.under_way(), asking.asks), (51, true));
        // It is one of the fifty now: who comes has no place before two have left.
        queue.leave(entries.remove(0), Ending::Answered(None));
        waiting.push(queue.enter(Lane::Interactive, false).unwrap_err());
        queue.leave(entries.remove(0), Ending::Answered(None));
        entries.push(queue.look(waiting[0], Waker::noop()).unwrap());
        assert!(entries.iter().all(|entry| !entry.asks));
        assert_eq!(queue.under_way(), 50);
        // More is allowed by now, and the window goes on to widen.
        queue.leave(asking, Ending::Answered(None));
        let more = [0; 2].map(|_| queue.enter(Lane::Interactive, false).unwrap());
        assert!(more.iter().all(|entry| !entry.asks));
        assert!(queue.width() >= 51);
    }

    #[derive(Clone, Copy, Debug)]
    enum Step {
        Enter(Lane, bool),
        Look(usize),
        GiveUp(usize),
        Leave(usize, Ending),
    }

    fn step() -> impl Strategy<Value = Step> {
        let lane = prop_oneof![Just(Lane::Interactive), Just(Lane::Bulk)];
        let counted = proptest::option::of(0..40_u32);
        let ending = prop_oneof![
            4 => counted.clone().prop_map(Ending::Answered),
            1 => counted.prop_map(Ending::Throttled),
            1 => Just(Ending::Nothing),
        ];
        prop_oneof![
            4 => (lane, any::<bool>()).prop_map(|(lane, is_again)| Step::Enter(lane, is_again)),
            2 => any::<usize>().prop_map(Step::Look),
            1 => any::<usize>().prop_map(Step::GiveUp),
            3 => (any::<usize>(), ending).prop_map(|(at, ending)| Step::Leave(at, ending)),
        ]
    }

    fn take<T>(list: &mut Vec<T>, at: usize) -> Option<T> {
        (!list.is_empty()).then(|| list.swap_remove(at % list.len()))
    }

    proptest! {
        /// All shared state is behind one lock and each step is taken under it, so that any order of steps is an order that
        /// threads can come to, and there is no other.
        #[test]
        fn in_any_order_of_steps_nobody_is_lost_and_nobody_too_many(
            width in 1..12_u32,
            steps in proptest::collection::vec(step(), 0..300),
        ) {
            let mut queue = Queue::new(Window::new(width, 12));
            let (mut inside, mut waiting) = (Vec::new(), Vec::new());
            for step in steps {
                let most_before = queue.width().max(queue.under_way());
                match step {
                    Step::Enter(lane, is_again) => match queue.enter(lane, is_again) {
                        Ok(entry) => inside.push(entry),
                        Err(ticket) => waiting.push(ticket),
                    },
                    Step::Look(at) => {
                        if let Some(ticket) = take(&mut waiting, at) {
                            match queue.look(ticket, Waker::noop()) {
                                Some(entry) => inside.push(entry),
                                None => waiting.push(ticket),
                            }
                        }
                    }
                    Step::GiveUp(at) => {
                        if let Some(ticket) = take(&mut waiting, at) {
                            queue.give_up(ticket);
                        }
                    }
                    Step::Leave(at, ending) => {
                        if let Some(entry) = take(&mut inside, at) {
                            queue.leave(entry, ending);
                        }
                    }
                }
                prop_assert!(queue.under_way() <= most_before.max(queue.width()));
                prop_assert_eq!(queue.under_way() as usize, inside.len() + queue.admitted.len());
                prop_assert_eq!(waiting.len(), queue.waiting.len() + queue.admitted.len());
            }
            // Whatever happened, everybody gets in as those inside leave.
            for _ in 0..=inside.len() + waiting.len() {
                if let Some(entry) = inside.pop() {
                    queue.leave(entry, Ending::Nothing);
                }
                waiting.retain(|ticket| {
                    let entry = queue.look(*ticket, Waker::noop());
                    inside.extend(entry);
                    entry.is_none()
                });
            }
            prop_assert_eq!((inside.len(), waiting.len()), (0, 0));
            prop_assert_eq!((queue.under_way(), queue.bulk, queue.asking), (0, 0, 0));
        }
    }
}
