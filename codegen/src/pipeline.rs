//! The stages in their order.

use crate::adjust::adjust;
use crate::check::check;
use crate::derive::derive;
use crate::emit::emit;
use crate::files::Files;
use crate::load::{Document, Source, load};
use crate::lower::lower;
use crate::model::Api;
use crate::node::Report;
use crate::plan::{Module, Rivals, plan, plan_part};
use crate::print::print;
use crate::problem::{Place, Problem, Problems};
use crate::selection::{Candidate, Selection};
use crate::settings::{Setting, Settings};
use std::collections::{BTreeMap, BTreeSet};

/// What was generated, in memory.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Rendered {
    /// The Rust source.
    pub text: String,
    /// How many operations it has.
    pub operations: usize,
}

/// Generates the modules of documents in memory; `operations` are ids, and none means all.
///
/// # Errors
///
/// All problems of all documents at once; unknown operations where every document could be read.
pub fn render(sources: &[Source], operations: &[String]) -> Result<Rendered, Problems> {
    let operations = operations.iter().map(|id| Setting::called("operations", id.clone())).collect();
    render_beside(Vec::new(), sources, &Settings { operations, ..Settings::default() })
}

/// Generates as [`render`] does, unless there are problems already: then those of the documents come beside them.
pub(crate) fn render_beside(
    problems: Vec<Problem>,
    sources: &[Source],
    settings: &Settings,
) -> Result<Rendered, Problems> {
    let modules = modules(problems, sources, settings)?;
    let operations = modules.iter().map(|module| module.endpoints.len()).sum();
    let tokens = modules.iter().map(|module| emit(module).inline()).collect();
    let text = print(tokens).map_err(fault)?;
    Ok(Rendered { text, operations })
}

/// Generates as [`render_beside`] does, as files.
pub(crate) fn files_beside(
    problems: Vec<Problem>,
    sources: &[Source],
    settings: &Settings,
) -> Result<Files, Problems> {
    let modules = modules(problems, sources, settings)?;
    let operations = modules.iter().map(|module| module.endpoints.len()).sum();
    Files::of(&modules.iter().map(emit).collect::<Vec<_>>(), operations)
}

/// What the printer could not print.
fn fault(message: String) -> Problem {
    Problem::new("the generated code", Place::File, message)
}

/// From documents to plans.
pub(crate) fn modules(
    problems: Vec<Problem>,
    sources: &[Source],
    settings: &Settings,
) -> Result<Vec<Module>, Problems> {
    planned(&apis(problems, sources, settings)?, settings)
}

/// From models to plans.
pub(crate) fn planned(apis: &[(Document, Api)], settings: &Settings) -> Result<Vec<Module>, Problems> {
    let mut modules: Vec<Module> = apis.iter().map(|(document, api)| settled(document, api)).collect();
    let mut problems = taken_names(&modules, settings);
    problems.extend(derive(&mut modules, settings));
    Problems::check(problems).map(|()| modules)
}

/// The plan of what is selected, with the names that it has in the whole.
fn settled(document: &Document, api: &Api) -> Module {
    let planned = plan(api);
    if planned.rivals.is_empty() {
        return planned;
    }
    // What is wrong with what nobody asked for is not told.
    let silent = Report::new(&document.file);
    let Rivals { operations, schemas } = &planned.rivals;
    let rivals = lower(document, &|candidate| operations.contains(candidate.id), schemas, &silent);
    if plan(&rivals).unnamed.is_disjoint(&planned.unnamed) {
        return planned;
    }
    let own: BTreeSet<&str> = api.operations.iter().map(|operation| operation.id.as_str()).collect();
    let own_schemas: BTreeSet<&str> = api.schemas.iter().map(|(name, _)| name.as_str()).collect();
    let takes = |candidate: &Candidate<'_>| own.contains(candidate.id) || operations.contains(candidate.id);
    let mut whole = lower(document, &takes, schemas, &silent);
    whole.date.clone_from(&api.date);
    plan_part(&whole, &|id| own.contains(id), &|name| own_schemas.contains(name))
}

/// From documents to models, of what is selected; with the trees that they were made from.
pub(crate) fn apis(
    mut problems: Vec<Problem>,
    sources: &[Source],
    settings: &Settings,
) -> Result<Vec<(Document, Api)>, Problems> {
    let mut documents = load(sources, &mut problems);
    // What is missing here may stand in the document that could not be read.
    let are_all_read = problems.is_empty();
    let unmatched = adjust(&mut documents, settings);
    let selection = Selection::new(settings);
    let mut apis = Vec::new();
    for document in &documents {
        let report = Report::new(&document.file);
        let takes = |candidate: &Candidate<'_>| selection.takes(candidate);
        let mut api = lower(document, &takes, &BTreeSet::new(), &report);
        api.date = api.date.or_else(|| settings.dates.get(&document.file).cloned());
        check(&api, &report);
        problems.extend(report.into_problems());
        apis.push(api);
    }
    problems.extend(module_problems(&documents, &apis));
    if are_all_read {
        problems.extend(unmatched);
        let modules = apis.iter().flat_map(|api| [api.document.as_str(), &api.module]);
        problems.extend(selection.problems(&modules.collect::<Vec<_>>()));
    }
    Problems::check(problems)?;
    let is_all = selection.is_all();
    let both = documents.into_iter().zip(apis);
    Ok(both.filter(|(_, api)| is_all || !api.operations.is_empty()).collect())
}

fn module_problems(documents: &[Document], apis: &[Api]) -> Vec<Problem> {
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    let mut problems = Vec::new();
    for (document, api) in documents.iter().zip(apis) {
        if let Some(other) = first.insert(&api.module, &document.file) {
            let message = format!(
                "gives the module `{}`, and so does {other}; name one of them otherwise (setting `modules`)",
                api.module
            );
            problems.push(Problem::new(&document.file, Place::File, message));
        }
    }
    problems
}

/// A name that a user chose is not changed without a word.
fn taken_names(modules: &[Module], settings: &Settings) -> Vec<Problem> {
    let mut problems = Vec::new();
    for module in modules {
        for name in &module.taken {
            let said = settings.renames.iter().filter(|setting| setting.value.1 == *name);
            problems.extend(said.map(|setting| {
                let (target, module) = (&setting.value.0, module.name.as_str());
                setting.problem(format!("`{target}`: the name `{name}` is taken in the module `{module}`"))
            }));
        }
    }
    problems
}
