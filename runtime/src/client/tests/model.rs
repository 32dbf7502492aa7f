//! The whole client before a model of an account under simulated time: what the limiter, the retries and the budget promise together.

use super::*;
use crate::transport::{Limits, Sending, Transport, TransportError};
use crate::{Error, RetryBudget};
use bytes::Bytes;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use tokio::time::{Instant, sleep};

/// An account that allows so many requests at once, and a network that is no better than it must be.
#[derive(Clone, Debug)]
struct Account {
    allowed: u32,
    service: Duration,
    /// How long a refusal takes.
    refusal: Duration,
    /// Of a thousand requests: never leave, lost before they are processed, lost after it, answered 500 after it.
    faults: [u32; 4],
}

#[derive(Default)]
struct Ledger {
    under_way: u32,
    most: u32,
    sent: BTreeMap<Bytes, u32>,
    made: BTreeMap<Bytes, u32>,
    throttled: u32,
}

struct Model {
    account: Account,
    ledger: Arc<Mutex<Ledger>>,
    dice: Mutex<fastrand::Rng>,
}

/// Gives the place up, however the request ends.
struct Place(Arc<Mutex<Ledger>>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.lock().unwrap().under_way -= 1;
    }
}

impl Transport for Model {
    fn send(&self, request: http::Request<Bytes>, _: Limits) -> Sending<'_> {
        let fate = self.dice.lock().unwrap().u32(0..1000);
        let [unsent, before, after, broken] = self.account.faults;
        Box::pin(async move {
            if fate < unsent {
                return Err(TransportError::not_sent("no connection"));
            }
            let (count, _place) = {
                let mut ledger = self.ledger.lock().unwrap();
                ledger.under_way += 1;
                ledger.most = ledger.most.max(ledger.under_way);
                *ledger.sent.entry(request.body().clone()).or_default() += 1;
                (ledger.under_way, Place(Arc::clone(&self.ledger)))
            };
            let answer = |status: u16| {
                let answer = http::Response::builder().status(status);
                answer.header("twilio-concurrent-requests", count).body(Bytes::from_static(b"{}")).unwrap()
            };
            if count > self.account.allowed {
                self.ledger.lock().unwrap().throttled += 1;
                sleep(self.account.refusal).await;
                return Ok(answer(429));
            }
            sleep(self.account.service).await;
            if fate < unsent + before {
                return Err(TransportError::lost("reset"));
            }
            *self.ledger.lock().unwrap().made.entry(request.into_body()).or_default() += 1;
            match fate {
                fate if fate < unsent + before + after => Err(TransportError::lost("reset")),
                fate if fate < unsent + before + after + broken => Ok(answer(500)),
                _ => Ok(answer(201)),
            }
        })
    }
}

struct Outcome {
    ended: Vec<(Bytes, Result<crate::Meta, Error>)>,
    ledger: Ledger,
    took: Duration,
}

const POLICY: RetryPolicy = RetryPolicy::new().attempts(8);

/// So many creates at once, each of its own.
fn run(account: &Account, creates: usize, seed: u64) -> Outcome {
    // The jitter of the retries comes from the same dice.
    fastrand::seed(seed);
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let ledger = Arc::new(Mutex::new(Ledger::default()));
        let model = Model {
            account: account.clone(),
            ledger: Arc::clone(&ledger),
            dice: Mutex::new(fastrand::Rng::with_seed(seed)),
        };
        let sid = format!("AC{}", "0f".repeat(16)).parse().unwrap();
        let client = Client::builder(sid, ApiKey::new(key_sid(), SECRET).unwrap())
            .transport(model)
            .retry(POLICY)
            .retry_budget(RetryBudget::new(1.0, 1000))
            .build()
            .unwrap();
        let started = Instant::now();
        let tasks: Vec<_> = (0..creates)
            .map(|index| {
                let client = client.clone();
                tokio::spawn(async move {
                    let mut create = request(&CREATE);
                    create.form().push("Index", &index.to_string());
                    let body = Bytes::from(create.body().unwrap().1);
                    (body, client.execute(&create).await.map(|reply| reply.meta))
                })
            })
            .collect();
        let mut ended = Vec::new();
        for task in tasks {
            ended.push(task.await.unwrap());
        }
        let took = started.elapsed();
        assert_eq!(client.concurrency().1, 0, "all have left");
        Outcome { ended, ledger: std::mem::take(&mut ledger.lock().unwrap()), took }
    })
}

#[test]
fn the_throughput_is_within_a_tenth_of_what_the_limit_allows() {
    let service = Duration::from_millis(40);
    let cases = [5, 20, 50, 90].into_iter().flat_map(|allowed| [(allowed, service / 10), (allowed, service)]);
    for (allowed, refusal) in cases {
        let account = Account { allowed, service, refusal, faults: [0; 4] };
        // It begins with twenty at once: a hundred rounds let that, and the waits at the end, weigh as little as it does in a program that runs.
        let creates = (allowed as usize * 100).max(2000);
        let outcome = run(&account, creates, u64::from(allowed));
        assert!(outcome.ended.iter().all(|(_, end)| end.is_ok()));
        let ideal = account.service.as_secs_f64() * creates as f64 / f64::from(allowed);
        let share = ideal / outcome.took.as_secs_f64();
        println!(
            "{allowed} allowed, refused in {refusal:?}: {:.1} % of what is possible, {} throttled",
            share * 100.0,
            outcome.ledger.throttled
        );
        assert!(share >= 0.9, "{allowed} allowed: {share}");
        assert!(outcome.ledger.throttled <= 200, "{} throttled", outcome.ledger.throttled);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn whatever_happens_nothing_is_doubled_and_what_is_said_is_true(
        allowed in 1..60_u32,
        service in 1..400_u64,
        refusal in 0..400_u64,
        faults in proptest::array::uniform4(0..120_u32),
        creates in 1..250_usize,
        seed in any::<u64>(),
    ) {
        let [service, refusal] = [service, refusal].map(Duration::from_millis);
        let account = Account { allowed, service, refusal, faults };
        let Outcome { ended, ledger, .. } = run(&account, creates, seed);
        prop_assert!(ledger.most <= 100, "{} at once", ledger.most);
        for (body, end) in &ended {
            let made = ledger.made.get(body).copied().unwrap_or(0);
            let sent = ledger.sent.get(body).copied().unwrap_or(0);
            prop_assert!(made <= 1, "doubled");
            let meta = match end {
                Ok(meta) => {
                    prop_assert_eq!(made, 1, "said to be made");
                    meta
                }
                Err(error @ Error::OutcomeUnknown(_)) => {
                    prop_assert!(!error.is_retryable());
                    error.meta().unwrap()
                }
                Err(error) => {
                    prop_assert_eq!(made, 0, "said not to be made: {}", error);
                    prop_assert!(error.is_retryable(), "{}", error);
                    error.meta().unwrap()
                }
            };
            prop_assert!(sent <= meta.attempts && meta.attempts <= 8);
            // Where one account takes a minute for all of them, there may be no place before the deadline after the last wait.
            let is_late = meta.elapsed >= Duration::from_secs(60);
            let waits = meta.waits.len() as u32;
            prop_assert!(waits + 1 == meta.attempts || is_late && waits == meta.attempts);
            prop_assert!(meta.elapsed <= Duration::from_secs(60));
            for (index, wait) in meta.waits.iter().enumerate() {
                prop_assert!(*wait <= POLICY.ceiling(index as u32 + 1));
            }
        }
    }
}
