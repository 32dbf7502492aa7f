//! `list`, `show` and `search`.

use super::{document, done, json, refused};
use ringfence_tests::tree::tree;

fn things() -> tempfile::TempDir {
    let manifest = "[package]\nname = \"p\"\nedition = \"2024\"\n[package.metadata.ringfence]\ndocuments = [\"twilio_things_v1.yaml\"]\n\
                    operations = [\"CreateThing\"]\nmodules = { things_v1 = \"mine\" }\n[package.metadata.ringfence.renames]\nCreateThing = \"BakeThing\"\n";
    tree(&[
        ("twilio_things_v1.yaml", &document("CreateThing")),
        ("others/twilio_a_v1.yaml", &document("CreateThing")),
        ("others/twilio_b_v1.yaml", &document("CreateThing")),
        ("crate/Cargo.toml", &manifest.replace("twilio_things", "../twilio_things")),
        ("crate/src/lib.rs", ""),
    ])
}

#[test]
fn documents_are_listed_from_the_bundle_a_file_a_folder_and_a_manifest() {
    let folder = things();
    let bundled = done(folder.path(), &["specs", "list"]);
    for document in ringfence_specs::DOCUMENTS {
        let line = bundled.lines().find(|line| line.starts_with(document.name)).unwrap();
        assert!(line.contains(document.date) && line.contains(" operation"), "{line}");
    }
    let one = done(folder.path(), &["specs", "list", "--spec", "twilio_things_v1.yaml"]);
    assert_eq!(one, "things_v1      1 operation  Things 1.2.3\n1 document, 1 operation\n");
    let two = json(folder.path(), &["specs", "list", "--spec", "others", "--operations"]);
    assert_eq!((&two[0]["document"], &two[1]["document"]), (&"a_v1".into(), &"b_v1".into()));
    assert_eq!(two[0]["operations"][0]["id"], "CreateThing");
    let own = done(&folder.path().join("crate"), &["specs", "list"]);
    assert!(own.contains("things_v1") && own.contains("as `mine`"), "{own}");
}

#[test]
fn an_operation_is_shown_as_generated_code_has_it() {
    let folder = things();
    let page = done(folder.path(), &["specs", "show", "create_thing", "--spec", "twilio_things_v1.yaml"]);
    for words in [
        "things_v1::CreateThing\n  POST https://things.twilio.com/v1/Things\n",
        "  fn create_thing(name: impl Into<String>) -> CreateThing\n",
        "Makes a thing out of dough.",
        "Required\n  Name  form    name: impl Into<String>\n                minLength 2; type string\n",
        "Optional\n  StatusCallback  form    .status_callback(impl Into<CallbackUrl>)\n",
        "Answer\n  `Thing`: `.send(..)`\n    sid: String\n",
        "Callbacks\n  StatusCallback by `status_callback`\n",
        "needs no credential",
        "retried only where Twilio did not act on it",
        "tags: Tag",
    ] {
        assert!(page.contains(words), "no `{words}` in {page}");
    }
    let own = json(&folder.path().join("crate"), &["specs", "show", "CreateThing"]);
    assert_eq!(
        own["signature"], "fn bake_thing(name: impl Into<String>) -> BakeThing",
        "the settings of the crate hold"
    );
    assert_eq!((&own["module"], &own["document"]), (&"mine".into(), &"things_v1".into()));
    assert_eq!(own["inputs"][0]["limits"]["minLength"], "2");
    let bundled = done(folder.path(), &["specs", "show", "api_v2010::CreateMessage"]);
    let signature = "fn create_message(to: impl Into<PhoneNumber>, sender: MessageSender, content: MessageContent) -> CreateMessage";
    assert!(bundled.contains(signature), "{bundled}");
    assert!(
        bundled.contains("Required, one of each group\n") && bundled.contains("MessageSender::from_number("),
        "{bundled}"
    );
}

#[test]
fn what_is_personal_of_the_inputs_is_told() {
    let mark = "x-twilio: {pii: {handling: standard}}";
    let text = document("CreateThing")
        .replace("minLength: 2", &format!("minLength: 2, {mark}"))
        .replace("      requestBody:", &format!("      parameters: [{{name: To, in: query, {mark}, schema: {{type: string}}}}]\n      requestBody:"));
    let folder = tree(&[("twilio_things_v1.yaml", &text)]);
    let command = ["specs", "show", "CreateThing", "--spec", "twilio_things_v1.yaml"];
    let page = done(folder.path(), &command);
    assert_eq!(page.matches(" (personal)\n").count(), 2, "{page}");
    let personal = |at: usize| json(folder.path(), &command)["inputs"][at]["personal"].as_bool();
    assert_eq!([personal(0), personal(1), personal(2)], [Some(true), Some(true), Some(false)]);
}

#[test]
fn an_operation_that_is_not_there_or_there_twice_is_told() {
    let folder = things();
    let show = |name: &'static str| ["specs", "show", name, "--spec", "others"];
    refused(
        folder.path(),
        &show("CreateThin"),
        "no operation is called `CreateThin`; did you mean `CreateThing`?",
    );
    refused(
        folder.path(),
        &show("CreateThing"),
        "several documents have `CreateThing`; name one of `a_v1::CreateThing`, `b_v1::CreateThing`",
    );
    refused(folder.path(), &show("c_v1::CreateThing"), "no document gives the module of `c_v1::CreateThing`");
    refused(folder.path(), &["specs", "show", "X", "--spec", "api_v2001"], "did you mean `api_v2010`?");
    refused(folder.path(), &["specs", "list", "--spec", "gone.yaml"], "gone.yaml: cannot be read");
    refused(folder.path(), &["specs", "lits"], "'list'");
    assert!(
        done(folder.path(), &["specs", "show", "b_v1::CreateThing", "--spec", "others"])
            .starts_with("b_v1::CreateThing\n")
    );
}

#[test]
fn all_words_are_searched_for_names_first() {
    let folder = things();
    let search = |words: &[&str]| {
        let line: Vec<&str> =
            ["specs", "search", "--spec", "twilio_things_v1.yaml"].iter().chain(words).copied().collect();
        done(folder.path(), &line)
    };
    assert!(search(&["THING"]).starts_with("things_v1::CreateThing\n    operation: POST /v1/Things\n"));
    assert!(
        search(&["callback", "status"])
            .starts_with("things_v1::CreateThing.StatusCallback\n    input: .status_callback(")
    );
    assert!(search(&["dough"]).contains("text: Makes a thing out of dough."));
    assert!(search(&["sid"]).contains("things_v1::Thing\n    type: 1 of its fields or values: sid sid"));
    assert_eq!(search(&["nothing", "here"]), "0 hits\n");
    let few = done(folder.path(), &["specs", "search", "message", "--limit", "2"]);
    assert!(few.lines().count() == 5 && few.contains(" more by `--limit`"), "{few}");
}
