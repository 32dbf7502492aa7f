//! `specs diff`: two sets of documents compared by what they mean.

mod argument;
mod change;
mod input;
mod operation;
mod types;

use crate::argument::{DiffArguments, Format};
use crate::console::{Console, Exit, counted};
use crate::failure::Failure;
use crate::generate::{failure, with_documents};
use change::{Change, Effect};
use ringfence_codegen::{Catalogue, Config, DocumentOutline};
use serde_json::{Value, json};

pub(super) fn diff(arguments: &DiffArguments, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let (old, new) = (read(&arguments.old, console), read(&arguments.new, console));
    let (old, new) = match (old, new) {
        (Ok(old), Ok(new)) => (old, new),
        (Err(mut one), Err(other)) => {
            one.extend(other);
            return Err(one);
        }
        (Err(failure), _) | (_, Err(failure)) => return Err(failure),
    };
    let mut changes = compare(&old, &new);
    if arguments.breaking {
        changes.retain(|change| change.effect == Effect::Breaking);
    }
    match arguments.format {
        Format::Json => console.say(&format!("{:#}", as_json(&changes))),
        Format::Human => print(&changes, console),
    }
    let breaks = changes.iter().any(|change| change.effect == Effect::Breaking);
    Ok(if breaks && arguments.exit_code { Exit::Findings } else { Exit::Clean })
}

fn read(name: &str, console: &Console<'_>) -> Result<Catalogue, Failure> {
    let config = with_documents(Config::new(), &[name.to_owned()], console);
    config.catalogue().map_err(|problems| failure(&problems, console))
}

/// What has changed, breaking first, then by document and place.
fn compare(old: &Catalogue, new: &Catalogue) -> Vec<Change> {
    let mut changes = Vec::new();
    // Two documents alone are meant to be compared, whatever their files are called.
    if let ([old], [new]) = (old.documents.as_slice(), new.documents.as_slice()) {
        operation::compare(old, new, &mut changes);
    } else {
        let find = |all: &'_ Catalogue, name: &str| all.documents.iter().position(|one| one.name == name);
        for document in &old.documents {
            match find(new, &document.name).and_then(|at| new.documents.get(at)) {
                Some(newer) => operation::compare(document, newer, &mut changes),
                None => changes.push(whole(document, Effect::Breaking)),
            }
        }
        let added = new.documents.iter().filter(|document| find(old, &document.name).is_none());
        changes.extend(added.map(|document| whole(document, Effect::Added)));
    }
    changes.sort_by(|one, other| (one.effect, &one.document).cmp(&(other.effect, &other.document)));
    changes
}

fn whole(document: &DocumentOutline, effect: Effect) -> Change {
    let count = counted(document.operations.len(), "operation");
    let (what, rust) = match effect {
        Effect::Added => ("is new", "is new"),
        _ => ("is gone", "is gone"),
    };
    Change {
        effect,
        document: document.name.clone(),
        subject: "the document".to_owned(),
        what: format!("{what}, with {count}"),
        rust: format!("the module `{}` {rust}", document.module),
    }
}

fn print(changes: &[Change], console: &mut Console<'_>) {
    for effect in Effect::ALL {
        let of_effect: Vec<&Change> = changes.iter().filter(|change| change.effect == effect).collect();
        if of_effect.is_empty() {
            continue;
        }
        console.say(&format!("## {}\n", effect.title()));
        let mut document = "";
        for change in of_effect {
            if change.document != document {
                if !document.is_empty() {
                    console.say("");
                }
                document = &change.document;
                console.say(&format!("### {document}\n"));
            }
            console.say(&format!("- {}: {}.\n  Rust: {}.", change.subject, change.what, change.rust));
        }
        console.say("");
    }
    let count = |effect| changes.iter().filter(|change| change.effect == effect).count();
    let counts = Effect::ALL.map(|effect| format!("{} {}", count(effect), effect.name()));
    console.say(&if changes.is_empty() { "no difference".to_owned() } else { counts.join(", ") });
}

fn as_json(changes: &[Change]) -> Value {
    let of = |effect: Effect| -> Vec<Value> {
        let of_effect = changes.iter().filter(|change| change.effect == effect);
        of_effect
            .map(|change| {
                json!({
                    "document": change.document,
                    "subject": change.subject,
                    "change": change.what,
                    "rust": change.rust,
                })
            })
            .collect()
    };
    let mut told = json!({});
    for effect in Effect::ALL {
        told[effect.name()] = Value::Array(of(effect));
    }
    told
}
