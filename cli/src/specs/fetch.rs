//! `specs fetch`: Twilio's documents from an archive, a folder or a git checkout, with their revision beside them.

mod archive;
mod checkout;
mod clone;
mod download;
mod entry;
mod folder;
mod record;

use crate::argument::FetchArguments;
use crate::console::{Console, Exit, counted};
use crate::failure::Failure;
use entry::{Entry, Limits, pick};
use record::{Record, hash};
use std::path::Path;

/// What a source gave.
struct Taken {
    entries: Vec<Entry>,
    /// The commit, the tag, or the name of the archive's folder; nothing for a plain folder.
    revision: Option<String>,
    /// The day of the newest file in an archive: that of the commit, where git made it.
    date: Option<String>,
    /// The archive's hash.
    sha256: Option<String>,
    /// What the user should know.
    note: Option<String>,
}

pub(super) fn fetch(arguments: &FetchArguments, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let limits = Limits::of(arguments.max_size);
    let taken = take(arguments, limits, console)?;
    let documents = pick(named(&arguments.from), taken.entries, &arguments.only, arguments.json)?;
    let record = Record {
        source: source_name(&arguments.from),
        revision: taken.revision,
        date: taken.date,
        sha256: taken.sha256,
        documents: documents.iter().map(|one| (one.name.clone(), hash(&one.bytes))).collect(),
    };
    let out = console.folder.join(&arguments.out);
    record.write(&out, &documents).map_err(|message| in_folder(&message, console))?;
    if let Some(note) = taken.note {
        console.complain(&format!("note: {note}"));
    }
    let revision =
        record.revision.map_or_else(|| "no revision".to_owned(), |revision| format!("revision {revision}"));
    let out = console.relative(&out);
    let out = out.display();
    let told = format!("{} of {revision} written to {out}", counted(documents.len(), "document"));
    console.say(&told);
    Ok(Exit::Clean)
}

/// A message without the way to the current folder.
fn in_folder(message: &str, console: &Console<'_>) -> Failure {
    let folder = format!("{}/", console.folder.display());
    Failure::message(message.replace(&folder, ""))
}

fn take(arguments: &FetchArguments, limits: Limits, console: &Console<'_>) -> Result<Taken, Failure> {
    let from = arguments.from.as_str();
    let said = |message: String| in_folder(&format!("{from}: {message}"), console);
    if let Some((scheme, _)) = from.split_once("://") {
        if scheme != "https" {
            return Err(said(format!(
                "`{scheme}` is not fetched; an https URL of a .tar.gz or a .git, or a path is"
            )));
        }
        let authority = arguments.ca_file.as_ref().map(|file| console.folder.join(file));
        if clone::is_repository(from) {
            let out = console.folder.join(&arguments.out);
            return clone::read(from, arguments.revision.as_deref(), authority.as_deref(), limits, &out)
                .map_err(said);
        }
        if arguments.revision.is_some() {
            return Err(Failure::message("--revision: an archive has the revision that its URL names"));
        }
        let bytes = download::download(from, authority.as_deref(), limits).map_err(said)?;
        return archive::read(&bytes, limits).map_err(said);
    }
    let path = console.folder.join(from);
    if path.join(".git").exists() {
        return checkout::read(&path, arguments.revision.as_deref(), limits).map_err(said);
    }
    if arguments.revision.is_some() {
        return Err(Failure::message(format!("--revision: `{from}` is no git checkout: it has no `.git`")));
    }
    if path.is_dir() {
        return folder::read(&path, limits).map_err(said);
    }
    let bytes = entry::read_bounded(&path, limits.packed).map_err(said)?;
    archive::read(&bytes, limits).map_err(said)
}

/// A source as it was named, without the query of a URL.
fn named(from: &str) -> &str {
    if from.contains("://") { from.split(['?', '#']).next().unwrap_or(from) } else { from }
}

/// A source as it is recorded: a URL without its query, which may be a credential, and a path by its last part, since the
/// rest is about this machine.
fn source_name(from: &str) -> String {
    if from.contains("://") {
        return named(from).to_owned();
    }
    let path = Path::new(from);
    let name =
        path.canonicalize().ok().and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
    name.or_else(|| Some(path.file_name()?.to_string_lossy().into_owned()))
        .unwrap_or_else(|| "a folder".to_owned())
}
