//! How often, how many at once, and after what a call is tried again.

use crate::planting::{API, Hole, Planting, RETRYING, Sink};

/// Every planting of this group.
pub fn plantings() -> Vec<Planting> {
    let mut plantings = unpaced();
    plantings.extend(unbounded());
    plantings.extend(fixed());
    plantings.extend(blind());
    plantings
}

/// What several of the programs hold.
const SIDS: &str = "ringfence::include_api!(); use self::twilio as api;
fn sids() -> Vec<ringfence::MessageSid> { Vec::new() }
async fn remove(client: &ringfence::Client, sid: ringfence::MessageSid) -> Result<(), ringfence::Error> {
    api::api_v2010::delete_message(sid).send(client).await?;
    Ok(())
}";

/// A pause that differs and grows.
const WAIT: &str = "ringfence::include_api!(); use self::twilio as api;
async fn wait(attempt: u32) {
    let most = 100u64 << attempt;
    tokio::time::sleep(std::time::Duration::from_millis(fastrand::u64(0..most))).await;
}";

fn ours(name: &'static str, body: &str) -> Sink {
    Sink::new(name, format!("let client = ringfence::Client::from_env()?;\n{body}"))
}

fn form(lint: &'static str, bad: &'static str, good: &'static str, sinks: Vec<Sink>) -> Planting {
    Planting { lint, hole: Hole::form(bad, good), sinks }
}

/// Deletes, with a pause or without one.
fn unpaced() -> Vec<Planting> {
    let planting = |bad, good, sinks: Vec<Sink>| {
        form("unpaced_delete", bad, good, sinks.into_iter().map(|sink| sink.with(SIDS)).collect())
    };
    vec![
        planting(
            "",
            "tokio::time::sleep(std::time::Duration::from_millis(200)).await;",
            vec![
                ours("for", "for sid in sids() { remove(&client, sid).await?; {v} }"),
                ours(
                    "pause first",
                    "for sid in sids() { {v} api::api_v2010::delete_message(sid).send(&client).await?; }",
                ),
                ours(
                    "while let",
                    "let mut left = sids(); while let Some(sid) = left.pop() { let request = api::api_v2010::delete_message(sid); request.send(&client).await?; {v} }",
                ),
            ],
        ),
        planting(
            "",
            "pace.tick().await;",
            vec![ours(
                "interval",
                "let mut pace = tokio::time::interval(std::time::Duration::from_millis(200)); for sid in sids() { {v} remove(&client, sid).await?; }",
            )],
        ),
        planting(
            "futures::future::try_join_all(sids().into_iter().map(|sid| remove(&client, sid))).await?;",
            "for sid in sids() { remove(&client, sid).await?; tokio::time::sleep(std::time::Duration::from_millis(200)).await; }",
            vec![ours("try_join_all", "{v}")],
        ),
        planting(
            "if let Err(error) = remove(&client, sid).await { eprintln!(\"{error}\"); tokio::time::sleep(std::time::Duration::from_secs(5)).await; }",
            "if let Err(error) = remove(&client, sid).await { eprintln!(\"{error}\"); } tokio::time::sleep(std::time::Duration::from_secs(5)).await;",
            vec![ours("error path", "for sid in sids() { {v} }")],
        ),
    ]
}

/// Calls at once: all of them, or so many.
fn unbounded() -> Vec<Planting> {
    let numbers = "fn numbers() -> Vec<String> { std::env::args().collect() }
async fn look_up(client: &reqwest_middleware::ClientWithMiddleware, to: String) -> Result<u16, Box<dyn std::error::Error + Send + Sync>> {
    let answer = client.get(format!(\"https://lookups.twilio.com/v2/PhoneNumbers/{to}\")).send().await?;
    Ok(answer.status().as_u16())
}";
    let items: &'static str =
        format!("use futures::{{StreamExt, TryStreamExt}};\n{RETRYING}\n{numbers}").leak();
    let sink = |name, body: &str| Sink::new(name, format!("let client = retrying();\n{body}")).with(items);
    let failure = ".map_err(|error| error.to_string())?;";
    let streamed = format!(
        "let work = futures::stream::iter(numbers()).map(|to| look_up(&client, to)); work.buffer_unordered({{v}}).try_collect::<Vec<u16>>().await{failure}"
    );
    let concurrent = format!(
        "let work = futures::stream::iter(numbers().into_iter().map(Ok)); let client = &client; work.try_for_each_concurrent({{v}}, |to| async move {{ look_up(client, to).await.map(drop) }}).await{failure}"
    );
    let lint = "unbounded_fanout";
    vec![
        Planting { lint, hole: Hole::constant("usize", "usize::MAX", "10"), sinks: vec![sink("buffer_unordered", &streamed)] },
        form(lint, "None", "Some(10)", vec![sink("try_for_each_concurrent", &concurrent)]),
        form(
            lint,
            "futures::future::try_join_all(numbers().into_iter().map(|to| look_up(&client, to))).await.map_err(|error| error.to_string())?;",
            "for to in numbers() { look_up(&client, to).await.map_err(|error| error.to_string())?; }",
            vec![sink("try_join_all", "{v}")],
        ),
        form(
            lint,
            "",
            "let permit = std::sync::Arc::clone(&room).acquire_owned().await?;",
            vec![sink(
                "spawn",
                "let room = std::sync::Arc::new(tokio::sync::Semaphore::new(10)); let mut tasks = Vec::new();
                for to in numbers() { {v} let client = client.clone(); tasks.push(tokio::spawn(async move { look_up(&client, to).await })); }
                for task in tasks { task.await?.map_err(|error| error.to_string())?; }",
            )],
        ),
    ]
}

/// Pauses between attempts, and strategies of libraries.
fn fixed() -> Vec<Planting> {
    let fetch = "api::api_v2010::fetch_balance().send(&client).await";
    let planting = |bad, good, sinks: Vec<Sink>| form("fixed_delay_retry", bad, good, sinks);
    let with = |name, body: &str| ours(name, &body.replace("FETCH", fetch)).with(API);
    let library = |name, body: &str| ours(name, body).with(API);
    let before = "let mut pause = std::time::Duration::from_millis(200);";
    let by_hand = |bad, good| {
        planting(
            bad,
            good,
            vec![
                with(
                    "while let",
                    &format!(
                        "{before} while let Err(error) = FETCH {{ eprintln!(\"{{error}}\"); tokio::time::sleep({{v}}).await; pause *= 2; }}"
                    ),
                ),
                with(
                    "match",
                    &format!(
                        "{before} loop {{ match FETCH {{ Ok(_) => break, Err(error) if pause > std::time::Duration::from_secs(9) => return Err(error.into()), Err(error) => eprintln!(\"{{error}}\") }} tokio::time::sleep({{v}}).await; pause *= 2; }}"
                    ),
                ),
            ],
        )
    };
    vec![
        by_hand("std::time::Duration::from_secs(1)", "pause.mul_f64(fastrand::f64())"),
        by_hand("pause", "pause + pause.mul_f64(fastrand::f64())"),
        planting(
            "tokio_retry::strategy::FixedInterval::from_millis(100)",
            "tokio_retry::strategy::ExponentialBackoff::from_millis(100).map(tokio_retry::strategy::jitter)",
            vec![library(
                "tokio_retry",
                "tokio_retry::Retry::spawn({v}.take(3), || api::api_v2010::fetch_balance().send(&client)).await?;",
            )],
        ),
        planting(
            "backon::ConstantBuilder::default()",
            "backon::ExponentialBuilder::default().with_jitter()",
            vec![
                library(
                    "backon",
                    "let fetch = || async { api::api_v2010::fetch_balance().send(&client).await }; fetch.retry({v}).await?;",
                ),
                library(
                    "backon, a policy apart",
                    "let policy = {v}; let policy = policy.with_max_times(3); (|| async { api::api_v2010::fetch_balance().send(&client).await }).retry(policy).await?;",
                ),
            ],
        ),
    ]
}

/// Creates that are sent again: after anything, or after a 429.
fn blind() -> Vec<Planting> {
    let planting = |bad, good, sinks: Vec<Sink>| form("blind_create_retry", bad, good, sinks);
    let library = |name, body: &str| ours(name, body).with(API);
    let middleware =
        "use reqwest_retry::{RetryTransientMiddleware as Again, policies::ExponentialBackoff as Policy};
fn blind() -> reqwest_middleware::ClientWithMiddleware {
    let again = Again::new_with_policy(Policy::builder().build_with_max_retries(3));
    reqwest_middleware::ClientBuilder::new(reqwest::Client::new()).with(again).build()
}";
    let middleware: &'static str = format!("{middleware}\n{RETRYING}").leak();
    vec![
        planting(
            "",
            ".when(|error| error.status() == Some(429))",
            vec![
                library(
                    "backon",
                    "let create = || async { api::api_v2010::create_queue(\"support\").send(&client).await }; create.retry(backon::ExponentialBuilder::default()){v}.await?;",
                ),
                library(
                    "backon over statements",
                    "let create = || async { api::api_v2010::create_queue(\"support\").send(&client).await }; let create = create.retry(backon::ExponentialBuilder::default().with_jitter()); create{v}.await?;",
                ),
            ],
        ),
        planting(
            "left > 0",
            "left > 0 && error.status() == Some(429)",
            vec![ours(
                "loop",
                "let mut left = 5; loop { match api::api_v2010::create_queue(\"support\").send(&client).await { Ok(_) => break, Err(error) if {v} => eprintln!(\"{error}\"), Err(error) => return Err(error.into()) } left -= 1; wait(5 - left).await; }",
            )
            .with(WAIT)],
        ),
        planting(
            "if answer.status().is_server_error() {",
            "if answer.status() == reqwest::StatusCode::TOO_MANY_REQUESTS {",
            vec![
                Sink::new(
                    "reqwest",
                    "let client = retrying(); let mut attempt = 0;
                    loop { let answer = client.post(\"https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json\").body(\"Body=Hi\").send().await?;
                    {v} attempt += 1; tokio::time::sleep(std::time::Duration::from_millis(fastrand::u64(0..100u64 << attempt))).await; } else { break; } }",
                )
                .with(CHOOSY),
            ],
        ),
        Planting {
            lint: "blind_create_retry",
            hole: Hole::value("reqwest_middleware::ClientWithMiddleware", "blind()", "retrying()"),
            sinks: vec![
                Sink::new(
                    "middleware",
                    "let client = {v}; client.post(\"https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json\").body(\"Body=Hi\").send().await?;",
                )
                .with(middleware),
            ],
        },
    ]
}

/// reqwest's own client, which repeats after a 429 alone.
const CHOOSY: &str = "fn retrying() -> reqwest::Client {
    let policy = reqwest::retry::for_host(\"api.twilio.com\").classify_fn(|attempt| match attempt.status() {
        Some(status) if status.as_u16() == 429 => attempt.retryable(),
        _ => attempt.success(),
    });
    reqwest::Client::builder().retry(policy).build().unwrap_or_default()
}";
