//! The lint engine: Rust source to diagnostics about how a program uses Twilio.
//!
//! parse → lower → resolve → facts → rules → report. It does no I/O and prints nothing: sources come through [`Sources`].
#![deny(missing_docs)]

mod bounds;
mod crates;
mod diagnostic;
mod engine;
mod facts;
mod flatten;
pub mod gather;
mod history;
mod hook;
mod input;
mod ir;
mod item;
mod kinds;
mod level;
mod lint;
mod load;
mod lower;
mod messages;
mod operations;
pub mod overrides;
mod region;
mod report;
mod resolve;
mod rules;
mod scanner;
mod slice;
pub mod sorted;
mod spelling;
mod stretch;
mod surroundings;
mod thin;
mod trigger;
mod waiver;
mod word;
mod worker;

pub use diagnostic::{Diagnostic, FileId, Place, Practice, Suggestion};
pub use engine::{Report, Source, check_crate, check_crates, check_whole_crates};
pub use input::{CrateInput, Sources, TargetKind};
pub use item::{ItemContext, ItemReport, check_item, is_triggered};
pub use level::{Level, Levels, UnknownLint};
pub use lint::Lint;
pub use load::straight;
pub use operations::{CallbackInput, Effect, Operation, Replacement};
pub use rules::LINTS;
pub use slice::Slice;
pub use spelling::{nearest, suggestion};
pub use waiver::{Waiver, WaiverKind};
