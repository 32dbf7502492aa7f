//! `--statistics`: how often each lint found something.

use crate::console::Console;
use crate::finding::Finding;
use crate::level::told_as;
use ringfence_lint::Level;
use std::collections::BTreeMap;

/// A line for each lint, the most frequent first, with how many of its findings have a certain fix.
pub(crate) fn tell(findings: &[Finding<'_>], console: &mut Console<'_>) {
    let mut counts: BTreeMap<&str, (usize, Level, usize)> = BTreeMap::new();
    for finding in findings {
        let diagnostic = finding.diagnostic;
        let entry = counts.entry(diagnostic.lint.name).or_insert((0, diagnostic.level, 0));
        entry.0 += 1;
        entry.1 = entry.1.max(diagnostic.level);
        entry.2 += usize::from(diagnostic.suggestion.is_some());
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by_key(|(name, (count, ..))| (std::cmp::Reverse(*count), *name));
    for (name, (count, level, fixable)) in rows {
        let level = told_as(level);
        let fixable = if fixable > 0 { format!("  {fixable} with a certain fix") } else { String::new() };
        console.say(format!("{count:>6}  {level:<7}  {name}{fixable}").trim_end());
    }
}
