//! `diff` on what callers see: the arguments of a function, with groups among them, and what stands behind a call.

use super::diff::told;
use super::json;
use ringfence_tests::tree::tree;
use serde_json::Value;

/// A document with one POST of a form.
fn form(properties: &str, more: &str) -> String {
    format!(
        "openapi: 3.0.1\ninfo: {{title: Things, version: '1'}}\nservers: [{{url: 'https://things.twilio.com'}}]\nsecurity: [{{b: []}}]\n\
         paths:\n  /v1/Things:\n    post:\n      operationId: CreateX\n      {more}\n      requestBody: {{content: \
         {{application/x-www-form-urlencoded: {{schema: {{type: object, properties: {{{properties}}}}}}}}}}}\n      \
         responses: {{'204': {{description: Done}}}}\ncomponents: {{securitySchemes: {{b: {{type: http, scheme: basic}}}}}}\n"
    )
}

/// A document with one GET of a thing.
fn fetch(field: &str, more: &str, answers: &str) -> String {
    format!(
        "openapi: 3.0.1\ninfo: {{title: Things, version: '1'}}\nservers: [{{url: 'https://things.twilio.com'}}]\nsecurity: [{{b: []}}]\n\
         paths:\n  /v1/Things:\n    get:\n      operationId: FetchX\n      {more}\n      responses: {{'200': {{description: Done, \
         content: {{application/json: {{schema: {{$ref: '#/components/schemas/T'}}}}}}}}{answers}}}\n\
         components: {{securitySchemes: {{b: {{type: http, scheme: basic}}}}, schemas: {{T: {{type: object, properties: {{\
         a: {{type: string}}, b: {{type: integer{field}}}}}}}}}}}\n"
    )
}

fn differences(old: &str, new: &str) -> Value {
    let folder = tree(&[("old.yaml", old), ("new.yaml", new)]);
    json(folder.path(), &["specs", "diff", "old.yaml", "new.yaml"])
}

fn assert_changes(old: &str, new: &str, expected: [&[&str]; 3]) {
    let changes = differences(old, new);
    for (effect, expected) in ["breaking", "changed", "added"].iter().zip(expected) {
        assert_eq!(told(&changes, effect), expected, "{effect}");
    }
}

const PAIR: &str = "A: {type: string}, B: {type: string}";

fn groups(of: &str) -> String {
    format!("x-twilio: {{conditional: [{of}]}}")
}

#[test]
fn a_group_that_is_new_breaks_every_caller() {
    let needs = "`CreateX`: needs one of the inputs `A` and `B` | `create_x` is `fn create_x(a_or_b: XAOrB) -> CreateX` now, \
                 not `fn create_x() -> CreateX`";
    assert_changes(&form(PAIR, "tags: []"), &form(PAIR, &groups("[a, b]")), [&[needs], &[], &[]]);
    assert_changes(
        &form("To: {type: string}", "tags: []"),
        &form(&format!("To: {{type: string}}, {PAIR}"), &groups("[a, b]")),
        [
            &[needs],
            &[],
            &[
                "`CreateX`: takes the input `A` | `XAOrB::a(String)` and `.a(impl Into<String>)` is new",
                "`CreateX`: takes the input `B` | `XAOrB::b(String)` and `.b(impl Into<String>)` is new",
            ],
        ],
    );
}

#[test]
fn a_group_that_is_gone_or_is_made_of_others_breaks_as_well() {
    let three = format!("{PAIR}, C: {{type: string}}");
    let gone = "`CreateX`: no longer needs one of the inputs `A` and `B` | `create_x` is `fn create_x() -> CreateX` now, \
                not `fn create_x(a_or_b: XAOrB) -> CreateX`";
    assert_changes(&form(PAIR, &groups("[a, b]")), &form(PAIR, "tags: []"), [&[gone], &[], &[]]);
    let renamed = "`CreateX`: needs one of the inputs `A`, `B` and `C` now, not one of `A` and `B` | `XAOrB` is `XAOrBOrC` now";
    assert_changes(
        &form(&three, &groups("[a, b]")),
        &form(&three, &groups("[a, b, c]")),
        [&[renamed], &[], &["`CreateX`: takes the input `C` for a group | `XAOrBOrC::c(String)` is new"]],
    );
    let four = format!("{three}, D: {{type: string}}");
    let swapped =
        differences(&form(&four, &groups("[a, b], [c, d]")), &form(&four, &groups("[c, d], [a, b]")));
    let breaking = told(&swapped, "breaking");
    assert!(
        breaking.len() == 1 && breaking[0].contains("has its required inputs in another order"),
        "{swapped:#}"
    );
}

/// The signature decides, whatever leads to it: callers break where its types change, and nowhere else.
#[test]
fn another_signature_is_always_told_as_breaking() {
    let four = "A: {type: string}, B: {type: string}, C: {type: integer}, D: {type: string}";
    let required = |names: &str| format!("{four}}}, required: [{names}], x: {{");
    let documents = [
        form(four, "tags: []"),
        form(four, &groups("[a, b]")),
        form(four, &groups("[b, c]")),
        form(four, &groups("[a, b], [c, d]")),
        form(four, &groups("[a, b], [d, c]")),
        form(four, &groups("[a, b, d]")),
        form(&required("A"), "tags: []"),
        form(&required("A, C"), "tags: []"),
        form(&required("D"), &groups("[a, b]")),
        form("C: {type: string}, D: {type: string}", &groups("[c, d]")),
    ];
    let signature = |text: &str| {
        let folder = tree(&[("one.yaml", text)]);
        json(folder.path(), &["specs", "show", "CreateX", "--spec", "one.yaml"])["signature"].clone()
    };
    let signatures: Vec<Value> = documents.iter().map(|text| signature(text)).collect();
    for (old, one) in documents.iter().zip(&signatures) {
        for (new, other) in documents.iter().zip(&signatures) {
            let breaking = told(&differences(old, new), "breaking");
            assert_eq!(one != other, !breaking.is_empty(), "{one} to {other}: {breaking:#?}");
        }
    }
}

#[test]
fn what_stands_behind_a_call_is_compared_too() {
    let old = fetch("", "tags: []", "");
    let hidden = ", x-twilio: {pii: {handling: sensitive}}";
    assert_changes(
        &old,
        &fetch(hidden, "tags: []", ""),
        [
            &[],
            &[
                "`T` (in `FetchX`): says that the field `b` is personal | every signature stays as it is; debug output hides `T.b` now",
            ],
            &[],
        ],
    );
    assert_changes(
        &old,
        &fetch("", "tags: []", ", '301': {description: Moved}"),
        [
            &[],
            &[
                "`FetchX`: may be answered with another path (301, 308) | the same calls are sent there as well",
            ],
            &[],
        ],
    );
    assert_changes(
        &old,
        &fetch("", "tags: []", ", '304': {description: Same}"),
        [&[], &["`FetchX`: may be answered that nothing changes (304) | the answer has no fields then"], &[]],
    );
    assert_changes(
        &old,
        &fetch("", "security: []", ""),
        [
            &[],
            &[
                "`FetchX`: is secured by nothing now, not by an API key | any client sends it as before, without a credential",
            ],
            &[],
        ],
    );
    assert_changes(
        &fetch("", "security: []", ""),
        &old,
        [
            &[
                "`FetchX`: is secured by an API key now, not by nothing | it must be sent by a client with that credential",
            ],
            &[],
            &[],
        ],
    );
}

#[test]
fn an_input_that_can_no_longer_be_cleared_is_told_once() {
    assert_changes(
        &form("A: {type: string, nullable: true}", "tags: []"),
        &form("A: {type: string}", "tags: []"),
        [
            &[
                "`CreateX`: takes the input `A` in another way | `.a(impl Into<String>)` and `.clear_a()` of `create_x` is \
               `.a(impl Into<String>)` now",
            ],
            &[],
            &[],
        ],
    );
}
