//! An answer that is a success, before it becomes HTTP.

use bytes::Bytes;

/// What an operation answers.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) content_type: Option<String>,
    /// JSON; none is no body.
    pub(crate) body: Option<Bytes>,
    /// Headers of this answer alone, names in lower case.
    pub(crate) headers: Vec<(&'static str, String)>,
}
