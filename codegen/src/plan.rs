//! plan: names, modules and types chosen; pure data, no tokens.

mod component;
mod endpoint;
mod group;
mod input;
mod rings;
mod rivals;
mod types;

pub(crate) use rivals::{Letters, Rivals};
pub(crate) use types::Type;

use crate::docs;
use crate::model::{Api, Shape};
use crate::name::{Name, Scope};
use std::collections::{BTreeMap, BTreeSet};

/// One module of generated code.
#[derive(Debug)]
pub(crate) struct Module {
    pub(crate) name: Name,
    pub(crate) docs: Vec<String>,
    /// The day that the document is of.
    pub(crate) date: Option<String>,
    pub(crate) endpoints: Vec<Endpoint>,
    pub(crate) groups: Vec<Group>,
    pub(crate) models: Vec<Model>,
    pub(crate) enums: Vec<OpenEnum>,
    /// Names that the settings chose and that something else has.
    pub(crate) taken: Vec<String>,
    /// The names of types that have none in the document.
    pub(crate) unnamed: Letters,
    /// What else may want these.
    pub(crate) rivals: Rivals,
}

/// An endpoint function and its builder.
#[derive(Debug)]
pub(crate) struct Endpoint {
    pub(crate) function: Name,
    pub(crate) builder: Name,
    pub(crate) docs: Vec<String>,
    pub(crate) facts: Facts,
    pub(crate) start: Start,
    pub(crate) arguments: Vec<Argument>,
    pub(crate) setters: Vec<Setter>,
    pub(crate) takes_account: bool,
    /// Whether its setters of pages are those that all requests of lists share.
    pub(crate) is_paged: bool,
    pub(crate) end: End,
    pub(crate) is_deprecated: bool,
}

/// What the operation's constant says.
#[derive(Debug)]
pub(crate) struct Facts {
    pub(crate) id: String,
    pub(crate) method: &'static str,
    pub(crate) host: String,
    pub(crate) path: String,
    pub(crate) callbacks: Vec<Callback>,
    /// Whether it is known of which day the document is.
    pub(crate) is_dated: bool,
    /// Where the method does not say so.
    pub(crate) is_idempotent: bool,
    pub(crate) deletes_stored_data: bool,
    pub(crate) is_answered_by_redirect: bool,
    pub(crate) is_answered_by_moves: bool,
    pub(crate) is_answered_unchanged: bool,
    /// The name of the `Security` variant, unless it is the usual one.
    pub(crate) security: Option<&'static str>,
    /// The content type of the answer, unless it is the usual one.
    pub(crate) accept: Option<String>,
}

/// An input that takes the URL of a callback.
#[derive(Debug)]
pub(crate) struct Callback {
    pub(crate) input: String,
    /// The field of the JSON object that the input is.
    pub(crate) field: Option<String>,
}

impl Callback {
    /// The name in the request, a field's after a dot.
    pub(crate) fn wire(&self) -> String {
        match &self.field {
            Some(field) => format!("{}.{field}", self.input),
            None => self.input.clone(),
        }
    }
}

/// How the request begins.
#[derive(Debug)]
pub(crate) enum Start {
    Bare,
    Form,
    /// A JSON object with its content type.
    Object(String),
}

/// How the request is sent.
#[derive(Debug)]
pub(crate) enum End {
    Send(Type),
    /// A list; as a whole, too, where a page says more than the pages of lists do.
    List {
        item: Type,
        whole: Option<Type>,
        paging: Paging,
    },
    /// Something else that comes in pages.
    Pages {
        of: Type,
        paging: Paging,
    },
}

#[derive(Debug)]
pub(crate) struct Paging {
    pub(crate) items: String,
    pub(crate) size: Option<(String, i64)>,
    pub(crate) token: Option<String>,
    pub(crate) number: Option<String>,
}

impl Paging {
    /// The largest page, where its inputs are those of most lists.
    pub(crate) fn usual(&self) -> Option<i64> {
        let Self { size: Some((size, most)), token: Some(token), number: Some(number), .. } = self else {
            return None;
        };
        ((size.as_str(), token.as_str(), number.as_str()) == ("PageSize", "PageToken", "Page"))
            .then_some(*most)
    }
}

impl End {
    /// How what is answered pages.
    pub(crate) fn paging(&self) -> Option<&Paging> {
        match self {
            Self::Send(_) => None,
            Self::List { paging, .. } | Self::Pages { paging, .. } => Some(paging),
        }
    }
}

impl Setter {
    /// Whether it is one of the three by which most lists page: name, type and way.
    pub(crate) fn is_of_pages(&self) -> bool {
        let Write::Input("query", wire) = &self.write else { return false };
        let (wanted, of) = match wire.as_str() {
            "PageSize" => ("page_size", Type::Integer),
            "PageToken" => ("page_token", Type::String),
            "Page" => ("page_number", Type::Integer),
            _ => return false,
        };
        self.name.as_str() == wanted && self.of == of && !self.is_deprecated && self.clear.is_none()
    }
}

/// An argument of an endpoint function.
#[derive(Debug)]
pub(crate) struct Argument {
    pub(crate) name: Name,
    pub(crate) of: Type,
    pub(crate) write: Write,
}

/// How a value gets into the request.
#[derive(Clone, Debug)]
pub(crate) enum Write {
    /// By a method of the draft, under a name.
    Input(&'static str, String),
    /// As the whole body, of a content type.
    Body(String),
    /// By the group's own method.
    Group,
}

/// A method that sets an optional input.
#[derive(Debug)]
pub(crate) struct Setter {
    pub(crate) name: Name,
    pub(crate) docs: Vec<String>,
    pub(crate) of: Type,
    pub(crate) write: Write,
    pub(crate) maximum: Option<i64>,
    pub(crate) is_deprecated: bool,
    /// The method that sends it empty, where that has a meaning.
    pub(crate) clear: Option<Clear>,
}

/// A method that sends an input empty.
#[derive(Debug)]
pub(crate) struct Clear {
    pub(crate) name: Name,
    pub(crate) wire: String,
}

/// An enum of inputs of which one is needed.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) name: Name,
    pub(crate) docs: Vec<String>,
    pub(crate) members: Vec<Member>,
}

#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) variant: Name,
    pub(crate) constructor: Name,
    /// The name of the input in the request.
    pub(crate) wire: String,
    pub(crate) docs: Vec<String>,
    pub(crate) of: Type,
    pub(crate) write: Write,
}

/// A struct for a JSON object.
#[derive(Debug)]
pub(crate) struct Model {
    pub(crate) name: Name,
    pub(crate) docs: Vec<String>,
    pub(crate) fields: Vec<Field>,
    /// The field that holds what the document does not know.
    pub(crate) unknown: Name,
    /// Whether users make it themselves, for a request.
    pub(crate) is_input: bool,
    /// What users want on it beside the usual.
    pub(crate) derives: Vec<String>,
    /// Whether an input takes several of it.
    pub(crate) is_repeated: bool,
}

#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: Name,
    pub(crate) wire: String,
    pub(crate) docs: Vec<String>,
    pub(crate) of: Type,
    pub(crate) is_hidden: bool,
    pub(crate) is_deprecated: bool,
}

/// An enum that also holds values which the document does not list.
#[derive(Debug)]
pub(crate) struct OpenEnum {
    pub(crate) name: Name,
    pub(crate) docs: Vec<String>,
    pub(crate) variants: Vec<Variant>,
    pub(crate) catch_all: Name,
    /// Whether an input takes several of it.
    pub(crate) is_repeated: bool,
    /// What users want on it beside the usual.
    pub(crate) derives: Vec<String>,
}

/// A value of an enum.
#[derive(Debug)]
pub(crate) struct Variant {
    pub(crate) name: Name,
    pub(crate) docs: Vec<String>,
    pub(crate) value: String,
}

/// Chooses the names and types of one document.
pub(crate) fn plan(api: &Api) -> Module {
    plan_part(api, &|_| true, &|_| true)
}

/// Chooses the names and types of one document, and leaves out what is not wanted: by the ids of operations and the names
/// of schemas.
pub(crate) fn plan_part(
    api: &Api,
    is_operation: &dyn Fn(&str) -> bool,
    is_schema: &dyn Fn(&str) -> bool,
) -> Module {
    let mut planner = Planner::new(api);
    let mut endpoints = Vec::new();
    for operation in &api.operations {
        if is_operation(&operation.id) {
            endpoints.push(planner.endpoint(operation));
        } else {
            planner.left_out(|planner| drop(planner.endpoint(operation)));
        }
    }
    for (name, schema) in &api.schemas {
        if is_schema(name) {
            planner.component(name, schema);
        } else {
            planner.left_out(|planner| planner.component(name, schema));
        }
    }
    planner.mark_repeated();
    planner.box_cycles();
    let rivals = planner.rivals();
    let count = endpoints.len();
    let title = format!("{}: {count} operation{}.", api.title, if count == 1 { "" } else { "s" });
    Module {
        name: Name::snake(&api.module),
        docs: docs::lines(&title, ""),
        date: api.date.clone(),
        endpoints,
        groups: planner.groups,
        models: planner.models,
        enums: planner.enums,
        taken: planner.taken,
        unnamed: planner.unnamed,
        rivals,
    }
}

/// What the runtime's macro puts beside the markers of operations.
const REQUEST: &str = "Call";

/// What is chosen so far.
struct Planner<'a> {
    api: &'a Api,
    types: Scope,
    functions: BTreeMap<&'a str, Name>,
    builders: BTreeMap<&'a str, Name>,
    components: BTreeMap<String, Name>,
    shapes: BTreeMap<&'a str, &'a Shape>,
    /// Named schemas that requests take.
    inputs: BTreeSet<String>,
    groups: Vec<Group>,
    models: Vec<Model>,
    enums: Vec<OpenEnum>,
    taken: Vec<String>,
    unnamed: Letters,
    /// Enums of which some input takes several.
    repeated: BTreeSet<Name>,
    enum_names: BTreeSet<Name>,
    /// Type and way of each input that is planned, by operation and place in the document.
    chosen_inputs: BTreeMap<(String, String), (Type, Write)>,
}

impl<'a> Planner<'a> {
    fn new(api: &'a Api) -> Self {
        let mut types = Scope::types();
        let mut taken = Vec::new();
        let (mut builders, mut functions) = (BTreeMap::new(), BTreeMap::new());
        let mut functions_taken = Scope::default();
        // A name that the settings chose comes last, so that it is found to be taken where it is.
        let (renamed, own): (Vec<&String>, Vec<&String>) =
            api.all_operations.iter().partition(|id| api.renames.operations.contains_key(*id));
        for id in own.into_iter().chain(renamed) {
            let wanted = Name::pascal(api.renames.operation(id));
            let is_of_macro = wanted.as_str() == REQUEST;
            let builder =
                if is_of_macro { types.claim_numbered(wanted.clone()) } else { types.claim(wanted.clone()) };
            if builder != wanted {
                taken.extend(api.renames.operations.get(id).cloned());
            }
            builders.insert(id.as_str(), builder);
            let function = functions_taken.claim(Name::snake(api.renames.operation(id)));
            functions.insert(id.as_str(), function);
        }
        let components = component::names(api, &mut types, &mut taken);
        let shapes: BTreeMap<&str, &Shape> =
            api.schemas.iter().map(|(name, schema)| (name.as_str(), &schema.shape)).collect();
        let is_enum = |name: &str| matches!(shapes.get(name), Some(Shape::Enum(_)));
        let enum_names =
            components.iter().filter(|(name, _)| is_enum(name)).map(|(_, chosen)| chosen.clone());
        Self {
            api,
            types,
            functions,
            builders,
            enum_names: enum_names.collect(),
            components,
            shapes,
            inputs: BTreeSet::new(),
            groups: Vec::new(),
            models: Vec::new(),
            enums: Vec::new(),
            taken,
            unnamed: Letters::new(),
            repeated: BTreeSet::new(),
            chosen_inputs: BTreeMap::new(),
        }
    }
    /// Plans something for the names that it takes, and nothing else.
    fn left_out(&mut self, plan: impl FnOnce(&mut Self)) {
        let (groups, models, enums) = (self.groups.len(), self.models.len(), self.enums.len());
        let (taken, inputs, repeated) = (self.taken.len(), self.inputs.clone(), self.repeated.clone());
        plan(self);
        self.groups.truncate(groups);
        self.models.truncate(models);
        self.enums.truncate(enums);
        self.taken.truncate(taken);
        (self.inputs, self.repeated) = (inputs, repeated);
    }
}
