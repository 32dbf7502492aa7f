//! `specs search`: operations, inputs and types that have all of some words.

use super::catalogue;
use crate::argument::{Format, SearchArguments};
use crate::console::{Console, Exit, counted};
use crate::failure::Failure;
use ringfence_codegen::{DocumentOutline, Outline};
use serde_json::{Value, json};

/// Something that was found; what stands first sorts first.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Hit {
    /// How near it is: a name before a path, an input, a type, a text.
    rank: Rank,
    name: String,
    told: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Name,
    Path,
    Input,
    Type,
    Text,
}

impl Rank {
    fn told(self) -> &'static str {
        match self {
            Self::Name | Self::Path => "operation",
            Self::Input => "input",
            Self::Type => "type",
            Self::Text => "text",
        }
    }
}

pub(super) fn search(arguments: &SearchArguments, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let words: Vec<String> = arguments.words.iter().map(|word| word.to_lowercase()).collect();
    let catalogue = catalogue(&arguments.source, console)?;
    let mut hits: Vec<Hit> =
        catalogue.documents.iter().flat_map(|document| of_document(document, &words)).collect();
    hits.sort();
    let shown = hits.iter().take(arguments.limit);
    match arguments.source.format {
        Format::Json => {
            let told = |hit: &Hit| json!({ "kind": hit.rank.told(), "name": hit.name, "told": hit.told });
            console.say(&format!("{:#}", Value::Array(shown.map(told).collect())));
        }
        Format::Human => {
            shown
                .for_each(|hit| console.say(&format!("{}\n    {}: {}", hit.name, hit.rank.told(), hit.told)));
            let rest = hits.len().saturating_sub(arguments.limit);
            let more = if rest == 0 { String::new() } else { format!("; {rest} more by `--limit`") };
            console.say(&format!("{}{more}", counted(hits.len(), "hit")));
        }
    }
    Ok(Exit::Clean)
}

fn of_document(document: &DocumentOutline, words: &[String]) -> Vec<Hit> {
    let mut hits = Vec::new();
    let has = |text: &str| {
        let text = text.to_lowercase();
        words.iter().all(|word| text.contains(word.as_str()))
    };
    for operation in &document.operations {
        hits.extend(of_operation(document, operation, &has));
    }
    for one in &document.types {
        let names = one.members.iter().map(|member| format!("{} {}", member.wire, member.name));
        let members: Vec<String> = names.filter(|name| has(&format!("{} {name}", one.name))).collect();
        if has(&one.name) || !members.is_empty() {
            let told = format!("{} of its fields or values: {}", members.len(), members.join(", "));
            hits.push(Hit { rank: Rank::Type, name: format!("{}::{}", document.module, one.name), told });
        }
    }
    hits
}

fn of_operation(document: &DocumentOutline, operation: &Outline, has: &dyn Fn(&str) -> bool) -> Vec<Hit> {
    let Outline { id, function, method, path, .. } = operation;
    let name = format!("{}::{id}", document.module);
    let place = format!("{method} {path}");
    let mut hits = Vec::new();
    let named = format!("{} {} {id} {function}", document.module, document.title);
    // The name of a document alone would bring all of its operations.
    if has(&format!("{id} {function}"))
        || (has(&named) && !has(&format!("{} {}", document.module, document.title)))
    {
        hits.push(Hit { rank: Rank::Name, name: name.clone(), told: place });
    } else if has(&format!("{id} {path}")) {
        hits.push(Hit { rank: Rank::Path, name: name.clone(), told: place });
    } else if has(&operation.docs.join(" ")) {
        let told = operation.docs.first().cloned().unwrap_or_default();
        hits.push(Hit { rank: Rank::Text, name: name.clone(), told });
    }
    for input in &operation.inputs {
        if has(&input.wire) || has(&format!("{id} {}", input.wire)) && !has(id) {
            let ways: Vec<String> = input.reach.iter().map(super::show::way).collect();
            let told = format!("{} in the {}", ways.join(" or "), input.place);
            hits.push(Hit { rank: Rank::Input, name: format!("{name}.{}", input.wire), told });
        } else if has(&input.docs) {
            hits.push(Hit {
                rank: Rank::Text,
                name: format!("{name}.{}", input.wire),
                told: input.docs.clone(),
            });
        }
    }
    hits
}
