//! check: what a document must hold before names are chosen.

use crate::model::{Api, InputPlace, Operation, path_variables};
use crate::name::Name;
use crate::node::Report;
use std::collections::{BTreeMap, BTreeSet};

/// Checks one document.
pub(crate) fn check(api: &Api, report: &Report) {
    let mut first = BTreeMap::new();
    for operation in &api.operations {
        if let Some(other) = first.insert(operation.id.as_str(), &operation.pointer) {
            report
                .at(&operation.pointer, format!("the operation id `{}` is also at `{other}`", operation.id));
        }
        check_path(operation, report);
        check_inputs(operation, report);
        check_groups(operation, report);
    }
}

fn check_path(operation: &Operation, report: &Report) {
    let mut variables = BTreeSet::new();
    for variable in path_variables(&operation.path) {
        if !variables.insert(variable) {
            report.at(&operation.pointer, format!("the path has the variable `{variable}` twice"));
        }
    }
    let opening = operation.path.matches('{').count();
    if opening != operation.path.matches('}').count() || opening != path_variables(&operation.path).count() {
        report.at(&operation.pointer, format!("the braces of the path `{}` do not match", operation.path));
    }
    let declared: BTreeSet<&str> = inputs(operation, InputPlace::Path).collect();
    for variable in variables.difference(&declared) {
        report
            .at(&operation.pointer, format!("the path variable `{variable}` is not declared as a parameter"));
    }
    for input in operation.inputs.iter().filter(|input| input.place == InputPlace::Path) {
        if !variables.contains(input.name.as_str()) {
            let message = format!("the path `{}` has no variable `{}`", operation.path, input.name);
            report.at(&input.pointer, message);
        }
    }
}

fn inputs(operation: &Operation, place: InputPlace) -> impl Iterator<Item = &str> {
    operation.inputs.iter().filter(move |input| input.place == place).map(|input| input.name.as_str())
}

fn check_inputs(operation: &Operation, report: &Report) {
    let mut known = BTreeSet::new();
    for input in &operation.inputs {
        if !known.insert((input.place, input.name.as_str())) {
            report.at(&input.pointer, format!("the input `{}` is declared twice in one place", input.name));
        }
        if input.place == InputPlace::Header && !is_header_name(&input.name) {
            report.at(&input.pointer, format!("`{}` is no name of a header", input.name));
        }
    }
}

fn is_header_name(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

fn check_groups(operation: &Operation, report: &Report) {
    let known: BTreeSet<Name> = operation.inputs.iter().map(|input| Name::snake(&input.name)).collect();
    for member in operation.groups.iter().flatten() {
        if !known.contains(&Name::snake(member)) {
            let message = format!(
                "`x-twilio.conditional` names the input `{member}`, which the operation does not have"
            );
            report.at(&operation.pointer, message);
        }
    }
}
