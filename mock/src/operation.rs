//! What the mock knows of one operation.

use hyper::Method;

use crate::schema::{SchemaId, Schemas};
use crate::template::Template;

/// One operation of a document.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: Method,
    pub(crate) template: Template,
    /// Host of the product, such as `api.twilio.com`.
    pub(crate) host: String,
    pub(crate) security: Security,
    /// Path, query, header and body inputs.
    pub(crate) inputs: Vec<Input>,
    pub(crate) body: Option<Body>,
    /// Groups of wire names of which one is needed.
    pub(crate) conditional: Vec<Vec<String>>,
    pub(crate) success: Success,
    /// What its errors look like, by status.
    pub(crate) failures: Vec<Failure>,
}

/// One input, by its wire name.
#[derive(Debug)]
pub(crate) struct Input {
    pub(crate) name: String,
    pub(crate) place: Place,
    pub(crate) required: bool,
    pub(crate) schema: SchemaId,
    /// Of a map that travels flattened (`AddOns.x.y`): what its names begin with, the dot included.
    pub(crate) prefix: Option<String>,
}

/// The credentials that an operation wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Security {
    /// `security: []`
    None,
    /// An API key, an account with its token, or a bearer token: Twilio takes each of them.
    Basic,
    /// A bearer token only.
    Bearer,
}

/// Where an input travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Path,
    Query,
    Header,
    Body,
}

/// The body an operation takes.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) content_types: Vec<String>,
    pub(crate) required: bool,
    pub(crate) schema: SchemaId,
    /// No property is declared: any content will do.
    pub(crate) open: bool,
}

/// The answer that means success.
#[derive(Debug)]
pub(crate) struct Success {
    pub(crate) status: u16,
    pub(crate) content_type: Option<String>,
    pub(crate) schema: Option<SchemaId>,
    /// Names of the headers that are declared, lower case.
    pub(crate) headers: Vec<String>,
}

/// An answer that means an error, as the document declares it.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) status: u16,
    pub(crate) content_type: String,
    /// The members of the body by name, and whether they are text.
    pub(crate) members: Vec<(String, bool)>,
}

impl Input {
    pub(crate) fn new(
        name: &str,
        place: Place,
        required: bool,
        schema: SchemaId,
        schemas: &Schemas,
    ) -> Input {
        let format = schemas.get(schema).format.as_deref();
        let prefix = format.and_then(|format| format.strip_prefix("prefixed-collapsible-map-"));
        let prefix = prefix.map(|prefix| format!("{prefix}."));
        Input { name: name.to_owned(), place, required, schema, prefix }
    }
}

impl Operation {
    /// The inputs of one place.
    pub(crate) fn inputs_in(&self, place: Place) -> impl Iterator<Item = &Input> {
        self.inputs.iter().filter(move |input| input.place == place)
    }

    /// An input by place and wire name.
    pub(crate) fn input(&self, place: Place, name: &str) -> Option<&Input> {
        self.inputs_in(place).find(|input| input.name == name)
    }

    /// The name under which the tables of Twilio's own rules know this operation: other products have operations of the
    /// same ids, without these rules.
    pub(crate) fn core_id(&self) -> Option<&str> {
        let core = self.host == "api.twilio.com" && self.template.text.starts_with("/2010-04-01/");
        core.then_some(self.id.as_str())
    }

    /// An input by wire name, whatever its place.
    pub(crate) fn has_input(&self, name: &str) -> bool {
        self.inputs.iter().any(|input| input.name == name)
    }
}
