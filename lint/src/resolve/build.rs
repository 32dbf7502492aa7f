//! From lowered files to a program's tables.

use super::{
    ConstEntry, ConstId, Entity, Extension, FunctionEntry, FunctionId, Module, ModuleId, Program,
    StructEntry, StructId,
};
use crate::crates::CrateNames;
use crate::gather::{Gather, PutAll};
use crate::ir::{File, Function, Impl, Item, ItemKind, StructHints, Type};
use crate::sorted;
use std::sync::Arc;

/// A file in its place in the module tree.
#[derive(Debug)]
pub(crate) struct PlacedFile {
    pub file: File,
    /// The crate of the group.
    pub krate: usize,
    /// The names from the crate's root to the file's module.
    pub module: Vec<String>,
}

/// How many functions or consts one name may stand for.
const MAX_CANDIDATES: usize = 8;

/// What has to wait until every type has its number.
struct PendingImpl {
    module: ModuleId,
    content: Impl,
}

/// Builds the tables of crates, each with what its code can name; files come root first, parents before children.
pub(crate) fn build_program(crates: Vec<CrateNames>, files: Vec<Option<PlacedFile>>) -> Program {
    let mut builder = Builder { program: Program::default(), impls: Vec::new() };
    for (krate, names) in crates.into_iter().enumerate() {
        builder.program.crates.push((krate, names));
        builder.program.modules.push(Module { krate, ..Module::default() });
    }
    for (index, placed) in files.into_iter().enumerate() {
        let Some(placed) = placed else {
            builder.program.file_modules.push(None);
            continue;
        };
        let module = builder.module_at(placed.krate, &placed.module);
        builder.program.file_modules.push(Some(module));
        builder.declare_file(index as u32, module, placed.file);
    }
    // Twice, since a glob's path may itself begin with a name that a glob brings in.
    for _ in 0..2 {
        let targets: Vec<_> =
            (0..builder.program.modules.len()).map(|id| builder.program.find_globs(id)).gather();
        for (module, targets) in builder.program.modules.iter_mut().zip(targets) {
            module.glob_targets = targets;
        }
    }
    for pending in std::mem::take(&mut builder.impls) {
        builder.declare_impl(pending.module, pending.content);
    }
    builder.find_only_extensions();
    builder.program
}

struct Builder {
    program: Program,
    impls: Vec<PendingImpl>,
}

impl Builder {
    fn module_at(&mut self, krate: usize, path: &[String]) -> ModuleId {
        path.iter().fold(krate, |module, name| self.child(module, name))
    }

    fn crate_of(&self, module: ModuleId) -> usize {
        self.program.modules.get(module).map_or(0, |module| module.krate)
    }

    fn child(&mut self, parent: ModuleId, name: &str) -> ModuleId {
        let known = self.program.modules.get(parent).and_then(|module| module.types.get(name));
        if let Some(Entity::Module(id)) = known {
            return *id;
        }
        let id = self.program.modules.len();
        let krate = self.crate_of(parent);
        self.program.modules.push(Module { krate, parent: Some(parent), ..Module::default() });
        self.name_type(parent, name, Entity::Module(id));
        id
    }

    fn name_type(&mut self, module: ModuleId, name: &str, entity: Entity) {
        if let Some(module) = self.program.modules.get_mut(module) {
            module.types.insert(name.to_owned(), entity);
        }
    }

    fn name_value(&mut self, module: ModuleId, name: &str, entity: Entity) {
        if let Some(module) = self.program.modules.get_mut(module) {
            module.values.insert(name.to_owned(), entity);
        }
    }

    fn declare_file(&mut self, index: u32, module: ModuleId, file: File) {
        let krate = self.crate_of(module);
        let first = self.program.modules.len();
        self.declare(module, file.items);
        let mut blocks = Vec::new();
        for (number, scope) in file.scopes.into_iter().enumerate() {
            let id = self.program.modules.len();
            let block = Module { krate, is_block: true, place: Some(scope.place), ..Module::default() };
            self.program.modules.push(block);
            self.program.scopes.insert((index, number as u32), id);
            blocks.push((id, scope.items));
        }
        for (id, items) in blocks {
            self.declare(id, items);
        }
        self.nest_blocks(first, module);
    }

    /// A block's parent is the smallest block or module around it, of those from `first` on, or else `file`.
    fn nest_blocks(&mut self, first: ModuleId, file: ModuleId) {
        let modules = self.program.modules.iter().enumerate().skip(first);
        let mut placed: Vec<(crate::Place, ModuleId)> =
            modules.filter_map(|(id, module)| Some((module.place?, id))).gather();
        sorted::sort_by_key(&mut placed, |(place, id)| (place.start, std::cmp::Reverse(place.end), *id));
        let mut around: Vec<(crate::Place, ModuleId)> = Vec::new();
        for (place, id) in placed {
            while around.last().is_some_and(|(outer, _)| *outer == place || !outer.contains(place)) {
                around.pop();
            }
            let parent = around.last().map_or(file, |(_, id)| *id);
            around.push((place, id));
            if let Some(block) = self.program.modules.get_mut(id).filter(|module| module.is_block) {
                block.parent = Some(parent);
            }
        }
    }

    fn declare(&mut self, module: ModuleId, items: Vec<Item>) {
        for item in items {
            match item.kind {
                ItemKind::Module { content, .. } => {
                    let child = self.child(module, &item.name);
                    if let Some(content) = content {
                        if let Some(child) = self.program.modules.get_mut(child) {
                            child.place = Some(item.place);
                        }
                        self.declare(child, content);
                    }
                }
                ItemKind::Use(imports) => {
                    let Some(module) = self.program.modules.get_mut(module) else { continue };
                    for import in imports {
                        match &import.name {
                            Some(name) => {
                                module.imports.insert(name.clone(), import);
                            }
                            None => module.globs.push(import),
                        }
                    }
                }
                ItemKind::Const { ty, value } => {
                    let id = self.program.consts.len();
                    self.program.consts.push(ConstEntry { name: item.name.clone(), module, ty, value });
                    self.name_value(module, &item.name, Entity::Const(id));
                }
                ItemKind::Struct { fields, hints } => self.declare_type(module, &item.name, fields, hints),
                ItemKind::Enum => {
                    self.declare_type(module, &item.name, Vec::new(), StructHints::default());
                }
                ItemKind::Trait { functions, consts } => {
                    let id = self.program.structs.len();
                    self.declare_type(module, &item.name, Vec::new(), StructHints::default());
                    self.declare_methods(module, &item.name, functions);
                    self.declare_type_consts(module, Some(id), consts);
                }
                ItemKind::Function(function) => {
                    let id = self.function(module, None, None, function);
                    self.name_value(module, &item.name, Entity::Function(id));
                }
                ItemKind::Alias(ty) => self.name_type(module, &item.name, Entity::Alias(module, ty)),
                ItemKind::Impl(content) => self.impls.push(PendingImpl { module, content }),
                ItemKind::Macro(content) => self.program.macros.push((module, content)),
            }
        }
    }

    fn declare_type(
        &mut self,
        module: ModuleId,
        name: &str,
        fields: Vec<(String, Type)>,
        hints: StructHints,
    ) {
        let id = self.program.structs.len();
        let builder = hints.is_built.then(|| format!("{name}Builder"));
        self.program.structs.push(StructEntry { name: name.to_owned(), module, fields, hints });
        self.name_type(module, name, Entity::Struct(id));
        // A derived builder stands for what it makes.
        let known = self.program.modules.get(module).map(|module| &module.types);
        if let Some(builder) = builder.filter(|name| known.is_none_or(|known| !known.contains_key(name))) {
            self.name_type(module, &builder, Entity::Struct(id));
        }
    }

    fn declare_methods(&mut self, module: ModuleId, name: &str, functions: Vec<Arc<Function>>) {
        let known = self.program.modules.get(module).and_then(|module| module.types.get(name));
        let Some(Entity::Struct(id)) = known.cloned() else { return };
        for function in functions {
            let name = function.name.clone();
            let function = self.function(module, Some(id), None, function);
            self.program.methods.get_or_insert((id, name), function);
        }
    }

    fn function(
        &mut self,
        module: ModuleId,
        self_type: Option<usize>,
        of_trait: Option<String>,
        ir: Arc<Function>,
    ) -> FunctionId {
        let id = self.program.functions.len();
        let foreign_type = None;
        self.program.functions.push(FunctionEntry { ir, module, self_type, foreign_type, of_trait });
        id
    }

    fn declare_impl(&mut self, module: ModuleId, content: Impl) {
        let target = self.program.type_id(module, &content.target.path);
        let trait_name = content.of_trait.as_ref().and_then(|path| path.last().cloned());
        let of_trait = content.of_trait.and_then(|path| self.program.type_id(module, &path));
        if let (None, Some(of_trait)) = (target, of_trait) {
            self.extend_foreign(module, of_trait, &content.target, &content.functions);
        }
        for function in content.functions {
            let name = function.name.clone();
            let id = self.function(module, target, trait_name.clone(), function);
            match (target, content.target.path.last()) {
                (Some(target), _) => {
                    self.program.methods.insert((target, name.clone()), id);
                    self.program.overloads.get_or_default((target, name)).push(id);
                }
                (None, Some(foreign)) => {
                    self.program.given.get_or_default((foreign.clone(), name.clone())).push(id);
                    if let Some(entry) = self.program.functions.get_mut(id) {
                        entry.foreign_type = Some(content.target.clone());
                    }
                    if let Some(of_trait) = of_trait {
                        self.program.overloads.get_or_default((of_trait, name)).push(id);
                    }
                }
                (None, None) => {}
            }
        }
        if let (Some(target), Some(of_trait)) = (target, of_trait) {
            self.program.traits.get_or_default(target).push(of_trait);
            self.program.implementors.get_or_default(of_trait).push(target);
        }
        self.declare_type_consts(module, target, content.consts);
    }

    /// A type of another crate is given a trait's methods: those that its `impl` writes, which come next, and the trait's own.
    fn extend_foreign(
        &mut self,
        module: ModuleId,
        of_trait: StructId,
        target: &Type,
        functions: &[Arc<Function>],
    ) {
        let mut extend = |name: &str, function: FunctionId| {
            let extension = Extension { function, module, target: target.clone(), is_only: true };
            self.program.extensions.get_or_default(name.to_owned()).push(extension);
        };
        let first = self.program.functions.len();
        for (at, function) in functions.iter().enumerate() {
            if function.receives_self {
                extend(&function.name, first + at);
            }
        }
        for ((owner, name), id) in &self.program.methods {
            let is_given = *owner == of_trait && functions.iter().all(|function| function.name != *name);
            let entry = self.program.functions.get(*id).filter(|_| is_given);
            if entry.is_some_and(|entry| entry.ir.receives_self && entry.ir.body.is_some()) {
                extend(name, *id);
            }
        }
    }

    /// Tells which names of such methods stand for nothing else in the crate.
    fn find_only_extensions(&mut self) {
        if self.program.extensions.is_empty() {
            return;
        }
        for ((_, name), functions) in &self.program.overloads {
            let Some(extensions) = self.program.extensions.get_mut(name) else { continue };
            let is_one = |id: &FunctionId| extensions.iter().any(|extension| extension.function == *id);
            if !functions.iter().all(is_one) {
                extensions.iter_mut().for_each(|extension| extension.is_only = false);
            }
        }
        for extensions in self.program.extensions.values_mut().filter(|extensions| extensions.len() > 1) {
            extensions.iter_mut().for_each(|extension| extension.is_only = false);
        }
    }

    fn declare_type_consts(&mut self, module: ModuleId, target: Option<StructId>, consts: Vec<Item>) {
        for item in consts {
            let ItemKind::Const { ty, value } = item.kind else { continue };
            let id = self.program.consts.len();
            self.program.consts.push(ConstEntry { name: item.name.clone(), module, ty, value });
            if let Some(target) = target {
                self.program.type_consts.insert((target, item.name), id);
            }
        }
    }
}

impl Program {
    /// Whether a type of the crate implements a trait of the crate.
    pub(crate) fn implements(&self, id: StructId, of_trait: StructId) -> bool {
        self.traits.get(&id).is_some_and(|traits| traits.contains(&of_trait))
    }

    /// The functions that a method's name may stand for: a type's own; else what its traits give all their types; of a
    /// trait, whose value may be of any type that implements it, those of all these types.
    pub(crate) fn candidates(&self, owner: StructId, name: &str) -> Vec<FunctionId> {
        let own = |id: StructId| self.overloads.get(&(id, name.to_owned())).cloned().unwrap_or_default();
        let declared = |id: StructId| {
            let id = self.methods.get(&(id, name.to_owned())).copied()?;
            self.functions.get(id).filter(|entry| entry.ir.body.is_some()).map(|_| id)
        };
        let mut found = own(owner);
        if found.is_empty() {
            let traits = self.traits.get(&owner).into_iter().flatten();
            found.put_all(traits.filter_map(|of_trait| declared(*of_trait)).next());
        }
        for implementor in self.implementors.get(&owner).into_iter().flatten() {
            found.put_all(own(*implementor));
        }
        if self.implementors.contains_key(&owner) || found.is_empty() {
            found.put_all(declared(owner).filter(|id| !found.contains(id)));
        }
        found.truncate(MAX_CANDIDATES);
        found
    }

    /// A type's consts by a name, likewise.
    pub(crate) fn type_consts(&self, owner: StructId, name: &str) -> Vec<ConstId> {
        let find = |id: StructId| self.type_consts.get(&(id, name.to_owned())).copied();
        let given = || self.traits.get(&owner)?.iter().find_map(|of_trait| find(*of_trait));
        let mut found: Vec<ConstId> = find(owner).or_else(given).into_iter().gather();
        let implementors = self.implementors.get(&owner).into_iter().flatten();
        found.put_all(implementors.filter_map(|id| find(*id)));
        found.truncate(MAX_CANDIDATES);
        found
    }

    /// The innermost module or block around a place.
    pub(crate) fn module_around(&self, place: crate::Place) -> ModuleId {
        let around = self.modules.iter().enumerate().filter_map(|(id, module)| {
            let around = module.place.filter(|around| around.contains(place))?;
            Some((around.end - around.start, id))
        });
        let file = self.file_modules.get(place.file.index()).copied().flatten();
        around.min().map_or(file.unwrap_or_default(), |(_, id)| id)
    }
}
