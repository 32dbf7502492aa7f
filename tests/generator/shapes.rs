//! What generated code looks like, one feature to a document.

use crate::documents::{assert_has, document, form, rust};

#[test]
fn a_form_has_required_arguments_and_a_setter_for_each_optional_input() {
    let code = rust(&form(
        "properties:\n  To: {type: string, format: phone-number, description: Who.}\n  StatusCallback: {type: string, format: uri}\n  \
         Url: {type: string, format: uri}\n  MaxPrice: {type: number}\n  Attempt: {type: integer}\n  Smart: {type: boolean}\n  \
         Tag: {type: array, items: {type: string}}\n  Data: {}\n  SendAt: {type: string, format: date-time}\n  \
         AppSid: {type: string, pattern: '^AP[0-9a-fA-F]{32}$'}\n  OtherSid: {type: string, pattern: '^ZZ[0-9a-fA-F]{32}$'}\n\
         required: [To]",
        "",
    ));
    assert_has(
        &code,
        "pub fn create_thing(to: impl Into<::ringfence::PhoneNumber>) -> CreateThing { \
         CreateThing::begin_form().with_form(\"To\", to) }",
    );
    for setter in [
        "pub fn status_callback(self, value: impl Into<::ringfence::CallbackUrl>) -> Self { self.with_form(\"StatusCallback\", value) }",
        "pub fn url(self, value: impl Into<String>) -> Self",
        "pub fn max_price(self, value: impl Into<::ringfence::Decimal>) -> Self",
        "pub fn attempt(self, value: i64) -> Self { Self(self.0.form(\"Attempt\", value), self.1) }",
        "pub fn smart(self, value: bool) -> Self",
        "pub fn tag(self, value: impl Into<::ringfence::Many<String>>) -> Self { self.with_form_each(\"Tag\", value) }",
        "pub fn data(self, value: impl Into<::ringfence::Json>) -> Self",
        "pub fn send_at(self, value: impl Into<::ringfence::Timestamp>) -> Self",
        "pub fn app_sid(self, value: impl Into<::ringfence::ApplicationSid>) -> Self",
        "pub fn other_sid(self, value: impl Into<::ringfence::Sid<'Z', 'Z'>>) -> Self",
    ] {
        assert_has(&code, setter);
    }
    assert_has(&code, ".with_callbacks(&[\"StatusCallback\"])");
    assert_has(&code, "type End = ::ringfence::private::Sent<()>;");
}

#[test]
fn a_conditional_group_is_an_enum_in_the_signature() {
    let properties = "properties:\n  Identity: {type: string}\n  Tag: {type: array, items: {type: string}}";
    let code = rust(&form(properties, "x-twilio: {conditional: [[identity, tag]]}"));
    assert_has(&code, "pub fn create_thing(identity_or_tag: ThingIdentityOrTag) -> CreateThing {");
    assert_has(&code, "pub fn identity(value: impl Into<String>) -> Self { Self::Identity(value.into()) }");
    assert_has(&code, "Self::Tag(value) => draft.form_some(\"Tag\", value),");
    assert_has(&code, "pub fn tag(self, value: impl Into<::ringfence::Many<String>>) -> Self");
}

#[test]
fn the_groups_of_messages_have_names_of_their_own() {
    let properties = "properties:\n  From: {type: string}\n  MessagingServiceSid: {type: string, pattern: '^MG[0-9a-fA-F]{32}$'}";
    let text = form(properties, "x-twilio: {conditional: [[from, messaging_service_sid]]}");
    let code = rust(&text.replace("CreateThing", "CreateMessage"));
    assert_has(&code, "pub fn create_message(sender: MessageSender) -> CreateMessage {");
    assert_has(&code, "pub fn from_number(value: impl Into<String>) -> Self");
    assert_has(
        &code,
        "pub fn messaging_service( value: impl Into<::ringfence::MessagingServiceSid>, ) -> Self",
    );
}

fn get(path: &str, parameters: &str) -> String {
    let parameters: String = parameters.lines().map(|line| format!("    - {line}\n")).collect();
    let paths = format!(
        "{path}:\n  get:\n    operationId: FetchThing\n    parameters:\n{parameters}    responses: {{'204': {{description: Done}}}}\n"
    );
    document(&paths, "")
}

#[test]
fn path_variables_come_in_the_order_of_the_url_and_the_account_is_the_clients() {
    let variable =
        |name: &str| format!("{{name: {name}, in: path, required: true, schema: {{type: string}}}}\n");
    let declared = [variable("Part"), variable("AccountSid"), variable("Sid")].concat();
    let code = rust(&get("/v1/Accounts/{AccountSid}/Things/{Sid}/Parts/{Part}.json", &declared));
    assert_has(&code, "pub fn fetch_thing(sid: impl Into<String>, part: impl Into<String>) -> FetchThing {");
    assert_has(&code, ".with_path(\"Sid\", sid).with_path(\"Part\", part)");
    assert_has(
        &code,
        "type Inputs = ::ringfence::private::Takes< String, (), ::ringfence::private::Taken, >;",
    );
}

#[test]
fn an_account_that_is_not_the_callers_is_an_argument() {
    let declared = "{name: OrgSid, in: path, required: true, schema: {type: string}}\n\
                    {name: AccountSid, in: path, required: true, schema: {type: string}}";
    let code = rust(&get("/Organizations/{OrgSid}/Accounts/{AccountSid}", declared));
    assert_has(
        &code,
        "pub fn fetch_thing( org_sid: impl Into<String>, account_sid: impl Into<String>, ) -> FetchThing",
    );
    assert_has(&code, "type Inputs = ::ringfence::private::Takes;");
}

#[test]
fn names_that_are_no_identifiers_keep_their_wire_name() {
    let code = rust(&get(
        "/v1/Things",
        "{name: StartTime<, in: query, schema: {type: string, format: date-time}}\n\
         {name: StartTime>, in: query, schema: {type: string, format: date-time}}\n\
         {name: Type, in: query, schema: {type: string}}\n\
         {name: Send, in: query, schema: {type: string}}\n\
         {name: a.b, in: query, schema: {type: string}}\n\
         {name: a-b, in: query, schema: {type: string}}\n\
         {name: If-Match, in: header, schema: {type: string}}\n\
         {name: Authorization, in: header, schema: {type: string}}",
    ));
    assert_has(
        &code,
        "pub fn start_time_before( self, value: impl Into<::ringfence::Timestamp>, ) -> Self { self.with_query(\"StartTime<\", value) }",
    );
    assert_has(&code, "pub fn start_time_after(");
    assert_has(&code, "pub fn r#type(self, value: impl Into<String>) -> Self");
    assert_has(
        &code,
        "Sent as `Send`; the name is another because a method or input has that one. pub fn send_2(",
    );
    assert_has(
        &code,
        "pub fn a_b(self, value: impl Into<String>) -> Self { self.with_query(\"a.b\", value) }",
    );
    assert_has(
        &code,
        "pub fn a_b_2(self, value: impl Into<String>) -> Self { self.with_query(\"a-b\", value) }",
    );
    assert_has(
        &code,
        "pub fn if_match(self, value: impl Into<String>) -> Self { self.with_header(\"If-Match\", value) }",
    );
    assert!(!code.contains("authorization"), "credentials are the client's alone");
}

fn answer(schema: &str, components: &str) -> String {
    let paths = format!(
        "/v1/Things:\n  get:\n    operationId: ListThing\n    parameters:\n    - {{name: PageSize, in: query, schema: {{type: integer, maximum: 50}}}}\n    \
         - {{name: Page, in: query, schema: {{type: integer}}}}\n    - {{name: PageToken, in: query, schema: {{type: string}}}}\n    \
         responses:\n      '200':\n        description: OK\n        content: {{application/json: {{schema: {schema}}}}}\n"
    );
    document(&paths, components)
}

#[test]
fn a_list_pages_and_knows_its_largest_page() {
    let code = rust(&answer(
        "{type: object, properties: {things: {type: array, items: {$ref: '#/components/schemas/things.v1.thing'}}, next_page_uri: {type: string}}}",
        "schemas:\n  things.v1.thing: {type: object, properties: {sid: {type: string}}}\n  unused: {type: object, properties: {a: {type: string}}}\n",
    ));
    assert_has(&code, ".listing(\"things\", 50);");
    assert_has(&code, "A page holds at most 50 items; `page_size` asks for fewer. pub fn list_thing()");
    assert_has(&code, "type Inputs = ::ringfence::private::Takes<String, ::ringfence::private::Taken>;");
    assert_has(&code, "type End = ::ringfence::private::Listed<Thing>;");
    assert!(!code.contains("pub fn page_"), "all lists share the setters of pages");
    assert!(!code.contains("Unused"), "schemas that nothing refers to are not generated");
}

/// The list goes on by the input that there is, and is one also where a second success says more of its pages.
#[test]
fn a_list_of_two_successes_and_a_token_of_any_usual_name_is_a_list() {
    let list = answer(
        "{type: object, properties: {things: {type: array, items: {type: object, properties: {a: {type: string}}}}, \
         meta: {type: object, properties: {nextToken: {type: string}}}}}",
        "",
    );
    for name in ["nextToken", "NextToken", "next_token", "page_token", "cursor"] {
        let code = rust(&list.replace("name: PageToken", &format!("name: {name}")));
        assert_has(&code, &format!(".token(\"{name}\")"));
        assert_has(
            &code,
            "pub fn page_size(self, value: i64) -> Self { Self(self.0.query(\"PageSize\", value.clamp(1, 50)), self.1) }",
        );
        assert_has(
            &code,
            "pub fn page_number(self, value: i64) -> Self { Self(self.0.query(\"Page\", value), self.1) }",
        );
    }
    let more = list.replace(
        "      '200':",
        "      '206':\n          description: A part\n          content: {application/json: {schema: {type: object, properties: \
         {things: {type: array, items: {type: object, properties: {a: {type: string}}}}, more: {type: string}}}}}\n        '200':",
    );
    assert_ne!(list, more);
    let code = rust(&more);
    assert_has(&code, "type End = ::ringfence::private::Listed<ListThingItem>;");
    assert_has(&code, "pub more: Option<String>,");
}

#[test]
fn a_model_has_options_and_hides_what_is_secret() {
    let code = rust(&answer(
        "{$ref: '#/components/schemas/thing'}",
        "schemas:\n  thing:\n    type: object\n    description: A thing.\n    properties:\n      sid: {type: string, pattern: '^TH[0-9a-fA-F]{32}$'}\n      \
         auth_token: {type: string}\n      note: {type: string, x-twilio: {pii: {handling: standard}}}\n      \
         price: {type: number}\n      links: {type: object, format: uri-map}\n      extra: {type: object}\n      \
         status: {$ref: '#/components/schemas/thing_enum_status'}\n      child: {$ref: '#/components/schemas/thing'}\n      \
         children: {type: array, items: {$ref: '#/components/schemas/thing'}}\n      part: {type: object, properties: {a: {type: boolean}}}\n      \
         unknown: {type: string}\n  thing_enum_status: {type: string, enum: [on, 'off', '', '~x', Unlisted, a b, a-b]}\n",
    ));
    for field in [
        "pub sid: Option<::ringfence::Sid<'T', 'H'>>,",
        "pub price: Option<::ringfence::Decimal>,",
        "pub links: Option<::std::collections::BTreeMap<String, Option<String>>>,",
        "pub extra: Option<::ringfence::Json>,",
        "pub status: Option<ThingStatus>,",
        "pub child: Option<Box<Thing>>,",
        "pub children: Option<Vec<Thing>>,",
        "pub part: Option<ThingPart>,",
        "pub unknown: Option<String>,",
        "pub unknown_2: ::ringfence::Fields,",
        "auth_token: taker.field(\"auth_token\"),",
        ".hiding(&[\"auth_token\", \"note\"])",
        "::ringfence::private::open_enum!( ThingStatus, Unlisted { On = \"on\", Off = \"off\", Empty = \"\", X = \"~x\", \
         Unlisted2 = \"Unlisted\", AB = \"a b\", AB2 = \"a-b\", } );",
    ] {
        assert_has(&code, field);
    }
}

#[test]
fn one_of_several_objects_has_the_fields_of_all() {
    let code = rust(&answer(
        "{$ref: '#/components/schemas/either'}",
        "schemas:\n  either: {oneOf: [{$ref: '#/components/schemas/one'}, {$ref: '#/components/schemas/two'}]}\n  \
         one: {type: object, properties: {a: {type: string}, b: {type: string}}}\n  \
         two: {type: object, properties: {a: {type: string}, b: {type: integer}, c: {type: boolean}}}\n",
    ));
    assert_has(&code, "pub a: Option<String>,");
    assert_has(&code, "pub b: Option<::ringfence::Json>,");
    assert_has(&code, "pub c: Option<bool>,");
}

#[test]
fn a_json_body_is_written_field_by_field() {
    let text = form("properties: {displayName: {type: string}, tags: {type: array, items: {$ref: '#/components/schemas/tag'}}}", "")
        .replace("application/x-www-form-urlencoded", "application/json");
    let code = rust(&(text + "  schemas: {tag: {type: object, properties: {key: {type: string}}}}\n"));
    assert_has(&code, "CreateThing::begin_object(\"application/json\")");
    assert_has(&code, "self.with_field(\"displayName\", value)");
    assert_has(&code, "pub fn tags(self, value: impl Into<::ringfence::Many<Tag>>) -> Self");
    assert_has(&code, "#[derive(Default)] pub struct Tag {");
}

#[test]
fn names_do_not_depend_on_the_selection() {
    let schemas = "schemas:\n  a.thing: {type: object, properties: {a: {type: string}}}\n  b.thing: {type: object, properties: {a: {type: string}}}\n";
    let code = rust(&answer("{$ref: '#/components/schemas/a.thing'}", schemas));
    assert_has(&code, "type End = ::ringfence::private::Sent<AThing>;");
}

#[test]
fn the_same_document_in_another_format_or_order_of_required_gives_the_same() {
    let text = form("properties: {B: {type: string}, A: {type: string}}\nrequired: [B, A]", "");
    assert_eq!(rust(&text), rust(&text.replace("[B, A]", "[A, B]")));
}

#[test]
fn an_operation_that_only_redirects_answers_with_the_place() {
    let code = rust(&document(
        "/v1/Days:\n  get:\n    operationId: FetchDay\n    responses:\n      '307':\n        description: There\n        content: \
         {application/json: {schema: {type: object, properties: {redirect_to: {type: string}}}}}\n",
        "",
    ));
    assert_has(&code, "type End = ::ringfence::private::Sent<::ringfence::Redirect>;");
    assert_has(&code, ".answered_by_redirect()");
}

/// What Twilio's documents have changed back and forth, on hundreds of fields at a time, is the same in Rust.
#[test]
fn spellings_that_mean_the_same_give_the_same() {
    let of = |free: &str, integer: &str, text: &str| {
        let properties = format!("{{F: {free}, L: {{type: array, items: {free}}}, I: {integer}, T: {text}}}");
        let schemas = format!("schemas:\n  thing: {{type: object, properties: {properties}}}\n");
        let answer = answer("{$ref: '#/components/schemas/thing'}", &schemas);
        let page = |text: &str| text.replace("{type: integer, maximum: 50}", integer);
        [rust(&form(&format!("properties: {properties}"), "")), rust(&page(&answer))]
    };
    let first = of("{}", "{type: integer}", "{type: string}");
    for free in [
        "{type: object}",
        "{type: object, properties: {}}",
        "{additionalProperties: true}",
        "{type: object, additionalProperties: {}}",
    ] {
        assert_eq!(first, of(free, "{type: integer}", "{type: string}"), "{free}");
    }
    for format in ["int32", "int64"] {
        assert_eq!(first, of("{}", &format!("{{type: integer, format: {format}}}"), "{type: string}"));
    }
    for format in ["uri", "uri-reference", "email", "uuid", "duration", "currency", "iso-country-code"] {
        assert_eq!(first, of("{}", "{type: integer}", &format!("{{type: string, format: {format}}}")));
    }
}
