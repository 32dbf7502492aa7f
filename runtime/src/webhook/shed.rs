//! Requests beyond what a program can take are refused at once.

use http::{Response, StatusCode};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::sync::Semaphore;
use tower_layer::Layer;
use tower_service::Service;

/// Answers 503 while so many requests are under way already, before anything of a request is read.
///
/// A program that falls over loses all webhooks; one that sheds some answers the others in time. Twilio does not send a webhook again
/// after a 503 unless its callback URL says so: `callback_url!("https://example.com/sms", rc = 2, rp = [ct, "5xx"])`. Where
/// none may be lost, wait for events with [`WaitFor::reconcile`](super::WaitFor::reconcile).
///
/// ```
/// use ringfence::webhook::ShedLayer;
/// let router: axum::Router = axum::Router::new().layer(ShedLayer::new(200));
/// ```
#[derive(Clone, Debug)]
pub struct ShedLayer {
    room: Arc<Semaphore>,
}

impl ShedLayer {
    /// Lets so many requests be under way at once.
    pub fn new(most: usize) -> Self {
        Self { room: Arc::new(Semaphore::new(most.min(Semaphore::MAX_PERMITS))) }
    }
}

impl<S> Layer<S> for ShedLayer {
    type Service = Shed<S>;

    fn layer(&self, inner: S) -> Shed<S> {
        Shed { inner, room: Arc::clone(&self.room) }
    }
}

/// A service that refuses what it has no room for; see [`ShedLayer`].
#[derive(Clone, Debug)]
pub struct Shed<S> {
    inner: S,
    room: Arc<Semaphore>,
}

impl<S, R, B> Service<R> for Shed<S>
where
    S: Service<R, Response = Response<B>>,
    S::Future: Send + 'static,
    B: Default,
{
    type Response = Response<B>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response<B>, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: R) -> Self::Future {
        match Arc::clone(&self.room).try_acquire_owned() {
            Ok(place) => {
                let answer = self.inner.call(request);
                Box::pin(async move {
                    let answer = answer.await;
                    drop(place);
                    answer
                })
            }
            Err(_) => Box::pin(async {
                let mut answer = Response::new(B::default());
                *answer.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
                Ok(answer)
            }),
        }
    }
}
