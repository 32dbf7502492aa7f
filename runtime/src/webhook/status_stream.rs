//! Events by the resource that they are about: what is waited for instead of asked for again and again.

use super::event::ResourceEvent;
use super::latest::Latest;
use super::verifier::Verified;
use crate::Error;
use futures_core::Stream;
use std::collections::VecDeque;
use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::broadcast::{Receiver, Sender, channel};
use tokio::time::{Instant, sleep_until, timeout_at};

/// Verified events of one kind, for whoever waits for them. Cheap to clone: the handler of the webhook publishes, others wait.
///
/// ```
/// use ringfence::webhook::{MessageStatus, StatusStream};
/// use std::time::Duration;
///
/// # async fn wait(statuses: &StatusStream<MessageStatus>, sid: &str) -> Option<MessageStatus> {
/// let arrived = statuses
///     .wait_for(sid, |event| event.status.is_final())
///     .deadline(Duration::from_secs(60))
///     .await;
/// arrived.ok()
/// # }
/// ```
#[derive(Clone)]
pub struct StatusStream<E> {
    sender: Sender<E>,
    /// The last events of the resources that something was heard of last.
    recent: Arc<Mutex<Latest<Kept<E>>>>,
}

/// So many events of one resource are kept, and then the newest: more than a message or a call has states. A conference has more.
const MOST_EVENTS: usize = 32;

/// The last events of one resource, each by what tells it from others.
struct Kept<E> {
    events: VecDeque<(u64, E)>,
    /// How many came before these.
    before: usize,
}

impl<E: Clone> Kept<E> {
    fn add(&mut self, content: u64, event: E) {
        if self.events.len() >= MOST_EVENTS {
            self.events.pop_front();
            self.before += 1;
        }
        self.events.push_back((content, event));
    }

    /// How many have come.
    fn count(&self) -> usize {
        self.before + self.events.len()
    }

    /// Those that are kept of what came after the first so many.
    fn since(&self, given: usize) -> impl Iterator<Item = E> {
        self.events.iter().skip(given.saturating_sub(self.before)).map(|(_, event)| event.clone())
    }
}

impl<E: ResourceEvent> StatusStream<E> {
    /// Keeps the events of the last 10,000 resources, for those who begin to wait when they are there already.
    pub fn new() -> Self {
        Self::with_capacity(10_000)
    }

    /// Keeps the events of so many resources.
    pub fn with_capacity(resources: usize) -> Self {
        let (sender, _) = channel(1024);
        Self { sender, recent: Arc::new(Mutex::new(Latest::new(resources))) }
    }

    /// Hands an event to all who wait for it: only what Twilio signed gets in, and what it sends again is handed on once.
    pub fn publish(&self, event: Verified<E>) {
        let content = event.content();
        let event = event.into_inner();
        // Under the lock, so that whoever begins to wait has each event once: among those that are kept, or after them.
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        match recent.get_mut(event.resource_sid()) {
            // What Twilio sends again is no other event.
            Some(kept) if kept.events.iter().any(|(known, _)| *known == content) => return,
            Some(kept) => kept.add(content, event.clone()),
            None => {
                let kept = Kept { events: VecDeque::from([(content, event.clone())]), before: 0 };
                recent.insert(event.resource_sid(), kept);
            }
        }
        // Nobody may be waiting.
        let _ = self.sender.send(event);
    }

    /// The events of one resource: those that are kept, then those that come. It does not end by itself.
    pub fn of(&self, sid: impl Into<String>) -> Statuses<E> {
        let sid = sid.into();
        let recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        let receiver = self.sender.subscribe();
        let (given, kept) =
            recent.get(&sid).map(|kept| (kept.count(), kept.since(0).collect())).unwrap_or_default();
        drop(recent);
        Statuses { stream: self.clone(), sid, given, kept, next: next(receiver) }
    }

    /// Waits for an event of a resource that satisfies `until`; one that is kept counts.
    pub fn wait_for(
        &self,
        sid: impl Into<String>,
        until: impl Fn(&E) -> bool + Send + Sync + 'static,
    ) -> WaitFor<E> {
        WaitFor {
            events: self.of(sid),
            until: Box::new(until),
            deadline: Duration::from_secs(300),
            reconcile: None,
        }
    }
}

impl<E: ResourceEvent> Default for StatusStream<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<E> fmt::Debug for StatusStream<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StatusStream").finish_non_exhaustive()
    }
}

type Next<E> = Pin<Box<dyn Future<Output = (Result<E, RecvError>, Receiver<E>)> + Send>>;

fn next<E: ResourceEvent>(mut receiver: Receiver<E>) -> Next<E> {
    Box::pin(async move { (receiver.recv().await, receiver) })
}

/// The events of one resource; see [`StatusStream::of`].
pub struct Statuses<E> {
    stream: StatusStream<E>,
    sid: String,
    kept: VecDeque<E>,
    /// How many have come of which none is to be given any more.
    given: usize,
    next: Next<E>,
}

impl<E: ResourceEvent> Statuses<E> {
    /// The next event.
    pub async fn next(&mut self) -> Option<E> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

/// Nothing in it is pinned.
impl<E> Unpin for Statuses<E> {}

impl<E: ResourceEvent> Stream for Statuses<E> {
    type Item = E;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<E>> {
        loop {
            if let Some(event) = self.kept.pop_front() {
                return Poll::Ready(Some(event));
            }
            let (received, receiver) = match self.next.as_mut().poll(context) {
                Poll::Ready(ended) => ended,
                Poll::Pending => return Poll::Pending,
            };
            self.next = next(receiver);
            match received {
                Ok(event) if event.resource_sid() == self.sid => {
                    self.given += 1;
                    return Poll::Ready(Some(event));
                }
                Ok(_) => {}
                // So much came at once that some of it was passed over: what is kept tells.
                Err(RecvError::Lagged(_)) => {
                    let recent = Arc::clone(&self.stream.recent);
                    let recent = recent.lock().unwrap_or_else(PoisonError::into_inner);
                    self.next = next(self.stream.sender.subscribe());
                    if let Some(known) = recent.get(&self.sid) {
                        let given = std::mem::replace(&mut self.given, known.count());
                        self.kept.extend(known.since(given));
                    }
                }
                Err(RecvError::Closed) => return Poll::Ready(None),
            }
        }
    }
}

impl<E> fmt::Debug for Statuses<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Statuses").field("sid", &self.sid).finish_non_exhaustive()
    }
}

type Asked<E> = Pin<Box<dyn Future<Output = Result<Option<E>, Error>> + Send>>;

/// A wait for one event; awaiting it begins to wait. See [`StatusStream::wait_for`].
#[must_use = "nothing is waited for until this is awaited"]
pub struct WaitFor<E> {
    events: Statuses<E>,
    until: Box<dyn Fn(&E) -> bool + Send + Sync>,
    deadline: Duration,
    reconcile: Option<(Duration, Asked<E>)>,
}

/// Why the event that was waited for did not come.
#[derive(Debug)]
#[non_exhaustive]
pub enum WaitError {
    /// The time is over. The event may still come: callbacks are sent as well as may be, and one can be lost.
    Deadline,
    /// The one fetch failed, and the time is over.
    Fetch(Box<Error>),
}

impl<E: ResourceEvent> WaitFor<E> {
    /// How long to wait; the default is five minutes.
    pub fn deadline(mut self, time: Duration) -> Self {
        self.deadline = time;
        self
    }

    /// Asks Twilio once, if nothing has come after this long: a callback can be lost. `fetch` gives the state that it found as an
    /// event, or `None` where it tells nothing; if that does not satisfy what is waited for either, the wait goes on.
    pub fn reconcile(
        mut self,
        after: Duration,
        fetch: impl Future<Output = Result<Option<E>, Error>> + Send + 'static,
    ) -> Self {
        self.reconcile = Some((after, Box::pin(fetch)));
        self
    }

    async fn wait(self) -> Result<E, WaitError> {
        let Self { mut events, until, deadline, reconcile } = self;
        let started = Instant::now();
        let end = started + deadline;
        let mut failed = None;
        if let Some((after, fetch)) = reconcile {
            let asked = started + after.min(deadline);
            if let Some(event) = first(&mut events, &until, asked).await {
                return Ok(event);
            }
            match timeout_at(end, fetch).await {
                Ok(Ok(Some(event))) if until(&event) => return Ok(event),
                Ok(Ok(_)) | Err(_) => {}
                Ok(Err(error)) => failed = Some(Box::new(error)),
            }
        }
        match first(&mut events, &until, end).await {
            Some(event) => Ok(event),
            None => Err(failed.map_or(WaitError::Deadline, WaitError::Fetch)),
        }
    }
}

/// The first event that satisfies, until a moment.
async fn first<E: ResourceEvent>(
    events: &mut Statuses<E>,
    until: &(dyn Fn(&E) -> bool + Send + Sync),
    end: Instant,
) -> Option<E> {
    loop {
        match timeout_at(end, events.next()).await {
            Ok(Some(event)) if until(&event) => return Some(event),
            Ok(Some(_)) => {}
            Ok(None) => {
                sleep_until(end).await;
                return None;
            }
            Err(_) => return None,
        }
    }
}

impl<E: ResourceEvent> IntoFuture for WaitFor<E> {
    type Output = Result<E, WaitError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.wait())
    }
}

impl<E> fmt::Debug for WaitFor<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WaitFor").field("sid", &self.events.sid).finish_non_exhaustive()
    }
}

impl fmt::Display for WaitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Deadline => {
                f.write_str("the event did not come in time: it may have been lost, or may still come")
            }
            Self::Fetch(error) => {
                write!(f, "the event did not come in time, and asking once failed: {error}")
            }
        }
    }
}

impl std::error::Error for WaitError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Deadline => None,
            Self::Fetch(error) => Some(error),
        }
    }
}
