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
    if let Some(stopped) = stopped(entry) {
        line.push_str("  ");
        line.push_str(&stopped);
    }
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

/// The check that a request failed, or else the faults that were played on it.
pub(super) fn stopped(entry: &Recorded) -> Option<String> {
    let faults = (!entry.faults.is_empty()).then(|| format!("fault {}", entry.faults.join(", ")));
    entry.failed_check().map(|check| format!("failed {check}")).or(faults)
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
    outcome_of(&entry.outcome)
}

pub(super) fn outcome_of(outcome: &CallbackOutcome) -> String {
    match outcome {
        CallbackOutcome::Answered { status } => status.to_string(),
        CallbackOutcome::Failed { reason } => format!("failed: {reason}"),
        CallbackOutcome::Refused { reason } => format!("not sent: {reason}"),
        _ => "unknown".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::request;
    use crate::mock::screen::tests::{ask, balance};
    use ringfence_mock::{Fault, Mock};

    #[tokio::test(flavor = "multi_thread")]
    async fn a_line_says_which_check_failed() {
        let mock = Mock::builder().document_bundled("api_v2010").start().await.unwrap();
        ask(&mock, &balance(&mock), "");
        ask(&mock, "/2010-04-01/Nothing.json", "");
        mock.fault(Fault::status(503).named("down"));
        ask(&mock, &balance(&mock), "");
        mock.clear_faults();
        ask(&mock, &balance(&mock), mock.auth_token());
        let lines: Vec<String> = mock.requests().iter().map(request).collect();
        let first = |line: &str| line.lines().next().unwrap_or_default().to_owned();
        assert!(first(&lines[0]).ends_with(" ms  failed credentials"), "{}", lines[0]);
        assert!(first(&lines[1]).contains(" ms  failed "), "{}", lines[1]);
        assert!(first(&lines[2]).ends_with(" ms  fault down"), "{}", lines[2]);
        assert!(lines[3].contains("200") && lines[3].ends_with(" ms"), "{}", lines[3]);
    }
}
