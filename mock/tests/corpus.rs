//! All of Twilio's documents in one mock: every operation is asked for, and every answer is held against its document.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeMap;
use std::time::Instant;

use ringfence_mock::Mock;
use serde_json::{Value, json};
use support::document::{Document, Operation, documents, form, misfits};
use support::{Desk, corpus, escape};

/// Identifiers of what was made, by the shape of the collection's path with its host.
#[derive(Default)]
struct Made(BTreeMap<String, String>);

/// A path without the names of its variables.
fn shape(path: &str) -> String {
    let parts = path.trim_end_matches(".json").split('/');
    parts.map(|part| if part.starts_with('{') { "{}" } else { part }).collect::<Vec<_>>().join("/")
}

impl Made {
    /// A path with an identifier for every variable: of what was made there, or of the shape that is declared.
    fn fill(&self, operation: &Operation<'_>, account: &str) -> String {
        let mut before = String::new();
        let mut out = String::new();
        for part in operation.path.split('/').skip(1) {
            out.push('/');
            let Some(name) = part.strip_prefix('{').and_then(|rest| rest.split('}').next()) else {
                out.push_str(part);
                before = format!("{before}/{part}");
                continue;
            };
            let known = self.0.get(&format!("{}{before}", operation.host()));
            let sample = || {
                let declared = operation.parameters("path").find(|one| one["name"] == name).unwrap();
                let sample = operation.sample(name, &declared["schema"], true, 0);
                sample.as_str().map_or_else(|| sample.to_string(), str::to_owned)
            };
            let own = name == "AccountSid" || (name == "Sid" && before.ends_with("/Accounts"));
            let value = if own { account.to_owned() } else { known.cloned().unwrap_or_else(sample) };
            out.push_str(&escape(&value));
            out.push_str(part.split('}').nth(1).unwrap());
            before = format!("{before}/{{}}");
        }
        out
    }

    /// Remembers what an answer tells of: one thing, or the rows of a list.
    fn note(&mut self, operation: &Operation<'_>, variable: Option<&str>, answer: &Value) {
        let rows = answer.as_object().into_iter().flatten().find_map(|(_, value)| value.as_array()?.first());
        let thing = if operation.method == "get" { rows.unwrap_or(answer) } else { answer };
        let names = [variable.map(snake).unwrap_or_default(), "sid".to_owned(), "id".to_owned()];
        let key = names.iter().find_map(|name| thing.get(name).filter(|value| !value.is_null()));
        if let Some(key) = key {
            let key = key.as_str().map_or_else(|| key.to_string(), str::to_owned);
            self.0.entry(format!("{}{}", operation.host(), shape(operation.path))).or_insert(key);
        }
    }
}

fn snake(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    out
}

/// Parents before children; what makes before what reads, what reads before what changes, deletes last and deepest first.
fn order<'a>(documents: &'a [Document]) -> Vec<Operation<'a>> {
    let mut all: Vec<Operation<'a>> = documents.iter().flat_map(Document::operations).collect();
    all.sort_by_key(|one| {
        let depth = one.path.matches('/').count();
        match (one.method, one.path.trim_end_matches(".json").ends_with('}')) {
            ("delete", _) => (2, 100 - depth, 0),
            // A check wants a verification that waits for its code.
            ("post", false) if one.id == "CreateVerificationCheck" => (0, depth, 2),
            ("post", false) => (0, depth, 0),
            ("get", false) => (0, depth, 1),
            _ => (1, depth, 0),
        }
    });
    all
}

struct Walk {
    desk: Desk,
    made: Made,
    /// How many answers there were of each status.
    statuses: BTreeMap<u16, usize>,
    failed: Vec<String>,
}

impl Walk {
    /// Asks for an operation with all that it takes.
    async fn ask(&mut self, operation: &Operation<'_>, number: usize, variable: Option<&str>) {
        let path = self.made.fill(operation, self.desk.mock.account_sid());
        let url = format!("https://{}{path}", operation.host());
        let required = operation.parameters("query").filter(|one| one["required"] == true);
        let query = required.map(|one| {
            let name = one["name"].as_str().unwrap();
            let sample = operation.sample(name, &one["schema"], true, 0);
            format!("{name}={}", sample.as_str().unwrap())
        });
        let query: Vec<String> = query.collect();
        let path = if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) };
        let host = operation.host();
        // The product travels in the path or in `Host`.
        let path = if number.is_multiple_of(2) { format!("/{host}{path}") } else { path };
        let mut request = self.desk.request(&operation.method.to_uppercase(), &path);
        if !number.is_multiple_of(2) {
            request = request.header("Host", host);
        }
        if operation.wants_bearer() {
            let token = self.desk.token().await;
            request
                .headers_mut()
                .unwrap()
                .insert("authorization", format!("Bearer {token}").parse().unwrap());
        }
        let body = operation.contents().next().map(|(content_type, media)| {
            let mut body = operation.body(&media["schema"], !number.is_multiple_of(3));
            if operation.id == "CreateVerificationCheck" {
                body = json!({"To": "+15558675310", "Code": "1234"});
            }
            for (name, value) in credentials(&self.desk, operation) {
                body[name] = value.into();
            }
            (content_type, body)
        });
        let request = match body {
            Some((content_type, body)) => {
                let text = if content_type.contains("json") { body.to_string() } else { form(&body) };
                request.header("Content-Type", content_type).body(text.into())
            }
            None => request.body(Default::default()),
        };
        let answer = self.desk.send(request.unwrap()).await;
        let name = format!("{} {} ({} {path})", operation.document.name, operation.id, operation.method);
        *self.statuses.entry(answer.status).or_insert(0) += 1;
        if answer.status >= 400 {
            let problems = self.desk.mock.requests().pop().unwrap().problems;
            self.failed.push(format!("{name}: {} {problems:?}", answer.status));
            return;
        }
        let mut found = Vec::new();
        match operation.answer(answer.status) {
            Some(schema) => misfits(operation.document, schema, &answer.body, "", &mut found),
            None if !answer.body.is_null() => found.push(format!("a body: {}", answer.body)),
            None => {}
        }
        self.failed.extend(found.into_iter().map(|misfit| format!("{name}: {misfit}")));
        let rows = answer.body.as_object().into_iter().flatten().find_map(|(_, value)| value.as_array());
        let listed = operation.method == "get" && variable.is_some() && rows.is_some();
        match rows.is_some_and(Vec::is_empty) && listed {
            // What no request makes is put there.
            true => match self.desk.mock.plant(&url, &serde_json::Map::new()) {
                Ok(planted) => self.made.note(operation, variable, &planted),
                Err(problem) => self.failed.push(format!("{name}: {problem}")),
            },
            false => self.made.note(operation, variable, &answer.body),
        }
    }
}

/// What a token endpoint wants, under the names that it has there.
fn credentials<'a>(desk: &'a Desk, operation: &Operation<'_>) -> Vec<(&'static str, &'a str)> {
    let own = [desk.mock.client_id(), desk.mock.client_secret()];
    let names = match operation.path {
        "/v1/token" if operation.host() == "oauth.twilio.com" => ["GrantType", "ClientId", "ClientSecret"],
        path if path.ends_with("/token") => ["grant_type", "client_id", "client_secret"],
        _ => return Vec::new(),
    };
    names.into_iter().zip(["client_credentials", own[0], own[1]]).collect()
}

/// Every operation of every document is found under its own id and succeeds, with or without its optional inputs, and its
/// answer has every declared property, each of its type, and none that is undeclared.
#[tokio::test]
async fn every_operation_of_the_corpus_is_served_as_declared() {
    let Some(corpus) = corpus() else { return };
    let documents = documents(&corpus.join("specs/json"));
    let start = Instant::now();
    let mock = Mock::builder().document_file(corpus.join("specs/json")).start().await.unwrap();
    println!("{} documents looked through in {:?}", documents.len(), start.elapsed());
    let operations = order(&documents);
    let mut walk =
        Walk { desk: Desk::of(mock), made: Made::default(), statuses: BTreeMap::new(), failed: Vec::new() };
    let single = |one: &Operation<'_>| {
        let collection = shape(one.path).strip_suffix("/{}")?.to_owned();
        Some((format!("{}{collection}", one.host()), one.path.rsplit(['{', '}']).nth(1)?.to_owned()))
    };
    let variables: BTreeMap<String, String> = operations.iter().filter_map(single).collect();
    for (number, operation) in operations.iter().enumerate() {
        let variable = variables.get(&format!("{}{}", operation.host(), shape(operation.path)));
        let variable = variable.map(String::as_str);
        walk.ask(operation, number, variable).await;
        let seen = walk.desk.mock.requests().pop().unwrap();
        assert_eq!(seen.operation.as_deref(), Some(operation.id), "{} {}", operation.method, operation.path);
    }
    println!("{} operations, {:?}, in {:?}", operations.len(), walk.statuses, start.elapsed());
    assert_eq!(operations.len(), 1447);
    assert!(walk.failed.is_empty(), "{} misfits:\n{}", walk.failed.len(), walk.failed.join("\n"));
}

/// How an operation declares the error of a status, or else its first error: content type and schema.
fn declared_error<'a>(operation: &Operation<'a>, status: u16) -> Option<(&'a String, &'a Value)> {
    let content = |node: &'a Value| {
        let (content_type, media) = operation.document.resolve(node)["content"].as_object()?.iter().next()?;
        Some((content_type, media.get("schema")?))
    };
    let responses = operation.node["responses"].as_object()?;
    let is_error = |code: &String| code.parse::<u16>().is_ok_and(|code| code >= 400);
    let exact = responses.get(&status.to_string()).and_then(content);
    exact.or_else(|| responses.iter().filter(|(code, _)| is_error(code)).find_map(|(_, node)| content(node)))
}

/// Whatever shape of errors an operation declares, its errors have: SCIM's, or with other names for Twilio's members.
#[tokio::test]
async fn errors_of_the_corpus_are_shaped_as_declared() {
    let Some(corpus) = corpus() else { return };
    let documents = documents(&corpus.join("specs/json"));
    let mock = Mock::builder().document_file(corpus.join("specs/json")).start().await.unwrap();
    let (desk, made) = (Desk::of(mock), Made::default());
    let (mut shapes, mut failed) = (BTreeMap::<&str, usize>::new(), Vec::new());
    for operation in order(&documents) {
        let Some((content_type, schema)) = declared_error(&operation, 429) else { continue };
        *shapes.entry(content_type).or_default() += 1;
        let bearer = if operation.wants_bearer() { Some(desk.token().await) } else { None };
        desk.mock.throttle_next(1);
        let path = format!("/{}{}", operation.host(), made.fill(&operation, desk.mock.account_sid()));
        let mut request = desk.request(&operation.method.to_uppercase(), &path);
        if let Some(token) = bearer {
            let bearer = format!("Bearer {token}");
            request.headers_mut().unwrap().insert("authorization", bearer.parse().unwrap());
        }
        let answer = desk.send(request.body(Default::default()).unwrap()).await;
        let properties = &operation.document.resolve(schema)["properties"];
        let fits = |(name, value): (&String, &Value)| {
            let mut found = Vec::new();
            let declared = properties.get(name).is_some_and(|schema| {
                misfits(operation.document, schema, value, name, &mut found);
                true
            });
            declared && found.is_empty()
        };
        let is_shaped = answer.body.as_object().unwrap().iter().all(fits);
        if !is_shaped || answer.status != 429 || answer.header("content-type") != content_type {
            failed.push(format!("{}: {} {} {:?}", operation.id, answer.status, answer.body, answer.headers));
        }
    }
    println!("{shapes:?}");
    assert_eq!(failed, [""; 0]);
    assert!(shapes["application/scim+json"] >= 8 && shapes["application/json"] >= 28, "{shapes:?}");
}
