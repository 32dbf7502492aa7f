//! The method with which Twilio calls back.

use crate::Unlisted;

/// The method of a request that Twilio makes to you.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HttpMethod {
    /// `GET`: parameters in the query.
    Get,
    /// `POST`: parameters in a form.
    Post,
    /// A method that the documents do not list.
    Unlisted(Unlisted),
}

impl HttpMethod {
    /// The method as it goes on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Unlisted(method) => method.as_str(),
        }
    }
}

impl From<&str> for HttpMethod {
    fn from(text: &str) -> Self {
        match text {
            "GET" => Self::Get,
            "POST" => Self::Post,
            other => Self::Unlisted(Unlisted::new(other)),
        }
    }
}
