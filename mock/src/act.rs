//! What an operation does to the state, and the answer that tells it.

mod bear;
mod change;
mod create;
mod filter;
mod grant;
mod list;
mod page;
pub(crate) mod place;
pub(crate) mod plant;
mod revision;
mod seeds;
mod unique;

use std::sync::{MutexGuard, PoisonError};

use bytes::Bytes;
use hyper::HeaderMap;
use jiff::Timestamp;

use crate::catalog::Match;
use crate::check::Given;
use crate::form::Pairs;
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::resource::Act;
use crate::shape::Shaper;
use crate::state::{Fields, State};
use crate::world::World;
pub(crate) use bear::bear;
use place::Place;

/// One checked request on its way through the state.
pub(crate) struct Deed<'a> {
    pub(crate) world: &'a World,
    /// Whose things are seen and made.
    pub(crate) account: &'a str,
    pub(crate) found: &'a Match<'a>,
    pub(crate) given: &'a Given,
    /// Scheme and host as the client should see them in absolute URLs.
    pub(crate) origin: String,
    /// The path as requested.
    pub(crate) path: &'a str,
    pub(crate) query: &'a Pairs,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) now: Timestamp,
}

/// Does what the operation says.
pub(crate) fn act(deed: &Deed<'_>) -> Result<Reply, Refusal> {
    if *deed.found.act == Act::Grant {
        return deed.grant();
    }
    let mut state = deed.state();
    let place = deed.place(&mut state)?;
    match deed.found.act {
        Act::List(key) => deed.list(&state, &place, key),
        Act::Create => deed.create(&mut state, &place),
        Act::Fetch => deed.fetch(&mut state, &place),
        Act::Show => Ok(deed.show(&mut state, &place)),
        Act::Update => deed.update(&mut state, &place),
        Act::Change => Ok(deed.change(&mut state, &place)),
        Act::Delete => deed.delete(&mut state, &place),
        Act::Perform | Act::Grant => deed.perform(&mut state, &place),
    }
}

impl Deed<'_> {
    fn state(&self) -> MutexGuard<'_, State> {
        self.world.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn shaper(&self) -> Shaper<'_> {
        Shaper { document: self.found.document, now: self.now }
    }

    /// The success of this operation with the given fields in its shape.
    fn reply(&self, fields: &Fields) -> Reply {
        let success = &self.found.operation.success;
        self.reply_with(success.schema.map(|schema| self.shaper().text(schema, fields)))
    }

    fn reply_with(&self, body: Option<Bytes>) -> Reply {
        let success = &self.found.operation.success;
        let content_type = success.content_type.clone();
        Reply { status: success.status, content_type, body, headers: Vec::new() }
    }

    /// The success that tells of a thing that is kept, with its revision where the document promises one.
    fn reply_of(&self, fields: &Fields, revision: u64) -> Reply {
        let mut reply = self.reply(fields);
        if self.found.operation.success.headers.iter().any(|name| name == "etag") {
            reply.headers.push(("etag", revision::etag(fields, revision)));
        }
        reply
    }

    fn missing(&self, place: &Place) -> Refusal {
        let key = place.key.as_deref().unwrap_or_default();
        Refusal::not_found(self.path, &format!("`{key}` is not (or no longer) in `{}`", place.collection))
    }
}
