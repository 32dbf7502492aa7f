//! `#[retry]` around functions of every shape, under tokio's paused time.
#![allow(clippy::unwrap_used)]

#[cfg(feature = "reqwest")]
#[path = "retry/clients.rs"]
mod clients;

use ringfence::{Throttle, Throttled, retry};
use std::error::Error;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::time::Instant;

/// An error that says what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Busy(Option<u64>),
    NotSent,
    Refused,
}

impl Throttled for Fault {
    fn throttle(&self) -> Option<Throttle> {
        match self {
            Self::Busy(seconds) => Some(Throttle::after(seconds.map(Duration::from_secs))),
            _ => None,
        }
    }

    fn never_left(&self) -> bool {
        *self == Self::NotSent
    }
}

/// Counts calls, and fails the first of them.
#[derive(Debug, Default)]
struct Server {
    calls: AtomicU32,
    failures: u32,
}

impl Server {
    fn failing(failures: u32) -> Self {
        Self { failures, ..Self::default() }
    }

    fn calls(&self) -> u32 {
        self.calls.load(Ordering::Relaxed)
    }

    fn call(&self, fault: Fault) -> Result<u32, Fault> {
        let before = self.calls.fetch_add(1, Ordering::Relaxed);
        if before < self.failures { Err(fault) } else { Ok(before + 1) }
    }
}

#[retry]
async fn by_default(server: &Server, fault: Fault) -> Result<u32, Fault> {
    server.call(fault)
}

#[retry(attempts = 3, base = "1s", cap = "2s")]
async fn three_times(server: &Server, fault: Fault) -> Result<u32, Fault> {
    let answer = server.call(fault)?;
    if answer > 100 {
        return Err(Fault::Refused);
    }
    Ok(answer)
}

#[retry(on = "connect")]
async fn on_connect(server: &Server, fault: Fault) -> Result<u32, Fault> {
    server.call(fault)
}

#[retry(deadline = "3s")]
async fn before_a_deadline(server: &Server, fault: Fault) -> Result<u32, Fault> {
    server.call(fault)
}

#[tokio::test(start_paused = true)]
async fn a_429_is_attempted_again_until_it_is_none() {
    let server = Server::failing(4);
    assert_eq!(by_default(&server, Fault::Busy(None)).await, Ok(5));
    let server = Server::failing(9);
    assert_eq!(by_default(&server, Fault::Busy(None)).await, Err(Fault::Busy(None)));
    assert_eq!(server.calls(), 6);
    let server = Server::failing(9);
    assert_eq!(three_times(&server, Fault::Busy(None)).await, Err(Fault::Busy(None)));
    assert_eq!(server.calls(), 3);
}

#[tokio::test(start_paused = true)]
async fn nothing_else_is_attempted_again_unless_it_never_left() {
    let server = Server::failing(1);
    assert_eq!(by_default(&server, Fault::Refused).await, Err(Fault::Refused));
    assert_eq!(by_default(&Server::failing(1), Fault::NotSent).await, Err(Fault::NotSent));
    assert_eq!(on_connect(&Server::failing(1), Fault::NotSent).await, Ok(2));
    assert_eq!(on_connect(&Server::failing(1), Fault::Busy(None)).await, Ok(2));
    assert_eq!((on_connect(&server, Fault::Refused).await, server.calls()), (Ok(2), 2));
}

#[tokio::test(start_paused = true)]
async fn waits_grow_under_the_cap_with_full_jitter() {
    let mut totals = Vec::new();
    for _ in 0..200 {
        let started = Instant::now();
        let _ = three_times(&Server::failing(9), Fault::Busy(None)).await;
        totals.push(started.elapsed());
    }
    // Two waits, up to 1 s and up to 2 s; tokio's clock ticks by the millisecond.
    assert!(totals.iter().all(|total| *total <= Duration::from_millis(3_002)), "{totals:?}");
    assert!(totals.iter().any(|total| *total > Duration::from_secs(2)), "{totals:?}");
    assert!(totals.iter().any(|total| *total < Duration::from_secs(1)), "{totals:?}");
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_honoured_and_a_deadline_kept() {
    let started = Instant::now();
    assert_eq!(three_times(&Server::failing(1), Fault::Busy(Some(30))).await, Ok(2));
    assert!(started.elapsed() >= Duration::from_secs(30));
    let impatient = by_default(&Server::failing(1), Fault::Busy(Some(61))).await;
    assert_eq!(impatient, Err(Fault::Busy(Some(61))), "the default deadline is 60 s");
    assert_eq!(before_a_deadline(&Server::failing(1), Fault::Busy(Some(1))).await, Ok(2));
    assert!(before_a_deadline(&Server::failing(1), Fault::Busy(Some(3))).await.is_err());
}

#[retry]
async fn bare(server: &Server) -> Option<http::Response<()>> {
    let status = if server.call(Fault::Refused).is_err() { 429 } else { 204 };
    http::Response::builder().status(status).body(()).ok()
}

#[tokio::test(start_paused = true)]
async fn a_429_is_seen_in_a_bare_response() {
    assert_eq!(bare(&Server::failing(2)).await.unwrap().status(), 204);
}

/// A call as many a method makes it.
struct Caller {
    server: Arc<Server>,
}

trait Calling {
    async fn call(&self, name: String) -> Result<String, Fault>;

    /// A default body.
    #[retry]
    async fn call_twice(&self, name: String) -> Result<String, Fault> {
        self.call(name.clone()).await?;
        self.call(name).await
    }
}

impl Calling for Caller {
    #[retry(attempts = 4)]
    async fn call(&self, name: String) -> Result<String, Fault> {
        let made = name + "!";
        self.server.call(Fault::Busy(None))?;
        Ok(made)
    }
}

impl Caller {
    #[retry]
    async fn generic<'a, T, const N: usize>(
        &self,
        mut names: Vec<T>,
        (first, _): (&'a str, u8),
        [head, ..]: [u8; 3],
        rest: [u8; N],
        body: impl Into<String> + Clone,
    ) -> Result<(T, &'a str), Fault>
    where
        T: Clone,
    {
        #![allow(unused_variables)]
        let body: String = body.into();
        let last = names.pop().ok_or(Fault::Refused)?;
        self.server.call(Fault::Busy(None))?;
        Ok((last, first))
    }

    #[retry]
    async fn by_arc(self: Arc<Self>, more: Box<dyn CloneFn>) -> Result<u32, Fault> {
        let server = Arc::clone(&self.server);
        drop(self);
        server.call(Fault::Busy(None)).map(|calls| more.plus(calls))
    }

    #[retry(base = "1ms")]
    fn blocking(&self, name: &str) -> Result<Box<dyn Fn() -> String>, Fault> {
        let name = name.to_owned();
        self.server.call(Fault::Busy(None))?;
        Ok(Box::new(move || name.clone()))
    }

    #[retry(base = "1ms")]
    fn borrowed(&self, name: &str) -> Result<&Server, Fault> {
        if name.is_empty() {
            return Err(Fault::Refused);
        }
        self.server.call(Fault::Busy(None)).map(|_| &*self.server)
    }

    /// What `async_trait` makes of a method.
    #[retry]
    fn boxed<'a>(&'a self, name: String) -> Pin<Box<dyn Future<Output = Result<String, Fault>> + Send + 'a>> {
        Box::pin(async move {
            self.server.call(Fault::Busy(None))?;
            Ok(name)
        })
    }
}

trait CloneFn: Send {
    fn plus(&self, calls: u32) -> u32;
    fn boxed(&self) -> Box<dyn CloneFn>;
}

impl<F: Fn(u32) -> u32 + Clone + Send + 'static> CloneFn for F {
    fn plus(&self, calls: u32) -> u32 {
        self(calls)
    }

    fn boxed(&self) -> Box<dyn CloneFn> {
        Box::new(self.clone())
    }
}

impl Clone for Box<dyn CloneFn> {
    fn clone(&self) -> Self {
        (**self).boxed()
    }
}

#[derive(Clone)]
struct Owned(Arc<Server>);

impl Owned {
    #[retry]
    async fn consume(mut self) -> Result<u32, Fault> {
        struct Inner;
        impl Inner {
            fn one(self) -> u32 {
                1
            }
        }
        let calls = self.0.call(Fault::Busy(None))?;
        self.0 = Arc::default();
        Ok(calls + Inner.one())
    }
}

fn caller(failures: u32) -> Caller {
    Caller { server: Arc::new(Server::failing(failures)) }
}

#[tokio::test(start_paused = true)]
async fn functions_of_every_shape_are_wrapped() {
    assert_eq!(caller(3).call("a".to_owned()).await, Ok("a!".to_owned()));
    assert_eq!(caller(4).call("a".to_owned()).await, Err(Fault::Busy(None)));
    assert_eq!(caller(7).call_twice("b".to_owned()).await, Ok("b!".to_owned()));
    let pair = caller(2).generic(vec![1, 2], ("first", 0), [0; 3], [1, 2], "body").await;
    assert_eq!(pair, Ok((2, "first")), "each attempt pops from its own copy");
    assert_eq!(Arc::new(caller(2)).by_arc(Box::new(|calls| calls + 10)).await, Ok(13));
    assert_eq!(Owned(Arc::new(Server::failing(2))).consume().await, Ok(4));
    assert_eq!(caller(2).boxed("c".to_owned()).await, Ok("c".to_owned()));
}

#[test]
fn a_blocking_function_waits_on_its_thread() {
    assert_eq!(caller(2).blocking("a").map(|name| name()), Ok("a".to_owned()));
    let caller = caller(2);
    assert_eq!(caller.borrowed("a").map(Server::calls), Ok(3));
    assert_eq!(caller.borrowed("").map(Server::calls), Err(Fault::Refused));
}

/// A function whose future can move between threads, with an argument that cannot be shared and an output that cannot move.
#[retry]
async fn on_any_thread(cell: std::cell::Cell<u32>, server: Arc<Server>) -> Result<u32, Box<dyn Error>> {
    if cell.get() > 0 {
        return Err("too many".into());
    }
    tokio::task::yield_now().await;
    Ok(server.call(Fault::Refused).unwrap_or(0))
}

#[tokio::test(start_paused = true)]
async fn the_future_is_send_where_the_function_as_written_is() {
    fn assert_send<F: Future + Send>(future: F) -> F {
        future
    }
    let output = assert_send(on_any_thread(std::cell::Cell::new(0), Arc::default())).await;
    assert_eq!(output.unwrap(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_dropped_sends_nothing_more() {
    let server = Server::failing(9);
    let call = by_default(&server, Fault::Busy(Some(50)));
    assert!(tokio::time::timeout(Duration::from_secs(5), call).await.is_err());
    tokio::time::sleep(Duration::from_secs(100)).await;
    assert_eq!(server.calls(), 1);
}

/// The smallest runtime that is not tokio.
fn block_on<F: Future>(future: F) -> F::Output {
    struct Unpark(std::thread::Thread);
    impl std::task::Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Arc::new(Unpark(std::thread::current())).into();
    let mut context = std::task::Context::from_waker(&waker);
    let mut future = std::pin::pin!(future);
    loop {
        match future.as_mut().poll(&mut context) {
            std::task::Poll::Ready(output) => return output,
            std::task::Poll::Pending => std::thread::park(),
        }
    }
}

#[retry(attempts = 3, base = "5ms", cap = "5ms")]
async fn elsewhere(server: &Server) -> Result<u32, Fault> {
    server.call(Fault::Busy(None))
}

#[test]
fn another_runtime_than_tokio_waits_by_a_thread() {
    assert_eq!(block_on(elsewhere(&Server::failing(2))), Ok(3));
}
