//! Deletes in bulk: off-peak, at a rate, behind everybody else, and resumed where they were broken off.

mod journal;
mod off_peak;
mod progress;
#[cfg(test)]
mod tests;
mod turn;

pub use off_peak::OffPeak;

use crate::response::Pending;
use crate::{Client, Error, Method, Pace, Request};
use futures_core::Stream;
use jiff::Timestamp;
use journal::{Journal, Key};
use progress::{Listener, Reporter};
use std::fmt;
use std::future::poll_fn;
use std::path::PathBuf;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use tokio::task::JoinSet;
use turn::Turns;

/// Deletes what a stream of SIDs names: within a window of the day, at a rate, in the bulk lane of the account.
///
/// With a journal it can be broken off at any moment, also by `kill -9`, and begun again with the same SIDs: what is in the journal was
/// deleted and is passed over, nothing else is, and what was under way at that moment is sent again, where a 404 says that it is done.
///
/// A delete that fails for good is told at the end, and tried again by the next run; one that may pass is waited out. Refused credentials
/// end the run at once.
///
/// ```no_run
/// use jiff::civil::time;
/// use ringfence::{Client, OffPeak, Pace, Purge, RecordingSid, Request, jiff};
///
/// # type Made = Result<(), Box<dyn std::error::Error>>;
/// # async fn clear(client: &Client, old: Vec<RecordingSid>, delete_recording: fn(RecordingSid) -> Request) -> Made {
/// let night = OffPeak::new(time(1, 0, 0, 0), time(5, 0, 0, 0), jiff::tz::TimeZone::get("Europe/Berlin")?);
/// let purged = Purge::new(client, delete_recording) // an endpoint function of a delete
///     .window(night)
///     .rate(Pace::per_second(20.0))
///     .journal("recordings.purge")
///     .show_progress()
///     .run_all(old)
///     .await?;
/// println!("{purged}");
/// # Ok(()) }
/// ```
///
/// Twilio's page: <https://www.twilio.com/docs/usage/rest-api-best-practices>
#[must_use = "nothing is deleted until `run` is awaited"]
pub struct Purge<D> {
    client: Client,
    delete: D,
    window: Option<OffPeak>,
    pace: Pace,
    at_once: usize,
    journal: Option<PathBuf>,
    reporter: Reporter,
    now: Clock,
}

/// What time it is, in a test by another clock.
type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// What a purge has done.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Purged {
    /// Deleted in this run.
    pub deleted: u64,
    /// Not there: deleted by the run before, which was broken off, or by somebody else.
    pub gone: u64,
    /// In the journal already, and not asked for again.
    pub before: u64,
    /// What could not be deleted, with the path that was addressed: it stays out of the journal.
    pub failed: Vec<(String, Error)>,
}

/// Why a purge ended before its end. What was deleted until then is in the journal: run it again to go on.
#[derive(Debug)]
#[non_exhaustive]
pub enum PurgeError {
    /// The journal cannot be read or written, or is another file.
    Journal(PathBuf, std::io::Error),
    /// The stream of SIDs failed.
    List(Box<Error>),
    /// A delete that says something about all others: the credentials are refused, the request cannot be sent, or nothing was deleted
    /// many times in a row.
    Delete(Box<Error>),
    /// The operation is no delete.
    NoDelete(&'static str),
}

/// So many deletes in a row fail before the run ends.
const MOST_FAILURES: u32 = 100;

impl<D> Purge<D> {
    /// A purge by an endpoint function of a delete, such as `delete_recording`, or by a closure over one: ten deletes a second, four under
    /// way at once, at any time of the day, without a journal.
    pub fn new(client: &Client, delete: D) -> Self {
        Self {
            client: client.bulk(),
            delete,
            window: None,
            pace: Pace::per_second(10.0),
            at_once: 4,
            journal: None,
            reporter: Reporter::default(),
            now: Arc::new(Timestamp::now),
        }
    }

    /// When of the day it may delete; outside it waits.
    pub fn window(mut self, window: OffPeak) -> Self {
        self.window = Some(window);
        self
    }

    /// How many deletes it begins in a second at most.
    pub fn rate(mut self, pace: Pace) -> Self {
        self.pace = pace;
        self
    }

    /// How many deletes may be under way at once; 0 counts as 1. The account's limit holds besides.
    pub fn at_once(mut self, count: usize) -> Self {
        self.at_once = count.max(1);
        self
    }

    /// Keeps what is deleted in a file, which is made where there is none, and passes over what stands in it. One process at a time.
    pub fn journal(mut self, path: impl Into<PathBuf>) -> Self {
        self.journal = Some(path.into());
        self
    }

    /// Calls a function after each delete with what was done so far.
    pub fn on_progress(mut self, listener: impl Fn(&Purged) + Send + Sync + 'static) -> Self {
        self.reporter = Reporter::Call(Box::new(listener) as Listener);
        self
    }

    /// Shows on stderr how far it is: a bar on a terminal with the feature `progress`, else a line every ten seconds.
    pub fn show_progress(mut self) -> Self {
        self.reporter = Reporter::shown();
        self
    }

    /// Deletes what a stream names, such as [`Items::pick`](crate::Items::pick) of a list.
    ///
    /// # Errors
    ///
    /// See [`PurgeError`].
    pub async fn run<S, R>(self, sids: impl Stream<Item = Result<S, Error>>) -> Result<Purged, PurgeError>
    where
        D: Fn(S) -> R,
        R: Into<Request>,
    {
        let mut sids = pin!(sids);
        let journal = self.journal.as_deref().map(Journal::open).transpose();
        let journal = journal.map_err(|(path, problem)| PurgeError::Journal(path, problem))?;
        let turns = Turns::new(self.window.clone(), self.pace, Arc::clone(&self.now)).into();
        let (client, reporter) = (self.client, self.reporter);
        let work = Arc::new(Work { client, turns, journal, tally: Mutex::default(), reporter });
        let mut under_way = JoinSet::new();
        let mut ended = Ok(());
        while let Some(sid) = poll_fn(|context| sids.as_mut().poll_next(context)).await {
            let sid = match sid {
                Ok(sid) => sid,
                Err(error) => {
                    ended = Err(PurgeError::List(Box::new(error)));
                    break;
                }
            };
            let request: Request = (self.delete)(sid).into();
            if request.operation().method() != Method::Delete {
                ended = Err(PurgeError::NoDelete(request.operation().id()));
                break;
            }
            let Some(key) = work.begin(&request) else { continue };
            work.turns.lock().await.wait().await;
            under_way.spawn(Arc::clone(&work).delete(request, key));
            ended = room(&mut under_way, self.at_once).await;
            if ended.is_err() {
                break;
            }
        }
        // Those under way come to their end in any case, so that the journal has them.
        let others = room(&mut under_way, 1).await;
        work.finish(ended.and(others))
    }

    /// Deletes what a list of SIDs names.
    ///
    /// # Errors
    ///
    /// See [`PurgeError`].
    pub async fn run_all<S, R>(self, sids: impl IntoIterator<Item = S>) -> Result<Purged, PurgeError>
    where
        D: Fn(S) -> R,
        R: Into<Request>,
    {
        self.run(Listed(sids.into_iter())).await
    }

    #[cfg(test)]
    fn clock(mut self, now: Clock) -> Self {
        self.now = now;
        self
    }
}

/// Waits until fewer than `most` are under way; the first end of the run that one of them says is told, and all others are waited for.
async fn room(under_way: &mut JoinSet<Result<(), PurgeError>>, most: usize) -> Result<(), PurgeError> {
    let mut ended = Ok(());
    while under_way.len() >= most || (ended.is_err() && !under_way.is_empty()) {
        match under_way.join_next().await {
            Some(Ok(end)) => ended = ended.and(end),
            // A task ends otherwise only with the runtime.
            Some(Err(_)) => {}
            None => break,
        }
    }
    ended
}

/// What the deletes of one run share.
struct Work {
    client: Client,
    /// Held by whoever waits for the next one, so that nobody begins before.
    turns: tokio::sync::Mutex<Turns>,
    journal: Option<Journal>,
    tally: Mutex<Tally>,
    reporter: Reporter,
}

#[derive(Default)]
struct Tally {
    purged: Purged,
    /// Since the last delete that was done.
    failures: u32,
}

/// What became of one delete.
enum Fate {
    Deleted,
    Gone,
}

impl Work {
    /// The key of what a request deletes, unless it is deleted already.
    fn begin(&self, request: &Request) -> Option<Key> {
        let key = Key::new(request, &self.client);
        if self.journal.as_ref().is_none_or(|journal| !journal.holds(&key)) {
            return Some(key);
        }
        self.count(|tally| tally.purged.before += 1);
        None
    }

    async fn delete(self: Arc<Self>, request: Request, key: Key) -> Result<(), PurgeError> {
        let operation = request.operation().id();
        let send = || -> Pending<'_> { Box::pin(self.client.execute_soon(&request, turn::LONGEST_QUEUE)) };
        let fate = match turn::patiently(&self.turns, send).await {
            Ok(_) => Fate::Deleted,
            // A token that is not to be had is answered 404, too.
            Err(error) if error.status() == Some(404) && error.failure().operation() == Some(operation) => {
                Fate::Gone
            }
            Err(error) => return self.fail(operation, key, error),
        };
        if let Some(journal) = &self.journal {
            journal.add(&key).map_err(|problem| PurgeError::Journal(journal.path().to_owned(), problem))?;
        }
        self.count(|tally| {
            tally.failures = 0;
            match fate {
                Fate::Deleted => tally.purged.deleted += 1,
                Fate::Gone => tally.purged.gone += 1,
            }
        });
        Ok(())
    }

    fn fail(&self, operation: &str, key: Key, error: Error) -> Result<(), PurgeError> {
        // What is said of another operation, such as the exchange of a token, is said of all deletes.
        let is_of_all = error.failure().operation() != Some(operation);
        let ends_all = is_of_all || matches!(error.status(), None | Some(401 | 403 | 429));
        let mut ending = None;
        self.count(|tally| {
            tally.failures += 1;
            match ends_all || tally.failures >= MOST_FAILURES {
                true => ending = Some(PurgeError::Delete(Box::new(error))),
                false => tally.purged.failed.push((key.into_place(), error)),
            }
        });
        ending.map_or(Ok(()), Err)
    }

    fn count(&self, change: impl FnOnce(&mut Tally)) {
        let mut tally = self.tally.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut tally);
        self.reporter.advance(&tally.purged);
    }

    fn finish(&self, ended: Result<(), PurgeError>) -> Result<Purged, PurgeError> {
        let mut tally = self.tally.lock().unwrap_or_else(PoisonError::into_inner);
        self.reporter.finish(&tally.purged);
        ended.map(|()| std::mem::take(&mut tally.purged))
    }
}

/// A list as a stream that is always ready.
struct Listed<I>(I);

/// Nothing in it is pinned.
impl<I> Unpin for Listed<I> {}

impl<I: Iterator> Stream for Listed<I> {
    type Item = Result<I::Item, Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.next().map(Ok))
    }
}

impl fmt::Display for Purged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { deleted, gone, before, failed } = self;
        write!(f, "{deleted} deleted, {gone} gone already, {before} before, {} failed", failed.len())
    }
}

impl fmt::Display for PurgeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Journal(path, problem) => write!(f, "the journal {}: {problem}", path.display()),
            Self::List(error) => write!(f, "the list of what to delete broke off: {error}"),
            Self::Delete(error) => write!(f, "deleting broke off: {error}"),
            Self::NoDelete(operation) => write!(f, "{operation} is no delete: nothing of it was sent"),
        }
    }
}

impl std::error::Error for PurgeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Journal(_, problem) => Some(problem),
            Self::List(error) | Self::Delete(error) => Some(error),
            Self::NoDelete(_) => None,
        }
    }
}

impl<D> fmt::Debug for Purge<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Purge")
            .field("window", &self.window)
            .field("pace", &self.pace)
            .field("at_once", &self.at_once)
            .field("journal", &self.journal)
            .finish_non_exhaustive()
    }
}
