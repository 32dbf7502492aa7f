//! What a manifest says to the generator.

use crate::manifest::{Document, Value};
use crate::said::{Facts, Literal, Said};
use crate::{Problem, Settings};
use ringfence_lint::gather::Gather;
use ringfence_lint::sorted;
use toml::de::DeTable;

impl Settings {
    /// Lists take the place of those below; in tables each key does so for itself.
    pub(crate) fn overlay_generation(
        &mut self,
        document: &Document<'_>,
        table: &DeTable<'_>,
        problems: &mut Vec<Problem>,
    ) {
        let lists =
            [("operations", &mut self.operations), ("paths", &mut self.paths), ("tags", &mut self.tags)];
        for (key, list) in lists {
            if let Some(texts) = document.strings(table, key, problems) {
                let said = |(text, span): (&str, _)| Said::at(text.to_owned(), document.problem(span, ""));
                *list = texts.into_iter().map(said).gather();
            }
        }
        for (key, names) in [("modules", &mut self.modules), ("renames", &mut self.renames)] {
            overlay(names, document, table, key, problems, |value, problems| {
                match value.get_ref().as_str() {
                    Some(text) => Some(text.to_owned()),
                    None => {
                        problems.push(document.mistyped(key, "a table of strings", value));
                        None
                    }
                }
            });
        }
        overlay(&mut self.derives, document, table, "derives", problems, |value, problems| {
            texts(document, value, problems)
        });
        overlay(&mut self.overrides, document, table, "overrides", problems, |value, problems| {
            facts(document, value, problems)
        });
    }
}

/// Lays the entries of the table under a key over those that are known.
fn overlay<T>(
    known: &mut Vec<Said<(String, T)>>,
    document: &Document<'_>,
    table: &DeTable<'_>,
    key: &str,
    problems: &mut Vec<Problem>,
    read: impl Fn(&Value<'_>, &mut Vec<Problem>) -> Option<T>,
) {
    let Some(value) = table.get(key) else { return };
    let Some(entries) = value.get_ref().as_table() else {
        problems.push(document.mistyped(key, "a table", value));
        return;
    };
    for (name, value) in entries.iter() {
        let Some(read) = read(value, problems) else { continue };
        let name_text = name.get_ref().to_string();
        known.retain(|said| said.value.0 != name_text);
        known.push(Said::at((name_text, read), document.problem(name.span(), "")));
    }
    // The order of a table says nothing.
    sorted::sort_by(known, |one, other| one.value.0.cmp(&other.value.0));
}

fn texts(document: &Document<'_>, value: &Value<'_>, problems: &mut Vec<Problem>) -> Option<Vec<String>> {
    let strings = value.get_ref().as_array().map(|array| {
        array.iter().map(|element| element.get_ref().as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
    });
    let read = strings.flatten();
    if read.is_none() {
        problems.push(document.mistyped("derives", "a table of arrays of strings", value));
    }
    read
}

fn facts(document: &Document<'_>, value: &Value<'_>, problems: &mut Vec<Problem>) -> Option<Facts> {
    let Some(table) = value.get_ref().as_table() else {
        problems.push(document.mistyped("overrides", "a table of tables of facts", value));
        return None;
    };
    let mut facts = Vec::new();
    for (name, value) in table.iter() {
        match literal(value) {
            Some(fact) => facts.push((name.get_ref().to_string(), fact)),
            None => {
                let expected = "a boolean, a whole number, a string or an array";
                problems.push(document.mistyped(name.get_ref(), expected, value));
            }
        }
    }
    Some(facts)
}

fn literal(value: &Value<'_>) -> Option<Literal> {
    let value = value.get_ref();
    if let Some(items) = value.as_array() {
        return items.iter().map(literal).collect::<Option<Vec<_>>>().map(Literal::List);
    }
    if let Some(number) = value.as_integer() {
        return i64::from_str_radix(number.as_str(), number.radix()).ok().map(Literal::Integer);
    }
    let text = value.as_str().map(|text| Literal::Text(text.to_owned()));
    text.or_else(|| value.as_bool().map(Literal::Bool))
}
