//! What `#[retry]` expands to: the driver of the send loop around a function, and the questions to its output.

use crate::send_loop::{Bounds, Outcome, SendLoop, Step};
use crate::{RetryPolicy, Throttle, Throttled};
use std::error::Error;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;
use tokio::time::Instant;

/// The attempts of one call of a function.
#[derive(Debug)]
pub struct Attempts {
    send_loop: SendLoop,
    on_connect: bool,
    started: Instant,
}

/// What one attempt's output says.
#[derive(Clone, Copy, Debug)]
pub struct Said {
    throttle: Option<Throttle>,
    never_left: bool,
}

impl Attempts {
    /// The first attempt begins now; no attempt begins after the deadline.
    pub fn begin(policy: RetryPolicy, deadline: Option<Duration>, on_connect: bool) -> Self {
        let deadline = deadline.unwrap_or(Bounds::DEFAULT.deadline);
        // How long one attempt takes is the function's own affair.
        let mut send_loop = SendLoop::of_function(policy, Bounds { deadline, attempt: Duration::MAX });
        send_loop.begin();
        Self { send_loop, on_connect, started: Instant::now() }
    }

    /// How long to wait before another attempt; `None` where the output stands.
    pub fn next_wait(&mut self, said: Said) -> Option<Duration> {
        let outcome = match said.throttle {
            Some(throttle) => {
                Outcome::Answered { status: 429, code: None, retry_after: throttle.retry_after() }
            }
            None if self.on_connect && said.never_left => Outcome::NotSent,
            None => return None,
        };
        match self.send_loop.finished(outcome, self.started.elapsed(), fastrand::f64()) {
            Step::Wait(wait) => {
                // The output is gone by the time the wait is over, so that one more attempt is made however late that is.
                self.send_loop.waited(Duration::ZERO);
                Some(wait)
            }
            Step::Send(_) | Step::Done(_) => None,
        }
    }
}

/// Waits under tokio's clock, or, on another runtime, by a thread of its own.
pub async fn pause(wait: Duration) {
    if tokio::runtime::Handle::try_current().is_ok() {
        tokio::time::sleep(wait).await;
    } else {
        Alarm { wait: Some(wait), state: Shared::default() }.await;
    }
}

/// Waits on this thread.
#[expect(
    clippy::disallowed_methods,
    reason = "the function is a blocking one, or the thread is there to wait"
)]
pub fn block(wait: Duration) {
    std::thread::sleep(wait);
}

/// Whether the wait is over, and who is to be told.
type Shared = Arc<Mutex<(bool, Option<Waker>)>>;

/// A timer for runtimes that are not tokio.
struct Alarm {
    /// Until the first poll.
    wait: Option<Duration>,
    state: Shared,
}

impl Future for Alarm {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            if state.0 {
                return Poll::Ready(());
            }
            state.1 = Some(context.waker().clone());
        }
        if let Some(wait) = self.wait.take() {
            let state = Shared::clone(&self.state);
            let ring = move || {
                block(wait);
                let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
                state.0 = true;
                state.1.take().into_iter().for_each(Waker::wake);
            };
            if std::thread::Builder::new().spawn(ring).is_err() {
                // Without a thread the wait is this one's.
                block(wait);
                return Poll::Ready(());
            }
        }
        Poll::Pending
    }
}

/// Calls what a blocking attempt is.
pub fn attempt<O>(body: impl FnOnce() -> O) -> O {
    body()
}

/// An argument that each attempt gets a copy of.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not `Clone`, and `#[ringfence::retry]` gives each attempt its own copy of every argument",
    label = "each attempt needs one of these",
    note = "derive `Clone` (bound a type parameter by it), take it by `&` reference, or make it inside the function"
)]
pub trait PerAttempt {
    /// The copy.
    fn per_attempt(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Clone> PerAttempt for T {
    fn per_attempt(&self) -> Self {
        self.clone()
    }
}

/// The copy of an argument for one attempt.
pub fn per_attempt<T: PerAttempt>(argument: &T) -> T {
    argument.per_attempt()
}

/// A question to an output. A method of `&&&&Ask` is looked for on `&&&Ask` first, then with one `&` less each time: of the
/// traits below, the first that holds answers, and what tells nothing at all ends at the method of `Ask` itself, whose bound
/// says so in our words.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'o, O: ?Sized>(pub &'o O);

impl<O: ?Sized> Ask<'_, O> {
    /// What the output says.
    pub fn said(&self) -> Said
    where
        O: Throttled,
    {
        say(self.0)
    }
}

/// Both sides of a `Result` tell.
pub trait AskBoth {
    /// What they say.
    fn said(&self) -> Said;
}

impl<T: Throttled, E: Throttled> AskBoth for &&&Ask<'_, Result<T, E>> {
    fn said(&self) -> Said {
        match self.0 {
            Ok(value) => say(value),
            Err(error) => say(error),
        }
    }
}

/// The value tells, and the error is one whose type is forgotten (of anyhow, of eyre).
pub trait AskErasedBoth {
    /// What they say.
    fn said(&self) -> Said;
}

impl<T: Throttled, E: AsRef<dyn Error + 'static>> AskErasedBoth for &&Ask<'_, Result<T, E>> {
    fn said(&self) -> Said {
        match self.0 {
            Ok(value) => say(value),
            Err(error) => say(error.as_ref()),
        }
    }
}

/// The error is one whose type is forgotten.
pub trait AskErased {
    /// What it says.
    fn said(&self) -> Said;
}

impl<T, E: AsRef<dyn Error + 'static>> AskErased for &Ask<'_, Result<T, E>> {
    fn said(&self) -> Said {
        match self.0 {
            Ok(_) => Said { throttle: None, never_left: false },
            Err(error) => say(error.as_ref()),
        }
    }
}

fn say<O: Throttled + ?Sized>(output: &O) -> Said {
    Said { throttle: output.throttle(), never_left: output.never_left() }
}
