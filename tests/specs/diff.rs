//! `diff`: documents compared by what they mean, on small ones and on Twilio's own with known changes.

use super::{document, done, json, refused, run};
use ringfence_tests::corpus::{corpus, skip};
use ringfence_tests::tree::tree;
use serde_json::Value;
use std::fs;
use std::path::Path;

/// `subject: change | rust` for each change of an effect.
pub fn told(changes: &Value, effect: &str) -> Vec<String> {
    let text = |change: &Value, key: &str| change[key].as_str().unwrap().to_owned();
    let line = |change: &Value| {
        format!("{}: {} | {}", text(change, "subject"), text(change, "change"), text(change, "rust"))
    };
    changes[effect].as_array().unwrap().iter().map(line).collect()
}

/// What differs after one replacement in the small document, by effect.
fn after(from: &str, to: &str) -> [Vec<String>; 3] {
    let old = document("CreateThing");
    let new = old.replace(from, to);
    assert_ne!(old, new, "nothing was replaced");
    let folder = tree(&[("old.yaml", &old), ("new.yaml", &new)]);
    let changes = json(folder.path(), &["specs", "diff", "old.yaml", "new.yaml"]);
    ["breaking", "changed", "added"].map(|effect| told(&changes, effect))
}

fn assert_only(from: &str, to: &str, effect: &str, expected: &[&str]) {
    let effects = ["breaking", "changed", "added"];
    for (name, lines) in effects.iter().zip(after(from, to)) {
        let expected: &[&str] = if *name == effect { expected } else { &[] };
        assert_eq!(lines, expected, "{name} after {from:?} to {to:?}");
    }
}

#[test]
fn what_breaks_is_told_with_its_effect_on_rust() {
    let breaking = |from: &str, to: &str, expected: &[&str]| assert_only(from, to, "breaking", expected);
    breaking(
        "operationId: CreateThing",
        "operationId: MakeThing",
        &[
            "`CreateThing`: is called `MakeThing` now | `create_thing` is `make_thing` now, and `CreateThing` is `MakeThing`",
        ],
    );
    breaking(
        "required: [Name]",
        "required: [Name, StatusCallback]",
        &[
            "`CreateThing`: requires the input `StatusCallback` now | `.status_callback(impl Into<CallbackUrl>)` of \
           `create_thing` is `status_callback: impl Into<CallbackUrl>` now",
        ],
    );
    breaking(
        "required: [Name]",
        "required: []",
        &[
            "`CreateThing`: no longer requires the input `Name` | `name: impl Into<String>` of `create_thing` is \
           `.name(impl Into<String>)` now",
        ],
    );
    breaking(
        ", StatusCallback: {type: string, format: uri}",
        "",
        &[
            "`CreateThing`: no longer takes the input `StatusCallback` | `.status_callback(impl Into<CallbackUrl>)` is gone",
        ],
    );
    breaking(
        "Name: {type: string, minLength: 2}",
        "Name: {type: integer}",
        &[
            "`CreateThing`: takes the input `Name` as another type (integer, not string) | `name: impl Into<String>` is \
           `name: i64` now",
        ],
    );
    breaking(
        "sid: {type: string}",
        "sid: {type: boolean}",
        &[
            "`Thing` (in `CreateThing`): has another type for the field `sid` | `Thing.sid` is `bool` now, not `String`",
        ],
    );
    breaking(
        "{$ref: '#/components/schemas/v1.thing'}",
        "{type: object}",
        &["`CreateThing`: answers with something else | the answer is `Json` now, not `Thing`"],
    );
    breaking(
        "v1.thing",
        "v1.item",
        &["`Thing` (in `CreateThing`): is called `Item` now | `Thing` is `Item` now"],
    );
}

#[test]
fn what_changes_without_breaking_is_told_apart() {
    assert_only(
        "minLength: 2",
        "minLength: 3",
        "changed",
        &[
            "`CreateThing`: the input `Name` has other limits: `minLength` is 3, not 2 | every signature stays as it is",
        ],
    );
    assert_only(
        "StatusCallback: {type: string, format: uri}",
        "StatusCallback: {type: string, format: uri, maxLength: 9}",
        "changed",
        &[
            "`CreateThing`: the input `StatusCallback` has other limits: `maxLength` is 9 | every signature stays as it is",
        ],
    );
    assert_only(
        "operationId: CreateThing",
        "operationId: CreateThing\n      deprecated: true",
        "changed",
        &["`CreateThing`: is deprecated | a use of `create_thing` warns"],
    );
    assert_only(
        "    post:",
        "    put:",
        "changed",
        &[
            "`CreateThing`: is at PUT https://things.twilio.com/v1/Things now, not at POST https://things.twilio.com/v1/Things \
             | the same calls go elsewhere",
            "`CreateThing`: is safe to repeat now | it is retried now, whatever came of it",
        ],
    );
    assert_only(
        "sid: {type: string}",
        "sid: {type: string}, name: {type: string}",
        "added",
        &["`Thing` (in `CreateThing`): has the field `name` | `Thing.name` is new"],
    );
    assert_only(
        "StatusCallback: {type: string, format: uri}",
        "StatusCallback: {type: string, format: uri}, Size: {type: integer}",
        "added",
        &["`CreateThing`: takes the input `Size` | `.size(i64)` is new"],
    );
    for (from, to) in [
        ("Makes a thing", "Bakes a thing"),
        ("title: Things", "title: Stuff"),
        ("minLength: 2}", "minLength: 2, example: ab}"),
    ] {
        assert_only(from, to, "none", &[]);
    }
}

/// Arguments have no names: two of one type that change places compile and mean something else.
#[test]
fn required_inputs_that_change_places_break() {
    let two = "required: [Name, Other], properties: {";
    let old = document("CreateThing").replace("required: [Name], properties: {", two);
    let (one, other) =
        ("Name: {type: string}, Other: {type: string}", "Other: {type: string}, Name: {type: string}");
    let from = "Name: {type: string, minLength: 2}, StatusCallback: {type: string, format: uri}";
    let folder = tree(&[("old.yaml", &old.replace(from, one)), ("new.yaml", &old.replace(from, other))]);
    let changes = json(folder.path(), &["specs", "diff", "old.yaml", "new.yaml"]);
    let breaking = told(&changes, "breaking");
    assert!(
        breaking.len() == 1 && breaking[0].contains("has its required inputs in another order"),
        "{changes:#}"
    );
    assert!(
        breaking[0].contains(
            "`fn create_thing(other: impl Into<String>, name: impl Into<String>) -> CreateThing` now"
        ),
        "{breaking:?}"
    );
}

#[test]
fn documents_come_and_go_and_the_text_is_a_changelog() {
    let folder = tree(&[
        ("old/a_v1.yaml", &document("CreateThing")),
        ("old/b_v1.yaml", &document("CreateThing")),
        ("new/a_v1.yaml", &document("CreateThing").replace("sid: {type: string}", "name: {type: string}")),
        ("new/c_v1.yaml", &document("CreateThing")),
    ]);
    let text = done(folder.path(), &["specs", "diff", "old", "new"]);
    let expected = "\
## Breaking

### a_v1

- `Thing` (in `CreateThing`): no longer has the field `sid`.
  Rust: `Thing.sid` is gone.

### b_v1

- the document: is gone, with 1 operation.
  Rust: the module `b_v1` is gone.

## Added

### a_v1

- `Thing` (in `CreateThing`): has the field `name`.
  Rust: `Thing.name` is new.

### c_v1

- the document: is new, with 1 operation.
  Rust: the module `c_v1` is new.

2 breaking, 0 changed, 2 added
";
    assert_eq!(text, expected);
    let breaking = done(folder.path(), &["specs", "diff", "old", "new", "--breaking"]);
    assert!(!breaking.contains("## Added") && breaking.contains("2 breaking"), "{breaking}");
    assert_eq!(run(folder.path(), &["specs", "diff", "old", "new", "--exit-code"]).code, 1);
    assert_eq!(run(folder.path(), &["specs", "diff", "old", "old", "--exit-code"]).code, 0);
    assert_eq!(done(folder.path(), &["specs", "diff", "old", "old"]), "no difference\n");
    refused(folder.path(), &["specs", "diff", "old", "gone"], "no bundled document, file or folder `gone`");
}

fn read(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

const MESSAGES: &str = "/2010-04-01/Accounts/{AccountSid}/Messages.json";
const MESSAGE: &str = "/2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json";

/// Changes to api_v2010, each with what must be said of it.
fn mutate(new: &mut Value) -> [Vec<&'static str>; 3] {
    let form = "/requestBody/content/application~1x-www-form-urlencoded/schema";
    let escaped = |path: &str| path.replace('~', "~0").replace('/', "~1");
    let body = new.pointer_mut(&format!("/paths/{}/post{form}", escaped(MESSAGES))).unwrap();
    body["properties"].as_object_mut().unwrap().remove("MaxPrice");
    body["properties"]["New"] = serde_json::json!({ "type": "string" });
    body["properties"]["Attempt"]["type"] = "string".into();
    body["required"].as_array_mut().unwrap().push("SendAt".into());
    new["paths"][MESSAGES]["get"]["operationId"] = "ListMessages".into();
    new["paths"][MESSAGE].as_object_mut().unwrap().remove("delete");
    new["paths"][MESSAGE]["get"]["security"] = serde_json::json!([]);
    let status = new["components"]["schemas"]["message_enum_status"]["enum"].as_array_mut().unwrap();
    status.retain(|value| value != "queued");
    status.push("lost".into());
    let message = &mut new["components"]["schemas"]["api.v2010.account.message"]["properties"];
    message.as_object_mut().unwrap().remove("price");
    message["colour"] = serde_json::json!({ "type": "string" });
    message["num_media"]["type"] = "integer".into();
    let list = new["paths"][MESSAGES]["get"]["parameters"].as_array_mut().unwrap();
    for parameter in list.iter_mut().filter(|parameter| parameter["name"] == "PageSize") {
        parameter["schema"]["maximum"] = 50.into();
    }
    [
        vec![
            "`CreateMessage`: no longer takes the input `MaxPrice` |",
            "`CreateMessage`: takes the input `Attempt` as another type (string, not integer) |",
            "`CreateMessage`: requires the input `SendAt` now |",
            "`ListMessage`: is called `ListMessages` now |",
            "`DeleteMessage`: is gone |",
            "`FetchMessage` and 1 more): no longer has the field `price` |",
            "): has another type for the field `num_media` |",
            "): no longer has the value `queued` | `MessageStatus::Queued` is gone",
        ],
        vec![
            "`FetchMessage`: is secured by nothing now, not by an API key | any client",
            "`maximum` is 50, not 1000 | every signature stays as it is; a larger page is asked for as 50 items",
        ],
        vec![
            "`CreateMessage`: takes the input `New` |",
            "): has the field `colour` | `Message.colour` is new",
            "): has the value `lost` | `MessageStatus::Lost` is new",
        ],
    ]
}

#[test]
fn known_changes_to_a_document_of_twilio_are_found_and_no_others() {
    let Some(corpus) = corpus() else { return skip("changes to api_v2010: corpus not found") };
    let old = corpus.join("specs/json/twilio_api_v2010.json");
    let mut new = read(&old);
    // Written anew, since the test's own tree sorts keys, and their order is that of arguments.
    let old = new.to_string();
    let expected = mutate(&mut new);
    let folder = tree(&[("old.json", &old), ("new.json", &new.to_string())]);
    let changes = json(folder.path(), &["specs", "diff", "old.json", "new.json"]);
    for (effect, expected) in ["breaking", "changed", "added"].iter().zip(expected) {
        let found = told(&changes, effect);
        assert_eq!(found.len(), expected.len(), "{effect}: {found:#?}");
        for words in expected {
            assert!(found.iter().any(|line| line.contains(words)), "{effect}: no `{words}` in {found:#?}");
        }
    }
}

/// Takes every third operation away; the ids of those.
fn thin_out(document: &mut Value, count: &mut usize) -> Vec<String> {
    let mut gone = Vec::new();
    for item in document["paths"].as_object_mut().unwrap().values_mut() {
        item.as_object_mut().unwrap().retain(|_, operation| {
            let Some(id) = operation["operationId"].as_str() else { return true };
            *count += 1;
            let stays = !count.is_multiple_of(3);
            if !stays {
                gone.push(format!("`{id}`"));
            }
            stays
        });
    }
    gone
}

#[test]
fn all_of_twilio_is_compared_and_what_is_gone_one_way_is_new_the_other() {
    let Some(corpus) = corpus() else { return skip("all documents compared: corpus not found") };
    let (yaml, all) = (corpus.join("specs/yaml"), corpus.join("specs/json"));
    let folder = tempfile::tempdir().unwrap();
    let (yaml, all) = (yaml.to_str().unwrap(), all.to_str().unwrap());
    assert_eq!(
        done(folder.path(), &["specs", "diff", yaml, all]),
        "no difference\n",
        "YAML and JSON mean the same"
    );

    let (mut gone, mut count) = (Vec::new(), 0);
    for name in ["whole", "thin"] {
        fs::create_dir(folder.path().join(name)).unwrap();
    }
    for entry in fs::read_dir(all).unwrap() {
        let path = entry.unwrap().path();
        let mut document = read(&path);
        let name = path.file_name().unwrap();
        fs::write(folder.path().join("whole").join(name), document.to_string()).unwrap();
        gone.extend(thin_out(&mut document, &mut count));
        fs::write(folder.path().join("thin").join(name), document.to_string()).unwrap();
    }
    gone.sort();
    assert_eq!((count, gone.len()), (1447, 482));
    let subjects = |changes: &Value, effect: &str, what: &str| {
        let lines = changes[effect].as_array().unwrap().iter();
        let meant = lines.filter(|change| change["change"].as_str().unwrap().starts_with(what));
        let mut subjects: Vec<String> =
            meant.map(|change| change["subject"].as_str().unwrap().to_owned()).collect();
        subjects.sort();
        subjects
    };
    let there = json(folder.path(), &["specs", "diff", "whole", "thin"]);
    assert_eq!(subjects(&there, "breaking", "is gone"), gone);
    assert!(
        there["added"].as_array().unwrap().is_empty() && there["changed"].as_array().unwrap().is_empty(),
        "{:#}",
        there["changed"]
    );
    let back = json(folder.path(), &["specs", "diff", "thin", "whole"]);
    assert_eq!(subjects(&back, "added", "is new"), gone);
    let named = ["is called", "shares its name", "has another name"];
    let others = back["breaking"].as_array().unwrap().iter().map(|change| change["change"].as_str().unwrap());
    let unexplained: Vec<&str> =
        others.filter(|what| !named.iter().any(|start| what.starts_with(start))).collect();
    assert!(unexplained.is_empty(), "operations that are new break nothing but names: {unexplained:?}");
}

/// Changes one input of every operation with a form, by turns; what must be said of each, by effect.
fn change_inputs(document: &mut Value) -> [Vec<String>; 2] {
    let [mut breaking, mut added] = [Vec::new(), Vec::new()];
    let items = document["paths"].as_object_mut().unwrap().values_mut().filter_map(Value::as_object_mut);
    let posts = items.filter_map(|item| item.get_mut("post"));
    for (at, operation) in posts.enumerate() {
        let id = operation["operationId"].as_str().unwrap().to_owned();
        let form = "/requestBody/content/application~1x-www-form-urlencoded/schema";
        if operation.pointer("/x-twilio/conditional").is_some() {
            continue;
        }
        let Some(schema) = operation.pointer_mut(form).filter(|schema| schema["properties"].is_object())
        else {
            continue;
        };
        let mut required: Vec<String> =
            serde_json::from_value(schema["required"].clone()).unwrap_or_default();
        let optional =
            schema["properties"].as_object().unwrap().keys().find(|name| !required.contains(name)).cloned();
        match (at % 4, optional) {
            (0, Some(name)) => {
                schema["properties"].as_object_mut().unwrap().remove(&name);
                breaking.push(format!("`{id}`: no longer takes the input `{name}`"));
            }
            (1, Some(name)) => {
                required.push(name.clone());
                breaking.push(format!("`{id}`: requires the input `{name}` now"));
            }
            (2, _) if !required.is_empty() => {
                let name = required.remove(0);
                breaking.push(format!("`{id}`: no longer requires the input `{name}`"));
            }
            _ => {
                schema["properties"]["ZzNew"] = serde_json::json!({ "type": "string" });
                added.push(format!("`{id}`: takes the input `ZzNew`"));
            }
        }
        schema["required"] = required.into();
    }
    [breaking, added]
}

#[test]
fn one_change_to_each_form_of_a_product_is_told_once_and_nothing_else() {
    let Some(corpus) = corpus() else { return skip("changes to every form: corpus not found") };
    for (name, count) in
        [("conversations_v1", 38), ("taskrouter_v1", 17), ("messaging_v1", 15), ("flex_v1", 10)]
    {
        let mut new = read(&corpus.join(format!("specs/json/twilio_{name}.json")));
        let old = new.to_string();
        let expected = change_inputs(&mut new);
        assert!(expected.iter().map(Vec::len).sum::<usize>() >= count, "{name}: {expected:?}");
        let folder = tree(&[("old.json", &old), ("new.json", &new.to_string())]);
        let changes = json(folder.path(), &["specs", "diff", "old.json", "new.json"]);
        for (effect, mut expected) in ["breaking", "added"].iter().zip(expected) {
            let lines = told(&changes, effect);
            let mut found: Vec<&str> = lines.iter().map(|line| line.split(" | ").next().unwrap()).collect();
            found.sort_unstable();
            expected.sort();
            assert_eq!(found, expected, "{effect} of {name}");
        }
        assert_eq!(told(&changes, "changed"), [""; 0], "{name}");
    }
}
