//! What tells a finding from others when lines move: its lint, its file and what stands there.

use crate::finding::Finding;
use crate::location::Location;
use crate::mask::mask_literals;
use crate::render::lines_around;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;

/// The group whose findings lie on secrets: a hash of one would be a hint.
const SECRET: &str = "credentials";

/// What stands at a finding, in few digits: its lines without spaces around them, secrets left out.
pub(crate) fn content(finding: &Finding<'_>) -> String {
    let Some(location) = Location::of(finding, finding.diagnostic.primary) else { return digits("") };
    let lines = lines_around(location.text, &location.bytes);
    let text = location.text.get(lines).unwrap_or_default();
    let text = match finding.diagnostic.lint.group {
        SECRET => text.split('"').step_by(2).collect::<Vec<_>>().join("\""),
        _ => mask_literals(text),
    };
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    digits(&lines.join("\n"))
}

fn digits(text: &str) -> String {
    Sha256::digest(text).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Fingerprints of findings; equal ones are counted in the order of their files.
#[derive(Default)]
pub(crate) struct Fingerprints {
    seen: BTreeMap<String, usize>,
}

impl Fingerprints {
    /// The finding's; `name` says how its file is called.
    pub(crate) fn of(&mut self, finding: &Finding<'_>, name: &dyn Fn(&Path) -> String) -> String {
        let path =
            finding.source(finding.diagnostic.primary).map_or_else(String::new, |(path, _)| name(path));
        let print = digits(&format!("{}\n{path}\n{}", finding.diagnostic.lint.name, content(finding)));
        let seen = self.seen.entry(print.clone()).or_default();
        *seen += 1;
        format!("{print}:{seen}")
    }
}
