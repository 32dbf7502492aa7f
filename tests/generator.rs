//! The generator, from documents to code that compiles: tiny documents for each feature, Twilio's own for all at once,
//! the requests that generated code makes, and the answers that it takes.

#[cfg(test)]
#[path = "generator/answer_differences.rs"]
mod answer_differences;
#[cfg(test)]
#[path = "generator/answer_examples.rs"]
mod answer_examples;
#[cfg(test)]
#[path = "generator/answer_privacy.rs"]
mod answer_privacy;
#[cfg(test)]
#[path = "generator/answers.rs"]
mod answers;
#[cfg(test)]
#[path = "generator/choices.rs"]
mod choices;
#[cfg(test)]
#[path = "generator/crates.rs"]
mod crates;
#[cfg(test)]
#[path = "generator/documentation.rs"]
mod documentation;
#[cfg(test)]
#[path = "generator/documents.rs"]
mod documents;
#[cfg(test)]
#[path = "generator/everything.rs"]
mod everything;
#[cfg(test)]
#[path = "generator/examples.rs"]
mod examples;
#[cfg(test)]
#[path = "generator/expressions.rs"]
mod expressions;
#[cfg(test)]
#[path = "generator/files.rs"]
mod files;
#[cfg(test)]
#[path = "generator/inputs.rs"]
mod inputs;
#[cfg(test)]
#[path = "generator/names.rs"]
mod names;
#[cfg(test)]
#[path = "generator/newer_style.rs"]
mod newer_style;
#[cfg(test)]
#[path = "generator/privacy.rs"]
mod privacy;
#[cfg(test)]
#[path = "generator/problems.rs"]
mod problems;
#[cfg(test)]
#[path = "generator/program.rs"]
mod program;
#[cfg(test)]
#[path = "generator/queries.rs"]
mod queries;
#[cfg(test)]
#[path = "generator/recursion.rs"]
mod recursion;
#[cfg(test)]
#[path = "generator/settings.rs"]
mod settings;
#[cfg(test)]
#[path = "generator/shapes.rs"]
mod shapes;
#[cfg(test)]
#[path = "generator/signatures.rs"]
mod signatures;
#[cfg(test)]
#[path = "generator/twilio.rs"]
mod twilio;
#[cfg(test)]
#[path = "generator/vectors.rs"]
mod vectors;
#[cfg(test)]
#[path = "generator/whole.rs"]
mod whole;
#[cfg(test)]
#[path = "generator/wire.rs"]
mod wire;
