//! `mock`: a Twilio on a port of this machine, with what it sees as a live table, or line by line.

mod argument;
mod detail;
mod lines;
mod screen;
mod table;

pub(crate) use argument::MockArguments;

use crate::console::{Console, Exit};
use crate::failure::Failure;
use crate::generate::given_twice;
use ringfence_lint::suggestion;
use ringfence_mock::{Builder, CallbackOrder, Mock, MockError};
use ringfence_project::read_source;
use std::io::{IsTerminal, stdin, stdout};
use std::net::IpAddr;
use std::path::Path;
use std::time::Duration;
use ureq::http::Uri;

/// Serves until the user ends it.
pub(crate) fn mock(arguments: &MockArguments, console: &mut Console<'_>) -> Result<Exit, Failure> {
    check_line(arguments, console)?;
    let builder = builder(arguments, console)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime =
        runtime.map_err(|problem| Failure::message(format!("no threads to serve with: {problem}")))?;
    let mock = runtime.block_on(builder.start()).map_err(|error| failure(error, arguments, console))?;
    introduce(&mock, console);
    let shown = match is_table(stdin().is_terminal(), stdout().is_terminal(), arguments.plain) {
        true => table::show(&mock),
        false => runtime.block_on(lines::show(&mock, console)),
    };
    shown.map(|()| Exit::Clean).map_err(|problem| Failure::message(format!("the terminal failed: {problem}")))
}

/// A table needs a terminal to draw on and one to take keys from.
fn is_table(keys: bool, screen: bool, plain: bool) -> bool {
    keys && screen && !plain
}

fn builder(arguments: &MockArguments, console: &Console<'_>) -> Result<Builder, Failure> {
    let mut builder = Mock::builder()
        .port(arguments.port)
        .seed(arguments.seed)
        .strict(!arguments.lenient)
        .page_size_default(arguments.page_size)
        .callback_copies(arguments.callback_copies.into())
        .keep(arguments.keep, arguments.keep_mebibytes << 20)
        .keep_things(arguments.keep_things, arguments.keep_things_mebibytes << 20);
    builder = builder.calls_per_second(arguments.calls_per_second);
    builder = builder.message_queue(Duration::from_secs(arguments.message_queue));
    builder = builder.requests_per_second(arguments.requests_per_second);
    if let Some(starts) = arguments.verification_starts {
        builder = builder.verification_starts(starts, Duration::from_secs(600));
    }
    if let Some(requests) = arguments.concurrency {
        builder = builder.concurrency(requests);
    }
    for number in &arguments.phone_numbers {
        builder = builder.phone_number(number);
    }
    for spec in &arguments.specs {
        let path = console.folder.join(spec);
        // The name of a bundled document is meant, unless there is such a file.
        builder = if path.exists() { builder.document_file(path) } else { builder.document_bundled(spec) };
    }
    for host in &arguments.allow_callback_hosts {
        builder = builder.allow_callback_host(host);
    }
    if let Some(url) = &arguments.debugger_url {
        builder = builder.debugger_url(url);
    }
    if let Some(sid) = &arguments.account {
        builder = builder.account_sid(sid);
    }
    if arguments.shuffle_callbacks {
        builder = builder.callback_order(CallbackOrder::Shuffled);
    }
    if arguments.lifelike {
        builder = builder.lifelike();
    }
    if arguments.driven_clock {
        builder = builder.driven_clock();
    }
    with_files(builder, arguments, console)
}

/// What the files say that the options name; all that cannot be read is told at once.
fn with_files(
    mut builder: Builder,
    arguments: &MockArguments,
    console: &Console<'_>,
) -> Result<Builder, Failure> {
    let mut failure = Failure::default();
    if let Some(file) = &arguments.faults {
        match read_source(&console.folder.join(file)) {
            Ok(text) => builder = builder.faults_text(&file.display().to_string(), &text),
            Err(unread) => failure.problems.push(unread),
        }
    }
    if let Some(file) = &arguments.ca_file {
        match std::fs::read(console.folder.join(file)) {
            Ok(pem) => builder = builder.trust_certificates(&pem),
            Err(problem) => {
                failure.messages.push(format!("--ca-file: {}: cannot be read: {problem}", file.display()))
            }
        }
    }
    failure.or_ok(builder)
}

/// What only the whole line tells.
fn check_line(arguments: &MockArguments, console: &Console<'_>) -> Result<(), Failure> {
    let mut failure = given_twice(&arguments.specs);
    for spec in &arguments.specs {
        let path = console.folder.join(spec);
        let is_named = |ending: &str| path.extension().is_some_and(|extension| extension == ending);
        let is_document = ["yaml", "yml", "json"].into_iter().any(is_named);
        let bare = spec.strip_prefix("twilio_").unwrap_or(spec);
        if path.exists() || ringfence_specs::document(bare).is_some() {
            continue;
        }
        failure.messages.push(if is_document || spec.contains(['/', '\\']) {
            format!("{spec}: cannot be read: there is no such file or folder")
        } else {
            let near = suggestion(spec, ringfence_specs::DOCUMENTS.iter().map(|document| document.name));
            format!("--spec: there is no bundled document, file or folder `{spec}`{near}")
        });
    }
    if let Some(host) = arguments.debugger_url.as_deref().and_then(foreign_host)
        && !arguments.allow_callback_hosts.iter().any(|allowed| allowed.eq_ignore_ascii_case(&host))
    {
        failure.messages.push(format!(
            "--debugger-url: `{host}` is not this machine, and nothing is sent there\n  help: `--allow-callback-host {host}` permits it"
        ));
    }
    failure.or_ok(())
}

/// The host of a URL, where that is another machine's.
fn foreign_host(url: &str) -> Option<String> {
    let url: Uri = url.parse().ok()?;
    let host = url.host()?.trim_matches(['[', ']']).to_owned();
    let is_own = host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback());
    (!is_own).then_some(host)
}

fn failure(error: MockError, arguments: &MockArguments, console: &Console<'_>) -> Failure {
    match error {
        MockError::Documents(problems) | MockError::Faults(problems) => {
            let told = problems.into_iter().map(|mut problem| {
                problem.file = console.relative(Path::new(&problem.file)).display().to_string();
                problem.to_string()
            });
            Failure { problems: Vec::new(), messages: told.collect() }
        }
        MockError::NoDocuments => {
            let named: Vec<String> = arguments.specs.iter().map(|spec| format!("{spec}: ")).collect();
            let what = "has no document: no file that ends in .yaml, .yml or .json";
            Failure::message(format!("{}{what}", named.concat()))
        }
        MockError::Certificates(problem) => {
            let file = arguments.ca_file.as_deref().unwrap_or(Path::new(""));
            Failure::message(format!(
                "--ca-file: {}: {problem}\n  help: PEM certificates are needed, `-----BEGIN CERTIFICATE-----`",
                file.display()
            ))
        }
        MockError::Listen(problem) => Failure::message(format!(
            "port {} of 127.0.0.1 cannot be opened: {problem}\n  help: choose another one with `--port`; 0 takes one that is free",
            arguments.port
        )),
        other => Failure::message(other.to_string()),
    }
}

/// Where it is, and what a client has to say.
fn introduce(mock: &Mock, console: &mut Console<'_>) {
    console.say(&format!("listening on {0}, see {0}/_ringfence", mock.base_url()));
    console.say(&format!("TWILIO_ACCOUNT_SID={}", mock.account_sid()));
    console.say(&format!("TWILIO_API_KEY={}", mock.api_key_sid()));
    console.say(&format!("TWILIO_API_SECRET={}", mock.api_key_secret()));
    console.say(&format!("TWILIO_AUTH_TOKEN={} (signs the callbacks)", mock.auth_token()));
    let _ = console.out.flush();
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_table_is_for_terminals_alone() {
        assert!(super::is_table(true, true, false));
        for (keys, screen, plain) in [(false, true, false), (true, false, false), (true, true, true)] {
            assert!(!super::is_table(keys, screen, plain), "{keys} {screen} {plain}");
        }
    }
}
