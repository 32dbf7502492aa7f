//! `specs list`: the documents there are.

use super::catalogue;
use crate::argument::{Format, ListArguments};
use crate::console::{Console, Exit, counted};
use crate::failure::Failure;
use ringfence_codegen::{DocumentOutline, Outline};
use serde_json::{Value, json};

pub(super) fn list(arguments: &ListArguments, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let documents = catalogue(&arguments.source, console)?.documents;
    match arguments.source.format {
        Format::Json => {
            let documents: Vec<Value> =
                documents.iter().map(|one| as_json(one, arguments.operations)).collect();
            console.say(&format!("{:#}", Value::Array(documents)));
        }
        Format::Human => table(&documents, arguments.operations, console),
    }
    Ok(Exit::Clean)
}

fn as_json(document: &DocumentOutline, with_operations: bool) -> Value {
    let mut told = json!({
        "document": document.name,
        "module": document.module,
        "title": document.title,
        "version": document.version,
        "date": document.date,
        "operations": document.operations.len(),
    });
    if with_operations {
        told["operations"] = document.operations.iter().map(row).collect();
    }
    told
}

fn row(operation: &Outline) -> Value {
    json!({ "id": operation.id, "function": operation.function, "method": operation.method, "path": operation.path })
}

fn table(documents: &[DocumentOutline], with_operations: bool, console: &mut Console<'_>) {
    let width = documents.iter().map(|document| document.name.len()).max().unwrap_or_default();
    for document in documents {
        let module = if document.module == document.name {
            String::new()
        } else {
            format!("  as `{}`", document.module)
        };
        let date = document.date.as_ref().map(|date| format!("  of {date}")).unwrap_or_default();
        let operations = counted(document.operations.len(), "operation");
        let DocumentOutline { name, title, version, .. } = document;
        console.say(&format!("{name:width$}  {operations:>15}  {title} {version}{date}{module}"));
        if with_operations {
            let names =
                document.operations.iter().map(|operation| operation.id.len()).max().unwrap_or_default();
            for Outline { id, method, path, .. } in &document.operations {
                console.say(&format!("  {id:names$}  {method:6}  {path}"));
            }
        }
    }
    let operations: usize = documents.iter().map(|document| document.operations.len()).sum();
    console.say(&format!("{}, {}", counted(documents.len(), "document"), counted(operations, "operation")));
}
