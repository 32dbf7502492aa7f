//! The command line.

use clap::{ArgMatches, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use ringfence_lint::Level;
use std::ffi::OsString;
use std::path::PathBuf;

/// Twilio's best practices, held over a workspace.
#[derive(Debug, Parser)]
#[command(name = "cargo-ringfence", bin_name = "cargo ringfence", version)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Lint the package of the current folder, or the whole workspace where its manifest is virtual
    ///
    /// Levels are the lints' own, over them the manifests', the command line's, and what an item sets with `#[enforce(...)]`.
    /// Exit code: 0 clean, 1 a finding at level deny, 2 could not run.
    Check(CheckArguments),
    /// Turn OpenAPI documents into endpoint functions (one file, `twilio.rs`)
    Generate(GenerateArguments),
    /// Print a lint's page: what it does, why, an example, what to write instead
    Explain {
        /// The lint's name
        lint: String,
    },
    /// List all lints with group and level
    Lints,
    /// Print a fragment of a `clippy.toml` with the methods that no program should call
    ClippyConfig,
}

#[derive(Args, Debug)]
pub(crate) struct CheckArguments {
    /// The `Cargo.toml` to check, or its folder
    #[arg(long, value_name = "PATH")]
    pub(crate) manifest_path: Option<PathBuf>,
    /// Check all members of the workspace
    #[arg(long, visible_alias = "all")]
    pub(crate) workspace: bool,
    /// Check this package of the workspace (repeatable)
    #[arg(short, long = "package", value_name = "NAME")]
    pub(crate) packages: Vec<String>,
    /// Features to switch on, beside the default ones (commas or spaces between them)
    #[arg(short = 'F', long, value_name = "FEATURES")]
    pub(crate) features: Vec<String>,
    /// Switch all features on
    #[arg(long)]
    pub(crate) all_features: bool,
    /// Set a lint, a group of lints or all `warnings` to deny
    #[arg(short = 'D', long, value_name = "LINT")]
    deny: Vec<String>,
    /// Set a lint or a group of lints to warn
    #[arg(short = 'W', long, value_name = "LINT")]
    warn: Vec<String>,
    /// Set a lint or a group of lints to allow
    #[arg(short = 'A', long, value_name = "LINT")]
    allow: Vec<String>,
    /// For people, or one JSON object a line in the schema of `cargo check --message-format=json`
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Format,
    /// Say what was skipped or not followed, and why
    #[arg(short, long)]
    pub(crate) verbose: bool,
    /// The levels of `-D`, `-W` and `-A` in the order given, since the last one wins.
    #[arg(skip)]
    pub(crate) levels: Vec<(String, Level)>,
}

/// How findings are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Human,
    Json,
}

#[derive(Args, Debug)]
pub(crate) struct GenerateArguments {
    /// A document, a folder of documents, or the name of a bundled one such as `api_v2010` (repeatable)
    #[arg(long = "spec", value_name = "SPEC", required = true)]
    pub(crate) specs: Vec<String>,
    /// The folder that takes `twilio.rs`
    #[arg(long, value_name = "FOLDER")]
    pub(crate) out: PathBuf,
    /// Ids of operations, such as `CreateMessage` (commas between them); all where none is given
    #[arg(long, value_delimiter = ',', value_name = "IDS")]
    pub(crate) operations: Vec<String>,
}

/// Parses a command line, the program's name first.
pub(crate) fn parse(mut line: Vec<OsString>) -> Result<Command, clap::Error> {
    // `cargo ringfence check` runs `cargo-ringfence ringfence check`.
    if line.get(1).is_some_and(|word| word == "ringfence") {
        line.remove(1);
    }
    let matches = Line::command().try_get_matches_from(line)?;
    let mut command = Line::from_arg_matches(&matches)?.command;
    if let (Command::Check(check), Some((_, matches))) = (&mut command, matches.subcommand()) {
        check.levels = levels_in_order(check, matches);
    }
    Ok(command)
}

fn levels_in_order(check: &CheckArguments, matches: &ArgMatches) -> Vec<(String, Level)> {
    let lists = [
        ("deny", &check.deny, Level::Deny),
        ("warn", &check.warn, Level::Warn),
        ("allow", &check.allow, Level::Allow),
    ];
    let mut placed = Vec::new();
    for (option, names, level) in lists {
        let places = matches.indices_of(option).into_iter().flatten();
        placed.extend(places.zip(names).map(|(place, name)| (place, name.clone(), level)));
    }
    placed.sort_by_key(|(place, ..)| *place);
    placed.into_iter().map(|(_, name, level)| (name, level)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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
