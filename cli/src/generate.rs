//! `generate`: the build script's work, by hand, as files of a repository.

use crate::argument::GenerateArguments;
use crate::console::{Console, Exit, counted};
use crate::difference::show;
use crate::failure::Failure;
use crate::selection::named_manifest;
use ringfence_codegen::{Config, Difference, Problems};
use ringfence_project::{Package, Problem, find_manifest};
use std::path::Path;

/// Writes the files into the folder that was asked for, or says how those differ that are there.
pub(crate) fn generate(arguments: &GenerateArguments, console: &mut Console<'_>) -> Result<Exit, Failure> {
    check_line(arguments, console)?;
    let files = config(arguments, console)?.files().map_err(|problems| failure(&problems, console))?;
    let folder = console.folder.join(&arguments.out);
    let differences = if arguments.check { files.compare(&folder) } else { files.write(&folder) };
    let differences = differences.map_err(|problems| failure(&problems, console))?;
    let operations = counted(files.operations, "operation");
    let out = console.relative(&folder).display().to_string();
    if differences.is_empty() {
        console.say(&format!("{operations} unchanged in {out}"));
        return Ok(Exit::Clean);
    }
    if arguments.check {
        for Difference { path, old, new, .. } in &differences {
            show(path, old, new.as_deref(), console);
        }
        let files = counted(differences.len(), "file");
        console
            .fail(&format!("{files} out of date in {out}\n  help: run the same command without `--check`"));
        return Ok(Exit::Findings);
    }
    console.say(&format!("{operations} written to {out}: {}", told(&differences)));
    Ok(Exit::Clean)
}

/// The files that changed, by name.
fn told(differences: &[Difference]) -> String {
    let name = |difference: &Difference| {
        let name = difference.path.file_name().unwrap_or_default().to_string_lossy();
        if difference.new.is_some() { name.into_owned() } else { format!("{name} removed") }
    };
    differences.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// The settings of the manifest, where one is meant, with the command line over them.
fn config(arguments: &GenerateArguments, console: &Console<'_>) -> Result<Config, Failure> {
    let manifest = match &arguments.manifest_path {
        Some(path) => Some(named_manifest(&console.folder.join(path))?),
        None if arguments.specs.is_empty() => Some(find_manifest(&console.folder)?),
        None => None,
    };
    let mut config = match manifest {
        None => Config::new(),
        Some(manifest) => {
            let config = Config::from_manifest_of(&manifest);
            if arguments.specs.is_empty() && !config.has_documents() {
                Package::read(&manifest)?;
                let what = "names no document to generate from; name one with `--spec`, or in the manifest: \
                            `[package.metadata.ringfence]` with `documents = [\"api_v2010\"]`";
                return Err(Problem::of_file(&manifest, what).into());
            }
            config
        }
    };
    config = with_documents(config, &arguments.specs, console);
    let lists = [&arguments.operations, &arguments.paths, &arguments.tags];
    if lists.iter().any(|list| !list.is_empty()) {
        config = config.without_selection();
    }
    config = config.operations(&arguments.operations).paths(&arguments.paths).tags(&arguments.tags);
    for (document, name) in &arguments.modules {
        config = config.module(document, name);
    }
    for (name, derives) in &arguments.derives {
        config = config.derive(name, derives.split(',').map(str::trim));
    }
    for (address, name) in &arguments.renames {
        config = config.rename(address, name);
    }
    for (address, fact) in &arguments.overrides {
        config = config.override_fact(address, fact.clone());
    }
    Ok(config)
}

/// The documents of the command line in place of those of the manifest, where there are any.
pub(crate) fn with_documents(mut config: Config, specs: &[String], console: &Console<'_>) -> Config {
    if !specs.is_empty() {
        config = config.without_documents();
    }
    for spec in specs {
        let file = console.folder.join(spec);
        // A path wins over a bundled document of the same name, as a file in the current folder is the nearer one.
        config = if file.exists() { config.document_file(file) } else { config.document(spec) };
    }
    config
}

/// Documents that the command line names more than once.
pub(crate) fn given_twice(specs: &[String]) -> Failure {
    let mut failure = Failure::default();
    for (at, spec) in specs.iter().enumerate() {
        if specs.iter().take(at).any(|earlier| earlier == spec) {
            failure.messages.push(format!("--spec: `{spec}` is given twice; once is enough"));
        }
    }
    failure
}

/// What the generator cannot say in the words of the command line.
fn check_line(arguments: &GenerateArguments, console: &Console<'_>) -> Result<(), Failure> {
    let mut failure = given_twice(&arguments.specs);
    let out = arguments.out.display();
    if console.folder.join(&arguments.out).is_file() {
        failure.messages.push(format!("--out: `{out}` is a file; name the folder that takes the files"));
    }
    failure.or_ok(())
}

pub(crate) fn failure(problems: &Problems, console: &Console<'_>) -> Failure {
    let messages = problems.as_slice().iter().map(|problem| placed(problem, console)).collect();
    Failure { problems: Vec::new(), messages }
}

/// A problem with its place as people read it: from the current folder, a setting by its option.
pub(crate) fn placed(problem: &ringfence_codegen::Problem, console: &Console<'_>) -> String {
    let mut problem = problem.clone();
    problem.file = match problem.file.as_str() {
        "documents" => "--spec".to_owned(),
        "modules" => "--module".to_owned(),
        "derives" => "--derive".to_owned(),
        "renames" => "--rename".to_owned(),
        "overrides" => "--override".to_owned(),
        option @ ("operations" | "paths" | "tags") => format!("--{option}"),
        file => console.relative(Path::new(file)).display().to_string(),
    };
    problem.to_string()
}
