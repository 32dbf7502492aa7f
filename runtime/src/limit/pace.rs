//! How fast requests of one operation may follow one another, where Twilio publishes a rate.

use super::{Lane, RateLimit};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout};

/// How many requests of an operation are sent in a second at most.
///
/// Requests beyond it wait in the client; the deadline of a call begins when it is sent for the first time.
///
/// ```
/// use ringfence::Pace;
/// let calls = Pace::per_second(30.0); // an account with 30 calls per second
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    gap: Duration,
}

impl Pace {
    /// So many in a second; less than one is allowed, and what is no positive number counts as [`Pace::unlimited`].
    pub fn per_second(count: f64) -> Self {
        let gap = if count > 0.0 {
            Duration::try_from_secs_f64(1.0 / count).unwrap_or(Duration::MAX)
        } else {
            Duration::ZERO
        };
        Self { gap }
    }

    /// The time between two.
    pub(crate) fn gap(self) -> Duration {
        self.gap
    }

    /// No pace at all.
    pub const fn unlimited() -> Self {
        Self { gap: Duration::ZERO }
    }
}

/// So many requests within so long.
type Span = (usize, Duration);

/// Of no more things the requests are remembered: those that were asked for longest ago are forgotten.
const MOST_THINGS: usize = 4096;

/// The paces of one account: a line for each operation, or each thing, that has one.
#[derive(Debug)]
pub(crate) struct Paces {
    /// What was set stands in the place of what is published.
    set: BTreeMap<String, Pace>,
    lines: Mutex<BTreeMap<u64, Arc<Line>>>,
}

impl Paces {
    /// Those that are published, unless set otherwise.
    pub(crate) fn new(set: &BTreeMap<String, Pace>) -> Self {
        Self { set: set.clone(), lines: Mutex::default() }
    }

    /// Waits for the turn of a request: behind those before it in its lane, bulk work behind everybody, and one whose time is running
    /// before all others. Whoever goes away leaves its place in the line.
    pub(crate) async fn turn(&self, operation: &str, path: &str, lane: Lane, is_again: bool) {
        let (spans, of_one) = self.spans(operation);
        if !spans.is_empty() {
            let line = self.line(if of_one { path } else { operation });
            line.turn(&spans, Rank::of(lane, is_again)).await;
        }
    }

    /// The spans of an operation, and whether each thing has its own.
    fn spans(&self, operation: &str) -> (Vec<Span>, bool) {
        if let Some(pace) = self.set.get(operation) {
            return (if pace.gap.is_zero() { Vec::new() } else { vec![(1, pace.gap)] }, false);
        }
        let limits = RateLimit::of(operation);
        let of_one = limits.iter().any(|limit| limit.of_one);
        // What is so many in a second for all is one after the other, so that they do not come at once.
        let span = |limit: &RateLimit| match of_one {
            true => (limit.requests as usize, limit.within),
            false => (1, limit.within / limit.requests.max(1)),
        };
        (limits.iter().map(span).collect(), of_one)
    }

    fn line(&self, name: &str) -> Arc<Line> {
        let mut hasher = DefaultHasher::new();
        name.hash(&mut hasher);
        let key = hasher.finish();
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.len() >= MOST_THINGS && !lines.contains_key(&key) {
            // One that somebody stands in is held by them, too. Many at once, so that not each new thing looks at all others.
            let idle = lines.iter().filter(|(_, line)| Arc::strong_count(line) == 1);
            let mut idle: Vec<_> = idle.map(|(key, line)| (line.lock().sent.back().copied(), *key)).collect();
            idle.sort_unstable();
            for (_, oldest) in idle.iter().take(MOST_THINGS / 4) {
                lines.remove(oldest);
            }
        }
        Arc::clone(lines.entry(key).or_default())
    }
}

/// In which order those who wait are let go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Again,
    Interactive,
    Bulk,
}

impl Rank {
    fn of(lane: Lane, is_again: bool) -> Self {
        match lane {
            Lane::Bulk => Self::Bulk,
            Lane::Interactive if is_again => Self::Again,
            Lane::Interactive => Self::Interactive,
        }
    }
}

/// Those who wait for a turn, and when the last ones went.
#[derive(Debug, Default)]
struct Line {
    state: Mutex<State>,
    /// Somebody went, or went away: who is first may be another.
    moved: Notify,
}

#[derive(Debug, Default)]
struct State {
    sent: VecDeque<Instant>,
    waiting: BTreeSet<(Rank, u64)>,
    tickets: u64,
}

impl Line {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn turn(&self, spans: &[Span], rank: Rank) {
        let place = Place::take(self, rank);
        loop {
            // Before the look, so that nothing that happens after it is missed.
            let moved = self.moved.notified();
            let look = self.lock().look(place.ticket, spans, Instant::now());
            match look {
                Look::Go => return,
                Look::First(wait) => {
                    let _ = timeout(wait, moved).await;
                }
                Look::Behind => moved.await,
            }
        }
    }
}

/// What one who waits sees.
enum Look {
    /// It may go, and is counted.
    Go,
    /// Nobody is before it, and there is a turn after so long.
    First(Duration),
    Behind,
}

impl State {
    fn look(&mut self, ticket: (Rank, u64), spans: &[Span], now: Instant) -> Look {
        if self.waiting.first().is_some_and(|first| *first != ticket) {
            return Look::Behind;
        }
        let waits = spans.iter().filter_map(|(count, span)| {
            let first = self.sent.len().checked_sub(*count).and_then(|index| self.sent.get(index))?;
            Some(span.saturating_sub(now.saturating_duration_since(*first)))
        });
        let wait = waits.max().unwrap_or_default();
        if !wait.is_zero() {
            return Look::First(wait);
        }
        self.sent.push_back(now);
        let most = spans.iter().map(|(count, _)| *count).max().unwrap_or_default();
        while self.sent.len() > most {
            self.sent.pop_front();
        }
        Look::Go
    }
}

/// A place in a line, which is given up when this is dropped.
struct Place<'l> {
    line: &'l Line,
    ticket: (Rank, u64),
}

impl<'l> Place<'l> {
    fn take(line: &'l Line, rank: Rank) -> Self {
        let mut state = line.lock();
        state.tickets += 1;
        let ticket = (rank, state.tickets);
        state.waiting.insert(ticket);
        Self { line, ticket }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.line.lock().waiting.remove(&self.ticket);
        self.line.moved.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use tokio::time::sleep;

    const SECOND: Duration = Duration::from_secs(1);
    const MINUTE: Duration = Duration::from_secs(60);
    const HOUR: Duration = Duration::from_secs(3600);
    const DAY: Duration = Duration::from_secs(24 * 3600);

    fn set(operation: &str, pace: Pace) -> Arc<Paces> {
        Arc::new(Paces::new(&BTreeMap::from([(operation.to_owned(), pace)])))
    }

    /// How long a request waits for its turn; none where that is longer than a week.
    async fn wait(paces: &Paces, operation: &str, path: &str) -> Option<Duration> {
        let asked = Instant::now();
        let turn = paces.turn(operation, path, Lane::Interactive, false);
        timeout(7 * DAY, turn).await.ok().map(|()| asked.elapsed())
    }

    /// When a request got its turn, told by a task of its own.
    fn ask(
        paces: &Arc<Paces>,
        lane: Lane,
        is_again: bool,
        order: &Arc<Mutex<Vec<(&'static str, Duration)>>>,
        name: &'static str,
    ) -> tokio::task::JoinHandle<()> {
        let (paces, order, asked) = (Arc::clone(paces), Arc::clone(order), Instant::now());
        tokio::spawn(async move {
            paces.turn("X", "", lane, is_again).await;
            order.lock().unwrap().push((name, asked.elapsed()));
        })
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_published_holds_unless_it_is_set_otherwise() {
        let paces = Paces::new(&BTreeMap::new());
        for expected in [Duration::ZERO, SECOND, SECOND] {
            assert_eq!(wait(&paces, "CreateCall", "").await, Some(expected));
        }
        sleep(10 * SECOND).await;
        for expected in [Duration::ZERO, SECOND] {
            let waited = wait(&paces, "CreateCall", "").await;
            assert_eq!(waited, Some(expected), "time that passed counts, unused turns do not");
        }
        assert_eq!(wait(&paces, "CreateMessage", "").await, Some(Duration::ZERO));
        let set = BTreeMap::from([
            ("CreateCall".to_owned(), Pace::unlimited()),
            ("CreateMessage".to_owned(), Pace::per_second(2.0)),
        ]);
        let paces = Paces::new(&set);
        for (operation, waits) in [("CreateCall", Duration::ZERO), ("CreateMessage", SECOND / 2)] {
            assert_eq!(wait(&paces, operation, "").await, Some(Duration::ZERO));
            assert_eq!(wait(&paces, operation, "").await, Some(waits));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_status_of_one_verification_is_asked_for_as_often_as_twilio_publishes() {
        let paces = Paces::new(&BTreeMap::new());
        let (started, mut sent) = (Instant::now(), Vec::new());
        for _ in 0..400 {
            wait(&paces, "FetchVerification", "/a").await.unwrap();
            sent.push(started.elapsed());
        }
        for (count, span) in [(60, MINUTE), (180, HOUR), (250, DAY)] {
            assert!(sent.windows(count + 1).all(|window| window[count] - window[0] >= span));
        }
        assert_eq!([sent[59], sent[60], sent[180], sent[250]], [Duration::ZERO, MINUTE, HOUR, DAY]);
        assert_eq!(
            wait(&paces, "FetchVerification", "/b").await,
            Some(Duration::ZERO),
            "another has its own"
        );
        for index in 0..10_000 {
            wait(&paces, "FetchVerification", &format!("/{index}")).await.unwrap();
        }
        assert!((MOST_THINGS / 2..=MOST_THINGS).contains(&paces.lines.lock().unwrap().len()));
        let paces = set("FetchVerification", Pace::unlimited());
        for _ in 0..100 {
            assert_eq!(wait(&paces, "FetchVerification", "/a").await, Some(Duration::ZERO));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn bulk_work_lets_everybody_go_first_and_a_retry_before_all() {
        let (paces, order) = (set("X", Pace::per_second(1.0)), Arc::new(Mutex::new(Vec::new())));
        let bulk: Vec<_> = (0..3).map(|_| ask(&paces, Lane::Bulk, false, &order, "bulk")).collect();
        sleep(SECOND / 2).await;
        let person = ask(&paces, Lane::Interactive, false, &order, "person");
        let other = ask(&paces, Lane::Interactive, false, &order, "other");
        let again = ask(&paces, Lane::Interactive, true, &order, "again");
        for task in bulk.into_iter().chain([person, other, again]) {
            task.await.unwrap();
        }
        let half = SECOND / 2;
        let expected = [
            ("bulk", Duration::ZERO),
            ("again", half),
            ("person", half + SECOND),
            ("other", half + 2 * SECOND),
            ("bulk", 4 * SECOND),
            ("bulk", 5 * SECOND),
        ];
        assert_eq!(*order.lock().unwrap(), expected);
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_goes_away_keeps_no_turn() {
        let (paces, order) = (set("X", Pace::per_second(1.0)), Arc::new(Mutex::new(Vec::new())));
        ask(&paces, Lane::Interactive, false, &order, "first").await.unwrap();
        let gone: Vec<_> = (0..50).map(|_| ask(&paces, Lane::Interactive, false, &order, "gone")).collect();
        let last = ask(&paces, Lane::Interactive, false, &order, "last");
        sleep(SECOND / 2).await;
        gone.iter().for_each(tokio::task::JoinHandle::abort);
        last.await.unwrap();
        assert_eq!(*order.lock().unwrap(), [("first", Duration::ZERO), ("last", SECOND)]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_second_holds_more_than_allowed(
            count in 1..50_u32,
            moments in proptest::collection::vec((0..5_000_u64, any::<bool>(), 0..4_u8), 1..120),
        ) {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
            let (mut sent, patient, took) = runtime.block_on(async {
                let (paces, started) = (set("X", Pace::per_second(f64::from(count))), Instant::now());
                let sent = Arc::new(Mutex::new(Vec::new()));
                let mut patient = 0;
                let tasks: Vec<_> = moments.into_iter().map(|(at, is_bulk, kind)| {
                    let lane = if is_bulk { Lane::Bulk } else { Lane::Interactive };
                    let (paces, sent) = (Arc::clone(&paces), Arc::clone(&sent));
                    patient += usize::from(kind > 0);
                    tokio::spawn(async move {
                        sleep(Duration::from_millis(at)).await;
                        let turn = paces.turn("X", "", lane, kind == 1);
                        let patience = if kind == 0 { Duration::from_millis(at % 70) } else { DAY };
                        if timeout(patience, turn).await.is_ok() {
                            sent.lock().unwrap().push(started.elapsed());
                        }
                    })
                }).collect();
                for task in tasks {
                    task.await.unwrap();
                }
                let sent = std::mem::take(&mut *sent.lock().unwrap());
                (sent, patient, started.elapsed())
            });
            sent.sort_unstable();
            prop_assert!(sent.len() >= patient, "all who wait long enough get a turn");
            // Timers have milliseconds, and each turn may be late by one.
            prop_assert!(took <= Duration::from_millis(5_001 + 121 * (1_000 / u64::from(count) + 2)), "{:?}", took);
            for window in sent.windows(count as usize + 1) {
                prop_assert!(window[count as usize] - window[0] >= SECOND - Duration::from_micros(1));
            }
        }

        #[test]
        fn any_number_is_a_pace(count in any::<f64>()) {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
            runtime.block_on(async {
                let paces = set("X", Pace::per_second(count));
                for _ in 0..3 {
                    wait(&paces, "X", "").await;
                }
            });
        }
    }
}
