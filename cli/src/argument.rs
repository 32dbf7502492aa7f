//! The command line.

use crate::check::{CheckArguments, EXAMPLES as CHECK_EXAMPLES};
use crate::explain::TableFormat;
use crate::init::{EXAMPLES as INIT_EXAMPLES, InitArguments};
use crate::mock::MockArguments;
use clap::builder::NonEmptyStringValueParser;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use ringfence_codegen::Fact;
use ringfence_project::Literal;
use std::ffi::OsString;
use std::path::PathBuf;

/// Twilio's best practices, held over a workspace.
#[derive(Debug, Parser)]
#[command(name = "cargo-ringfence", bin_name = "cargo ringfence", version, after_help = EXAMPLES)]
struct Line {
    #[command(subcommand)]
    command: Command,
    /// Whether to colour: by the terminal and `NO_COLOR` unless said otherwise
    // It is looked for before the line is parsed, since it says how a wrong line is told.
    #[arg(long = "color", global = true, value_name = "WHEN", default_value = "auto")]
    colour: Colour,
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Colour {
    Auto,
    Always,
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Lint the package of the current folder, or the whole workspace where its manifest is virtual
    ///
    /// Levels are the lints' own, over them the manifests', the command line's, and what an item sets with `#[enforce(...)]`.
    /// Exit code: 0 clean, 1 a finding at level deny, 2 could not run.
    #[command(after_help = CHECK_EXAMPLES)]
    Check(CheckArguments),
    /// Set a package up: dependencies, build script, documents, a CI workflow, the editor, clippy
    ///
    /// Shows a diff and asks before it writes. What is there already stays, so it can be run again.
    /// Exit code: 0 done, or not wanted, 2 could not run.
    #[command(after_help = INIT_EXAMPLES)]
    Init(InitArguments),
    /// Turn OpenAPI documents into endpoint functions, as files of a repository
    ///
    /// Writes `mod.rs` and one file for each document; generated files that are no longer wanted are removed, others are left
    /// alone. The settings are those of the manifest (`[package.metadata.ringfence]`), as for the build script; options come over
    /// them. With `--spec` and without `--manifest-path` no manifest is read.
    /// Exit code: 0 done or up to date, 1 out of date (`--check`), 2 could not run.
    #[command(after_help = GENERATE_EXAMPLES)]
    Generate(GenerateArguments),
    /// List, show, search, fetch and compare OpenAPI documents
    #[command(subcommand, after_help = SPECS_EXAMPLES)]
    Specs(SpecsCommand),
    /// Serve a local Twilio for development and tests, and show what it sees
    ///
    /// On a terminal a live table, else a line for each request and callback; in the browser `/_ringfence`. It listens on
    /// 127.0.0.1 and ends with Ctrl-C. Exit code: 0 ended, 2 could not run.
    #[command(after_help = MOCK_EXAMPLES)]
    Mock(MockArguments),
    /// Print a lint's page: what it does, why, an example, what to write instead
    #[command(after_help = "Example:\n  cargo ringfence explain polling_loop")]
    Explain {
        /// The lint's name
        lint: String,
    },
    /// List all lints with group, level and practice
    #[command(after_help = "Example:\n  cargo ringfence lints --format markdown")]
    Lints {
        /// How the table is written
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: TableFormat,
    },
    /// Print a fragment of a `clippy.toml` with the methods that no program should call
    #[command(after_help = "Example:\n  cargo ringfence clippy-config >> clippy.toml")]
    ClippyConfig,
    /// Print completions for a shell
    ///
    /// They complete `cargo-ringfence`, and behind `cargo` where the shell asks for a subcommand's own, as zsh does.
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Write man pages, one for each command
    #[command(
        after_help = "Example:\n  cargo ringfence man --out ~/.local/share/man/man1 && man cargo-ringfence-check"
    )]
    Man {
        /// The folder that takes the pages
        #[arg(long, value_name = "FOLDER")]
        out: PathBuf,
    },
}

/// What to do with documents.
#[derive(Debug, Subcommand)]
pub(crate) enum SpecsCommand {
    /// List documents with their versions and numbers of operations
    #[command(after_help = "Example:\n  cargo ringfence specs list --operations --spec api_v2010")]
    List(ListArguments),
    /// Show an operation: its function, inputs, limits, callbacks and answer
    #[command(
        after_help = "Examples:\n  cargo ringfence specs show CreateMessage\n  cargo ringfence specs show verify_v2::FetchService"
    )]
    Show(ShowArguments),
    /// Search operations, inputs and types by name, path and text
    #[command(after_help = "Example:\n  cargo ringfence specs search status callback")]
    Search(SearchArguments),
    /// Fetch Twilio's documents into a folder, with their revision beside them
    #[command(after_help = FETCH_EXAMPLES)]
    Fetch(FetchArguments),
    /// Compare documents by what they mean: what breaks, what is new, and what it does to the Rust API
    ///
    /// Exit code: 0 nothing breaks, 1 something does (with `--exit-code`), 2 could not run.
    #[command(
        after_help = "Examples:\n  cargo ringfence specs diff specs-2.6.6 specs-2.6.7\n  cargo ringfence specs diff old.yaml new.yaml --format json"
    )]
    Diff(DiffArguments),
}

const EXAMPLES: &str = "Examples:
  cargo ringfence init                                     sets a package up
  cargo ringfence check --workspace                        the lints, over all of it
  cargo ringfence explain polling_loop
  cargo ringfence mock                                     a Twilio on this machine";

const SPECS_EXAMPLES: &str = "Examples:
  cargo ringfence specs list
  cargo ringfence specs search status callback
  cargo ringfence specs diff specs-2.6.6 specs-2.6.7";

const GENERATE_EXAMPLES: &str = "Examples:
  cargo ringfence generate --out src/twilio
  cargo ringfence generate --out src/twilio --check        in CI: a diff and exit code 1 when they are out of date
  cargo ringfence generate --spec api_v2010 --operations '*Message' --out src/twilio";

const COMPLETIONS_EXAMPLES: &str = "Examples:
  cargo ringfence completions bash > ~/.local/share/bash-completion/completions/cargo-ringfence
  cargo ringfence completions zsh > ~/.zfunc/_cargo-ringfence
  cargo ringfence completions fish > ~/.config/fish/completions/cargo-ringfence.fish";

const MOCK_EXAMPLES: &str = "Examples:
  cargo ringfence mock
  cargo ringfence mock --spec api_v2010 --spec verify_v2 --port 0 --seed 7
  cargo ringfence mock --spec twilio-oai/spec/yaml --faults faults.yaml";

const FETCH_EXAMPLES: &str = "Examples:
  cargo ringfence specs fetch https://github.com/twilio/twilio-oai/archive/refs/tags/2.6.7.tar.gz --out specs
  cargo ringfence specs fetch ../twilio-oai --revision 2.6.7 --out specs
  cargo ringfence specs fetch twilio-oai-2.6.7.tar.gz --out specs --only 'api_v2010,verify_*'";

/// Where documents come from.
#[derive(Args, Debug)]
pub(crate) struct SourceArguments {
    /// A document, a folder of documents, or the name of a bundled one (repeatable); else those of the manifest, else all bundled ones
    #[arg(long = "spec", value_name = "SPEC", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) specs: Vec<String>,
    /// The `Cargo.toml` whose documents and settings are meant, or its folder
    #[arg(long, value_name = "PATH")]
    pub(crate) manifest_path: Option<PathBuf>,
    /// For people, or as JSON
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
pub(crate) struct ListArguments {
    /// List the operations, too
    #[arg(long)]
    pub(crate) operations: bool,
    #[command(flatten)]
    pub(crate) source: SourceArguments,
}

#[derive(Args, Debug)]
pub(crate) struct ShowArguments {
    /// The operation's id or function, with its module before it where several have it: `verify_v2::FetchService`
    pub(crate) operation: String,
    #[command(flatten)]
    pub(crate) source: SourceArguments,
}

#[derive(Args, Debug)]
pub(crate) struct SearchArguments {
    /// Words that must all be there, in any order and case
    #[arg(required = true, value_parser = NonEmptyStringValueParser::new())]
    pub(crate) words: Vec<String>,
    /// Show at most so many
    #[arg(long, value_name = "NUMBER", default_value_t = 20)]
    pub(crate) limit: usize,
    #[command(flatten)]
    pub(crate) source: SourceArguments,
}

#[derive(Args, Debug)]
pub(crate) struct FetchArguments {
    /// A release archive (.tar.gz) by https URL or path, a git repository by https URL (.git) or path, or a folder
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    pub(crate) from: String,
    /// The folder that takes the documents
    #[arg(long, value_name = "FOLDER")]
    pub(crate) out: PathBuf,
    /// The tag, branch or commit of a git repository (default: what is checked out)
    #[arg(long, value_name = "REVISION")]
    pub(crate) revision: Option<String>,
    /// Documents to take, by name or pattern of names (commas between them)
    #[arg(long, value_delimiter = ',', value_name = "NAMES")]
    pub(crate) only: Vec<String>,
    /// Take documents in JSON where there is a choice
    #[arg(long)]
    pub(crate) json: bool,
    /// A file of PEM certificates to trust in place of Mozilla's roots, such as a company's own
    #[arg(long, value_name = "FILE")]
    pub(crate) ca_file: Option<PathBuf>,
    /// Mebibytes that an archive may have, packed; unpacked it may have sixteen times as many
    #[arg(long, value_name = "MEBIBYTES", default_value_t = 64, value_parser = clap::value_parser!(u64).range(1..=4096))]
    pub(crate) max_size: u64,
}

#[derive(Args, Debug)]
pub(crate) struct DiffArguments {
    /// The old document, or a folder of documents
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    pub(crate) old: String,
    /// The new document, or a folder of documents
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    pub(crate) new: String,
    /// Tell what breaks and nothing else
    #[arg(long)]
    pub(crate) breaking: bool,
    /// Exit with 1 if anything breaks
    #[arg(long)]
    pub(crate) exit_code: bool,
    /// For people, or as JSON
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Format,
}

/// How findings are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Human,
    Json,
}

#[derive(Args, Debug)]
pub(crate) struct GenerateArguments {
    /// The folder that takes the files, such as `src/twilio`
    #[arg(long, value_name = "FOLDER")]
    pub(crate) out: PathBuf,
    /// Write nothing; print a diff and exit with 1 if the files are out of date
    #[arg(long)]
    pub(crate) check: bool,
    /// A document, a folder of documents, or the name of a bundled one such as `api_v2010` (repeatable)
    #[arg(long = "spec", value_name = "SPEC", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) specs: Vec<String>,
    /// The `Cargo.toml` whose settings hold, or its folder
    #[arg(long, value_name = "PATH")]
    pub(crate) manifest_path: Option<PathBuf>,
    /// Ids of operations or patterns of ids, such as `CreateMessage`, `Fetch*` or `verify_v2::*` (commas between them)
    #[arg(long, value_delimiter = ',', value_name = "IDS")]
    pub(crate) operations: Vec<String>,
    /// Patterns of paths: `*` stops at a `/`, `**` does not (commas between them)
    #[arg(long, value_delimiter = ',', value_name = "PATTERNS")]
    pub(crate) paths: Vec<String>,
    /// Tags of operations (commas between them)
    #[arg(long, value_delimiter = ',', value_name = "TAGS")]
    pub(crate) tags: Vec<String>,
    /// Name the module of a document: `verify_v2=verify` (repeatable)
    #[arg(long = "module", value_name = "DOCUMENT=NAME", value_parser = pair)]
    pub(crate) modules: Vec<(String, String)>,
    /// Derive more on a generated type: `Message=PartialEq` (commas between derives; repeatable)
    #[arg(long = "derive", value_name = "TYPE=DERIVES", value_parser = pair)]
    pub(crate) derives: Vec<(String, String)>,
    /// Give something another name in Rust: `CreateMessage=SendMessage` (repeatable)
    #[arg(long = "rename", value_name = "ADDRESS=NAME", value_parser = pair)]
    pub(crate) renames: Vec<(String, String)>,
    /// Replace a wrong fact of a document: `CreateMessage.To:required=false` (repeatable)
    #[arg(long = "override", value_name = "ADDRESS:FACT=VALUE", value_parser = fact)]
    pub(crate) overrides: Vec<(String, Fact)>,
}

/// `name=value`.
fn pair(text: &str) -> Result<(String, String), String> {
    let pair = text.split_once('=').filter(|(name, value)| !name.is_empty() && !value.is_empty());
    let (name, value) = pair.ok_or("something, `=`, and what it is to be are needed")?;
    Ok((name.to_owned(), value.to_owned()))
}

/// `address:fact=value`; the value as JSON, or as the text that it is.
fn fact(text: &str) -> Result<(String, Fact), String> {
    let (place, value) = pair(text)?;
    let (address, name) =
        place.rsplit_once(':').ok_or("an address, `:`, and the name of a fact are needed")?;
    let literal = serde_json::from_str(value.as_str()).ok().and_then(|json| literal(&json));
    let fact = Fact::read(name, &literal.unwrap_or(Literal::Text(value)))?;
    Ok((address.to_owned(), fact))
}

fn literal(json: &serde_json::Value) -> Option<Literal> {
    Some(match json {
        serde_json::Value::Bool(value) => Literal::Bool(*value),
        serde_json::Value::Number(number) => Literal::Integer(number.as_i64()?),
        serde_json::Value::String(text) => Literal::Text(text.clone()),
        serde_json::Value::Array(items) => Literal::List(items.iter().map(literal).collect::<Option<_>>()?),
        _ => return None,
    })
}

/// Parses a command line, the program's name first.
pub(crate) fn parse(mut line: Vec<OsString>) -> Result<Command, clap::Error> {
    // `cargo ringfence check` runs `cargo-ringfence ringfence check`.
    if line.get(1).is_some_and(|word| word == "ringfence") {
        line.remove(1);
    }
    let matches = Line::command().try_get_matches_from(line)?;
    let Line { mut command, .. } = Line::from_arg_matches(&matches)?;
    if let (Command::Check(check), Some((_, matches))) = (&mut command, matches.subcommand()) {
        check.order_levels(matches);
    }
    Ok(command)
}

/// When to colour, as far as a line says so that may be wrong elsewhere: also what is wrong is told in colour or not.
pub(crate) fn colour(line: &[OsString]) -> Colour {
    let mut words = line.iter().filter_map(|word| word.to_str()).take_while(|word| *word != "--");
    let mut last = Colour::Auto;
    while let Some(word) = words.next() {
        let given = match word {
            "--color" => words.next(),
            _ => word.strip_prefix("--color="),
        };
        last = given.and_then(|given| Colour::from_str(given, false).ok()).unwrap_or(last);
    }
    last
}

/// The whole definition, for completions and man pages.
pub(crate) fn definition() -> clap::Command {
    Line::command()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ringfence_lint::Level;

    #[test]
    fn the_definition_is_consistent() {
        Line::command().debug_assert();
    }

    #[test]
    fn levels_keep_their_order() {
        let line = "cargo-ringfence ringfence check -D b -A a --warn=b -Dwarnings";
        let Ok(Command::Check(check)) = parse(line.split(' ').map(OsString::from).collect()) else {
            panic!("not a check")
        };
        let levels: Vec<_> = check.levels.iter().map(|(name, level)| (name.as_str(), *level)).collect();
        let expected =
            [("b", Level::Deny), ("a", Level::Allow), ("b", Level::Warn), ("warnings", Level::Deny)];
        assert_eq!(levels, expected);
    }
}
