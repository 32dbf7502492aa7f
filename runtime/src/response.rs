//! Answers with their facts.

use crate::client::Reply;
use crate::decode::{Value, parse};
use crate::model::{Fields, Model};
use crate::{Client, Error, Json, Meta, Request};
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::ops::Deref;
use std::pin::Pin;
use std::task::{Context, Poll};

/// A decoded answer: derefs to its model, and carries [`Meta`].
#[derive(Clone, Debug)]
pub struct Response<T> {
    model: T,
    meta: Meta,
}

impl<T> Response<T> {
    /// Status, request id, attempts and the other facts about the exchange.
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// The model alone.
    pub fn into_inner(self) -> T {
        self.model
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.model
    }
}

/// What the body of a 2xx answer becomes.
pub trait Answer: Sized {
    /// Reads the body; the error says what is wrong with it.
    fn read(body: &[u8]) -> Result<Self, String>;
}

/// No content: a body that comes all the same is not looked at.
impl Answer for () {
    fn read(_: &[u8]) -> Result<Self, String> {
        Ok(())
    }
}

impl Answer for Json {
    fn read(body: &[u8]) -> Result<Self, String> {
        let null = if body.is_empty() { b"null" } else { body };
        parse(null).map(|json| Self::from_raw(&json))
    }
}

/// An empty body is a model without fields: some operations answer 202 with a body or none.
impl<M: Model> Answer for M {
    fn read(body: &[u8]) -> Result<Self, String> {
        if body.is_empty() {
            return Ok(M::take(Fields::default()));
        }
        let json = parse(body)?;
        Fields::decode(&json).map(M::take).ok_or_else(|| "the body is not a JSON object".to_owned())
    }
}

/// A list of values at the root of the answer.
impl<T: Value> Answer for Vec<T> {
    fn read(body: &[u8]) -> Result<Self, String> {
        let json = parse(body)?;
        <Self as Value>::decode(&json)
            .ok_or_else(|| "the body is not the array that the document says".to_owned())
    }
}

/// A reply under way: one type for all operations, so that none has a state machine of its own.
pub(crate) type Pending<'c> = Pin<Box<dyn Future<Output = Result<Reply, Error>> + Send + 'c>>;

/// The future of an answer; nothing is sent until it is awaited.
#[must_use = "nothing is sent until this is awaited"]
pub struct ResponseFuture<'c, T> {
    pending: Pending<'c>,
    model: PhantomData<fn() -> T>,
}

impl<'c, T> ResponseFuture<'c, T> {
    pub(crate) fn new(client: &'c Client, request: Request) -> Self {
        Self { pending: send(client, request), model: PhantomData }
    }
}

fn send(client: &Client, request: Request) -> Pending<'_> {
    Box::pin(async move { client.execute(&request).await })
}

impl<T: Answer> Future for ResponseFuture<'_, T> {
    type Output = Result<Response<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.pending.as_mut().poll(context).map(|reply| {
            let reply = reply?;
            match T::read(&reply.body) {
                Ok(model) => Ok(Response { model, meta: reply.meta }),
                Err(problem) => Err(Error::decode(reply.meta, reply.body, problem)),
            }
        })
    }
}

impl<T> fmt::Debug for ResponseFuture<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}
