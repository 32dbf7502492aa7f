//! Inputs of every kind, from one document that has them all and from tiny ones.

use crate::documents::{assert_has, document, form, problems, rust};

fn code() -> String {
    rust(include_str!("inputs.yaml"))
}

#[test]
fn an_input_that_may_be_null_can_be_cleared() {
    assert_has(
        &code(),
        "/// Sends `LastReadMessageIndex` empty, which clears it. pub fn clear_last_read_message_index(self) -> Self {",
    );
    assert_has(&code(), "pub fn clear_note(self) -> Self");
    assert!(!code().contains("clear_name"), "what may not be null cannot be cleared");
    let beside = form("properties: {State: {$ref: '#/components/schemas/state', nullable: true}}", "");
    let within = form("properties: {State: {$ref: '#/components/schemas/state'}}", "");
    for (text, nullable) in [(beside, ""), (within, "nullable: true, ")] {
        let text = format!("{text}  schemas: {{state: {{{nullable}type: string, enum: [a]}}}}\n");
        assert_has(&rust(&text), "pub fn clear_state(self) -> Self");
    }
}

/// What is said of a value where it is defined holds where it is used, unless something else is said there.
#[test]
fn facts_are_found_behind_references_and_single_members() {
    let ways = [
        "{$ref: '#/components/schemas/size'}",
        "{allOf: [{$ref: '#/components/schemas/size'}]}",
        "{oneOf: [{$ref: '#/components/schemas/alias'}]}",
    ];
    for way in ways {
        let paths = format!(
            "/v1/Things:\n  get:\n    operationId: ListThing\n    parameters:\n    - {{name: PageSize, in: query, schema: {way}}}\n    \
             - {{name: Depth, in: query, schema: {way}}}\n    responses:\n      '200':\n        description: OK\n        content: {{application/json: \
             {{schema: {{type: object, properties: {{things: {{type: array, items: {{type: object, properties: {{a: {{type: string}}}}}}}}, next_page_uri: {{type: string}}}}}}}}}}\n  \
             post:\n    operationId: CreateThing\n    requestBody:\n      content:\n        application/json:\n          schema:\n            type: object\n            \
             properties: {{Size: {way}, Own: {{allOf: [{way}], maximum: 9, nullable: false}}, Made: {{allOf: [{{$ref: '#/components/schemas/made'}}]}}}}\n    \
             responses: {{'204': {{description: Done}}}}\n"
        );
        let schemas = "schemas:\n  size: {type: integer, minimum: 1, maximum: 50, nullable: true, deprecated: true}\n  \
                       alias: {$ref: '#/components/schemas/size'}\n  made: {type: string, readOnly: true}\n";
        let code = rust(&document(&paths, schemas));
        assert_has(&code, ".size(\"PageSize\", 50)");
        assert_has(&code, "value.clamp(1, 50)");
        let deprecated = "#[deprecated = \"Twilio's document marks it as deprecated\"]";
        assert_has(&code, &format!("/// Sets `Depth`. /// /// From 1 to 50. {deprecated} pub fn depth("));
        assert_has(&code, &format!("/// Sets `Own`. /// /// From 1 to 9. {deprecated} pub fn own("));
        assert_has(&code, "pub fn clear_size(self)");
        assert!(!code.contains("clear_own") && !code.contains("fn made"), "{code}");
    }
}

#[test]
fn what_the_client_decides_is_no_input() {
    let code = code();
    for header in ["authorization(", "accept_encoding", "content_encoding"] {
        assert!(!code.contains(&format!("pub fn {header}")), "{header}");
    }
    assert!(!code.contains("\"created\""), "what is of answers alone is not sent");
    for setter in ["if_match", "x_twilio_webhook_enabled", "x_twilio_api_version", "idempotency_key"] {
        assert!(code.contains(&format!("pub fn {setter}(")), "{setter}");
    }
}

#[test]
fn a_choice_asks_for_what_all_of_its_variants_ask_for() {
    let code = code();
    assert_has(
        &code,
        "pub fn create_indicator(channel: impl Into<CreateIndicatorChannel>) -> CreateIndicator",
    );
    assert_has(&code, "pub fn message_id(self, value: impl Into<String>) -> Self");
    assert_has(&code, "pub fn create_choice(small: impl Into<String>) -> CreateChoice");
}

#[test]
fn a_choice_of_one_and_an_addition_of_remarks_are_what_they_are_about() {
    let code = code();
    for setter in ["single", "described", "needed"] {
        assert_has(&code, &format!("pub fn {setter}(self, value: impl Into<Tag>) -> Self"));
    }
    assert_has(&code, "pub fn extended(self, value: impl Into<CreateObjectExtended>) -> Self");
    assert_has(&code, "pub fn create_anything(body: impl Into<::ringfence::Json>) -> CreateAnything");
    assert_has(&code, "pub fn update_list(body: impl Into<::ringfence::Many<Tag>>) -> UpdateList");
}

#[test]
fn operations_know_what_they_are_secured_by_and_answered_as() {
    let code = code();
    assert_eq!(code.matches(".secured_by(::ringfence::Security::None)").count(), 1);
    assert_eq!(code.matches(".secured_by(::ringfence::Security::OAuth)").count(), 1);
    assert_eq!(code.matches(".answered_as(\"application/scim+json\")").count(), 1);
}

#[test]
fn an_enum_of_true_and_false_is_made_from_a_flag() {
    assert_has(
        &code(),
        "impl From<bool> for ThingEnabled { fn from(value: bool) -> Self { if value { Self::True } else { Self::False } } }",
    );
    assert!(!code().contains("impl From<bool> for ThingStatus"));
}

#[test]
fn a_name_that_is_taken_is_told_in_the_docs_of_the_item() {
    let code = rust(&document(
        "/v1/Things/{Sid}:\n  post:\n    operationId: CreateThing\n    parameters:\n    - {name: Sid, in: path, required: true, schema: {type: string}}\n    \
         requestBody:\n      content:\n        application/json:\n          schema:\n            type: object\n            required: [sid]\n            \
         properties: {sid: {type: string}, thing: {$ref: '#/components/schemas/create_thing'}, other: {$ref: '#/components/schemas/a.x'}, last: {$ref: '#/components/schemas/b.x'}}\n    \
         responses: {'204': {description: Done}}\n/v1/Other:\n  get:\n    operationId: createThing\n    responses: {'204': {description: Done}}\n",
        "schemas:\n  create_thing: {type: object, properties: {a-b: {type: string}, a_b: {type: string}, kind: {type: string, enum: [opus, OPUS]}}}\n  \
         a.x: {type: object, properties: {a: {type: string}}}\n  b.x: {type: object, properties: {a: {type: string}}}\n",
    ));
    let told = |wire: &str| {
        format!("/// `{wire}` in the document; here that name is taken, or the settings chose another.")
    };
    assert_has(&code, "/// `sid_2` is sent as `sid`.");
    assert_has(&code, &format!("{} pub fn create_thing_2() -> CreateThing2", told("createThing")));
    assert_has(&code, &format!("{} #[derive(Default)] pub struct CreateThing3", told("create_thing")));
    assert_has(&code, &format!("{} #[derive(Default)] pub struct AX", told("a.x")));
    assert_has(&code, &format!("{} pub a_b_2: Option<String>", told("a_b")));
    assert_has(&code, &format!("/// `OPUS` /// {} Opus2,", told("OPUS")));
}

#[test]
fn a_group_of_one_is_an_argument_and_a_group_with_an_argument_is_none() {
    let properties =
        "properties: {From: {type: string}, To: {type: string}, Write: {type: string}, Body: {type: string}}";
    let only = rust(&form(properties, "x-twilio: {conditional: [[from]]}"));
    assert_has(&only, "pub fn create_thing(from: impl Into<String>) -> CreateThing");
    let required = form(&format!("{properties}\nrequired: [To]"), "x-twilio: {conditional: [[from, to]]}");
    assert_has(&rust(&required), "pub fn create_thing(to: impl Into<String>) -> CreateThing");
    let reserved = rust(&form(properties, "x-twilio: {conditional: [[write, body]]}"));
    assert_has(
        &reserved,
        "/// `Write` in the document; here that name is taken, or the settings chose another. pub fn write_2(value: \
         impl Into<String>) -> Self",
    );
}

#[test]
fn a_notification_may_go_to_bindings_alone() {
    let properties = "properties: {Identity: {type: string}, Tag: {type: string}, ToBinding: {type: string}}";
    let text = form(properties, "x-twilio: {conditional: [[identity, tag]]}");
    let code = rust(&text.replace("CreateThing", "CreateNotification"));
    assert_has(&code, "pub fn create_notification(recipients: NotificationRecipients) -> CreateNotification");
    assert_has(
        &code,
        "pub fn to_binding(value: impl Into<String>) -> Self { Self::ToBinding(value.into()) }",
    );
}

#[test]
fn the_values_of_a_list_with_a_name_are_one_type() {
    let text = form("properties: {Uses: {$ref: '#/components/schemas/thing_enum_uses'}}", "").replace(
        "responses: {'204': {description: Done}}",
        "responses: {'200': {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/thing'}}}}}",
    );
    let schemas = "  schemas:\n    thing: {type: object, properties: {uses: {$ref: '#/components/schemas/thing_enum_uses'}}}\n    \
                   thing_enum_uses: {type: array, items: {type: string, enum: [A, B]}}\n";
    let code = rust(&(text + schemas));
    assert_has(&code, "pub fn uses(self, value: impl Into<::ringfence::Many<ThingUses>>) -> Self");
    assert_has(&code, "pub uses: Option<Vec<ThingUses>>,");
    assert_eq!(code.matches("pub enum ").count(), 1);
}

#[test]
fn a_style_that_is_not_spoken_is_told() {
    let paths = "/v1/Things:\n  get:\n    operationId: FetchThing\n    parameters:\n    - {name: a, in: query, style: deepObject, schema: {type: object}}\n    \
                 responses: {'204': {description: Done}}\n";
    let found = problems(&document(paths, ""));
    let expected =
        "things.yaml#/paths/~1v1~1Things/get/parameters/0/style: the style `deepObject` is not supported";
    assert!(found.len() == 1 && found[0].starts_with(expected), "{found:?}");
}
