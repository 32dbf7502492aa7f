//! `init`: what a crate needs to begin with, shown before it is written, and taken back if it is not wanted.

mod argument;
mod build_script;
mod editor;
mod manifest;
mod plan;
mod question;
mod undo;
mod workflow;

pub(crate) use argument::{EXAMPLES, InitArguments};

use crate::clippy;
use crate::console::{Console, Exit, counted};
use crate::failure::Failure;
use crate::generate::{failure as of_problems, given_twice};
use crate::git::repository_root;
use crate::location::{slashed, way};
use crate::selection::named_manifest;
use plan::{Plan, text_of};
use ringfence_codegen::Config;
use ringfence_lint::straight;
use ringfence_project::{Package, find_manifest, workspace_root};
use std::io::{BufRead, stdin};
use std::path::{Path, PathBuf};
use toml_edit::DocumentMut;

pub(crate) fn init(arguments: &InitArguments, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let file = match &arguments.manifest_path {
        Some(path) => named_manifest(&console.folder.join(path))?,
        None => find_manifest(&console.folder)?,
    };
    let package = Package::read(&file)?;
    let root = workspace_root(&file)?;
    if arguments.undo {
        return undo::undo(&root, &repository_above(&root), arguments.dry_run, console);
    }
    let mut input = stdin().lock();
    let plan = draw(arguments, &package, &root, &mut input, console)?;
    plan.by_hand.iter().for_each(|line| console.say(&format!("by hand: {line}")));
    if plan.changes.is_empty() {
        console.say(match plan.by_hand.is_empty() {
            true => "nothing to do: everything is there",
            false => "nothing else to do: the rest is there",
        });
        return Ok(Exit::Clean);
    }
    plan.show(console);
    if arguments.dry_run {
        return Ok(Exit::Clean);
    }
    if !arguments.yes && !question::confirm(&mut input, console)? {
        console.say("nothing written");
        return Ok(Exit::Clean);
    }
    undo::remember(&root, &plan)?;
    plan.write()?;
    console.say(&format!(
        "{} written; `cargo ringfence init --undo` takes it back\nnext: `ringfence::include_api!();` in the crate's root, and `cargo ringfence specs show` for what there is to call",
        counted(plan.changes.len(), "file")
    ));
    Ok(Exit::Clean)
}

/// Everything that is to be written.
fn draw(
    arguments: &InitArguments,
    package: &Package,
    root: &Path,
    input: &mut dyn BufRead,
    console: &mut Console<'_>,
) -> Result<Plan, Failure> {
    let mut plan = Plan::default();
    let text = text_of(&package.manifest)?.unwrap_or_default();
    let manifest = manifest::parse(&package.manifest, &text)?;
    let documents = documents(arguments, package, &manifest, input, console)?;
    let script = build_script::file(&manifest);
    match manifest::edit(manifest, &documents, &arguments.operations) {
        Some(edited) => plan.add(package.manifest.clone(), Some(text), edited),
        None => plan.by_hand.push(
            "Cargo.toml: its sections have another shape; add `ringfence` and `ringfence-codegen`".into(),
        ),
    }
    match script {
        Some(script) => {
            let path = package.root.join(&script);
            let old = text_of(&path)?;
            match build_script::edit(old.as_deref()) {
                Some(new) => plan.add(path, old, new),
                None => plan.by_hand.push(build_script::by_hand(&script)),
            }
        }
        None => plan.by_hand.push("Cargo.toml: `build = false` keeps the generator from running".into()),
    }
    surround(arguments, root, &mut plan)?;
    Ok(plan)
}

/// What lies around the package: workflow, editor, clippy.
fn surround(arguments: &InitArguments, root: &Path, plan: &mut Plan) -> Result<(), Failure> {
    let repository = repository_above(root);
    if !arguments.no_ci {
        let path = repository.join(workflow::FILE);
        // A workflow that is there is somebody's own by now.
        if text_of(&path)?.is_none() {
            let folder = root.strip_prefix(&repository).unwrap_or(Path::new(""));
            plan.add(path, None, workflow::text(folder));
        }
    }
    if !arguments.no_editor {
        let path = root.join(".vscode/settings.json");
        let old = text_of(&path)?;
        match editor::edit(old.as_deref()) {
            Some(new) => plan.add(path, old, new),
            None => plan.by_hand.push(editor::by_hand(".vscode/settings.json")),
        }
    }
    if !arguments.no_clippy {
        let hidden = root.join(".clippy.toml");
        let path = if hidden.is_file() { hidden } else { root.join("clippy.toml") };
        let old = text_of(&path)?;
        match clippy::extended(old.as_deref()) {
            Some(new) => plan.add(path, old, new),
            None => plan.by_hand.push("clippy.toml: add what `cargo ringfence clippy-config` prints".into()),
        }
    }
    Ok(())
}

/// The documents that go into the manifest; none where it has some and no others are asked for.
fn documents(
    arguments: &InitArguments,
    package: &Package,
    manifest: &DocumentMut,
    input: &mut dyn BufRead,
    console: &mut Console<'_>,
) -> Result<Vec<String>, Failure> {
    given_twice(&arguments.specs).or_ok(())?;
    let mut names = Vec::new();
    let mut config = Config::new();
    for spec in &arguments.specs {
        let file = console.folder.join(spec);
        if file.exists() {
            // Seen from the package, since the manifest is not for this machine alone.
            names.push(slashed(&way(&package.root, &straight(&file))));
            config = config.document_file(file);
        } else {
            names.push(spec.clone());
            config = config.document(spec);
        }
    }
    if names.is_empty() && !arguments.operations.is_empty() {
        names = having(&arguments.operations, console)?;
        for name in &names {
            config = config.document(name);
        }
    }
    if names.is_empty() {
        if manifest::has_documents(manifest) {
            return Ok(names);
        }
        if arguments.yes {
            return Err(Failure::message(
                "--yes: nobody is asked, so the documents must be named\n  help: name them with `--spec`, or what you need of them with `--operations`",
            ));
        }
        let bundled = Config::bundled().catalogue().map_err(|problems| of_problems(&problems, console))?;
        return question::choose(&bundled.documents, input, console);
    }
    // What matches nothing is wrong now, not at the next build.
    let checked = config.operations(&arguments.operations).catalogue();
    checked.map(|_| names).map_err(|problems| of_problems(&problems, console))
}

/// The bundled documents that have these operations; one that several have must be chosen.
fn having(operations: &[String], console: &Console<'_>) -> Result<Vec<String>, Failure> {
    let bundled = Config::bundled().catalogue().map_err(|problems| of_problems(&problems, console))?;
    let (mut names, mut failure) = (Vec::<String>::new(), Failure::default());
    for operation in operations {
        let has = |name: &String| Config::new().document(name).operations([operation]).catalogue().is_ok();
        let having = bundled.documents.iter().map(|document| document.name.clone()).filter(has);
        match having.collect::<Vec<_>>().as_slice() {
            [] => {
                let all = Config::bundled().operations([operation]).catalogue();
                failure.extend(all.err().map_or_else(Failure::default, |problems| of_problems(&problems, console)));
            }
            [_, _, ..] if !operation.contains('*') => failure.messages.push(format!(
                "--operations: several documents have `{operation}`\n  help: name the one that is meant with `--spec`"
            )),
            more => {
                let new = more.iter().filter(|name| !names.contains(name)).cloned().collect::<Vec<_>>();
                names.extend(new);
            }
        }
    }
    failure.or_ok(names)
}

/// The folder of the repository around a workspace, as far as it is a folder above; else the workspace's own.
fn repository_above(root: &Path) -> PathBuf {
    let repository = repository_root(root);
    let above = root.ancestors().find(|folder| folder.canonicalize().ok() == repository);
    above.unwrap_or(root).to_owned()
}
