//! The comparer is not blind: each fact that is changed, dropped or added is named, in either document.

use super::compare::{Difference, compare};
use super::document::{METHODS, Node, bundled, child, key_text, walk};
use serde_yaml::Value;

const SMALL: &str = include_str!("small.yaml");

fn small() -> Value {
    serde_yaml::from_str(SMALL).expect("the small document")
}

/// Calls `change` with the map or list that holds the node of a pointer, and the node's key in it.
fn change(document: &mut Value, pointer: &str, change: impl FnOnce(&mut Value, Value)) {
    let steps = pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"));
    let mut steps: Vec<_> = steps.collect();
    let last = steps.pop().expect("a pointer to something");
    let mut at = document;
    for step in steps {
        let key = real_key(at, &step);
        let inner = match at {
            Value::Sequence(list) => list.get_mut(index(&key)),
            other => other.get_mut(&key),
        };
        at = inner.unwrap_or_else(|| panic!("{pointer}: nothing at {step}"));
    }
    let key = real_key(at, &last);
    change(at, key);
}

/// The key of a map as it stands there, a status code perhaps without quotes; the index into a list.
fn real_key(holder: &Value, step: &str) -> Value {
    let known = holder.as_mapping().into_iter().flat_map(|map| map.keys()).find(|key| key_text(key) == step);
    match holder {
        Value::Sequence(_) => step.parse::<u64>().expect("an index").into(),
        _ => known.cloned().unwrap_or_else(|| step.into()),
    }
}

fn remove(document: &mut Value, pointer: &str) {
    change(document, pointer, |holder, key| match holder {
        Value::Mapping(map) => drop(map.shift_remove(&key)),
        Value::Sequence(list) => drop(list.remove(index(&key))),
        _ => panic!("{pointer} is held by neither map nor list"),
    });
}

fn set(document: &mut Value, pointer: &str, value: &str) {
    let value: Value = serde_yaml::from_str(value).expect("YAML");
    change(document, pointer, |holder, key| match holder {
        Value::Mapping(map) => drop(map.insert(key, value)),
        Value::Sequence(list) if index(&key) == list.len() => list.push(value),
        Value::Sequence(list) => list[index(&key)] = value,
        _ => panic!("{pointer} is held by neither map nor list"),
    });
}

fn index(key: &Value) -> usize {
    usize::try_from(key.as_u64().expect("an index")).expect("a small index")
}

/// Another value of the same kind.
fn altered(value: &Value) -> Option<Value> {
    match value {
        Value::Bool(flag) => Some((!flag).into()),
        Value::Number(number) => Some((number.as_i64()? + 1).into()),
        Value::String(text) => Some(format!("{text}x").into()),
        _ => None,
    }
}

/// Whether the place of a difference is that of the change, or the list or reference that holds it.
fn names(difference: &Difference, pointer: &str) -> bool {
    let rest = pointer.strip_prefix(difference.pointer.as_str());
    rest.is_some_and(|rest| rest.is_empty() || (rest.starts_with('/') && rest.matches('/').count() <= 2))
}

fn assert_named(found: &[Difference], pointer: &str, what: &str) {
    let places: Vec<_> = found.iter().map(|difference| &difference.pointer).collect();
    assert!(
        found.iter().any(|difference| names(difference, pointer)),
        "{pointer} {what}: found only {places:?}"
    );
}

/// What is no fact, said apart from the comparer's own list: words, examples, our own record, browsers' headers.
fn is_fact(node: &Node<'_>) -> bool {
    let word = ["description", "example", "examples", "summary"].contains(&node.key.as_str()) && !node.named;
    let info = node.pointer.starts_with("/info") && !node.pointer.starts_with("/info/x-twilio");
    let containers = ["/tags", "/paths", "/components", "/components/parameters", "/components/schemas"];
    let top = containers.contains(&node.pointer.as_str()) || node.pointer == "/components/securitySchemes";
    !word && !info && !top && !node.pointer.contains("Access-Control-")
}

/// What ours may leave out: it holds fewer operations, so fewer tags and schemes, than theirs.
fn is_selection(node: &Node<'_>) -> bool {
    let steps: Vec<_> = node.pointer.split('/').skip(1).collect();
    match steps[..] {
        ["tags", ..] | ["components", "securitySchemes", _] | ["paths", _] => true,
        ["paths", _, method] => METHODS.contains(&method),
        _ => false,
    }
}

/// All facts of a document: pointer, value, and whether ours may lack it.
fn facts(document: &Value) -> Vec<(String, Value, bool)> {
    let mut found = Vec::new();
    walk(document, &mut |node| {
        if is_fact(node) {
            found.push((node.pointer.clone(), node.value.clone(), is_selection(node)));
        }
    });
    found
}

#[test]
fn a_document_equals_itself() {
    assert!(compare(&small(), &small()).is_empty());
    for (document, value) in bundled() {
        assert!(compare(&value, &value).is_empty(), "{}", document.file);
    }
}

#[test]
fn each_change_is_named_with_place_and_both_sides() {
    let get = "/paths/~1v1~1Things.json/get";
    let form = "/paths/~1v1~1Things.json/post/requestBody/content/application~1x-www-form-urlencoded/schema";
    let thing = "/components/schemas/thing/properties";
    // Where it is changed, to what, where the difference is named, what ours says, what theirs says.
    let cases = [
        (format!("{form}/properties/Name/pattern"), "'^TX'", "", r#""^TX""#, r#""^TH[0-9]+$""#),
        (format!("{form}/properties/Name/minLength"), "1", "", "1", "2"),
        (format!("{form}/properties/Name/maxLength"), "35", "", "35", "34"),
        (format!("{form}/properties/Weight/maximum"), "99", "", "99", "100"),
        (format!("{form}/properties/Weight/minimum"), "1", "", "1", "0"),
        (format!("{form}/properties/Weight/format"), "double", "", r#""double""#, r#""float""#),
        (format!("{form}/properties/Weight/type"), "integer", "", r#""integer""#, r#""number""#),
        (format!("{form}/properties/Shade/nullable"), "false", "", "false", "true"),
        (format!("{form}/properties/Size"), "{type: string}", "", r#"{"type":"string"}"#, "absent"),
        (format!("{form}/required"), "[Name]", "", r#"["Name"]"#, r#"["Name","Weight"]"#),
        (format!("{form}/title"), "Other", "", r#""Other""#, r#""CreateThingRequest""#),
        ("/components/schemas/thing_enum_shade/enum/3".to_owned(), "black", "/3", "light", "grey"),
        (format!("{thing}/name/x-twilio/pii/handling"), "sensitive", "", r#""sensitive""#, r#""standard""#),
        (format!("{thing}/description/type"), "integer", "", r#""integer""#, r#""string""#),
        (format!("{thing}/choice/oneOf/1/type"), "number", "", r#""number""#, r#""integer""#),
        ("/components/parameters/PageSize/schema/maximum".to_owned(), "50", "", "50", "1000"),
        ("/components/securitySchemes/basic/scheme".to_owned(), "bearer", "", r#""bearer""#, r#""basic""#),
        (format!("{get}/operationId"), "ListThings", "", r#""ListThings""#, r#""ListThing""#),
        (format!("{get}/security"), "[{basic: []}]", "", r#"[{"basic":[]}]"#, "[]"),
        (format!("{get}/parameters/0/required"), "true", "", "true", "absent"),
        (format!("{get}/parameters/0/schema/maxItems"), "5", "", "5", "4"),
        (format!("{get}/parameters/2/schema/default"), "light", "", r#""light""#, r#""grey""#),
        (
            format!("{get}/responses/200/headers/ETag/schema/type"),
            "integer",
            "",
            r#""integer""#,
            r#""string""#,
        ),
        (
            "/paths/~1v1~1Things.json/x-twilio/pathType".to_owned(),
            "instance",
            "",
            r#""instance""#,
            r#""list""#,
        ),
        ("/paths/~1v1~1Things.json/post/x-twilio/conditional/1/0".to_owned(), "x", "/1/0", "label", "shade"),
        ("/servers/0/url".to_owned(), "https://x", "", "https://x", "https://small.twilio.com"),
    ];
    for (place, value, held_by, ours, theirs) in cases {
        let mut mutated = small();
        set(&mut mutated, &place, value);
        let found = compare(&mutated, &small());
        let [difference] = &found[..] else { panic!("{place}: {} differences", found.len()) };
        assert_eq!(difference.pointer, place.strip_suffix(held_by).expect("a suffix"), "{place}");
        assert!(difference.ours.contains(ours), "{place}: ours {}", difference.ours);
        assert!(difference.theirs.contains(theirs), "{place}: theirs {}", difference.theirs);
    }
}

#[test]
fn what_is_dropped_or_renamed_is_named_on_its_own() {
    let get = "/paths/~1v1~1Things.json/get";
    let thing = "/components/schemas/thing/properties";
    let cases: [(&str, String); 8] = [
        ("parameter", format!("{get}/parameters/0")),
        ("referenced parameter", format!("{get}/parameters/1")),
        ("response field", format!("{thing}/shade")),
        ("response field called like a keyword", format!("{thing}/description")),
        ("nested response field", format!("{thing}/example/properties/summary")),
        ("status code", "/paths/~1v1~1Things.json/post/responses/202".to_owned()),
        ("content type", format!("{get}/responses/200/content/application~1json")),
        ("security", format!("{get}/security")),
    ];
    for (what, place) in cases {
        let mut mutated = small();
        remove(&mut mutated, &place);
        let found = compare(&mutated, &small());
        let [difference] = &found[..] else { panic!("{what}: {} differences", found.len()) };
        assert_eq!(
            (difference.pointer.as_str(), difference.ours.as_str()),
            (place.as_str(), "absent"),
            "{what}"
        );
    }
    let mut renamed = small();
    set(&mut renamed, &format!("{get}/parameters/0/name"), "Tint");
    let found = compare(&renamed, &small());
    let sides: Vec<_> = found.iter().map(|it| (it.ours == "absent", it.theirs == "absent")).collect();
    assert_eq!(sides, [(false, true), (true, false)], "a renamed parameter is one too many and one too few");
}

#[test]
fn order_of_parameters_and_fields_is_a_fact() {
    let mut swapped = small();
    change(&mut swapped, "/paths/~1v1~1Things.json/get/parameters", |holder, key| {
        holder.get_mut(key).and_then(Value::as_sequence_mut).expect("a list").swap(0, 1);
    });
    let found = compare(&swapped, &small());
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].pointer, "/paths/~1v1~1Things.json/get/parameters");

    let mut moved = small();
    let properties = "/components/schemas/thing/properties";
    change(&mut moved, properties, |holder, key| {
        let map = holder.get_mut(key).and_then(Value::as_mapping_mut).expect("a map");
        let first = map.shift_remove("name").expect("a property");
        map.insert("name".into(), first);
    });
    let found = compare(&moved, &small());
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].pointer, properties);
}

#[test]
fn an_operation_or_path_that_twilio_does_not_have_is_named() {
    let cases = [
        ("/paths/~1v1~1Others.json", "{get: {operationId: ListOther}}"),
        ("/paths/~1v1~1Things.json/put", "{operationId: UpdateThing}"),
        ("/tags/1", "{name: Other}"),
        ("/components/securitySchemes/bearer", "{type: http, scheme: bearer}"),
    ];
    for (place, value) in cases {
        let mut mutated = small();
        set(&mut mutated, place, value);
        let found = compare(&mutated, &small());
        assert!(found.iter().any(|it| it.pointer.starts_with(place)), "{place}: {found:?}");
        assert!(compare(&small(), &mutated).is_empty(), "{place}: ours may hold less");
    }
}

#[test]
fn every_single_fact_of_the_small_document_counts_in_both_directions() {
    let original = small();
    let facts = facts(&original);
    assert!(facts.len() > 140, "only {} facts were tried", facts.len());
    for (pointer, value, selection) in &facts {
        let mut dropped = small();
        remove(&mut dropped, pointer);
        assert_named(&compare(&original, &dropped), pointer, "dropped from theirs");
        if *selection {
            continue;
        }
        assert_named(&compare(&dropped, &original), pointer, "dropped from ours");
        if let Some(other) = altered(value) {
            let mut changed = small();
            set(&mut changed, pointer, &serde_yaml::to_string(&other).expect("YAML"));
            let moved = pointer.rsplit_once('/').map_or(pointer.as_str(), |(holder, _)| holder);
            for found in [compare(&changed, &original), compare(&original, &changed)] {
                let place = if found.iter().any(|it| names(it, pointer)) { pointer } else { moved };
                assert_named(&found, place, "changed");
            }
        }
    }
}

#[test]
fn facts_of_the_bundled_documents_count() {
    for (document, original) in bundled() {
        let scalars: Vec<_> =
            facts(&original).into_iter().filter(|(_, value, _)| altered(value).is_some()).collect();
        // Each comparison reads the whole document, so every 19th fact has to stand for the rest.
        for (pointer, value, _) in scalars.iter().step_by(19) {
            let mut changed = original.clone();
            let other = altered(value).expect("a scalar");
            set(&mut changed, pointer, &serde_yaml::to_string(&other).expect("YAML"));
            assert_named(&compare(&changed, &original), pointer, document.file);
        }
        assert!(scalars.len() > 19 * 5, "{}: {} facts", document.file, scalars.len());
    }
}

#[test]
fn words_and_examples_do_not_count() {
    let mut said = small();
    for place in ["/paths/~1v1~1Things.json/get/description", "/components/schemas/thing/description"] {
        set(&mut said, place, "Something else.");
    }
    set(&mut said, "/components/schemas/thing/example", "{name: x}");
    set(&mut said, "/components/schemas/thing/properties/name/x-twilio/shortDescription", "Its name.");
    set(&mut said, "/info/title", "Another");
    remove(&mut said, "/paths/~1v1~1Things.json/get/responses/200/headers/Access-Control-Allow-Origin");
    assert!(compare(&said, &small()).is_empty());
    assert!(compare(&small(), &said).is_empty());
    let property = child("/components/schemas/thing/properties", "description");
    remove(&mut said, &property);
    assert_named(&compare(&said, &small()), &property, "dropped");
}
