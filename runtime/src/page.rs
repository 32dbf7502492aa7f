//! Pages of lists, and the streams over them.

mod fields;
mod next;
mod walk;
mod whole;

pub use fields::{PageFields, PageMeta};
pub use whole::ResponsePages;

use crate::client::Reply;
use crate::decode::{Value, parse};
use crate::model::{Fields, Model};
use crate::private::Paging;
use crate::response::Pending;
use crate::{Client, Error, Meta, Request};
use futures_core::Stream;
use next::Next;
use std::collections::{BTreeSet, VecDeque};
use std::fmt;
use std::future::{Future, poll_fn};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use walk::Walk;

/// One page of a list.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The items of this page, in Twilio's order. Where one is `null` or anything but such an item, it is not among them, and
    /// the list stays in [`PageFields::unknown`] as it came.
    pub items: Vec<T>,
    /// What the answer says besides, such as the page's number and size.
    pub fields: PageFields,
    next: Option<Next>,
    meta: Meta,
}

impl<T> Page<T> {
    /// Status, request id, attempts and the other facts about the exchange.
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// Whether Twilio said that there is a page after this one.
    pub fn has_next(&self) -> bool {
        self.next.is_some()
    }
}

impl<T: Value> Page<T> {
    /// `seen` holds where pages have come from: a list that leads back to one of them would never end.
    fn read(reply: Reply, paging: &Paging, seen: &mut BTreeSet<Next>) -> Result<Self, Error> {
        let decoded = Self::decode(&reply.body, paging);
        match decoded.and_then(|page| next::meet(seen, page.2.as_ref()).map(|()| page)) {
            Ok((items, fields, next)) => Ok(Self { items, fields, next, meta: reply.meta }),
            Err(problem) => Err(Error::decode(reply, problem)),
        }
    }

    fn decode(body: &[u8], paging: &Paging) -> Result<(Vec<T>, PageFields, Option<Next>), String> {
        let json = parse(body)?;
        let mut fields = Fields::decode(&json).ok_or("the body is not a JSON object")?;
        let next = Next::find(&fields, paging)?;
        let items = fields.take(paging.items);
        if items.is_none() && fields.get(paging.items).is_some() {
            return Err(format!("`{}` is not the list that the document says", paging.items));
        }
        Ok((items.unwrap_or_default(), PageFields::take(fields), next))
    }
}

/// The future of one page; nothing is sent until it is awaited.
#[must_use = "nothing is sent until this is awaited"]
pub struct PageFuture<'c, T> {
    pending: Pending<'c>,
    paging: &'static Paging,
    item: PhantomData<fn() -> T>,
}

impl<'c, T> PageFuture<'c, T> {
    pub(crate) fn first(client: &'c Client, request: Request, paging: &'static Paging) -> Self {
        Self { pending: next::fetch(client, request, None), paging, item: PhantomData }
    }
}

impl<T: Value> Future for PageFuture<'_, T> {
    type Output = Result<Page<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let reply = ready!(self.pending.as_mut().poll(context));
        Poll::Ready(reply.and_then(|reply| Page::read(reply, self.paging, &mut BTreeSet::new())))
    }
}

/// All pages of a list, each fetched when it is asked for.
///
/// It ends after the last page and after the first error: a page that failed beyond its retries is not skipped. Dropping
/// the future of [`Pages::next`] loses nothing; the next call goes on waiting for the same page.
#[must_use = "nothing is sent until this stream is polled"]
pub struct Pages<'c, T> {
    walk: Walk<'c>,
    item: PhantomData<fn() -> T>,
}

impl<'c, T: Value> Pages<'c, T> {
    pub(crate) fn new(client: &'c Client, request: Request, paging: &'static Paging) -> Self {
        Self { walk: Walk::new(client, request, paging), item: PhantomData }
    }

    /// The next page, or `None` after the last.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn arrive(&mut self, reply: Result<Reply, Error>) -> Result<Page<T>, Error> {
        let page = Page::read(reply?, self.walk.paging, &mut self.walk.seen)?;
        self.walk.go_on(page.next.clone());
        Ok(page)
    }
}

impl<T: Value> Stream for Pages<'_, T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        this.walk.poll(context).map(|reply| Some(this.arrive(reply?)))
    }
}

/// All items of a list, page by page; it ends as [`Pages`] does, and leaves out what [`Page::items`] leaves out.
#[must_use = "nothing is sent until this stream is polled"]
pub struct Items<'c, T> {
    pages: Pages<'c, T>,
    buffer: VecDeque<T>,
    left: Option<usize>,
}

impl<'c, T: Value> Items<'c, T> {
    pub(crate) fn new(client: &'c Client, request: Request, paging: &'static Paging) -> Self {
        Self { pages: Pages::new(client, request, paging), buffer: VecDeque::new(), left: None }
    }

    /// Ends after this many items, and asks for no larger page than that, unless a page size is set.
    pub fn limit(mut self, items: usize) -> Self {
        self.left = Some(items);
        if let Some((name, max)) = self.pages.walk.paging.size
            && !self.pages.walk.request.has_query(name)
        {
            let size = i64::try_from(items).unwrap_or(max).clamp(1, max);
            self.pages.walk.request.query().set(name, &size.to_string());
        }
        self
    }

    /// A part of each item that has it, such as its SID for a [`Purge`](crate::Purge).
    ///
    /// ```text
    /// Purge::new(&client, delete_recording).run(list_recording().items(&client).pick(|recording| recording.sid)).await?;
    /// ```
    pub fn pick<S, F: FnMut(T) -> Option<S>>(self, pick: F) -> Picked<'c, T, F> {
        Picked { items: self, pick }
    }

    /// The next item, or `None` after the last.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// All items, or the first error.
    pub async fn collect(mut self) -> Result<Vec<T>, Error> {
        let mut items = Vec::new();
        while let Some(item) = self.next().await {
            items.push(item?);
        }
        Ok(items)
    }
}

/// What is picked of the items of a list; see [`Items::pick`].
#[must_use = "nothing is sent until this stream is polled"]
pub struct Picked<'c, T, F> {
    items: Items<'c, T>,
    pick: F,
}

/// Nothing in it is pinned.
impl<T, F> Unpin for Picked<'_, T, F> {}

impl<T: Value, S, F: FnMut(T) -> Option<S>> Stream for Picked<'_, T, F> {
    type Item = Result<S, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            let Some(item) = ready!(Pin::new(&mut this.items).poll_next(context)) else {
                return Poll::Ready(None);
            };
            if let Some(picked) = item.map(&mut this.pick).transpose() {
                return Poll::Ready(Some(picked));
            }
        }
    }
}

/// No item is ever pinned: they only wait in the buffer.
impl<T> Unpin for Items<'_, T> {}

impl<T: Value> Stream for Items<'_, T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if this.left == Some(0) {
                return Poll::Ready(None);
            }
            if let Some(item) = this.buffer.pop_front() {
                this.left = this.left.map(|left| left.saturating_sub(1));
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut this.pages).poll_next(context)) {
                Some(Ok(page)) => this.buffer.extend(page.items),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T, F> fmt::Debug for Picked<'_, T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Picked").field("items", &self.items).finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for PageFuture<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PageFuture").finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for Pages<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("request", &self.walk.request).finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for Items<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).field("left", &self.left).finish_non_exhaustive()
    }
}
