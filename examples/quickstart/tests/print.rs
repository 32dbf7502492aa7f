//! What the tour prints is what the local Twilio recorded.

use ringfence_mock::{CallbackOutcome, Mock};

#[tokio::test]
async fn the_print_agrees_with_the_record() {
    let mock = Mock::builder().start().await.expect("the mock starts");
    let print = quickstart::tour(&mock).await.expect("the tour ends well");
    mock.callbacks_settled().await;
    let print = print.join("\n");
    println!("{print}");

    let requests = mock.requests();
    let statuses: Vec<u16> = requests.iter().map(|request| request.status).collect();
    assert_eq!(statuses, [429, 429, 201, 200, 200], "two 429s, then the create, the fetch and the list");
    let operations: Vec<&str> =
        requests.iter().filter_map(|request| request.operation.as_deref()).skip(2).collect();
    assert_eq!(operations, ["CreateMessage", "FetchMessage", "ListMessage"]);

    // The create: its SID, its third attempt, its two waits and the id of the answer that counted.
    let attempts: Vec<&str> = print.lines().filter(|line| line.contains("attempts")).collect();
    assert_eq!(attempts.len(), 2);
    assert!(attempts[0].contains("attempts 3,") && attempts[1].contains("attempts 1, waits []"), "{print}");
    assert!(attempts[0].ends_with(&requests[2].request_id) && attempts[1].ends_with(&requests[3].request_id));

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
    assert_eq!(callbacks.len(), 1, "one status callback");
    let field = |name: &str| {
        callbacks[0]
            .form
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
            .expect("a field")
    };
    let said = format!("callback {} status {}, signature valid", field("MessageSid"), field("MessageStatus"));
    assert!(print.contains(&said), "{print}");
    assert_eq!(callbacks[0].outcome, CallbackOutcome::Answered { status: 204 });
    assert!(print.contains(&format!("sent     {}", field("MessageSid"))));
    assert!(print.contains(&format!("fetched  {}", field("MessageSid"))));
    assert!(print.contains("listed   1 message(s)"));
}
