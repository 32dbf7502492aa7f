//! What is asked for, and where it was said.

use crate::fact::Fact;
use crate::problem::{Place, Problem};
use ringfence_project::Said;
use std::collections::BTreeMap;

/// All that bears on the generated text beside the documents.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    pub(crate) operations: Vec<Setting<String>>,
    pub(crate) paths: Vec<Setting<String>>,
    pub(crate) tags: Vec<Setting<String>>,
    /// Names of modules, by document.
    pub(crate) modules: Vec<Setting<(String, String)>>,
    /// Derives, by type.
    pub(crate) derives: Vec<Setting<(String, Vec<String>)>>,
    /// Names in Rust, by address.
    pub(crate) renames: Vec<Setting<(String, String)>>,
    /// Facts, by address.
    pub(crate) overrides: Vec<Setting<(String, Vec<Fact>)>>,
    /// The days that files are of, where they were fetched and do not say it themselves.
    pub(crate) dates: BTreeMap<String, String>,
}

/// A value and where it was said: a line of a manifest, or a call or an option of this name.
#[derive(Clone, Debug)]
pub(crate) struct Setting<T> {
    pub(crate) value: T,
    name: &'static str,
    manifest: Option<(String, (usize, usize))>,
}

impl<T> Setting<T> {
    /// Said by a call or an option.
    pub(crate) fn called(name: &'static str, value: T) -> Self {
        Self { value, name, manifest: None }
    }

    /// Said by a manifest.
    pub(crate) fn of_manifest(name: &'static str, said: &Said<T>) -> Self
    where
        T: Clone,
    {
        let manifest = Some((said.file.display().to_string(), said.place));
        Self { value: said.value.clone(), name, manifest }
    }

    /// The same place with another value.
    pub(crate) fn with<U>(&self, value: U) -> Setting<U> {
        Setting { value, name: self.name, manifest: self.manifest.clone() }
    }

    pub(crate) fn problem(&self, message: impl AsRef<str>) -> Problem {
        let message = message.as_ref();
        match &self.manifest {
            Some((file, (line, column))) => {
                Problem::new(file, Place::Line(*line, *column), format!("{}: {message}", self.name))
            }
            None => Problem::new(self.name, Place::File, message),
        }
    }
}

impl Settings {
    /// Those of a manifest.
    pub(crate) fn of_manifest(said: &ringfence_project::Settings, problems: &mut Vec<Problem>) -> Self {
        fn all<T: Clone>(name: &'static str, said: &[Said<T>]) -> Vec<Setting<T>> {
            said.iter().map(|said| Setting::of_manifest(name, said)).collect()
        }
        let mut overrides = Vec::new();
        for said in &said.overrides {
            let setting = Setting::of_manifest("overrides", said);
            let (target, literals) = &setting.value;
            let mut facts = Vec::new();
            for (name, literal) in literals {
                match Fact::read(name, literal) {
                    Ok(fact) => facts.push(fact),
                    Err(message) => problems.push(setting.problem(format!("`{target}`: {message}"))),
                }
            }
            overrides.push(setting.with((target.clone(), facts)));
        }
        Self {
            operations: all("operations", &said.operations),
            paths: all("paths", &said.paths),
            tags: all("tags", &said.tags),
            modules: all("modules", &said.modules),
            derives: all("derives", &said.derives),
            renames: all("renames", &said.renames),
            overrides,
            dates: BTreeMap::new(),
        }
    }

    /// Adds a fact to those of its target.
    pub(crate) fn override_fact(&mut self, target: String, fact: Fact) {
        match self.overrides.iter_mut().find(|setting| setting.value.0 == target) {
            Some(setting) => setting.value.1.push(fact),
            None => self.overrides.push(Setting::called("overrides", (target, vec![fact]))),
        }
    }
}

/// Sets the value of a key, in place of one that is known.
pub(crate) fn put<T>(
    list: &mut Vec<Setting<(String, T)>>,
    name: &'static str,
    key: impl Into<String>,
    value: T,
) {
    let key = key.into();
    list.retain(|setting| setting.value.0 != key);
    list.push(Setting::called(name, (key, value)));
}
