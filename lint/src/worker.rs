//! Workers with a stack that bounded source cannot overflow; a fault in one is an answer, not an end.

use crate::bounds::STACK;
use crate::gather::Gather;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Runs one job; `None` where it could not be run to its end.
pub(crate) fn run<R: Send>(job: impl FnOnce() -> R + Send) -> Option<R> {
    let jobs = Mutex::new(Some(job));
    run_all(&[()], 1, |()| {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).take();
        job.map(|job| job())
    })
    .pop()??
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
    let slots: Vec<Mutex<Option<R>>> = inputs.iter().map(|_| Mutex::new(None)).gather();
    work_off(inputs.len(), workers, &|at| {
        let result = job(&inputs[at]);
        *slots[at].lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
    });
    slots.into_iter().map(|slot| slot.into_inner().unwrap_or_else(PoisonError::into_inner)).gather()
}

/// Works off jobs by their numbers; of all types of jobs the same, since threads are dear to compile.
fn work_off(jobs: usize, workers: usize, job: &(dyn Fn(usize) + Sync)) {
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= jobs {
                return;
            }
            // One bad file must not take its worker's other results along.
            let _ = catch_unwind(AssertUnwindSafe(|| job(at)));
        }
    };
    thread::scope(|scope| {
        for _ in 0..workers.min(jobs) {
            // Where no more threads can be had, those that there are do all of it.
            let _ = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        }
    });
}
