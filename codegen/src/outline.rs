//! What generated code has and how it is reached, as data: for tables of operations, for readers, and for comparisons.

mod limit;
mod reach;

use crate::emit::{Spelled, spell, spell_argument};
use crate::load::{Document, Source};
use crate::model::{Api, Operation};
use crate::pipeline::{apis, planned};
use crate::plan::{Argument, Callback, End, Endpoint, Module, Type, Write};
use crate::problem::{Problem, Problems};
use crate::settings::Settings;
use crate::tree::Tree;
use std::collections::BTreeMap;

/// Documents as generated code has them.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Catalogue {
    /// In the order of the settings.
    pub documents: Vec<DocumentOutline>,
}

/// One document.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DocumentOutline {
    /// Its name without `twilio_`: `verify_v2`.
    pub name: String,
    /// The module: the name, unless the settings say otherwise.
    pub module: String,
    /// What it calls itself.
    pub title: String,
    /// The version that it gives itself.
    pub version: String,
    /// The day of the release that its facts come from, where it is one of ours.
    pub date: Option<String>,
    /// The operations, in the order of the document.
    pub operations: Vec<Outline>,
    /// The structs and enums.
    pub types: Vec<TypeOutline>,
}

/// An operation as generated code has it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Outline {
    /// The module: `api_v2010`.
    pub module: String,
    /// The operation's id: `CreateMessage`.
    pub id: String,
    /// The endpoint function: `create_message`.
    pub function: String,
    /// The builder that the function returns: `CreateMessage`.
    pub builder: String,
    /// The function as it is declared.
    pub signature: String,
    /// The arguments of the function, in its order.
    pub arguments: Vec<ArgumentOutline>,
    /// The documentation, in Markdown.
    pub docs: Vec<String>,
    /// The HTTP method, in capitals.
    pub method: String,
    /// The host.
    pub host: String,
    /// The template of the path.
    pub path: String,
    /// The tags that the document gives it.
    pub tags: Vec<String>,
    /// Everything that the caller can give, in the order of the document.
    pub inputs: Vec<InputOutline>,
    /// The inputs that take a URL which Twilio calls back, in the order of the document.
    pub callbacks: Vec<CallbackInput>,
    /// What is sent back; of a list, one item.
    pub answer: Spelled,
    /// How the request is sent.
    pub ending: Ending,
    /// What a page of a list says beside its items, where it is a type of its own.
    pub whole_page: Option<Spelled>,
    /// The field of a page that holds the items of a list; of an answer that is the list itself, nothing.
    pub items: Option<String>,
    /// Whether an answer (301, 308) may say that what was addressed has another path.
    pub is_answered_by_moves: bool,
    /// Whether an answer (304) may say that there was nothing to change.
    pub is_answered_unchanged: bool,
    /// What it authenticates with: `basic`, `OAuth` or `None`.
    pub security: String,
    /// Whether it may be sent again whatever came of it.
    pub is_safe_to_repeat: bool,
    /// Whether it deletes data that Twilio stores on the account's behalf.
    pub deletes_stored_data: bool,
    /// Whether the document calls it deprecated.
    pub is_deprecated: bool,
}

/// An argument of an endpoint function.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ArgumentOutline {
    /// Its name: `to`.
    pub name: String,
    /// Its type.
    pub of: Spelled,
    /// Of a group, the inputs of which one is needed, by their names in the request; else none.
    pub group: Vec<String>,
}

/// How a request is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ending {
    /// By `.send(..)`.
    Send,
    /// As a list, by `.page(..)`, `.pages(..)` and `.items(..)`.
    List,
    /// As something else that comes in pages, by `.send(..)` and `.pages(..)`.
    Pages,
}

/// An input that takes a callback URL.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallbackInput {
    /// The name in the request: `StatusCallback`, or `webhook.callback_url` inside a JSON object.
    pub wire: String,
    /// The name of its setter or argument: `status_callback`, or `webhook.callback_url` for a field of what that takes.
    pub name: String,
    /// Its place among the function's arguments, where it is required.
    pub argument: Option<usize>,
}

/// An input of an operation.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct InputOutline {
    /// The name in the request: `StatusCallback`.
    pub wire: String,
    /// `path`, `query`, `header`, `form` or `body`.
    pub place: &'static str,
    /// Whether it must be given.
    pub is_required: bool,
    /// How generated code takes it, wherever it does.
    pub reach: Vec<Reach>,
    /// What the document says of its type and limits, by the document's own words: `type`, `pattern`, `maximum`...
    pub limits: BTreeMap<String, String>,
    /// The description, as it stands in the document.
    pub docs: String,
    /// Whether the document calls it deprecated.
    pub is_deprecated: bool,
    /// Whether the document marks what it takes as personal.
    pub is_personal: bool,
}

/// A way to give an input.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reach {
    /// The client's account, unless `.account(..)` names another.
    Account,
    /// The argument of the function, by its place.
    Argument(usize, String, Spelled),
    /// A setter of the builder.
    Setter(String, Spelled),
    /// A constructor of a group that is an argument.
    Choice(String, String, Spelled),
    /// A method of the builder that sends it empty.
    Clear(String),
}

impl Reach {
    /// The type of what is given.
    pub fn of(&self) -> Option<&Spelled> {
        match self {
            Self::Argument(_, _, of) | Self::Setter(_, of) | Self::Choice(_, _, of) => Some(of),
            Self::Account | Self::Clear(_) => None,
        }
    }
}

/// A struct or enum of generated code.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TypeOutline {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: TypeKind,
    /// Fields or values, in the order of the document.
    pub members: Vec<MemberOutline>,
}

/// What a generated type stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TypeKind {
    /// An object that Twilio answers with.
    Answer,
    /// An object that users make.
    Input,
    /// Values, of which a document lists some.
    Enum,
}

/// A field of a struct, or a value of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MemberOutline {
    /// The name in JSON, or the value.
    pub wire: String,
    /// The name in Rust.
    pub name: String,
    /// The type, of a field.
    pub of: Spelled,
    /// Whether debug output hides it.
    pub is_hidden: bool,
}

/// The operations of documents, in their order.
///
/// # Errors
///
/// All problems of all documents at once.
pub fn outline(sources: &[Source]) -> Result<Vec<Outline>, Problems> {
    let catalogue = catalogue_beside(Vec::new(), sources, &Settings::default())?;
    Ok(catalogue.documents.into_iter().flat_map(|document| document.operations).collect())
}

pub(crate) fn catalogue_beside(
    problems: Vec<Problem>,
    sources: &[Source],
    settings: &Settings,
) -> Result<Catalogue, Problems> {
    let apis = apis(problems, sources, settings)?;
    let modules = planned(&apis, settings)?;
    let both = apis.iter().zip(&modules);
    let documents = both.map(|((document, api), module)| of_document(document, api, module)).collect();
    Ok(Catalogue { documents })
}

fn of_document(document: &Document, api: &Api, module: &Module) -> DocumentOutline {
    let info = document.tree.get("info");
    let text = |tree: Option<&Tree>| match tree {
        Some(Tree::Text(text) | Tree::Number(text)) => Some(text.clone()),
        _ => None,
    };
    let ours = info.and_then(|info| info.get("x-ringfence"));
    let both = api.operations.iter().zip(&module.endpoints);
    DocumentOutline {
        name: api.document.clone(),
        module: api.module.clone(),
        title: api.title.clone(),
        version: text(info.and_then(|info| info.get("version"))).unwrap_or_default(),
        date: text(ours.and_then(|ours| ours.get("date"))),
        operations: both
            .map(|(operation, endpoint)| of_operation(document, module, operation, endpoint))
            .collect(),
        types: types(module),
    }
}

fn of_operation(document: &Document, module: &Module, operation: &Operation, endpoint: &Endpoint) -> Outline {
    let facts = &endpoint.facts;
    let (answer, ending, whole_page, items) = match &endpoint.end {
        End::Send(answer) => (spell(answer), Ending::Send, None, None),
        End::List { item, whole, paging } => {
            (spell(item), Ending::List, whole.as_ref().map(spell), Some(paging.items.clone()))
        }
        End::Pages { of, .. } => (spell(of), Ending::Pages, None, None),
    };
    Outline {
        module: module.name.as_str().to_owned(),
        id: facts.id.clone(),
        function: endpoint.function.as_str().to_owned(),
        builder: endpoint.builder.as_str().to_owned(),
        signature: signature(endpoint),
        arguments: endpoint.arguments.iter().map(|argument| of_argument(module, argument)).collect(),
        docs: endpoint.docs.clone(),
        method: facts.method.to_ascii_uppercase(),
        host: facts.host.clone(),
        path: facts.path.clone(),
        tags: operation.tags.clone(),
        inputs: reach::inputs(document, module, operation, endpoint),
        callbacks: facts.callbacks.iter().map(|one| callback(module, endpoint, one)).collect(),
        answer,
        ending,
        whole_page,
        items,
        is_answered_by_moves: facts.is_answered_by_moves,
        is_answered_unchanged: facts.is_answered_unchanged,
        security: facts.security.unwrap_or("basic").to_owned(),
        is_safe_to_repeat: matches!(facts.method, "Get" | "Put" | "Delete") || facts.is_idempotent,
        deletes_stored_data: facts.deletes_stored_data,
        is_deprecated: endpoint.is_deprecated,
    }
}

fn signature(endpoint: &Endpoint) -> String {
    let argument = |argument: &Argument| {
        format!("{}: {}", argument.name.ident(), spell_argument(&argument.of, &argument.write).text)
    };
    let arguments: Vec<String> = endpoint.arguments.iter().map(argument).collect();
    let (function, builder) = (endpoint.function.ident(), endpoint.builder.ident());
    format!("fn {function}({}) -> {builder}", arguments.join(", "))
}

fn of_argument(module: &Module, argument: &Argument) -> ArgumentOutline {
    let group = match argument.write {
        Write::Group => module.groups.iter().find(|group| argument.of == Type::Named(group.name.clone())),
        _ => None,
    };
    ArgumentOutline {
        name: argument.name.as_str().to_owned(),
        of: spell_argument(&argument.of, &argument.write),
        group: group.into_iter().flat_map(|group| &group.members).map(|member| member.wire.clone()).collect(),
    }
}

/// The argument or setter that takes a callback, and of one inside an object the field.
fn callback(module: &Module, endpoint: &Endpoint, callback: &Callback) -> CallbackInput {
    let takes = |write: &Write| matches!(write, Write::Input(_, wire) if *wire == callback.input);
    let argument = endpoint.arguments.iter().position(|argument| takes(&argument.write));
    let taken = match argument.and_then(|at| endpoint.arguments.get(at)) {
        Some(argument) => Some((&argument.name, &argument.of)),
        None => {
            let setter = endpoint.setters.iter().find(|setter| takes(&setter.write));
            setter.map(|setter| (&setter.name, &setter.of))
        }
    };
    let mut name = taken.map_or(callback.input.as_str(), |(name, _)| name.as_str()).to_owned();
    if let Some(inner) = &callback.field {
        let object = taken.and_then(|(_, of)| spell(of).named);
        let model = module.models.iter().find(|model| object.as_deref() == Some(model.name.as_str()));
        let field = model.and_then(|model| model.fields.iter().find(|field| field.wire == *inner));
        name = format!("{name}.{}", field.map_or(inner.as_str(), |field| field.name.as_str()));
    }
    CallbackInput { wire: callback.wire(), name, argument }
}

fn types(module: &Module) -> Vec<TypeOutline> {
    let models = module.models.iter().map(|model| TypeOutline {
        name: model.name.as_str().to_owned(),
        kind: if model.is_input { TypeKind::Input } else { TypeKind::Answer },
        members: model
            .fields
            .iter()
            .map(|field| MemberOutline {
                is_hidden: field.is_hidden,
                ..member(&field.wire, &field.name, spell(&field.of))
            })
            .collect(),
    });
    let enums = module.enums.iter().map(|planned| TypeOutline {
        name: planned.name.as_str().to_owned(),
        kind: TypeKind::Enum,
        members: planned
            .variants
            .iter()
            .map(|variant| member(&variant.value, &variant.name, Spelled::default()))
            .collect(),
    });
    models.chain(enums).collect()
}

fn member(wire: &str, name: &crate::name::Name, of: Spelled) -> MemberOutline {
    MemberOutline { wire: wire.to_owned(), name: name.as_str().to_owned(), of, is_hidden: false }
}
