//! What a run has judged: only of that is it known that what was not found is not there.

use crate::check::baseline::Key;
use crate::check::reach::Reach;
use crate::check::round::Round;
use crate::console::Console;
use crate::finding::Findings;
use crate::location::resolved;
use ringfence_lint::{LINTS, Level};
use ringfence_project::Package;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Files that were told whole, by lint and feature.
pub(crate) struct Judged<'r, 'p, 'c> {
    round: &'r Round<'p>,
    console: &'r Console<'c>,
    /// The files that were understood, each with the packages whose crates have read it.
    files: BTreeMap<PathBuf, BTreeSet<usize>>,
    /// The lints that each package allows.
    allowed: Vec<BTreeSet<&'static str>>,
    /// What is found with other features on, looked for once somebody asks.
    elsewhere: OnceCell<BTreeSet<Key>>,
}

impl<'r, 'p, 'c> Judged<'r, 'p, 'c> {
    /// What a round has judged with the features that are on, and what it would find with others.
    pub(crate) fn of(round: &'r Round<'p>, found: &Findings<'_>, console: &'r Console<'c>) -> Self {
        let allowed = round.levels.iter().map(|levels| {
            let lints = LINTS.iter().filter(|lint| levels.of(lint) == Level::Allow);
            lints.map(|lint| lint.name).collect()
        });
        Self {
            round,
            console,
            files: found.readers(round.packages),
            allowed: allowed.collect(),
            elsewhere: OnceCell::new(),
        }
    }

    /// Whether an entry of a baseline in this folder would have been found if it were still there, or its file is gone.
    pub(crate) fn holds(&self, folder: &Path, key: &Key) -> bool {
        let (path, lint, _) = key;
        let file = resolved(&folder.join(path));
        if !file.exists() {
            return true;
        }
        let Some(readers) = self.files.get(&file) else { return false };
        let is_on =
            |at: &usize| self.allowed.get(*at).is_some_and(|allowed| !allowed.contains(lint.as_str()));
        let elsewhere = || self.elsewhere.get_or_init(|| elsewhere(self.round, self.console));
        self.round.reach.covers(&file) && readers.iter().all(is_on) && !elsewhere().contains(key)
    }
}

/// What is found with all features on, and with none: code that is not there in this run is not mended by that.
fn elsewhere(round: &Round<'_>, console: &Console<'_>) -> BTreeSet<Key> {
    let mut keys = BTreeSet::new();
    let Some(baseline) = &round.baseline else { return keys };
    if !round.packages.iter().any(Package::has_features) {
        return keys;
    }
    for is_on in [true, false] {
        let mut packages = round.packages.to_vec();
        packages.iter_mut().for_each(|package| package.pick_features(|_| is_on));
        let levels = round.levels.clone();
        let other = Round {
            packages: &packages,
            levels,
            today: round.today,
            reach: Reach::default(),
            baseline: None,
        };
        let found = other.inspect(BTreeMap::new(), console);
        keys.extend(found.sorted().iter().map(|finding| baseline.key(finding)));
    }
    keys
}
