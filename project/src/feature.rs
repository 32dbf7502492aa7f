//! Features: what the default set and the command line switch on.

use crate::Problem;
use crate::manifest::Document;
use ringfence_lint::gather::Gather;
use ringfence_lint::sorted::{Map, Set};
use toml::de::DeTable;

/// A package's features by name, each with what it switches on in the package itself.
pub(crate) type Available = Map<String, Vec<String>>;

/// Reads `[features]` and the features that optional dependencies are by themselves.
pub(crate) fn read_features(document: &Document<'_>, problems: &mut Vec<Problem>) -> Available {
    let mut available = Available::new();
    let mut explicit = Set::new();
    if let Some(features) = document.section(&["features"]) {
        for name in features.keys() {
            let values = document.strings(features, name.get_ref(), problems).unwrap_or_default();
            explicit
                .extend(values.iter().filter_map(|(value, _)| value.strip_prefix("dep:")).map(str::to_owned));
            let implied = values.iter().filter_map(|(value, _)| implied(value)).gather();
            available.insert(name.get_ref().to_string(), implied);
        }
    }
    for dependency in optional_dependencies(document) {
        if !explicit.contains(&dependency) {
            available.get_or_default(dependency);
        }
    }
    available
}

/// The feature of the package itself that an entry of a feature switches on.
fn implied(value: &str) -> Option<String> {
    if value.starts_with("dep:") {
        return None;
    }
    match value.split_once('/') {
        Some((dependency, _)) if dependency.ends_with('?') => None,
        Some((dependency, _)) => Some(dependency.to_owned()),
        None => Some(value.to_owned()),
    }
}

fn optional_dependencies(document: &Document<'_>) -> Set<String> {
    let mut names = Set::new();
    let mut collect = |table: &DeTable<'_>| {
        for key in ["dependencies", "build-dependencies"] {
            let Some(dependencies) = table.get(key).and_then(|value| value.get_ref().as_table()) else {
                continue;
            };
            for (name, value) in dependencies.iter() {
                let optional = value.get_ref().as_table().and_then(|table| table.get("optional"));
                if optional.and_then(|value| value.get_ref().as_bool()) == Some(true) {
                    names.insert(name.get_ref().to_string());
                }
            }
        }
    };
    collect(&document.table);
    if let Some(targets) = document.section(&["target"]) {
        targets.values().filter_map(|value| value.get_ref().as_table()).for_each(&mut collect);
    }
    names
}

/// The features that `start` switches on, themselves included; names that are no features fall away.
pub(crate) fn close<'a>(available: &Available, start: impl IntoIterator<Item = &'a str>) -> Set<String> {
    let mut on = Set::new();
    let mut open: Vec<&str> = start.into_iter().gather();
    while let Some(name) = open.pop() {
        let Some(implied) = available.get(name) else { continue };
        if on.insert(name.to_owned()) {
            open.extend(implied.iter().map(String::as_str));
        }
    }
    on
}
