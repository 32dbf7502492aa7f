//! No document makes the generator panic or hang, whatever is wrong with it.
#![cfg(test)]

use proptest::prelude::*;
use ringfence_codegen::{Format, Source, render};

const DOCUMENT: &str = r##"{
  "openapi": "3.0.1", "info": {"title": "T", "version": "1"},
  "servers": [{"url": "https://a.twilio.com"}], "security": [{"b": []}],
  "paths": {"/v1/{Sid}/Things.json": {
    "parameters": [{"name": "Sid", "in": "path", "required": true, "schema": {"type": "string", "pattern": "^TH[0-9a-fA-F]{32}$"}}],
    "get": {"operationId": "ListThing",
      "parameters": [{"name": "PageSize", "in": "query", "schema": {"type": "integer", "maximum": 50}},
                     {"name": "A<", "in": "query", "schema": {"$ref": "#/components/schemas/e"}}],
      "responses": {"200": {"description": "", "content": {"application/json": {"schema": {"type": "object",
        "properties": {"things": {"type": "array", "items": {"$ref": "#/components/schemas/a.b"}}, "next_page_uri": {"type": "string"}}}}}}}},
    "post": {"operationId": "CreateThing", "x-twilio": {"conditional": [["to", "tags"]]},
      "requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": {"type": "object", "required": ["Name"],
        "properties": {"To": {"type": "string", "format": "phone-number"}, "Tags": {"type": "array", "items": {"type": "string"}},
                       "Name": {"type": "string", "enum": ["x", "y"]}}}}}},
      "responses": {"201": {"description": "", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/a.b"}}}}}}}},
  "components": {"securitySchemes": {"b": {"type": "http", "scheme": "basic"}},
    "schemas": {"c": {"type": "object", "properties": {"z": {"type": "string"}}}, "e": {"type": "string", "enum": ["", "a b", "~"]},
      "a.b": {"type": "object", "description": "`a [b] <c>", "properties": {"n": {"type": "number"}, "self": {"$ref": "#/components/schemas/a.b"},
        "m": {"type": "object", "additionalProperties": {"type": "integer"}},
        "o": {"oneOf": [{"$ref": "#/components/schemas/c"}, {"allOf": [{"type": "object", "properties": {"z": {}}}]}]}}}}}
}"##;

fn run(bytes: Vec<u8>, format: Format) -> bool {
    let source = Source { name: "t".to_owned(), file: "t".to_owned(), format, bytes };
    match render(&[source], &[]) {
        Ok(rendered) => rendered.text.contains("pub mod t"),
        Err(problems) => {
            assert!(!problems.as_slice().is_empty());
            let said = problems.to_string();
            assert!(!said.contains("please report it"), "{said}");
            false
        }
    }
}

/// Every node of a JSON tree, by its pointer.
fn pointers(tree: &serde_json::Value, pointer: &str, found: &mut Vec<String>) {
    found.push(pointer.to_owned());
    let escape = |key: &str| key.replace('~', "~0").replace('/', "~1");
    match tree {
        serde_json::Value::Object(map) => {
            map.iter().for_each(|(key, value)| pointers(value, &format!("{pointer}/{}", escape(key)), found));
        }
        serde_json::Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(index, value)| pointers(value, &format!("{pointer}/{index}"), found));
        }
        _ => {}
    }
}

fn replacement() -> impl Strategy<Value = serde_json::Value> {
    prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
        "#/(components/schemas/(a.b|e|x)|paths)?".prop_map(Into::into),
        Just(serde_json::json!([])),
        Just(serde_json::json!({})),
        Just(serde_json::json!({"$ref": "#/components/schemas/a.b"})),
        Just(serde_json::json!({"type": "array"})),
    ]
}

#[test]
fn the_document_itself_generates() {
    assert!(run(DOCUMENT.into(), Format::Json) && run(DOCUMENT.into(), Format::Yaml));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_node_of_another_kind(place in any::<proptest::sample::Index>(), with in replacement()) {
        let mut tree: serde_json::Value = serde_json::from_str(DOCUMENT).unwrap();
        let mut all = Vec::new();
        pointers(&tree, "", &mut all);
        let at: &String = place.get(&all);
        *tree.pointer_mut(at).unwrap() = with;
        run(tree.to_string().into_bytes(), Format::Json);
    }

    #[test]
    fn a_key_of_another_name(place in any::<proptest::sample::Index>(), key in ".{0,12}") {
        let mut tree: serde_json::Value = serde_json::from_str(DOCUMENT).unwrap();
        let mut all = Vec::new();
        pointers(&tree, "", &mut all);
        let at: &String = place.get(&all);
        let node = tree.pointer_mut(at).unwrap();
        if let Some(map) = node.as_object_mut()
            && let Some(first) = map.keys().next().cloned()
            && let Some(value) = map.remove(&first)
        {
            map.insert(key, value);
        }
        run(tree.to_string().into_bytes(), Format::Json);
    }

    #[test]
    fn bytes_cut_and_changed(at in any::<proptest::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        let mut bytes = DOCUMENT.as_bytes().to_vec();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if cut {
            bytes.truncate(at + 1);
        }
        run(bytes.clone(), Format::Json);
        run(bytes, Format::Yaml);
    }

    #[test]
    fn any_bytes(bytes in any::<Vec<u8>>()) {
        run(bytes.clone(), Format::Json);
        run(bytes, Format::Yaml);
    }
}
