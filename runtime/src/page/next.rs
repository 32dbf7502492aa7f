//! Where the next page is: Twilio says it in several ways.

use crate::decode::{Value, decode_str};
use crate::model::{Fields, Link};
use crate::private::Paging;
use crate::response::Pending;
use crate::{Client, Error, Request};
use std::collections::BTreeSet;
use std::fmt;

/// The way to a page.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Next {
    /// A path on the operation's host, or a URL there.
    Location(String),
    /// The same request with another value in one input.
    Input(&'static str, String),
    /// A way that the answer names and no input of the operation leads on.
    Nowhere(&'static str),
}

/// Without the query and the input, which hold what the list was asked for.
impl fmt::Debug for Next {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Location(location) => f.debug_tuple("Location").field(&Link(location)).finish(),
            Self::Input(name, _) => f.debug_tuple("Input").field(name).finish_non_exhaustive(),
            Self::Nowhere(name) => f.debug_tuple("Nowhere").field(name).finish(),
        }
    }
}

impl Next {
    /// The way to the next page, if the answer names one. One that cannot be read is no end of the list: it is told.
    pub(super) fn find(fields: &Fields, paging: &Paging) -> Result<Option<Self>, String> {
        let meta = fields.get("meta").and_then(|meta| Fields::decode(meta.as_raw())).unwrap_or_default();
        let in_meta = link(&meta, &["next_page_url", "nextPageUrl"])?;
        if let Some(location) = in_meta.or(link(fields, &["next_page_uri"])?) {
            return Ok(Some(Self::Location(location)));
        }
        if let Some(token) = link(&meta, &["next_token", "nextToken"])? {
            return Ok(Some(
                paging.token.map_or(Self::Nowhere("nextToken"), |name| Self::Input(name, token)),
            ));
        }
        let has_next = fields.get("has_next").is_some_and(|has_next| has_next.as_str() == "true");
        let page = fields.get("current_page").and_then(|page| i64::decode(page.as_raw()));
        Ok(match (page, paging.number) {
            (Some(page), Some(name)) if has_next => {
                Some(Self::Input(name, page.saturating_add(1).to_string()))
            }
            _ if has_next => Some(Self::Nowhere("has_next")),
            _ => None,
        })
    }
}

/// Keeps where a page is; one that was fetched before would make the list endless.
pub(super) fn meet(seen: &mut BTreeSet<Next>, next: Option<&Next>) -> Result<(), String> {
    match next {
        Some(next) if !seen.insert(next.clone()) => {
            Err("the next page is one that was fetched before: the list would never end".to_owned())
        }
        _ => Ok(()),
    }
}

/// The text of the first of these fields that has one; a `null` and an empty text are none.
fn link(fields: &Fields, names: &[&str]) -> Result<Option<String>, String> {
    for name in names {
        let Some(value) = fields.get(name).filter(|value| value.as_str() != "null") else { continue };
        match decode_str(value.as_raw()) {
            Some(text) if text.is_empty() => {}
            Some(text) => return Ok(Some(text)),
            None => {
                return Err(format!("`{name}` is neither a text nor null, so the next page is not known"));
            }
        }
    }
    Ok(None)
}

/// Sends the request for a page.
pub(super) fn fetch(client: &Client, mut request: Request, next: Option<Next>) -> Pending<'_> {
    Box::pin(async move {
        let reply = match next {
            None => client.execute(&request).await?,
            Some(Next::Location(location)) => client.execute_at(&request, &location).await?,
            Some(Next::Input(name, value)) => {
                request.query().set(name, &value);
                client.execute(&request).await?
            }
            Some(Next::Nowhere(field)) => {
                let text = "says that there is another page, and no input of the operation leads to it; \
                            `.extra(..)` and `.page(..)` can ask for it";
                return Err(Error::input(
                    request.operation().id(),
                    vec![(field.to_owned(), text.to_owned())],
                ));
            }
        };
        Ok(reply.asked_by(client, request))
    })
}
