//! Lines of curl, run by a real shell in which `curl` prints its arguments.

use super::*;
use crate::{ApiKey, Client};
use proptest::prelude::*;
use std::process::Command;

static CREATE: Operation = Operation::new(
    "CreateMessage",
    Method::Post,
    "api.twilio.com",
    "/2010-04-01/Accounts/{AccountSid}/Messages.json",
);
static LOOKUP: Operation =
    Operation::new("FetchPhoneNumber", Method::Get, "lookups.twilio.com", "/v2/PhoneNumbers/{PhoneNumber}");
static REMOVE: Operation =
    Operation::new("UpdateFlag", Method::Post, "api.twilio.com", "/Flags/{Sid}").secured_by(Security::OAuth);

fn sid(prefix: &str) -> String {
    format!("{prefix}{}", "0f".repeat(16))
}

fn client() -> Client {
    let key = ApiKey::new(sid("SK"), "s3cr3tOfTheTestKey").unwrap();
    Client::builder(sid("AC").parse().unwrap(), key).build().unwrap()
}

/// What a shell hands to `curl`.
fn arguments(line: &str) -> Vec<String> {
    let script = format!("curl() {{ for argument; do printf '%s\\0' \"$argument\"; done; }}\n{line}");
    let output = Command::new("sh")
        .args(["-eu", "-c", &script])
        .env_clear()
        .envs([("PATH", "/usr/bin:/bin"), ("TWILIO_API_KEY", "key"), ("TWILIO_API_SECRET", "secret")])
        .envs([("TWILIO_ACCOUNT_SID", "account"), ("TWILIO_ACCESS_TOKEN", "token")])
        .envs([
            ("TO", "my number"),
            ("BODY", "my text"),
            ("PHONE_NUMBER", "mine"),
            ("IF_MATCH", "3"),
            ("DATE_SENT_", "then"),
            ("FIELDS", "a+b"),
        ])
        .output()
        .unwrap();
    assert!(output.status.success(), "{line}\n{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.split_terminator('\0').map(str::to_owned).collect()
}

fn message() -> Request {
    let mut request = Request::new(&CREATE);
    request.form().push("To", "+15558675310");
    request.form().push("Body", "It's $5; `rm -rf`\nand \"more\"!");
    request.form().push("StatusCallback", "https://example.com/sms#rc=2");
    request.form().push("MessagingServiceSid", &sid("MG"));
    request
}

#[test]
fn what_is_personal_is_a_variable_and_the_credentials_always() {
    let line = message().to_curl(&client()).to_string();
    assert!(!line.contains("8675310") && !line.contains("rm -rf") && !line.contains("s3cr3t"), "{line}");
    assert_eq!(
        arguments(&line),
        [
            "-sS",
            "-i",
            "-X",
            "POST",
            "https://api.twilio.com/2010-04-01/Accounts/account/Messages.json",
            "-u",
            "key:secret",
            "-H",
            "Accept: application/json",
            "--data-urlencode",
            "To=my number",
            "--data-urlencode",
            "Body=my text",
            "--data-urlencode",
            "StatusCallback=https://example.com/sms#rc=2",
            "--data-urlencode",
            &format!("MessagingServiceSid={}", sid("MG")),
        ]
    );
    assert!(!format!("{:?}", message().to_curl(&client()).revealed()).contains("8675310"));
}

#[test]
fn all_of_it_is_there_when_asked_for() {
    let arguments = arguments(&message().to_curl(&client()).revealed().to_string());
    assert!(arguments.contains(&"Body=It's $5; `rm -rf`\nand \"more\"!".to_owned()), "{arguments:?}");
    assert!(arguments.contains(&"key:secret".to_owned()));
}

#[test]
fn paths_queries_headers_and_json_are_masked_too() {
    let mut lookup = Request::new(&LOOKUP);
    lookup.set_path("PhoneNumber", "+15558675310".to_owned());
    lookup.query().push("Fields", "caller_name");
    lookup.query().push("PageSize", "50");
    lookup.query().push("DateSent>", "2026-11-01");
    lookup.set_header("If-Match", "3");
    let line = lookup.to_curl(&client()).to_string();
    assert!(line.contains("'If-Match: 3'"), "{line}");
    // What the variables hold is encoded by curl, and in the URL then.
    let given = arguments(&line);
    assert_eq!(given[4], "https://lookups.twilio.com/v2/PhoneNumbers/mine?PageSize=50");
    assert_eq!(
        given[given.len() - 5..],
        ["-G", "--data-urlencode", "Fields=a+b", "--data-urlencode", "DateSent%3E=then"]
    );

    let mut flag = Request::new(&REMOVE);
    flag.set_path("Sid", sid("FL"));
    flag.set_body(Body::Object(
        "application/json",
        vec![("user".into(), r#"{"name":"Ann","on":true,"ttl":60,"n":[1,"Bob"]}"#.into())],
    ));
    let arguments = arguments(&flag.to_curl(&client()).to_string());
    assert_eq!(
        arguments[4..7],
        [
            format!("https://api.twilio.com/Flags/{}", sid("FL")),
            "-H".into(),
            "Authorization: Bearer token".into()
        ]
    );
    assert_eq!(
        arguments.last().unwrap(),
        r#"{"user":{"n":["<n>","<n>"],"name":"<name>","on":true,"ttl":60}}"#
    );
}

#[test]
fn names_of_inputs_are_names_of_variables() {
    for (name, number) in
        [("Code", "123456"), ("Pin", "1234"), ("Body", "123456"), ("digits", "7"), ("x", "1")]
    {
        assert!(!is_nobodys(name, number), "{name}");
    }
    assert!(is_nobodys("PageSize", "50") && is_nobodys("page_size", "50") && is_nobodys("Timeout", "30"));
    for (input, name) in [
        ("StatusCallback", "STATUS_CALLBACK"),
        ("Configuration.Url", "CONFIGURATION_URL"),
        ("2nd", "_2ND"),
        ("", "_"),
    ] {
        assert_eq!(variable(input), name);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_survives_the_shell(value in "[^\0]{0,40}", path in "[^\0/]{1,20}", query in any::<String>()) {
        let mut request = Request::new(&CREATE);
        request.set_path("AccountSid", path.clone());
        request.query().push("q", &query);
        request.form().push("Body", &value);
        let arguments = arguments(&request.to_curl(&client()).revealed().to_string());
        let url = format!("https://api.twilio.com/2010-04-01/Accounts/{}/Messages.json?q={}", encoded(&path), encoded(&query));
        prop_assert_eq!(&arguments[4], &url);
        prop_assert_eq!(arguments.last().unwrap(), &format!("Body={value}"));
    }

    #[test]
    fn no_text_is_shown_unasked(value in "[a-z+]{7,40}") {
        let mut request = Request::new(&CREATE);
        request.set_path("AccountSid", value.clone());
        request.query().push("q", &value);
        request.form().push("Body", &format!("{value}\0"));
        let line = request.to_curl(&client()).to_string();
        prop_assert!(!line.contains(&value), "{}", line);
    }
}
