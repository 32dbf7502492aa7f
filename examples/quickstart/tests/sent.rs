//! How a program tests its own code: a mock of its own in one line, and assertions on what was sent. Tests run in parallel,
//! each with a port and things of its own.

use quickstart::twilio::api_v2010::{MessageContent, MessageSender, create_message};
use ringfence::{ApiKey, Client};
use ringfence_mock::{Fault, Mock};

fn client(mock: &Mock) -> Client {
    let key = ApiKey::new(mock.api_key_sid(), mock.api_key_secret()).expect("a key");
    let account = mock.account_sid().parse().expect("an account");
    Client::builder(account, key).mock_base_url(mock.base_url()).build().expect("a client")
}

/// The code under test.
#[ringfence::enforce]
#[ringfence::permit(missing_status_callback, reason = "what was sent is the subject here")]
async fn remind(client: &Client, to: &str) -> Result<Option<String>, ringfence::Error> {
    let sender = MessageSender::from_number("+15017122661");
    let sent = create_message(to, sender, MessageContent::body("See you at eight")).send(client).await?;
    Ok(sent.sid.as_ref().map(|sid| sid.as_str().to_owned()))
}

#[tokio::test]
async fn what_was_sent_can_be_asserted() {
    let mock = Mock::start().await.expect("the mock starts");
    remind(&client(&mock), "+15558675310").await.expect("it is sent");
    let [request] = &mock.requests()[..] else { panic!("one request") };
    assert_eq!((request.operation.as_deref(), request.status), (Some("CreateMessage"), 201));
    assert_eq!(request.form_value("To"), Some("+15558675310"));
    assert_eq!(request.form_value("Body"), Some("See you at eight"));
}

#[tokio::test]
async fn a_throttled_reminder_is_sent_once_it_is_let_through() {
    let mock = Mock::start().await.expect("the mock starts");
    mock.fault(Fault::throttled().on("CreateMessage").next(2));
    remind(&client(&mock), "+15558675310").await.expect("it is sent");
    let statuses: Vec<u16> = mock.requests().iter().map(|request| request.status).collect();
    assert_eq!(statuses, [429, 429, 201]);
}

#[tokio::test]
async fn a_reminder_whose_fate_is_unknown_is_not_sent_twice() {
    let mock = Mock::start().await.expect("the mock starts");
    mock.fault(Fault::reset_after().on("CreateMessage"));
    remind(&client(&mock), "+15558675310").await.expect_err("nobody can know");
    assert_eq!(mock.requests().len(), 1);
}

#[tokio::test]
async fn a_reminder_to_nobody_is_refused_as_by_twilio() {
    let mock = Mock::start().await.expect("the mock starts");
    let refused = remind(&client(&mock), "nobody").await.expect_err("no number");
    assert_eq!(refused.code(), Some(21211));
}
