//! What `Debug` shows of an answer, and what it hides.

use crate::documents::{assert_has, document, rust};

fn model(properties: &str, more: &str) -> String {
    let paths = "/v1/Things:\n  get:\n    operationId: FetchThing\n    responses:\n      '200':\n        description: OK\n        content: \
                 {application/json: {schema: {$ref: '#/components/schemas/thing'}}}\n";
    let schemas = format!("schemas:\n  thing: {{type: object, properties: {{{properties}}}}}\n{more}");
    rust(&document(paths, &schemas))
}

#[test]
fn marks_of_personal_data_count_wherever_they_stand() {
    let code = model(
        "own: {type: string, x-twilio: {pii: {handling: standard, deleteSla: 30}}}, named: {$ref: '#/components/schemas/person'}, \
         beside: {$ref: '#/components/schemas/plain', x-twilio: {pii: {handling: sensitive}}}, \
         items: {type: array, items: {type: string, x-twilio: {pii: {handling: standard}}}}, \
         map: {type: object, additionalProperties: {$ref: '#/components/schemas/person'}}, open: {$ref: '#/components/schemas/plain'}",
        "  person: {type: object, x-twilio: {pii: {handling: sensitive}}, properties: {age: {type: integer}}}\n  \
         plain: {type: object, properties: {size: {type: integer}}}\n",
    );
    assert_has(&code, ".hiding(&[\"own\", \"named\", \"beside\", \"items\", \"map\"])");
}

#[test]
fn marks_count_behind_compositions_and_for_all_that_is_within() {
    let marked = "x-twilio: {pii: {handling: sensitive}}";
    let code = model(
        &format!(
            "all: {{allOf: [{{$ref: '#/components/schemas/person'}}], description: Who.}}, one: {{oneOf: [{{type: string, {marked}}}]}}, \
             any: {{anyOf: [{{type: string, {marked}}}, {{type: integer}}]}}, alias: {{$ref: '#/components/schemas/alias'}}, \
             list: {{type: array, items: {{allOf: [{{$ref: '#/components/schemas/alias'}}]}}}}, whole: {{$ref: '#/components/schemas/holder'}}, \
             open: {{allOf: [{{type: string}}]}}, endless: {{$ref: '#/components/schemas/endless'}}"
        ),
        &format!(
            "  person: {{type: object, {marked}, properties: {{age: {{type: integer}}}}}}\n  \
             alias: {{allOf: [{{$ref: '#/components/schemas/text'}}]}}\n  text: {{type: string, {marked}}}\n  \
             holder: {{allOf: [{{$ref: '#/components/schemas/person'}}, {{type: object, properties: {{size: {{type: integer}}}}}}]}}\n  \
             endless: {{type: array, items: {{$ref: '#/components/schemas/endless'}}}}\n"
        ),
    );
    assert_has(&code, ".hiding(&[\"all\", \"one\", \"any\", \"alias\", \"list\", \"whole\"])");
    assert_has(&code, "&[\"age\"], &[&self.age], &self.unknown).hiding(&[\"age\"])");
    assert_has(&code, "&[\"age\", \"size\"], &[&self.age, &self.size], &self.unknown).hiding(&[\"age\"])");
}

/// What a list was asked for stands in the links to its pages, and may be personal.
#[test]
fn links_to_pages_are_hidden() {
    let code = model(
        "uri: {type: string}, next_page_uri: {type: string}, previousPageUrl: {type: string}, page: {type: integer}, \
         meta: {type: object, properties: {url: {type: string}, first_page_url: {type: string}}}",
        "",
    );
    assert_has(&code, ".hiding(&[\"next_page_uri\", \"previousPageUrl\"])");
    assert_has(&code, ".hiding(&[\"url\", \"first_page_url\"])");
}

#[test]
fn secrets_without_a_mark_are_known_by_name() {
    let code = model(
        "secret: {type: string}, privateKey: {type: string}, ice_servers: {type: array, items: {type: object, properties: \
         {credential: {type: string}, url: {type: string}}}}, binding: {}, requires_password: {type: boolean}, \
         credential_sid: {type: string}, next_token: {type: string}",
        "",
    );
    assert_has(&code, ".hiding(&[\"secret\", \"privateKey\", \"binding\"])");
    assert_has(&code, ".hiding(&[\"credential\"])");
}
