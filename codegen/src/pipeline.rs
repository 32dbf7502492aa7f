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
/// All problems of all documents at once; unknown operations where every document could be read.
pub fn render(sources: &[Source], operations: &[String]) -> Result<Rendered, Problems> {
    render_beside(Vec::new(), sources, operations)
}

/// Generates as [`render`] does, unless there are problems already: then those of the documents come beside them.
pub(crate) fn render_beside(
    mut problems: Vec<Problem>,
    sources: &[Source],
    operations: &[String],
) -> Result<Rendered, Problems> {
    let documents = load(sources, &mut problems);
    let apis = lower_and_check(&documents, &Selection::new(operations), problems)?;
    let operations = apis.iter().map(|api| api.operations.len()).sum();
    let modules = apis.iter().map(|api| emit(&plan(api))).collect();
    let text = print(modules).map_err(|message| Problem::new("the generated code", Place::File, message))?;
    Ok(Rendered { text, operations })
}

pub(crate) fn lower_and_check(
    documents: &[Document],
    selection: &Selection,
    mut problems: Vec<Problem>,
) -> Result<Vec<Api>, Problems> {
    let mut apis = Vec::new();
    let are_all_read = problems.is_empty();
    for document in documents {
        let report = Report::new(&document.file);
        let api = lower(document, selection, &report);
        check(&api, &report);
        problems.extend(report.into_problems());
        apis.push(api);
    }
    problems.extend(module_problems(documents, &apis));
    // One that is missing here may stand in the document that could not be read.
    if are_all_read {
        let known: BTreeSet<String> =
            apis.iter().flat_map(|api| api.all_operations.iter().cloned()).collect();
        problems.extend(selection.problems(&known));
    }
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
