//! Keys that are replaced, subaccounts, and tokens.

use super::server::{Act, Server, answer, refusal};
use super::*;
use crate::transport::{Limits, Sending, Transport};
use crate::{ConcurrencyLimit, Error, OAuthCredentials, Security};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;

static ORGANIZATION: Operation =
    Operation::new("FetchOrganization", Method::Get, "preview-iam.twilio.com", "/Organizations/1")
        .secured_by(Security::OAuth);

fn app() -> OAuthCredentials {
    OAuthCredentials::new("OQ1", "the secret of the app")
}

fn token(name: &str, seconds: u32) -> Act {
    answer(200, &[], &format!(r#"{{"access_token":"{name}","token_type":"Bearer","expires_in":{seconds}}}"#))
}

fn other_key() -> ApiKey {
    ApiKey::new(format!("SK{}", "0d".repeat(16)), "an0therS3cret").unwrap()
}

#[tokio::test]
async fn a_key_is_replaced_for_all_clones_and_between_attempts() {
    let server = Server::start([
        answer(200, &[], "{}"),
        refusal(429, 20429, &[("Retry-After", "1")]),
        answer(200, &[], "{}"),
    ])
    .await;
    let client = client(&server);
    let clone = client.clone();
    client.execute(&request(&FETCH)).await.unwrap();
    let under_way = tokio::spawn(async move { clone.execute(&request(&FETCH)).await.map(drop) });
    while server.seen().len() < 2 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    client.replace_credential(other_key()).unwrap();
    under_way.await.unwrap().unwrap();
    let keys: Vec<String> =
        server.seen().iter().map(|seen| seen.header("authorization").unwrap().to_owned()).collect();
    let basic = |sid: String, secret: &str| format!("Basic {}", STANDARD.encode(format!("{sid}:{secret}")));
    let (old, new) = (basic(key_sid(), SECRET), basic(format!("SK{}", "0d".repeat(16)), "an0therS3cret"));
    assert_eq!(keys, [old.clone(), old, new]);
    assert!(format!("{client:?}").contains(&"0d".repeat(16)));
}

#[tokio::test]
async fn a_call_that_waits_for_room_is_sent_with_the_key_of_that_moment() {
    let server = Server::start([Act::Silence(Duration::from_millis(200)), answer(200, &[], "{}")]).await;
    let client = builder(&server.base_url()).concurrency(ConcurrencyLimit::fixed(1)).build().unwrap();
    let (first, second) = (client.clone(), client.clone());
    let none = tokio::spawn(async move { first.execute(&request(&CREATE)).await.map(drop) });
    while server.seen().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let waiting = tokio::spawn(async move { second.execute(&request(&FETCH)).await.map(drop) });
    tokio::time::sleep(Duration::from_millis(30)).await;
    client.replace_credential(other_key()).unwrap();
    assert!(matches!(none.await.unwrap(), Err(Error::OutcomeUnknown(_))));
    waiting.await.unwrap().unwrap();
    let seen = server.seen();
    assert_ne!(seen[0].header("authorization"), seen[1].header("authorization"));
}

#[tokio::test]
async fn a_subaccount_has_its_own_account_key_and_room() {
    let server = Server::start([answer(200, &[], "{}")]).await;
    let client = builder(&server.base_url()).concurrency(ConcurrencyLimit::fixed(7)).build().unwrap();
    let account = format!("AC{}", "0b".repeat(16));
    let subaccount = client.for_subaccount(account.parse().unwrap(), other_key()).unwrap();
    static OWN: Operation =
        Operation::new("FetchOwn", Method::Get, HOST, "/2010-04-01/Accounts/{AccountSid}.json");
    subaccount.execute(&request(&OWN)).await.unwrap();
    let seen = server.seen();
    assert!(
        seen[0].head.starts_with(&format!("GET /2010-04-01/Accounts/{account}.json ")),
        "{}",
        seen[0].head
    );
    assert_eq!((client.concurrency(), subaccount.concurrency()), ((7, 0), (7, 0)));
    assert_eq!(subaccount.account_sid().as_str(), account);
}

#[tokio::test]
async fn a_token_is_exchanged_once_and_used_for_what_takes_one() {
    let server = Server::start([token("t1", 3600), answer(200, &[], "{}")]).await;
    let client = builder(&server.base_url()).oauth(app()).build().unwrap();
    for _ in 0..3 {
        client.execute(&request(&ORGANIZATION)).await.unwrap();
    }
    client.execute(&request(&FETCH)).await.unwrap();
    let seen = server.seen();
    assert_eq!(seen.len(), 5);
    assert!(seen[0].head.starts_with("POST /v2/token "), "{}", seen[0].head);
    assert_eq!((seen[0].header("host"), seen[0].header("authorization")), (Some("oauth.twilio.com"), None));
    assert_eq!(
        seen[0].body,
        "grant_type=client_credentials&client_id=OQ1&client_secret=the%20secret%20of%20the%20app"
    );
    for organization in &seen[1..4] {
        assert_eq!(organization.header("authorization"), Some("Bearer t1"));
    }
    assert!(seen[4].header("authorization").unwrap().starts_with("Basic "));
}

#[tokio::test]
async fn a_call_that_has_the_only_place_still_gets_its_token() {
    let refused = refusal(429, 20429, &[("Retry-After", "2")]);
    let server = Server::start([token("t1", 1), refused, token("t2", 3600), answer(200, &[], "{}")]).await;
    let client =
        builder(&server.base_url()).oauth(app()).concurrency(ConcurrencyLimit::fixed(1)).build().unwrap();
    let call = request(&ORGANIZATION);
    tokio::time::timeout(Duration::from_secs(20), client.execute(&call)).await.unwrap().unwrap();
    assert_eq!(server.seen()[3].header("authorization"), Some("Bearer t2"));
}

#[tokio::test]
async fn a_client_of_an_app_alone_sends_everything_with_its_token() {
    let server = Server::start([token("t1", 3600), answer(200, &[], "{}")]).await;
    let account = format!("AC{}", "0f".repeat(16)).parse().unwrap();
    let client = Client::builder(account, app()).mock_base_url(server.base_url()).build().unwrap();
    client.execute(&request(&FETCH)).await.unwrap();
    assert_eq!(server.seen()[1].header("authorization"), Some("Bearer t1"));
}

#[tokio::test]
async fn a_token_that_is_refused_is_exchanged_anew_by_the_next_call() {
    let server = Server::start([
        token("t1", 3600),
        refusal(401, 20003, &[]),
        token("t2", 3600),
        answer(200, &[], "{}"),
    ])
    .await;
    let client = builder(&server.base_url()).oauth(app()).build().unwrap();
    let error = client.execute(&request(&ORGANIZATION)).await.unwrap_err();
    assert_eq!(error.status(), Some(401));
    client.execute(&request(&ORGANIZATION)).await.unwrap();
    assert_eq!(server.seen()[3].header("authorization"), Some("Bearer t2"));
}

#[tokio::test]
async fn what_went_wrong_with_the_exchange_is_the_error_of_the_call() {
    let server = Server::start([refusal(401, 70002, &[])]).await;
    let client = builder(&server.base_url()).oauth(app()).build().unwrap();
    let error = client.execute(&request(&ORGANIZATION)).await.unwrap_err();
    assert_eq!((error.status(), error.code()), (Some(401), Some(70002)));
    assert!(error.to_string().contains("CreateOauthToken"), "{error}");
    assert!(!format!("{error} {error:?} {client:?}").contains("secret of the app"));
    assert!(error.to_curl().is_none(), "a line of shell with the secret in it");

    let server = Server::start([answer(200, &[], r#"{"token_type":"Bearer"}"#)]).await;
    let client = builder(&server.base_url()).oauth(app()).build().unwrap();
    let error = client.execute(&request(&ORGANIZATION)).await.unwrap_err();
    assert!(matches!(error, Error::Decode(_)) && error.to_string().contains("access_token"), "{error}");
}

#[tokio::test]
async fn what_is_sent_of_a_secret_is_one_text_that_is_wiped() {
    let server = Server::start([token("t1", 3600), answer(200, &[], "{}")]).await;
    let client = builder(&server.base_url()).oauth(app()).build().unwrap();
    for operation in [&FETCH, &ORGANIZATION] {
        let [first, second] =
            [client.authorization(operation, HOST).await, client.authorization(operation, HOST).await]
                .map(|header| header.unwrap().unwrap().0);
        assert!(first.is_sensitive());
        assert_eq!(first.as_bytes().as_ptr(), second.as_bytes().as_ptr(), "{}", operation.id());
    }
}

/// Refuses everything, after a while.
struct Refusing;

impl Transport for Refusing {
    fn send(&self, _: http::Request<Bytes>, _: Limits) -> Sending<'_> {
        Box::pin(async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            Ok(http::Response::builder().status(401).body(Bytes::new()).unwrap())
        })
    }
}

#[tokio::test(start_paused = true)]
async fn a_401_names_what_was_sent_and_not_what_would_be_sent_now() {
    let client = builder("http://127.0.0.1:1").transport(Refusing).build().unwrap();
    let clone = client.clone();
    let call = tokio::spawn(async move { clone.execute(&request(&FETCH)).await.unwrap_err() });
    tokio::time::sleep(Duration::from_millis(500)).await;
    client.replace_credential(other_key()).unwrap();
    let named = |error: &Error| error.problems()[0].name().to_owned();
    assert_eq!(named(&call.await.unwrap()), format!("the API key {}", key_sid()));
    let again = client.execute(&request(&FETCH)).await.unwrap_err();
    assert_eq!(named(&again), format!("the API key SK{}", "0d".repeat(16)));

    let client = builder("http://127.0.0.1:1").transport(Refusing).oauth(app()).build().unwrap();
    let error = client.execute(&request(&ORGANIZATION)).await.unwrap_err();
    assert_eq!(
        (named(&error).as_str(), error.failure().operation()),
        ("the OAuth app OQ1", Some("CreateOauthToken"))
    );
    let server = Server::start([token("t1", 3600), refusal(401, 20003, &[])]).await;
    let client = builder(&server.base_url()).oauth(app()).build().unwrap();
    let error = client.execute(&request(&ORGANIZATION)).await.unwrap_err();
    assert_eq!(
        (named(&error).as_str(), error.failure().operation()),
        ("the OAuth app OQ1", Some("FetchOrganization"))
    );
}

#[tokio::test(start_paused = true)]
async fn who_waited_for_an_exchange_that_failed_is_told_of_its_own_call() {
    let client = builder("http://127.0.0.1:1").transport(Refusing).oauth(app()).build().unwrap();
    let calls = [(); 2].map(|()| {
        let client = client.clone();
        tokio::spawn(async move { client.execute(&request(&ORGANIZATION)).await.unwrap_err() })
    });
    let mut told = Vec::new();
    for call in calls {
        let error = call.await.unwrap();
        told.push((
            error.failure().operation().unwrap(),
            error.failure().host().unwrap().to_owned(),
            error.is_retryable(),
        ));
    }
    told.sort();
    let hosts = ["oauth.twilio.com", "preview-iam.twilio.com"].map(str::to_owned);
    let [exchange, own] = hosts;
    assert_eq!(told, [("CreateOauthToken", exchange, false), ("FetchOrganization", own, true)]);
}

#[tokio::test]
async fn the_exchange_for_another_attempt_ends_with_the_call() {
    let refused = refusal(429, 20429, &[("Retry-After", "1")]);
    let server = Server::start([token("t1", 1), refused, Act::Silence(Duration::from_secs(30))]).await;
    let client = builder(&server.base_url()).oauth(app()).deadline(Duration::from_secs(2)).build().unwrap();
    let asked = tokio::time::Instant::now();
    let error = client.execute(&request(&ORGANIZATION)).await.unwrap_err();
    assert!(asked.elapsed() < Duration::from_millis(2500), "{:?}", asked.elapsed());
    assert!(error.is_throttled() && error.is_retryable(), "{error}");

    let server =
        Server::start([token("t1", 1), refusal(429, 20429, &[("Retry-After", "1")]), refusal(400, 1, &[])])
            .await;
    let client = builder(&server.base_url()).oauth(app()).build().unwrap();
    let error = client.execute(&request(&ORGANIZATION)).await.unwrap_err();
    assert!(error.is_throttled() && error.to_string().contains("CreateOauthToken"), "{error}");
}

#[tokio::test]
async fn an_app_without_its_secret_is_refused() {
    let error = builder("http://127.0.0.1:1").oauth(OAuthCredentials::new("OQ1", "")).build().unwrap_err();
    assert_eq!(error.problems()[0].name(), "credential");
    let client = builder("http://127.0.0.1:1").build().unwrap();
    assert!(client.replace_credential(OAuthCredentials::new("", "x")).is_err());
    assert!(
        client
            .execute(&request(&ORGANIZATION))
            .await
            .unwrap_err()
            .to_string()
            .contains("ClientBuilder::oauth")
    );
}
