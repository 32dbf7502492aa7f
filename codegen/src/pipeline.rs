//! The stages in their order.

use crate::check::check;
use crate::emit::emit;
use crate::load::{Document, Source, load};
use crate::lower::lower;
use crate::model::Api;
use crate::node::Report;
use crate::plan::plan;
use crate::print::print;
use crate::problem::{Place, Problem, Problems};
use crate::selection::Selection;
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
/// All problems of the first stage that has any.
pub fn render(sources: &[Source], operations: &[String]) -> Result<Rendered, Problems> {
    let selection = Selection::new(operations);
    let documents = load(sources)?;
    let apis = lower_and_check(&documents, &selection)?;
    let operations = apis.iter().map(|api| api.operations.len()).sum();
    let modules = apis.iter().map(|api| emit(&plan(api))).collect();
    let text = print(modules).map_err(|message| Problem::new("the generated code", Place::File, message))?;
    Ok(Rendered { text, operations })
}

fn lower_and_check(documents: &[Document], selection: &Selection) -> Result<Vec<Api>, Problems> {
    let (mut apis, mut problems) = (Vec::new(), Vec::new());
    for document in documents {
        let report = Report::new(&document.file);
        let api = lower(document, selection, &report);
        check(&api, &report);
        problems.extend(report.into_problems());
        apis.push(api);
    }
    problems.extend(module_problems(documents, &apis));
    let known: BTreeSet<String> = apis.iter().flat_map(|api| api.all_operations.iter().cloned()).collect();
    problems.extend(selection.problems(&known));
    Problems::check(problems).map(|()| apis)
}

fn module_problems(documents: &[Document], apis: &[Api]) -> Vec<Problem> {
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    let mut problems = Vec::new();
    for (document, api) in documents.iter().zip(apis) {
        if let Some(other) = first.insert(&api.module, &document.file) {
            let message =
                format!("gives the module `{}`, and so does {other}; name one of them otherwise", api.module);
            problems.push(Problem::new(&document.file, Place::File, message));
        }
    }
    problems
}
