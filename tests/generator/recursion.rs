//! Schemas that hold one another, in every way that ends.

use crate::documents::{assert_has, document, problems, rust};

/// A document whose one operation answers with the schema `node`.
fn answered_with_node(schemas: &str) -> String {
    let paths = "/v1/Nodes:\n  get:\n    operationId: FetchNode\n    responses:\n      '200':\n        description: OK\n        content: \
                 {application/json: {schema: {$ref: '#/components/schemas/node'}}}\n";
    document(paths, &format!("schemas:\n{schemas}"))
}

#[test]
fn a_schema_may_hold_itself_in_a_field_a_list_and_a_map() {
    let code = rust(&answered_with_node(
        "  node: {type: object, properties: {next: {$ref: '#/components/schemas/node'}, \
         list: {type: array, items: {$ref: '#/components/schemas/node'}}, \
         map: {type: object, additionalProperties: {$ref: '#/components/schemas/other'}}}}\n  \
         other: {type: object, properties: {back: {$ref: '#/components/schemas/node'}}}\n",
    ));
    assert_has(&code, "pub next: Option<Box<Node>>,");
    assert_has(&code, "pub list: Option<Vec<Node>>,");
    assert_has(&code, "pub map: Option<::std::collections::BTreeMap<String, Option<Other>>>,");
}

#[test]
fn variants_may_extend_what_lists_them() {
    let code = rust(&answered_with_node(
        "  node: {type: object, discriminator: {propertyName: kind}, properties: {kind: {type: string}}, \
         oneOf: [{$ref: '#/components/schemas/leaf'}, {$ref: '#/components/schemas/branch'}]}\n  \
         leaf: {allOf: [{$ref: '#/components/schemas/node'}, {type: object, properties: {value: {type: integer}}}]}\n  \
         branch: {allOf: [{$ref: '#/components/schemas/node'}, {type: object, properties: \
         {nodes: {type: array, items: {$ref: '#/components/schemas/node'}}, only: {$ref: '#/components/schemas/leaf'}}}]}\n",
    ));
    for field in [
        "pub kind: Option<String>,",
        "pub value: Option<i64>,",
        "pub nodes: Option<Vec<Node>>,",
        "pub only: Option<Leaf>,",
    ] {
        assert_has(&code, field);
    }
    assert_has(
        &code,
        "pub struct Leaf { /// The field `kind`. pub kind: Option<String>, /// The field `value`. pub value: Option<i64>, /// What the",
    );
}

#[test]
fn a_list_or_map_of_itself_is_json_where_it_would_not_end() {
    let code = rust(&answered_with_node(
        "  node: {type: object, properties: {tree: {$ref: '#/components/schemas/tree'}, any: {$ref: '#/components/schemas/any'}, \
         map: {$ref: '#/components/schemas/map'}}}\n  \
         tree: {type: array, items: {$ref: '#/components/schemas/tree'}}\n  \
         map: {type: object, additionalProperties: {$ref: '#/components/schemas/map'}}\n  \
         any: {oneOf: [{type: string}, {type: array, items: {$ref: '#/components/schemas/any'}}]}\n",
    ));
    assert_has(&code, "pub tree: Option<Vec<::ringfence::Json>>,");
    assert_has(&code, "pub map: Option<::std::collections::BTreeMap<String, Option<::ringfence::Json>>>,");
    assert_has(&code, "pub any: Option<::ringfence::Json>,");
}

#[test]
fn a_part_without_a_name_may_refer_to_itself() {
    let code = rust(&answered_with_node(
        "  node: {type: object, properties: {part: {type: object, properties: {sid: {type: string}, \
         parts: {type: array, items: {$ref: '#/components/schemas/node/properties/part'}}}}}}\n",
    ));
    assert_has(&code, "pub part: Option<NodePart>,");
    assert_has(&code, "pub parts: Option<Vec<::ringfence::Json>>,");
}

#[test]
fn what_is_nothing_but_itself_is_a_problem() {
    let found = problems(&answered_with_node(
        "  node: {$ref: '#/components/schemas/other'}\n  other: {$ref: '#/components/schemas/node'}\n",
    ));
    assert!(found.iter().any(|problem| problem.contains("leads back to itself")), "{found:?}");
}
