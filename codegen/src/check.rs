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
        check_url(operation, report);
        check_inputs(operation, report);
        check_groups(operation, report);
    }
}

/// A path goes into URLs as it stands, but for its variables.
fn check_url(operation: &Operation, report: &Report) {
    let path = &operation.path;
    let fixed: String = path.split('{').map(|part| part.rsplit('}').next().unwrap_or_default()).collect();
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/%".contains(letter);
    let is_escape = |rest: &str| rest.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2;
    if fixed.split('%').skip(1).any(|rest| !is_escape(rest)) {
        report.at(&operation.pointer, format!("two digits must follow the `%` in the path `{path}`"));
    }
    if let Some(letter) = fixed.chars().find(|letter| !is_plain(*letter)) {
        let message = format!("no path of a URL may hold {letter:?} as it stands: `{path}`");
        report.at(&operation.pointer, message);
    }
    let is_step =
        |segment: &str| matches!(segment.replace("%2e", ".").replace("%2E", ".").as_str(), "." | "..");
    if path.contains("//") || path.split('/').any(is_step) {
        let message = format!("the path `{path}` leads elsewhere: it has an empty segment, `.` or `..`");
        report.at(&operation.pointer, message);
    }
    if path_variables(path).any(str::is_empty) {
        report.at(&operation.pointer, format!("a variable of the path `{path}` has no name"));
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
        if !known.insert(input.key()) {
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
