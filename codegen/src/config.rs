//! The generator's settings, and the I/O around the pipeline.

use crate::dated::recorded_date;
use crate::enforce::{Enforced, enforce};
use crate::fact::Fact;
use crate::files::Files;
use crate::load::{Format, Source};
use crate::outline::{Catalogue, catalogue_beside};
use crate::pipeline::{files_beside, render_beside};
use crate::problem::{Place, Problem, Problems};
use crate::settings::{Setting, Settings, put};
use crate::write::write;
use ringfence_lint::suggestion;
use ringfence_project::{Package, Said, is_foreign};
use std::path::{Path, PathBuf};

/// What to generate, from what, and where to.
///
/// ```no_run
/// # fn main() -> Result<(), ringfence_codegen::Problems> {
/// let generated = ringfence_codegen::Config::new()
///     .document("api_v2010")
///     .operations(["CreateMessage", "FetchMessage"])
///     .out_dir("target/generated")
///     .generate()?;
/// assert_eq!(generated.operations, 2);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "nothing is generated until `generate` is called"]
pub struct Config {
    documents: Vec<Document>,
    settings: Settings,
    out_dir: Option<PathBuf>,
    /// Where relative names of documents begin.
    root: PathBuf,
    /// The package that is being built, where its manifest has been read.
    package: Option<Package>,
    is_enforced: bool,
    problems: Vec<Problem>,
}

#[derive(Clone, Debug)]
enum Document {
    /// A bundled document, a file or a folder: whichever there is.
    Named(String),
    /// A file or a folder.
    Path(PathBuf),
}

/// What was generated.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Generated {
    /// The file.
    pub path: PathBuf,
    /// How many operations it has.
    pub operations: usize,
    /// How many crates were analysed for the lints in this run: none where [`Config::enforce_crate`] was not called, or where
    /// nothing has changed that can bear on an earlier result.
    pub analysed: usize,
    /// Whether it was written; it is left alone where it holds the same text already.
    pub is_changed: bool,
}

impl Config {
    /// Settings without a document.
    pub fn new() -> Self {
        Self::default()
    }

    /// The settings under `[package.metadata.ringfence]` of the package that is being built.
    ///
    /// What is wrong with the manifest is told by [`Config::generate`].
    pub fn from_manifest() -> Self {
        Self::of_package(own_package())
    }

    /// The settings under `[package.metadata.ringfence]` of another package, by its manifest or the folder of it.
    pub fn from_manifest_of(manifest: &Path) -> Self {
        let read = Package::read(manifest);
        Self::of_package(read.map_err(|problems| problems.into_iter().map(manifest_problem).collect()))
    }

    fn of_package(package: Result<Package, Vec<Problem>>) -> Self {
        let mut problems = Vec::new();
        match package {
            Ok(package) => Self {
                documents: named(&package.settings.documents),
                settings: Settings::of_manifest(&package.settings, &mut problems),
                root: package.root.clone(),
                package: Some(package),
                problems,
                ..Self::new()
            },
            Err(problems) => Self { problems, ..Self::new() },
        }
    }

    /// Adds a bundled document by name, or a file or folder by its path.
    pub fn document(mut self, name: impl Into<String>) -> Self {
        self.documents.push(Document::Named(name.into()));
        self
    }

    /// Adds a file (YAML or JSON by its ending), or every document of a folder.
    pub fn document_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.documents.push(Document::Path(path.into()));
        self
    }

    /// Selects operations by id, or by a pattern of ids (`Create*`); `verify_v2::*` is every operation of one document.
    ///
    /// What [`Config::paths`] and [`Config::tags`] select comes beside it. Nothing selected means everything; only what the
    /// selection needs is generated, under the names that it has in the whole. A part that selects nothing is a problem.
    pub fn operations<I: IntoIterator<Item: Into<String>>>(mut self, ids: I) -> Self {
        self.settings.operations.extend(called("operations", ids));
        self
    }

    /// Selects operations by their path: `*` stands for any run of characters without `/`, `**` for any run.
    ///
    /// `/v2/Services/*/Verifications` and `/2010-04-01/Accounts/*/Messages**` are patterns.
    pub fn paths<I: IntoIterator<Item: Into<String>>>(mut self, patterns: I) -> Self {
        self.settings.paths.extend(called("paths", patterns));
        self
    }

    /// Selects operations by the tags that the documents give them, or by patterns of tags.
    pub fn tags<I: IntoIterator<Item: Into<String>>>(mut self, tags: I) -> Self {
        self.settings.tags.extend(called("tags", tags));
        self
    }

    /// Names the module of a document: `module("verify_v2", "verify")`.
    pub fn module(mut self, document: impl Into<String>, name: impl Into<String>) -> Self {
        put(&mut self.settings.modules, "modules", document, name.into());
        self
    }

    /// Puts derives on a generated struct or enum, by its name in Rust (with `verify_v2::` before it, of one module only);
    /// `*` is every struct for a JSON object.
    ///
    /// Every model can have `PartialEq`, `Eq`, `Hash` and `Default`; what compares fields goes on to the models in them.
    /// `serde::Serialize` and `serde::Deserialize` are Twilio's JSON, not the fields as Rust has them, and need the feature `serde`
    /// of `ringfence`. What no such type can have is refused; another crate's derive is for the types of the fields to bear.
    pub fn derive<I: IntoIterator<Item: Into<String>>>(
        mut self,
        name: impl Into<String>,
        derives: I,
    ) -> Self {
        let derives = derives.into_iter().map(Into::into).collect();
        put(&mut self.settings.derives, "derives", name, derives);
        self
    }

    /// Gives something another name in Rust, by what the document calls it: an operation (`CreateMessage`), an input of one
    /// (`CreateMessage.StatusCallback`), a schema (`api.v2010.account.message`) or a field (with a dot and its name).
    ///
    /// A name that something else has already is a problem, and so is an address that nothing has.
    pub fn rename(mut self, address: impl Into<String>, name: impl Into<String>) -> Self {
        put(&mut self.settings.renames, "renames", address, name.into());
        self
    }

    /// Replaces a fact that is wrong in a document, by the addresses of [`Config::rename`].
    ///
    /// An override that matches nothing, or that the document says itself by now, is a problem: none outlives its reason.
    ///
    /// ```no_run
    /// use ringfence_codegen::{Config, Fact};
    ///
    /// let config = Config::from_manifest()
    ///     .override_fact("CreateNotification", Fact::Conditional(Vec::new()))
    ///     .override_fact("CreateMessage.To", Fact::Required(false));
    /// # drop(config);
    /// ```
    pub fn override_fact(mut self, address: impl Into<String>, fact: Fact) -> Self {
        self.settings.override_fact(address.into(), fact);
        self
    }

    /// Writes `twilio.rs` into this folder instead of cargo's `OUT_DIR`.
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(folder.into());
        self
    }

    /// Holds the lints over the library and the binaries of the package that is being built, at the levels of its manifests.
    ///
    /// Findings are spoken through the generated file, where rustc reports them beside its own: as errors, and at level `warn`
    /// as uses of deprecated constants (which `#![allow(deprecated)]` silences). The endpoint functions are generated
    /// whatever is found, and `include_api!` is needed even where no document is named. The result is kept in the folder of
    /// the generated file until a file changes that can bear on it. In a package that was unpacked from a registry or checked
    /// out by cargo nothing is held: a new lint must never break a stranger's build.
    ///
    /// It brings no dependency that the runtime's macros do not bring already.
    pub fn enforce_crate(mut self) -> Self {
        self.is_enforced = true;
        self
    }

    /// All documents that come with Ringfence; none without the feature `bundled`.
    pub fn bundled() -> Self {
        #[cfg(feature = "bundled")]
        let names = ringfence_specs::DOCUMENTS.iter().map(|document| document.name);
        #[cfg(not(feature = "bundled"))]
        let names = std::iter::empty::<&str>();
        names.fold(Self::new(), Self::document)
    }

    /// Whether documents are named.
    pub fn has_documents(&self) -> bool {
        !self.documents.is_empty()
    }

    /// Forgets the documents of the manifest, so that others can be named.
    pub fn without_documents(mut self) -> Self {
        self.documents.clear();
        self
    }

    /// Forgets what the manifest selects, so that something else can be.
    pub fn without_selection(mut self) -> Self {
        let Settings { operations, paths, tags, .. } = &mut self.settings;
        [operations, paths, tags].into_iter().for_each(Vec::clear);
        self
    }

    /// What would be generated, as data: operations with their inputs, and types with their fields.
    ///
    /// # Errors
    ///
    /// All problems at once, of the settings and of every document.
    pub fn catalogue(&self) -> Result<Catalogue, Problems> {
        let mut problems = self.problems.clone();
        let sources = self.sources(&mut problems);
        self.check_documents(&mut problems);
        catalogue_beside(problems, &sources, &self.settings_of(&sources))
    }

    /// Generates files for a repository, in memory: `mod.rs`, and one file for each document.
    ///
    /// # Errors
    ///
    /// All problems at once, of the settings and of every document.
    pub fn files(&self) -> Result<Files, Problems> {
        let mut problems = self.problems.clone();
        let sources = self.sources(&mut problems);
        self.check_documents(&mut problems);
        files_beside(problems, &sources, &self.settings_of(&sources))
    }

    /// Generates the file.
    ///
    /// In a build script it also tells cargo when to run it again.
    ///
    /// # Errors
    ///
    /// All problems at once, of the settings and of every document; then no file is written.
    pub fn generate(&self) -> Result<Generated, Problems> {
        let mut problems = self.problems.clone();
        let package = self.enforced_package(&mut problems);
        for path in self.watched(package.as_ref()) {
            tell_cargo("rerun-if-changed", &path.display().to_string());
        }
        let sources = self.sources(&mut problems);
        self.check_documents(&mut problems);
        let folder = self.out_dir.clone().or_else(|| std::env::var_os("OUT_DIR").map(PathBuf::from));
        if folder.is_none() {
            let message = "is not set; outside a build script call `Config::out_dir`";
            problems.push(Problem::new("OUT_DIR", Place::File, message));
        }
        let mut rendered = render_beside(problems, &sources, &self.settings_of(&sources))?;
        let folder = folder.unwrap_or_default();
        let enforced = package.map(|package| enforce(&package, &folder)).unwrap_or_default();
        tell(&enforced);
        rendered.text.push_str(&enforced.text);
        let Enforced { analysed, .. } = enforced;
        let path = folder.join("twilio.rs");
        match write(&path, &rendered.text) {
            Ok(is_changed) => Ok(Generated { path, operations: rendered.operations, analysed, is_changed }),
            Err(error) => {
                let message = format!("cannot be written: {error}");
                Err(Problem::new(&path.display().to_string(), Place::File, message).into())
            }
        }
    }

    /// Generates the file; prints all problems and ends the process with code 1 if there are any.
    #[expect(clippy::disallowed_methods, reason = "a build script that only generates is then one line")]
    pub fn generate_or_exit(&self) -> Generated {
        self.generate().unwrap_or_else(|problems| {
            eprintln!("{problems}");
            std::process::exit(1)
        })
    }

    fn check_documents(&self, problems: &mut Vec<Problem>) {
        if self.documents.is_empty() && !self.is_enforced && problems.is_empty() {
            let message =
                "is empty; name a bundled document, a file or a folder: documents = [\"api_v2010\"]";
            problems.push(Problem::new("documents", Place::File, message));
        }
    }

    /// The package that the lints are held over, if any is.
    fn enforced_package(&self, problems: &mut Vec<Problem>) -> Option<Package> {
        // What is wrong with the manifest has been said by `from_manifest`.
        if !self.is_enforced || !problems.is_empty() {
            return None;
        }
        match self.package.clone().map_or_else(own_package, Ok) {
            Ok(package) => Some(package).filter(|package| !is_foreign(&package.root)),
            Err(more) => {
                problems.extend(more);
                None
            }
        }
    }

    /// What the result depends on: the manifests, and every document that is no part of this crate.
    fn watched(&self, enforced: Option<&Package>) -> Vec<PathBuf> {
        let documents = self.documents.iter().filter_map(|document| match document {
            Document::Named(name) if bundled(name).is_some() => None,
            Document::Named(name) => Some(self.root.join(name)),
            Document::Path(path) => Some(self.root.join(path)),
        });
        let package = self.package.as_ref().or(enforced);
        let manifests = package.into_iter().flat_map(|package| package.settings.manifests.clone());
        documents.chain(manifests).collect()
    }

    /// The settings, with what is recorded beside the documents.
    fn settings_of(&self, sources: &[Source]) -> Settings {
        let dates =
            sources.iter().filter_map(|source| Some((source.file.clone(), recorded_date(&source.file)?)));
        Settings { dates: dates.collect(), ..self.settings.clone() }
    }

    fn sources(&self, problems: &mut Vec<Problem>) -> Vec<Source> {
        let mut sources = Vec::new();
        for document in &self.documents {
            let found = match document {
                Document::Path(path) => read(&self.root.join(path)),
                Document::Named(name) => match bundled(name) {
                    Some(source) => Ok(vec![source]),
                    None if self.root.join(name).exists() || is_path(name) => read(&self.root.join(name)),
                    None => Err(unknown_document(name)),
                },
            };
            match found {
                Ok(found) => sources.extend(found),
                Err(problem) => problems.push(problem),
            }
        }
        sources
    }
}

fn named(documents: &[Said<String>]) -> Vec<Document> {
    documents.iter().map(|said| Document::Named(said.value.clone())).collect()
}

fn called<I: IntoIterator<Item: Into<String>>>(
    name: &'static str,
    texts: I,
) -> impl Iterator<Item = Setting<String>> {
    texts.into_iter().map(move |text| Setting::called(name, text.into()))
}

/// Whether cargo runs this as a build script: both are set for those and for nothing else.
fn is_build_script() -> bool {
    ["TARGET", "OUT_DIR"].iter().all(|name| std::env::var_os(name).is_some())
}

fn tell_cargo(key: &str, value: &str) {
    if is_build_script() {
        println!("cargo::{key}={value}");
    }
}

/// What the lints' result depends on, and what they could not understand: rustc has its own words for those files.
fn tell(enforced: &Enforced) {
    for path in &enforced.watched {
        tell_cargo("rerun-if-changed", &path.display().to_string());
    }
    for note in &enforced.notes {
        tell_cargo("warning", &format!("ringfence: {note}"));
    }
}

/// The package whose build script this is, with the features that cargo has switched on.
fn own_package() -> Result<Package, Vec<Problem>> {
    let Some(root) = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from) else {
        let message = "is not set; `from_manifest` and `enforce_crate` are for build scripts, `Config::new` for all else";
        return Err(vec![Problem::new("CARGO_MANIFEST_DIR", Place::File, message)]);
    };
    let read = Package::read(&root.join("Cargo.toml"));
    let mut package =
        read.map_err(|problems| problems.into_iter().map(manifest_problem).collect::<Vec<_>>())?;
    if is_build_script() {
        let variable = |name: &str| format!("CARGO_FEATURE_{}", name.to_uppercase().replace('-', "_"));
        package.pick_features(|name| std::env::var_os(variable(name)).is_some());
    }
    Ok(package)
}

fn manifest_problem(problem: ringfence_project::Problem) -> Problem {
    let place = problem.place.map_or(Place::File, |(line, column)| Place::Line(line, column));
    Problem::new(&problem.file.display().to_string(), place, problem.message)
}

#[cfg(feature = "bundled")]
fn bundled(name: &str) -> Option<Source> {
    let document = ringfence_specs::document(name.strip_prefix("twilio_").unwrap_or(name))?;
    Some(Source {
        name: document.name.to_owned(),
        file: document.file.to_owned(),
        format: Format::Yaml,
        bytes: document.yaml.as_bytes().to_vec(),
    })
}

#[cfg(not(feature = "bundled"))]
fn bundled(_: &str) -> Option<Source> {
    None
}

fn unknown_document(name: &str) -> Problem {
    #[cfg(feature = "bundled")]
    let known: Vec<&str> = ringfence_specs::DOCUMENTS.iter().map(|document| document.name).collect();
    #[cfg(not(feature = "bundled"))]
    let known: Vec<&str> = Vec::new();
    let near = suggestion(name, known.iter().copied());
    let message = format!("there is no bundled document, file or folder `{name}`{near}");
    Problem::new("documents", Place::File, message)
}

fn is_path(name: &str) -> bool {
    name.contains(['/', '\\']) || format(Path::new(name)).is_some()
}

fn format(path: &Path) -> Option<Format> {
    match path.extension()?.to_str()? {
        "yaml" | "yml" => Some(Format::Yaml),
        "json" => Some(Format::Json),
        _ => None,
    }
}

/// The document of a file, or the documents of a folder in the order of their names.
pub(crate) fn read(path: &Path) -> Result<Vec<Source>, Problem> {
    let problem = |message: String| Problem::new(&path.display().to_string(), Place::File, message);
    if path.is_dir() {
        let entries =
            std::fs::read_dir(path).map_err(|error| problem(format!("cannot be listed: {error}")))?;
        let mut files: Vec<PathBuf> = entries
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|file| file.is_file() && format(file).is_some())
            .collect();
        files.sort();
        if files.is_empty() {
            return Err(problem("has no document: no file that ends in .yaml, .yml or .json".to_owned()));
        }
        return files.iter().map(|file| read_file(file)).collect();
    }
    read_file(path).map(|source| vec![source])
}

fn read_file(path: &Path) -> Result<Source, Problem> {
    let problem = |message: String| Problem::new(&path.display().to_string(), Place::File, message);
    let Some(format) = format(path) else {
        return Err(problem("is no document by its name: .yaml, .yml or .json is needed".to_owned()));
    };
    let bytes = std::fs::read(path).map_err(|error| problem(format!("cannot be read: {error}")))?;
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Source { name, file: path.display().to_string(), format, bytes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_has_the_date_that_is_recorded_beside_it_unless_it_says_another() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        let document = |ours: &str| {
            format!(
                "openapi: 3.0.1\ninfo: {{title: T, version: '1'{ours}}}\nservers: [{{url: 'https://api.twilio.com'}}]\npaths:\n  \
                 /Things/1:\n    get:\n      operationId: FetchThing\n      responses: {{'204': {{description: ''}}}}\n"
            )
        };
        write("twilio_a_v1.yaml", &document(""));
        write("twilio_b_v1.yaml", &document(", x-ringfence: {date: '2026-03-04'}"));
        let dates = || {
            let texts = Config::new().document_file(folder.path()).files().unwrap().texts;
            ["a_v1.rs", "b_v1.rs"].map(|name| {
                let (_, date) = texts[name].split_once("DOCUMENT_DATE: &str = \"")?;
                assert!(texts[name].contains(".dated(DOCUMENT_DATE)"));
                Some(date[..10].to_owned())
            })
        };
        let own = Some("2026-03-04".to_owned());
        assert_eq!(dates(), [None, own.clone()]);
        write("ringfence-specs.toml", "source = \"x\"\ndate = \"2026-01-02\"\n");
        assert_eq!(dates(), [Some("2026-01-02".to_owned()), own.clone()]);
        write("ringfence-specs.toml", "date = \"soon\"; panic!()\n");
        assert_eq!(dates(), [None, own]);
    }

    #[test]
    fn the_manifest_and_the_documents_of_others_are_watched() {
        let folder = tempfile::tempdir().unwrap();
        let manifest = folder.path().join("Cargo.toml");
        std::fs::write(&manifest, "[package]\nname = \"p\"\n").unwrap();
        let package = Package::read(folder.path()).unwrap();
        let config = Config {
            root: PathBuf::from("root"),
            ..Config::new().document("api_v2010").document("own.yaml").document_file("folder")
        };
        // Without the bundled documents the name is that of a file, and worth watching.
        let named = (!cfg!(feature = "bundled")).then_some("root/api_v2010");
        let documents = named.into_iter().chain(["root/own.yaml", "root/folder"]);
        let expected: Vec<PathBuf> = documents.map(PathBuf::from).chain([manifest]).collect();
        assert_eq!(config.watched(Some(&package)), expected);
        let config = Config { package: Some(package.clone()), ..config };
        assert_eq!(config.watched(Some(&package)), expected, "each is named once");
    }
}
