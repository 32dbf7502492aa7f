//! Every input of every operation of Twilio's, set to a text of its own and found again where its document has it.

use crate::examples::{json_documents, resolved};
use crate::expressions::{Concessions, Expressions, text};
use crate::program::{Made, Pairs, decoded, made, unescaped};
use crate::signatures::{Endpoint, Input, Signatures, signatures};
use crate::whole::{Whole, whole};
use ringfence_tests::corpus::{corpus, skip};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// An operation as its document has it.
struct Operation {
    id: String,
    method: String,
    /// Where it is sent: what the path's servers say, else the document's.
    server: String,
    /// The path with its variables.
    path: String,
    /// The inputs: the place, in the words of the methods that write there, and the name.
    declared: Vec<(&'static str, String)>,
}

#[test]
fn every_input_is_sent_where_and_as_its_document_says() {
    let Some(whole) = whole() else { return skip("the inputs of all documents: corpus not found") };
    let (made, modules) = (made().unwrap(), signatures(&whole.rendered.text));
    let mut found = BTreeMap::new();
    for (module, operation) in operations() {
        let signatures = &modules[&module];
        let id = format!("all {module}/{}", operation.id);
        let expected = Expected::of(&operation, &signatures.endpoints[&operation.id], signatures, &mut found);
        expected.compare(&id, &operation, &made[&id]);
    }
    let expected =
        [("field", 196), ("form", 2950), ("header", 88), ("left out", 25), ("path", 1920), ("query", 1789)];
    assert_eq!(found, BTreeMap::from(expected));
}

/// Those that may be `null` and need not be there, counted in the documents.
#[test]
fn every_nullable_input_can_be_cleared() {
    let Some(whole) = whole() else { return skip("the nullable inputs of all documents: corpus not found") };
    let mut nullable = 0;
    for (_, document) in json_documents(&corpus().unwrap()) {
        let items = document["paths"].as_object().unwrap().values().filter_map(Value::as_object);
        for operation in items.flat_map(|item| item.values()) {
            let content = &resolved(&document, &operation["requestBody"])["content"];
            let Some(media) = content.as_object().and_then(|content| content.values().next()) else {
                continue;
            };
            let schema = resolved(&document, &media["schema"]);
            for (name, property) in schema["properties"].as_object().into_iter().flatten() {
                let is_required =
                    schema["required"].as_array().is_some_and(|names| names.contains(&json!(name)));
                let may = |node: &Value| node["nullable"] == true;
                nullable +=
                    usize::from(!is_required && (may(property) || may(resolved(&document, property))));
            }
        }
    }
    assert!(nullable > 30, "{nullable}");
    assert_eq!(whole.rendered.text.matches("pub fn clear_").count(), nullable);
}

/// The program that sets them all.
pub fn source(whole: &Whole) -> String {
    let modules = signatures(&whole.rendered.text);
    let mut concessions = Concessions::default();
    let (mut calls, mut functions) = (String::new(), String::new());
    for (number, (module, operation)) in operations().into_iter().enumerate() {
        let signatures = &modules[&module];
        let write = Expressions { module: &module, signatures, concessions: &mut concessions };
        let expression = request(&signatures.endpoints[&operation.id], write);
        calls.push_str(&format!("    all_{number}();\n"));
        functions.push_str(&format!(
            "fn all_{number}() {{\n    print(\"all {module}/{}\", {expression}.request());\n}}\n\n",
            operation.id
        ));
    }
    format!(
        "use crate::{{json, parsed, print, sid}};\nuse all_of_twilio::twilio::*;\n\npub fn all() {{\n{calls}}}\n\n{functions}"
    )
}

fn request(endpoint: &Endpoint, mut write: Expressions<'_>) -> String {
    let (module, signatures) = (write.module, write.signatures);
    let mut in_groups = Vec::new();
    let arguments = endpoint.arguments.iter().map(|argument| match &argument.write {
        Some(_) => write.of(&value(argument, signatures), &argument.of),
        None => {
            let member = &signatures.groups[&argument.of][0];
            in_groups.push(wire(member));
            let value = write.of(&value(member, signatures), &member.of);
            format!("{module}::{}::{}({value})", argument.of, member.name)
        }
    });
    let arguments: Vec<String> = arguments.collect();
    let mut expression = format!("{module}::{}({})", endpoint.function, arguments.join(", "));
    let is_free = |setter: &&Input| setter.name != "account" && !in_groups.contains(&wire(setter));
    for setter in endpoint.setters.iter().filter(is_free) {
        let value = write.of(&value(setter, signatures), &setter.of);
        expression.push_str(&format!(".{}({value})", setter.name));
    }
    expression
}

fn wire(input: &Input) -> Option<&str> {
    input.write.as_ref().map(|(_, wire)| wire.as_str())
}

/// The value that an input is set to: of its type, and with its name in it.
fn value(input: &Input, signatures: &Signatures) -> Value {
    let (verb, wire) = input.write.clone().unwrap_or_default();
    let text = format!("{wire} &=/+%<\"{}", if verb == "header" { "" } else { "é" });
    of_type(&input.of, &text, signatures)
}

fn of_type(of: &str, text: &str, signatures: &Signatures) -> Value {
    let list = ["::ringfence::Many<", "Vec<"].iter().find_map(|start| of.strip_prefix(start));
    if let Some(item) = list.and_then(|item| item.strip_suffix('>')) {
        return json!([of_type(item, text, signatures), of_type(item, &format!("{text}2"), signatures)]);
    }
    match of {
        "bool" => json!(true),
        "i64" => json!(2),
        "::ringfence::Decimal" => json!(1.5),
        "::ringfence::Json" => json!({"k": text}),
        "::ringfence::CallbackUrl" | "::ringfence::PlainUrl" => json!("https://example.com/x"),
        map if map.starts_with("impl IntoIterator<") => json!({"k": text}),
        model if signatures.models.contains_key(model) => json!({}),
        _ => json!(text),
    }
}

fn operations() -> Vec<(String, Operation)> {
    let mut operations = Vec::new();
    for (module, document) in json_documents(&corpus().unwrap()) {
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, node) in item.as_object().unwrap() {
                let Some(id) = node["operationId"].as_str() else { continue };
                let operation = Operation {
                    id: id.to_owned(),
                    method: method.to_uppercase(),
                    server: server(&document, item),
                    path: path.clone(),
                    declared: declared(&document, node),
                };
                operations.push((module.clone(), operation));
            }
        }
    }
    operations
}

fn server(document: &Value, item: &Value) -> String {
    let servers = [item, document].map(|node| node["servers"][0]["url"].as_str());
    servers.into_iter().flatten().next().unwrap().to_owned()
}

fn declared(document: &Value, operation: &Value) -> Vec<(&'static str, String)> {
    let mut declared = Vec::new();
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let parameter = resolved(document, parameter);
        let places = ["path", "query", "header"];
        let place = places.into_iter().find(|place| parameter["in"] == *place).unwrap();
        declared.push((place, parameter["name"].as_str().unwrap().to_owned()));
    }
    let contents = resolved(document, &operation["requestBody"])["content"].as_object();
    if let Some((kind, media)) = contents.into_iter().flatten().next() {
        let schema = resolved(document, &media["schema"]);
        let place = if kind.ends_with("json") { "field" } else { "form" };
        let mut variants = vec![schema];
        variants.extend(schema["oneOf"].as_array().into_iter().flatten());
        for variant in variants {
            for name in resolved(document, variant)["properties"].as_object().into_iter().flatten() {
                if !declared.contains(&(place, name.0.clone())) {
                    declared.push((place, name.0.clone()));
                }
            }
        }
    }
    declared
}

/// What a request of everything holds.
#[derive(Default)]
struct Expected {
    path: BTreeMap<String, String>,
    query: Pairs,
    form: Pairs,
    headers: BTreeMap<String, String>,
    fields: Map<String, Value>,
}

impl Expected {
    fn of(
        operation: &Operation,
        endpoint: &Endpoint,
        signatures: &Signatures,
        found: &mut BTreeMap<&'static str, usize>,
    ) -> Self {
        let mut expected = Self::default();
        let members = endpoint.arguments.iter().filter_map(|argument| signatures.groups.get(&argument.of));
        let inputs: Vec<&Input> =
            endpoint.arguments.iter().chain(&endpoint.setters).chain(members.flatten()).collect();
        let is_whole = |input: &&&Input| input.write.as_ref().is_some_and(|(verb, _)| verb == "body");
        if let Some(input) = inputs.iter().find(is_whole) {
            expected.fields = value(input, signatures).as_object().unwrap().clone();
        }
        for (place, name) in &operation.declared {
            let is_left = *place == "header" && name == "Authorization" || name == "total_submitted";
            *found.entry(if is_left { "left out" } else { *place }).or_default() += 1;
            if is_left {
                continue;
            }
            if (*place, name.as_str()) == ("path", "AccountSid") && operation.path.starts_with("/2010-04-01/")
            {
                expected.path.insert(name.clone(), format!("AC{}", "a".repeat(32)));
                continue;
            }
            // The one input that is flattened has its prefix from its format.
            let wire = if name == "AddOnsData" { "AddOns" } else { name };
            let is_flat = |verb: &str| (verb == "query_flattened") == (name == "AddOnsData");
            let is_it = |input: &&&Input| {
                input
                    .write
                    .as_ref()
                    .is_some_and(|(verb, known)| verb.starts_with(place) && known == wire && is_flat(verb))
            };
            let input = inputs.iter().find(is_it);
            let input = input.unwrap_or_else(|| panic!("{}: {place} {name}", operation.id));
            expected.put(place, name, value(input, signatures));
        }
        expected
    }

    fn put(&mut self, place: &str, name: &str, value: Value) {
        let each: Vec<String> = match &value {
            Value::Array(items) => items.iter().map(text).collect(),
            one => vec![text(one)],
        };
        let pairs = each.iter().map(|text| (name.to_owned(), text.clone()));
        match place {
            "path" => drop(self.path.insert(name.to_owned(), each[0].clone())),
            "header" => drop(self.headers.insert(name.to_owned(), each[0].clone())),
            "query" if name == "AddOnsData" => self.query.push(("AddOns.k".to_owned(), text(&value["k"]))),
            "query" => self.query.extend(pairs),
            "form" => self.form.extend(pairs),
            _ => drop(self.fields.insert(name.to_owned(), value)),
        }
    }

    fn compare(mut self, id: &str, operation: &Operation, made: &Made) {
        assert_eq!(made.method, operation.method, "{id}");
        let target =
            made.target.strip_prefix(&operation.server).unwrap_or_else(|| panic!("{id}: {}", made.target));
        let target = target.strip_prefix('/').unwrap();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let fill =
            |filled: String, (name, value): (&String, &String)| filled.replace(&format!("{{{name}}}"), value);
        let filled = self.path.iter().fold(operation.path.clone(), fill);
        assert_eq!(path.matches('/').count() + 1, operation.path.matches('/').count(), "the path of {id}");
        assert_eq!(unescaped(path), filled.trim_start_matches('/'), "the path of {id}");
        self.query.sort_by(|one, other| one.0.cmp(&other.0));
        self.form.sort_by(|one, other| one.0.cmp(&other.0));
        assert_eq!(decoded(query), self.query, "the query of {id}");
        assert_eq!(made.headers, self.headers, "the headers of {id}");
        if made.content_type.as_deref().is_some_and(|kind| kind.ends_with("json")) {
            let body: Value = serde_json::from_str(&made.body).unwrap();
            assert_eq!(body, Value::Object(self.fields), "the body of {id}");
        } else {
            assert_eq!(decoded(&made.body), self.form, "the form of {id}");
        }
    }
}
