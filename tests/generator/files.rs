//! Generated files in a repository: written, compared, removed, and compiled with every kind of setting.

use crate::crates::Scratch;
use crate::documents::{document, lines};
use ringfence_codegen::{Config, Fact, Problems};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn said(problems: Problems) -> String {
    lines(&problems).join("\n")
}

fn messages() -> Config {
    Config::new().document("api_v2010").operations(["CreateMessage", "FetchMessage"])
}

#[test]
fn files_are_written_compared_and_removed_when_no_longer_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("src/twilio");
    let files = messages().files().unwrap();
    assert_eq!(files.operations, 2);
    assert_eq!(files.compare(&out).unwrap().len(), 2, "both are missing");
    assert!(!out.exists(), "to compare writes nothing");
    assert_eq!(files.write(&out).unwrap().len(), 2);
    assert_eq!(names(&out), ["api_v2010.rs", "mod.rs"]);
    assert!(files.compare(&out).unwrap().is_empty() && files.write(&out).unwrap().is_empty());

    fs::write(out.join("own.rs"), "// mine\n").unwrap();
    let renamed = messages().module("api_v2010", "core_api").files().unwrap();
    let changed: Vec<(PathBuf, bool)> =
        renamed.compare(&out).unwrap().into_iter().map(|one| (one.path, one.new.is_some())).collect();
    let expected = [("core_api.rs", true), ("mod.rs", true), ("api_v2010.rs", false)];
    assert_eq!(changed, expected.map(|(name, stays)| (out.join(name), stays)));
    renamed.write(&out).unwrap();
    assert_eq!(names(&out), ["core_api.rs", "mod.rs", "own.rs"], "what was not generated stays");
}

#[test]
fn a_file_that_was_not_generated_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("mod.rs"), "//! Mine.\n").unwrap();
    let problems = said(messages().files().unwrap().write(folder.path()).unwrap_err());
    assert!(problems.contains("mod.rs: was not generated, and would be overwritten"), "{problems}");
    assert_eq!(names(folder.path()), ["mod.rs"], "nothing is written beside it");
    fs::write(folder.path().join("mod.rs"), "\n").unwrap();
    assert_eq!(
        messages().files().unwrap().write(folder.path()).unwrap().len(),
        2,
        "an empty file is nobody's"
    );
}

#[test]
fn a_module_that_cannot_have_a_file_is_a_problem() {
    let folder = tempfile::tempdir().unwrap();
    let paths =
        "/v1/Things:\n  get:\n    operationId: FetchThing\n    responses: {'204': {description: Done}}\n";
    fs::write(folder.path().join("mod.yaml"), document(paths, "")).unwrap();
    let problems = said(Config::new().document_file(folder.path()).files().unwrap_err());
    assert!(problems.contains("setting `modules`"), "{problems}");
    let files = Config::new().document_file(folder.path()).module("mod", "things").files().unwrap();
    assert!(files.texts.contains_key("things.rs"));
}

const PROGRAM: &str = r#"//! Generated.
#![deny(warnings)]
#![warn(missing_docs, rustdoc::all, clippy::all, clippy::pedantic)]

/// Twilio.
pub mod twilio;

use crate::twilio::core_api::{self, MessageBodyOrPersistentAction, Sms, SmsStatus};
use std::collections::BTreeMap;

/// What the settings have made of it.
#[must_use]
pub fn uses(sms: &Sms, other: &Sms) -> (bool, BTreeMap<SmsStatus, usize>) {
    let request = core_api::send_message(MessageBodyOrPersistentAction::body("Hi"))
        .to("+15558675310")
        .callback(ringfence::callback_url!("https://example.com/sms"));
    let _: &ringfence::Request = request.request();
    let _: Option<&String> = sms.text.as_ref();
    (sms == other, BTreeMap::new())
}
"#;

#[test]
fn every_kind_of_setting_gives_code_that_compiles() {
    let config = messages()
        .module("api_v2010", "core_api")
        .rename("CreateMessage", "SendMessage")
        .rename("CreateMessage.StatusCallback", "callback")
        .rename("api.v2010.account.message", "Sms")
        .rename("message_enum_status", "SmsStatus")
        .rename("api.v2010.account.message.body", "text")
        .override_fact("CreateMessage.To", Fact::Required(false))
        .override_fact(
            "CreateMessage",
            Fact::Conditional(vec![vec!["body".to_owned(), "persistent_action".to_owned()]]),
        )
        .derive("*", ["PartialEq"])
        .derive("SmsStatus", ["PartialOrd", "Ord"]);
    let files = config.files().unwrap();
    let package = Scratch::new("files", "", &[("src/lib.rs", PROGRAM)]);
    files.write(&package.source().join("twilio")).unwrap();
    fs::remove_file(package.source().join("twilio.rs")).unwrap();
    package.cargo(&["check"]);
    package.cargo(&["doc", "--no-deps"]);
    package.cargo(&["clippy"]);
    let mut rustfmt = Command::new("rustfmt");
    rustfmt.args(["--check", "--edition", "2024", "lib.rs"]).current_dir(package.source());
    let formatted = rustfmt.output().unwrap();
    assert!(formatted.status.success(), "{}", String::from_utf8_lossy(&formatted.stdout));
}

const DERIVED: &str = r####"//! Generated.
pub mod twilio;

use std::collections::HashSet;
use twilio::api_v2010::{Message, MessageStatus};

fn main() {
    let json = r##"{"sid":"SM1","status":"sent","num_media":"07","price":"0.10","subresource_uris":{"a":null},"new":[1,"x"]}"##;
    let message: Message = serde_json::from_str(json).unwrap();
    assert!(message.status == Some(MessageStatus::Sent) && message.unknown.len() == 1);
    let tree: serde_json::Value = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_value(&message).unwrap(), tree);
    assert_eq!(serde_json::to_string(&MessageStatus::Sent).unwrap(), "\"sent\"");
    assert!(serde_json::from_str::<Message>("[]").is_err());
    let copies = HashSet::from([message.clone(), message.clone(), Message::default()]);
    assert!(copies.len() == 2 && MessageStatus::Sent > MessageStatus::Queued);
    println!("done");
}
"####;

/// Every derive that is not refused, on every struct: those that users make have a `Default` already, others hold models.
#[test]
fn every_derive_that_is_not_refused_compiles_on_every_model() {
    let inputs = concat!(env!("CARGO_MANIFEST_DIR"), "/generator/inputs.yaml");
    let all = [
        "PartialEq",
        "std::cmp::Eq",
        "::core::hash::Hash",
        "Default",
        "serde::Serialize",
        "::serde::Deserialize",
    ];
    let config = messages()
        .document_file(inputs)
        .operations(["inputs::*"])
        .derive("*", all)
        .derive("MessageStatus", ["PartialOrd", "core::cmp::Ord", "serde::Serialize"]);
    let files = config.files().unwrap_or_else(|problems| panic!("{problems}"));
    let package = Scratch::with_features(
        "derives",
        "",
        &[("src/main.rs", DERIVED)],
        "serde_json = \"1\"\n",
        &["serde"],
    );
    files.write(&package.source().join("twilio")).unwrap();
    fs::remove_file(package.source().join("twilio.rs")).unwrap();
    assert_eq!(package.cargo(&["run"]), "done\n");
}

/// A derive on one model reaches those that its fields hold, and only those.
#[test]
fn what_compares_a_model_compares_the_models_within() {
    let folder = tempfile::tempdir().unwrap();
    let text = document(
        "/v1/Things:\n  get:\n    operationId: FetchThing\n    responses: {'200': {description: OK, content: {application/json: {schema: \
         {$ref: '#/components/schemas/outer'}}}}}\n",
        "schemas:\n  outer: {type: object, properties: {a: {type: array, items: {$ref: '#/components/schemas/inner'}}}}\n  \
         inner: {type: object, properties: {b: {type: string}}}\n",
    );
    let path = folder.path().join("things.yaml");
    fs::write(&path, text).unwrap();
    let texts = |name: &str| {
        let files = Config::new().document_file(&path).derive(name, ["PartialEq"]).files().unwrap();
        files.texts["things.rs"].matches("#[derive(PartialEq)]").count()
    };
    assert_eq!((texts("Outer"), texts("Inner")), (2, 1));
}
