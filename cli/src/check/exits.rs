//! `--exits`: every written exception, with its reason and, if that is asked for, who wrote it.

use crate::check::reach::{GIT, unknown_to_git};
use crate::check::round::Round;
use crate::check::{CheckArguments, CheckFormat};
use crate::console::{Console, Exit, counted};
use crate::failure::Failure;
use crate::finding::Findings;
use crate::git::{Git, Owner, owner};
use crate::location::slashed;
use crate::mask::mask_shapes;
use ringfence_lint::{Waiver, WaiverKind};
use ringfence_project::line_and_column;
use serde_json::json;
use std::path::Path;

/// An exception in its place.
struct Told {
    file: String,
    line: usize,
    column: usize,
    kind: &'static str,
    lints: Vec<String>,
    reason: Option<String>,
    owner: Option<Owner>,
}

/// Lists them in the order of files and places.
pub(crate) fn list(
    findings: &Findings<'_>,
    round: &Round<'_>,
    arguments: &CheckArguments,
    console: &mut Console<'_>,
) -> Result<Exit, Failure> {
    let is_json = match arguments.format {
        CheckFormat::Human | CheckFormat::Short => false,
        CheckFormat::Json => true,
        CheckFormat::Sarif | CheckFormat::Github => {
            return Err(Failure::message("--format: `--exits` is told as `human`, `short` or `json`"));
        }
    };
    if arguments.owners {
        let folders = round.packages.iter().map(|package| package.root.as_path());
        for git in
            Git::around_all(folders).map_err(|outside| unknown_to_git("--owners", GIT, outside, console))?
        {
            git.has_commits().map_err(|words| Failure::message(format!("--owners: {words}")))?;
        }
    }
    let all = findings.waivers();
    let within = all.into_iter().filter(|(path, ..)| round.reach.covers(path));
    let told: Vec<Told> =
        within.map(|(path, text, waiver)| tell(path, text, waiver, arguments.owners, console)).collect();
    for exit in &told {
        console.say(&if is_json { object(exit) } else { line(exit) });
    }
    let unreasoned = told.iter().filter(|exit| exit.reason.is_none()).count();
    let without = if unreasoned == 0 { String::new() } else { format!(", {unreasoned} without a reason") };
    let orphans = told.iter().filter(|exit| arguments.owners && exit.owner.is_none()).count();
    let without = match orphans {
        0 => without,
        _ => format!("{without}, {orphans} that git knows no owner of"),
    };
    let summary =
        format!("{}{without}; {} checked", counted(told.len(), "exit"), counted(findings.scanned(), "file"));
    if is_json {
        console.complain(&summary)
    } else {
        console.say(&summary)
    }
    Ok(Exit::Clean)
}

fn tell(path: &Path, text: &str, waiver: &Waiver, owners: bool, console: &Console<'_>) -> Told {
    let (line, column) = line_and_column(text, usize::try_from(waiver.place.start).unwrap_or(usize::MAX));
    let (kind, lints) = match &waiver.kind {
        WaiverKind::Permit(lints) => ("permit", lints.clone()),
        WaiverKind::NoRetry => ("NoRetry", Vec::new()),
        WaiverKind::Attestation => ("signature_validation", Vec::new()),
    };
    Told {
        file: slashed(&console.relative(path)),
        line,
        column,
        kind,
        lints,
        reason: waiver.reason.as_deref().map(mask_shapes),
        owner: if owners { owner(path, line) } else { None },
    }
}

fn line(exit: &Told) -> String {
    let lints = if exit.lints.is_empty() { String::new() } else { format!("({})", exit.lints.join(", ")) };
    let reason = exit.reason.as_deref().unwrap_or("no reason given");
    let owner =
        exit.owner.as_ref().map(|owner| format!(" [{}, {}, {}]", owner.name, owner.date, owner.commit));
    let place = format!("{}:{}:{}", exit.file, exit.line, exit.column);
    format!("{place}: {}{lints}: {reason}{}", exit.kind, owner.unwrap_or_default())
}

fn object(exit: &Told) -> String {
    let owner = exit
        .owner
        .as_ref()
        .map(|owner| json!({ "name": owner.name, "date": owner.date, "commit": owner.commit }));
    json!({
        "exit": exit.kind,
        "lints": exit.lints,
        "reason": exit.reason,
        "file": exit.file,
        "line": exit.line,
        "column": exit.column,
        "owner": owner,
    })
    .to_string()
}
