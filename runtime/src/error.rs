//! The one error type of the client.

use crate::Meta;

/// Why a request failed.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// Placeholder of the skeleton.
    Stub,
}

impl Error {
    /// The answer came, but its body is not what the document says.
    pub(crate) fn decode(meta: Meta, body: bytes::Bytes, problem: String) -> Self {
        let _ = (meta, body, problem);
        Self::Stub
    }
    /// Inputs that cannot be sent, each with the input's name and what is wrong; nothing was sent.
    pub(crate) fn input(operation: &'static str, problems: Vec<(String, String)>) -> Self {
        let _ = (operation, problems);
        Self::Stub
    }
    /// What is known of the exchange, where there was one.
    pub fn meta(&self) -> Option<&Meta> {
        None
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("skeleton")
    }
}
impl std::error::Error for Error {}
