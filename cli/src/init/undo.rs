//! What `init` has written, kept beside what cargo builds, so that it can be taken back to the byte.

use crate::console::{Console, Exit, counted};
use crate::failure::{Failure, unwritten};
use crate::init::plan::{Change, Plan, remove_emptied, text_of};
use crate::location::{resolved, slashed, way};
use ringfence_lint::straight;
use ringfence_project::Problem;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// The record of a workspace.
pub(crate) fn record(root: &Path) -> PathBuf {
    root.join("target/ringfence/init.json")
}

/// Adds changes to the record; of a file that it has already, what was there first is kept.
pub(crate) fn remember(root: &Path, plan: &Plan) -> Result<(), Failure> {
    let mut kept = read(root)?;
    for change in &plan.changes {
        match kept.iter_mut().find(|kept| kept.path == change.path && kept.new == change.old) {
            Some(known) => known.new.clone_from(&change.new),
            None => {
                kept.retain(|kept| kept.path != change.path);
                kept.push(change.clone());
            }
        }
    }
    let entries = kept.iter().map(|change| {
        let path = slashed(&way(root, &change.path));
        json!({ "path": path, "old": change.old, "new": change.new })
    });
    let file = record(root);
    let text = format!("{:#}\n", Value::Array(entries.collect()));
    let written =
        std::fs::create_dir_all(file.parent().unwrap_or(root)).and_then(|()| std::fs::write(&file, text));
    written.map_err(|problem| Problem::of_file(file, unwritten(&problem)).into())
}

/// Takes back what was written, where it still stands as it was written.
pub(crate) fn undo(
    root: &Path,
    repository: &Path,
    is_dry: bool,
    console: &mut Console<'_>,
) -> Result<Exit, Failure> {
    let kept = read(root)?;
    check_places(&kept, root, repository)?;
    if kept.is_empty() {
        return Err(Failure::message(
            "--undo: nothing is recorded that `init` wrote here; what was committed is git's to take back",
        ));
    }
    let (mut plan, mut changed) = (Plan::default(), Failure::default());
    for Change { path, old, new } in kept {
        let now = text_of(&path)?;
        if now == old {
            continue;
        }
        if now != new {
            let what = "somebody has changed it since; take it back by hand, or restore it first";
            changed.problems.push(Problem::of_file(path, what));
            continue;
        }
        plan.changes.push(Change { path, old: now, new: old });
    }
    changed.or_ok(())?;
    plan.show(console);
    if is_dry {
        return Ok(Exit::Clean);
    }
    plan.write()?;
    let file = record(root);
    std::fs::remove_file(&file)
        .map_err(|problem| Problem::of_file(&file, format!("cannot be removed: {problem}")))?;
    remove_emptied(&file);
    console.say(&format!("{} as before", counted(plan.changes.len(), "file")));
    Ok(Exit::Clean)
}

/// The record lies where anybody may have put it: it takes nothing back outside of the repository.
fn check_places(kept: &[Change], root: &Path, repository: &Path) -> Result<(), Failure> {
    let outside = kept.iter().filter(|change| {
        let there = change.path.ancestors().skip(1).find_map(|folder| folder.canonicalize().ok());
        !there.is_some_and(|there| there.starts_with(resolved(repository)))
    });
    let told = outside.map(|change| {
        let what = format!(
            "names `{}`, which is outside of the repository: `init` did not write that; remove it",
            change.path.display()
        );
        Problem::of_file(record(root), what)
    });
    Failure::from(told.collect::<Vec<_>>()).or_ok(())
}

fn read(root: &Path) -> Result<Vec<Change>, Failure> {
    let file = record(root);
    let Some(text) = text_of(&file)? else { return Ok(Vec::new()) };
    let read: Option<Vec<Change>> = serde_json::from_str::<Value>(&text).ok().and_then(|read| {
        let change = |entry: &Value| {
            let text = |key: &str| entry[key].as_str().map(str::to_owned);
            Some(Change {
                path: straight(&root.join(entry["path"].as_str()?)),
                old: text("old"),
                new: text("new"),
            })
        };
        read.as_array()?.iter().map(change).collect()
    });
    read.ok_or_else(|| Problem::of_file(file, "not what `init` wrote; remove it").into())
}
