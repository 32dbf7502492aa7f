//! The way from page to page, whatever the pages hold.

use super::next::{Next, fetch};
use crate::client::Reply;
use crate::private::Paging;
use crate::response::Pending;
use crate::{Client, Error, Request};
use std::collections::BTreeSet;
use std::task::{Context, Poll};

/// Fetches page after page; what a page says of the next one is read by its owner.
pub(super) struct Walk<'c> {
    client: &'c Client,
    pub(super) request: Request,
    pub(super) paging: &'static Paging,
    state: State<'c>,
    /// Where pages have come from.
    pub(super) seen: BTreeSet<Next>,
}

enum State<'c> {
    Start,
    Waiting(Pending<'c>),
    Ready(Next),
    Done,
}

impl<'c> Walk<'c> {
    pub(super) fn new(client: &'c Client, request: Request, paging: &'static Paging) -> Self {
        Self { client, request, paging, state: State::Start, seen: BTreeSet::new() }
    }

    /// The next page, which is the last unless [`Walk::go_on`] says otherwise.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Reply, Error>>> {
        let mut pending = match std::mem::replace(&mut self.state, State::Done) {
            State::Start => fetch(self.client, self.request.clone(), None),
            State::Ready(next) => fetch(self.client, self.request.clone(), Some(next)),
            State::Waiting(pending) => pending,
            State::Done => return Poll::Ready(None),
        };
        match pending.as_mut().poll(context) {
            Poll::Pending => {
                self.state = State::Waiting(pending);
                Poll::Pending
            }
            Poll::Ready(reply) => Poll::Ready(Some(reply)),
        }
    }

    pub(super) fn go_on(&mut self, next: Option<Next>) {
        if let Some(next) = next {
            self.state = State::Ready(next);
        }
    }
}
