//! Pages of what is no list: each is a model of its own.

use super::next::{Next, meet};
use super::walk::Walk;
use crate::client::Reply;
use crate::decode::parse;
use crate::model::{Fields, Model};
use crate::private::Paging;
use crate::{Client, Error, Request, Response};
use futures_core::Stream;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

/// All pages of something that comes in pages without being a list, each fetched when it is asked for and each a model.
///
/// It ends as [`Pages`](crate::Pages) does.
#[must_use = "nothing is sent until this stream is polled"]
pub struct ResponsePages<'c, T> {
    walk: Walk<'c>,
    model: PhantomData<fn() -> T>,
}

impl<'c, T: Model> ResponsePages<'c, T> {
    pub(crate) fn new(client: &'c Client, request: Request, paging: &'static Paging) -> Self {
        Self { walk: Walk::new(client, request, paging), model: PhantomData }
    }

    /// The next page, or `None` after the last.
    pub async fn next(&mut self) -> Option<Result<Response<T>, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn arrive(&mut self, reply: Result<Reply, Error>) -> Result<Response<T>, Error> {
        let reply = reply?;
        match self.read(&reply.body) {
            Ok((model, next)) => {
                self.walk.go_on(next);
                Ok(Response::new(model, reply.meta, reply.operation))
            }
            Err(problem) => Err(Error::decode(reply, problem)),
        }
    }

    fn read(&mut self, body: &[u8]) -> Result<(T, Option<Next>), String> {
        let fields = Fields::decode(&parse(body)?).ok_or("the body is not a JSON object")?;
        let next = Next::find(&fields, self.walk.paging)?;
        meet(&mut self.walk.seen, next.as_ref())?;
        Ok((T::take(fields), next))
    }
}

impl<T: Model> Stream for ResponsePages<'_, T> {
    type Item = Result<Response<T>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        this.walk.poll(context).map(|reply| Some(this.arrive(reply?)))
    }
}

impl<T> fmt::Debug for ResponsePages<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponsePages").field("request", &self.walk.request).finish_non_exhaustive()
    }
}
