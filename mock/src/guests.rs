//! The connections at once: who keeps the mock waiting makes room for others.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

/// Connections at once; more wait to be accepted.
const MOST: usize = 512;
/// How long a connection may keep the mock waiting before it has to make room.
const GRACE: Duration = Duration::from_secs(1);
/// Time between two looks for somebody who has to.
const BETWEEN: Duration = Duration::from_millis(20);

/// A connection: since when it has kept the mock waiting, which it does not while it is served.
#[derive(Debug)]
pub(crate) struct Guest {
    opened: Instant,
    /// Microseconds after that; the largest number while it is served.
    since: AtomicU64,
    /// Told when it is to leave.
    pub(crate) leave: Notify,
}

impl Guest {
    fn new() -> Guest {
        Guest { opened: Instant::now(), since: AtomicU64::new(0), leave: Notify::new() }
    }

    /// The client has said all that it had to say.
    pub(crate) fn note_served(&self) {
        self.since.store(u64::MAX, Ordering::Relaxed);
    }

    /// The client is to read, or to ask anew.
    pub(crate) fn note_waited_for(&self) {
        let now = u64::try_from(self.opened.elapsed().as_micros()).unwrap_or(u64::MAX - 1);
        self.since.store(now, Ordering::Relaxed);
    }

    fn kept_waiting(&self) -> Duration {
        match self.since.load(Ordering::Relaxed) {
            u64::MAX => Duration::ZERO,
            since => self.opened.elapsed().saturating_sub(Duration::from_micros(since)),
        }
    }
}

/// All connections of one port.
#[derive(Debug)]
pub(crate) struct Guests {
    places: Arc<Semaphore>,
    there: Mutex<BTreeMap<u64, Arc<Guest>>>,
}

/// The place of one connection, which is free when this is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    guests: Arc<Guests>,
    number: u64,
    pub(crate) guest: Arc<Guest>,
    _permit: OwnedSemaphorePermit,
}

impl Guests {
    pub(crate) fn new() -> Arc<Guests> {
        Arc::new(Guests { places: Arc::new(Semaphore::new(MOST)), there: Mutex::default() })
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, Arc<Guest>>> {
        self.there.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for the next connection, as soon as one is free or somebody can be asked to leave.
    pub(crate) async fn place(self: &Arc<Guests>, number: u64) -> Option<Place> {
        loop {
            let free = Arc::clone(&self.places).acquire_owned();
            match tokio::time::timeout(BETWEEN, free).await {
                Ok(permit) => {
                    let guest = Arc::new(Guest::new());
                    self.lock().insert(number, Arc::clone(&guest));
                    return Some(Place { guests: Arc::clone(self), number, guest, _permit: permit.ok()? });
                }
                Err(_) => self.make_room(),
            }
        }
    }

    /// Ends the connection that has kept the mock waiting for longest.
    fn make_room(&self) {
        let there = self.lock();
        let longest = there.values().max_by_key(|guest| guest.kept_waiting());
        if let Some(guest) = longest.filter(|guest| guest.kept_waiting() >= GRACE) {
            guest.leave.notify_one();
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.guests.lock().remove(&self.number);
    }
}
