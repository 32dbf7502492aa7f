//! Sends requests of generated code to a server on loopback, which decodes them for itself.
#![deny(warnings)]

mod decode;
mod server;

use decode::Sent;
use inputs::twilio::things_v1::*;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use ringfence::{ApiKey, CallbackUrl, Client, Error, Json};
use serde_json::{Value, json};
use server::Server;
use std::fmt::Debug;
use std::future::Future;

struct Wire {
    runtime: tokio::runtime::Runtime,
    server: Server,
    client: Client,
}

impl Wire {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let server = runtime.block_on(Server::start());
        let account = format!("AC{}", "a".repeat(32)).parse().unwrap();
        let key = ApiKey::new(format!("SK{}", "1".repeat(32)), "secret").unwrap();
        let client = Client::builder(account, key).mock_base_url(server.base()).build().unwrap();
        Self { runtime, server, client }
    }

    /// What the server read of a call.
    fn sent<T>(&self, call: impl Future<Output = Result<T, Error>>) -> Sent {
        self.runtime.block_on(call).unwrap();
        let mut sent = self.server.take();
        assert_eq!(sent.len(), 1, "one request");
        sent.remove(0)
    }

    /// A call that must not reach the server: the names of the inputs that are to blame.
    fn refused<T>(&self, call: impl Future<Output = Result<T, Error>>) -> Vec<String> {
        let error = self.runtime.block_on(call).err().expect("it is refused");
        assert!(matches!(error, Error::Input(_) | Error::Configuration(_)), "{error}");
        assert!(self.server.take().is_empty(), "something was sent");
        error.problems().iter().map(|problem| problem.name().to_owned()).collect()
    }
}

/// Checks a property with as many cases as cost a second or two.
fn check<S: Strategy>(strategy: S, property: impl Fn(S::Value))
where
    S::Value: Debug,
{
    let config = Config { cases: 400, failure_persistence: None, ..Config::default() };
    let result = TestRunner::new(config).run(&strategy, |value| {
        property(value);
        Ok(())
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[&=+%#?/;,.~<>\"\\\\ \r\n\t\u{0}é🙂-]{0,12}"]
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

fn main() {
    let wire = Wire::new();
    paths_and_queries(&wire);
    headers(&wire);
    forms(&wire);
    objects(&wire);
    other_bodies(&wire);
    credentials(&wire);
    println!("every text survived");
}

fn paths_and_queries(wire: &Wire) {
    check((text(), text(), text()), |(name, part, value)| {
        let call = fetch_part(name.as_str(), part.as_str()).text(value.as_str()).channel_to(value.as_str());
        let is_step = |text: &str| ["", ".", ".."].contains(&text);
        if is_step(&name) || is_step(&part) {
            let blamed = wire.refused(call.send(&wire.client));
            assert!(blamed.iter().all(|name| ["Name", "Part"].contains(&name.as_str())), "{blamed:?}");
            return;
        }
        let sent = wire.sent(call.send(&wire.client));
        let account = format!("AC{}", "a".repeat(32));
        let segments = ["v1", "Accounts", &account, "Things", &name, "Parts", &format!("{part}.json")];
        assert_eq!(sent.segments, segments);
        assert_eq!(sent.query, [pair("Text", &value), pair("Channel.To", &value)]);
        assert_eq!((sent.method.as_str(), sent.body.as_str(), sent.header("content-type")), ("GET", "", None));
    });
    check((proptest::collection::vec(text(), 0..4), text(), any::<i64>()), |(each, status, number)| {
        let call = fetch_part("n", "p")
            .each(each.clone())
            .each("one more")
            .start_before("2026-01-01")
            .start_after(ringfence::jiff::civil::date(2025, 1, 1))
            .joined([number, 2])
            .status(status.as_str());
        let mut expected: Vec<_> = each.iter().map(|value| pair("Each", value)).collect();
        expected.push(pair("Each", "one more"));
        expected.extend([pair("Start<", "2026-01-01"), pair("Start>", "2025-01-01")]);
        expected.extend([pair("Joined", &format!("{number},2")), pair("Status", &status)]);
        assert_eq!(wire.sent(call.send(&wire.client)).query, expected);
    });
    check((text(), text()), |(key, value)| {
        let call = fetch_part("n", "p").add_ons_data(json!({"a": {key.clone(): value.clone()}, "b": true}));
        let expected = [pair(&format!("AddOns.a.{key}"), &value), pair("AddOns.b", "true")];
        assert_eq!(wire.sent(call.send(&wire.client)).query, expected);
    });
    let deep: Json = format!("{}1{}", "[".repeat(500), "]".repeat(500)).parse().unwrap();
    assert_eq!(wire.refused(fetch_part("n", "p").add_ons_data(deep).send(&wire.client)), ["AddOns"]);
    let other: ringfence::AccountSid = format!("AC{}", "9".repeat(32)).parse().unwrap();
    let sent = wire.sent(fetch_part("n", "p").account(&other).send(&wire.client));
    assert_eq!(sent.segments[2], other.as_str());
}

fn headers(wire: &Wire) {
    check(text(), |value| {
        let call = fetch_part("n", "p").if_match(value.as_str());
        if value.bytes().all(|byte| byte == b'\t' || (b' '..=b'~').contains(&byte)) {
            let sent = wire.sent(call.send(&wire.client));
            // White space around a header's value is no part of it.
            let is_blank = |letter: char| letter == ' ' || letter == '\t';
            assert_eq!(sent.header("if-match"), Some(value.trim_matches(is_blank)));
        } else {
            assert_eq!(wire.refused(call.send(&wire.client)), ["If-Match"]);
        }
    });
    let call = fetch_part("n", "p").x_twilio_webhook_enabled(true).x_twilio_api_version("v1.2").x_list([1, 2]);
    let sent = wire.sent(call.send(&wire.client));
    assert_eq!(sent.header("x-twilio-webhook-enabled"), Some("true"));
    assert_eq!(sent.header("x-twilio-api-version"), Some("v1.2"));
    assert_eq!(sent.header("x-list"), Some("1,2"));
}

fn forms(wire: &Wire) {
    let texts = proptest::collection::vec(text(), 0..4);
    check((texts, text(), text(), text()), |(media, name, extra, value)| {
        let other: ringfence::AccountSid = format!("AC{}", "9".repeat(32)).parse().unwrap();
        let call = update_part("n", "p")
            .account_sid(&other)
            .name("first")
            .name(name.as_str())
            .configuration_url(value.as_str())
            .media_url(media.clone())
            .attributes(json!({value.clone(): name.clone()}))
            .rules([json!(value.clone()), json!([name.clone()])])
            .r#type(value.as_str())
            .clear_last_read_message_index()
            .extra(&extra, &value);
        let sent = wire.sent(call.send(&wire.client));
        let mut expected =
            vec![pair("AccountSid", other.as_str()), pair("Name", &name), pair("Configuration.Url", &value)];
        expected.extend(media.iter().map(|url| pair("MediaUrl", url)));
        expected.push(pair("Attributes", &json!({value.clone(): name.clone()}).to_string()));
        expected.push(pair("Rules", &json!(value.clone()).to_string()));
        expected.push(pair("Rules", &json!([name.clone()]).to_string()));
        expected.extend([pair("Type", &value), pair("LastReadMessageIndex", ""), pair(&extra, &value)]);
        assert_eq!(decode::pairs(&sent.body), expected);
        assert_eq!(sent.header("content-type"), Some("application/x-www-form-urlencoded"));
        assert_eq!(sent.segments[2], format!("AC{}", "a".repeat(32)), "the account of the path is the client's");
    });
    let none: [&str; 0] = [];
    let call = create_note(none, NoteBodyOrMediaUrl::media_url(none));
    assert_eq!(wire.refused(call.send(&wire.client)), ["Types", "MediaUrl"]);
    let sent = wire.sent(create_note("a", NoteBodyOrMediaUrl::media_url(["b", "c"])).body("d").send(&wire.client));
    let expected = [pair("Types", "a"), pair("MediaUrl", "b"), pair("MediaUrl", "c"), pair("Body", "d")];
    assert_eq!(decode::pairs(&sent.body), expected);
    let text = Json::from(json!({"a": 1}));
    let sent = wire.sent(update_part("n", "p").name(text).send(&wire.client));
    assert_eq!(decode::pairs(&sent.body), [pair("Name", "{\"a\":1}")], "JSON where a document says string");
    let sent = wire.sent(update_part("n", "p").status_callback(CallbackUrl::none()).send(&wire.client));
    assert_eq!(decode::pairs(&sent.body), [pair("StatusCallback", "")]);
    let sent = wire.sent(update_part("n", "p").last_read_message_index(7).media_url("one").numbers([1, 2]).send(&wire.client));
    assert_eq!(decode::pairs(&sent.body), [pair("LastReadMessageIndex", "7"), pair("MediaUrl", "one"), pair("Numbers", "1,2")]);
}

fn objects(wire: &Wire) {
    check((text(), text(), text()), |(one, other, key)| {
        let tag = |value: &str| Tag { key: Some(value.to_owned()), ..Default::default() };
        let list = CreateObjectInnerDeeper { list: Some(vec![one.clone(), other.clone()]), ..Default::default() };
        let mut inner =
            CreateObjectInner { text: Some(one.clone()), deeper: Some(list), ..Default::default() };
        inner.unknown.insert("null", Json::default());
        let more = CreateObjectExtended { more: Some(one.clone()), ..Default::default() };
        let call = create_object(other.as_str())
            .clear_note()
            .inner(inner)
            .tags([tag(&one), tag(&other)])
            .variables([(key.as_str(), one.as_str())])
            .free(json!({key.clone(): [one.clone()]}))
            .single(tag(&one))
            .described(tag(&one))
            .needed(tag(&one))
            .extended(more)
            .state(one.as_str())
            .idempotency_key("k-1")
            .extra(&format!("+{key}"), json!([other.clone()]));
        let sent = wire.sent(call.send(&wire.client));
        let tagged = |value: &str| json!({"key": value});
        let mut expected = json!({
            "displayName": other, "note": null,
            "inner": {"text": one, "deeper": {"list": [one, other]}, "null": null},
            "tags": [tagged(&one), tagged(&other)], "variables": {key.clone(): one}, "free": {key.clone(): [one]},
            "single": tagged(&one), "described": tagged(&one), "needed": tagged(&one),
            "extended": {"more": one}, "state": one,
        });
        expected[format!("+{key}")] = json!([other]);
        assert_eq!(serde_json::from_str::<Value>(&sent.body).unwrap(), expected);
        assert_eq!(sent.header("content-type"), Some("application/json"));
        assert_eq!(sent.header("idempotency-key"), Some("k-1"));
    });
    let one = wire.sent(create_object("d").tags(Tag::default()).send(&wire.client));
    assert_eq!(one.body, "{\"displayName\":\"d\",\"tags\":[{}]}");
}

fn other_bodies(wire: &Wire) {
    check(text(), |text| {
        let body = |call: Sent| serde_json::from_str::<Value>(&call.body).unwrap();
        let sent = wire.sent(create_indicator("APPLE").from(text.as_str()).send(&wire.client));
        assert_eq!(body(sent), json!({"channel": "APPLE", "from": text}));
        let sent = wire.sent(create_choice("s").large(text.as_str()).send(&wire.client));
        assert_eq!(body(sent), json!({"small": "s", "large": text}));
        let sent = wire.sent(create_anything(json!([text.clone()])).send(&wire.client));
        assert_eq!(body(sent), json!([text]));
        let tag = Tag { value: Some(text.clone()), ..Default::default() };
        assert_eq!(body(wire.sent(update_list([tag]).send(&wire.client))), json!([{"value": text}]));
        let sent = wire.sent(patch_user(text.as_str()).active(true).send(&wire.client));
        assert_eq!((sent.method.as_str(), sent.header("content-type")), ("PATCH", Some("application/scim+json")));
        assert_eq!(sent.header("accept"), Some("application/scim+json"));
        assert_eq!(body(sent), json!({"userName": text, "active": true}));
    });
    let sent = wire.sent(create_ping().send(&wire.client));
    assert_eq!((sent.header("content-length"), sent.header("content-type")), (Some("0"), None));
}

fn credentials(wire: &Wire) {
    assert!(wire.sent(create_ping().send(&wire.client)).header("authorization").unwrap().starts_with("Basic "));
    assert_eq!(wire.sent(create_token().send(&wire.client)).header("authorization"), None);
    assert_eq!(wire.refused(fetch_organization().send(&wire.client)), ["credential"]);
}
