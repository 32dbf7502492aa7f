//! The client: an account, an API key, a transport and the policies.

mod ages;
mod authorization;
mod builder;
mod execute;
mod mock_base;
mod observe;
mod region;
mod repeats;
mod room;
mod target;

#[cfg(test)]
#[cfg(feature = "hyper")]
mod tests;

pub use builder::ClientBuilder;
pub use region::Region;

use crate::credentials::{ClientCredential, Credential};
use crate::limit::{AccountLimits, Accounts};
use crate::send_loop::Bounds;
use crate::transport::{BodyStream, Transport};
use crate::{AccountSid, Curl, Error, Lane, Meta, Operation, Request, RetryPolicy};
use ages::Ages;
use bytes::Bytes;
use http::HeaderValue;
use mock_base::MockBase;
use repeats::Repeats;
use std::fmt;
use std::sync::{Arc, RwLock};
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
    lane: Lane,
}

/// What is one account's: its credential and its limits, retries among them.
struct Inner {
    account: AccountSid,
    credential: RwLock<Arc<Credential>>,
    /// For the operations that take a token, beside a key for the others.
    oauth: Option<Arc<Credential>>,
    limits: Arc<AccountLimits>,
    shared: Arc<Shared>,
}

/// What a client and those that are made of it for subaccounts have in common.
struct Shared {
    accounts: Accounts,
    repeats: Repeats,
    ages: Ages,
    region: Region,
    mock_base: Option<MockBase>,
    transport: Arc<dyn Transport>,
    retry: RetryPolicy,
    bounds: Bounds,
    read_timeout: std::time::Duration,
    body_bytes: usize,
    user_agent: HeaderValue,
}

/// A successful answer that is not decoded yet: 2xx, or 3xx where the operation answers with a redirect.
pub struct Reply {
    /// Status, request id, attempts and the other facts about the exchange.
    pub meta: Meta,
    /// The body as it came; empty for a delete that an earlier attempt had done already.
    pub body: Bytes,
    /// What was called: an answer that does not decode is told with it.
    pub(crate) operation: &'static Operation,
    pub(crate) host: String,
    pub(crate) sent_at: SystemTime,
    /// The body where it is still to come.
    pub(crate) stream: Option<BodyStream>,
    /// What was asked and by whom, for the line of shell of an answer that does not decode.
    pub(crate) asked: Option<(Client, Request)>,
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("operation", &self.operation.id())
            .field("meta", &self.meta)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
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

    /// The same client, whose calls are bulk work: they never take the last quarter of the account's room, wait behind calls of the
    /// others, and make room where the account is used by somebody else.
    #[must_use]
    pub fn bulk(&self) -> Self {
        Self { inner: Arc::clone(&self.inner), lane: Lane::Bulk }
    }

    /// The line in which its calls wait.
    pub fn lane(&self) -> Lane {
        self.lane
    }

    /// A client for a subaccount with a credential of its own. It shares connections and settings with this one; the account's limits
    /// are its own, as they are at Twilio.
    ///
    /// # Errors
    ///
    /// [`Error::Configuration`] where the credential cannot be sent.
    pub fn for_subaccount(
        &self,
        account: AccountSid,
        credential: impl ClientCredential,
    ) -> Result<Self, Error> {
        let credential = credential.into_credential();
        authorization::check(&credential).map_err(|problem| Error::configuration(vec![problem]))?;
        Ok(Self { lane: self.lane, ..Self::new(account, credential, None, Arc::clone(&self.inner.shared)) })
    }

    /// A client of an account, by settings that others may have, too.
    fn new(
        account: AccountSid,
        credential: Credential,
        oauth: Option<Arc<Credential>>,
        shared: Arc<Shared>,
    ) -> Self {
        let inner = Inner {
            limits: shared.accounts.of(account.as_str()),
            account,
            credential: RwLock::new(Arc::new(credential)),
            oauth,
            shared,
        };
        Self { inner: Arc::new(inner), lane: Lane::default() }
    }

    /// How many requests the client would have under way at once now, and how many it has: for a gauge beside
    /// [`Meta::concurrent_requests`](crate::Meta::concurrent_requests).
    pub fn concurrency(&self) -> (u32, u32) {
        self.inner.limits.gate.state()
    }

    /// The region that the client's hosts are in.
    pub fn region(&self) -> Region {
        self.inner.shared.region
    }

    /// How long an answer may pause.
    pub(crate) fn patience(&self) -> std::time::Duration {
        let shared = &self.inner.shared;
        shared.read_timeout.min(shared.bounds.attempt)
    }

    /// A request as a line of shell.
    pub(crate) fn curl(&self, request: Request) -> Curl {
        let host = self.host(request.operation());
        Curl::new(request, self.inner.account.clone(), format!("https://{host}"))
    }

    /// The operation's host in the client's region.
    fn host(&self, operation: &Operation) -> String {
        let host = operation.host();
        self.inner.shared.region.host(host).unwrap_or_else(|| host.to_owned())
    }

    /// What the paths of an operation are below: its host, behind the address of the mock where there is one.
    pub(crate) fn root(&self, operation: &Operation) -> String {
        let mock = self.inner.shared.mock_base.as_ref().map(|base| format!("{}/", base.as_str()));
        format!("{}{}", mock.unwrap_or_default(), self.host(operation))
    }

    /// The policy of its retries.
    pub fn retry_policy(&self) -> &RetryPolicy {
        &self.inner.shared.retry
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("account", &self.inner.account)
            .field("credential", &self.credential())
            .field("region", &self.inner.shared.region)
            .field("mock_base", &self.inner.shared.mock_base)
            .field("retry", &self.inner.shared.retry)
            .finish_non_exhaustive()
    }
}
