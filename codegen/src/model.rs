//! The generator's own model of an API, between documents and Rust.

use std::collections::BTreeMap;

/// One document.
#[derive(Debug)]
pub(crate) struct Api {
    /// The document: `api_v2010`.
    pub(crate) document: String,
    /// The module: the document's name, unless the settings say otherwise.
    pub(crate) module: String,
    pub(crate) title: String,
    /// The day that the document is of, as in `2026-04-14`, where it says so.
    pub(crate) date: Option<String>,
    /// The operations that are selected, in the order of the document.
    pub(crate) operations: Vec<Operation>,
    /// The ids of all operations, selected or not: names must not depend on the selection.
    pub(crate) all_operations: Vec<String>,
    /// The named schemas that the operations need, in the order of the document.
    pub(crate) schemas: Vec<(String, Schema)>,
    /// The names of all schemas.
    pub(crate) all_schemas: Vec<String>,
    /// Names in Rust that the settings chose for operations and schemas.
    pub(crate) renames: Renames,
}

/// Names in Rust by those of the document.
#[derive(Debug, Default)]
pub(crate) struct Renames {
    pub(crate) operations: BTreeMap<String, String>,
    pub(crate) schemas: BTreeMap<String, String>,
}

/// One HTTP operation.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: Method,
    pub(crate) host: String,
    pub(crate) path: String,
    pub(crate) docs: String,
    pub(crate) inputs: Vec<Input>,
    pub(crate) body: Body,
    /// `x-twilio.conditional`: of each group at least one input is needed.
    pub(crate) groups: Vec<Vec<String>>,
    pub(crate) answer: Answer,
    /// The content type of the answer, where it is not the usual one.
    pub(crate) accept: Option<String>,
    /// Whether some answers (301, 308) say that what was addressed has another path.
    pub(crate) moves: bool,
    /// Whether an answer (304) says that there was nothing to change.
    pub(crate) unchanged: bool,
    pub(crate) security: Security,
    pub(crate) deprecated: bool,
    pub(crate) tags: Vec<String>,
    pub(crate) pointer: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

/// What an operation authenticates with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Security {
    Basic,
    OAuth,
    None,
}

/// Something that the caller gives.
#[derive(Clone, Debug)]
pub(crate) struct Input {
    pub(crate) place: InputPlace,
    /// The name on the wire.
    pub(crate) name: String,
    pub(crate) required: bool,
    /// Whether several values go under one name, with commas between them.
    pub(crate) joined: bool,
    pub(crate) schema: Schema,
    pub(crate) pointer: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum InputPlace {
    Path,
    Query,
    Header,
    Form,
    /// A field of the JSON object in the body.
    Field,
}

/// What kind of body an operation sends; the fields of a form or an object are inputs.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    None,
    Form,
    Object(String),
    /// One value, with its content type.
    Whole(String, Box<Schema>),
}

/// What a success holds.
#[derive(Debug)]
pub(crate) enum Answer {
    Empty,
    /// Nothing but the place where the answer is.
    Redirect,
    Value(Schema),
    /// A list.
    List(List),
    /// Something that comes in pages and is no list.
    Pages(Schema),
}

/// What a list answers.
#[derive(Debug)]
pub(crate) struct List {
    /// The field that holds the items.
    pub(crate) items: String,
    pub(crate) item: Schema,
    /// The answer as a whole, where it says more than lists do.
    pub(crate) whole: Option<Schema>,
}

/// The type of a value and what is said about it.
#[derive(Clone, Debug)]
pub(crate) struct Schema {
    pub(crate) shape: Shape,
    pub(crate) docs: String,
    /// Marked as personal or secret.
    pub(crate) pii: bool,
    pub(crate) maximum: Option<i64>,
    /// How long, how large and how many, in words.
    pub(crate) limits: Vec<String>,
    pub(crate) deprecated: bool,
    /// The name in Rust that the settings chose for an input or a field.
    pub(crate) rename: Option<String>,
    /// May be `null`, which as an input clears what is there.
    pub(crate) nullable: bool,
    /// Part of answers alone.
    pub(crate) read_only: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Text(Format),
    Integer,
    Number,
    Boolean,
    Enum(Vec<EnumValue>),
    List(Box<Schema>),
    Map(Box<Schema>),
    Object(Vec<Property>),
    /// JSON of any shape; in a query under a prefix if the document says so.
    Any(Option<String>),
    /// A named schema.
    Reference(String),
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EnumValue {
    /// As it goes on the wire.
    pub(crate) text: String,
    /// The name in Rust that the settings chose.
    pub(crate) rename: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Plain,
    Uri,
    Date,
    DateTime,
    PhoneNumber,
    HttpMethod,
    MessageSid,
    Sid(char, char),
}

/// A field of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Property {
    pub(crate) name: String,
    pub(crate) required: bool,
    pub(crate) schema: Schema,
}

impl Input {
    /// What tells it from other inputs: place and name, in which headers know no case.
    pub(crate) fn key(&self) -> (InputPlace, String) {
        let name = match self.place {
            InputPlace::Header => self.name.to_ascii_lowercase(),
            _ => self.name.clone(),
        };
        (self.place, name)
    }

    /// What its name in Rust is made from.
    pub(crate) fn called(&self) -> &str {
        self.schema.rename.as_deref().unwrap_or(&self.name)
    }
}

impl Property {
    /// What its name in Rust is made from.
    pub(crate) fn called(&self) -> &str {
        self.schema.rename.as_deref().unwrap_or(&self.name)
    }
}

impl Renames {
    /// What the name of an operation in Rust is made from.
    pub(crate) fn operation<'r>(&'r self, id: &'r str) -> &'r str {
        self.operations.get(id).map_or(id, String::as_str)
    }
}

impl Schema {
    /// Whether it is a type of its own that has no name.
    pub(crate) fn is_inline(&self) -> bool {
        matches!(self.shape, Shape::Object(_) | Shape::Enum(_))
    }

    /// A value of which nothing is said.
    pub(crate) fn of(shape: Shape) -> Self {
        Self {
            shape,
            docs: String::new(),
            pii: false,
            maximum: None,
            limits: Vec::new(),
            deprecated: false,
            nullable: false,
            read_only: false,
            rename: None,
        }
    }
}

/// What is said about a value does not make it another type.
impl PartialEq for Schema {
    fn eq(&self, other: &Self) -> bool {
        self.shape == other.shape
    }
}

impl Eq for Schema {}

impl Method {
    pub(crate) const ALL: [(&'static str, Self); 5] = [
        ("get", Self::Get),
        ("put", Self::Put),
        ("post", Self::Post),
        ("delete", Self::Delete),
        ("patch", Self::Patch),
    ];
}

/// The names of the variables in a path template, in its order.
pub(crate) fn path_variables(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name))
}
