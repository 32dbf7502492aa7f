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
