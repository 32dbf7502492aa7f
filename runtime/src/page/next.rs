//! Where the next page is: Twilio says it in several ways.

use crate::model::Fields;
use crate::private::Paging;
use crate::response::Pending;
use crate::{Client, Request};
use serde_json::Value as Tree;

/// The way to a page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Next {
    /// A path on the operation's host, or a URL there.
    Location(String),
    /// The same request with another value in one input.
    Input(&'static str, String),
}

impl Next {
    /// The way to the next page, if the answer names one.
    pub(super) fn find(fields: &Fields, paging: &Paging) -> Option<Self> {
        let meta = fields.get("meta").and_then(|meta| meta.to_value()).unwrap_or_default();
        let text = |value: &Tree| value.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
        let field = |name: &str| fields.get(name).and_then(|value| value.to_value()).unwrap_or_default();
        let location = ["next_page_url", "nextPageUrl"].iter().find_map(|name| meta.get(name).and_then(text));
        let location = location.or_else(|| text(&field("next_page_uri")));
        let token = ["next_token", "nextToken"].iter().find_map(|name| meta.get(name).and_then(text));
        if let Some(location) = location {
            return Some(Self::Location(location));
        }
        if let (Some(token), Some(name)) = (token, paging.token) {
            return Some(Self::Input(name, token));
        }
        match (field("has_next"), field("current_page").as_i64(), paging.number) {
            (Tree::Bool(true), Some(page), Some(name)) => {
                Some(Self::Input(name, page.saturating_add(1).to_string()))
            }
            _ => None,
        }
    }
}

/// Sends the request for a page.
pub(super) fn fetch(client: &Client, mut request: Request, next: Option<Next>) -> Pending<'_> {
    Box::pin(async move {
        match next {
            None => client.execute(&request).await,
            Some(Next::Location(location)) => client.execute_at(&request, &location).await,
            Some(Next::Input(name, value)) => {
                request.query().set(name, &value);
                client.execute(&request).await
            }
        }
    })
}
