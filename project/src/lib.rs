//! The I/O that the generator, the macros and the command share: packages, targets, sources and settings, read from manifests.
//!
//! Light on purpose: no run of `cargo metadata`, no serde; every user of the macros builds this crate.
#![deny(missing_docs)]

mod feature;
mod manifest;
mod member;
mod package;
mod problem;
mod setting;
mod source;
mod spelling;
mod target;
mod workspace;

pub use package::Package;
pub use problem::{Problem, line_and_column};
pub use setting::{LintLevel, LintSetting, Settings};
pub use source::read_source;
pub use spelling::{nearest, suggestion};
pub use target::{Target, TargetKind};
pub use workspace::{Scope, find_manifest, packages};
