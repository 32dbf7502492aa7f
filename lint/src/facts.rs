//! Facts: an abstract interpretation of every function body. Rules read what it saw and never the tree.

mod calls;
mod clients;
mod collections;
mod control;
mod credentials;
mod environment;
mod evaluate;
mod event;
mod externals;
mod fields;
mod invoke;
mod library;
mod location;
mod memo;
mod messages;
mod method;
mod method_names;
mod names;
mod parts;
mod pattern;
mod program;
mod secrets;
mod sinks;
mod text;
mod types;
mod url;
mod value;
mod vocabulary;

pub(crate) use event::{Event, EventKind, Given, Reason, Shape, Sink};
pub(crate) use library::{is_foreign, is_library};
pub(crate) use location::{Host, SetBy, Setting, find_hosts};
pub(crate) use program::{Entries, Facts, PermitFact, collect_facts};
pub(crate) use secrets::SecretKind;
pub(crate) use text::Text;
pub(crate) use url::find_urls;
