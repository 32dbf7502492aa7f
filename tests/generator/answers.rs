//! The answers of Twilio's own examples: decoded by clients that are answered with them, and encoded back.

use crate::answer_differences::{Differences, count};
use crate::answer_examples::{Answer, Document, difference, documents, entries};
use crate::answer_privacy::hidden;
use crate::signatures::{Endpoint, Signatures, signatures};
use crate::whole::{Whole, whole};
use ringfence_tests::corpus::{corpus, skip};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt::Write;

/// A call and what it is answered with.
struct Case<'d> {
    /// The module and the operation's id.
    call: String,
    status: u16,
    body: String,
    example: Option<&'d RawValue>,
    /// What `Debug` may not show of the example.
    hidden: Vec<String>,
}

/// The fields of examples that no document declares.
const UNDECLARED: [&str; 8] = [
    "proxy_v1::CreatePhoneNumber /capabilities/sms_outbound",
    "proxy_v1::CreatePhoneNumber /capabilities/voice_inbound",
    "proxy_v1::FetchPhoneNumber /capabilities/sms_outbound",
    "proxy_v1::FetchPhoneNumber /capabilities/voice_inbound",
    "proxy_v1::ListPhoneNumber /*/0/capabilities/sms_outbound",
    "proxy_v1::ListPhoneNumber /*/0/capabilities/voice_inbound",
    "proxy_v1::UpdatePhoneNumber /capabilities/sms_outbound",
    "proxy_v1::UpdatePhoneNumber /capabilities/voice_inbound",
];

/// How a client with an API key refuses an operation that takes a token; no such operation has an example.
const OTHER_CREDENTIAL: &str = "takes a token of OAuth client credentials";

/// A field that is written back, and is not among the unknown ones, was in its typed field.
#[test]
fn every_example_of_an_answer_is_typed_and_comes_back_as_it_was() {
    let (Some(whole), Some(corpus)) = (whole(), corpus()) else {
        return skip("the answers of all documents: corpus not found");
    };
    let documents = documents(&corpus.join("specs/json"));
    let cases: Vec<Case<'_>> = documents.iter().flat_map(cases).collect();
    assert_eq!(cases.iter().filter(|case| case.example.is_some()).count(), 1759);
    let printed = run(whole, &cases);
    let (mut wrong, mut unknown, mut told, mut refused) = (Vec::new(), Vec::new(), Vec::new(), 0);
    for (case, line) in cases.iter().zip(printed.lines()) {
        let columns: Vec<&str> = line.split('\t').collect();
        if case.example.is_none() && line.contains(OTHER_CREDENTIAL) {
            refused += 1;
        } else if let Some(problem) = problem(case, &columns) {
            wrong.push(format!("{} {}: {problem}", case.call, case.status));
        } else {
            let shown = |text: &&String| columns.get(1).is_some_and(|debug| debug.contains(text.as_str()));
            told.extend(case.hidden.iter().filter(shown).map(|text| format!("{} {text:?}", case.call)));
            let pointers = columns[0].split(' ').filter(|at| !at.is_empty());
            unknown.extend(pointers.map(|at| format!("{} {at}", case.call)));
        }
    }
    assert_eq!(printed.lines().count(), cases.len());
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(refused, 11, "operations that take another credential than a key");
    assert!(
        told.is_empty(),
        "`Debug` shows {} of what is personal or secret:\n{}",
        told.len(),
        told.join("\n")
    );
    assert!(cases.iter().map(|case| case.hidden.len()).sum::<usize>() > 300, "there is something to hide");
    unknown.sort();
    assert_eq!(unknown, UNDECLARED);
}

/// Two of the nulls stand in a schema that has properties and no type.
#[test]
fn examples_differ_from_their_documents_as_they_are_known_to() {
    let Some(corpus) = corpus() else { return skip("the examples of all documents: corpus not found") };
    let mut found = Differences::new();
    for document in documents(&corpus.join("specs/json")) {
        count(&document, &mut found);
    }
    let expected = [
        ("declared field that is absent", 203),
        ("null where the document allows none", 288 + 2),
        ("number as a string", 84),
        ("phone number that is not E.164", 5),
        ("relative URI", 282),
        ("text that breaks its pattern", 30),
        ("text that is no URI", 43),
        ("undeclared field", 8),
        ("value that the enum does not list", 16),
    ];
    assert_eq!(found, BTreeMap::from(expected));
}

/// Every success that a document declares: with its examples, or with as little as may come.
fn cases<'d>(document: &'d Document) -> impl Iterator<Item = Case<'d>> {
    document.answers.iter().flat_map(|answer| {
        let case = |body: &str, example: Option<&'d RawValue>| Case {
            call: format!("{}::{}", document.module, answer.operation),
            status: answer.status,
            body: body.to_owned(),
            hidden: example.map(|example| of_privacy(document, answer, example)).unwrap_or_default(),
            example,
        };
        let least = match (answer.status, &answer.schema) {
            (304, _) => "",
            (300.., _) => "{\"redirect_to\":\"https://elsewhere.example/\"}",
            (_, Some(_)) => "{}",
            (_, None) => "",
        };
        let mut cases: Vec<Case<'d>> = Vec::new();
        if answer.examples.is_empty() || answer.status >= 300 {
            cases.push(case(least, None));
        } else {
            cases.extend(answer.examples.iter().map(|example| case(&one_line(example), Some(example))));
        }
        cases
    })
}

fn of_privacy(document: &Document, answer: &Answer, example: &RawValue) -> Vec<String> {
    let example = serde_json::from_str(example.get()).unwrap();
    hidden(&document.tree, answer.schema.as_ref().unwrap(), &example)
}

/// Line breaks stand between tokens only: inside a string they are escaped.
fn one_line(json: &RawValue) -> String {
    json.get().replace(['\n', '\r', '\t'], " ")
}

fn problem(case: &Case<'_>, columns: &[&str]) -> Option<String> {
    let example = match (columns, case.example) {
        (["failed", error], _) => return Some((*error).to_owned()),
        (_, Some(example)) => example,
        (_, None) => return None,
    };
    let back = match columns {
        [_, _, json] => (*json).to_owned(),
        [_, _, fields, items] => page(example, fields, items),
        _ => return Some(format!("{columns:?}")),
    };
    let back: &RawValue = serde_json::from_str(&back).unwrap();
    difference(example, back)
}

/// The fields of a page with its items in the place that the example has for them.
fn page(example: &RawValue, fields: &str, items: &str) -> String {
    let known = entries(serde_json::from_str(fields).unwrap());
    let names = entries(example);
    match names.keys().find(|name| !known.contains_key(*name)) {
        Some(name) if known.is_empty() => format!("{{{name:?}:{items}}}"),
        Some(name) => format!("{{{name:?}:{items},{}", &fields[1..]),
        None => fields.to_owned(),
    }
}

/// Runs the program that makes the calls; one line is for each case.
fn run(whole: &Whole, cases: &[Case<'_>]) -> String {
    whole.package.write("src/bin/answers/main.rs", include_str!("answers_program.rs"));
    whole.package.write("src/bin/answers/calls.rs", &calls(&whole.rendered.text));
    let mut lines = String::new();
    for case in cases {
        writeln!(lines, "{}\t{}\t{}", case.call, case.status, case.body).unwrap();
    }
    let file = whole.package.write("answers.txt", &lines);
    whole.package.cargo(&["run", "--bin", "answers", file.to_str().unwrap()])
}

/// A table of all operations, each called with whatever its arguments take.
fn calls(generated: &str) -> String {
    let mut text = String::from("//! Calls.\nuse crate::{Call, nothing, page, redirect, value};\n");
    text.push_str(
        "use all_of_twilio::twilio::*;\n\n/// By module and id.\npub const CALLS: &[(&str, Call)] = &[\n",
    );
    let modules = signatures(generated);
    for (module, signatures) in &modules {
        for (id, endpoint) in &signatures.endpoints {
            let call = call(module, signatures, endpoint);
            let (teller, end) = match endpoint.end.as_str() {
                "::ringfence::private::Sent<()>" => ("nothing", "send"),
                "::ringfence::private::Sent<::ringfence::Redirect>" => ("redirect", "send"),
                page if page.starts_with("::ringfence::private::Listed<") => ("page", "page"),
                _ => ("value", "send"),
            };
            writeln!(text, "    (\"{module}::{id}\", |client| {teller}({call}.{end}(client))),").unwrap();
        }
    }
    text.push_str("];\n");
    text
}

fn call(module: &str, signatures: &Signatures, endpoint: &Endpoint) -> String {
    let arguments: Vec<String> = endpoint
        .arguments
        .iter()
        .map(|argument| match signatures.groups.get(&argument.of) {
            Some(constructors) => {
                let first = &constructors[0];
                format!("{module}::{}::{}({})", argument.of, first.name, any(module, signatures, &first.of))
            }
            None => any(module, signatures, &argument.of),
        })
        .collect();
    format!("{module}::{}({})", endpoint.function, arguments.join(", "))
}

/// A value that fits a type.
fn any(module: &str, signatures: &Signatures, of: &str) -> String {
    match of {
        "bool" => "true".to_owned(),
        "i64" => "7".to_owned(),
        "String" => "\"any\"".to_owned(),
        "::ringfence::Json" => "ringfence::Json::default()".to_owned(),
        "::ringfence::Decimal" => "ringfence::Decimal::from(7)".to_owned(),
        url @ ("::ringfence::CallbackUrl" | "::ringfence::PlainUrl") => {
            format!("{}::new(\"https://example.com\").unwrap()", url.trim_start_matches(':'))
        }
        "::ringfence::Date"
        | "::ringfence::Timestamp"
        | "::ringfence::HttpMethod"
        | "::ringfence::PhoneNumber" => "\"any\"".to_owned(),
        many if many.starts_with("::ringfence::Many<") => {
            let item = many["::ringfence::Many<".len()..].strip_suffix('>').unwrap();
            format!("[{}]", any(module, signatures, item))
        }
        map if map.starts_with("::std::") => format!("{map}::default()"),
        sid if sid.starts_with("::ringfence::") => format!("<{}>::new_unchecked(\"any\")", &sid[2..]),
        model if signatures.models.contains_key(model) => format!("{module}::{model}::default()"),
        _ => "\"any\"".to_owned(),
    }
}
