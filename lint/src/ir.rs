//! The engine's own tree: what lowering keeps of a file. It is owned and `Send`, so syntax trees are dropped file by file.

use crate::kinds::Kinds;
use crate::{FileId, Level, Place};
use std::sync::Arc;

/// A path, as segments; a leading `::` is an empty first segment.
pub(crate) type Path = Vec<String>;

/// One lowered file.
#[derive(Clone, Debug, Default)]
pub(crate) struct File {
    pub items: Vec<Item>,
    /// Items declared inside blocks, each with the block's place.
    pub scopes: Vec<Scope>,
    pub marks: Marks,
}

/// Items declared inside a block.
#[derive(Clone, Debug)]
pub(crate) struct Scope {
    pub place: Place,
    pub items: Vec<Item>,
}

/// What attributes and comments say about stretches of a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marks {
    pub permits: Vec<Permit>,
    pub regions: Vec<(Place, Region)>,
    pub enforced: Vec<Enforced>,
    /// Each `#[signature_validation]`.
    pub attested: Vec<Place>,
    /// Each `include!`: the file that it brings in is not read.
    pub included: Vec<Place>,
}

/// An item that carries `#[enforce]`.
#[derive(Clone, Debug)]
pub(crate) struct Enforced {
    pub place: Place,
    /// The levels that the attribute sets in it: by lint or group, in their order.
    pub levels: Vec<(String, Level)>,
}

/// A stretch that is judged differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Region {
    Test,
    DebugAssertions,
}

/// A written exit from lints.
#[derive(Clone, Debug)]
pub(crate) struct Permit {
    /// Where it stands.
    pub place: Place,
    /// What it covers.
    pub region: Place,
    pub lints: Vec<(String, Place)>,
    pub reason: Option<Expr>,
    /// Whether it is an attribute or a comment by itself.
    pub is_whole: bool,
    /// What to cut out to be rid of it, and of each of its lints.
    pub removal: Place,
    pub cuts: Vec<Place>,
}

#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub name: String,
    pub place: Place,
    pub kind: ItemKind,
}

#[derive(Clone, Debug)]
pub(crate) enum ItemKind {
    /// A module: its content, or where `#[path]` says that its file is.
    Module {
        path: Option<String>,
        content: Option<Vec<Item>>,
    },
    Use(Vec<Import>),
    /// A const or static.
    Const {
        ty: Type,
        value: Arc<Expr>,
    },
    Struct {
        fields: Vec<(String, Type)>,
        hints: StructHints,
    },
    Enum,
    Function(Arc<Function>),
    Impl(Impl),
    Trait {
        functions: Vec<Arc<Function>>,
        /// Consts with a default.
        consts: Vec<Item>,
    },
    Alias(Type),
    /// An item macro: what could be read of its arguments.
    Macro(Arc<Expr>),
}

/// What the attributes of a struct and its fields say.
#[derive(Clone, Debug, Default)]
pub(crate) struct StructHints {
    /// Whether a derived `Debug` shows its fields.
    pub is_shown: bool,
    /// Whether a derived builder makes it.
    pub is_built: bool,
    pub fields: Vec<FieldHint>,
    /// Fields of a type parameter's type: its name and number.
    pub given: Vec<(String, String, usize)>,
    /// A field of Twilio's webhooks that it is read from, where what comes with a request can be read into it.
    pub hook: Option<String>,
    /// Fields whose own fields stand beside the others on the wire.
    pub flattened: Vec<String>,
    /// Fields that have another name where they are written, and that name.
    pub renamed: Vec<(String, String)>,
}

/// Where a field's value is read from, and what stands in for it.
#[derive(Clone, Debug)]
pub(crate) struct FieldHint {
    pub field: String,
    /// The environment variable or key.
    pub source: Option<(String, Place)>,
    pub default: Option<Expr>,
}

/// `#[tracing::instrument]`: which arguments it leaves out, and what it adds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Traced {
    pub skips_all: bool,
    pub skips: Vec<String>,
    pub fields: Vec<Expr>,
}

/// One name that a `use` brings in; a glob has no name.
#[derive(Clone, Debug)]
pub(crate) struct Import {
    pub path: Path,
    pub name: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Impl {
    pub target: Type,
    pub of_trait: Option<Path>,
    pub functions: Vec<Arc<Function>>,
    pub consts: Vec<Item>,
}

/// How a function is marked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct FunctionMarks {
    /// `#[ringfence::signature_validation]`
    pub validates: bool,
    /// `#[ringfence::retry]`
    pub retries: bool,
    /// `#[post("/sms")]` and its like, of a web framework.
    pub handles: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Function {
    pub name: String,
    pub place: Place,
    pub marks: FunctionMarks,
    pub traced: Option<Traced>,
    pub receives_self: bool,
    /// `&mut self`
    pub mutates_self: bool,
    /// Type parameters with the first of their bounds.
    pub generics: Vec<(String, Type)>,
    pub params: Vec<Param>,
    pub output: Type,
    pub body: Option<Expr>,
}

#[derive(Clone, Debug)]
pub(crate) struct Param {
    pub pat: Pat,
    pub ty: Type,
    /// Whether it is a `&mut`: what is written to it is the caller's.
    pub is_mut: bool,
    /// Whether it is an array, whose length is fixed.
    pub is_array: bool,
    pub place: Place,
}

/// A type as a path and its arguments; references are dropped, what is no path is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Type {
    pub path: Path,
    pub args: Vec<Type>,
}

#[derive(Clone, Debug)]
pub(crate) struct Expr {
    pub place: Place,
    pub kind: ExprKind,
}

#[derive(Clone, Debug)]
pub(crate) enum ExprKind {
    Str(Arc<str>),
    Number(String),
    Bool(bool),
    /// `!x`
    Not(Box<Expr>),
    Path(Path),
    Call(Box<Expr>, Vec<Expr>),
    Method(Box<MethodCall>),
    /// A call that names the type of what it gives: `extract::<Settings>()`.
    Asked(Box<Expr>, Type),
    Field(Box<Expr>, String),
    /// A format string: its pieces in order, and arguments that no piece names.
    Format {
        path: Path,
        pieces: Vec<Expr>,
        extras: Vec<Expr>,
    },
    Macro(Path, Vec<Expr>),
    /// An argument of a message that is shown by its `Debug`.
    Debugged(Box<Expr>),
    Struct {
        path: Path,
        fields: Vec<(String, Expr)>,
        rest: Option<Box<Expr>>,
    },
    Block(Box<Block>),
    If(Box<(Expr, Expr, Option<Expr>)>),
    Match(Box<Expr>, Vec<Arm>),
    Loop(Box<LoopExpr>),
    Closure(Arc<ClosureExpr>),
    /// What passes its value on: references, parentheses, casts.
    Transparent(Box<Expr>),
    /// `x.await`
    Awaited(Box<Expr>),
    /// `x?`
    Try(Box<Expr>),
    /// `*x`
    Deref(Box<Expr>),
    Return(Option<Box<Expr>>),
    /// With the label, where there is one.
    Break(Option<String>, Option<Box<Expr>>),
    Continue(Option<String>),
    /// A block that what leaves early leaves to.
    Caught(Catch, Box<Expr>),
    Binary(BinaryOp, Box<(Expr, Expr)>),
    Assign(Box<(Expr, Expr)>),
    Let(Box<(Pat, Expr)>),
    Index(Box<(Expr, Expr)>),
    Range(Option<Box<Expr>>, Option<Box<Expr>>),
    Tuple(Vec<Expr>),
    Array(Vec<Expr>),
    /// What has no meaning of its own here, but parts that do.
    Other(Vec<Expr>),
}

/// The operators that matter to strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BinaryOp {
    Add,
    AddAssign,
    Equal,
    Differ,
    /// `&&`: the right side may not be reached.
    And,
    /// `||`: nor may that.
    Or,
    Times,
    /// `*=` and the like.
    Change,
    /// `>`, `>=`
    Above,
    Other,
}

/// What ends at a block and no further.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Catch {
    /// `return`, in an `async` block.
    Return,
    /// `break` with the block's label.
    Label(String),
}

#[derive(Clone, Debug)]
pub(crate) struct MethodCall {
    pub receiver: Expr,
    pub name: String,
    /// What the name tells.
    pub kinds: Kinds,
    pub name_place: Place,
    /// What `::<T>` says.
    pub turbofish: Option<Type>,
    pub args: Vec<Expr>,
}

#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// An index into the file's scopes, where the block declares items.
    pub scope: Option<u32>,
    pub stmts: Vec<Stmt>,
    /// Whether the last statement is the block's value.
    pub has_value: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum Stmt {
    Let(Pat, Option<Type>, Option<Expr>, Option<Expr>),
    Expr(Expr),
}

#[derive(Clone, Debug)]
pub(crate) struct Arm {
    pub pat: Pat,
    pub pat_place: Place,
    pub guard: Option<Expr>,
    pub body: Expr,
}

#[derive(Clone, Debug)]
pub(crate) struct LoopExpr {
    pub label: Option<String>,
    /// What `for` binds, and from what; or the condition of `while`.
    pub head: Option<(Option<Pat>, Expr)>,
    pub body: Expr,
}

#[derive(Clone, Debug)]
pub(crate) struct ClosureExpr {
    pub place: Place,
    /// The plain names in it, in order: what it can see of its surroundings.
    pub names: Vec<String>,
    pub params: Vec<Pat>,
    pub body: Expr,
}

#[derive(Clone, Debug)]
pub(crate) enum Pat {
    Bind(String, Option<Box<Pat>>),
    Typed(Box<Pat>, Type),
    Tuple(Vec<Pat>),
    TupleStruct(Vec<Pat>),
    /// `Ok(..)`
    Success(Place, Vec<Pat>),
    /// `Err(..)`: it holds nothing of what went well.
    Error(Place, Vec<Pat>),
    Struct(Vec<(String, Pat)>),
    Or(Vec<Pat>),
    /// Parts of a list.
    Slice(Vec<Pat>),
    /// A path or a literal: it compares and binds nothing.
    Compare(Option<Box<Expr>>),
    Wild,
}

impl Permit {
    pub(crate) fn new(place: Place, region: Place) -> Self {
        let (lints, cuts) = (Vec::new(), Vec::new());
        Self { place, region, lints, reason: None, is_whole: false, removal: place, cuts }
    }
}

impl Place {
    /// Stands where nothing of the source does.
    pub(crate) const NOWHERE: Place = Place { file: FileId(u32::MAX), start: 0, end: 0 };

    /// A place that spans both.
    pub(crate) fn to(self, other: Place) -> Place {
        Place { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether the other place lies inside.
    pub(crate) fn contains(self, other: Place) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }
}

impl FileId {
    /// The file as an index.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}
