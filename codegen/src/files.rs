//! Generated code as files of a repository: `mod.rs`, and one file for each document.

use crate::emit::{Tokens, allowances};
use crate::print::{HEADER, MARK, print_items};
use crate::problem::{Place, Problem, Problems};
use crate::write::write;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Generated files in memory.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Files {
    /// The text of each file, by its name.
    pub texts: BTreeMap<String, String>,
    /// How many operations they have.
    pub operations: usize,
}

/// A file that is not as it would be generated now.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// The file.
    pub path: PathBuf,
    /// What it holds; empty where it is missing.
    pub old: String,
    /// What it would hold; nothing where it would be removed.
    pub new: Option<String>,
}

impl Files {
    pub(crate) fn of(modules: &[Tokens], operations: usize) -> Result<Self, Problems> {
        let mut texts = BTreeMap::new();
        let mut index = HEADER.to_owned();
        index.push_str("//! Twilio's API, as `cargo ringfence generate` made it from its documents.\n");
        for module in modules {
            let name = module.name.as_str();
            if name == "mod" {
                let message = "a file of this name cannot be a module; name it otherwise (setting `modules`)";
                return Err(Problem::new("mod", Place::File, message).into());
            }
            // The formatter of the repository would write generated code in another way than the generator does.
            index.push_str(&format!(
                "\n#[rustfmt::skip]\n{}\npub mod {};\n",
                allowances_text(),
                module.name.ident()
            ));
            let fault = |message: String| Problem::new("the generated code", Place::File, message);
            texts.insert(format!("{name}.rs"), print_items(&module.docs, module.items()).map_err(fault)?);
        }
        texts.insert("mod.rs".to_owned(), index);
        Ok(Self { texts, operations })
    }

    /// What would change in a folder: files that are missing, that differ, and generated ones that are no longer wanted.
    ///
    /// # Errors
    ///
    /// Files that cannot be read, and files in the way that were not generated.
    pub fn compare(&self, folder: &Path) -> Result<Vec<Difference>, Problems> {
        let (mut differences, mut problems) = (Vec::new(), Vec::new());
        for (name, text) in &self.texts {
            let path = folder.join(name);
            match read(&path) {
                // An empty file is nobody's work.
                Ok(Some(old)) if !old.starts_with(MARK) && !old.trim().is_empty() => {
                    problems.push(Problem::new(
                        &path.display().to_string(),
                        Place::File,
                        "was not generated, and would be overwritten; move it, or choose another folder",
                    ))
                }
                Ok(old) => {
                    let old = old.unwrap_or_default();
                    if old != *text {
                        differences.push(Difference { path, old, new: Some(text.clone()) });
                    }
                }
                Err(problem) => problems.push(problem),
            }
        }
        differences.extend(self.stale(folder, &mut problems));
        Problems::check(problems).map(|()| differences)
    }

    /// Generated files in the folder that would not be generated now.
    fn stale(&self, folder: &Path, problems: &mut Vec<Problem>) -> Vec<Difference> {
        // A folder that is not there has none.
        let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.retain(|path| path.extension().is_some_and(|end| end == "rs") && path.is_file());
        paths.retain(|path| {
            path.file_name().is_some_and(|name| !self.texts.contains_key(name.to_string_lossy().as_ref()))
        });
        paths.sort();
        let mut stale = Vec::new();
        for path in paths {
            match read(&path) {
                Ok(Some(old)) if old.starts_with(MARK) => {
                    stale.push(Difference { path, old, new: None });
                }
                Ok(_) => {}
                Err(problem) => problems.push(problem),
            }
        }
        stale
    }

    /// Makes a folder hold these files, and no generated file beside them; says what has changed.
    ///
    /// # Errors
    ///
    /// As [`Files::compare`]; then nothing is written. Or a file that cannot be written.
    pub fn write(&self, folder: &Path) -> Result<Vec<Difference>, Problems> {
        let differences = self.compare(folder)?;
        for difference in &differences {
            let done = match &difference.new {
                Some(text) => write(&difference.path, text).map(|_| ()),
                None => std::fs::remove_file(&difference.path),
            };
            if let Err(error) = done {
                let message = format!("cannot be written: {error}");
                return Err(Problem::new(&difference.path.display().to_string(), Place::File, message).into());
            }
        }
        Ok(differences)
    }
}

/// As rustfmt writes it, since this file is formatted with the repository.
fn allowances_text() -> String {
    allowances().to_string().replace(" :: ", "::").replace(" ,", ",").replace("# [", "#[").replace(" (", "(")
}

/// The text of a file, where there is one; git may have given its lines other ends.
fn read(path: &Path) -> Result<Option<String>, Problem> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).replace("\r\n", "\n"))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => {
            let message = format!("cannot be read: {error}");
            Err(Problem::new(&path.display().to_string(), Place::File, message))
        }
    }
}
