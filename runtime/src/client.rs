//! The client: an account, an API key, a transport and the policies.

use crate::{AccountSid, ApiKey, Error, Meta, Request};
use bytes::Bytes;

/// Sends requests as one account with one API key. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Client {
    account: AccountSid,
}

/// Builds a [`Client`].
#[derive(Debug)]
pub struct ClientBuilder {
    account: AccountSid,
    key: ApiKey,
}

/// A successful answer (2xx) that is not decoded yet.
#[derive(Debug)]
pub struct Reply {
    /// Status, request id, attempts and the other facts about the exchange.
    pub meta: Meta,
    /// The body as it came.
    pub body: Bytes,
}

impl Client {
    /// Starts a client for an account and one of its API keys.
    pub fn builder(account: AccountSid, key: ApiKey) -> ClientBuilder {
        ClientBuilder { account, key }
    }
    /// The account that the client acts for.
    pub fn account_sid(&self) -> &AccountSid {
        &self.account
    }
    /// Sends a request through the send loop; an answer outside 2xx is an error.
    pub(crate) async fn execute(&self, request: &Request) -> Result<Reply, Error> {
        let _ = request;
        Err(Error::Stub)
    }
    /// Sends a GET for a next page: `location` is a path with query on the operation's host, or an absolute https URL there.
    pub(crate) async fn execute_at(&self, request: &Request, location: &str) -> Result<Reply, Error> {
        let _ = (request, location);
        Err(Error::Stub)
    }
}

impl ClientBuilder {
    /// Finishes the client.
    pub fn build(self) -> Result<Client, Error> {
        let _ = self.key;
        Ok(Client { account: self.account })
    }
}
