//! What is wrong with a document is told all at once, with file and place.

use crate::documents::{document, form, lines, problems, source};
use ringfence_codegen::{Format, Source, render};

#[test]
fn text_that_is_not_yaml_has_line_and_column() {
    let found = problems("openapi: 3.0.1\npaths: {a: [b\ninfo: }");
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("things.yaml:3:") && found[0].contains("not YAML"), "{found:?}");
}

#[test]
fn text_that_is_not_json_has_line_and_column() {
    let json = Source { format: Format::Json, ..source("{\"openapi\": \"3.0.1\",\n  oops}") };
    let found = lines(&render(&[json], &[]).unwrap_err());
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("things.yaml:2:3: not JSON: key must be a string"), "{found:?}");
}

#[test]
fn documents_that_are_not_openapi_3_0_say_what_they_are() {
    for (text, expected) in [
        ("", "things.yaml: the file is empty"),
        (" \n\t\n", "things.yaml: the file is empty"),
        ("hello: world", "not OpenAPI: there is no `openapi` version"),
        ("just text", "not OpenAPI: the document is a string"),
        ("- a\n- b", "not OpenAPI: the document is a list"),
        ("openapi: 3.1.0", "`openapi` is `3.1.0`"),
        ("openapi: 3", "`openapi` is a number, not a version"),
        ("swagger: '2.0'", "not OpenAPI"),
        ("openapi: 3.0.1", "there are no `paths`"),
        ("a: 1\nb: 2\na: 3", "duplicate key `a`"),
    ] {
        let found = problems(text);
        assert!(found.len() == 1 && found[0].contains(expected), "{text:?} gives {found:?}");
    }
}

/// What no URL can hold as it stands, and hosts that the runtime sends nothing to.
#[test]
fn paths_and_hosts_that_no_request_can_have_are_problems() {
    let fetch = |path: &str| {
        let variables: String = ["A", "B", "Sid", ""]
            .iter()
            .filter(|name| path.contains(&format!("{{{name}}}")))
            .map(|name| format!("{{name: '{name}', in: path, required: true, schema: {{type: string}}}}, "))
            .collect();
        document(
            &format!(
                "\"{}\":\n  get: {{operationId: FetchThing, parameters: [{variables}], responses: {{'204': {{description: Done}}}}}}\n",
                path.replace('\\', "\\\\")
            ),
            "",
        )
    };
    for (path, expected) in [
        ("/a b", "may hold ' ' as it stands"),
        ("/a?x=1", "may hold '?'"),
        ("/a#b", "may hold '#'"),
        ("/a\\b", "may hold '\\\\'"),
        ("/a\u{202e}b", "may hold '\\u{202e}'"),
        ("/\u{e9}/{Sid}", "may hold '\u{e9}'"),
        ("/a%2", "two digits must follow the `%`"),
        ("/../x", "leads elsewhere"),
        ("/x/%2E%2e", "leads elsewhere"),
        ("/x/./y", "leads elsewhere"),
        ("//evil/x", "leads elsewhere"),
        ("a", "must begin with a `/`"),
        ("", "must begin with a `/`"),
        ("/{}", "has no name"),
    ] {
        let found = problems(&fetch(path));
        let place = format!("things.yaml#/paths/{}/get: ", path.replace('/', "~1"));
        assert!(
            found.len() == 1 && found[0].starts_with(&place) && found[0].contains(expected),
            "{path}: {found:?}"
        );
    }
    for path in ["/v1/Things/{A}:{B}", "/a%20b/~x,y;z=1@(d)", "/{A}{B}.json"] {
        crate::documents::rust(&fetch(path));
    }
    for host in [
        "evil.example",
        "twilio.com",
        ".twilio.com",
        "api.twilio.com.evil.example",
        "API.Twilio.Com",
        "api.twilio.com:8080",
        "a b.twilio.com",
        "api.twilio.com#x",
        "api.twilio.com\\evil",
    ] {
        let text = fetch("/x").replace("things.twilio.com", host);
        let found = problems(&text);
        let expected = format!("things.yaml#/servers/0/url: `{host}` is no host of Twilio's");
        assert!(found.len() == 1 && found[0].starts_with(&expected), "{host}: {found:?}");
    }
}

#[test]
fn a_header_is_one_input_however_it_is_written() {
    let header = |name: &str| format!("{{name: {name}, in: header, schema: {{type: string}}}}");
    let both = |of_path: &str, of_operation: &str| {
        document(
            &format!(
                "/x:\n  parameters: [{of_path}]\n  get: {{operationId: FetchThing, parameters: [{of_operation}], responses: {{'204': {{description: Done}}}}}}\n"
            ),
            "",
        )
    };
    let (one, other) = (header("If-Match"), header("if-match"));
    let found = problems(&both("", &format!("{one}, {other}")));
    assert_eq!(
        found,
        ["things.yaml#/paths/~1x/get/parameters/1: the input `if-match` is declared twice in one place"]
    );
    let code = crate::documents::rust(&both(&one, &other));
    assert!(
        code.contains(".with_header(\"if-match\", ") && !code.contains("If-Match"),
        "the operation's own wins: {code}"
    );
}

/// What YAML can say and JSON cannot is read, and what both can say is read alike.
#[test]
fn marks_merges_and_long_numbers_are_read_alike() {
    let parameter = "{name: PageSize, in: query, schema: {type: integer, maximum: 18446744073709551616}}";
    let paths = format!(
        "/x:\n  get: {{operationId: FetchThing, parameters: [{parameter}], responses: {{'204': {{description: Done}}}}}}\n"
    );
    let yaml = document(&paths, "");
    let marked = Source { bytes: format!("\u{feff}{yaml}").into_bytes(), ..source(&yaml) };
    let json: serde_json::Value =
        serde_yaml::from_str(&yaml.replace("maximum: 18446744073709551616", "maximum: 0")).unwrap();
    let json = json.to_string().replace("\"maximum\":0", "\"maximum\":18446744073709551616");
    let as_json = |text: String| Source { format: Format::Json, bytes: text.into_bytes(), ..source(&yaml) };
    let expected = crate::documents::rust(&yaml);
    for source in [marked, as_json(json.clone()), as_json(format!("\u{feff}{json}"))] {
        let text = render(&[source], &[]).unwrap_or_else(|problems| panic!("{problems}")).text;
        assert_eq!(text.split_whitespace().collect::<Vec<_>>().join(" "), expected);
    }
    let merged = |merge: &str| {
        format!(
            "x-base: &base {{operationId: No, responses: {{'204': {{description: Done}}}}}}\n{}",
            document(&format!("/x:\n  get: {{{merge}, operationId: FetchThing}}\n"), "")
        )
    };
    let plain =
        document("/x:\n  get: {responses: {'204': {description: Done}}, operationId: FetchThing}\n", "");
    for merge in ["<<: *base", "<<: [*base, {responses: {}}]"] {
        assert_eq!(crate::documents::rust(&merged(merge)), crate::documents::rust(&plain));
    }
    assert_eq!(
        problems(&merged("<<: 1")),
        ["things.yaml#/paths/~1x/get/<<: `<<` must be a map or a list of maps"]
    );
}

#[test]
fn a_missing_reference_names_the_nearest() {
    let text = document(
        "/v1/Things.json:\n  get:\n    operationId: FetchThing\n    responses:\n      '200':\n        description: OK\n        content:\n          \
         application/json: {schema: {$ref: '#/components/schemas/tihng'}}\n",
        "schemas: {thing: {type: object, properties: {sid: {type: string}}}}\n",
    );
    let found = problems(&text);
    let place =
        "things.yaml#/paths/~1v1~1Things.json/get/responses/200/content/application~1json/schema/$ref";
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with(&format!("{place}: there is no `#/components/schemas/tihng`")), "{found:?}");
    assert!(found[0].ends_with("did you mean `thing`?"), "{found:?}");
}

const TWO_PATHS: &str = "\
/v1/Things/{Sid}/Parts/{Part}.json:
  get:
    operationId: FetchThing
    parameters:
    - {name: Sid, in: path, required: true, schema: {type: string}}
    - {name: Other, in: path, required: true, schema: {type: string}}
    responses: {'204': {description: Done}}
/v1/Others.json:
  get:
    operationId: FetchThing
    responses: {'404': {description: Nothing}}
  post:
    operationId: FetchThing
    responses: {'204': {description: Done}}
  delete:
    responses: {'204': {description: Done}}
";

#[test]
fn all_problems_of_a_document_come_together() {
    let found = problems(&document(TWO_PATHS, ""));
    let expected = [
        "things.yaml#/paths/~1v1~1Others.json/delete: the operation needs an `operationId`",
        "things.yaml#/paths/~1v1~1Others.json/get: the operation needs an answer that is a success",
        "things.yaml#/paths/~1v1~1Others.json/post: the operation id `FetchThing` is also at \
         `/paths/~1v1~1Things~1{Sid}~1Parts~1{Part}.json/get`",
        "things.yaml#/paths/~1v1~1Things~1{Sid}~1Parts~1{Part}.json/get: the path variable `Part` is not declared",
        "things.yaml#/paths/~1v1~1Things~1{Sid}~1Parts~1{Part}.json/get/parameters/1: the path \
         `/v1/Things/{Sid}/Parts/{Part}.json` has no variable `Other`",
    ];
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.starts_with(expected), "{found}\nis not\n{expected}");
    }
}

#[test]
fn problems_of_several_documents_come_together() {
    let broken = |file: &str, text: &str| Source { file: file.to_owned(), ..source(text) };
    let found = lines(&render(&[broken("a.yaml", ""), broken("b.yaml", "x: [")], &[]).unwrap_err());
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("a.yaml: ") && found[1].starts_with("b.yaml:"), "{found:?}");
}

#[test]
fn two_documents_may_not_give_one_module() {
    let text = form("properties: {To: {type: string}}", "");
    let other = Source { name: "things_v1".to_owned(), file: "other.yaml".to_owned(), ..source(&text) };
    let found = lines(&render(&[source(&text), other], &[]).unwrap_err());
    assert_eq!(
        found,
        [
            "other.yaml: gives the module `things_v1`, and so does things.yaml; name one of them otherwise (setting `modules`)"
        ]
    );
}

#[test]
fn an_unknown_operation_names_the_nearest() {
    let text = form("properties: {To: {type: string}}", "");
    let found = lines(&render(&[source(&text)], &["CreateTing".to_owned(), "Zzz".to_owned()]).unwrap_err());
    assert_eq!(
        found,
        [
            "operations: no document has an operation `CreateTing`; did you mean `CreateThing`?",
            "operations: no document has an operation `Zzz`",
        ]
    );
}

#[test]
fn what_cannot_be_generated_is_never_dropped_silently() {
    for (what, text, expected) in [
        (
            "a cookie",
            get("{name: a, in: cookie, schema: {type: string}}"),
            "parameters in `cookie` are not supported",
        ),
        ("no schema", get("{name: a, in: query}"), "the parameter `a` needs a `schema`"),
        ("a made-up type", get("{name: a, in: query, schema: {type: text}}"), "`text` is no type"),
        ("another file", get("{$ref: 'x.yaml#/a'}"), "leaves the document"),
        ("a loop", get("{$ref: '#/paths/~1v1~1Things/get/parameters/0'}"), "leads back to itself"),
        ("not", get("{name: a, in: query, schema: {not: {type: string}}}"), "`not` cannot be a Rust type"),
        (
            "a group of nobody",
            form("properties: {To: {type: string}}", "x-twilio: {conditional: [[from]]}"),
            "names the input `from`",
        ),
    ] {
        let found = problems(&text);
        assert!(found.iter().any(|problem| problem.contains(expected)), "{what}: {found:?}");
    }
    let http = form("properties: {To: {type: string}}", "").replace("https://things", "http://things");
    assert!(problems(&http)[0].contains("an https URL without variables is needed"));
    let multipart =
        form("properties: {To: {type: string}}", "").replace("x-www-form-urlencoded", "multipart");
    assert!(problems(&multipart)[0].contains("bodies are sent as forms or JSON"));
}

fn get(parameter: &str) -> String {
    let paths = format!(
        "/v1/Things:\n  get:\n    operationId: FetchThing\n    parameters:\n    - {parameter}\n    responses: {{'204': {{description: Done}}}}\n"
    );
    document(&paths, "")
}

#[test]
fn schemas_that_hold_one_another_without_end_are_refused_in_time() {
    let mut schemas = String::from("schemas:\n");
    for level in 0..40 {
        let next = level + 1;
        schemas.push_str(&format!(
            "  s{level}: {{allOf: [{{$ref: '#/components/schemas/s{next}'}}, {{$ref: '#/components/schemas/s{next}'}}]}}\n"
        ));
    }
    schemas.push_str("  s40: {type: object, properties: {a: {type: string}}}\n");
    let paths = "/v1/Things:\n  get:\n    operationId: FetchThing\n    responses:\n      '200':\n        description: OK\n        content: \
                 {application/json: {schema: {$ref: '#/components/schemas/s0'}}}\n";
    let found = problems(&document(paths, &schemas));
    assert!(found[0].contains("in too many ways"), "{found:?}");
}

#[test]
fn only_what_is_selected_is_judged() {
    let responses = "responses: {'204': {description: Done}}";
    let paths = format!(
        "/v1/Good:\n  get:\n    operationId: FetchGood\n    {responses}\n/v1/Bad/{{Sid}}:\n  get:\n    operationId: FetchBad\n    {responses}\n"
    );
    let text = document(&paths, "");
    let select = |id: &str| render(&[source(&text)], &[id.to_owned()]);
    assert_eq!(select("FetchGood").unwrap().operations, 1);
    for found in [problems(&text), lines(&select("FetchBad").unwrap_err())] {
        assert!(
            found.len() == 1 && found[0].contains("the path variable `Sid` is not declared"),
            "{found:?}"
        );
    }
}
