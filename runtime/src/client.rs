//! The client: an account, an API key, a transport and the policies.

mod builder;
mod execute;
mod mock_base;
mod region;
mod target;

#[cfg(test)]
#[cfg(feature = "reqwest")]
mod tests;

pub use builder::ClientBuilder;
pub use region::Region;

use crate::credentials::{ClientCredential, Credential};
use crate::send_loop::Bounds;
use crate::transport::Transport;
use crate::{AccountSid, Error, Meta, Operation, RetryPolicy};
use bytes::Bytes;
use http::HeaderValue;
use mock_base::MockBase;
use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

/// Sends requests as one account with one API key. Cheap to clone; clones share their connections.
///
/// ```no_run
/// # fn main() -> Result<(), ringfence::Error> {
/// let client = ringfence::Client::from_env()?;
/// # Ok(()) }
/// ```
///
/// Requests go over https to Twilio's hosts alone, are retried by [`RetryPolicy`](crate::RetryPolicy), and end within
/// the deadline. Calls need a tokio runtime with its time driver.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    account: AccountSid,
    credential: Credential,
    authorization: HeaderValue,
    region: Region,
    mock_base: Option<MockBase>,
    transport: Arc<dyn Transport>,
    retry: RetryPolicy,
    bounds: Bounds,
    body_bytes: usize,
    user_agent: HeaderValue,
}

/// A successful answer that is not decoded yet: 2xx, or 3xx where the operation answers with a redirect.
#[derive(Debug)]
pub struct Reply {
    /// Status, request id, attempts and the other facts about the exchange.
    pub meta: Meta,
    /// The body as it came; empty for a delete that an earlier attempt had done already.
    pub body: Bytes,
    /// What was called: an answer that does not decode is told with it.
    pub(crate) operation: &'static Operation,
    pub(crate) host: String,
    pub(crate) sent_at: SystemTime,
}

impl Client {
    /// Starts a client for an account and one of its API keys.
    pub fn builder(account: AccountSid, credential: impl ClientCredential) -> ClientBuilder {
        ClientBuilder::new(account, credential)
    }

    /// A client with the settings of the environment and every default; see [`ClientBuilder::from_env`].
    ///
    /// # Errors
    ///
    /// [`Error::Configuration`] with all problems at once, each under the name of its variable.
    pub fn from_env() -> Result<Self, Error> {
        ClientBuilder::from_env()?.build()
    }

    /// The account that the client acts for.
    pub fn account_sid(&self) -> &AccountSid {
        &self.inner.account
    }

    /// The region that the client's hosts are in.
    pub fn region(&self) -> Region {
        self.inner.region
    }

    /// The policy of its retries.
    pub fn retry_policy(&self) -> &RetryPolicy {
        &self.inner.retry
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("account", &self.inner.account)
            .field("credential", &self.inner.credential)
            .field("region", &self.inner.region)
            .field("mock_base", &self.inner.mock_base)
            .field("retry", &self.inner.retry)
            .finish_non_exhaustive()
    }
}
