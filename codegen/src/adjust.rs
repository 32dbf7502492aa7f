//! adjust: renames and overrides of the settings, written into the trees.

use crate::address::{Ambiguous, Found, Index, Kind};
use crate::fact::Fact;
use crate::load::Document;
use crate::problem::Problem;
use crate::selection::qualified;
use crate::settings::{Setting, Settings};
use crate::tree::Tree;
use ringfence_lint::suggestion;
use std::collections::BTreeSet;

/// What a schema says of its type.
const OF_TYPE: [&str; 13] = [
    "$ref",
    "type",
    "format",
    "pattern",
    "enum",
    "items",
    "properties",
    "additionalProperties",
    "allOf",
    "oneOf",
    "anyOf",
    "discriminator",
    "not",
];

/// The extension by which a document itself may name things.
pub(crate) const EXTENSION: &str = "x-ringfence";

/// What came of a setting in one document.
enum Outcome {
    Renamed,
    /// Facts are stated; the names of those that the document states itself.
    Stated(Vec<&'static str>),
    Refused(String),
}

/// Names modules, renames, and replaces facts; what matches nothing is a problem.
pub(crate) fn adjust(documents: &mut [Document], settings: &Settings) -> Vec<Problem> {
    let mut problems = name_modules(documents, &settings.modules);
    if settings.renames.is_empty() && settings.overrides.is_empty() {
        return problems;
    }
    let indexes: Vec<Index> = documents.iter().map(|document| Index::of(&document.tree)).collect();
    for setting in &settings.overrides {
        let (target, facts) = &setting.value;
        let each = each(documents, &indexes, &setting.with(target.clone()), |tree, found| {
            facts_of(tree, found, facts)
        });
        problems.extend(each);
    }
    for setting in &settings.renames {
        let (target, name) = &setting.value;
        if !is_name(name) {
            let message = format!("`{name}` is no name: letters, digits and `_`, and no digit first");
            problems.push(setting.problem(message));
            continue;
        }
        problems.extend(each(documents, &indexes, &setting.with(target.clone()), |tree, found| {
            rename(tree, found, name)
        }));
    }
    problems
}

fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn name_modules(documents: &mut [Document], modules: &[Setting<(String, String)>]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let known: Vec<String> = documents.iter().map(|document| document.module.clone()).collect();
    for setting in modules {
        let (wanted, name) = &setting.value;
        let wanted = wanted.strip_prefix("twilio_").unwrap_or(wanted);
        let is_module = is_name(name) && name.bytes().all(|byte| !byte.is_ascii_uppercase());
        if !is_module || crate::name::is_keyword(name) {
            let message =
                format!("`{name}` is no name of a module: small letters, digits and `_`, no keyword");
            problems.push(setting.problem(message));
            continue;
        }
        let mut named = documents.iter_mut().zip(&known).filter(|(_, module)| *module == wanted);
        match named.next() {
            Some((document, _)) => document.module.clone_from(name),
            None => {
                let near = suggestion(wanted, known.iter().map(String::as_str));
                problems.push(setting.problem(format!("no document gives the module `{wanted}`{near}")));
            }
        }
    }
    problems
}

/// Does something with what an address means, in every document that has it.
fn each(
    documents: &mut [Document],
    indexes: &[Index],
    target: &Setting<String>,
    change: impl Fn(&mut Tree, &Found) -> Outcome,
) -> Vec<Problem> {
    let address = &target.value;
    let (module, name) = qualified(address);
    let (mut outcomes, mut near, mut problems) = (Vec::new(), Vec::new(), Vec::new());
    let mut is_known = false;
    for (document, index) in documents.iter_mut().zip(indexes) {
        let own = [document.module.clone(), crate::name::module(&document.name)];
        if module.is_some_and(|module| !own.iter().any(|name| name == module)) {
            continue;
        }
        is_known = true;
        match index.find(&mut document.tree, name) {
            Ok(Some(found)) => outcomes.push(change(&mut document.tree, &found)),
            Ok(None) => near.extend(index.near(&mut document.tree, name)),
            Err(Ambiguous(places)) => {
                let owner = address.rsplit_once('.').map_or(address.as_str(), |(owner, _)| owner);
                let last = address.rsplit_once('.').map_or("", |(_, last)| last);
                let ways: Vec<String> =
                    places.iter().map(|place| format!("`{owner}.{place}.{last}`")).collect();
                problems
                    .push(target.problem(format!("`{address}` is two inputs; say {}", ways.join(" or "))));
            }
        }
    }
    if !problems.is_empty() {
        return problems;
    }
    if !is_known && let Some(module) = module {
        let modules = documents.iter().map(|document| document.module.as_str());
        let near = suggestion(module, modules);
        return vec![target.problem(format!("no document gives the module `{module}` of `{address}`{near}"))];
    }
    if outcomes.is_empty() {
        let near = suggestion(name, near.iter().map(String::as_str));
        return vec![target.problem(format!("nothing in the documents is called `{address}`{near}"))];
    }
    let refused = outcomes.iter().find_map(|outcome| match outcome {
        Outcome::Refused(message) => Some(message.clone()),
        _ => None,
    });
    match refused {
        Some(message) => vec![target.problem(format!("`{address}`: {message}"))],
        None => idle_facts(&outcomes)
            .map(|name| {
                let message =
                    format!("`{address}`: the document says so itself now; remove this line (`{name}`)");
                target.problem(message)
            })
            .collect(),
    }
}

/// The facts that every document states itself.
fn idle_facts(outcomes: &[Outcome]) -> impl Iterator<Item = &'static str> {
    let own = outcomes.iter().map(|outcome| match outcome {
        Outcome::Stated(names) => names.iter().copied().collect::<BTreeSet<_>>(),
        Outcome::Renamed | Outcome::Refused(_) => BTreeSet::new(),
    });
    own.reduce(|one, other| one.intersection(&other).copied().collect()).unwrap_or_default().into_iter()
}

fn rename(tree: &mut Tree, found: &Found, name: &str) -> Outcome {
    // A parameter without a schema is a problem of its own.
    let Some(node) = schema_mut(tree, found) else { return Outcome::Renamed };
    let name = Tree::Text(name.to_owned());
    let mut extension = node.get(EXTENSION).cloned().unwrap_or(Tree::Map(Vec::new()));
    match found.kind {
        Kind::Value(place) => {
            let Some(Tree::Text(value)) = node.at(&["enum".to_owned(), place.to_string()]).cloned() else {
                return Outcome::Refused("only text among the values of an enum can be named".to_owned());
            };
            let mut values = extension.get("values").cloned().unwrap_or(Tree::Map(Vec::new()));
            values.set(&value, name);
            extension.set("values", values);
        }
        // A parameter's name in Rust is kept where that of a field is: beside its type.
        _ => extension.set("name", name),
    }
    node.set(EXTENSION, extension);
    Outcome::Renamed
}

fn facts_of(tree: &mut Tree, found: &Found, facts: &[Fact]) -> Outcome {
    let scope = match found.kind {
        // What is required stands in the object that the property belongs to.
        Kind::Property => found.steps.get(..found.steps.len().saturating_sub(2)).unwrap_or_default(),
        _ => &found.steps,
    };
    let mut same = Vec::new();
    let (of_type, others): (Vec<&Fact>, Vec<&Fact>) = facts.iter().partition(|fact| fact.of_type().is_some());
    for fact in others {
        let before = tree.at(scope).cloned();
        if let Some(message) = refusal(found, fact).or_else(|| state(tree, found, fact).err()) {
            return Outcome::Refused(message);
        }
        if tree.at(scope) == before.as_ref() {
            same.push(fact.name());
        }
    }
    // Together they replace all that is said of the type.
    if let Some(message) = of_type.iter().find_map(|fact| refusal(found, fact)) {
        return Outcome::Refused(message);
    }
    let before = tree.at(scope).cloned();
    if !of_type.is_empty() {
        retype(tree, found, of_type.iter().filter_map(|fact| fact.of_type()).collect());
    }
    if tree.at(scope) == before.as_ref() {
        same.extend(of_type.iter().map(|fact| fact.name()));
    }
    Outcome::Stated(same)
}

/// The schema of what was found.
fn schema_mut<'t>(tree: &'t mut Tree, found: &Found) -> Option<&'t mut Tree> {
    let node = tree.at_mut(&found.steps)?;
    match found.kind {
        Kind::Parameter(_) => node.at_mut(&["schema".to_owned()]),
        _ => Some(node),
    }
}

fn retype(tree: &mut Tree, found: &Found, facts: Vec<(&str, Tree)>) {
    let Some(schema) = schema_mut(tree, found) else { return };
    let is_reference = facts.iter().any(|(key, _)| *key == "$ref");
    let has = |key: &str| facts.iter().any(|(known, _)| *known == key);
    let kind = if has("items") { "array" } else { "string" };
    let (has_type, old) = (has("type"), OF_TYPE.map(|key| (key, schema.get(key).cloned())));
    let mut new: Vec<(&str, Tree)> = Vec::new();
    if !is_reference && !has_type {
        new.push(("type", Tree::Text(kind.to_owned())));
    }
    new.extend(facts);
    let is_same = old.iter().all(|(key, value)| {
        value.as_ref() == new.iter().find(|(known, _)| known == key).map(|(_, value)| value)
    });
    if is_same {
        return;
    }
    OF_TYPE.iter().for_each(|key| schema.remove(key));
    new.into_iter().for_each(|(key, value)| schema.set(key, value));
}

/// Why a fact cannot be one of what was found.
fn refusal(found: &Found, fact: &Fact) -> Option<String> {
    if matches!(found.kind, Kind::Value(_)) {
        return Some(format!("`{}` is no fact of a value: only its name can be chosen", fact.name()));
    }
    let is_input = matches!(found.kind, Kind::Parameter(_) | Kind::Property);
    let noun = match fact {
        Fact::Required(false) if found.kind == Kind::Parameter("path") => {
            return Some("a path variable is always required".to_owned());
        }
        Fact::Required(_) if !is_input => "inputs and fields",
        Fact::Conditional(_) | Fact::Security(_) if found.kind != Kind::Operation => "operations",
        Fact::Deprecated(_) | Fact::Description(_) | Fact::Conditional(_) | Fact::Security(_) => return None,
        _ if found.kind == Kind::Operation => "inputs, fields and schemas",
        _ => return None,
    };
    Some(format!("`{}` is a fact of {noun}", fact.name()))
}

fn state(tree: &mut Tree, found: &Found, fact: &Fact) -> Result<(), String> {
    match fact {
        Fact::Required(required) => require(tree, found, *required),
        Fact::Conditional(groups) => condition(tree, found, groups),
        Fact::Security(kind) => return secure(tree, found, kind),
        Fact::Maximum(number) => {
            put(schema_mut(tree, found), "maximum", Tree::Number(number.to_string()));
        }
        Fact::Nullable(value) => flag(schema_mut(tree, found), "nullable", *value),
        Fact::Personal(value) => personal(schema_mut(tree, found), *value),
        Fact::Deprecated(value) => flag(tree.at_mut(&found.steps), "deprecated", *value),
        Fact::Description(text) => {
            put(tree.at_mut(&found.steps), "description", Tree::Text(text.clone()));
        }
        // Those of the type are stated together.
        _ => {}
    }
    Ok(())
}

fn put(node: Option<&mut Tree>, key: &str, value: Tree) {
    if let Some(node) = node {
        node.set(key, value);
    }
}

/// Sets a flag; one that is not there is false.
fn flag(node: Option<&mut Tree>, key: &str, value: bool) {
    let Some(node) = node else { return };
    if (node.get(key) == Some(&Tree::Bool(true))) != value {
        node.set(key, Tree::Bool(value));
    }
}

fn personal(schema: Option<&mut Tree>, value: bool) {
    let Some(schema) = schema else { return };
    let is_personal = schema.get("x-twilio").is_some_and(|extension| extension.get("pii").is_some());
    if is_personal == value {
        return;
    }
    let mut extension = schema.get("x-twilio").cloned().unwrap_or(Tree::Map(Vec::new()));
    extension.remove("pii");
    if value {
        extension.set("pii", Tree::Map(vec![("handling".to_owned(), Tree::Text("sensitive".to_owned()))]));
    }
    schema.set("x-twilio", extension);
}

fn require(tree: &mut Tree, found: &Found, required: bool) {
    if matches!(found.kind, Kind::Parameter(_)) {
        flag(tree.at_mut(&found.steps), "required", required);
        return;
    }
    let Some((name, above)) = found.steps.split_last() else { return };
    let owner = above.split_last().map(|(_, owner)| owner).unwrap_or_default();
    let Some(owner) = tree.at_mut(owner) else { return };
    let name = Tree::Text(name.clone());
    let mut names = match owner.get("required") {
        Some(Tree::List(names)) => names.clone(),
        _ => Vec::new(),
    };
    if names.contains(&name) == required {
        return;
    }
    if required {
        names.push(name);
    } else {
        names.retain(|known| *known != name);
    }
    owner.set("required", Tree::List(names));
}

fn condition(tree: &mut Tree, found: &Found, groups: &[Vec<String>]) {
    let Some(operation) = tree.at_mut(&found.steps) else { return };
    let list = |group: &Vec<String>| Tree::List(group.iter().cloned().map(Tree::Text).collect());
    let mut extension = operation.get("x-twilio").cloned().unwrap_or(Tree::Map(Vec::new()));
    if groups.is_empty() {
        if extension.get("conditional").is_none() {
            return;
        }
        extension.remove("conditional");
    } else {
        extension.set("conditional", Tree::List(groups.iter().map(list).collect()));
    }
    operation.set("x-twilio", extension);
}

fn secure(tree: &mut Tree, found: &Found, kind: &str) -> Result<(), String> {
    let schemes = tree.at(&["components".to_owned(), "securitySchemes".to_owned()]);
    let is_of = |scheme: &Tree| {
        let is = |key: &str, value: &str| scheme.get(key) == Some(&Tree::Text(value.to_owned()));
        match kind {
            "basic" => is("type", "http") && is("scheme", "basic"),
            _ => is("type", "oauth2") || (is("type", "http") && is("scheme", "bearer")),
        }
    };
    let requirement = match schemes {
        _ if kind == "none" => Vec::new(),
        Some(Tree::Map(schemes)) => {
            let scheme = schemes.iter().find(|(_, scheme)| is_of(scheme));
            let (name, _) =
                scheme.ok_or(format!("the document declares no security scheme of the kind `{kind}`"))?;
            vec![Tree::Map(vec![(name.clone(), Tree::List(Vec::new()))])]
        }
        _ => return Err("the document declares no security schemes".to_owned()),
    };
    let Some(operation) = tree.at_mut(&found.steps) else { return Ok(()) };
    operation.set("security", Tree::List(requirement));
    Ok(())
}
