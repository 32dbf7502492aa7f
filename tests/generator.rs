//! The generator, from documents to code that compiles: tiny documents for each feature, Twilio's own for all at once,
//! and the requests that generated code makes.

#[path = "generator/crates.rs"]
mod crates;
#[path = "generator/documents.rs"]
mod documents;
#[path = "generator/problems.rs"]
mod problems;
#[path = "generator/requests.rs"]
mod requests;
#[path = "generator/settings.rs"]
mod settings;
#[path = "generator/shapes.rs"]
mod shapes;
#[path = "generator/twilio.rs"]
mod twilio;
