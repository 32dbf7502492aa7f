//! Findings as SARIF 2.1.0, for code scanning.

use crate::console::Console;
use crate::explain::first_paragraph;
use crate::finding::{Finding, Findings, is_denied};
use crate::fingerprint::Fingerprints;
use crate::json::percent_encoded;
use crate::location::{Location, from_repository};
use crate::mask::{MaskedSources, mask_shapes};
use crate::suggestion::changes;
use ringfence_lint::{LINTS, Level, Lint, Place};
use serde_json::{Value, json};
use std::path::Path;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The whole log, in one line.
pub(crate) fn log(
    findings: &Findings<'_>,
    told: &[Finding<'_>],
    masked: &mut MaskedSources,
    console: &Console<'_>,
) -> String {
    let mut fingerprints = Fingerprints::default();
    let results: Vec<Value> = told
        .iter()
        .map(|finding| {
            let fingerprint = fingerprints.of(finding, &|path| from_repository(path, console));
            result(finding, fingerprint, masked, console)
        })
        .collect();
    let notifications: Vec<Value> = findings
        .skipped()
        .into_iter()
        .map(|(path, reason)| {
            json!({
                "level": "warning",
                "message": { "text": format!("skipped: {reason}") },
                "locations": [{ "physicalLocation": { "artifactLocation": artifact(path, console) } }],
            })
        })
        .collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "Ringfence",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": "https://www.twilio.com/docs/usage/rest-api-best-practices",
                "rules": LINTS.iter().map(|lint| rule(lint)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {
                "SRCROOT": { "description": { "text": "The root of the repository, or the folder that was checked from." } },
            },
            "invocations": [{
                "executionSuccessful": findings.scanned() > 0,
                "exitCode": i32::from(is_denied(told)),
                "toolExecutionNotifications": notifications,
            }],
            "results": results,
        }],
    })
    .to_string()
}

/// A lint, with its page and the practice that it holds.
fn rule(lint: &Lint) -> Value {
    let (practice, page) = (lint.practice, lint.page());
    let source = format!("Practice {}: {}", practice.id, practice.page);
    json!({
        "id": lint.name,
        "shortDescription": { "text": lint.name.replace('_', " ") },
        "fullDescription": { "text": first_paragraph(lint) },
        "helpUri": practice.page,
        "help": {
            "text": format!("{page}\n\n{source}"),
            "markdown": format!("{page}\n\n[Practice {}]({})", practice.id, practice.page),
        },
        "defaultConfiguration": { "enabled": lint.level > Level::Allow, "level": level(lint.level) },
        "properties": { "tags": [lint.group, practice.id], "precision": "high" },
    })
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Deny => "error",
        Level::Warn => "warning",
        Level::Allow => "note",
    }
}

fn result(
    finding: &Finding<'_>,
    fingerprint: String,
    masked: &mut MaskedSources,
    console: &Console<'_>,
) -> Value {
    let diagnostic = finding.diagnostic;
    let mut text = format!("{}\n\nhelp: {}", mask_shapes(&diagnostic.message), mask_shapes(&diagnostic.help));
    for note in &diagnostic.notes {
        text.push_str(&format!("\nnote: {}", mask_shapes(note)));
    }
    let related: Vec<Value> = diagnostic
        .secondary
        .iter()
        .enumerate()
        .filter_map(|(at, (place, label))| {
            let mut location = location(finding, *place, masked, console)?;
            location["id"] = (at + 1).into();
            location["message"] = json!({ "text": mask_shapes(label) });
            Some(location)
        })
        .collect();
    json!({
        "ruleId": diagnostic.lint.name,
        "ruleIndex": LINTS.iter().position(|lint| lint.name == diagnostic.lint.name),
        "level": level(diagnostic.level),
        "message": { "text": text },
        "locations": location(finding, diagnostic.primary, masked, console).into_iter().collect::<Vec<_>>(),
        "relatedLocations": related,
        "partialFingerprints": { "ringfence/v1": fingerprint },
        "fixes": fix(finding, masked, console).into_iter().collect::<Vec<_>>(),
    })
}

/// The suggestion, unless something of it is masked: what is masked must not be applied by a machine.
fn fix(finding: &Finding<'_>, masked: &mut MaskedSources, console: &Console<'_>) -> Option<Value> {
    let suggestion = finding.diagnostic.suggestion.as_ref()?;
    let changes = changes(finding, masked);
    if changes.iter().any(|change| !change.is_whole) {
        return None;
    }
    let changed = changes.into_iter().filter_map(|change| {
        let location = Location::of(finding, change.place)?;
        Some(json!({
            "artifactLocation": artifact(location.path, console),
            "replacements": [{
                "deletedRegion": region(&location),
                "insertedContent": { "text": change.replacement },
            }],
        }))
    });
    let changed: Vec<Value> = changed.collect();
    Some(json!({
        "description": { "text": mask_shapes(&suggestion.message) },
        "artifactChanges": changed,
    }))
}

fn location(
    finding: &Finding<'_>,
    place: Place,
    masked: &mut MaskedSources,
    console: &Console<'_>,
) -> Option<Value> {
    let location = Location::of(finding, place)?;
    let shown = masked.of(location.path, location.text).get(location.bytes.clone()).unwrap_or_default();
    let mut region = region(&location);
    region["snippet"] = json!({ "text": shown });
    Some(
        json!({ "physicalLocation": { "artifactLocation": artifact(location.path, console), "region": region } }),
    )
}

fn region(location: &Location<'_>) -> Value {
    let ((first, column), (last, end)) = (location.first, location.last);
    json!({ "startLine": first, "startColumn": column, "endLine": last, "endColumn": end })
}

fn artifact(path: &Path, console: &Console<'_>) -> Value {
    let name = from_repository(path, console);
    match Path::new(&name).is_absolute() {
        true => json!({ "uri": format!("file://{}", percent_encoded(&name)) }),
        false => json!({ "uri": percent_encoded(&name), "uriBaseId": "SRCROOT" }),
    }
}
