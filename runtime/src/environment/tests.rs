//! The environment, read through a lookup of the test's own.

use super::*;
use crate::Client;

fn account() -> String {
    format!("AC{}", "0b".repeat(16))
}

fn key() -> String {
    format!("SK{}", "0c".repeat(16))
}

fn token() -> String {
    "0d".repeat(16)
}

fn read_from(variables: &[(&str, &str)]) -> Result<Environment, Error> {
    read(|name| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into()))
}

/// The names of the problems, in order.
fn problems(variables: &[(&str, &str)]) -> Vec<String> {
    let error = read_from(variables).unwrap_err();
    assert!(matches!(error, Error::Configuration(_)));
    error.problems().iter().map(|problem| problem.name().to_owned()).collect()
}

#[test]
fn a_whole_environment_makes_a_client() {
    let (account, key) = (account(), key());
    for secret in [SECRET, KEY_SECRET] {
        let variables =
            [(ACCOUNT, account.as_str()), (KEY, &key), (secret, "s3cr3t"), (REGION, "ie1"), (EDGE, "dublin")];
        let read = read_from(&variables).unwrap();
        assert_eq!((read.account.as_str(), read.key.sid().as_str()), (account.as_str(), key.as_str()));
        assert_eq!(read.region, Region::Ie1);
        assert!(!format!("{read:?}").contains("s3cr3t"));
    }
}

#[test]
fn all_problems_come_at_once() {
    assert_eq!(problems(&[(EDGE, "sydney")]), [ACCOUNT, KEY, SECRET, EDGE]);
    assert_eq!(problems(&[(ACCOUNT, ""), (KEY, ""), (REGION, "de1")]), [ACCOUNT, KEY, SECRET, REGION]);
}

#[test]
fn what_is_wrong_with_key_and_secret_is_told_of_both() {
    let (account, token) = (account(), token());
    for secret in [SECRET, KEY_SECRET] {
        assert_eq!(problems(&[(ACCOUNT, &account), (KEY, "SK1"), (secret, &token)]), [KEY, secret]);
    }
    assert_eq!(problems(&[(ACCOUNT, &account), (SECRET, &token)]), [KEY, SECRET]);
    assert_eq!(problems(&[(ACCOUNT, &account), (KEY, "SK1")]), [KEY, SECRET]);
}

#[test]
fn a_file_of_certificates_is_read_or_told() {
    let (account, key) = (account(), key());
    let all = |path: &str| {
        [
            (ACCOUNT, account.clone()),
            (KEY, key.clone()),
            (SECRET, "s3cr3t".to_owned()),
            (CA_BUNDLE, path.to_owned()),
        ]
    };
    let from = |path: &str| {
        let variables = all(path);
        read(|name| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into()))
    };
    let path = std::env::temp_dir().join(format!("ringfence-ca-{}", std::process::id()));
    std::fs::write(&path, "no certificate").unwrap();
    assert_eq!(from(path.to_str().unwrap()).unwrap().ca_bundle.unwrap(), b"no certificate");
    #[cfg(feature = "hyper")]
    {
        let variables = all(path.to_str().unwrap());
        let lookup =
            |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into());
        let error = crate::ClientBuilder::from_lookup(lookup).unwrap().build().unwrap_err();
        assert_eq!(error.problems()[0].name(), "ca_bundle");
    }
    std::fs::remove_file(&path).unwrap();
    assert_eq!(from(path.to_str().unwrap()).unwrap_err().problems()[0].name(), CA_BUNDLE);
    assert!(from("").unwrap().ca_bundle.is_none());
}

#[test]
fn an_auth_token_alone_is_answered_with_what_to_do() {
    let (account, token) = (account(), token());
    let error = read_from(&[(ACCOUNT, &account), (TOKEN, &token)]).unwrap_err();
    let text = error.to_string();
    assert!(text.contains("TWILIO_API_KEY: is not set, and TWILIO_AUTH_TOKEN is"), "{text}");
    assert!(text.contains("make an API key") && !text.contains(&token), "{text}");
}

#[test]
fn what_stands_in_the_wrong_place_is_named() {
    let (account, key, token) = (account(), key(), token());
    let blank = format!(" {account}");
    for (variables, name) in [
        ([(ACCOUNT, key.as_str()), (KEY, &key), (SECRET, "s")], ACCOUNT),
        ([(ACCOUNT, &blank), (KEY, &key), (SECRET, "s")], ACCOUNT),
        ([(ACCOUNT, &token), (KEY, &key), (SECRET, "s")], ACCOUNT),
        ([(ACCOUNT, &account), (KEY, &account), (SECRET, "s")], KEY),
        ([(ACCOUNT, &account), (KEY, &token), (SECRET, "s")], KEY),
        ([(ACCOUNT, &account), (KEY, &key), (SECRET, &token)], SECRET),
        ([(ACCOUNT, &account), (KEY, &key), (KEY_SECRET, "s ")], KEY_SECRET),
    ] {
        assert_eq!(problems(&variables), [name]);
        let text = read_from(&variables).unwrap_err().to_string();
        assert!(!text.contains(&token), "{text}");
    }
}

#[test]
fn two_secrets_must_agree() {
    let (account, key) = (account(), key());
    let with = |second| {
        let variables = [(ACCOUNT, account.as_str()), (KEY, &key), (SECRET, "f1rst"), (KEY_SECRET, second)];
        read_from(&variables).map(drop).map_err(|error| error.to_string())
    };
    assert!(with("f1rst").is_ok());
    let refused = with("s3cond").unwrap_err();
    assert!(refused.contains("both set and differ") && !refused.contains("f1rst"), "{refused}");
}

#[cfg(unix)]
#[test]
fn what_is_no_text_is_a_problem() {
    use std::os::unix::ffi::OsStringExt;
    let error = read(|name| (name == REGION).then(|| OsString::from_vec(vec![0xff]))).unwrap_err();
    assert!(error.problems().iter().any(|problem| problem.name() == REGION), "{error}");
}

#[test]
fn the_process_environment_is_the_default_lookup() {
    // No variable is set here, so whichever way it goes it must not panic.
    let _ = Client::from_env().map(|client| client.account_sid().clone());
}
