//! The I/O that the generator, the macros and the command share: packages, targets, sources and settings, read from manifests.
//!
//! Light on purpose: no run of `cargo metadata`, no serde; every user of the macros builds this crate, and the lint engine with it,
//! in whose terms it speaks of targets and levels.
#![deny(missing_docs)]

mod dependency;
mod disk;
mod feature;
mod generation;
mod graph;
mod manifest;
mod member;
mod membership;
mod origin;
mod package;
mod problem;
mod said;
mod setting;
mod source;
mod target;
mod workspace;

pub use dependency::{Dependency, DependencyKind};
pub use disk::{Disk, is_absence};
pub use graph::{Graph, Library};
pub use origin::is_foreign;
pub use package::Package;
pub use problem::{Problem, line_and_column};
pub use said::{Facts, Literal, Said};
pub use setting::Settings;
pub use source::read_source;
pub use target::Target;
pub use workspace::{Scope, find_manifest, packages, workspace_root};
