//! Resolution: the module tree of one crate, and what a path names in it.

mod build;
mod lookup;

pub(crate) use build::{PlacedFile, build_program};
pub(crate) use lookup::Resolved;

use crate::Place;
use crate::crates::CrateNames;
use crate::ir::{Expr, Function, Import, StructHints, Type};
use crate::sorted::Map;
use std::sync::Arc;

pub(crate) type ModuleId = usize;
pub(crate) type FunctionId = usize;
pub(crate) type ConstId = usize;
pub(crate) type StructId = usize;

/// Crates, resolved: flat tables that name one another by index.
#[derive(Debug, Default)]
pub(crate) struct Program {
    pub modules: Vec<Module>,
    pub functions: Vec<FunctionEntry>,
    pub consts: Vec<ConstEntry>,
    pub structs: Vec<StructEntry>,
    /// Methods by type and name; consts of types by type and name.
    pub methods: Map<(StructId, String), FunctionId>,
    pub type_consts: Map<(StructId, String), ConstId>,
    /// Every function of a type by a name: several traits may give it one each.
    pub overloads: Map<(StructId, String), Vec<FunctionId>>,
    /// Functions that the crate gives types of other crates, by the type's last name and their own.
    pub given: Map<(String, String), Vec<FunctionId>>,
    /// Methods that the crate's traits give types of other crates, by their names.
    pub extensions: Map<String, Vec<Extension>>,
    /// The crate's traits that a type of the crate implements, and the other way round.
    pub traits: Map<StructId, Vec<StructId>>,
    pub implementors: Map<StructId, Vec<StructId>>,
    /// What item macros hold, with the module they stand in.
    pub macros: Vec<(ModuleId, Arc<Expr>)>,
    /// Modules of blocks, by file and index of the scope.
    pub scopes: Map<(u32, u32), ModuleId>,
    /// The module of each file.
    pub file_modules: Vec<Option<ModuleId>>,
    /// The crates: the roots of their modules, and what their code can name outside.
    pub crates: Vec<(ModuleId, CrateNames)>,
}

/// A module, or the items of a block.
#[derive(Debug, Default)]
pub(crate) struct Module {
    pub krate: usize,
    pub parent: Option<ModuleId>,
    /// A block sees its parent's names, a module does not.
    pub is_block: bool,
    /// Names in the type and the value namespace.
    pub types: Map<String, Entity>,
    pub values: Map<String, Entity>,
    pub imports: Map<String, Import>,
    pub globs: Vec<Import>,
    /// The modules that the globs lead to.
    pub glob_targets: Vec<ModuleId>,
    pub place: Option<Place>,
}

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Entity {
    Module(ModuleId),
    Function(FunctionId),
    Const(ConstId),
    Struct(StructId),
    Alias(ModuleId, Type),
}

#[derive(Clone, Debug)]
pub(crate) struct FunctionEntry {
    pub ir: Arc<Function>,
    pub module: ModuleId,
    pub self_type: Option<StructId>,
    /// The type of another crate that it is a method of.
    pub foreign_type: Option<Type>,
    /// The last segment of the trait that it is an implementation of.
    pub of_trait: Option<String>,
}

/// A method that one of the crate's traits gives a type of another crate.
#[derive(Clone, Debug)]
pub(crate) struct Extension {
    pub function: FunctionId,
    /// The type, as the module names it.
    pub module: ModuleId,
    pub target: Type,
    /// Whether no type of the crate has a method of its name.
    pub is_only: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct ConstEntry {
    pub name: String,
    pub module: ModuleId,
    pub ty: Type,
    pub value: Arc<Expr>,
}

/// A struct, an enum or a trait: what has methods.
#[derive(Clone, Debug)]
pub(crate) struct StructEntry {
    pub name: String,
    pub module: ModuleId,
    pub fields: Vec<(String, Type)>,
    pub hints: StructHints,
}
