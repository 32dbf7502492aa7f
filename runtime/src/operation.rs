//! What is known of an operation before it is called.

use crate::private::Paging;

/// The HTTP method of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// Reads; idempotent.
    Get,
    /// Creates or updates; not idempotent unless the operation says so.
    Post,
    /// Replaces; idempotent.
    Put,
    /// Changes in part; not idempotent.
    Patch,
    /// Deletes; idempotent.
    Delete,
}

/// What an operation authenticates with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Security {
    /// HTTP basic: an API key and its secret.
    ApiKey,
    /// A token that was got with OAuth client credentials.
    OAuth,
    /// Nothing: the operation takes no credentials.
    None,
}

/// The facts of one operation, as its document states them.
///
/// Made by generated code through `const` functions, so that a new fact does not break code that is there already.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    id: &'static str,
    method: Method,
    host: &'static str,
    path: &'static str,
    idempotent: bool,
    deletes_stored_data: bool,
    callbacks: &'static [&'static str],
    security: Security,
    redirects: bool,
    accept: &'static str,
    moves: bool,
    unchanged: bool,
    date: &'static str,
    paging: Paging,
}

impl Method {
    /// The method as it goes on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

impl Operation {
    /// An operation by its id (`CreateMessage`), method, host (`api.twilio.com`) and path template.
    pub const fn new(id: &'static str, method: Method, host: &'static str, path: &'static str) -> Self {
        let idempotent = matches!(method, Method::Get | Method::Put | Method::Delete);
        let security = Security::ApiKey;
        Self {
            id,
            method,
            host,
            path,
            idempotent,
            deletes_stored_data: false,
            callbacks: &[],
            security,
            redirects: false,
            accept: "application/json",
            moves: false,
            unchanged: false,
            date: "",
            paging: Paging::new(""),
        }
    }

    /// Says what the answer's content type is, where it is not plain JSON.
    #[must_use]
    pub const fn answered_as(mut self, content_type: &'static str) -> Self {
        self.accept = content_type;
        self
    }

    /// Says where the items of a list are, and that it pages as most do, by pages of at most so many items.
    #[must_use]
    pub const fn listing(self, items: &'static str, most: i64) -> Self {
        self.paged(Paging::new(items).size("PageSize", most).token("PageToken").number("Page"))
    }

    /// Says how it pages, where it does so in another way.
    #[doc(hidden)]
    #[must_use]
    pub const fn paged(mut self, paging: Paging) -> Self {
        self.paging = paging;
        self
    }

    /// Says that a success is a redirect (3xx), which is handed to the caller and never followed.
    #[must_use]
    pub const fn answered_by_redirect(mut self) -> Self {
        self.redirects = true;
        self
    }

    /// Says that besides successes there are answers (301, 308) that give what was addressed another path on the same
    /// host: the request is sent there as it is, with its method and its body.
    #[must_use]
    pub const fn answered_by_moves(mut self) -> Self {
        self.moves = true;
        self
    }

    /// Says that besides successes there is the answer 304: nothing was changed, since nothing was to change. It is a
    /// success, of which [`Meta::status`](crate::Meta::status) tells, and holds nothing.
    #[must_use]
    pub const fn answered_unchanged(mut self) -> Self {
        self.unchanged = true;
        self
    }

    /// Says of which day the document is, as in `2026-04-14`.
    #[must_use]
    pub const fn dated(mut self, date: &'static str) -> Self {
        self.date = date;
        self
    }

    /// Says what the operation authenticates with, where it is not an API key.
    #[must_use]
    pub const fn secured_by(mut self, security: Security) -> Self {
        self.security = security;
        self
    }

    /// Names the inputs that take a callback URL.
    #[must_use]
    pub const fn with_callbacks(mut self, callbacks: &'static [&'static str]) -> Self {
        self.callbacks = callbacks;
        self
    }

    /// Marks a create or update that Twilio itself does only once, because an input names the attempt.
    #[must_use]
    pub const fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// Marks a delete of data that Twilio stores on the account's behalf.
    #[must_use]
    pub const fn deleting_stored_data(mut self) -> Self {
        self.deletes_stored_data = true;
        self
    }

    /// The id in the document, such as `CreateMessage`.
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// The HTTP method.
    pub const fn method(&self) -> Method {
        self.method
    }

    /// The host in Twilio's default region.
    pub const fn host(&self) -> &'static str {
        self.host
    }

    /// The path template, with `{Variables}`.
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// The path in pieces: a variable, where there is one, and the text after it.
    pub(crate) fn path_pieces(&self) -> impl Iterator<Item = (Option<&'static str>, &'static str)> {
        let mut pieces = self.path.split('{');
        let first = pieces.next().map(|text| (None, text));
        let others = pieces.map(|piece| match piece.split_once('}') {
            Some((name, text)) => (Some(name), text),
            None => (None, piece),
        });
        first.into_iter().chain(others)
    }

    /// Whether sending it twice does what sending it once does.
    pub const fn is_idempotent(&self) -> bool {
        self.idempotent
    }

    /// The day of the document that it was generated from, as in `2026-04-14`, where somebody recorded it.
    pub const fn date(&self) -> Option<&'static str> {
        if self.date.is_empty() { None } else { Some(self.date) }
    }

    /// How it pages.
    pub(crate) const fn paging(&self) -> Paging {
        self.paging
    }

    /// Whether it deletes data that Twilio stores on the account's behalf.
    pub const fn deletes_stored_data(&self) -> bool {
        self.deletes_stored_data
    }

    /// What it authenticates with.
    pub const fn security(&self) -> Security {
        self.security
    }

    /// Whether a success is a redirect.
    pub const fn is_answered_by_redirect(&self) -> bool {
        self.redirects
    }

    /// The content type of the answer, which is asked for in `Accept`.
    pub const fn accept(&self) -> &'static str {
        self.accept
    }

    /// Whether an answer may say that what was addressed has another path now.
    pub const fn is_answered_by_moves(&self) -> bool {
        self.moves
    }

    /// Whether the answer 304 is a success.
    pub const fn is_answered_unchanged(&self) -> bool {
        self.unchanged
    }

    /// The inputs that take a callback URL.
    pub const fn callbacks(&self) -> &'static [&'static str] {
        self.callbacks
    }
}
