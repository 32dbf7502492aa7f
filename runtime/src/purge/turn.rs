//! When the next delete may begin, and how long one that may still succeed is waited out.

use super::{Clock, OffPeak};
use crate::client::Reply;
use crate::response::Pending;
use crate::{Error, Pace};
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep, sleep_until};

/// The turns of one run.
pub(super) struct Turns {
    window: Option<OffPeak>,
    gap: Duration,
    next: Instant,
    now: Clock,
}

impl Turns {
    pub(super) fn new(window: Option<OffPeak>, pace: Pace, now: Clock) -> Self {
        Self { window, gap: pace.gap(), next: Instant::now(), now }
    }

    /// Waits for the next turn: after the gap, and within the window.
    pub(super) async fn wait(&mut self) {
        sleep_until(self.next).await;
        if let Some(window) = &self.window {
            while let wait = window.wait((self.now)())
                && !wait.is_zero()
            {
                sleep(wait).await;
            }
        }
        self.next = Instant::now() + self.gap;
    }
}

/// A purge has all night: what a call gives up after its retries is tried again, up to ten times and a minute later each.
const MOST_TRIES: u32 = 10;
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// How long a delete waits for room within the account's concurrency before it asks for another turn: its window may end meanwhile.
pub(super) const LONGEST_QUEUE: Duration = Duration::from_secs(10);

/// Sends until it is done, or fails in a way that time does not cure; each time but the first in a turn of its own.
pub(super) async fn patiently<'c>(
    turns: &Mutex<Turns>,
    send: impl Fn() -> Pending<'c>,
) -> Result<Reply, Error> {
    let mut tries = 0;
    loop {
        match send().await {
            // Nothing was tried where there was no room.
            Err(error) if error.is_retryable() && error.meta().is_none() => {}
            Err(error) if error.is_retryable() && tries < MOST_TRIES => {
                sleep(Duration::from_secs(1 << tries.min(6)).min(LONGEST_WAIT)).await;
                tries += 1;
            }
            ended => return ended,
        }
        turns.lock().await.wait().await;
    }
}
