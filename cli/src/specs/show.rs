//! `specs show`: one operation, as generated code has it.

use super::catalogue;
use crate::argument::{Format, ShowArguments};
use crate::console::{Console, Exit};
use crate::failure::Failure;
use ringfence_codegen::{Catalogue, DocumentOutline, Ending, InputOutline, Outline, Reach};
use ringfence_lint::suggestion;
use serde_json::{Value, json};

pub(super) fn show(arguments: &ShowArguments, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let catalogue = catalogue(&arguments.source, console)?;
    let (document, operation) = find(&catalogue, &arguments.operation)?;
    match arguments.source.format {
        Format::Json => console.say(&format!("{:#}", as_json(document, operation))),
        Format::Human => page(document, operation).iter().for_each(|line| console.say(line)),
    }
    Ok(Exit::Clean)
}

fn find<'c>(catalogue: &'c Catalogue, wanted: &str) -> Result<(&'c DocumentOutline, &'c Outline), Failure> {
    let (module, name) =
        wanted.split_once("::").map_or((None, wanted), |(module, name)| (Some(module), name));
    let is_module = |document: &&DocumentOutline| {
        module.is_none_or(|module| document.module == module || document.name == module)
    };
    let all = || {
        catalogue
            .documents
            .iter()
            .filter(is_module)
            .flat_map(|document| document.operations.iter().map(move |operation| (document, operation)))
    };
    let found: Vec<_> = all().filter(|(_, one)| one.id == name || one.function == name).collect();
    match found.as_slice() {
        [one] => Ok(*one),
        [] if all().next().is_none() && module.is_some() => {
            let modules = catalogue.documents.iter().map(|document| document.module.as_str());
            let near = suggestion(module.unwrap_or_default(), modules);
            Err(Failure::message(format!("no document gives the module of `{wanted}`{near}")))
        }
        [] => {
            let near = suggestion(name, all().map(|(_, one)| one.id.as_str()));
            let help = "help: `cargo ringfence specs search` looks through all of them";
            Err(Failure::message(format!("no operation is called `{wanted}`{near}\n  {help}")))
        }
        several => {
            let ways: Vec<String> =
                several.iter().map(|(document, one)| format!("`{}::{}`", document.module, one.id)).collect();
            Err(Failure::message(format!("several documents have `{name}`; name one of {}", ways.join(", "))))
        }
    }
}

/// The type of what `send` or a page gives.
pub(super) fn answer(operation: &Outline) -> String {
    match (operation.ending, operation.answer.text.as_str()) {
        (Ending::List, item) => format!("a list of `{item}`: {}", ways_to_send(operation.ending)),
        (Ending::Send, "()") => "nothing".to_owned(),
        (Ending::Send, "Redirect") => "the place where the answer is, as a `Redirect`".to_owned(),
        (ending, answer) => format!("`{answer}`: {}", ways_to_send(ending)),
    }
}

/// The methods that send a request.
pub(super) fn ways_to_send(ending: Ending) -> &'static str {
    match ending {
        Ending::List => "`.page(..)`, `.pages(..)`, `.items(..)`",
        Ending::Pages => "`.send(..)`, `.pages(..)`",
        _ => "`.send(..)`",
    }
}

fn page(document: &DocumentOutline, operation: &Outline) -> Vec<String> {
    let Outline { id, method, host, path, .. } = operation;
    let mut lines = vec![
        format!("{}::{}", document.module, id),
        format!("  {method} https://{host}{path}"),
        String::new(),
        format!("  {}", operation.signature),
        String::new(),
    ];
    lines.extend(operation.docs.iter().map(|line| format!("  {line}").trim_end().to_owned()));
    let is_of = |input: &&InputOutline, kind: fn(&Reach) -> bool| input.reach.iter().any(kind);
    let required = |input: &&InputOutline| {
        is_of(input, |reach| matches!(reach, Reach::Argument(..)))
            || (input.is_required && input.reach.is_empty())
    };
    let chosen = |input: &&InputOutline| is_of(input, |reach| matches!(reach, Reach::Choice(..)));
    let inputs = &operation.inputs;
    section(&mut lines, "Required", inputs.iter().filter(required).collect());
    section(&mut lines, "Required, one of each group", inputs.iter().filter(chosen).collect());
    let rest = inputs.iter().filter(|input| !required(input) && !chosen(input));
    section(&mut lines, "Optional", rest.collect());
    lines.extend([String::new(), "Answer".to_owned(), format!("  {}", answer(operation))]);
    let fields = document.types.iter().find(|one| operation.answer.named.as_ref() == Some(&one.name));
    for member in fields.iter().flat_map(|one| &one.members) {
        lines.push(format!("    {}: {}", member.name, member.of.text));
    }
    if !operation.callbacks.is_empty() {
        lines.extend([String::new(), "Callbacks".to_owned()]);
        lines.extend(operation.callbacks.iter().map(|one| format!("  {} by `{}`", one.wire, one.name)));
    }
    lines.extend([String::new(), "Facts".to_owned()]);
    lines.extend(facts(operation).into_iter().map(|fact| format!("  {fact}")));
    lines
}

fn facts(operation: &Outline) -> Vec<String> {
    let security = match operation.security.as_str() {
        "basic" => "authenticates with the API key",
        "None" => "needs no credential",
        _ => "authenticates with OAuth client credentials",
    };
    let retried = if operation.is_safe_to_repeat {
        "safe to repeat, so it is retried"
    } else {
        "retried only where Twilio did not act on it"
    };
    let mut facts = vec![security.to_owned(), retried.to_owned()];
    if operation.deletes_stored_data {
        facts.push("deletes data that Twilio stores".to_owned());
    }
    if operation.is_deprecated {
        facts.push("deprecated".to_owned());
    }
    if !operation.tags.is_empty() {
        facts.push(format!("tags: {}", operation.tags.join(", ")));
    }
    facts
}

fn section(lines: &mut Vec<String>, title: &str, inputs: Vec<&InputOutline>) {
    if inputs.is_empty() {
        return;
    }
    lines.extend([String::new(), title.to_owned()]);
    let width = inputs.iter().map(|input| input.wire.len()).max().unwrap_or_default();
    for input in inputs {
        let ways: Vec<String> = input.reach.iter().map(way).collect();
        let deprecated = if input.is_deprecated { " (deprecated)" } else { "" };
        let way = if ways.is_empty() { "`.extra(..)`".to_owned() } else { ways.join(" or ") };
        let personal = if input.is_personal { " (personal)" } else { "" };
        lines.push(format!("  {:width$}  {:6}  {way}{deprecated}{personal}", input.wire, input.place));
        let limits = limits(input);
        if !limits.is_empty() {
            lines.push(format!("  {:width$}          {limits}", ""));
        }
    }
}

/// How an input is given.
pub(super) fn way(reach: &Reach) -> String {
    match reach {
        Reach::Argument(_, name, of) => format!("{name}: {}", of.text),
        Reach::Setter(name, of) => format!(".{name}({})", of.text),
        Reach::Choice(group, name, of) => format!("{group}::{name}({})", of.text),
        Reach::Clear(name) => format!(".{name}()"),
        _ => "the client's account, or `.account(..)`".to_owned(),
    }
}

fn limits(input: &InputOutline) -> String {
    let told = input
        .limits
        .iter()
        .filter(|(word, value)| !matches!((word.as_str(), value.as_str()), ("nullable", "false")));
    let told = told.map(|(word, value)| format!("{word} {value}"));
    told.collect::<Vec<_>>().join("; ")
}

fn as_json(document: &DocumentOutline, operation: &Outline) -> Value {
    let inputs = operation.inputs.iter().map(|input| {
        json!({
            "name": input.wire,
            "in": input.place,
            "required": input.is_required,
            "rust": input.reach.iter().map(way).collect::<Vec<_>>(),
            "limits": input.limits,
            "deprecated": input.is_deprecated,
            "personal": input.is_personal,
            "description": input.docs,
        })
    });
    let callbacks = operation.callbacks.iter().map(|one| json!({ "name": one.wire, "rust": one.name }));
    json!({
        "document": document.name,
        "module": document.module,
        "id": operation.id,
        "function": operation.function,
        "signature": operation.signature,
        "method": operation.method,
        "url": format!("https://{}{}", operation.host, operation.path),
        "inputs": inputs.collect::<Vec<_>>(),
        "callbacks": callbacks.collect::<Vec<_>>(),
        "answer": operation.answer.text,
        "list": operation.ending == Ending::List,
        "security": operation.security.to_lowercase(),
        "safe_to_repeat": operation.is_safe_to_repeat,
        "deletes_stored_data": operation.deletes_stored_data,
        "deprecated": operation.is_deprecated,
        "tags": operation.tags,
        "description": operation.docs.join("\n"),
    })
}
