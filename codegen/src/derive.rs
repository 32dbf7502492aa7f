//! derive: what users want on chosen types, beside what every type has.

use crate::plan::Module;
use crate::problem::Problem;
use crate::selection::qualified;
use crate::settings::{Setting, Settings};
use ringfence_lint::suggestion;

/// What generated types derive or implement already.
const ON_MODELS: [&str; 2] = ["Clone", "Debug"];
const ON_ENUMS: [&str; 5] = ["Clone", "Debug", "PartialEq", "Eq", "Hash"];

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
    problems
}

/// Paths as they are emitted, if they are paths.
fn paths(derives: &[String]) -> Result<Vec<String>, String> {
    let Some(wrong) = derives.iter().find(|text| syn::parse_str::<syn::Path>(text).is_err()) else {
        return Ok(derives.to_vec());
    };
    Err(format!("`{wrong}` is no path of a derive, such as `PartialEq` or `serde::Serialize`"))
}

fn apply(modules: &mut [Module], target: &Setting<String>, paths: &[String]) -> Vec<Problem> {
    let (module_name, wanted) = qualified(&target.value);
    let (mut is_used, mut problems, mut known) = (false, Vec::new(), Vec::new());
    for module in modules.iter_mut() {
        if module_name.is_some_and(|name| name != module.name.as_str()) {
            continue;
        }
        let models = module.models.iter_mut().map(|model| (&model.name, &mut model.derives, &ON_MODELS[..]));
        let enums =
            module.enums.iter_mut().map(|planned| (&planned.name, &mut planned.derives, &ON_ENUMS[..]));
        for (name, derives, usual) in models.chain(enums) {
            known.push(name.as_str().to_owned());
            let is_every_model = wanted == "*" && usual.len() == ON_MODELS.len();
            if name.as_str() != wanted && !is_every_model {
                continue;
            }
            is_used = true;
            for path in paths {
                if usual.contains(&path.as_str()) {
                    problems.push(target.problem(format!("`{}` has `{path}` already", name.as_str())));
                } else if !derives.contains(path) {
                    derives.push(path.clone());
                }
            }
        }
    }
    if !is_used {
        let near = suggestion(wanted, known.iter().map(String::as_str));
        let said = format!("no struct or enum `{}` is generated{near}", target.value);
        problems.push(target.problem(said));
    }
    problems
}
