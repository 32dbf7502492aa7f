//! Faults: what meets which requests, and what a client sees of it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::time::{Duration, SystemTime};

use http_body_util::{BodyExt, Full};
use ringfence_mock::{Fault, Mock};
use support::{API, Desk, FROM, TO};

async fn desk(faults: &[Fault]) -> Desk {
    let mut builder = Mock::builder().document_text("api.yaml", API);
    for fault in faults {
        builder = builder.fault(fault.clone());
    }
    Desk::of(builder.start().await.unwrap())
}

/// Status, content type and body of a list of messages, or that there was no answer.
async fn list(desk: &Desk) -> Result<(u16, String, String), String> {
    let request = desk.request("GET", &desk.path("/Messages.json")).body(Full::default()).unwrap();
    let answer = desk.client.request(request).await.map_err(|problem| problem.to_string())?;
    let (head, body) = answer.into_parts();
    let body = body.collect().await.map_err(|problem| problem.to_string())?.to_bytes();
    let kind = head.headers["content-type"].to_str().unwrap().to_owned();
    Ok((head.status.as_u16(), kind, String::from_utf8(body.to_vec()).unwrap()))
}

#[tokio::test]
async fn an_answer_of_a_fault_is_not_the_operations() {
    let desk = desk(&[Fault::status(503).on("CreateMessage").next(1).named("down")]).await;
    let refused = desk.message("Hi").await;
    refused.refused(503, 20503);
    assert_eq!(desk.message("Hi").await.status, 201);
    let requests = desk.mock.requests();
    assert_eq!((requests[0].faults.as_slice(), requests[1].faults.len()), (&["down".to_owned()][..], 0));
    assert_eq!(requests[0].operation.as_deref(), Some("CreateMessage"));
    assert!(requests[0].passed.is_empty() && requests[1].passed.len() == 6);
    assert_eq!(desk.get(&desk.path("/Messages.json")).await.body["messages"].as_array().unwrap().len(), 1);

    desk.mock.fault(Fault::html(502));
    let (status, kind, body) = list(&desk).await.unwrap();
    assert_eq!((status, kind.as_str()), (502, "text/html"));
    assert!(body.starts_with("<html>"), "{body}");
    desk.mock.clear_faults();
    desk.mock.fault(Fault::throttled().retry_after(7));
    let throttled = desk.get(&desk.path("/Messages.json")).await;
    throttled.refused(429, 20429);
    assert_eq!(throttled.header("retry-after"), "7");
}

#[tokio::test]
async fn bodies_are_cut_and_mislabelled() {
    let desk = desk(&[]).await;
    desk.message("Hi").await;
    let (_, _, whole) = list(&desk).await.unwrap();
    desk.mock.fault(Fault::truncated().named("cut"));
    let (status, _, half) = list(&desk).await.unwrap();
    assert_eq!(status, 200);
    assert_eq!(half.len(), whole.len() / 2);
    assert!(serde_json::from_str::<serde_json::Value>(&half).is_err());
    assert!(desk.mock.switch_fault("cut", false));
    assert_eq!(list(&desk).await.unwrap().2.len(), whole.len());
    desk.mock.clear_faults();
    desk.mock.fault(Fault::content_type("text/html"));
    assert_eq!(list(&desk).await.unwrap().1, "text/html");
    desk.mock.clear_faults();
    desk.mock.fault(Fault::reset_within());
    assert!(list(&desk).await.is_err(), "its length is promised and does not come");
}

#[tokio::test]
async fn a_reset_leaves_open_what_was_done() {
    for (fault, created) in [(Fault::reset_before(), 0), (Fault::reset_after(), 1)] {
        let desk = desk(&[fault.on("CreateMessage")]).await;
        let form = "To=%2B15558675310&From=%2B15017122661&Body=Hi";
        let request = desk
            .request("POST", &desk.path("/Messages.json"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(Full::from(form))
            .unwrap();
        let failed = desk.client.request(request).await.unwrap_err();
        assert!(!failed.is_connect(), "{failed:?}");
        let listed = desk.get(&desk.path("/Messages.json")).await;
        assert_eq!(listed.body["messages"].as_array().unwrap().len(), created);
        assert_eq!(desk.mock.requests()[0].status, if created == 1 { 201 } else { 0 });
    }
}

#[tokio::test]
async fn a_slow_answer_comes_when_the_clock_is_moved() {
    let builder = Mock::builder().document_text("api.yaml", API).driven_clock_from(SystemTime::UNIX_EPOCH);
    let desk = Desk::of(builder.start().await.unwrap());
    let minute = Duration::from_secs(60);
    for fault in [Fault::slow_first_byte(minute), Fault::slow_body(minute)] {
        desk.mock.clear_faults();
        desk.mock.fault(fault);
        let answer = list(&desk);
        let moved = async {
            while desk.mock.requests_after(0, 1).is_empty() {
                tokio::task::yield_now().await;
            }
            desk.mock.advance(minute / 2).await;
        };
        let (mut answer, ()) = (Box::pin(answer), ());
        tokio::select! {
            biased;
            early = &mut answer => panic!("half the time is over: {early:?}"),
            () = moved => {}
        }
        // Each part of a slow body waits for its turn.
        let moved = async {
            loop {
                desk.mock.advance(minute / 10).await;
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            late = &mut answer => assert_eq!(late.unwrap().0, 200),
            () = moved => {}
        }
        desk.mock.forget();
    }
}

#[tokio::test]
async fn rules_meet_by_method_account_number_time_and_concurrency() {
    let builder = Mock::builder().document_text("api.yaml", API).driven_clock();
    let desk = Desk::of(builder.start().await.unwrap());
    let path = desk.path("/Messages.json");
    let statuses = async |times: usize| {
        let mut all = Vec::new();
        for _ in 0..times {
            all.push(desk.get(&path).await.status);
        }
        all
    };
    desk.mock.fault(Fault::status(500).method("POST"));
    desk.mock.fault(Fault::status(500).account("somebody else"));
    desk.mock.fault(Fault::status(500).on("Fetch*"));
    desk.mock.fault(Fault::status(500).above_concurrency(1));
    desk.mock.fault(Fault::status(500).share(0.0));
    assert_eq!(statuses(3).await, [200, 200, 200]);
    let met: Vec<(u64, u64)> = desk.mock.faults().iter().map(|rule| (rule.matched, rule.met)).collect();
    assert_eq!(met, [(0, 0), (0, 0), (0, 0), (0, 0), (3, 0)]);
    desk.mock.clear_faults();
    desk.mock.fault(Fault::status(500).account(desk.mock.account_sid()).skip(1).next(2));
    assert_eq!(statuses(5).await, [200, 500, 500, 200, 200]);
    desk.mock.clear_faults();
    // A product whose paths name no account: whose key is sent.
    desk.mock.fault(Fault::status(500).account(desk.mock.account_sid()).next(1));
    assert_eq!([desk.get("/v1/Things/x").await.status, desk.get("/v1/Things/x").await.status], [500, 404]);
    desk.mock.fault(Fault::status(501).on("elsewhere.twilio.com:*"));
    desk.mock.fault(Fault::status(502).on("api.twilio.com:ListMessage"));
    assert_eq!((statuses(1).await, desk.get("/v1/Things/x").await.status), (vec![502], 404));
    desk.mock.clear_faults();
    let second = Duration::from_secs(1);
    desk.mock.fault(Fault::status(500).between(second, 2 * second));
    assert_eq!(statuses(1).await, [200]);
    desk.mock.advance(second).await;
    assert_eq!(statuses(1).await, [500]);
    desk.mock.advance(second).await;
    assert_eq!(statuses(1).await, [200]);
    desk.mock.clear_faults();
    desk.mock.fault(Fault::slow_first_byte(second).on("CreateMessage"));
    desk.mock.fault(Fault::throttled().above_concurrency(1));
    let slow = async { desk.message("Hi").await.status };
    let (slow, fast) = tokio::join!(slow, async {
        while desk.mock.requests_after(0, 1).last().is_none_or(|last| last.method == "GET") {
            tokio::task::yield_now().await;
        }
        let status = desk.get(&path).await.status;
        desk.mock.advance(second).await;
        status
    });
    assert_eq!((slow, fast), (201, 429));
}

#[tokio::test]
async fn the_same_seed_is_the_same_run() {
    let mut runs = Vec::new();
    for seed in [5, 5, 6] {
        let builder = Mock::builder().document_text("api.yaml", API).seed(seed);
        let builder = builder.driven_clock_from(SystemTime::UNIX_EPOCH).fault(Fault::status(500).share(0.5));
        let desk = Desk::of(builder.start().await.unwrap());
        let mut run = Vec::new();
        for _ in 0..30 {
            let form = [("To", TO), ("From", FROM), ("Body", "Hi")];
            let answer = desk.post(&desk.path("/Messages.json"), &form).await;
            run.push((answer.status, answer.body));
        }
        desk.mock.advance(Duration::from_secs(9)).await;
        run.push((0, desk.get("/2010-04-01/Accounts.json").await.body));
        runs.push(run);
    }
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0], runs[2]);
    assert!(
        runs[0].iter().any(|(status, _)| *status == 500) && runs[0].iter().any(|(status, _)| *status == 201)
    );
}

#[tokio::test]
async fn a_date_can_be_wrong_and_a_text_of_rules_is_read() {
    let rules = "- {do: clock_skew, seconds: -300}\n- {do: status, status: 599, on: 'Delete*', body: no, content_type: text/plain}\n";
    let builder = Mock::builder().document_text("api.yaml", API).faults_text("rules.yaml", rules);
    let desk = Desk::of(
        builder
            .driven_clock_from(SystemTime::UNIX_EPOCH + Duration::from_secs(86_400))
            .start()
            .await
            .unwrap(),
    );
    assert_eq!(desk.get(&desk.path("/Messages.json")).await.header("date"), "Thu, 01 Jan 1970 23:55:00 GMT");
    desk.mock.clear_faults();
    assert_eq!(desk.get(&desk.path("/Messages.json")).await.header("date"), "Fri, 02 Jan 1970 00:00:00 GMT");
    let wrong =
        Mock::builder().faults_text("rules.yaml", "- {do: sleep}\n- {on: x}\n").start().await.unwrap_err();
    let wrong = wrong.to_string();
    assert!(
        wrong.contains("rules.yaml#/0/do: `sleep` is none of") && wrong.contains("rules.yaml#/1/do: "),
        "{wrong}"
    );
}
