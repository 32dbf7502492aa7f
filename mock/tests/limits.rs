//! What Twilio takes no more of: concurrency, queues, sends of Verify, and numbers that are another's.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::time::Duration;

use ringfence_mock::{Builder, Mock};
use support::{Desk, FROM, TO, basic};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

async fn desk(settings: impl FnOnce(Builder) -> Builder) -> Desk {
    let builder = Mock::builder().document_bundled("api_v2010").document_bundled("verify_v2");
    Desk::of(settings(builder).start().await.unwrap())
}

impl Desk {
    async fn send_from(&self, from: &str, body: &str) -> support::Answer {
        self.post(&self.path("/Messages.json"), &[("To", TO), ("From", from), ("Body", body)]).await
    }

    async fn call_from(&self, from: &str) -> support::Answer {
        let form = [("To", TO), ("From", from), ("Url", "https://example.com/twiml")];
        self.post(&self.path("/Calls.json"), &form).await
    }

    /// A request whose body has not come yet.
    async fn hanging(&self) -> TcpStream {
        let mut stream =
            TcpStream::connect(self.mock.base_url().trim_start_matches("http://")).await.unwrap();
        let head = format!(
            "POST {} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {}\r\nContent-Length: 9\r\n\r\n",
            self.path("/Messages.json"),
            basic(self.mock.api_key_sid(), self.mock.api_key_secret()),
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        stream
    }
}

#[tokio::test]
async fn concurrency_is_counted_per_account_and_refused_beyond_the_limit() {
    let desk = desk(|builder| builder.concurrency(2)).await;
    let sub = desk.post("/2010-04-01/Accounts.json", &[]).await;
    let mut hanging = vec![desk.hanging().await, desk.hanging().await];
    let list = desk.path("/Messages.json");
    // The head of the second may still be on its way.
    let refused = loop {
        let answer = desk.get(&list).await;
        if answer.status == 429 {
            break answer;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(refused.header("twilio-concurrent-requests"), "3", "what is refused counts, too");
    refused.refused(429, 20429);
    assert!(refused.headers.get("retry-after").is_none(), "the 2010 API sends none");
    let own = hyper::Request::builder()
        .uri(format!("{}/2010-04-01/Accounts/{}/Messages.json", desk.mock.base_url(), sub.text("sid")))
        .header("Authorization", basic(sub.text("sid"), sub.text("auth_token")));
    let other = desk.send(own.body(Default::default()).unwrap()).await;
    assert_eq!(
        (other.status, other.header("twilio-concurrent-requests")),
        (200, "1"),
        "accounts do not roll up"
    );
    let mut stream = hanging.pop().unwrap();
    stream.write_all(b"To=x&Fr=y").await.unwrap();
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 415");
    assert_eq!(desk.get(&list).await.status, 200);
}

#[tokio::test]
async fn messages_wait_for_their_sender_and_no_longer_than_allowed() {
    let desk = desk(|builder| builder.driven_clock().message_queue(Duration::from_secs(3))).await;
    let long = desk.send_from(FROM, &"x".repeat(161)).await;
    assert_eq!((long.status, long.text("num_segments")), (201, "2"));
    assert_eq!(desk.send_from(FROM, "x").await.text("num_segments"), "1");
    desk.send_from(FROM, "x").await.refused(429, 21611);
    assert_eq!(desk.send_from("+18005550100", "x").await.status, 201, "each sender has a queue of its own");
    desk.mock.advance(Duration::from_secs(1)).await;
    assert_eq!(desk.send_from(FROM, "x").await.status, 201);
    desk.send_from(FROM, "x").await.refused(429, 21611);
}

#[tokio::test]
async fn calls_beyond_the_rate_wait_and_say_for_how_long() {
    let desk = desk(|builder| builder.driven_clock().calls_per_second(2)).await;
    let mut waits = Vec::new();
    for _ in 0..3 {
        waits.push(desk.call_from(FROM).await.text("queue_time").to_owned());
    }
    assert_eq!(waits, ["0", "500", "1000"]);
    desk.mock.advance(Duration::from_secs(60)).await;
    assert_eq!(desk.call_from(FROM).await.text("queue_time"), "0");
}

#[tokio::test]
async fn verify_sends_five_codes_and_is_read_sixty_times_a_minute() {
    let desk = desk(Builder::driven_clock).await;
    let service = desk.post("/v2/Services", &[("FriendlyName", "Shop")]).await;
    let path = format!("/v2/Services/{}/Verifications", service.text("sid"));
    let start = async |to: &str| desk.post(&path, &[("To", to), ("Channel", "sms")]).await;
    for _ in 0..5 {
        assert_eq!(start(TO).await.status, 201);
        desk.mock.advance(Duration::from_secs(60)).await;
    }
    let refused = start(TO).await;
    refused.refused(429, 60203);
    assert_eq!(refused.header("retry-after"), "300", "the first of the five is 5 of its 10 minutes old");
    let other = start(FROM).await;
    assert_eq!(other.status, 201, "each recipient is counted for itself");
    desk.mock.advance(Duration::from_secs(301)).await;
    let again = start(TO).await;
    assert_eq!(again.status, 201);
    start(TO).await.refused(429, 60203);
    let canceled = desk.post(&format!("{path}/{}", again.text("sid")), &[("Status", "canceled")]).await;
    assert_eq!(canceled.text("status"), "canceled");
    assert_eq!(start(TO).await.status, 201, "what is over does not count");

    let own = format!("{path}/{}", other.text("sid"));
    for _ in 0..60 {
        assert_eq!(desk.get(&own).await.status, 200);
    }
    desk.get(&own).await.refused(429, 20429);
    desk.mock.advance(Duration::from_secs(61)).await;
    assert_eq!(desk.get(&own).await.status, 200);
}

#[tokio::test]
async fn magic_numbers_mean_what_twilio_says() {
    let desk = desk(|builder| builder).await;
    for (to, from, status, code) in [
        ("+15005550001", FROM, 400, 21211),
        ("+15005550002", FROM, 400, 21612),
        ("+15005550003", FROM, 400, 21408),
        ("+15005550004", FROM, 400, 21610),
        ("+15005550009", FROM, 400, 21614),
        (TO, "+15005550001", 400, 21212),
        (TO, "+15005550007", 400, 21606),
        (TO, "+15005550008", 429, 21611),
    ] {
        let form = [("To", to), ("From", from), ("Body", "x")];
        desk.post(&desk.path("/Messages.json"), &form).await.refused(status, code);
    }
    assert_eq!(desk.send_from("+15005550006", "x").await.status, 201);
    let numbers = desk.path("/IncomingPhoneNumbers.json");
    desk.post(&numbers, &[("PhoneNumber", "+15005550000")]).await.refused(400, 21422);
    assert_eq!(desk.mock.requests().iter().filter(|one| one.status == 201).count(), 1);
}

#[tokio::test]
async fn senders_are_the_accounts_own_once_these_are_known() {
    let desk = desk(|builder| builder.phone_number(FROM)).await;
    assert_eq!(desk.send_from(FROM, "x").await.status, 201);
    for own in ["+15005550006", "12345", "Shop"] {
        assert_eq!(desk.send_from(own, "x").await.status, 201, "{own}");
    }
    let foreign = "+15017122662";
    desk.send_from(foreign, "x").await.refused(400, 21606);
    desk.call_from(foreign).await.refused(400, 21210);
    let bought = desk.post(&desk.path("/IncomingPhoneNumbers.json"), &[("PhoneNumber", foreign)]).await;
    assert_eq!(bought.status, 201);
    assert_eq!(desk.send_from(foreign, "x").await.status, 201);
    assert_eq!(desk.call_from(foreign).await.status, 201);
}
