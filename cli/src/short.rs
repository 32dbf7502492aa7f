//! Findings as a line each.

use crate::console::Console;
use crate::finding::Finding;
use crate::location::Location;
use crate::mask::mask_shapes;
use ringfence_lint::Level;

/// `file:line:column: error[lint]: what is wrong`.
pub(crate) fn line(finding: &Finding<'_>, console: &Console<'_>) -> String {
    let diagnostic = finding.diagnostic;
    let level = if diagnostic.level == Level::Deny { "error" } else { "warning" };
    let place = Location::of(finding, diagnostic.primary).map_or_else(String::new, |location| {
        let (line, column) = location.first;
        format!("{}:{line}:{column}: ", console.relative(location.path).display())
    });
    format!("{place}{level}[{}]: {}", diagnostic.lint.name, mask_shapes(&diagnostic.message))
}
