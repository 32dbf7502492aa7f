//! The package's manifest: dependencies, and what the generator is to do.

use crate::failure::Failure;
use ringfence_project::Problem;
use std::path::Path;
use toml_edit::{Array, DocumentMut, Item, Table, TableLike, value};

/// Our packages, with the section that they belong to.
const OURS: [(&str, &str); 2] = [("dependencies", "ringfence"), ("build-dependencies", "ringfence-codegen")];

/// A manifest that can be edited.
pub(crate) fn parse(file: &Path, text: &str) -> Result<DocumentMut, Failure> {
    text.parse().map_err(|problem: toml_edit::TomlError| {
        let message = format!("not TOML: {}", problem.message());
        match problem.span() {
            Some(span) => Problem::at(file, text, span, message).into(),
            None => Problem::of_file(file, message).into(),
        }
    })
}

/// Whether documents are set already.
pub(crate) fn has_documents(manifest: &DocumentMut) -> bool {
    let ringfence = manifest.get("package").and_then(|package| package.get("metadata")?.get("ringfence"));
    ringfence.is_some_and(|settings| settings.get("documents").is_some())
}

/// The manifest with our packages among its dependencies, and with these documents and operations among its settings.
pub(crate) fn edit(mut manifest: DocumentMut, documents: &[String], operations: &[String]) -> Option<String> {
    for (section, name) in OURS {
        let table = manifest.entry(section).or_insert(Item::Table(Table::new())).as_table_like_mut()?;
        if !has_dependency(table, name) {
            table.insert(name, value(version()));
        }
    }
    if !documents.is_empty() {
        let package = manifest.get_mut("package")?.as_table_like_mut()?;
        let metadata = package.entry("metadata").or_insert(hidden()).as_table_like_mut()?;
        let is_new = metadata.get("ringfence").is_none();
        let settings =
            metadata.entry("ringfence").or_insert(Item::Table(Table::new())).as_table_like_mut()?;
        extend(settings, "documents", documents)?;
        // No list of operations means all of them.
        if is_new || settings.get("operations").is_some() {
            extend(settings, "operations", operations)?;
        }
    }
    Some(manifest.to_string())
}

/// A table that is there for what is in it alone.
fn hidden() -> Item {
    let mut table = Table::new();
    table.set_implicit(true);
    Item::Table(table)
}

/// The version that fits this command: generated code, macros and runtime go together.
fn version() -> String {
    env!("CARGO_PKG_VERSION").rsplit_once('.').map_or("0", |(minor, _)| minor).to_owned()
}

/// Whether a package is there, under whatever name.
fn has_dependency(table: &dyn TableLike, name: &str) -> bool {
    table.iter().any(|(key, item)| {
        key == name || item.get("package").and_then(Item::as_str).is_some_and(|package| package == name)
    })
}

/// Adds to a list what it does not have.
fn extend(settings: &mut dyn TableLike, key: &str, texts: &[String]) -> Option<()> {
    if texts.is_empty() {
        return Some(());
    }
    let list = settings.entry(key).or_insert(value(Array::new())).as_array_mut()?;
    for text in texts {
        if !list.iter().any(|known| known.as_str() == Some(text)) {
            list.push(text.as_str());
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::edit;

    #[test]
    fn what_stands_there_stays_and_nothing_is_added_twice() {
        let text = "[package]\nname = \"p\" # mine\n\n[dependencies]\nsms = { package = \"ringfence\", version = \"0.1\" }\n";
        let once = edit(text.parse().unwrap(), &["api_v2010".into()], &["CreateMessage".into()]).unwrap();
        assert!(once.contains("name = \"p\" # mine\n") && !once.contains("\nringfence = "), "{once}");
        assert!(once.contains("[package.metadata.ringfence]\ndocuments = [\"api_v2010\"]\n"), "{once}");
        assert!(once.contains("[build-dependencies]\nringfence-codegen = \"0.1\"\n"), "{once}");
        let again = edit(once.parse().unwrap(), &["api_v2010".into()], &["CreateMessage".into()]).unwrap();
        assert_eq!(again, once);
        let more = edit(once.parse().unwrap(), &["verify_v2".into()], &["FetchMessage".into()]).unwrap();
        assert!(more.contains("[\"api_v2010\", \"verify_v2\"]"), "{more}");
        assert!(more.contains("[\"CreateMessage\", \"FetchMessage\"]"), "{more}");
    }

    #[test]
    fn no_list_of_operations_stays_all_of_them() {
        let text = "[package]\nname = \"p\"\n[package.metadata.ringfence]\ndocuments = [\"api_v2010\"]\n";
        let edited = edit(text.parse().unwrap(), &["api_v2010".into()], &["CreateMessage".into()]).unwrap();
        assert!(!edited.contains("operations"), "{edited}");
    }

    #[test]
    fn a_manifest_of_another_shape_is_no_panic() {
        assert_eq!(edit("dependencies = 1\n".parse().unwrap(), &[], &[]), None);
        assert_eq!(edit("package = 1\n".parse().unwrap(), &["a".into()], &[]), None);
    }
}
