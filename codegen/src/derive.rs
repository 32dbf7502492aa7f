//! derive: what users want on chosen types, beside what every type has.

use crate::emit::spell;
use crate::plan::Module;
use crate::problem::Problem;
use crate::selection::qualified;
use crate::settings::{Setting, Settings};
use ringfence_lint::suggestion;

/// What generated types derive or implement already.
const ON_MODELS: [&str; 2] = ["Clone", "Debug"];
const ON_INPUTS: [&str; 3] = ["Clone", "Debug", "Default"];
const ON_ENUMS: [&str; 5] = ["Clone", "Debug", "PartialEq", "Eq", "Hash"];

/// Derives that need no path, by any path to the standard library.
const STANDARD: [&str; 9] =
    ["Clone", "Copy", "Debug", "Default", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd"];

/// Those that a model can have only where the models in its fields have them, too.
const DEEP: [&str; 3] = ["PartialEq", "Eq", "Hash"];

/// A derive, and what must stand beside it.
const PAIRS: [(&str, &str); 2] = [("Eq", "PartialEq"), ("Ord", "PartialOrd")];

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Answer,
    Input,
    Enum,
}

/// A type that may get derives.
struct Target<'m> {
    name: &'m str,
    kind: Kind,
    derives: &'m mut Vec<String>,
}

/// Puts derives on the types that the settings name, by their names in Rust; `*` is every model.
pub(crate) fn derive(modules: &mut [Module], settings: &Settings) -> Vec<Problem> {
    let mut problems = Vec::new();
    for setting in &settings.derives {
        let (target, derives) = &setting.value;
        match paths(derives) {
            Ok(paths) => problems.extend(apply(modules, &setting.with(target.clone()), &paths)),
            Err(message) => problems.push(setting.problem(format!("`{target}`: {message}"))),
        }
    }
    modules.iter_mut().for_each(reach_inner);
    if problems.is_empty() {
        problems.extend(settings.derives.iter().filter_map(|setting| alone(modules, setting)));
    }
    problems
}

/// Paths as they are emitted, if they are paths: of what is the standard library's the last word alone.
fn paths(derives: &[String]) -> Result<Vec<String>, String> {
    derives.iter().map(|text| path(text)).collect()
}

fn path(text: &str) -> Result<String, String> {
    let Ok(parsed) = syn::parse_str::<syn::Path>(text) else {
        return Err(format!("`{text}` is no path of a derive, such as `PartialEq` or `serde::Serialize`"));
    };
    let words: Vec<String> = parsed.segments.iter().map(|segment| segment.ident.to_string()).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        [word] | ["std" | "core", _, word] if STANDARD.contains(word) => Ok((*word).to_owned()),
        [word] => Err(format!(
            "`{word}` alone is not found where generated code stands; write its path, such as `serde::Serialize`"
        )),
        ["serde", word @ ("Serialize" | "Deserialize")] => Ok(format!("serde::{word}")),
        _ => Ok(text.to_owned()),
    }
}

fn targets(module: &mut Module) -> impl Iterator<Item = Target<'_>> {
    let models = module.models.iter_mut().map(|model| Target {
        name: model.name.as_str(),
        kind: if model.is_input { Kind::Input } else { Kind::Answer },
        derives: &mut model.derives,
    });
    let enums = module.enums.iter_mut().map(|planned| Target {
        name: planned.name.as_str(),
        kind: Kind::Enum,
        derives: &mut planned.derives,
    });
    models.chain(enums)
}

fn apply(modules: &mut [Module], setting: &Setting<String>, paths: &[String]) -> Vec<Problem> {
    let (module_name, wanted) = qualified(&setting.value);
    let is_meant = |module: &&mut Module| module_name.is_none_or(|name| name == module.name.as_str());
    let (mut problems, mut known, mut is_used) = (Vec::new(), Vec::new(), false);
    let mut fresh = vec![false; paths.len()];
    for target in modules.iter_mut().filter(is_meant).flat_map(targets) {
        known.push(target.name.to_owned());
        if target.name != wanted && (wanted != "*" || target.kind == Kind::Enum) {
            continue;
        }
        is_used = true;
        for (path, fresh) in paths.iter().zip(&mut fresh) {
            if let Some(reason) = refusal(target.kind, path) {
                problems.push(setting.problem(format!("`{wanted}` cannot be `{path}`: {reason}")));
            } else if !usual(target.kind).contains(&path.as_str()) {
                *fresh = true;
                if !target.derives.contains(path) {
                    target.derives.push(path.clone());
                }
            }
        }
    }
    problems.dedup_by(|one, other| one.to_string() == other.to_string());
    if !is_used {
        let near = suggestion(wanted, known.iter().map(String::as_str));
        problems.push(setting.problem(format!("no struct or enum `{}` is generated{near}", setting.value)));
    } else if problems.is_empty() {
        let had = paths.iter().zip(fresh).filter(|(_, fresh)| !fresh);
        problems.extend(had.map(|(path, _)| setting.problem(format!("`{wanted}` has `{path}` already"))));
    }
    problems
}

fn usual(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Answer => &ON_MODELS,
        Kind::Input => &ON_INPUTS,
        Kind::Enum => &ON_ENUMS,
    }
}

/// Why no type of a kind can have a derive.
fn refusal(kind: Kind, path: &str) -> Option<&'static str> {
    match (kind, path) {
        (_, "Copy") => Some("it holds text"),
        (Kind::Enum, "Default") => Some("none of the values stands for all"),
        (Kind::Answer | Kind::Input, "PartialOrd" | "Ord") => {
            Some("numbers that are kept digit by digit, and unknown fields, have no order")
        }
        _ => None,
    }
}

/// Puts what compares all fields on the models in the fields as well.
fn reach_inner(module: &mut Module) {
    let mut left: Vec<(usize, String)> = Vec::new();
    let deep =
        |derives: &[String]| derives.iter().filter(|path| DEEP.contains(&path.as_str())).cloned().collect();
    for (at, model) in module.models.iter().enumerate() {
        let paths: Vec<String> = deep(&model.derives);
        left.extend(paths.into_iter().map(|path| (at, path)));
    }
    while let Some((at, path)) = left.pop() {
        let fields = module.models.get(at).map(|model| model.fields.as_slice()).unwrap_or_default();
        let names: Vec<String> = fields.iter().filter_map(|field| spell(&field.of).named).collect();
        for (inner, model) in module.models.iter_mut().enumerate() {
            if names.iter().any(|name| name == model.name.as_str()) && !model.derives.contains(&path) {
                model.derives.push(path.clone());
                left.push((inner, path.clone()));
            }
        }
    }
}

/// A derive without the one that it needs beside it.
fn alone(modules: &mut [Module], setting: &Setting<(String, Vec<String>)>) -> Option<Problem> {
    let (module_name, wanted) = qualified(&setting.value.0);
    let is_meant = |module: &&mut Module| module_name.is_none_or(|name| name == module.name.as_str());
    let mut meant = modules.iter_mut().filter(is_meant).flat_map(targets);
    let lacks = |target: &Target<'_>, other: &str| {
        !usual(target.kind).contains(&other) && !target.derives.iter().any(|path| path == other)
    };
    meant.find_map(|target| {
        let is_it = target.name == wanted || wanted == "*" && target.kind != Kind::Enum;
        let (path, other) = PAIRS.iter().find(|(path, other)| {
            is_it && target.derives.iter().any(|known| known == path) && lacks(&target, other)
        })?;
        Some(setting.problem(format!("`{wanted}` cannot be `{path}` without `{other}`: name both")))
    })
}
