//! What `init` asks whoever sits at the terminal.

use crate::console::{Console, counted};
use crate::failure::Failure;
use ringfence_codegen::DocumentOutline;
use ringfence_lint::suggestion;
use std::io::BufRead;

/// Asks for documents by number or name; an empty answer takes the first.
pub(crate) fn choose(
    documents: &[DocumentOutline],
    input: &mut dyn BufRead,
    console: &mut Console<'_>,
) -> Result<Vec<String>, Failure> {
    let width = documents.iter().map(|document| document.name.len()).max().unwrap_or_default();
    for (at, document) in documents.iter().enumerate() {
        let operations = counted(document.operations.len(), "operation");
        console.complain(&format!(
            "{:>3}  {:width$}  {operations}  {}",
            at + 1,
            document.name,
            document.title
        ));
    }
    console.complain("Which documents? Numbers or names, commas between them; nothing means the first.");
    let Some(answer) = read(input) else {
        return Err(Failure::message(
            "nobody answers\n  help: name the documents with `--spec`, or what you need of them with `--operations`",
        ));
    };
    let mut failure = Failure::default();
    let mut chosen = Vec::new();
    for word in answer.split([',', ' ']).map(str::trim).filter(|word| !word.is_empty()) {
        let by_number = word.parse::<usize>().ok().and_then(|number| documents.get(number.checked_sub(1)?));
        let by_name = || documents.iter().find(|document| document.name == word);
        match by_number.or_else(by_name) {
            Some(document) if !chosen.contains(&document.name) => chosen.push(document.name.clone()),
            Some(_) => {}
            None => {
                let near = suggestion(word, documents.iter().map(|document| document.name.as_str()));
                failure.messages.push(format!("`{word}` is no document of the list{near}"));
            }
        }
    }
    if chosen.is_empty() && failure.is_empty() {
        chosen.extend(documents.first().map(|document| document.name.clone()));
    }
    failure.or_ok(chosen)
}

/// Asks whether to go on; only a yes is one.
pub(crate) fn confirm(input: &mut dyn BufRead, console: &mut Console<'_>) -> Result<bool, Failure> {
    console.complain("Write these changes? [y/N]");
    let Some(answer) = read(input) else {
        return Err(Failure::message(
            "nobody answers; nothing is written\n  help: `--yes` writes without asking",
        ));
    };
    Ok(["y", "yes"].contains(&answer.trim().to_lowercase().as_str()))
}

/// A line of input, nothing at its end.
fn read(input: &mut dyn BufRead) -> Option<String> {
    let mut line = String::new();
    match input.read_line(&mut line) {
        Ok(0) | Err(_) => None,
        Ok(_) => Some(line),
    }
}
