//! What is masked, and what stays readable.

use super::*;
use proptest::prelude::*;

/// Asserts that the source keeps its length and loses this secret.
fn assert_masked(template: &str, secret: &str) {
    let source = template.replace("SECRET", secret);
    let masked = mask_literals(&source);
    assert_eq!(masked, template.replace("SECRET", &"*".repeat(secret.len())));
}

fn assert_kept(source: &str) {
    assert_eq!(mask_literals(source), source);
}

#[test]
fn long_runs_of_letters_and_digits_are_masked_anywhere() {
    let token = "0123456789abcdef".repeat(2);
    assert_masked("let x = f(\"SECRET\"); // SECRET", &token);
    assert_masked("AC: SECRET", &format!("AC{token}"));
    assert_kept("fn a_name_that_is_long_but_has_words_in_it_1() {}");
    assert_kept("struct AVeryLongTypeNameWithoutAnyDigitInItAtAll;");
}

#[test]
fn the_user_part_of_a_url_is_masked() {
    assert_masked("get(\"https://SECRET@api.twilio.com/x?y=a@b\")", "user:pass");
    assert_kept("get(\"https://api.twilio.com/a@b\")");
    assert_kept("format!(\"https://{sid}:{token}@api.twilio.com\")");
}

#[test]
fn literals_beside_telling_names_are_masked() {
    assert_masked("const AUTH_TOKEN: &str = \"SECRET\";", "hunter2");
    assert_masked("let c = Config { auth_token: \"SECRET\".to_owned() };", "hunter2!");
    assert_masked("env::var(\"TWILIO_AUTH_TOKEN\").unwrap_or(r#\"SECRET\"#.into())", "hunter2");
    assert_masked("let auth_token = if live { read() } else { \"SECRET\" };", "hunter2");
    assert_masked("json!({ \"api-key\": \"SECRET\" })", "hunter2");
    assert_masked("ApiKey::new(sid,\n    \"SECRET\")", "hunter2");
}

#[test]
fn what_is_no_secret_stays() {
    assert_kept("let auth_token = env::var(\"TWILIO_AUTH_TOKEN\");");
    assert_kept("let secret = read(); post(\"https://example.com/path\")");
    assert_kept("let secret = 1; let x = \"hunter2\";");
    assert_kept("// auth_token = \"hunter2\"");
    assert_kept("fn token() { var(\"TWILIO_AUTH_TOKEN\").ok() }\nfn send() { post(\"Body=Hi\") }");
    assert_kept("let auth_token = config().expect(\"the token is set\");");
    assert_kept("let c = '\"'; let s: &'static str = \"plain\"; let q = '\\'';");
}

proptest! {
    #[test]
    fn places_never_move(source in "(\\PC|\"|secret|://|@|r#|'|/\\*|\\n|[a-f0-9]{32}){0,40}") {
        let masked = mask_literals(&source);
        prop_assert_eq!(masked.len(), source.len());
        for (at, letter) in masked.char_indices() {
            prop_assert!(letter == '*' || source.get(at..).is_some_and(|rest| rest.starts_with(letter)));
        }
    }
}
