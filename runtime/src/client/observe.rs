//! What can be seen of calls: spans and events of `tracing`, and with the feature `metrics` the figures that Twilio asks to watch.
//!
//! Names and numbers of people, bodies and SIDs are in none of them: an operation is told by its id, never by its path. The names below
//! are promised; `ringfence`'s docs list them.

use super::execute::Last;
use crate::{Error, Lane, Meta, Operation};
use std::time::Duration;
use tracing::field::Empty;
use tracing::{Span, debug, info_span, warn};

/// The span of one call, from the wait for room to the last answer.
pub(super) fn span(operation: &Operation, host: &str, lane: Lane) -> Span {
    info_span!(
        target: "ringfence",
        "call",
        operation = operation.id(),
        method = operation.method().as_str(),
        host,
        lane = lane.name(),
        status = Empty,
        code = Empty,
        request_id = Empty,
        attempts = Empty,
        queued_ms = Empty,
        elapsed_ms = Empty,
        outcome = Empty,
    )
}

/// One sending is over.
pub(super) fn attempted(operation: &Operation, account: &str, last: &Last, took: Duration) {
    match last {
        Last::Answer { meta, .. } => {
            let server = meta.request_duration;
            let network = server.map(|server| took.saturating_sub(server));
            debug!(
                target: "ringfence",
                status = meta.status,
                request_id = meta.request_id.as_deref(),
                concurrent_requests = meta.concurrent_requests,
                server_ms = server.map(millis),
                network_ms = network.map(millis),
                took_ms = millis(took),
                "answered"
            );
            if meta.status == 429 {
                warn!(target: "ringfence", request_id = meta.request_id.as_deref(), "throttled");
            }
        }
        Last::Failure(failure) => {
            debug!(target: "ringfence", fate = ?failure.fate(), took_ms = millis(took), "not answered");
        }
    }
    #[cfg(feature = "metrics")]
    figures::attempted(operation, account, last, took);
    #[cfg(not(feature = "metrics"))]
    let _ = (operation, account);
}

/// A retry is decided on.
pub(super) fn waits(operation: &Operation, wait: Duration) {
    debug!(target: "ringfence", wait_ms = millis(wait), "waits before another attempt");
    #[cfg(feature = "metrics")]
    figures::waits(operation);
    #[cfg(not(feature = "metrics"))]
    let _ = operation;
}

/// The call is over.
pub(super) fn concluded(span: &Span, meta: Option<&Meta>, error: Option<&Error>) {
    let Some(meta) = meta.filter(|_| !span.is_disabled()) else { return };
    span.record("status", meta.status);
    span.record("request_id", meta.request_id.as_deref());
    span.record("attempts", meta.attempts);
    span.record("queued_ms", millis(meta.queued));
    span.record("elapsed_ms", millis(meta.elapsed));
    span.record("code", error.and_then(Error::code));
    let outcome = match error {
        None => "succeeded",
        Some(Error::OutcomeUnknown(_)) => "unknown",
        Some(Error::Transport(_)) => "unanswered",
        Some(_) => "refused",
    };
    span.record("outcome", outcome);
}

fn millis(time: Duration) -> u64 {
    time.as_millis().try_into().unwrap_or(u64::MAX)
}

#[cfg(feature = "metrics")]
mod figures {
    use super::Last;
    use crate::Operation;
    use metrics::{counter, gauge, histogram};
    use std::time::Duration;

    pub(super) fn attempted(operation: &Operation, account: &str, last: &Last, took: Duration) {
        let Last::Answer { meta, .. } = last else { return };
        let operation = operation.id();
        if let Some(server) = meta.request_duration {
            histogram!("ringfence_server_seconds", "operation" => operation).record(server);
            histogram!("ringfence_network_seconds", "operation" => operation)
                .record(took.saturating_sub(server));
        }
        if let Some(concurrent) = meta.concurrent_requests {
            gauge!("ringfence_concurrent_requests", "account" => account.to_owned()).set(concurrent);
        }
        if meta.status == 429 {
            counter!("ringfence_throttled_total", "operation" => operation).increment(1);
        }
    }

    pub(super) fn waits(operation: &Operation) {
        counter!("ringfence_retries_total", "operation" => operation.id()).increment(1);
    }
}
