//! What generated code says about itself.

use crate::crates::{STRICT, Scratch};
use crate::documents::{assert_has, document, rust, source};
use crate::whole::whole;
use ringfence_codegen::{Source, render};
use ringfence_tests::corpus::{corpus, skip};
use std::collections::BTreeSet;
use std::fs;

/// A create with this description, one required input and one optional input.
fn create(description: &str) -> String {
    let paths = format!(
        "/2010-04-01/Messages.json:\n  post:\n    operationId: CreateMessage\n    description: {description:?}\n    requestBody:\n      content:\n        \
         application/x-www-form-urlencoded:\n          schema:\n            type: object\n            required: [To]\n            properties:\n              \
         To: {{type: string, description: \"Who gets it.\\nA number.\", minLength: 2, maxLength: 160}}\n              \
         Attempts: {{type: integer, minimum: 1, maximum: 5, description: How often.}}\n              \
         StatusCallback: {{type: string, format: uri, description: Where.}}\n    responses: {{'204': {{description: Done}}}}\n"
    );
    document(&paths, "")
}

#[test]
fn a_function_tells_method_path_limits_repetition_callbacks_and_page() {
    let source = Source { name: "twilio_api_v2010".to_owned(), ..source(&create("Sends it.")) };
    let code = render(&[source], &[]).unwrap().text;
    let expected = "\
    /// Sends it.
    ///
    /// `POST https://things.twilio.com/2010-04-01/Messages.json`. Not safe to repeat, so it is retried only where Twilio did not act on it.
    ///
    /// Twilio calls back: `StatusCallback`.
    ///
    /// [Twilio's page](https://www.twilio.com/docs/messaging/api/message-resource)
    ///
    /// - `to`: Who gets it. A number. From 2 to 160 characters.
    pub fn create_message(";
    assert!(code.contains(expected), "{code}");
    let setter = "        /// How often.
        ///
        /// From 1 to 5.
        pub fn attempts(";
    assert!(code.contains(setter), "{code}");
}

#[test]
fn a_fetch_says_which_callback_spares_it() {
    let text = document(
        "/2010-04-01/Calls/{Sid}.json:\n  get:\n    operationId: FetchCall\n    parameters: [{name: Sid, in: path, required: true, schema: \
         {type: string}}]\n    responses: {'204': {description: Done}}\n",
        "",
    );
    let source = Source { name: "twilio_api_v2010".to_owned(), ..source(&text) };
    let code = render(&[source], &[]).unwrap().text;
    let expected = "/// Rather than asking again and again, have Twilio call: `create_call` takes `status_callback` for that.";
    assert!(code.contains(expected), "{code}");
}

/// Each of these would be a link, a tag, a heading, a doctest or an unclosed span in rustdoc, or a find of a scanner.
#[test]
fn hazards_of_descriptions_are_made_harmless() {
    let hazards = "Put <Pay> into [DEPRECATED] text, see https://a.example/x.\n\n        let indented = 1;\n# A heading\n\
                   The [page](/docs/x) and [other](../y), a `span` <= 5.\n`-----BEGIN RSA EXAMPLE KEY-----\nMIIE\n-----END RSA EXAMPLE KEY-----`";
    let code = rust(&create(hazards));
    for line in [
        "/// Put \\<Pay\\> into \\[DEPRECATED\\] text, see <https://a.example/x>. /// /// let indented = 1; /// \\# A heading",
        "/// The [page](https://www.twilio.com/docs/x) and \\[other\\](../y), a `span` \\<= 5.",
        "/// `(a PEM block)`",
    ] {
        assert_has(&code, line);
    }
}

/// Texts that have set rustdoc off, in every place that has a description.
const HAZARDS: [&str; 22] = [
    "Use `foo\n\nand [Bar] `baz",
    "- `a\n- b [X] `c",
    "viahttps://foo.example/x",
    "https://a.example/[x]",
    "text\n===\nmore",
    "a | b\n-|-\n[x] | `y`",
    "``a [b] ``",
    "[a][b]\n\n[b]: foo",
    "<!-- [x]",
    "![img](http://a.example/z.png)",
    "[x]: <y>",
    "[`a b`](https://a.example)",
    "[a](https://a.example/(b))",
    "1. a\n\n   b [c]",
    "-      let x;",
    "1. ~~~\nlet x;",
    "```\nfn x(){}\n```",
    "https://",
    "`https://a.example",
    "<script>",
    "[Call::send] and [u8] and [struct@x]",
    "“`x`” `y",
];

#[test]
fn rustdoc_takes_every_hazard_in_every_place() {
    let (mut paths, mut schemas) = (String::new(), "schemas:\n".to_owned());
    for (at, text) in HAZARDS.iter().enumerate() {
        let id = if at == 0 { "try".to_owned() } else { format!("Fetch{at}") };
        paths.push_str(&format!(
            "/v1/{at}:\n  get:\n    operationId: {id}\n    description: {text:?}\n    parameters:\n    \
             - {{name: q, in: query, description: {text:?}, schema: {{type: string}}}}\n    \
             - {{name: r, in: query, required: true, description: {text:?}, schema: {{type: string}}}}\n    responses: {{'200': \
             {{description: OK, content: {{application/json: {{schema: {{$ref: '#/components/schemas/x{at}'}}}}}}}}}}\n"
        ));
        schemas.push_str(&format!(
            "  x{at}: {{type: object, description: {text:?}, properties: {{a: {{type: string, enum: [b], description: {text:?}}}}}}}\n"
        ));
    }
    let source = source(&document(&paths, &schemas));
    let generated = render(&[source], &[]).unwrap_or_else(|problems| panic!("{problems}")).text;
    let package = Scratch::new("hazards", &generated, &[("src/lib.rs", STRICT)]);
    package.cargo(&["doc", "--no-deps"]);
    package.cargo(&["test", "--doc"]);
}

#[test]
fn generated_documentation_of_twilio_has_no_doctest_and_nothing_that_scanners_find() {
    let Some(whole) = whole() else { return skip("the documentation of all documents: corpus not found") };
    let lines = || whole.rendered.text.lines().filter_map(|line| line.trim_start().strip_prefix("///"));
    let code: Vec<&str> = lines().filter(|line| line.starts_with("     ") || line.contains("```")).collect();
    assert!(code.is_empty(), "{code:?}");
    let is_key = |word: &str| {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        word.len() >= 32 && digits >= 4 && digits < word.len()
    };
    let words = lines().flat_map(|line| line.split(|letter: char| !letter.is_ascii_alphanumeric()));
    let keys: BTreeSet<&str> = words.filter(|word| is_key(word)).collect();
    assert!(keys.is_empty(), "{keys:?}");
    assert!(!whole.rendered.text.contains("-----BEGIN"));
    let links = lines().filter(|line| line.contains("[Twilio's page](https://www.twilio.com/docs/")).count();
    assert_eq!(links, 1447, "every operation names its page");
}

#[test]
fn each_fetch_that_a_callback_spares_says_so() {
    let (Some(whole), Some(corpus)) = (whole(), corpus()) else {
        return skip("the callbacks of all documents: corpus not found");
    };
    let text = fs::read_to_string(corpus.join("facts/callbacks.json")).unwrap();
    let rows: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    let spared = rows.iter().filter(|row| row["replaces_polling"] == true);
    let fetches: BTreeSet<_> = spared.map(|row| (row["spec"].as_str(), row["fetch"].as_str())).collect();
    assert_eq!(whole.rendered.text.matches("/// Rather than asking again and again").count(), fetches.len());
}

/// Everything that can be called the same, twice, and what the docs say of the second.
#[test]
fn each_collision_is_resolved_alike_and_told_where_it_is() {
    let paths = "\
/v1/{Sid}:
  post:
    operationId: CreateThing
    x-twilio: {conditional: [[a, b]]}
    parameters:
    - {name: Sid, in: path, required: true, schema: {type: string}}
    - {name: Page, in: query, schema: {type: integer}}
    - {name: Clear-X, in: header, schema: {type: string}}
    requestBody:
      content:
        application/x-www-form-urlencoded:
          schema:
            type: object
            required: [Sid, a_or_b]
            properties: {Sid: {type: string}, a_or_b: {type: string}, A: {type: string}, B: {type: string}, Send: {type: string}, send: {type: string},
              X: {type: string, nullable: true}}
    responses: {'201': {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/v1.thing'}}}}}
/v1/Others:
  get:
    operationId: createThing
    responses: {'200': {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/v2.thing'}}}}}
";
    let schemas = "\
schemas:
  v1.thing: {type: object, properties: {a-b: {type: string}, a_b: {type: string}, unknown: {type: string}, kind: {type: string, enum: [a b, a-b, Unlisted]},
    part: {type: object, properties: {x: {type: string}}}}}
  v2.thing: {type: object, properties: {part: {type: object, properties: {y: {type: string}}}}}
  V1ThingPart: {type: object, properties: {v1: {$ref: '#/components/schemas/v1.thing'}}}
  v1_thing_kind: {type: string, enum: [z]}
  Option: {type: object, properties: {part: {$ref: '#/components/schemas/V1ThingPart'}, kind: {$ref: '#/components/schemas/v1_thing_kind'}}}
";
    let schemas =
        schemas.replace("properties: {y:", "properties: {o: {$ref: '#/components/schemas/Option'}, y:");
    let document = document(paths, &schemas);
    let code = rust(&document);
    let taken = "in the document; here that name is taken, or the settings chose another.";
    for told in [
        "`sid_2` is sent as `Sid`.",
        "`a_or_b_2` is one of a group; an input is called `a_or_b`.",
        "Sent as `Page`; the name is another because a method or input has that one. pub fn page_number(",
        "Sent as `Send`; the name is another because a method or input has that one. pub fn send_2(",
        "Sent as `send`; the name is another because a method or input has that one. pub fn send_3(",
        &format!("`createThing` {taken}"),
        &format!("`v1.thing` {taken}"),
        &format!("`v2.thing` {taken}"),
        &format!("`Option` {taken}"),
        &format!("`a_b` {taken} pub a_b_2: Option<String>,"),
        "The field `unknown` is one of the document's. pub unknown_2: ::ringfence::Fields,",
        &format!("`a-b` {taken} AB2,"),
        &format!("`Unlisted` {taken} Unlisted2,"),
        "The name has a number because another type has the one without. pub struct V1ThingPart2",
        "The name has a number because another type has the one without. #[non_exhaustive] pub enum V1ThingKind2",
    ] {
        assert!(without_margins(&code).contains(told), "no `{told}` in {code}");
    }
    assert_eq!(code, rust(&document));
}

/// Code on one line, without the marks of its docs.
fn without_margins(code: &str) -> String {
    code.replace("/// ", "").split_whitespace().filter(|word| *word != "///").collect::<Vec<_>>().join(" ")
}

/// As many as the documents have, counted apart from the generator.
#[test]
fn what_is_said_of_operations_is_said_of_all_that_it_is_true_of() {
    let Some(whole) = whole() else { return skip("the facts of all documents: corpus not found") };
    let count = |what: &str| whole.rendered.text.matches(what).count();
    for (what, expected) in [
        (".secured_by(::ringfence::Security::None)", 8),
        (".secured_by(::ringfence::Security::OAuth)", 11),
        ("Takes no credentials, and none are sent.", 8),
        ("Takes a token of OAuth client credentials", 11),
        (".answered_by_redirect()", 6),
        (".answered_unchanged()", 1),
        (".answered_as(", 5),
        ("\"application/scim+json\"", 5 + 3),
        (".deleting_stored_data()", 58),
        (".with_callbacks(", 81),
        // Two that need a key for each attempt, and the updates that the generator's facts list.
        (".idempotent()", 2 + 9),
        ("value: impl Into<::ringfence::PlainUrl>", 6),
        ("pub fn if_match(", 15),
        ("pub fn x_twilio_webhook_enabled(", 50),
        ("pub fn x_twilio_api_version(", 4),
        ("<\", value)", 12),
        (">\", value)", 12),
        ("impl From<bool> for ", 21),
        ("::ringfence::private::Listed<", 351),
    ] {
        assert_eq!(count(what), expected, "{what}");
    }
}
