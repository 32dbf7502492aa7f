//! Tiny documents, and what becomes of them.

use ringfence_codegen::{Format, Problems, Source, render};

/// A document with these paths and components, as YAML.
pub fn document(paths: &str, components: &str) -> String {
    let indent = |text: &str| text.lines().map(|line| format!("  {line}\n")).collect::<String>();
    let mut text = "openapi: 3.0.1\ninfo: {title: Things, version: 1.0.0}\n\
        servers: [{url: 'https://things.twilio.com'}]\nsecurity: [{basic: []}]\n"
        .to_owned();
    text.push_str(&format!("paths:\n{}", indent(paths)));
    text.push_str("components:\n  securitySchemes: {basic: {type: http, scheme: basic}}\n");
    text.push_str(&indent(components));
    text
}

/// A document with one POST of a form with these properties.
pub fn form(properties: &str, extension: &str) -> String {
    let properties: String = properties.lines().map(|line| format!("            {line}\n")).collect();
    document(
        &format!(
            "/v1/Things.json:\n  post:\n    operationId: CreateThing\n    {extension}\n    requestBody:\n      content:\n        \
             application/x-www-form-urlencoded:\n          schema:\n            type: object\n{properties}    responses: \
             {{'204': {{description: Done}}}}\n"
        ),
        "",
    )
}

/// The source of a YAML text.
pub fn source(text: &str) -> Source {
    Source {
        name: "twilio_things_v1".to_owned(),
        file: "things.yaml".to_owned(),
        format: Format::Yaml,
        bytes: text.as_bytes().to_vec(),
    }
}

/// What is generated from a YAML text, with every run of white space as one blank.
pub fn rust(text: &str) -> String {
    let rendered = render(&[source(text)], &[]).unwrap_or_else(|problems| panic!("{problems}\n{text}"));
    squeeze(&rendered.text)
}

/// The problems of a YAML text, one to a line.
pub fn problems(text: &str) -> Vec<String> {
    match render(&[source(text)], &[]) {
        Ok(rendered) => panic!("no problem in:\n{text}\n{}", rendered.text),
        Err(problems) => lines(&problems),
    }
}

/// Problems, one to a line.
pub fn lines(problems: &Problems) -> Vec<String> {
    problems.as_slice().iter().map(ToString::to_string).collect()
}

/// Asserts that generated code has a snippet, whatever the line breaks.
pub fn assert_has(code: &str, snippet: &str) {
    let close = |text: &str| {
        squeeze(text).replace("( ", "(").replace(", )", ")").replace(" )", ")").replace(" .", ".")
    };
    let (code, snippet) = (close(code), close(snippet));
    assert!(code.contains(&snippet), "no `{snippet}` in:\n{code}");
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
