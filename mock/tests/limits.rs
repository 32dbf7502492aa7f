//! What Twilio takes no more of: concurrency, queues, sends of Verify, and numbers that are another's.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::time::Duration;

use ringfence_mock::{Builder, Fault, Mock};
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
async fn what_a_limit_refuses_is_refused_at_once_however_slow_the_work_is() {
    let desk = desk(|builder| builder.concurrency(1).driven_clock()).await;
    let second = Duration::from_secs(1);
    desk.mock.fault(Fault::slow_first_byte(second).on("CreateMessage"));
    let (slow, fast) = tokio::join!(async { desk.message("first").await.status }, async {
        while desk.mock.requests_after(0, 1).is_empty() {
            tokio::task::yield_now().await;
        }
        // Nobody has moved the clock, so whoever waits for it is not answered.
        let fast = tokio::time::timeout(5 * second, desk.message("second")).await.map(|answer| answer.status);
        desk.mock.advance(second).await;
        fast
    });
    assert_eq!((slow, fast), (201, Ok(429)));
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
async fn too_many_starts_for_one_number_and_the_rate_limits_of_a_service_are_refused() {
    let minute = Duration::from_secs(60);
    let settings = |builder: Builder| builder.document_text("rates.yaml", RATES).driven_clock();
    let desk = desk(|builder| settings(builder).verification_starts(2, minute)).await;
    let service = desk.post("/v2/Services", &[("FriendlyName", "Shop")]).await;
    let own = format!("/v2/Services/{}", service.text("sid"));
    let start = async |to: &str, limits: &str| {
        let form = [("To", to), ("Channel", "sms"), ("RateLimits", limits)];
        desk.post(&format!("{own}/Verifications"), &form).await
    };
    for _ in 0..2 {
        assert_eq!(start(TO, "").await.status, 201);
        desk.mock.advance(minute / 4).await;
    }
    let refused = start(TO, "").await;
    refused.refused(429, 60212);
    assert_eq!(refused.header("retry-after"), "30");
    desk.mock.advance(minute / 2).await;
    desk.mock.throttle_next(1);
    let throttled = start(TO, "").await;
    throttled.refused(429, 20429);
    assert_eq!(throttled.header("retry-after"), "1", "this operation declares it");
    assert_eq!(start(TO, "").await.status, 201);

    let limit = desk.post(&format!("{own}/RateLimits"), &[("UniqueName", "address")]).await;
    let buckets = format!("{own}/RateLimits/{}/Buckets", limit.text("sid"));
    assert_eq!(desk.post(&buckets, &[("Max", "2"), ("Interval", "300")]).await.status, 201);
    let from = |address: &str| format!("{{\"address\": \"{address}\"}}");
    for to in ["+15017122662", "+15017122663"] {
        assert_eq!(start(to, &from("192.0.2.1")).await.status, 201);
    }
    let refused = start("+15017122664", &from("192.0.2.1")).await;
    refused.refused(429, 20429);
    let told = ["retry-after", "twilio-reached-rate-limit"].map(|name| refused.header(name));
    assert_eq!(told, ["300", "address"]);
    assert_eq!(start("+15017122664", &from("192.0.2.2")).await.status, 201, "each value counts for itself");
    assert_eq!(start("+15017122665", "").await.status, 201, "what is not named is not counted");
    desk.mock.advance(5 * minute).await;
    assert_eq!(start("+15017122666", &from("192.0.2.1")).await.status, 201);
}

/// The rate limits of Verify services, which the bundled document leaves out.
const RATES: &str = r##"
openapi: 3.0.1
servers: [{url: "https://verify.twilio.com"}]
paths:
  /v2/Services/{ServiceSid}/RateLimits:
    parameters: [&service {name: ServiceSid, in: path, required: true, schema: {type: string}}]
    get: {operationId: ListRateLimit, responses: {"200": {content: {application/json: {schema: {type: object, properties: {meta: {type: object}, rate_limits: {type: array, items: &limit {type: object, properties: {sid: {type: string, pattern: "^RK[0-9a-f]{32}$"}, unique_name: {type: string}}}}}}}}}}}
    post:
      operationId: CreateRateLimit
      requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {UniqueName: {type: string}}}}}}
      responses: {"201": {content: {application/json: {schema: *limit}}}}
  /v2/Services/{ServiceSid}/RateLimits/{RateLimitSid}/Buckets:
    parameters: [*service, {name: RateLimitSid, in: path, required: true, schema: {type: string}}]
    get: {operationId: ListBucket, responses: {"200": {content: {application/json: {schema: {type: object, properties: {meta: {type: object}, buckets: {type: array, items: &bucket {type: object, properties: {sid: {type: string, pattern: "^BL[0-9a-f]{32}$"}, max: {type: integer}, interval: {type: integer}}}}}}}}}}}
    post:
      operationId: CreateBucket
      requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {Max: {type: integer}, Interval: {type: integer}}}}}}
      responses: {"201": {content: {application/json: {schema: *bucket}}}}
"##;

/// Tells its limit in headers, as TaskRouter does, and its request id by another name, as Messaging v2 does.
const TOLD: &str = r##"
openapi: 3.0.1
servers: [{url: "https://taskrouter.twilio.com"}]
paths:
  /v1/Limits:
    get:
      operationId: FetchLimits
      responses:
        "200":
          headers: {X-Rate-Limit-Limit: {}, X-Rate-Limit-Remaining: {}, X-Rate-Limit-Config: {}, T-Request-Id: {}}
          content: {application/json: {schema: {type: object}}}
  /v1/Free:
    get: {operationId: FetchFree, responses: {"200": {content: {application/json: {schema: {type: object}}}}}}
"##;

#[tokio::test]
async fn operations_that_tell_their_limit_hold_it_for_each_account() {
    let builder = Mock::builder().document_text("told.yaml", TOLD).driven_clock().requests_per_second(3);
    let desk = Desk::of(builder.start().await.unwrap());
    let told = async || {
        let answer = desk.get("/v1/Limits").await;
        let headers = ["limit", "remaining", "config"].map(|name| format!("x-rate-limit-{name}"));
        assert_eq!(answer.header("t-request-id"), answer.header("twilio-request-id"));
        (answer.status, headers.map(|name| answer.header(&name).to_owned()).join(" "))
    };
    for expected in [(200, "3 2 3;w=1"), (200, "3 1 3;w=1"), (200, "3 0 3;w=1"), (429, "3 0 3;w=1")] {
        assert_eq!(told().await, (expected.0, expected.1.to_owned()));
    }
    assert!(desk.mock.requests().last().unwrap().throttled);
    let free = desk.get("/v1/Free").await;
    assert_eq!((free.status, free.headers.get("x-rate-limit-limit")), (200, None));
    desk.mock.advance(Duration::from_secs(1)).await;
    assert_eq!(told().await.0, 200);
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
