//! OAuth client credentials, and the tokens that they are exchanged for.

use super::{Secret, sensitive};
use http::HeaderValue;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;
use zeroize::Zeroizing;

/// The id and the secret of an OAuth app: what a client exchanges for tokens of an hour.
///
/// The client fetches a token when the first call needs one, keeps it, and fetches the next shortly before it ends, once for all
/// calls that wait. `Debug` hides the secret, which is wiped from memory when it is dropped.
///
/// ```
/// use ringfence::OAuthCredentials;
/// let app = OAuthCredentials::new("OQ...", "the secret, which Twilio shows once");
/// assert!(!format!("{app:?}").contains("shows once"));
/// ```
///
/// Twilio's page: <https://www.twilio.com/docs/iam/oauth-apps/oauth-access-token>
pub struct OAuthCredentials {
    id: String,
    secret: Secret,
}

impl OAuthCredentials {
    /// Takes the client id, which is no secret, and the client secret over.
    pub fn new(id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self { id: id.into(), secret: Secret::new(secret.into()) }
    }

    /// The client id.
    pub fn id(&self) -> &str {
        &self.id
    }

    pub(crate) fn secret(&self) -> &str {
        self.secret.reveal()
    }
}

impl fmt::Debug for OAuthCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuthCredentials").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A token as it goes on the wire, and until when it is used.
struct Token {
    authorization: HeaderValue,
    until: Instant,
}

/// An app and the token that it was exchanged for.
pub struct OAuthApp {
    pub(crate) credentials: OAuthCredentials,
    pub(crate) tokens: TokenCache,
}

impl OAuthApp {
    pub(crate) fn new(credentials: OAuthCredentials) -> Self {
        Self { credentials, tokens: TokenCache::default() }
    }
}

/// The token of one pair of credentials.
#[derive(Default)]
pub(crate) struct TokenCache {
    held: Mutex<Held>,
    /// Counts the exchanges: a call that waited for one takes what came of it, be it an error.
    exchanges: AtomicU64,
}

#[derive(Default)]
struct Held {
    token: Option<Token>,
    failure: Option<String>,
}

/// What an exchange gave: the token and how long Twilio says that it lasts.
pub(crate) struct Exchanged {
    pub(crate) token: Zeroizing<String>,
    pub(crate) lasts: Duration,
}

/// Why there is no token.
pub(crate) enum NoToken<E> {
    /// The exchange of this call failed.
    Failed(E),
    /// That of another call did, for which this one waited.
    FailedBefore(String),
}

impl TokenCache {
    /// The header of a token that still lasts, from `exchange` where there is none.
    pub(crate) async fn authorization<E: fmt::Display>(
        &self,
        exchange: impl Future<Output = Result<Exchanged, E>>,
    ) -> Result<HeaderValue, NoToken<E>> {
        let before = self.exchanges.load(Ordering::SeqCst);
        let mut held = self.held.lock().await;
        if let Some(token) = held.token.as_ref().filter(|token| Instant::now() < token.until) {
            return Ok(token.authorization.clone());
        }
        if self.exchanges.load(Ordering::SeqCst) != before
            && let Some(failure) = &held.failure
        {
            return Err(NoToken::FailedBefore(failure.clone()));
        }
        let asked = Instant::now();
        let exchanged = exchange.await;
        self.exchanges.fetch_add(1, Ordering::SeqCst);
        match exchanged.map(|exchanged| (header(&exchanged.token), exchanged.lasts)) {
            Ok((Some(authorization), lasts)) => {
                let until = asked + lasts.saturating_sub(leeway(lasts));
                *held = Held {
                    token: Some(Token { authorization: authorization.clone(), until }),
                    failure: None,
                };
                Ok(authorization)
            }
            Ok((None, _)) => {
                let failure =
                    "the token that came holds a character that may not stand in a header".to_owned();
                *held = Held { token: None, failure: Some(failure.clone()) };
                Err(NoToken::FailedBefore(failure))
            }
            Err(error) => {
                *held = Held { token: None, failure: Some(error.to_string()) };
                Err(NoToken::Failed(error))
            }
        }
    }

    /// Forgets a token that was refused, unless another is there already.
    pub(crate) async fn forget(&self, refused: &HeaderValue) {
        let mut held = self.held.lock().await;
        if held.token.as_ref().is_some_and(|token| token.authorization == *refused) {
            held.token = None;
        }
    }
}

/// How long before its end a token is no longer used: a call under way must still arrive with it.
fn leeway(lasts: Duration) -> Duration {
    (lasts / 10).min(Duration::from_secs(60))
}

fn header(token: &str) -> Option<HeaderValue> {
    let text = Zeroizing::new([b"Bearer ", token.as_bytes()].concat());
    sensitive(text).filter(|_| !token.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::AtomicU32;
    use tokio::time::sleep;

    async fn exchange(count: &AtomicU32, is_up: bool) -> Result<Exchanged, String> {
        let count = count.fetch_add(1, Ordering::SeqCst) + 1;
        sleep(Duration::from_millis(50)).await;
        match is_up {
            true => {
                Ok(Exchanged { token: Zeroizing::new(format!("t{count}")), lasts: Duration::from_secs(3600) })
            }
            false => Err("down".to_owned()),
        }
    }

    #[tokio::test(start_paused = true)]
    async fn all_waiting_calls_share_one_exchange_and_a_token_is_renewed_before_its_end() {
        let (cache, count) = (Arc::new(TokenCache::default()), Arc::new(AtomicU32::new(0)));
        let calls: Vec<_> = (0..20)
            .map(|_| {
                let (cache, count) = (Arc::clone(&cache), Arc::clone(&count));
                tokio::spawn(async move { cache.authorization(exchange(&count, true)).await.ok().unwrap() })
            })
            .collect();
        for header in calls {
            assert_eq!(header.await.unwrap(), "Bearer t1");
        }
        assert_eq!(count.load(Ordering::SeqCst), 1);
        let ask = async |cache: &TokenCache| cache.authorization(exchange(&count, true)).await.ok().unwrap();
        sleep(Duration::from_secs(3539)).await;
        assert_eq!(ask(&cache).await, "Bearer t1");
        sleep(Duration::from_secs(1)).await;
        assert_eq!(ask(&cache).await, "Bearer t2");
        cache.forget(&HeaderValue::from_static("Bearer t1")).await;
        assert_eq!(ask(&cache).await, "Bearer t2", "another was refused");
        cache.forget(&HeaderValue::from_static("Bearer t2")).await;
        assert_eq!(ask(&cache).await, "Bearer t3");
    }

    #[tokio::test(start_paused = true)]
    async fn a_failed_exchange_is_told_to_all_that_waited_and_tried_again_by_the_next() {
        let (cache, count) = (Arc::new(TokenCache::default()), Arc::new(AtomicU32::new(0)));
        let tasks: Vec<_> = (0..20)
            .map(|_| {
                let (cache, count) = (Arc::clone(&cache), Arc::clone(&count));
                tokio::spawn(async move { cache.authorization(exchange(&count, false)).await.is_err() })
            })
            .collect();
        for task in tasks {
            assert!(task.await.unwrap());
        }
        assert_eq!(count.load(Ordering::SeqCst), 1);
        assert!(cache.authorization(exchange(&count, true)).await.is_ok());
    }

    #[tokio::test]
    async fn a_token_that_no_header_can_hold_is_an_error() {
        let cache = TokenCache::default();
        for token in ["", "a\nb"] {
            let exchanged = Exchanged { token: Zeroizing::new(token.to_owned()), lasts: Duration::MAX };
            assert!(cache.authorization(async { Ok::<_, String>(exchanged) }).await.is_err());
        }
    }
}
