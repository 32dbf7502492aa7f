//! The retry matrix case by case, and its promises under simulated time.

use super::*;
use crate::NoRetry;
use proptest::prelude::*;

const HOST: &str = "api.twilio.com";
static FETCH: Operation = Operation::new("FetchThing", Method::Get, HOST, "/Things/1.json");
static CREATE: Operation = Operation::new("CreateThing", Method::Post, HOST, "/Things.json");
static DELETE: Operation = Operation::new("DeleteThing", Method::Delete, HOST, "/Things/1.json");

const BOUNDS: Bounds = Bounds { deadline: Duration::from_secs(60), attempt: Duration::from_secs(30) };

fn status(status: u16) -> Outcome {
    Outcome::Answered { status, code: None, retry_after: None }
}

fn asking(status: u16, seconds: u64) -> Outcome {
    Outcome::Answered { status, code: None, retry_after: Some(Duration::from_secs(seconds)) }
}

/// The step after one sending with this outcome.
fn after(operation: &Operation, outcome: Outcome) -> Step {
    let mut send_loop = SendLoop::new(operation, RetryPolicy::new(), BOUNDS);
    assert_eq!(send_loop.begin(), Step::Send(BOUNDS.attempt));
    send_loop.finished(outcome, Duration::from_millis(10), 1.0)
}

#[test]
fn the_matrix() {
    let first = Step::Wait(Duration::from_millis(250));
    let refused = Step::Done(Verdict::Refused);
    for (outcome, fetch, create) in [
        (status(200), Step::Done(Verdict::Succeeded), Step::Done(Verdict::Succeeded)),
        (status(204), Step::Done(Verdict::Succeeded), Step::Done(Verdict::Succeeded)),
        (status(302), refused, refused),
        (status(400), refused, refused),
        (status(401), refused, refused),
        (status(404), refused, refused),
        (status(409), refused, refused),
        (status(429), first, first),
        (status(500), first, Step::Done(Verdict::Unknown)),
        (status(501), refused, Step::Done(Verdict::Unknown)),
        (status(502), first, Step::Done(Verdict::Unknown)),
        (status(503), first, Step::Done(Verdict::Unknown)),
        (status(504), first, Step::Done(Verdict::Unknown)),
        (Outcome::NotSent, first, first),
        (Outcome::Lost, first, Step::Done(Verdict::Unknown)),
        (Outcome::Unreadable, Step::Done(Verdict::Unanswered), Step::Done(Verdict::Unknown)),
    ] {
        assert_eq!(after(&FETCH, outcome), fetch, "fetch after {outcome:?}");
        assert_eq!(after(&CREATE, outcome), create, "create after {outcome:?}");
    }
}

#[test]
fn a_products_own_limit_is_not_waited_for() {
    let verify = Outcome::Answered { status: 429, code: Some(60203), retry_after: None };
    assert_eq!(after(&CREATE, verify), Step::Done(Verdict::Refused));
    let throttled = Outcome::Answered { status: 429, code: Some(20429), retry_after: None };
    assert_eq!(after(&CREATE, throttled), Step::Wait(Duration::from_millis(250)));
}

#[test]
fn waits_grow_to_the_cap() {
    let policy = RetryPolicy::new().longest_wait(Duration::from_secs(2));
    assert_eq!(waits(policy), [250, 500, 1000, 2000, 2000, 2000, 2000, 2000]);
}

/// The waits of a fetch that fails nine times, and is refused then, without jitter, in milliseconds.
fn waits(policy: RetryPolicy) -> Vec<u128> {
    let mut send_loop = SendLoop::new(&FETCH, policy.attempts(9), BOUNDS);
    let mut step = send_loop.begin();
    let mut waits = Vec::new();
    while !matches!(step, Step::Done(_)) {
        step = match step {
            Step::Wait(wait) => {
                waits.push(wait.as_millis());
                send_loop.waited(Duration::ZERO)
            }
            _ => send_loop.finished(status(503), Duration::ZERO, 1.0),
        };
    }
    assert_eq!((step, send_loop.sends()), (Step::Done(Verdict::Refused), 9));
    waits
}

#[test]
fn waits_grow_by_the_factor_that_is_set() {
    let policy =
        RetryPolicy::new().first_wait(Duration::from_millis(100)).longest_wait(Duration::from_secs(5));
    assert_eq!(waits(policy.clone().growth(3)), [100, 300, 900, 2700, 5000, 5000, 5000, 5000]);
    assert_eq!(waits(policy.clone().growth(u32::MAX))[..3], [100, 5000, 5000]);
    for none in [0, 1] {
        assert_eq!(waits(policy.clone().growth(none)), [100; 8], "no growth, and no shrinking either");
    }
}

#[test]
fn retry_after_is_added_and_never_outlasts_the_deadline() {
    assert_eq!(after(&CREATE, asking(429, 3)), Step::Wait(Duration::from_millis(3250)));
    assert_eq!(after(&CREATE, asking(429, 3600)), Step::Done(Verdict::Refused));
    assert_eq!(after(&CREATE, asking(429, u64::MAX)), Step::Done(Verdict::Refused));
}

#[test]
fn a_delete_that_was_lost_and_then_not_found_is_done() {
    for doubt in [Outcome::Lost, status(500)] {
        let mut send_loop = SendLoop::new(&DELETE, RetryPolicy::new(), BOUNDS);
        send_loop.begin();
        assert!(matches!(send_loop.finished(doubt, Duration::ZERO, 0.0), Step::Wait(_)));
        send_loop.waited(Duration::ZERO);
        let last = send_loop.finished(status(404), Duration::ZERO, 0.0);
        assert_eq!(last, Step::Done(Verdict::AlreadyGone));
    }
    let mut send_loop = SendLoop::new(&DELETE, RetryPolicy::new(), BOUNDS);
    send_loop.begin();
    send_loop.finished(status(429), Duration::ZERO, 0.0);
    send_loop.waited(Duration::ZERO);
    let last = send_loop.finished(status(404), Duration::ZERO, 0.0);
    assert_eq!(last, Step::Done(Verdict::Refused), "a 429 was never processed");
}

#[test]
fn a_refusal_after_a_doubt_leaves_the_doubt() {
    static REPLACE: Operation = Operation::new("ReplaceThing", Method::Put, HOST, "/Things/1.json");
    let ends = |send_loop: SendLoop, first, last| {
        let mut send_loop = send_loop;
        send_loop.begin();
        assert!(matches!(send_loop.finished(first, Duration::ZERO, 0.0), Step::Wait(_)));
        send_loop.waited(Duration::ZERO);
        match send_loop.finished(last, BOUNDS.deadline, 0.0) {
            Step::Done(verdict) => verdict,
            step => panic!("{step:?}"),
        }
    };
    let of = |operation| SendLoop::new(operation, RetryPolicy::new(), BOUNDS);
    for last in [400, 403, 409, 412, 429, 503] {
        for doubt in [Outcome::Lost, status(500)] {
            assert_eq!(ends(of(&CREATE).keyed(true), doubt, status(last)), Verdict::Unknown, "{last}");
            assert_eq!(ends(of(&REPLACE), doubt, status(last)), Verdict::Unknown, "{last}");
            assert_eq!(ends(of(&DELETE), doubt, status(last)), Verdict::Unknown, "{last}");
            assert_eq!(ends(of(&FETCH), doubt, status(last)), Verdict::Refused, "{last}");
            assert_eq!(ends(of(&CREATE).fetching(true), doubt, status(last)), Verdict::Refused, "{last}");
        }
        if last < 500 {
            assert_eq!(ends(of(&REPLACE), status(429), status(last)), Verdict::Refused, "{last}");
        }
    }
    assert_eq!(ends(of(&REPLACE), Outcome::Lost, status(200)), Verdict::Succeeded);
    assert_eq!(ends(of(&REPLACE), Outcome::Lost, Outcome::Lost), Verdict::Unanswered);
}

#[test]
fn off_means_one_sending() {
    let policy = RetryPolicy::off(NoRetry::because("the caller has a queue of its own"));
    let mut send_loop = SendLoop::new(&FETCH, policy, BOUNDS);
    send_loop.begin();
    assert_eq!(send_loop.finished(status(429), Duration::ZERO, 0.0), Step::Done(Verdict::Refused));
}

#[test]
fn a_late_driver_does_not_send() {
    let mut send_loop = SendLoop::new(&FETCH, RetryPolicy::new(), BOUNDS);
    send_loop.begin();
    assert!(matches!(send_loop.finished(status(503), Duration::ZERO, 0.5), Step::Wait(_)));
    assert_eq!(send_loop.waited(BOUNDS.deadline), Step::Done(Verdict::Refused));
    assert_eq!(send_loop.sends(), 1);
}

fn any_outcome() -> impl Strategy<Value = Outcome> {
    let status = prop_oneof![Just(200), Just(404), Just(429), Just(500), Just(503), 100_u16..=599];
    let code = proptest::option::of(prop_oneof![Just(20429), Just(60203), any::<u32>()]);
    let retry_after = proptest::option::of((0_u64..40_000).prop_map(Duration::from_millis));
    prop_oneof![
        4 => (status, code, retry_after)
            .prop_map(|(status, code, retry_after)| Outcome::Answered { status, code, retry_after }),
        1 => Just(Outcome::NotSent),
        1 => Just(Outcome::Lost),
        1 => Just(Outcome::Unreadable),
    ]
}

/// What one simulated call did.
struct Run {
    sends: Vec<Outcome>,
    waits: Vec<Duration>,
    elapsed: Duration,
    verdict: Verdict,
}

/// Drives a loop under simulated time: each sending takes its share of what it may take.
fn run(operation: &Operation, policy: RetryPolicy, bounds: Bounds, script: &[(Outcome, f64, f64)]) -> Run {
    let mut send_loop = SendLoop::new(operation, policy, bounds);
    let (mut sends, mut waits, mut elapsed) = (Vec::new(), Vec::new(), Duration::ZERO);
    let mut script = script.iter().cycle();
    let mut step = send_loop.begin();
    loop {
        step = match step {
            Step::Send(most) => {
                let (outcome, share, jitter) = *script.next().unwrap();
                elapsed += most.mul_f64(share);
                sends.push(outcome);
                send_loop.finished(outcome, elapsed, jitter)
            }
            Step::Wait(wait) => {
                elapsed += wait;
                waits.push(wait);
                send_loop.waited(elapsed)
            }
            Step::Done(verdict) => return Run { sends, waits, elapsed, verdict },
        };
    }
}

proptest! {
    #[test]
    fn promises_hold_for_every_course_of_events(
        script in proptest::collection::vec((any_outcome(), 0.0..1.0_f64, 0.0..1.0_f64), 1..20),
        attempts in 0_u32..12,
        first in 0_u64..2_000,
        longest in 0_u64..20_000,
        deadline in 0_u64..90_000,
        pick in 0_usize..3,
    ) {
        let operation = [&FETCH, &CREATE, &DELETE][pick];
        let policy = RetryPolicy::new()
            .attempts(attempts)
            .first_wait(Duration::from_millis(first))
            .longest_wait(Duration::from_millis(longest));
        let bounds = Bounds { deadline: Duration::from_millis(deadline), attempt: Duration::from_secs(30) };
        let run = run(operation, policy, bounds, &script);

        prop_assert!(!run.sends.is_empty() && run.sends.len() <= attempts.max(2) as usize);
        prop_assert!(run.elapsed <= bounds.deadline, "{:?} of {:?}", run.elapsed, bounds.deadline);
        let (last, before) = run.sends.split_last().unwrap();
        for (outcome, wait) in before.iter().zip(&run.waits) {
            let asked = match outcome {
                Outcome::Answered { retry_after, .. } => retry_after.unwrap_or_default(),
                _ => Duration::ZERO,
            };
            prop_assert!(*wait >= asked && *wait <= asked + Duration::from_millis(longest));
            // A create is sent again only where Twilio did not process it or never saw it.
            let harmless = matches!(outcome, Outcome::NotSent | Outcome::Answered { status: 429, .. });
            prop_assert!(operation.is_idempotent() || harmless, "sent again after {outcome:?}");
            let succeeded = matches!(outcome, Outcome::Answered { status: 200..=299, .. });
            prop_assert!(!succeeded);
        }
        // A doubt about a create is never reported as anything else.
        let is_answer = matches!(last, Outcome::Answered { .. });
        let is_done = matches!(run.verdict, Verdict::Succeeded | Verdict::AlreadyGone);
        let doubt = match operation.method() {
            Method::Get => false,
            _ if operation.is_idempotent() => is_answer && !is_done && run.sends.iter().any(|sent| leaves_doubt(*sent)),
            _ => leaves_doubt(*last),
        };
        prop_assert_eq!(run.verdict == Verdict::Unknown, doubt);
    }
}

#[test]
fn waits_without_end_are_survived() {
    let policy = RetryPolicy::new().first_wait(Duration::MAX).longest_wait(Duration::MAX);
    for jitter in [0.0, 0.5, 1.0, 2.0, f64::NAN, f64::INFINITY] {
        let bounds = Bounds { deadline: Duration::MAX, attempt: Duration::MAX };
        let mut call = SendLoop::new(&FETCH, policy.clone(), bounds);
        call.begin();
        let asked = Outcome::Answered { status: 429, code: None, retry_after: Some(Duration::MAX) };
        assert_eq!(call.finished(asked, Duration::ZERO, jitter), Step::Done(Verdict::Refused));
    }
}
