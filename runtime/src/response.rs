//! Answers with their facts.

use crate::Meta;

/// A decoded answer: derefs to its model, and carries [`Meta`].
#[derive(Debug)]
pub struct Response<T> {
    model: T,
    meta: Meta,
}

/// The future of an answer; nothing is sent until it is awaited.
#[must_use = "nothing is sent until this is awaited"]
pub struct ResponseFuture<'c, T> {
    client: std::marker::PhantomData<&'c T>,
}
