//! What counts as trying again: each snippet calls Twilio, and says whether somebody repeats the call.
#![allow(clippy::unwrap_used)]

mod memory;

use memory::{check, lines};

const START: &str = "const API: &str = \"https://api.twilio.com/v1\";\n\
    async fn nap(d: u64) { tokio::time::sleep(std::time::Duration::from_secs(d)).await; }\n";

/// Says of each snippet how often an unretried call is found.
fn judge(cases: &[(&str, usize)]) {
    let mut faults = Vec::new();
    for (snippet, expected) in cases {
        let report = check(&[("lib.rs", &format!("{START}{snippet}\n"))]);
        assert!(report.skipped.is_empty(), "{snippet}: {:?}", report.skipped);
        let found = lines(&report).iter().filter(|line| line.ends_with("unretried_call")).count();
        if found != *expected {
            faults.push(format!("{found} for {expected}: {snippet}"));
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn a_loop_retries_where_it_backs_off_on_429_and_goes_round() {
    judge(&[
        (
            "async fn f() { loop { let r = reqwest::get(API).await; if r.status() == 429 { nap(1).await; continue; } return; } }",
            0,
        ),
        (
            "async fn f() { for wait in 0..5 { let r = reqwest::get(API).await; if r.status() != StatusCode::TOO_MANY_REQUESTS { return; } nap(wait).await; } }",
            0,
        ),
        (
            "async fn f() { let mut n = 0; while n < 5 { let r = reqwest::get(API).await; if !r.is_throttled() { break; } n += 1; nap(n).await; } }",
            0,
        ),
        (
            "async fn f() { loop { let r = reqwest::get(API).await; match r.status().as_u16() { 429 => nap(1).await, _ => return } } }",
            0,
        ),
        (
            "const LIMIT: u16 = 429;\nasync fn f() { loop { let r = reqwest::get(API).await; if r.status() == LIMIT { nap(1).await; continue; } return; } }",
            0,
        ),
        (
            "async fn f() { loop { let r = reqwest::get(API).await; if let Some(after) = r.headers().get(\"Retry-After\") { nap(after).await; continue; } return; } }",
            0,
        ),
        (
            "async fn f() { loop { let r = reqwest::get(API).await; if r.code == 20429 { nap(1).await; continue; } return; } }",
            0,
        ),
        (
            "fn limited(s: u16) -> bool { s == 429 }\nasync fn f() { loop { let r = reqwest::get(API).await; if limited(r.status()) { nap(1).await; continue; } return; } }",
            0,
        ),
        // It sleeps and asks for success alone.
        (
            "async fn f() { loop { let r = reqwest::get(API).await; if r.status().is_success() { return; } nap(1).await; } }",
            1,
        ),
        // It gives up on a 429.
        (
            "async fn f() { loop { let r = reqwest::get(API).await; if r.status() == 429 { return; } nap(1).await; } }",
            1,
        ),
        (
            "async fn f() { loop { let r = reqwest::get(API).await; match r.status().as_u16() { 429 => panic!(), _ => nap(1).await } } }",
            1,
        ),
        // It does not wait.
        (
            "async fn f() { loop { let r = reqwest::get(API).await; if r.status() == 429 { continue; } nap(1).await; } }",
            1,
        ),
        (
            "async fn f() { loop { let r = reqwest::get(API).await; if r.status() == 429 { continue; } return; } }",
            1,
        ),
        // It never goes round.
        (
            "async fn f() { loop { let r = reqwest::get(API).await; if r.status() == 429 { nap(1).await; } return; } }",
            1,
        ),
        // A helper that asks for something else.
        (
            "fn is_retryable(s: u16) -> bool { s > 499 }\nasync fn f() { loop { let r = reqwest::get(API).await; if is_retryable(r.status()) { nap(1).await; continue; } return; } }",
            1,
        ),
    ]);
}

#[test]
fn what_stands_beside_a_retry_loop_is_judged_for_itself() {
    let looped =
        "loop { let r = reqwest::get(API).await; if r.status() == 429 { nap(1).await; continue; } break; }";
    judge(&[
        (&format!("async fn f() {{ {looped} reqwest::get(\"https://api.twilio.com/other\").await; }}"), 1),
        (&format!("async fn f() {{ reqwest::get(\"https://api.twilio.com/other\").await; {looped} }}"), 1),
        (&format!("async fn f() {{ {looped} reqwest::get(API).await; }}"), 0),
        (
            &format!(
                "async fn f() {{ loop {{ {looped} reqwest::get(\"https://api.twilio.com/other\").await; }} }}"
            ),
            1,
        ),
        (
            "async fn once() { reqwest::get(API).await; }\nasync fn f() { for n in 0..3 { if once().await == 429 { nap(n).await; } else { return; } } once().await }",
            0,
        ),
    ]);
}

#[test]
fn recursion_that_backs_off_retries() {
    judge(&[
        (
            "async fn f(n: u32) { let r = reqwest::get(API).await; if r.status() == 429 { nap(1).await; return Box::pin(f(n + 1)).await; } }\nasync fn main() { f(0).await; }",
            0,
        ),
        (
            "async fn f(n: u32) { let r = reqwest::get(API).await; if r.status() == 429 { g(n).await } }\nasync fn g(n: u32) { nap(1).await; Box::pin(f(n + 1)).await }\nasync fn main() { f(0).await; }",
            0,
        ),
        (
            "async fn f(n: u32) { let r = reqwest::get(API).await; if r.status() == 500 { nap(1).await; return Box::pin(f(n + 1)).await; } }\nasync fn main() { f(0).await; }",
            1,
        ),
        (
            "async fn f() { let r = reqwest::get(API).await; if r.status() == 429 { nap(1).await; } }\nasync fn main() { f().await; }",
            1,
        ),
    ]);
}

#[test]
fn wrappers_count_wherever_they_stand() {
    let wrapper = "async fn with_retry<F, Fut>(f: F) where F: Fn() -> Fut { loop { let r = f().await; if r.status() == 429 { nap(1).await; continue; } return r; } }\n";
    judge(&[
        (&format!("{wrapper}async fn f() {{ with_retry(|| reqwest::get(API)).await; }}"), 0),
        (
            &format!("{wrapper}async fn f() {{ with_retry(async || {{ reqwest::get(API).await }}).await; }}"),
            0,
        ),
        (
            &format!(
                "{wrapper}async fn deep<F: Fn()>(f: F) {{ with_retry(f).await }}\nasync fn f() {{ deep(|| reqwest::get(API)).await; }}"
            ),
            0,
        ),
        (
            &format!(
                "{wrapper}async fn once() {{ reqwest::get(API).await; }}\nasync fn f() {{ with_retry(once).await; }}"
            ),
            0,
        ),
        (
            &format!(
                "{wrapper}async fn f() {{ with_retry(|| reqwest::get(API)).await; reqwest::get(API).await; }}"
            ),
            1,
        ),
        (
            "macro_rules! retry { ($call:expr) => { loop { let r = $call; if r.status() == 429 { nap(1).await; continue; } break r; } }; }\nasync fn f() { retry!(reqwest::get(API).await); }",
            0,
        ),
        (
            "macro_rules! once { ($call:expr) => { $call }; }\nasync fn f() { once!(reqwest::get(API).await); }",
            1,
        ),
    ]);
}

/// Snippets with a call that crates repeat after its errors: a 429 is one only where somebody makes it one.
#[test]
fn crates_that_retry_errors_count_where_a_429_is_one() {
    let snippets = [
        "use backon::Retryable; async fn f() { (|| CALL).retry(backon::ExponentialBuilder::default()).sleep(tokio::time::sleep).await; }",
        "use backon::Retryable; async fn once() -> R { CALL.await } async fn f() { once.retry(backon::ExponentialBuilder::default()).await; }",
        "use tokio_retry::Retry; async fn f() { Retry::spawn(strategy(), || CALL).await; }",
        "use tokio_retry::RetryIf; async fn f() { RetryIf::spawn(strategy(), || CALL, is_transient).await; }",
        "async fn f() { tokio_retry2::Retry::spawn(strategy(), || CALL).await; }",
        "async fn f() { tokio_retry::Retry::start(strategy(), || CALL).await; }",
        "async fn f() { tryhard::retry_fn(|| CALL).retries(3).exponential_backoff(d()).await; }",
        "async fn f() { again::retry(|| CALL).await; }",
        "async fn f() { again::RetryPolicy::exponential(d()).retry(|| CALL).await; }",
        "async fn f() { backoff::future::retry(b(), || async { Ok(CALL.await?) }).await; }",
        "async fn f() { backoff::future::retry_notify(b(), || async { Ok(CALL.await?) }, |e, d| ()).await; }",
    ];
    for snippet in snippets {
        let with = |call: &str| snippet.replace("CALL", call);
        judge(&[
            (&with("reqwest::get(API)"), 1),
            (&with("async { reqwest::get(API).await?.error_for_status() }"), 0),
            (
                &with(
                    "async { let r = reqwest::get(API).await?; if r.status() != 200 { Err(r) } else { Ok(r) } }",
                ),
                0,
            ),
            (&with("async { checked(reqwest::get(API).await?) }"), 0),
        ]);
    }
}

#[test]
fn crates_that_retry_count() {
    judge(&[
        (
            "fn f() { backoff::retry(backoff::ExponentialBackoff::default(), || Ok(ureq::get(API).call()?)); }",
            0,
        ),
        (
            "async fn f(p: P) { let s = tower::ServiceBuilder::new().retry(p).service(tower::service_fn(|()| reqwest::get(API))); s.oneshot(()).await; }",
            0,
        ),
        (
            "async fn f(p: P) { let s = tower::retry::Retry::new(p, tower::service_fn(|()| reqwest::get(API))); s.oneshot(()).await; }",
            0,
        ),
        (
            "async fn f(p: P) { let s = tower::retry::RetryLayer::new(p).layer(tower::service_fn(|()| reqwest::get(API))); s.oneshot(()).await; }",
            0,
        ),
        ("async fn f() { let s = tower::service_fn(|()| reqwest::get(API)); s.oneshot(()).await; }", 1),
        (
            "async fn f() { let c = reqwest::Client::builder().retry(reqwest::retry::for_host(\"api.twilio.com\")).build(); c.get(API).send().await; }",
            0,
        ),
        ("#[ringfence::retry(attempts = 3)] async fn f() -> R { reqwest::get(API).await }", 0),
        ("async fn f() { tokio::time::timeout(d(), async { reqwest::get(API).await }).await; }", 1),
    ]);
}
