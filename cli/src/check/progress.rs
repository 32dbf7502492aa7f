//! How far a long run is, for whoever waits at a terminal.

use crate::console::Console;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// Runs shorter than this show nothing.
const PATIENCE: Duration = Duration::from_millis(700);
const TICK: Duration = Duration::from_millis(100);

/// Does the work; beside it, from a while on, a bar with the files read out of those that there are.
pub(crate) fn with_bar<T>(
    console: &Console<'_>,
    files: &AtomicUsize,
    total: impl FnOnce() -> usize + Send,
    work: impl FnOnce() -> T,
) -> T {
    if !console.progress {
        return work();
    }
    std::thread::scope(|scope| {
        let (done, wait) = channel::<()>();
        scope.spawn(move || {
            if wait.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let bar = ProgressBar::with_draw_target(Some(total() as u64), ProgressDrawTarget::stderr());
            let style = ProgressStyle::with_template("{bar:30} {pos}/{len} files read, {elapsed} {msg}");
            if let Ok(style) = style {
                bar.set_style(style);
            }
            while wait.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
                let read = files.load(Ordering::Relaxed) as u64;
                bar.set_position(read.min(bar.length().unwrap_or(read)));
                if Some(read) >= bar.length() {
                    bar.set_message("judging");
                }
            }
            bar.finish_and_clear();
        });
        let result = work();
        drop(done);
        result
    })
}
