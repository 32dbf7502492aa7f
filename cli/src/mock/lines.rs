//! What the mock sees, line by line.

use crate::console::Console;
use ringfence_mock::{Callback, CallbackOutcome, Mock, Recorded};
use std::io;
use std::time::Duration;

/// How long a line may wait.
const PATIENCE: Duration = Duration::from_millis(200);
/// Time between two looks: many requests are written at once, so that writing them takes no turn from answering them.
const BETWEEN: Duration = Duration::from_millis(20);

/// Writes until Ctrl-C, or until nobody reads any more.
pub(super) async fn show(mock: &Mock, console: &mut Console<'_>) -> io::Result<()> {
    let (mut requests, mut callbacks) = (0, 0);
    let mut end = std::pin::pin!(tokio::signal::ctrl_c());
    loop {
        for entry in mock.requests_after(requests, usize::MAX) {
            requests = entry.number;
            writeln!(console.out, "{}", request(&entry))?;
        }
        for entry in mock.callbacks_after(callbacks, usize::MAX) {
            callbacks = entry.number;
            writeln!(console.out, "{}", callback(&entry))?;
        }
        console.out.flush()?;
        tokio::select! {
            ended = &mut end => return ended,
            () = mock.changed() => tokio::time::sleep(BETWEEN).await,
            // What came while the lines were written is not told anew.
            () = tokio::time::sleep(PATIENCE) => {}
        }
    }
}

fn request(entry: &Recorded) -> String {
    let operation = entry.operation.as_deref().unwrap_or("-");
    let mut line = format!(
        "{:>5}  {}  {} {}  {operation}  {:.1} ms",
        entry.number,
        status(entry),
        entry.method,
        entry.path,
        entry.took.as_secs_f64() * 1000.0
    );
    for problem in &entry.problems {
        line.push_str("\n       ");
        line.push_str(problem);
    }
    line
}

/// Status and error code.
pub(super) fn status(entry: &Recorded) -> String {
    match (entry.status, entry.code) {
        (0, _) => "reset".to_owned(),
        (status, Some(code)) => format!("{status} {code}"),
        (status, None) => status.to_string(),
    }
}

fn callback(entry: &Callback) -> String {
    let tries = match entry.attempts.len() {
        0 | 1 => String::new(),
        number => format!(" ({number} attempts)"),
    };
    format!(
        "callback {}  {}  {} {}  {}{tries}",
        entry.number,
        outcome(entry),
        entry.event,
        entry.about,
        entry.url
    )
}

/// What became of a callback, in a word or a sentence.
pub(super) fn outcome(entry: &Callback) -> String {
    match &entry.outcome {
        CallbackOutcome::Answered { status } => status.to_string(),
        CallbackOutcome::Failed { reason } => format!("failed: {reason}"),
        CallbackOutcome::Refused { reason } => format!("not sent: {reason}"),
        _ => "unknown".to_owned(),
    }
}
