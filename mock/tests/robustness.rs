//! Many at once, the same again, and clients that behave badly.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::time::Duration;

use ringfence_mock::Mock;
use support::{API, Desk, FROM, TO, client};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

async fn mock(seed: u64) -> Desk {
    Desk::of(Mock::builder().document_text("api.yaml", API).seed(seed).start().await.unwrap())
}

#[tokio::test]
async fn the_same_seed_gives_the_same_run() {
    let run = async |seed: u64| {
        let desk = mock(seed).await;
        let mut seen = vec![desk.mock.account_sid().to_owned(), desk.mock.api_key_secret().to_owned()];
        for _ in 0..5 {
            let answer = desk.message("Hi").await;
            seen.push(answer.text("sid").to_owned());
            seen.push(answer.header("twilio-request-id").to_owned());
        }
        seen
    };
    let first = run(42).await;
    assert_eq!(first, run(42).await);
    let other = run(43).await;
    assert!(first.iter().all(|one| !other.contains(one)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn eight_mocks_in_parallel_do_not_meet() {
    let tasks: Vec<_> = (0..8_usize)
        .map(|number| {
            tokio::spawn(async move {
                let desk = mock(number as u64).await;
                desk.mock.throttle_next(number);
                for _ in 0..20 {
                    desk.message("Hi").await;
                }
                let throttled = desk.mock.requests().iter().filter(|request| request.throttled).count();
                assert_eq!((throttled, desk.mock.requests().len()), (number, 20));
                (desk.mock.base_url(), desk.mock.account_sid().to_owned())
            })
        })
        .collect();
    let mut seen = Vec::new();
    for task in tasks {
        seen.push(task.await.unwrap());
    }
    seen.sort();
    seen.dedup_by(|left, right| left.0 == right.0 || left.1 == right.1);
    assert_eq!(seen.len(), 8);
}

#[tokio::test]
async fn concurrent_requests_are_counted() {
    let desk = mock(1).await;
    let address = desk.mock.base_url().trim_start_matches("http://").to_owned();
    // A request whose body never comes is under way until it breaks off.
    let mut slow = TcpStream::connect(&address).await.unwrap();
    let own = support::basic(desk.mock.api_key_sid(), desk.mock.api_key_secret());
    let head = format!("POST /x HTTP/1.1\r\nHost: a\r\nAuthorization: {own}\r\nContent-Length: 10\r\n\r\n");
    slow.write_all(head.as_bytes()).await.unwrap();
    let mut seen = String::new();
    for _ in 0..50 {
        seen = desk.get(&desk.path("/Balance.json")).await.header("twilio-concurrent-requests").to_owned();
        if seen == "2" {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(seen, "2");
}

#[tokio::test]
async fn a_dropped_mock_closes_its_port_and_its_connections() {
    let desk = mock(1).await;
    let url = desk.mock.base_url();
    desk.message("Hi").await;
    drop(desk);
    tokio::time::sleep(Duration::from_millis(50)).await;
    let request = hyper::Request::builder().uri(format!("{url}/")).body(Default::default()).unwrap();
    assert!(client().request(request).await.is_err());
}

/// Bytes that no client would send, and requests that come near to real ones.
fn junk() -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = [
        "",
        "\r\n\r\n",
        "GET",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "GET /\0 HTTP/1.1\r\n\r\n",
        "GET /%00%ff%zz?%=&&=&%ff HTTP/1.1\r\nHost: \r\n\r\n",
        "GET http://api.twilio.com:99999/ HTTP/1.1\r\n\r\n",
        "GET /v1/Things?PageSize=99999999999999999999&Page=18446744073709551615 HTTP/1.1\r\nHost: [::1\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
        "BREW / HTTP/1.1\r\nAuthorization: Basic \r\nHost: :::\r\n\r\n",
        "GET / HTTP/1.1\r\nAuthorization: Basic AAAA\r\nHost: a\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec();
    all.push(format!("GET /{} HTTP/1.1\r\n\r\n", "a/".repeat(40_000)).into_bytes());
    all.push(format!("GET / HTTP/1.1\r\n{}\r\n", "X: y\r\n".repeat(500)).into_bytes());
    // A reproducible stream of bytes: xorshift.
    let mut state = 0x9e37_79b9_u64;
    for length in [1, 10, 100, 1000, 10_000] {
        let bytes = (0..length).map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 32) as u8
        });
        all.push(bytes.collect());
    }
    all
}

#[tokio::test]
async fn junk_neither_stops_it_nor_is_answered_with_a_server_error() {
    let desk = mock(1).await;
    let address = desk.mock.base_url().trim_start_matches("http://").to_owned();
    for bytes in junk() {
        let mut stream = TcpStream::connect(&address).await.unwrap();
        // The mock may close before everything is written.
        let _ = stream.write_all(&bytes).await;
        let _ = stream.shutdown().await;
        let mut answer = Vec::new();
        let read = tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut answer)).await;
        assert!(read.is_ok(), "no end of the answer to {:?}", String::from_utf8_lossy(&bytes));
        let head = String::from_utf8_lossy(&answer);
        assert!(
            head.is_empty() || head.starts_with("HTTP/1.1 4") || head.starts_with("HTTP/1.0 4"),
            "{head}"
        );
    }
    assert_eq!(desk.message("still there").await.status, 201);
}

/// Paths and forms of many odd shapes against real operations, with credentials: an answer each time, never a 5xx.
#[tokio::test]
async fn odd_inputs_are_answered() {
    let desk = mock(1).await;
    let odd = [
        "",
        "%",
        "\0",
        "é",
        "\u{1F600}",
        "&=",
        "+",
        "\r\nX: y",
        "-9223372036854775809",
        "1e999",
        "NaN",
        "[]",
        "{\"a\":",
    ];
    let long = "9".repeat(5000);
    for name in
        ["To", "From", "Body", "SendAt", "MaxPrice", "ValidityPeriod", "StatusCallback", "MediaUrl", "Ü", ""]
    {
        for value in odd.into_iter().chain([long.as_str()]) {
            let form = [("To", TO), ("From", FROM), ("Body", "x"), (name, value)];
            let answer = desk.post(&desk.path("/Messages.json"), &form).await;
            assert!((200..500).contains(&answer.status), "{name}={value}: {answer:?}");
            let query = format!("/Messages.json?{}={}", support::escape(name), support::escape(value));
            let answer = desk.get(&desk.path(&query)).await;
            assert!((200..500).contains(&answer.status), "{name}={value}: {answer:?}");
        }
    }
}
