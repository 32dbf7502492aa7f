//! An answer that is a success, before it becomes HTTP.

use serde_json::Value;

/// What an operation answers.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) content_type: Option<String>,
    pub(crate) body: Option<Value>,
    /// Headers of this answer alone, names in lower case.
    pub(crate) headers: Vec<(&'static str, String)>,
}
