//! `specs`: documents listed, shown, searched, fetched and compared.

mod diff;
mod fetch;
mod list;
mod search;
mod show;

use crate::argument::{SourceArguments, SpecsCommand};
use crate::console::{Console, Exit};
use crate::failure::Failure;
use crate::generate::{failure, given_twice, with_documents};
use crate::selection::named_manifest;
use ringfence_codegen::{Catalogue, Config};
use ringfence_project::find_manifest;

pub(crate) fn specs(command: &SpecsCommand, console: &mut Console<'_>) -> Result<Exit, Failure> {
    match command {
        SpecsCommand::List(arguments) => list::list(arguments, console),
        SpecsCommand::Show(arguments) => show::show(arguments, console),
        SpecsCommand::Search(arguments) => search::search(arguments, console),
        SpecsCommand::Fetch(arguments) => fetch::fetch(arguments, console),
        SpecsCommand::Diff(arguments) => diff::diff(arguments, console),
    }
}

/// The documents that are meant: those of the command line, else of the manifest, else all that are bundled.
///
/// What the manifest selects is no limit here: people look for what they do not have yet.
fn catalogue(arguments: &SourceArguments, console: &Console<'_>) -> Result<Catalogue, Failure> {
    given_twice(&arguments.specs).or_ok(())?;
    let manifest = match &arguments.manifest_path {
        Some(path) => Some(named_manifest(&console.folder.join(path))?),
        None if arguments.specs.is_empty() => find_manifest(&console.folder).ok(),
        None => None,
    };
    let of_manifest = manifest.map(|manifest| Config::from_manifest_of(&manifest).without_selection());
    // A manifest without documents, or one that is no package's, says nothing about documents.
    let of_manifest =
        of_manifest.filter(|config| arguments.manifest_path.is_some() || config.has_documents());
    let config = match of_manifest {
        Some(config) => with_documents(config, &arguments.specs, console),
        None if arguments.specs.is_empty() => Config::bundled(),
        None => with_documents(Config::new(), &arguments.specs, console),
    };
    config.catalogue().map_err(|problems| failure(&problems, console))
}
