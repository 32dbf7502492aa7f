//! What the tour prints is what the local Twilio recorded.

use ringfence_mock::{Callback, CallbackOutcome, Mock};

#[tokio::test]
async fn the_print_agrees_with_the_record() {
    let mock = Mock::builder().start().await.expect("the mock starts");
    let print = quickstart::tour(&mock).await.expect("the tour ends well");
    mock.callbacks_settled().await;
    let print = print.join("\n");
    println!("{print}");

    let requests = mock.requests();
    let statuses: Vec<u16> = requests.iter().map(|request| request.status).collect();
    assert_eq!(
        statuses,
        [429, 429, 201, 200, 200, 404],
        "two 429s, then the create, the fetch, the list and a stranger"
    );
    let operations: Vec<&str> =
        requests.iter().filter_map(|request| request.operation.as_deref()).skip(2).collect();
    assert_eq!(operations, ["CreateMessage", "FetchMessage", "ListMessage", "FetchMessage"]);

    // The create: its SID, its third attempt, its two waits and the id of the answer that counted.
    let attempts: Vec<&str> = print.lines().filter(|line| line.contains("attempts")).collect();
    assert_eq!(attempts.len(), 3);
    assert!(attempts[0].contains("attempts 3,"), "{print}");
    assert!(attempts[1..].iter().all(|line| line.contains("attempts 1, waits []")), "{print}");
    for (line, request) in attempts.iter().zip([&requests[2], &requests[3], &requests[5]]) {
        assert!(line.ends_with(&request.request_id), "{line} against {}", request.request_id);
    }

    // The waits are no longer than the time between the requests as the mock saw them.
    let waits: Vec<u128> = attempts[0]
        .split_once('[')
        .and_then(|(_, rest)| rest.split_once(']'))
        .map(|(inner, _)| {
            inner.split(", ").map(|wait| wait.trim_end_matches(" ms").parse().expect("a number"))
        })
        .expect("the waits are printed")
        .collect();
    assert_eq!(waits.len(), 2);
    for (index, wait) in waits.iter().enumerate() {
        let between = requests[index + 1].received_at - requests[index].received_at;
        assert!(between.as_millis() >= *wait, "waited {wait} ms, but {between:?} passed");
    }

    let callbacks = mock.callbacks();
    assert_eq!(callbacks.len(), 2, "sent, and delivered");
    let field = |callback: &Callback, name: &str| callback.form_value(name).expect("a field").to_owned();
    for callback in &callbacks {
        let (sid, status) = (field(callback, "MessageSid"), field(callback, "MessageStatus"));
        assert!(print.contains(&format!("callback {sid} status {status}, signature valid")), "{print}");
        assert_eq!(callback.outcome, CallbackOutcome::Answered { status: 204 });
        assert!(print.contains(&format!("sent     {sid}")));
    }
    let (sid, status) = (field(&callbacks[1], "MessageSid"), field(&callbacks[1], "MessageStatus"));
    assert_eq!(status, "delivered");
    assert!(print.contains(&format!("fetched  {sid} status {status}")));
    assert!(print.contains("listed   1 message(s)"));

    // The stranger: its SID is the one asked for, and code and words are the mock's own.
    let stranger = &requests[5];
    let missing = print.lines().find(|line| line.starts_with("missing  ")).expect("the error is printed");
    let sid = missing.split(' ').nth(2).expect("a SID");
    assert!(stranger.path.ends_with(&format!("/{sid}.json")), "{missing} against {}", stranger.path);
    assert!(
        missing.ends_with(&format!("code 20404: The requested resource {} was not found", stranger.path))
    );
    assert_eq!(stranger.code, Some(20404));
}
