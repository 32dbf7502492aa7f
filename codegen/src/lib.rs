//! The generator of Ringfence: OpenAPI documents to endpoint functions, in a build script or by hand.
//!
//! A build script is one line:
//!
//! ```no_run
//! ringfence_codegen::Config::from_manifest().generate_or_exit();
//! ```
//!
//! With [`Config::enforce_crate`] it also holds the lints over the crate that is being built.
//!
//! The stages are load → lower → check → plan → emit → print → write, one module per verb; [`render`] runs all but the
//! first and the last on documents in memory.
#![deny(missing_docs)]

mod address;
mod adjust;
mod check;
mod config;
mod dated;
mod derive;
mod docs;
mod emit;
mod enforce;
mod fact;
mod facts;
mod files;
mod load;
mod lower;
mod model;
mod name;
mod node;
mod outline;
mod pattern;
mod pipeline;
mod plan;
mod print;
mod problem;
mod selection;
mod settings;
mod tree;
mod write;

pub use config::{Config, Generated};
pub use dated::dates;
pub use emit::Spelled;
pub use fact::Fact;
pub use files::{Difference, Files};
pub use load::{Format, Source};
pub use outline::{
    ArgumentOutline, CallbackInput, Catalogue, DocumentOutline, Ending, InputOutline, MemberOutline, Outline,
    Reach, TypeKind, TypeOutline, outline,
};
pub use pattern::matches as matches_pattern;
pub use pipeline::{Rendered, render};
pub use problem::{Place, Problem, Problems};
