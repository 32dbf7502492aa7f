//! What stands below a table: all that is known of the entry that is selected.

use super::lines::{outcome, outcome_of, status};
use ratatui::style::{Color, Style};
use ratatui::text::{Line, Span};
use ringfence_mock::{Callback, CheckResult, Recorded};

/// What was checked of a request, and what was found.
pub(super) fn request(entry: &Recorded) -> Vec<Line<'static>> {
    let operation = entry.operation.as_deref().unwrap_or("no operation");
    let mut lines = vec![
        Line::raw(format!("{} {} {}", entry.number, entry.method, entry.path)),
        Line::raw(format!("{operation}, answered {}, {}", status(entry), entry.request_id)),
        Line::from(entry.checks().flat_map(check).collect::<Vec<_>>()),
    ];
    lines.extend(entry.faults.iter().map(|fault| Line::raw(format!("fault {fault} was met"))));
    lines.extend(entry.problems.iter().map(|problem| Line::styled(problem.clone(), bad())));
    lines
}

fn check((name, result): (&'static str, CheckResult)) -> [Span<'static>; 2] {
    let style = match result {
        CheckResult::Passed => Style::new().fg(Color::Green),
        CheckResult::Failed => bad(),
        _ => Style::new().fg(Color::DarkGray),
    };
    [Span::styled(format!("{name}: {result}"), style), Span::raw("  ")]
}

/// How a callback was signed and what became of each attempt.
pub(super) fn callback(entry: &Callback) -> Vec<Line<'static>> {
    let mut lines = vec![
        Line::raw(format!("{} {} {}", entry.number, entry.method, entry.url)),
        Line::raw(format!("{} {}: {}", entry.event, entry.about, outcome(entry))),
    ];
    if let Some(signature) = &entry.signature {
        lines.push(Line::raw(format!("signed {signature}")));
    }
    let problems = entry.override_problems.iter();
    lines.extend(problems.map(|problem| Line::styled(problem.clone(), bad())));
    lines.extend(entry.attempts.iter().enumerate().map(|(index, attempt)| {
        let millis = attempt.took.as_secs_f64() * 1000.0;
        Line::raw(format!("attempt {}: {}, {millis:.1} ms", index + 1, outcome_of(&attempt.outcome)))
    }));
    lines
}

fn bad() -> Style {
    Style::new().fg(Color::Red)
}
