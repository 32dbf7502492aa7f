//! Documents whose names are those that generated code or its macros use, Rust's own among them.

use crate::documents::source;
use ringfence_codegen::{Format, Source, render};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// What every program has without naming where it is from, and words of the language.
const OWN: &str = "Copy Send Sized Sync Unpin Drop Fn FnMut FnOnce drop Box ToOwned Clone PartialEq PartialOrd Eq Ord AsRef \
    AsMut Into From Default Iterator Extend IntoIterator DoubleEndedIterator ExactSizeIterator Option Some None Result Ok Err \
    String ToString Vec TryFrom TryInto FromIterator Future IntoFuture Debug Display Hash Hasher Formatter Cow BTreeMap \
    PhantomData Self self crate super Type type match move async await dyn gen try union auto raw safe static struct trait use \
    where yield abstract become box do final macro override priv typeof unsized virtual macro_rules bool str i64 u8 usize char \
    f64 core std alloc ringfence private operations twilio value draft client reason name f fmt new clone from into eq hash as_str \
    write unknown Unlisted extra page page_number pages items send request account without_retry clear_note OPERATION \
    DOCUMENT_DATE _ __ 123 test main Test derive allow doc deny warn";

/// Names that are no words.
const ODD: [&str; 14] = [
    "",
    " ",
    "~",
    "`",
    "\"q\"",
    "back\\slash",
    "new\nline",
    "{x}",
    "*/",
    "\u{202e}x",
    "a\u{2066}b",
    "\u{7}",
    "n\u{e4}ive \u{540d}",
    "\u{1f600}",
];

/// The macros that generated code calls.
const MACROS: [&str; 3] = [
    include_str!("../../runtime/src/private/endpoint.rs"),
    include_str!("../../runtime/src/record.rs"),
    include_str!("../../runtime/src/model.rs"),
];

/// Calls things of a document by all these names.
type Naming = fn(&mut Value, &BTreeSet<String>);

/// A document of each kind of thing that has a name, with all the names there are.
pub fn sources() -> Vec<Source> {
    let names = names();
    let kinds: [(&str, Naming); 4] = [
        ("called_operations", name_operations),
        ("called_objects", name_objects),
        ("called_enums", name_enums),
        ("called_inputs", name_inputs),
    ];
    let of = |(name, put): (&str, Naming)| {
        let mut document = base();
        put(&mut document, &names);
        let bytes = document.to_string().into_bytes();
        Source { name: name.to_owned(), file: format!("{name}.json"), format: Format::Json, bytes }
    };
    kinds.into_iter().map(of).collect()
}

/// Every word of generated code and its macros that begins with a capital, and those above.
fn names() -> BTreeSet<String> {
    let generated = render(&[source(include_str!("inputs.yaml"))], &[]).unwrap().text;
    let texts = MACROS.into_iter().chain([generated.as_str()]);
    let words = texts.flat_map(|text| text.split(|letter: char| !letter.is_ascii_alphanumeric()));
    // Not the operations, which stand in the documents already.
    let own = ["Create", "Delete", "Fetch", "Patch", "Update"];
    let is_own = |word: &&str| own.iter().any(|verb| word.len() > verb.len() && word.starts_with(verb));
    let types =
        words.filter(|word| word.starts_with(|first: char| first.is_ascii_uppercase()) && !is_own(word));
    types.chain(OWN.split_whitespace()).chain(ODD).map(str::to_owned).collect()
}

/// The document that has every kind of input, and a list.
fn base() -> Value {
    let mut document: Value = serde_yaml::from_str(include_str!("inputs.yaml")).unwrap();
    let page = json!({"type": "object", "properties": {"next_page_uri": {"type": "string"},
        "things": {"type": "array", "items": {"$ref": "#/components/schemas/thing"}}, "more": {"type": "integer"}}});
    add(&mut document, "ListThing", json!({}), &page);
    document
}

/// Adds an operation with these words and this answer.
fn add(document: &mut Value, id: &str, words: Value, answer: &Value) {
    let content = json!({"application/json": {"schema": answer}});
    let mut operation =
        json!({"operationId": id, "responses": {"200": {"description": "OK", "content": content}}});
    operation.as_object_mut().unwrap().extend(words.as_object().unwrap().clone());
    let verb = if operation.get("requestBody").is_some() { "post" } else { "get" };
    let place = document["paths"].as_object().unwrap().len();
    document["paths"][format!("/v2/{place}")][verb] = operation;
}

fn body(kind: &str, properties: &Map<String, Value>, required: bool) -> Value {
    let mut schema = json!({"type": "object", "properties": properties});
    if required {
        schema["required"] = properties.keys().cloned().collect();
    }
    json!({"content": {kind: {"schema": schema}}})
}

fn each(names: &BTreeSet<String>, of: impl Fn(&str) -> Value) -> Map<String, Value> {
    names.iter().map(|name| (name.clone(), of(name))).collect()
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{}", name.replace('~', "~0").replace('/', "~1"))})
}

fn name_operations(document: &mut Value, names: &BTreeSet<String>) {
    for name in names {
        add(document, name, json!({}), &reference("thing"));
    }
}

fn name_objects(document: &mut Value, names: &BTreeSet<String>) {
    let text = json!({"type": "string"});
    for name in names {
        document["components"]["schemas"][name] =
            json!({"type": "object", "properties": {"text": text, "next": reference(name)}});
    }
    let lists = each(names, |name| json!({"type": "array", "items": reference(name)}));
    let maps = each(names, |name| json!({"type": "object", "additionalProperties": reference(name)}));
    let body = body("application/json", &lists, false);
    add(document, "CreateAll", json!({"requestBody": body}), &json!({"type": "object", "properties": maps}));
}

fn name_enums(document: &mut Value, names: &BTreeSet<String>) {
    for name in names {
        document["components"]["schemas"][name] = json!({"type": "string", "enum": names});
    }
    // What is one text on the wire is one value.
    document["components"]["schemas"]["Twice"] = json!({"enum": [true, "true", "false", 1, 1, "1", 1.0]});
    let mut inputs = each(names, |name| json!({"type": "array", "items": reference(name)}));
    inputs.insert("twice".to_owned(), reference("Twice"));
    let body = body("application/x-www-form-urlencoded", &inputs, false);
    let answer = json!({"type": "object", "properties": each(names, reference)});
    add(document, "CreateAll", json!({"requestBody": body}), &answer);
}

fn name_inputs(document: &mut Value, names: &BTreeSet<String>) {
    let texts = each(names, |_| json!({"type": "string", "nullable": true}));
    let answer = json!({"type": "object", "properties": texts});
    let form = "application/x-www-form-urlencoded";
    for (id, kind, required) in [
        ("CreateForm", form, false),
        ("UpdateForm", form, true),
        ("CreateJson", "application/json", false),
        ("UpdateJson", "application/json", true),
    ] {
        add(document, id, json!({"requestBody": body(kind, &texts, required)}), &answer);
    }
    let query = |name| json!({"name": name, "in": "query", "schema": {"type": "string"}});
    add(document, "FetchQuery", json!({"parameters": names.iter().map(query).collect::<Value>()}), &answer);
    // Each name of Rust's is a member of the group once.
    let mut known = BTreeSet::new();
    let group: Vec<&String> = names.iter().filter(|name| known.insert(name.to_lowercase())).collect();
    let words = json!({"requestBody": body(form, &texts, false), "x-twilio": {"conditional": [group]}});
    add(document, "CreateGroup", words, &answer);
}
