//! `generate`: the build script's work, by hand.

use crate::argument::GenerateArguments;
use crate::console::{Console, Exit};
use crate::failure::Failure;
use ringfence_codegen::Config;

/// Writes `twilio.rs` into the folder that was asked for.
pub(crate) fn generate(arguments: &GenerateArguments, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let folder = console.folder.join(&arguments.out);
    std::fs::create_dir_all(&folder)
        .map_err(|error| Failure::message(format!("{}: cannot be made: {error}", arguments.out.display())))?;
    let mut config = Config::new().out_dir(&folder).operations(&arguments.operations);
    for spec in &arguments.specs {
        let file = console.folder.join(spec);
        // A path wins over a bundled document of the same name, as a file in the current folder is the nearer one.
        config = if file.exists() { config.document_file(file) } else { config.document(spec) };
    }
    let generated = config.generate().map_err(|problems| Failure {
        problems: Vec::new(),
        messages: problems.as_slice().iter().map(ToString::to_string).collect(),
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
