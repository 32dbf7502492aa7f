//! `#[retry]` around functions that call Twilio through reqwest, against the local Twilio.
#![allow(clippy::unwrap_used)]

use reqwest::{Client, Error, Response};
use ringfence::retry;
use ringfence_mock::Mock;

/// A client as a program of its own would have it.
#[derive(Clone)]
struct Messages {
    client: Client,
    url: String,
    key: (String, String),
}

impl Messages {
    fn new(mock: &Mock) -> Self {
        // reqwest wants one even for plain http; whoever is first has installed it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self {
            client: Client::builder().no_proxy().build().unwrap(),
            url: format!("{}/2010-04-01/Accounts/{}/Messages.json", mock.base_url(), mock.account_sid()),
            key: (mock.api_key_sid().to_owned(), mock.api_key_secret().to_owned()),
        }
    }

    /// The answer as it comes: a 429 is an `Ok`.
    #[retry(attempts = 4, base = "1ms", cap = "5ms")]
    async fn create(&self, to: String) -> Result<Response, Error> {
        let body = format!("To={}&From=%2B15017122661&Body=Hi", to.replace('+', "%2B"));
        let request = self.client.post(&self.url).basic_auth(&self.key.0, Some(&self.key.1));
        request.header("content-type", "application/x-www-form-urlencoded").body(body).send().await
    }

    /// The text of a good answer: a 429 is an `Err`.
    #[retry(attempts = 4, base = "1ms", cap = "5ms")]
    async fn list(&self) -> Result<String, Error> {
        let request = self.client.get(&self.url).basic_auth(&self.key.0, Some(&self.key.1));
        request.send().await?.error_for_status()?.text().await
    }
}

/// A fault that is no 429, and one that never left.
#[retry(attempts = 3, base = "1ms", on = "connect")]
async fn reach(client: &Client, url: &str, tries: &std::cell::Cell<u32>) -> Result<Response, Error> {
    tries.set(tries.get() + 1);
    client.get(url).send().await
}

#[tokio::test]
async fn a_throttled_create_is_done_once() {
    let mock = Mock::builder().start().await.unwrap();
    let messages = Messages::new(&mock);
    mock.throttle_next(3);
    let sent = messages.create("+15558675310".to_owned()).await.unwrap();
    assert_eq!(sent.status(), 201);
    let statuses: Vec<u16> = mock.requests().iter().map(|request| request.status).collect();
    assert_eq!(statuses, [429, 429, 429, 201]);
    let listed = messages.list().await.unwrap();
    assert_eq!(listed.matches("\"body\"").count(), 1, "{listed}");
}

#[tokio::test]
async fn the_last_answer_is_given_as_it_is() {
    let mock = Mock::builder().start().await.unwrap();
    let messages = Messages::new(&mock);
    mock.throttle_next(4);
    assert_eq!(messages.create("+15558675310".to_owned()).await.unwrap().status(), 429);
    mock.throttle_next(5);
    let error = messages.list().await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(429));
    assert_eq!(mock.requests().len(), 8);
    // One 429 is left.
    assert!(messages.list().await.is_ok());
    assert_eq!(mock.requests().len(), 10);
}

#[tokio::test]
async fn what_never_left_is_sent_again_where_it_is_asked_for() {
    let mock = Mock::builder().start().await.unwrap();
    let messages = Messages::new(&mock);
    let tries = std::cell::Cell::new(0);
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let error = reach(&messages.client, &format!("http://{closed}/"), &tries).await.unwrap_err();
    assert!(error.is_connect());
    assert_eq!(tries.replace(0), 3);
    // Without credentials: an answer, and no 429.
    assert_eq!(reach(&messages.client, &messages.url, &tries).await.unwrap().status(), 401);
    assert_eq!(tries.get(), 1);
}
