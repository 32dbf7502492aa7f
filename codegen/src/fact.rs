//! Facts that a user knows better than a document.

use crate::tree::Tree;
use ringfence_lint::suggestion;
use ringfence_project::Literal;

/// What an override says in place of the document.
///
/// The facts about a type (`Type`, `Format`, `Pattern`, `Enum`, `Items`, `Schema`) replace all that the document says about
/// it: with `Fact::Enum(..)` alone it is a string of these values. In a manifest a fact is a key in lower case:
/// `overrides."CreateMessage.To" = { required = false }`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Fact {
    /// Whether an input or a field must be given.
    Required(bool),
    /// `string`, `integer`, `number`, `boolean`, `array` or `object`.
    Type(String),
    /// A format of OpenAPI or of Twilio's, such as `date-time` or `phone-number`; of a string, unless a type stands beside it.
    Format(String),
    /// A pattern, such as that of a SID.
    Pattern(String),
    /// The values of an enum.
    Enum(Vec<String>),
    /// What a list holds: one of the types above or the name of a schema.
    Items(String),
    /// The name of a schema of the same document.
    Schema(String),
    /// The largest number that is allowed.
    Maximum(i64),
    /// Whether `null` (or an empty value in a form) is allowed.
    Nullable(bool),
    /// Whether an operation, an input or a field is deprecated.
    Deprecated(bool),
    /// Whether the value is personal or secret, which `Debug` hides.
    Personal(bool),
    /// The text of the documentation.
    Description(String),
    /// Groups of inputs of an operation, of each of which one is needed; none switches the document's groups off.
    Conditional(Vec<Vec<String>>),
    /// What an operation authenticates with: `basic`, `oauth` or `none`.
    Security(String),
}

/// The names of facts in manifests and on the command line.
const NAMES: [&str; 14] = [
    "required",
    "type",
    "format",
    "pattern",
    "enum",
    "items",
    "schema",
    "maximum",
    "nullable",
    "deprecated",
    "personal",
    "description",
    "conditional",
    "security",
];

/// The types of OpenAPI.
const TYPES: [&str; 6] = ["string", "integer", "number", "boolean", "array", "object"];
const SECURITY: [&str; 3] = ["basic", "oauth", "none"];

impl Fact {
    /// Reads a fact from a manifest or the command line.
    ///
    /// # Errors
    ///
    /// What is wrong with the name or the value, and what would do.
    pub fn read(name: &str, literal: &Literal) -> Result<Self, String> {
        let expected = match (name, literal) {
            ("required", Literal::Bool(value)) => return Ok(Self::Required(*value)),
            ("nullable", Literal::Bool(value)) => return Ok(Self::Nullable(*value)),
            ("deprecated", Literal::Bool(value)) => return Ok(Self::Deprecated(*value)),
            ("personal", Literal::Bool(value)) => return Ok(Self::Personal(*value)),
            ("type", Literal::Text(text)) => return one_of(text, &TYPES, "type").map(Self::Type),
            ("security", Literal::Text(text)) => {
                return one_of(text, &SECURITY, "security").map(Self::Security);
            }
            ("format", Literal::Text(text)) => return Ok(Self::Format(text.clone())),
            ("pattern", Literal::Text(text)) => return Ok(Self::Pattern(text.clone())),
            ("items", Literal::Text(text)) => return Ok(Self::Items(text.clone())),
            ("schema", Literal::Text(text)) => return Ok(Self::Schema(text.clone())),
            ("description", Literal::Text(text)) => return Ok(Self::Description(text.clone())),
            ("maximum", Literal::Integer(number)) => return Ok(Self::Maximum(*number)),
            ("enum", literal) => match texts(literal) {
                Some(values) if !values.is_empty() => return Ok(Self::Enum(values)),
                _ => "a list of strings that is not empty",
            },
            ("conditional", literal) => match groups(literal) {
                Some(groups) => return Ok(Self::Conditional(groups)),
                None => "a list of groups, each a list of inputs; `[]` switches the document's groups off",
            },
            ("required" | "nullable" | "deprecated" | "personal", _) => "true or false",
            ("maximum", _) => "a whole number",
            (known, _) if NAMES.contains(&known) => "a string",
            (other, _) => {
                let near = suggestion(other, NAMES);
                return Err(format!("`{other}` is no fact{near} (known: {})", NAMES.join(", ")));
            }
        };
        Err(format!("`{name}` must be {expected}"))
    }

    /// The name in manifests.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Required(_) => "required",
            Self::Type(_) => "type",
            Self::Format(_) => "format",
            Self::Pattern(_) => "pattern",
            Self::Enum(_) => "enum",
            Self::Items(_) => "items",
            Self::Schema(_) => "schema",
            Self::Maximum(_) => "maximum",
            Self::Nullable(_) => "nullable",
            Self::Deprecated(_) => "deprecated",
            Self::Personal(_) => "personal",
            Self::Description(_) => "description",
            Self::Conditional(_) => "conditional",
            Self::Security(_) => "security",
        }
    }

    /// What a schema says in OpenAPI's words, where this is a fact about its type.
    pub(crate) fn of_type(&self) -> Option<(&'static str, Tree)> {
        let text = |text: &str| Tree::Text(text.to_owned());
        Some(match self {
            Self::Type(kind) => ("type", text(kind)),
            Self::Format(format) => ("format", text(format)),
            Self::Pattern(pattern) => ("pattern", text(pattern)),
            Self::Enum(values) => ("enum", Tree::List(values.iter().map(|value| text(value)).collect())),
            Self::Schema(name) => ("$ref", reference(name)),
            Self::Items(item) => {
                let is_type = TYPES.contains(&item.as_str());
                let inner = if is_type {
                    ("type".to_owned(), text(item))
                } else {
                    ("$ref".to_owned(), reference(item))
                };
                ("items", Tree::Map(vec![inner]))
            }
            _ => return None,
        })
    }
}

fn reference(schema: &str) -> Tree {
    Tree::Text(format!("#/components/schemas/{}", schema.replace('~', "~0").replace('/', "~1")))
}

fn one_of(text: &str, known: &[&str], noun: &str) -> Result<String, String> {
    if known.contains(&text) {
        return Ok(text.to_owned());
    }
    let near = suggestion(text, known.iter().copied());
    Err(format!("`{text}` is no {noun}{near} (known: {})", known.join(", ")))
}

fn texts(literal: &Literal) -> Option<Vec<String>> {
    let Literal::List(items) = literal else { return None };
    let text = |item: &Literal| match item {
        Literal::Text(text) => Some(text.clone()),
        _ => None,
    };
    items.iter().map(text).collect()
}

fn groups(literal: &Literal) -> Option<Vec<Vec<String>>> {
    let Literal::List(items) = literal else { return None };
    items.iter().map(texts).collect()
}
