//! What names and reaches each operation of generated code, as data: what a table of operations is made from.

use crate::facts::is_callback;
use crate::load::Source;
use crate::pipeline::modules;
use crate::plan::{Argument, Endpoint, Module, Setter, Write};
use crate::problem::Problems;
use crate::settings::Settings;

/// An operation as generated code has it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Outline {
    /// The module: `api_v2010`.
    pub module: String,
    /// The operation's id: `CreateMessage`.
    pub id: String,
    /// The endpoint function: `create_message`.
    pub function: String,
    /// The HTTP method, in capitals.
    pub method: String,
    /// The host.
    pub host: String,
    /// The template of the path.
    pub path: String,
    /// The inputs that take a URL which Twilio calls back, in the order of the document.
    pub callbacks: Vec<CallbackInput>,
    /// Whether it deletes data that Twilio stores on the account's behalf.
    pub deletes_stored_data: bool,
}

/// An input that takes a callback URL.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallbackInput {
    /// The name in the request: `StatusCallback`.
    pub wire: String,
    /// The name of its setter or argument: `status_callback`.
    pub name: String,
    /// Its place among the function's arguments, where it is required.
    pub argument: Option<usize>,
}

/// The operations of documents, in their order.
///
/// # Errors
///
/// All problems of all documents at once.
pub fn outline(sources: &[Source]) -> Result<Vec<Outline>, Problems> {
    let modules = modules(Vec::new(), sources, &Settings::default())?;
    Ok(modules.iter().flat_map(of_module).collect())
}

fn of_module(module: &Module) -> Vec<Outline> {
    let of = |endpoint: &Endpoint| Outline {
        module: module.name.as_str().to_owned(),
        id: endpoint.facts.id.clone(),
        function: endpoint.function.as_str().to_owned(),
        method: endpoint.facts.method.to_ascii_uppercase(),
        host: endpoint.facts.host.clone(),
        path: endpoint.facts.path.clone(),
        callbacks: callbacks(endpoint),
        deletes_stored_data: endpoint.facts.deletes_stored_data,
    };
    module.endpoints.iter().map(of).collect()
}

fn callbacks(endpoint: &Endpoint) -> Vec<CallbackInput> {
    let argument = |(place, argument): (usize, &Argument)| {
        let name = argument.name.as_str().to_owned();
        Some(CallbackInput { wire: callback(&argument.write)?, name, argument: Some(place) })
    };
    let setter = |setter: &Setter| {
        let name = setter.name.as_str().to_owned();
        Some(CallbackInput { wire: callback(&setter.write)?, name, argument: None })
    };
    let arguments = endpoint.arguments.iter().enumerate().filter_map(argument);
    arguments.chain(endpoint.setters.iter().filter_map(setter)).collect()
}

/// The name of an input that takes a callback, as the request has it.
fn callback(write: &Write) -> Option<String> {
    match write {
        Write::Input(_, wire) if is_callback(wire) => Some(wire.clone()),
        _ => None,
    }
}
