//! All of Twilio's documents as one package: generated once, compiled once, and run by each test that has a program for it.

use crate::crates::{STRICT, Scratch};
use ringfence_codegen::{Format, Rendered, Source, render};
use ringfence_tests::corpus::corpus;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The generated code of all documents, in a package of its own.
pub struct Whole {
    /// What was generated.
    pub rendered: Rendered,
    /// How many documents it is of.
    pub documents: usize,
    /// The package: a library `all_of_twilio`, under the strictest lints.
    pub package: Scratch,
}

/// What the programs of tests use besides, in the versions that the workspace has.
pub const DEPENDENCIES: &str = "bytes = \"1\"\nhttp = \"1\"\nserde_json = \"1\"\n\
    proptest = { version = \"1\", default-features = false, features = [\"std\"] }\n\
    tokio = { version = \"1\", default-features = false, features = [\"io-util\", \"net\", \"rt\", \"time\"] }\n\n\
    [profile.dev]\ndebug = false\nincremental = false\n";

/// All documents of the corpus, if it is there.
pub fn whole() -> Option<&'static Whole> {
    static WHOLE: OnceLock<Option<Whole>> = OnceLock::new();
    WHOLE.get_or_init(|| Some(generate(&corpus()?))).as_ref()
}

fn generate(corpus: &Path) -> Whole {
    let all = documents(&corpus.join("specs/yaml"));
    let rendered = rendered(&all);
    let sources = [("src/lib.rs", STRICT)];
    let package = Scratch::with_dependencies("all-of-twilio", &rendered.text, &sources, DEPENDENCIES);
    Whole { rendered, documents: all.len(), package }
}

/// The files of a folder, sorted.
pub fn documents(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// What is generated from these files.
pub fn rendered(paths: &[PathBuf]) -> Rendered {
    let sources: Vec<Source> = paths.iter().map(|path| source(path)).collect();
    render(&sources, &[]).unwrap_or_else(|problems| panic!("{problems}"))
}

/// A file as a document.
pub fn source(path: &Path) -> Source {
    let is_json = path.extension().is_some_and(|extension| extension == "json");
    Source {
        name: path.file_stem().unwrap().to_str().unwrap().to_owned(),
        file: path.display().to_string(),
        format: if is_json { Format::Json } else { Format::Yaml },
        bytes: fs::read(path).unwrap(),
    }
}
