//! What the mock knows of one operation.

use hyper::Method;
use serde_json::Value;

use crate::template::Template;

/// One operation of a document.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: Method,
    pub(crate) template: Template,
    /// Host of the product, such as `api.twilio.com`.
    pub(crate) host: String,
    /// Whether credentials are wanted (`security: []` says no).
    pub(crate) secured: bool,
    /// Path, query, header and body inputs.
    pub(crate) inputs: Vec<Input>,
    pub(crate) body: Option<Body>,
    /// Groups of wire names of which one is needed.
    pub(crate) conditional: Vec<Vec<String>>,
    pub(crate) success: Success,
}

/// One input, by its wire name.
#[derive(Debug)]
pub(crate) struct Input {
    pub(crate) name: String,
    pub(crate) place: Place,
    pub(crate) required: bool,
    pub(crate) schema: Value,
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
    pub(crate) schema: Value,
    /// No property is declared: any content will do.
    pub(crate) open: bool,
}

/// The answer that means success.
#[derive(Debug)]
pub(crate) struct Success {
    pub(crate) status: u16,
    pub(crate) content_type: Option<String>,
    pub(crate) schema: Option<Value>,
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
