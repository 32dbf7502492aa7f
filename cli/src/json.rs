//! Findings for machines: one JSON object a line, as `cargo check --message-format=json` writes them.

use crate::console::Console;
use crate::finding::{Finding, Origin};
use crate::level::told_as;
use crate::location::Location;
use crate::mask::{MaskedSources, mask_shapes};
use crate::suggestion::changes;
use ringfence_lint::{Place, TargetKind};
use ringfence_project::Package;
use serde_json::{Value, json};
use std::path::Path;

/// A finding as a `compiler-message`; `rendered` is what people would have read.
pub(crate) fn message(
    finding: &Finding<'_>,
    rendered: String,
    masked: &mut MaskedSources,
    console: &Console<'_>,
) -> String {
    let diagnostic = finding.diagnostic;
    let places = std::iter::once((diagnostic.primary, None))
        .chain(diagnostic.secondary.iter().map(|(place, label)| (*place, Some(mask_shapes(label)))));
    let spans: Vec<Value> =
        places.filter_map(|(place, label)| span(finding, place, label, masked, console)).collect();
    let Origin { package, .. } = finding.origin;
    json!({
        "reason": "compiler-message",
        "package_id": package_id(package),
        "manifest_path": absolute(&package.manifest),
        "target": target(finding.origin),
        "message": {
            "$message_type": "diagnostic",
            "message": mask_shapes(&diagnostic.message),
            "code": { "code": diagnostic.lint.name, "explanation": diagnostic.lint.page() },
            "level": told_as(diagnostic.level),
            "spans": spans,
            "children": children(finding, masked, console),
            "rendered": rendered + "\n\n",
        },
    })
    .to_string()
}

/// The last object.
pub(crate) fn finished(success: bool) -> String {
    json!({ "reason": "build-finished", "success": success }).to_string()
}

/// Help and notes, and the suggestion as one more help.
fn children(finding: &Finding<'_>, masked: &mut MaskedSources, console: &Console<'_>) -> Vec<Value> {
    let diagnostic = finding.diagnostic;
    let practice = diagnostic.lint.practice;
    let mut children = vec![child("help", &diagnostic.help, Vec::new())];
    children.extend(diagnostic.notes.iter().map(|note| child("note", note, Vec::new())));
    children.push(child("note", &format!("practice {}: {}", practice.id, practice.page), Vec::new()));
    if let Some(suggestion) = &diagnostic.suggestion {
        let changes = changes(finding, masked);
        // All edits belong together: one that a machine must not make holds the others back.
        let is_whole = changes.iter().all(|change| change.is_whole);
        let applicability = if is_whole { "MachineApplicable" } else { "HasPlaceholders" };
        let spans = changes.into_iter().filter_map(|change| {
            let mut span = span(finding, change.place, None, masked, console)?;
            span["is_primary"] = true.into();
            span["suggested_replacement"] = change.replacement.into();
            span["suggestion_applicability"] = applicability.into();
            Some(span)
        });
        let spans = spans.collect();
        children.push(child("help", &suggestion.message, spans));
    }
    children
}

fn child(level: &str, text: &str, spans: Vec<Value>) -> Value {
    json!({
        "message": mask_shapes(text),
        "code": null,
        "level": level,
        "spans": spans,
        "children": [],
        "rendered": null,
    })
}

/// A place with its lines; the one without a label is the primary one.
fn span(
    finding: &Finding<'_>,
    place: Place,
    label: Option<String>,
    masked: &mut MaskedSources,
    console: &Console<'_>,
) -> Option<Value> {
    let Location { path, text, bytes, first, last } = Location::of(finding, place)?;
    let ((first, first_column), (last, last_column)) = (first, last);
    let lines = masked.of(path, text).lines().skip(first - 1).take(last + 1 - first);
    let lines = lines.enumerate().map(|(at, line)| {
        let start = if at == 0 { first_column } else { 1 };
        let end = if first + at == last { last_column } else { line.chars().count() + 1 };
        json!({ "text": line, "highlight_start": start, "highlight_end": end })
    });
    Some(json!({
        "file_name": console.below(path).display().to_string(),
        "byte_start": bytes.start,
        "byte_end": bytes.end,
        "line_start": first,
        "line_end": last,
        "column_start": first_column,
        "column_end": last_column,
        "is_primary": label.is_none(),
        "text": lines.collect::<Vec<_>>(),
        "label": label,
        "suggested_replacement": null,
        "suggestion_applicability": null,
        "expansion": null,
    }))
}

fn target(origin: Origin<'_>) -> Value {
    let Origin { package, target } = origin;
    let (kind, crate_type) = match target.kind {
        TargetKind::Lib => ("lib", "lib"),
        TargetKind::Bin => ("bin", "bin"),
        TargetKind::Example => ("example", "bin"),
        TargetKind::Test => ("test", "bin"),
        TargetKind::Bench => ("bench", "bin"),
        TargetKind::BuildScript => ("custom-build", "bin"),
    };
    json!({
        "kind": [kind],
        "crate_types": [crate_type],
        "name": target.name,
        "src_path": absolute(&target.root),
        "edition": package.edition,
        "doc": matches!(target.kind, TargetKind::Lib | TargetKind::Bin),
        "doctest": target.kind == TargetKind::Lib,
        "test": matches!(target.kind, TargetKind::Lib | TargetKind::Bin | TargetKind::Test),
    })
}

/// The id that cargo gives a package of a workspace: its folder, and its name where the folder has another.
fn package_id(package: &Package) -> String {
    let folder = package.manifest.parent().unwrap_or(Path::new(""));
    let named = folder.file_name().is_some_and(|name| name == package.name.as_str());
    let version = &package.version;
    let fragment = if named { version.clone() } else { format!("{}@{version}", package.name) };
    let folder = absolute(folder).replace('\\', "/");
    let folder = if folder.starts_with('/') { folder } else { format!("/{folder}") };
    format!("path+file://{}#{fragment}", percent_encoded(&folder))
}

/// The path of a URL, as cargo writes it.
pub(crate) fn percent_encoded(path: &str) -> String {
    let mut encoded = String::new();
    for byte in path.bytes() {
        match byte {
            b'"' | b'#' | b'<' | b'>' | b'?' | b'`' | b'{' | b'}' | b'^' | b'%' => {
                encoded.push_str(&format!("%{byte:02X}"));
            }
            b'!'..=b'~' => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

fn absolute(path: &Path) -> String {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).display().to_string()
}
