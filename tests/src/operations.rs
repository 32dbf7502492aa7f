//! The lints' table of operations, made from Twilio's documents.

use ringfence_codegen::{CallbackInput, Format, Outline, Source, outline};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Where the table lies.
pub const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../lint/src/operations.tsv");

const HEAD: &str = "\
# Twilio's operations, as the lints know them; made by `cargo run -p ringfence-tests --bin operations`, not by hand.
# module, host, whether it ignores connection overrides
#\tfunction, id, verb, effect, path, callback inputs (wire=setter, or wire=argument@place), what replaces polling
";

/// Products whose callbacks ignore connection overrides.
const IGNORES_OVERRIDES: [&str; 2] = ["conversations_", "frontline_"];

/// The table, from the folder of Twilio's documents and facts.
///
/// # Panics
/// Where a document or `facts/callbacks.json` cannot be read, or the two contradict each other.
pub fn table(corpus: &Path) -> String {
    let mut operations = outline(&documents(corpus)).unwrap_or_else(|problems| panic!("{problems}"));
    operations.sort_by(|one, other| (&one.module, &one.function).cmp(&(&other.module, &other.function)));
    let replacements = Replacements::read(corpus, &operations);
    let mut text = HEAD.to_owned();
    let mut module = "";
    for operation in &operations {
        if operation.module != module {
            module = &operation.module;
            text.push_str(&module_line(operation));
        }
        text.push_str(&line(operation, &replacements));
    }
    text
}

/// Every document, in the order of their names.
///
/// # Panics
/// Where one cannot be read.
pub fn documents(corpus: &Path) -> Vec<Source> {
    let folder = corpus.join("specs/yaml");
    let entries = fs::read_dir(&folder).unwrap_or_else(|problem| panic!("{}: {problem}", folder.display()));
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let source = |path: std::path::PathBuf| Source {
        name: path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
        file: path.display().to_string(),
        format: Format::Yaml,
        bytes: fs::read(&path).unwrap_or_else(|problem| panic!("{}: {problem}", path.display())),
    };
    paths.into_iter().map(source).collect()
}

fn module_line(operation: &Outline) -> String {
    let ignores = IGNORES_OVERRIDES.iter().any(|product| operation.module.starts_with(product));
    let ignores = if ignores { "\tignores overrides" } else { "" };
    format!("{}\t{}{ignores}\n", operation.module, operation.host)
}

fn line(operation: &Outline, replacements: &Replacements) -> String {
    let Outline { function, id, method, path, .. } = operation;
    let callbacks: Vec<String> = operation.callbacks.iter().map(callback).collect();
    let replaced = replacements.of(operation);
    let line = format!(
        "\t{function}\t{id}\t{method}\t{}\t{path}\t{}\t{replaced}",
        effect(operation),
        callbacks.join(" ")
    );
    format!("{}\n", line.trim_end())
}

fn callback(input: &CallbackInput) -> String {
    let mut cell = format!("{}={}", input.wire, input.name);
    if let Some(place) = input.argument {
        let _ = write!(cell, "@{place}");
    }
    cell
}

/// What an operation does: its id says it, and the verb where the id does not.
fn effect(operation: &Outline) -> &'static str {
    let starts = |verb: &str| operation.id.starts_with(verb);
    match operation.method.as_str() {
        "DELETE" if operation.deletes_stored_data => "delete stored",
        "DELETE" => "delete",
        "GET" if starts("List") => "list",
        "GET" => "fetch",
        "POST" if !starts("Update") => "create",
        _ => "update",
    }
}

/// Which callbacks spare a poller its fetches, by module and id of the fetch.
struct Replacements(BTreeMap<(String, String), Vec<String>>);

impl Replacements {
    fn read(corpus: &Path, operations: &[Outline]) -> Self {
        let text = fs::read_to_string(corpus.join("facts/callbacks.json"))
            .expect("the facts about callbacks are there");
        let rows: Vec<Value> = serde_json::from_str(&text).expect("they are JSON");
        let mut found: BTreeMap<(String, String), Vec<(usize, String)>> = BTreeMap::new();
        for row in rows.iter().filter(|row| row["replaces_polling"] == true) {
            let word = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
            let module = word("spec");
            let there = row["create_spec"].as_str().unwrap_or(&module);
            let create = operations
                .iter()
                .find(|operation| operation.module == there && operation.id == word("create"));
            let create = create.unwrap_or_else(|| panic!("there is no {} in {there}", word("create")));
            let rank = ["direct", "same-path"]
                .iter()
                .position(|relation| word("relation") == *relation)
                .unwrap_or(2);
            let cell = (rank, replacement(&module, create, &row["callbacks"]));
            found.entry((module, word("fetch"))).or_default().push(cell);
        }
        for cells in found.values_mut() {
            cells.sort();
        }
        Self(
            found
                .into_iter()
                .map(|(key, cells)| (key, cells.into_iter().map(|(_, cell)| cell).collect()))
                .collect(),
        )
    }

    fn of(&self, operation: &Outline) -> String {
        let key = (operation.module.clone(), operation.id.clone());
        self.0.get(&key).map(|cells| cells.join(" ")).unwrap_or_default()
    }
}

/// The most general callback of an operation: the one with the shortest name.
fn replacement(module: &str, create: &Outline, callbacks: &Value) -> String {
    let wires = callbacks.as_array().into_iter().flatten().filter_map(Value::as_str);
    let known = wires.clone().filter_map(|wire| create.callbacks.iter().find(|input| input.wire == wire));
    // Of what stands inside a JSON body, the one that tells of the status has the longest name.
    let (nested, plain): (Vec<&str>, Vec<&str>) =
        known.map(|input| input.name.as_str()).partition(|name| name.contains('.'));
    let name = plain.into_iter().min_by_key(|name| name.len());
    let name = name
        .or_else(|| nested.into_iter().max_by_key(|name| name.len()))
        .unwrap_or_else(|| panic!("{} takes no callback", create.id));
    let prefix = if create.module == module { String::new() } else { format!("{}::", create.module) };
    format!("{prefix}{}.{name}", create.function)
}
