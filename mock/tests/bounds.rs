//! What a mock keeps is bounded by settings, whatever is thrown at it: measured in the memory of this process, so that it is
//! the one test of its program.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::time::Duration;

use ringfence_mock::Mock;
use support::{API, Desk, FROM, TO};

/// Resident memory in KiB.
fn resident() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

/// Things that would be kept if nothing were forgotten: messages whose lives stand still with the clock, things below things
/// that are gone, paths that nobody has seen before, and problems with what is sent.
async fn fill(desk: &Desk, from: usize, rounds: usize) {
    let body = "x".repeat(1000);
    for round in from..from + rounds {
        let url = format!("http://127.0.0.1:1/{round}");
        let form =
            [("To", TO), ("From", FROM), ("Body", &body), ("MediaUrl", &url), ("StatusCallback", &url)];
        let made = desk.post(&desk.path("/Messages.json"), &form).await;
        assert_eq!(made.status, 201, "{made:?}");
        if round % 2 == 0 {
            assert_eq!(desk.delete(made.text("uri")).await.status, 204);
        }
        desk.post(&desk.path("/Messages.json"), &[("To", &body), ("Unknown", &body)]).await;
        desk.get(&format!("/{round}/{body}")).await;
    }
}

async fn things(desk: &Desk) -> u64 {
    let state = desk.get("/_ringfence/state").await.body;
    state["collections"].as_array().unwrap().iter().map(|one| one["number"].as_u64().unwrap()).sum()
}

#[tokio::test]
async fn what_is_kept_does_not_grow_beyond_its_settings() {
    let builder = Mock::builder().document_text("api.yaml", API).driven_clock();
    let builder = builder.keep(100, 256 << 10).keep_things(300, 1 << 20);
    let desk = Desk::of(builder.message_queue(Duration::from_secs(1 << 40)).start().await.unwrap());
    fill(&desk, 0, 500).await;
    let before = resident();
    fill(&desk, 500, 1500).await;
    let after = resident();
    assert!(desk.mock.requests().len() <= 100);
    let kept = things(&desk).await;
    assert!((50..=301).contains(&kept), "{kept} things");
    let oldest = desk.get(&desk.path("/Messages.json?PageSize=100")).await;
    let bodies = oldest.body["messages"].as_array().map_or(0, Vec::len);
    assert!(bodies > 20 && oldest.body["messages"][0]["status"] == "queued", "{bodies}");
    match (before, after) {
        (Some(before), Some(after)) => {
            println!("{before} KiB after 500 rounds, {after} KiB after 2000");
            assert!(after < before + 1024, "{before} KiB have become {after} KiB");
        }
        _ => println!("SKIPPED: this system does not tell how much memory a process has"),
    }
}
