//! `generate`: the build script's work, by hand.

use crate::argument::GenerateArguments;
use crate::console::{Console, Exit};
use crate::failure::Failure;
use ringfence_codegen::{Config, Problem};
use std::path::Path;

/// Writes `twilio.rs` into the folder that was asked for; the folder is made once the documents are known to be good.
pub(crate) fn generate(arguments: &GenerateArguments, console: &mut Console<'_>) -> Result<Exit, Failure> {
    check(arguments, console)?;
    let folder = console.folder.join(&arguments.out);
    let mut config = Config::new().out_dir(&folder).operations(&arguments.operations);
    for spec in &arguments.specs {
        let file = console.folder.join(spec);
        // A path wins over a bundled document of the same name, as a file in the current folder is the nearer one.
        config = if file.exists() { config.document_file(file) } else { config.document(spec) };
    }
    let generated = config.generate().map_err(|problems| Failure {
        problems: Vec::new(),
        messages: problems.as_slice().iter().map(|problem| placed(problem, console)).collect(),
    })?;
    let operations = match generated.operations {
        1 => "1 operation".to_owned(),
        number => format!("{number} operations"),
    };
    let verb = if generated.is_changed { "written to" } else { "unchanged in" };
    let path = console.relative(&generated.path).display().to_string();
    console.say(&format!("{operations} {verb} {path}"));
    Ok(Exit::Clean)
}

/// What the generator cannot say in the words of the command line.
fn check(arguments: &GenerateArguments, console: &Console<'_>) -> Result<(), Failure> {
    let mut failure = Failure::default();
    for (at, spec) in arguments.specs.iter().enumerate() {
        if arguments.specs.iter().take(at).any(|earlier| earlier == spec) {
            failure.messages.push(format!("--spec: `{spec}` is given twice; once is enough"));
        }
    }
    let out = arguments.out.display();
    if console.folder.join(&arguments.out).is_file() {
        failure.messages.push(format!("--out: `{out}` is a file; name the folder that takes `twilio.rs`"));
    }
    failure.or_ok(())
}

/// A problem with its place as people read it: from the current folder, a setting by its option.
fn placed(problem: &Problem, console: &Console<'_>) -> String {
    let mut problem = problem.clone();
    problem.file = match problem.file.as_str() {
        "documents" => "--spec".to_owned(),
        "operations" => "--operations".to_owned(),
        file => console.relative(Path::new(file)).display().to_string(),
    };
    problem.to_string()
}
