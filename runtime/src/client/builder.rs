//! The settings of a client.

use super::authorization::check;
use super::{Ages, Client, MockBase, Region, Repeats, Shared};
use crate::credentials::{ClientCredential, Credential, OAuthApp};
use crate::environment;
use crate::error::Problem;
use crate::limit::Accounts;
use crate::send_loop::Bounds;
use crate::transport::Transport;
use crate::{AccountSid, ConcurrencyLimit, Error, OAuthCredentials, Pace, RetryBudget, RetryPolicy};
use http::HeaderValue;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Builds a [`Client`]; every setting has a default.
pub struct ClientBuilder {
    account: AccountSid,
    credential: Credential,
    region: Region,
    retry: RetryPolicy,
    connect_timeout: Duration,
    read_timeout: Duration,
    bounds: Bounds,
    budget: RetryBudget,
    concurrency: ConcurrencyLimit,
    paces: BTreeMap<String, Pace>,
    oauth: Option<OAuthCredentials>,
    body_bytes: usize,
    mock_base_url: Option<String>,
    user_agent: Option<String>,
    transport: Option<Arc<dyn Transport>>,
    /// PEM.
    ca_bundle: Option<Vec<u8>>,
}

impl ClientBuilder {
    pub(super) fn new(account: AccountSid, credential: impl ClientCredential) -> Self {
        Self {
            account,
            credential: credential.into_credential(),
            region: Region::default(),
            retry: RetryPolicy::new(),
            connect_timeout: Duration::from_secs(5),
            read_timeout: Duration::from_secs(30),
            bounds: Bounds::DEFAULT,
            budget: RetryBudget::default(),
            concurrency: ConcurrencyLimit::default(),
            paces: BTreeMap::new(),
            oauth: None,
            body_bytes: 32 << 20,
            mock_base_url: None,
            user_agent: None,
            transport: None,
            ca_bundle: None,
        }
    }

    /// Reads `TWILIO_ACCOUNT_SID`, `TWILIO_API_KEY`, `TWILIO_API_SECRET` (or `TWILIO_API_KEY_SECRET`; both set and
    /// different is an error), together or not at all `TWILIO_REGION` and `TWILIO_EDGE`, and the PEM file that `TWILIO_CA_BUNDLE` names.
    ///
    /// # Errors
    ///
    /// [`Error::Configuration`] with all problems at once, each under the name of its variable.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_lookup(|name| std::env::var_os(name))
    }

    /// Reads the same variables through a function, such as one over a file of settings. One that is empty counts as
    /// unset.
    ///
    /// ```
    /// # use ringfence::ClientBuilder;
    /// let error = ClientBuilder::from_lookup(|name| (name == "TWILIO_REGION").then(|| "ie1".into())).unwrap_err();
    /// assert_eq!(error.problems().len(), 4); // account, key, secret, and a region without its edge
    /// ```
    ///
    /// # Errors
    ///
    /// As [`ClientBuilder::from_env`].
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<OsString>) -> Result<Self, Error> {
        let read = environment::read(lookup)?;
        let builder = Self::new(read.account, read.key).region(read.region);
        Ok(Self { ca_bundle: read.ca_bundle, ..builder })
    }

    /// The region that requests are processed in; the default is [`Region::Us1`]. The API key must be of that region.
    #[must_use]
    pub fn region(mut self, region: Region) -> Self {
        self.region = region;
        self
    }

    /// How often and how long to try again; the default is [`RetryPolicy::new`].
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// How long a connection may take to stand, TLS included; the default is 5 s. It is a setting of the default
    /// transport: one of your own has its own.
    #[must_use]
    pub fn connect_timeout(mut self, time: Duration) -> Self {
        self.connect_timeout = time;
        self
    }

    /// Trusts the certificates of a PEM text besides Mozilla's roots, for a network whose proxy signs with its own. It is a setting of the
    /// default transport.
    #[must_use]
    pub fn ca_bundle(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.ca_bundle = Some(pem.into());
        self
    }

    /// How long the server may be silent: until its answer begins, and in each pause after that; the default is 30 s. It bounds the pauses of
    /// recordings and media as well, which are otherwise read for as long as they last. A transport of your own is told it with each request.
    #[must_use]
    pub fn read_timeout(mut self, time: Duration) -> Self {
        self.read_timeout = time;
        self
    }

    /// How long one attempt may take, from the connection to the last byte of the answer; the default is 30 s.
    #[must_use]
    pub fn attempt_timeout(mut self, time: Duration) -> Self {
        self.bounds.attempt = time;
        self
    }

    /// How many retries all calls together may make; the default is [`RetryBudget::default`].
    #[must_use]
    pub fn retry_budget(mut self, budget: RetryBudget) -> Self {
        self.budget = budget;
        self
    }

    /// How many requests of one account are under way at once; the default is [`ConcurrencyLimit::adaptive`]. What is beyond waits
    /// in the client.
    #[must_use]
    pub fn concurrency(mut self, limit: ConcurrencyLimit) -> Self {
        self.concurrency = limit;
        self
    }

    /// How fast requests of one operation (`CreateCall`) may follow one another; where nothing is set, as fast as Twilio publishes: calls
    /// once a second for an account, Flex interactions twenty times, and the status of one verification 60 times in a minute, 180 in an hour and
    /// 250 in a day. What is set here stands in the place of that.
    #[must_use]
    pub fn pace(mut self, operation: impl Into<String>, pace: Pace) -> Self {
        self.paces.insert(operation.into(), pace);
        self
    }

    /// What operations that take a token of OAuth client credentials are sent with, beside the API key for all others.
    #[must_use]
    pub fn oauth(mut self, credentials: OAuthCredentials) -> Self {
        self.oauth = Some(credentials);
        self
    }

    /// How long a whole call may take from its first sending on, attempts and waits together; the default is 60 s. What it waits in the
    /// client before that, for room or for its turn, does not count.
    #[must_use]
    pub fn deadline(mut self, time: Duration) -> Self {
        self.bounds.deadline = time;
        self
    }

    /// The longest body of an answer, in bytes; the default is 32 MiB. A longer success is an error, a longer error is
    /// cut.
    #[must_use]
    pub fn longest_body(mut self, bytes: usize) -> Self {
        self.body_bytes = bytes;
        self
    }

    /// Sends everything to a mock on this machine, such as `http://127.0.0.1:4010`. The host that a request is for
    /// goes along as the `Host` header.
    ///
    /// Only http on loopback is taken: the API key goes there in the clear.
    #[must_use]
    pub fn mock_base_url(mut self, url: impl Into<String>) -> Self {
        self.mock_base_url = Some(url.into());
        self
    }

    /// Sends through a transport of your own.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Adds the name of your program to the `User-Agent`, such as `billing/1.4`; ASCII without control characters.
    #[must_use]
    pub fn user_agent(mut self, suffix: impl Into<String>) -> Self {
        self.user_agent = Some(suffix.into());
        self
    }

    /// Finishes the client; nothing is sent.
    ///
    /// # Errors
    ///
    /// [`Error::Configuration`] with all settings that cannot be used.
    pub fn build(mut self) -> Result<Client, Error> {
        let mut problems = Vec::new();
        let mock_base = keep(self.mock_base_url.as_deref().map(MockBase::parse).transpose(), &mut problems);
        let user_agent = keep(user_agent(self.user_agent.as_deref()), &mut problems);
        keep(check(&self.credential), &mut problems);
        let oauth = self.oauth.take().map(|app| Arc::new(Credential::OAuth(OAuthApp::new(app))));
        keep(oauth.as_ref().map_or(Ok(()), |app| check(app)), &mut problems);
        keep(self.check_times(), &mut problems);
        let (connect_timeout, ca_bundle) = (self.connect_timeout, self.ca_bundle.take());
        let transport = self
            .transport
            .take()
            .map_or_else(|| default_transport(connect_timeout, ca_bundle.as_deref()), Ok);
        let transport = keep(transport, &mut problems);
        match (mock_base, user_agent, transport) {
            (Some(mock_base), Some(user_agent), Some(transport)) if problems.is_empty() => {
                let Self { account, credential, region, retry, bounds, read_timeout, body_bytes, .. } = self;
                let shared = Shared {
                    accounts: Accounts::new(self.concurrency, self.paces, self.budget),
                    repeats: Repeats::default(),
                    ages: Ages::default(),
                    region,
                    mock_base,
                    transport,
                    retry,
                    bounds,
                    read_timeout,
                    body_bytes,
                    user_agent,
                };
                Ok(Client::new(account, credential, oauth, Arc::new(shared)))
            }
            _ => Err(Error::configuration(problems)),
        }
    }

    fn check_times(&self) -> Result<(), Problem> {
        let times = [
            ("connect_timeout", self.connect_timeout),
            ("read_timeout", self.read_timeout),
            ("attempt_timeout", self.bounds.attempt),
            ("deadline", self.bounds.deadline),
        ];
        match times.iter().find(|(_, time)| time.is_zero()) {
            Some((name, _)) => Err(Problem::new(*name, "must be longer than nothing")),
            None => Ok(()),
        }
    }
}

fn keep<T>(result: Result<T, Problem>, problems: &mut Vec<Problem>) -> Option<T> {
    result.map_err(|problem| problems.push(problem)).ok()
}

fn user_agent(suffix: Option<&str>) -> Result<HeaderValue, Problem> {
    let own = concat!("ringfence/", env!("CARGO_PKG_VERSION"));
    let (system, machine) = (std::env::consts::OS, std::env::consts::ARCH);
    let suffix = suffix.map(|suffix| format!(" {suffix}")).unwrap_or_default();
    HeaderValue::from_str(&format!("{own} ({system} {machine}){suffix}"))
        .map_err(|_| Problem::new("user_agent", "holds a character that may not stand in a header"))
}

#[cfg(feature = "hyper")]
fn default_transport(
    connect_timeout: Duration,
    ca_bundle: Option<&[u8]>,
) -> Result<Arc<dyn Transport>, Problem> {
    use crate::transport::Hyper;
    let (name, made) = match ca_bundle {
        Some(pem) => ("ca_bundle", Hyper::trusting(connect_timeout, pem)),
        None => ("transport", Hyper::new(connect_timeout)),
    };
    match made {
        Ok(transport) => Ok(Arc::new(transport)),
        Err(why) => Err(Problem::new(name, why.to_string())),
    }
}

#[cfg(not(feature = "hyper"))]
fn default_transport(_: Duration, _: Option<&[u8]>) -> Result<Arc<dyn Transport>, Problem> {
    let text = "there is none: give one with `ClientBuilder::transport`, or switch the feature `hyper` on";
    Err(Problem::new("transport", text))
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("account", &self.account)
            .field("credential", &self.credential)
            .field("region", &self.region)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
#[cfg(not(feature = "hyper"))]
mod tests {
    use super::*;
    use crate::ApiKey;

    #[test]
    fn without_the_feature_a_transport_is_demanded() {
        let account = format!("AC{}", "0f".repeat(16)).parse().unwrap();
        let key = ApiKey::new(format!("SK{}", "0e".repeat(16)), "s3cr3t").unwrap();
        let error = Client::builder(account, key).build().map(drop).unwrap_err();
        assert_eq!(error.problems()[0].name(), "transport");
    }
}
