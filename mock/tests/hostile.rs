//! Clients that mean harm or do not care: what they cost, and what is left of them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::fmt::Write;
use std::time::Duration;

use ringfence_mock::{Fault, Mock};
use support::{API, Desk, FROM, TO, basic};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

async fn desk() -> Desk {
    Desk::of(Mock::builder().document_text("api.yaml", API).start().await.unwrap())
}

/// Writes bytes as they are and reads until the mock closes.
async fn raw(desk: &Desk, bytes: &str) -> String {
    let mut stream = TcpStream::connect(desk.mock.base_url().trim_start_matches("http://")).await.unwrap();
    stream.write_all(bytes.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut answer)).await.unwrap().unwrap();
    String::from_utf8(answer).unwrap()
}

/// A request for the balance with the given target and `Host` lines.
fn balance(desk: &Desk, target: &str, hosts: &str) -> String {
    let credentials = basic(desk.mock.api_key_sid(), desk.mock.api_key_secret());
    format!(
        "GET {target}{} HTTP/1.1\r\n{hosts}Authorization: {credentials}\r\nConnection: close\r\n\r\n",
        desk.path("/Balance.json")
    )
}

async fn form(desk: &Desk, body: String) -> support::Answer {
    let request = desk
        .request("POST", &desk.path("/Messages.json"))
        .header("Content-Type", "application/x-www-form-urlencoded");
    desk.send(request.body(body.into()).unwrap()).await
}

#[tokio::test]
async fn a_flood_of_names_gets_a_short_answer() {
    let desk = desk().await;
    let mut flood = String::new();
    for number in 0..150_000 {
        write!(flood, "a{number:x}&").unwrap();
    }
    let answer = form(&desk, flood).await;
    answer.refused(400, 21604);
    assert!(answer.body.to_string().len() < 50_000, "{} bytes", answer.body.to_string().len());
    let mut many = String::new();
    for number in 0..9_000 {
        write!(many, "a{number:x}&").unwrap();
    }
    let answer = form(&desk, many).await;
    let problems = answer.body["details"]["problems"].as_array().unwrap();
    assert!((100..110).contains(&problems.len()), "{}", problems.len());
    form(&desk, "&".repeat(1_000_000)).await.refused(400, 21604);
}

#[tokio::test]
async fn a_long_value_is_not_echoed_whole() {
    let desk = desk().await;
    let long = "é".repeat(100_000);
    let answer = desk.post(&desk.path("/Messages.json"), &[("To", long.as_str())]).await;
    answer.refused(400, 21603);
    assert!(answer.body.to_string().len() < 5_000, "{} bytes", answer.body.to_string().len());
    let problems = desk.mock.requests().pop().unwrap().problems;
    assert!(problems.iter().any(|problem| problem.contains("éé…")), "{problems:?}");
}

#[tokio::test]
async fn one_host_and_no_credentials_in_the_target() {
    let desk = desk().await;
    let two = raw(&desk, &balance(&desk, "", "Host: api.twilio.com\r\nHost: evil.example\r\n")).await;
    assert!(two.starts_with("HTTP/1.1 400 ") && two.contains("`Host`"), "{two}");
    let same = raw(&desk, &balance(&desk, "", "Host: api.twilio.com\r\nHost: api.twilio.com\r\n")).await;
    assert!(same.starts_with("HTTP/1.1 400 "), "{same}");

    let proxied = raw(&desk, &balance(&desk, "http://api.twilio.com", "Host: evil.example\r\n")).await;
    assert!(proxied.starts_with("HTTP/1.1 200 "), "an absolute target wins over `Host`: {proxied}");
    let password = raw(&desk, &balance(&desk, "http://me:letmein@api.twilio.com", "")).await;
    assert!(password.starts_with("HTTP/1.1 200 "), "{password}");
    let seen = format!("{password}{:?}", desk.mock.requests());
    assert!(!seen.contains("letmein"), "no secret is recorded: {seen}");
    let cookie =
        balance(&desk, "", "Host: localhost\r\nCookie: session=letmein\r\nProxy-Authorization: letmein\r\n");
    raw(&desk, &cookie).await;
    assert!(!format!("{:?}", desk.mock.requests()).contains("letmein"));
}

#[tokio::test]
async fn odd_methods_and_targets_reach_nothing() {
    let desk = desk().await;
    let path = desk.path("/Balance.json");
    for method in ["HEAD", "OPTIONS", "PUT", "TRACE"] {
        let answer = desk.send(desk.request(method, &path).body(Default::default()).unwrap()).await;
        assert_eq!((answer.status, answer.header("allow")), (405, "GET"), "{method}");
    }
    let tunnel = raw(&desk, "CONNECT api.twilio.com:443 HTTP/1.1\r\nConnection: close\r\n\r\n").await;
    assert!(tunnel.starts_with("HTTP/1.1 401 "), "{tunnel}");
    for odd in ["%2FBalance.json", "/../Balance.json", "//Balance.json", "/Balance.json/", "/balance.json"] {
        desk.get(&desk.path(odd)).await.refused(404, 20404);
    }
}

#[tokio::test]
async fn pipelined_requests_are_answered_in_order() {
    let desk = desk().await;
    let one = balance(&desk, "", "Host: localhost\r\n");
    let kept = one.replace("Connection: close\r\n", "");
    let missing = kept.replace("Balance", "Nothing");
    let answers = raw(&desk, &format!("{kept}{missing}{kept}{one}")).await;
    let statuses: Vec<&str> = answers
        .match_indices("HTTP/1.1 ")
        .map(|(at, text)| &answers[at + text.len()..at + text.len() + 3])
        .collect();
    assert_eq!(statuses, ["200", "404", "200", "200"]);
}

#[tokio::test]
async fn a_chunked_body_is_a_body() {
    let desk = desk().await;
    let credentials = basic(desk.mock.api_key_sid(), desk.mock.api_key_secret());
    let text = format!("To={}&From={}&Body=Hi", support::escape(TO), support::escape(FROM));
    let chunks: String = text
        .as_bytes()
        .chunks(7)
        .map(|chunk| format!("{:x}\r\n{}\r\n", chunk.len(), std::str::from_utf8(chunk).unwrap()))
        .collect();
    let request = format!(
        "POST {} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {credentials}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\
         Connection: close\r\n\r\n{chunks}0\r\n\r\n",
        desk.path("/Messages.json")
    );
    let answer = raw(&desk, &request).await;
    assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clients_that_say_nothing_or_never_end_keep_nobody_out() {
    let desk = desk().await;
    let address = desk.mock.base_url().trim_start_matches("http://").to_owned();
    let unfinished = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n";
    let mut silent = Vec::new();
    for number in 0..512 {
        let mut stream = TcpStream::connect(&address).await.unwrap();
        let said = ["", "GET / HT", unfinished][number % 3];
        stream.write_all(said.as_bytes()).await.unwrap();
        silent.push(stream);
    }
    for _ in 0..3 {
        let request = balance(&desk, "", "Host: localhost\r\n");
        let answer = tokio::time::timeout(Duration::from_secs(8), raw(&desk, &request)).await;
        assert!(answer.expect("an answer in time").starts_with("HTTP/1.1 200 "));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clients_that_were_served_under_a_fault_make_room_as_well() {
    let desk = desk().await;
    desk.mock.fault(Fault::clock_skew(5));
    let address = desk.mock.base_url().trim_start_matches("http://").to_owned();
    let request = balance(&desk, "", "Host: localhost\r\n").replace("Connection: close\r\n", "");
    let mut idle = Vec::new();
    for _ in 0..512 {
        let mut stream = TcpStream::connect(&address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        assert_ne!(stream.read(&mut [0; 64]).await.unwrap(), 0);
        idle.push(stream);
    }
    let request = balance(&desk, "", "Host: localhost\r\n");
    let answer = tokio::time::timeout(Duration::from_secs(8), raw(&desk, &request)).await;
    assert!(answer.expect("an answer in time").starts_with("HTTP/1.1 200 "));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_connections_than_places_are_all_served() {
    let desk = std::sync::Arc::new(desk().await);
    let tasks: Vec<_> = (0..600)
        .map(|_| {
            let desk = std::sync::Arc::clone(&desk);
            tokio::spawn(async move { raw(&desk, &balance(&desk, "", "Host: localhost\r\n")).await })
        })
        .collect();
    for task in tasks {
        assert!(task.await.unwrap().starts_with("HTTP/1.1 200 "));
    }
    assert_eq!(desk.mock.requests().len(), 600);
}
