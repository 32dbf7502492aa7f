//! The options of `check`.

use clap::{ArgMatches, Args, ValueEnum};
use ringfence_lint::Level;
use std::path::PathBuf;

pub(crate) const EXAMPLES: &str = "Examples:
  cargo ringfence check                                    the package here
  cargo ringfence check --workspace --exclude legacy -D warnings
  cargo ringfence check src/sms --format short             what stands in these files
  cargo ringfence check --changed-since origin/main        what a branch has a part in
  cargo ringfence check --fix                              apply the certain fixes
  cargo ringfence check --baseline ringfence.baseline.json --write-baseline
  cargo ringfence check --exits --owners                   every written exception, and who wrote it";

#[derive(Args, Debug)]
pub(crate) struct CheckArguments {
    /// Tell what stands in these files and folders, and nothing else; their packages are checked where none is named
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// The `Cargo.toml` to check, or its folder
    #[arg(long, value_name = "PATH", help_heading = "Selection")]
    pub(crate) manifest_path: Option<PathBuf>,
    /// Check all members of the workspace
    #[arg(long, visible_alias = "all", help_heading = "Selection")]
    pub(crate) workspace: bool,
    /// Check this package of the workspace (repeatable)
    #[arg(short, long = "package", value_name = "NAME", help_heading = "Selection")]
    pub(crate) packages: Vec<String>,
    /// Leave this package of the workspace out (repeatable, with `--workspace`)
    #[arg(long, value_name = "NAME", requires = "workspace", help_heading = "Selection")]
    pub(crate) exclude: Vec<String>,
    /// Tell what files have a part in that differ from where the current branch left this git revision
    #[arg(long, value_name = "REVISION", help_heading = "Selection")]
    pub(crate) changed_since: Option<String>,
    /// Features to switch on, beside the default ones (commas or spaces between them)
    #[arg(short = 'F', long, value_name = "FEATURES", help_heading = "Selection")]
    pub(crate) features: Vec<String>,
    /// Switch all features on
    #[arg(long, help_heading = "Selection")]
    pub(crate) all_features: bool,
    /// Set a lint, a group of lints or all `warnings` to deny
    #[arg(short = 'D', long, value_name = "LINT", help_heading = "Levels")]
    deny: Vec<String>,
    /// Set a lint or a group of lints to warn
    #[arg(short = 'W', long, value_name = "LINT", help_heading = "Levels")]
    warn: Vec<String>,
    /// Set a lint or a group of lints to allow
    #[arg(short = 'A', long, value_name = "LINT", help_heading = "Levels")]
    allow: Vec<String>,
    /// How findings are told
    #[arg(
        long,
        visible_alias = "message-format",
        value_name = "FORMAT",
        default_value = "human",
        help_heading = "Output"
    )]
    pub(crate) format: CheckFormat,
    /// Run this command of cargo afterwards and tell what it finds, too: for editors, which run one command (with `json`)
    #[arg(long, value_name = "COMMAND", value_enum, help_heading = "Output")]
    pub(crate) then_cargo: Option<CargoCommand>,
    /// Tell how often each lint found something, in place of the findings
    #[arg(long, conflicts_with_all = ["fix", "write_baseline", "exits"], help_heading = "Output")]
    pub(crate) statistics: bool,
    /// Say what was skipped or not followed, and why
    #[arg(short, long, help_heading = "Output")]
    pub(crate) verbose: bool,
    /// Apply the fixes that are certain; what is left is told. It refuses files with uncommitted changes
    #[arg(long, help_heading = "Fixes")]
    pub(crate) fix: bool,
    /// Fix files with changes that are not committed, too
    #[arg(long, requires = "fix", help_heading = "Fixes")]
    pub(crate) allow_dirty: bool,
    /// Fix files that are in no git repository, too
    #[arg(long, requires = "fix", help_heading = "Fixes")]
    pub(crate) allow_no_vcs: bool,
    /// Leave out what this file lists, by lint, path and content: what was there before the lints were
    #[arg(long, value_name = "FILE", help_heading = "Exceptions")]
    pub(crate) baseline: Option<PathBuf>,
    /// Write all that is found into the baseline
    #[arg(long, requires = "baseline", conflicts_with = "prune_baseline", help_heading = "Exceptions")]
    pub(crate) write_baseline: bool,
    /// Strike out of the baseline what is no longer found
    #[arg(long, requires = "baseline", help_heading = "Exceptions")]
    pub(crate) prune_baseline: bool,
    /// List every `permit`, `NoRetry` and `signature_validation` with its reason, in place of findings
    #[arg(long, conflicts_with_all = ["fix", "baseline"], help_heading = "Exceptions")]
    pub(crate) exits: bool,
    /// Say who wrote each of them last, by `git blame`
    #[arg(long, requires = "exits", help_heading = "Exceptions")]
    pub(crate) owners: bool,
    /// The levels of `-D`, `-W` and `-A` in the order given, since the last one wins.
    #[arg(skip)]
    pub(crate) levels: Vec<(String, Level)>,
}

/// How findings are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// For people, as rustc writes
    Human,
    /// A line for each finding
    Short,
    /// One object a line in the schema of `cargo check --message-format=json`, for editors and rustfix
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of a GitHub workflow, and its job summary
    Github,
}

/// What of cargo can follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CargoCommand {
    /// `cargo check`
    Check,
    /// `cargo clippy`
    Clippy,
}

impl CheckArguments {
    /// Puts the levels into the order of the command line.
    pub(crate) fn order_levels(&mut self, matches: &ArgMatches) {
        let lists = [
            ("deny", &self.deny, Level::Deny),
            ("warn", &self.warn, Level::Warn),
            ("allow", &self.allow, Level::Allow),
        ];
        let mut placed = Vec::new();
        for (option, names, level) in lists {
            let places = matches.indices_of(option).into_iter().flatten();
            placed.extend(places.zip(names).map(|(place, name)| (place, name.clone(), level)));
        }
        placed.sort_by_key(|(place, ..)| *place);
        self.levels = placed.into_iter().map(|(_, name, level)| (name, level)).collect();
    }
}
