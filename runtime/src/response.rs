//! Answers with their facts.

use crate::client::Reply;
use crate::decode::{Value, parse};
use crate::model::{Fields, Model};
use crate::{Client, Error, Json, Meta, Method, Operation, Request};
use serde_json::value::RawValue;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::ops::Deref;
use std::pin::Pin;
use std::task::{Context, Poll};

/// A decoded answer: derefs to its model, and carries [`Meta`].
#[derive(Clone)]
pub struct Response<T> {
    model: T,
    meta: Meta,
    operation: &'static Operation,
    unread: Vec<Json>,
}

impl<T> Response<T> {
    pub(crate) fn new(model: T, meta: Meta, operation: &'static Operation) -> Self {
        Self { model, meta, operation, unread: Vec::new() }
    }

    /// Status, request id, attempts and the other facts about the exchange.
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// Fetches what the header `Location` names, such as the operation that an accepted request (202) became, as a model
    /// of your choice; `None` where the answer has no such header. [`Meta::retry_after`] says when to look again.
    ///
    /// It is asked for on the host of this call: a `Location` elsewhere is an error, and nothing is sent there.
    pub fn fetch_location<'c, M>(&self, client: &'c Client) -> Option<ResponseFuture<'c, M>> {
        let location = self.meta.location.clone()?;
        let request = Request::new(self.operation);
        let pending = Box::pin(async move {
            let reply = client.execute_at(&request, &location).await?;
            Ok(reply.asked_by(client, request))
        });
        Some(ResponseFuture { pending, model: PhantomData })
    }

    /// Of an answer that is a list and nothing around it, the items that are not what the document says, as they came: these
    /// are not among the others. Everywhere else such items stay in `unknown`.
    pub fn unread(&self) -> &[Json] {
        &self.unread
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

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("model", &self.model)
            .field("meta", &self.meta)
            .finish_non_exhaustive()
    }
}

/// What a successful answer becomes.
pub trait Answer: Sized {
    /// Reads the answer; the error says what is wrong with its body.
    fn read(reply: &Reply) -> Result<Self, String>;

    /// What of it has no place in the value.
    fn unread(_: &Reply) -> Vec<Json> {
        Vec::new()
    }
}

impl Reply {
    /// With what was asked, so that an error about its body can show it.
    pub(crate) fn asked_by(self, client: &Client, request: Request) -> Self {
        Self { asked: Some((client.clone(), request)), ..self }
    }

    /// Whether the body is empty and rightly so: some writes answer 202 or 204 with a body or none, and a delete that
    /// was done before has none, and neither has a 304. What is fetched is never nothing.
    fn may_be_empty(&self) -> bool {
        let is_write = self.operation.method() != Method::Get && !matches!(self.meta.status, 200 | 201);
        self.body.is_empty() && (is_write || self.meta.status == 304)
    }
}

/// No content: a body that comes all the same is not looked at.
impl Answer for () {
    fn read(_: &Reply) -> Result<Self, String> {
        Ok(())
    }
}

impl Answer for Json {
    fn read(reply: &Reply) -> Result<Self, String> {
        if reply.may_be_empty() {
            return Ok(Self::from_raw(RawValue::NULL));
        }
        parse(&reply.body).map(|json| Self::from_raw(&json))
    }
}

/// An empty body is a model without fields where it may be empty.
impl<M: Model> Answer for M {
    fn read(reply: &Reply) -> Result<Self, String> {
        if reply.may_be_empty() {
            return Ok(M::take(Fields::default()));
        }
        let json = parse(&reply.body)?;
        Fields::decode(&json).map(M::take).ok_or_else(|| "the body is not a JSON object".to_owned())
    }
}

/// A list of values at the root of the answer.
impl<T: Value> Answer for Vec<T> {
    fn read(reply: &Reply) -> Result<Self, String> {
        let json = parse(&reply.body)?;
        <Self as Value>::decode(&json)
            .ok_or_else(|| "the body is not the array that the document says".to_owned())
    }

    fn unread(reply: &Reply) -> Vec<Json> {
        let items: Vec<&RawValue> = serde_json::from_slice(&reply.body).unwrap_or_default();
        items.into_iter().filter(|item| T::decode(item).is_none()).map(Json::from_raw).collect()
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
    Box::pin(async move {
        let reply = client.execute(&request).await?;
        Ok(reply.asked_by(client, request))
    })
}

impl<T: Answer> Future for ResponseFuture<'_, T> {
    type Output = Result<Response<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.pending.as_mut().poll(context).map(|reply| {
            let reply = reply?;
            match T::read(&reply) {
                Ok(model) => {
                    let unread = T::unread(&reply);
                    Ok(Response { unread, ..Response::new(model, reply.meta, reply.operation) })
                }
                Err(problem) => Err(Error::decode(reply, problem)),
            }
        })
    }
}

impl<T> fmt::Debug for ResponseFuture<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}
