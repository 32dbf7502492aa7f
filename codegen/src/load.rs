//! load: documents to trees.

use crate::name;
use crate::problem::{Place, Problem};
use crate::tree::{MERGE, Tree};
use ringfence_specs::text::{DEEPEST, too_deep, without_place};

/// How a document is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// YAML.
    Yaml,
    /// JSON.
    Json,
}

/// A document in memory.
#[derive(Clone, Debug)]
pub struct Source {
    /// The name that the module is made from: `twilio_verify_v2` and `verify_v2` both give `verify_v2`.
    pub name: String,
    /// The file as problems name it.
    pub file: String,
    /// How it is written.
    pub format: Format,
    /// The text.
    pub bytes: Vec<u8>,
}

/// A document that is read.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) name: String,
    /// The module that it gives.
    pub(crate) module: String,
    pub(crate) file: String,
    pub(crate) tree: Tree,
}

/// Reads all documents that can be read, and tells about the others.
pub(crate) fn load(sources: &[Source], problems: &mut Vec<Problem>) -> Vec<Document> {
    let mut documents = Vec::new();
    for source in sources {
        match read(source) {
            Ok(tree) => {
                let (name, file) = (source.name.clone(), source.file.clone());
                let module = name::module(&name);
                documents.push(Document { name, module, file, tree });
            }
            Err(problem) => problems.push(problem),
        }
    }
    documents
}

pub(crate) fn read(source: &Source) -> Result<Tree, Problem> {
    let problem = |place, message: String| Err(Problem::new(&source.file, place, message));
    // What editors put first to say that a text is UTF-8.
    let bytes = source.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&source.bytes);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return problem(Place::File, "the file is empty; an OpenAPI 3.0 document is needed".to_owned());
    }
    let tree = match source.format {
        Format::Json => match serde_json::from_slice(bytes) {
            Ok(tree) => tree,
            Err(error) => {
                let place = Place::Line(error.line().max(1), error.column().max(1));
                return problem(place, format!("not JSON: {}", without_place(&error.to_string())));
            }
        },
        Format::Yaml => match std::str::from_utf8(bytes).ok().and_then(too_deep) {
            Some(line) => {
                let message = format!("not YAML: brackets nest deeper than {DEEPEST} levels");
                return problem(Place::Line(line, 1), message);
            }
            None => yaml(source, bytes)?,
        },
    };
    match openapi_problem(&tree) {
        Some(message) => problem(Place::File, message),
        None => Ok(tree),
    }
}

fn yaml(source: &Source, bytes: &[u8]) -> Result<Tree, Problem> {
    let mut tree: Tree = serde_yaml::from_slice(bytes).map_err(|error| {
        let place = error.location().map_or(Place::File, |at| Place::Line(at.line(), at.column()));
        Problem::new(&source.file, place, format!("not YAML: {}", without_place(&error.to_string())))
    })?;
    if bytes.windows(MERGE.len()).any(|window| window == MERGE.as_bytes()) {
        tree.merge().map_err(|pointer| {
            let message = format!("`{MERGE}` must be a map or a list of maps");
            Problem::new(&source.file, Place::Pointer(pointer), message)
        })?;
    }
    Ok(tree)
}

fn openapi_problem(tree: &Tree) -> Option<String> {
    let need = "an OpenAPI 3.0 document is needed";
    match (tree, tree.get("openapi")) {
        (Tree::Map(_), Some(Tree::Text(version))) if version.starts_with("3.0") => None,
        (Tree::Map(_), Some(Tree::Text(version))) => Some(format!("`openapi` is `{version}`; {need}")),
        (Tree::Map(_), Some(other)) => Some(format!("`openapi` is {}, not a version; {need}", other.kind())),
        (Tree::Map(_), None) => Some(format!("not OpenAPI: there is no `openapi` version; {need}")),
        (other, _) => Some(format!("not OpenAPI: the document is {}, not a map; {need}", other.kind())),
    }
}
