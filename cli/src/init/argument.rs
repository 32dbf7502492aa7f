//! The options of `init`.

use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use std::path::PathBuf;

pub(crate) const EXAMPLES: &str = "Examples:
  cargo ringfence init                                     asks for the documents, shows a diff, asks again
  cargo ringfence init --operations CreateMessage,FetchMessage --yes
  cargo ringfence init --spec verify_v2 --no-ci --dry-run
  cargo ringfence init --undo                              takes back what it wrote";

#[derive(Args, Debug)]
pub(crate) struct InitArguments {
    /// The `Cargo.toml` of the package, or its folder
    #[arg(long, value_name = "PATH")]
    pub(crate) manifest_path: Option<PathBuf>,
    /// A document, a folder of documents, or the name of a bundled one such as `api_v2010` (repeatable)
    #[arg(long = "spec", value_name = "SPEC", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) specs: Vec<String>,
    /// Ids of operations or patterns of ids, such as `CreateMessage` or `verify_v2::*` (commas between them); the bundled
    /// documents that have them are taken where none is named
    #[arg(long, value_delimiter = ',', value_name = "IDS")]
    pub(crate) operations: Vec<String>,
    /// Write no workflow for continuous integration
    #[arg(long)]
    pub(crate) no_ci: bool,
    /// Write no setting for editors
    #[arg(long)]
    pub(crate) no_editor: bool,
    /// Write no fragment of a `clippy.toml`
    #[arg(long)]
    pub(crate) no_clippy: bool,
    /// Do not ask before writing
    #[arg(short, long)]
    pub(crate) yes: bool,
    /// Show the diff and write nothing
    #[arg(long, conflicts_with = "yes")]
    pub(crate) dry_run: bool,
    /// Take back what was written here, where nobody has changed it since
    #[arg(
        long,
        conflicts_with_all = ["specs", "operations", "no_ci", "no_editor", "no_clippy"]
    )]
    pub(crate) undo: bool,
}
