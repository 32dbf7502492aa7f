//! The gate in front of an account: a request waits until it may be sent.

use super::queue::{Ending, Entry, Queue, Ticket};
use super::window::Window;
use super::{ConcurrencyLimit, Lane};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// The gate of one account, shared by all that send as it.
#[derive(Debug)]
pub(crate) struct Gate {
    queue: Mutex<Queue>,
}

impl Gate {
    pub(crate) fn new(limit: ConcurrencyLimit) -> Self {
        Self { queue: Mutex::new(Queue::new(Window::new(limit.first, limit.most))) }
    }

    /// How many may be under way now, and how many are.
    pub(crate) fn state(&self) -> (u32, u32) {
        let queue = self.lock();
        (queue.width(), queue.under_way())
    }

    /// Waits for a place. Dropping the future gives the place in the line up.
    pub(crate) fn admit(self: &Arc<Self>, lane: Lane) -> Admission {
        self.admission(lane, false)
    }

    /// The same for a request that was in before, whose time is running: it goes before the others of its lane.
    pub(crate) fn readmit(self: &Arc<Self>, lane: Lane) -> Admission {
        self.admission(lane, true)
    }

    fn admission(self: &Arc<Self>, lane: Lane, is_again: bool) -> Admission {
        Admission { gate: Arc::clone(self), lane, is_again, ticket: None }
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request on its way through the gate.
pub(crate) struct Admission {
    gate: Arc<Gate>,
    lane: Lane,
    is_again: bool,
    ticket: Option<Ticket>,
}

impl Future for Admission {
    type Output = Permit;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Permit> {
        let entry = {
            let mut queue = self.gate.lock();
            match self.ticket {
                None => queue.enter(self.lane, self.is_again).or_else(|ticket| {
                    let looked = queue.look(ticket, context.waker());
                    looked.ok_or(ticket)
                }),
                Some(ticket) => queue.look(ticket, context.waker()).ok_or(ticket),
            }
        };
        match entry {
            Ok(entry) => {
                self.ticket = None;
                Poll::Ready(Permit { gate: Arc::clone(&self.gate), entry, ending: Ending::Nothing })
            }
            Err(ticket) => {
                self.ticket = Some(ticket);
                Poll::Pending
            }
        }
    }
}

impl Drop for Admission {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket {
            let woken = self.gate.lock().give_up(ticket);
            woken.into_iter().for_each(Waker::wake);
        }
    }
}

/// A place among those under way, which is free again when this is dropped.
#[derive(Debug)]
pub(crate) struct Permit {
    gate: Arc<Gate>,
    entry: Entry,
    ending: Ending,
}

impl Permit {
    /// Says how the exchange ended, and leaves.
    pub(crate) fn finish(mut self, ending: Ending) {
        self.ending = ending;
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let woken = self.gate.lock().leave(self.entry, self.ending);
        woken.into_iter().for_each(Waker::wake);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};
    use tokio::time::{Duration, Instant, sleep, timeout};

    fn gate(width: u32) -> Arc<Gate> {
        Arc::new(Gate::new(ConcurrencyLimit::fixed(width)))
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn no_more_than_allowed_are_inside_and_all_come_through() {
        let gate = gate(5);
        let (inside, most) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
        let tasks: Vec<_> = (0..500_u64)
            .map(|index| {
                let (gate, inside, most) = (Arc::clone(&gate), Arc::clone(&inside), Arc::clone(&most));
                tokio::spawn(async move {
                    let lane = if index % 3 == 0 { Lane::Bulk } else { Lane::Interactive };
                    // Some lose patience, in the line or at the very moment they are let in.
                    let patience = Duration::from_micros(index % 7 * 300 + 50);
                    let permit = match index % 5 {
                        0 => timeout(patience, gate.admit(lane)).await.ok(),
                        _ => Some(gate.admit(lane).await),
                    };
                    let Some(permit) = permit else { return };
                    most.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    tokio::task::yield_now().await;
                    inside.fetch_sub(1, Ordering::SeqCst);
                    permit.finish(Ending::Answered(None));
                })
            })
            .collect();
        for task in tasks {
            timeout(Duration::from_secs(30), task).await.unwrap().unwrap();
        }
        assert!((2..=5).contains(&most.load(Ordering::SeqCst)));
        assert_eq!(gate.state(), (5, 0));
    }

    #[tokio::test(start_paused = true)]
    async fn a_person_waits_for_no_bulk_work() {
        let gate = gate(4);
        let bulk = Arc::clone(&gate);
        tokio::spawn(async move {
            let mut held = Vec::new();
            for _ in 0..100 {
                let permit = bulk.admit(Lane::Bulk).await;
                held.push(tokio::spawn(async move {
                    sleep(Duration::from_secs(1)).await;
                    drop(permit);
                }));
            }
        });
        sleep(Duration::from_millis(1500)).await;
        let asked = Instant::now();
        gate.admit(Lane::Interactive).await;
        assert_eq!(asked.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn a_place_that_was_given_to_nobody_goes_to_the_next() {
        let gate = gate(1);
        let first = gate.admit(Lane::Interactive).await;
        let mut second = Box::pin(gate.admit(Lane::Interactive));
        let mut third = Box::pin(gate.admit(Lane::Interactive));
        assert!(timeout(Duration::from_millis(1), &mut second).await.is_err());
        assert!(timeout(Duration::from_millis(1), &mut third).await.is_err());
        drop(first);
        // The second was let in and goes away before it is told.
        drop(second);
        timeout(Duration::from_millis(1), third).await.unwrap();
    }
}
