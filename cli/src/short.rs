//! Findings as a line each.

use crate::console::Console;
use crate::finding::Finding;
use crate::level::told_as;
use crate::location::Location;
use crate::mask::mask_shapes;

/// `file:line:column: error[lint]: what is wrong`.
pub(crate) fn line(finding: &Finding<'_>, console: &Console<'_>) -> String {
    let diagnostic = finding.diagnostic;
    let level = told_as(diagnostic.level);
    let place = Location::of(finding, diagnostic.primary).map_or_else(String::new, |location| {
        let (line, column) = location.first;
        format!("{}:{line}:{column}: ", console.relative(location.path).display())
    });
    format!("{place}{level}[{}]: {}", diagnostic.lint.name, mask_shapes(&diagnostic.message))
}
