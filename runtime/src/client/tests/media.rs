//! Recordings and media of messages: streams, redirects and what goes along with them.

use super::server::{Act, Server, answer, refusal};
use super::*;
use crate::{AudioFormat, Error, MediaSid, MessageSid, RecordingSid};

fn recording() -> RecordingSid {
    format!("RE{}", "0c".repeat(16)).parse().unwrap()
}

/// An answer without an end.
fn unended(body: &str) -> Act {
    Act::Answer(format!("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{body}"))
}

#[tokio::test]
async fn a_redirect_is_followed_without_credentials() {
    let elsewhere = Server::start([answer(200, &[("Content-Type", "audio/mpeg")], "sound")]).await;
    let location = format!("{}/kept?signature=abc", elsewhere.base_url());
    let server = Server::start([answer(307, &[("Location", &location)], "")]).await;
    let media = client(&server).recording_media(&recording(), AudioFormat::Mp3).await.unwrap();
    assert_eq!((media.content_type(), media.length()), (Some("audio/mpeg"), Some(5)));
    assert_eq!(media.meta().request_id.as_deref(), Some("RQ307"), "the id that Twilio's support knows");
    assert_eq!(media.collect(5).await.unwrap().as_ref(), b"sound");
    let asked = &server.seen()[0];
    assert!(asked.head.contains(&format!("/Recordings/{}.mp3 ", recording())), "{}", asked.head);
    assert!(asked.header("authorization").is_some());
    let followed = &elsewhere.seen()[0];
    assert!(followed.head.starts_with("GET /kept?signature=abc "), "{}", followed.head);
    assert_eq!((followed.header("authorization"), followed.header("cookie")), (None, None));
    assert!(!followed.head.contains("api.twilio.com"), "{}", followed.head);
}

#[tokio::test]
async fn bytes_come_from_twilio_itself_piece_by_piece() {
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
    let server = Server::start([refusal(503, 0, &[]), Act::Answer(chunked.to_owned())]).await;
    let message: MessageSid = format!("MM{}", "0b".repeat(16)).parse().unwrap();
    let media: MediaSid = format!("ME{}", "0a".repeat(16)).parse().unwrap();
    let client = client(&server);
    let mut media = client.message_media(&message, &media).await.unwrap();
    assert_eq!((media.meta().attempts, media.length()), (2, None));
    let mut all = Vec::new();
    while let Some(piece) = media.next().await {
        all.extend_from_slice(&piece.unwrap());
    }
    assert_eq!(all, b"abcde");
    assert!(media.next().await.is_none());
}

#[tokio::test]
async fn a_url_of_twilio_is_taken_and_no_other() {
    let server = Server::start([answer(200, &[], "picture")]).await;
    let client = client(&server);
    let media =
        client.media_at("https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1").await;
    assert_eq!(media.unwrap().collect(100).await.unwrap().as_ref(), b"picture");
    for url in
        ["https://evil.example/a", "http://api.twilio.com/a", "https://api.twilio.com@evil.example/a", ""]
    {
        assert!(matches!(client.media_at(url).await, Err(Error::Input(_))), "{url}");
    }
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_redirect_away_from_https_or_without_end_is_refused() {
    for location in ["http://media.example/a", "ftp://media.example/a", "", "https://a@media.example/"] {
        let server = Server::start([answer(302, &[("Location", location)], "")]).await;
        let error = client(&server).recording_media(&recording(), AudioFormat::Wav).await.unwrap_err();
        assert!(matches!(error, Error::Input(_)), "{location}: {error}");
        assert_eq!(server.seen().len(), 1, "{location}");
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let own = format!("http://{}/again", listener.local_addr().unwrap());
    let server = Server::listen(listener, [answer(302, &[("Location", &own)], "")]);
    let error = client(&server).recording_media(&recording(), AudioFormat::Wav).await.unwrap_err();
    assert!(error.to_string().contains("on and on"), "{error}");
    assert_eq!(server.seen().len(), 4);
}

#[tokio::test]
async fn what_goes_wrong_is_told() {
    let server = Server::start([refusal(404, 20404, &[])]).await;
    let error = client(&server).recording_media(&recording(), AudioFormat::Mp3).await.unwrap_err();
    assert_eq!((error.status(), error.code()), (Some(404), Some(20404)));
    let server = Server::start([answer(200, &[], "too long")]).await;
    let media = client(&server).recording_media(&recording(), AudioFormat::Mp3).await.unwrap();
    assert!(media.collect(7).await.unwrap_err().to_string().contains("longer than 7 bytes"));

    let server = Server::start([unended("half")]).await;
    let client = builder(&server.base_url()).attempt_timeout(Duration::from_millis(100)).build().unwrap();
    let mut media = client.recording_media(&recording(), AudioFormat::Mp3).await.unwrap();
    assert_eq!(media.next().await.unwrap().unwrap().as_ref(), b"half");
    let error = media.next().await.unwrap().unwrap_err();
    assert!(matches!(&error, Error::Transport(_)) && error.is_retryable(), "{error}");
    assert!(error.to_string().contains("FetchRecordingMedia: no answer came: nothing more came"), "{error}");
    assert!(media.next().await.is_none());
}
