//! `mock`: a Twilio on a port of this machine, with what it sees as a live table, or line by line.

mod argument;
mod detail;
mod lines;
mod screen;
mod table;

pub(crate) use argument::MockArguments;

use crate::console::{Console, Exit};
use crate::failure::Failure;
use ringfence_mock::{Builder, CallbackOrder, Mock, MockError};
use std::io::{IsTerminal, stdin, stdout};
use std::path::Path;
use std::time::Duration;

/// Serves until the user ends it.
pub(crate) fn mock(arguments: &MockArguments, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let builder = builder(arguments, console)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime =
        runtime.map_err(|problem| Failure::message(format!("no threads to serve with: {problem}")))?;
    let mock = runtime.block_on(builder.start()).map_err(|error| failure(&error, arguments))?;
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
        match read(file, console) {
            Ok(text) => {
                builder = builder.faults_text(&file.display().to_string(), &String::from_utf8_lossy(&text))
            }
            Err(unread) => failure.extend(unread),
        }
    }
    if let Some(file) = &arguments.ca_file {
        match read(file, console) {
            Ok(pem) => builder = builder.trust_certificates(&pem),
            Err(unread) => failure.extend(unread),
        }
    }
    failure.or_ok(builder)
}

fn read(file: &Path, console: &Console<'_>) -> Result<Vec<u8>, Failure> {
    std::fs::read(console.folder.join(file))
        .map_err(|problem| Failure::message(format!("{}: cannot be read: {problem}", file.display())))
}

fn failure(error: &MockError, arguments: &MockArguments) -> Failure {
    match error {
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
