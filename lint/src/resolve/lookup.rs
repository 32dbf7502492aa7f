//! What a path names.

use super::{Entity, ModuleId, Program, StructId};
use crate::crates::CrateNames;
use crate::facts::{is_foreign, is_library};
use crate::gather::Gather;
use crate::ir::{Import, Type};

/// How many aliases and re-exports one lookup follows; a cycle ends here.
const MAX_STEPS: usize = 32;

/// What a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Resolved {
    /// Something of the crate.
    Entity(Entity),
    /// Something of a type of the crate: a method, an associated const, a variant.
    Member(StructId, String),
    /// A path of another crate, from its root.
    External(Vec<String>),
}

/// Which namespace the last segment is looked up in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Namespace {
    Type,
    Value,
}

impl Program {
    /// What an expression's path names.
    pub(crate) fn value(&self, module: ModuleId, path: &[String]) -> Option<Resolved> {
        self.resolve(module, path, Namespace::Value, 0)
    }

    /// What a type's path names.
    pub(crate) fn ty(&self, module: ModuleId, path: &[String]) -> Option<Resolved> {
        self.resolve(module, path, Namespace::Type, 0)
    }

    /// The struct, enum or trait of the crate that a path names.
    pub(crate) fn type_id(&self, module: ModuleId, path: &[String]) -> Option<StructId> {
        match self.ty(module, path)? {
            Resolved::Entity(Entity::Struct(id)) => Some(id),
            Resolved::Entity(Entity::Alias(module, ty)) => match self.ty(module, &ty.path)? {
                Resolved::Entity(Entity::Struct(id)) => Some(id),
                _ => None,
            },
            _ => None,
        }
    }

    /// A type with aliases looked through, and the module where its arguments are read.
    pub(crate) fn unalias<'t>(&'t self, mut module: ModuleId, mut ty: &'t Type) -> (ModuleId, &'t Type) {
        for _ in 0..MAX_STEPS {
            match self.ty(module, &ty.path) {
                Some(Resolved::Entity(Entity::Alias(..))) => {}
                _ => break,
            }
            let Some((next, alias)) = self.alias(module, &ty.path) else { break };
            (module, ty) = (next, alias);
        }
        (module, ty)
    }

    fn alias(&self, module: ModuleId, path: &[String]) -> Option<(ModuleId, &Type)> {
        let (last, before) = path.split_last()?;
        let home = if before.is_empty() { Some(module) } else { self.module_of(module, before, 0) }?;
        let mut at = Some(home);
        while let Some(id) = at {
            let module = self.modules.get(id)?;
            if let Some(Entity::Alias(home, ty)) = module.types.get(last) {
                return Some((*home, ty));
            }
            at = module.parent.filter(|_| module.is_block);
        }
        None
    }

    fn module_of(&self, module: ModuleId, path: &[String], steps: usize) -> Option<ModuleId> {
        match self.resolve(module, path, Namespace::Type, steps)? {
            Resolved::Entity(Entity::Module(id)) => Some(id),
            _ => None,
        }
    }

    fn resolve(&self, module: ModuleId, path: &[String], space: Namespace, steps: usize) -> Option<Resolved> {
        if steps > MAX_STEPS {
            return None;
        }
        let (first, rest) = path.split_first()?;
        let first_space = if rest.is_empty() { space } else { Namespace::Type };
        let start = match first.as_str() {
            "" => return self.foreign(module, rest, space, steps),
            "crate" => Resolved::Entity(Entity::Module(self.crate_around(module)?.0)),
            "self" => Resolved::Entity(Entity::Module(self.real_module(module))),
            "super" => {
                let real = self.real_module(module);
                Resolved::Entity(Entity::Module(
                    self.modules.get(real)?.parent.map(|id| self.real_module(id))?,
                ))
            }
            name => match self.name_around(module, name, first_space, steps) {
                Some(found) => found,
                None => match self.given_by_globs(module, name) {
                    Some(given) => {
                        let path = given.into_iter().chain(rest.iter().cloned()).gather();
                        return Some(Resolved::External(path));
                    }
                    None => return self.foreign(module, path, space, steps),
                },
            },
        };
        self.walk(start, rest, space, steps)
    }

    /// What a path names that begins with the name of a crate: one of the program's, or another.
    fn foreign(&self, module: ModuleId, path: &[String], space: Namespace, steps: usize) -> Option<Resolved> {
        let (first, rest) = path.split_first()?;
        let (_, names) = self.crate_around(module)?;
        if let Some((root, _)) = names.dependencies.get(first).and_then(|at| self.crates.get(*at)) {
            return self.walk(Resolved::Entity(Entity::Module(*root)), rest, space, steps);
        }
        let own = names.renames.get(first).unwrap_or(first);
        Some(Resolved::External(std::iter::once(own).chain(rest).cloned().gather()))
    }

    fn crate_around(&self, module: ModuleId) -> Option<&(ModuleId, CrateNames)> {
        self.crates.get(self.modules.get(module)?.krate)
    }

    /// Follows the rest of a path from what its first segment names.
    fn walk(&self, start: Resolved, rest: &[String], space: Namespace, steps: usize) -> Option<Resolved> {
        let mut at = start;
        for (index, name) in rest.iter().enumerate() {
            let last = index + 1 == rest.len();
            at = match at {
                Resolved::External(mut path) => {
                    path.push(name.clone());
                    Resolved::External(path)
                }
                Resolved::Entity(Entity::Module(id)) if name == "super" => {
                    Resolved::Entity(Entity::Module(self.modules.get(id)?.parent?))
                }
                Resolved::Entity(Entity::Module(id)) => {
                    let space = if last { space } else { Namespace::Type };
                    match self.name_in(id, name, space, steps + 1) {
                        Some(found) => found,
                        // What a macro declares in the crate is not seen: the path stays, as the crate's own.
                        None => Resolved::External(
                            self.given_by_globs(id, name)
                                .unwrap_or_else(|| vec!["crate".to_owned(), name.clone()]),
                        ),
                    }
                }
                Resolved::Entity(Entity::Struct(id)) => Resolved::Member(id, name.clone()),
                Resolved::Entity(Entity::Alias(module, ty)) => {
                    let target = self.resolve(module, &ty.path, Namespace::Type, steps + 1)?;
                    self.walk(target, std::slice::from_ref(name), space, steps + 1)?
                }
                _ => return None,
            };
        }
        Some(at)
    }

    /// The nearest module that is no block.
    fn real_module(&self, mut module: ModuleId) -> ModuleId {
        while let Some(entry) = self.modules.get(module) {
            match entry.parent {
                Some(parent) if entry.is_block => module = parent,
                _ => break,
            }
        }
        module
    }

    fn name_around(&self, module: ModuleId, name: &str, space: Namespace, steps: usize) -> Option<Resolved> {
        let mut at = Some(module);
        while let Some(id) = at {
            if let Some(found) = self.name_in(id, name, space, steps + 1) {
                return Some(found);
            }
            let entry = self.modules.get(id)?;
            at = entry.parent.filter(|_| entry.is_block);
        }
        None
    }

    /// A name of a module: its own, imported, or brought in by globs, each module asked once.
    fn name_in(&self, module: ModuleId, name: &str, space: Namespace, steps: usize) -> Option<Resolved> {
        let mut queue = vec![module];
        let mut at = 0usize;
        while let Some(id) = queue.get(at).copied() {
            at += 1;
            let entry = self.modules.get(id)?;
            if let Some(found) = self.own_name(id, name, space, steps) {
                return Some(found);
            }
            for target in &entry.glob_targets {
                if !queue.contains(target) {
                    queue.push(*target);
                }
            }
        }
        None
    }

    /// What a glob of a crate that the lints know brings in: `use reqwest::*`.
    fn given_by_glob(&self, module: ModuleId, name: &str) -> Option<Vec<String>> {
        let entry = self.modules.get(module)?;
        let renames = &self.crate_around(module)?.1.renames;
        let own_path = |glob: &Import| {
            // `::reqwest` is what `reqwest` is to a file that has no such module.
            let is_rooted = glob.path.first().is_some_and(String::is_empty);
            let mut path: Vec<String> = glob.path.iter().skip(usize::from(is_rooted)).cloned().gather();
            if let Some(first) = path.first_mut()
                && let Some(own) = renames.get(first)
            {
                first.clone_from(own);
            }
            path
        };
        let mut paths = entry.globs.iter().map(own_path);
        match paths.find(|path| is_library(path) && !is_foreign(name)) {
            Some(path) => Some(path.into_iter().chain([name.to_owned()]).gather()),
            None => self.given_by_glob(entry.parent.filter(|_| entry.is_block)?, name),
        }
    }

    /// Likewise, also through the globs of modules that a module's globs lead to, each asked once.
    fn given_by_globs(&self, module: ModuleId, name: &str) -> Option<Vec<String>> {
        let mut queue = vec![module];
        let mut at = 0usize;
        while let Some(id) = queue.get(at).copied() {
            at += 1;
            if let Some(found) = self.given_by_glob(id, name) {
                return Some(found);
            }
            for target in &self.modules.get(id)?.glob_targets {
                if !queue.contains(target) {
                    queue.push(*target);
                }
            }
        }
        None
    }

    fn own_name(&self, module: ModuleId, name: &str, space: Namespace, steps: usize) -> Option<Resolved> {
        let entry = self.modules.get(module)?;
        let own = match space {
            Namespace::Type => entry.types.get(name),
            Namespace::Value => entry.values.get(name).or_else(|| entry.types.get(name)),
        };
        match own {
            Some(entity) => Some(Resolved::Entity(entity.clone())),
            None => self.import(module, entry.imports.get(name)?, space, steps),
        }
    }

    fn import(&self, module: ModuleId, import: &Import, space: Namespace, steps: usize) -> Option<Resolved> {
        // `use log::{self}` and `use anyhow::anyhow` would find themselves: their first segment is another crate's.
        let (first, _) = import.path.split_first()?;
        let declared = self.modules.get(module).is_some_and(|entry| entry.types.contains_key(first));
        if import.name.as_deref() == Some(first.as_str()) && !declared {
            return self.foreign(module, &import.path, space, steps + 1);
        }
        self.resolve(module, &import.path, space, steps + 1)
    }

    /// The modules that a module's globs lead to; enums and other crates lead nowhere.
    pub(super) fn find_globs(&self, module: ModuleId) -> Vec<ModuleId> {
        let globs = self.modules.get(module).map(|entry| entry.globs.as_slice()).unwrap_or_default();
        globs.iter().filter_map(|glob| self.module_of(module, &glob.path, 0)).gather()
    }
}
