//! Workers with a stack that bounded source cannot overflow; a fault in one is an answer, not an end.

use crate::bounds::STACK;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Runs one job; `None` where it could not be run to its end.
pub(crate) fn run<R: Send>(job: impl FnOnce() -> R + Send) -> Option<R> {
    thread::scope(|scope| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, job).ok()?.join().ok())
}

/// As many workers as the machine has cores.
pub(crate) fn count() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Runs a job for each input; results come in the order of the inputs, whoever was first.
pub(crate) fn run_all<T: Sync, R: Send>(
    inputs: &[T],
    workers: usize,
    job: impl Fn(&T) -> R + Sync,
) -> Vec<Option<R>> {
    let workers = workers.min(inputs.len());
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(input) = inputs.get(at) else { return done };
            // One bad file must not take its worker's other results along.
            let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| job(input)));
            done.push((at, result.ok()));
        }
    };
    let mut results: Vec<Option<R>> = inputs.iter().map(|_| None).collect();
    let done = thread::scope(|scope| {
        let spawned: Vec<_> = (0..workers)
            .filter_map(|_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).ok())
            .collect();
        spawned.into_iter().filter_map(|worker| worker.join().ok()).flatten().collect::<Vec<_>>()
    });
    for (at, result) in done {
        if let Some(slot) = results.get_mut(at) {
            *slot = result;
        }
    }
    results
}
