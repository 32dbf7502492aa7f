//! What a request is sent with: the key, a token, or nothing.

use super::Client;
use crate::credentials::{Credential, Exchanged, NoToken, OAuthApp, OAuthCredentials, wiped};
use crate::encode::percent_encode;
use crate::error::Problem;
use crate::{ClientCredential, Error, Method, Operation, Request, Security};
use http::HeaderValue;
use serde_json::Value;
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use zeroize::Zeroizing;

/// Exchanges client credentials for a token; as often as one likes.
static EXCHANGE: Operation =
    Operation::new("CreateOauthToken", Method::Post, "oauth.twilio.com", "/v2/token")
        .secured_by(Security::None)
        .idempotent();

/// How long a token lasts that does not say it.
const LASTS: Duration = Duration::from_secs(3600);

impl Client {
    /// Goes on with another credential: a new key in the place of one that is to be revoked. All clones of the client send with it from
    /// their next attempt on; what is under way ends with the old one.
    ///
    /// # Errors
    ///
    /// [`Error::Configuration`] where the credential cannot be sent; the old one stays.
    pub fn replace_credential(&self, credential: impl ClientCredential) -> Result<(), Error> {
        let credential = credential.into_credential();
        check(&credential).map_err(|problem| Error::configuration(vec![problem]))?;
        *self.inner.credential.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(credential);
        Ok(())
    }

    pub(super) fn credential(&self) -> Arc<Credential> {
        Arc::clone(&self.inner.credential.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// What the operation asks for and nothing else, and whose it is: a key is no token, and no use where nothing is asked for.
    pub(super) async fn authorization(
        &self,
        operation: &Operation,
        host: &str,
    ) -> Result<Option<(HeaderValue, Arc<Credential>)>, Error> {
        let credential = match (operation.security(), self.credential(), &self.inner.oauth) {
            (Security::None, ..) => return Ok(None),
            (Security::OAuth, credential, Some(app)) if credential.is_key() => Arc::clone(app),
            (Security::OAuth, credential, None) if credential.is_key() => return Err(needs_oauth(operation)),
            (_, credential, _) => credential,
        };
        let header = match &*credential {
            Credential::ApiKey { authorization, .. } => authorization.clone(),
            Credential::OAuth(app) => Some(self.bearer(&credential, app, operation, host).await?),
        };
        Ok(header.map(|header| (header, credential)))
    }

    /// What was sent was refused with 401: a token may have been revoked before its end.
    pub(super) async fn forget(&self, refused: Option<&HeaderValue>) {
        let Some(refused) = refused else { return };
        for credential in self.inner.oauth.iter().chain([&self.credential()]) {
            if let Credential::OAuth(app) = &**credential {
                app.tokens.forget(refused).await;
            }
        }
    }

    async fn bearer(
        &self,
        credential: &Arc<Credential>,
        app: &OAuthApp,
        operation: &Operation,
        host: &str,
    ) -> Result<HeaderValue, Error> {
        let exchange = Box::pin(self.exchange(credential, &app.credentials));
        app.tokens.authorization(exchange).await.map_err(|why| match why {
            NoToken::Failed(error) => error,
            NoToken::FailedBefore(text) => {
                let text = format!(
                    "the call would need a token, and the exchange of another call gave none: {text}"
                );
                Error::unsent(operation, host, text)
            }
        })
    }

    async fn exchange(
        &self,
        credential: &Arc<Credential>,
        oauth: &OAuthCredentials,
    ) -> Result<Exchanged, Error> {
        // Beside the request, which an error keeps for its line of shell: the secret is wiped after the exchange.
        let request = Request::new(&EXCHANGE);
        let body = ("application/x-www-form-urlencoded", wiped(exchange_form(oauth)));
        let target = self.target(&request)?;
        let mut call = self.call(&request, http::Method::POST, target, Some(body))?;
        call.credential = Some(Arc::clone(credential));
        let mut reply = self.drive(call).await.map_err(Error::without_curl)?;
        let body = Zeroizing::new(Vec::from(std::mem::take(&mut reply.body)));
        let mut answer: Value = serde_json::from_slice(&body).unwrap_or_default();
        let lasts = answer.get("expires_in").and_then(Value::as_u64).map_or(LASTS, Duration::from_secs);
        // Taken out and not copied, so that there is one text to wipe.
        let Some(Value::String(token)) = answer.get_mut("access_token").map(Value::take) else {
            return Err(Error::decode(reply, "the answer holds no `access_token`".to_owned()));
        };
        Ok(Exchanged { token: Zeroizing::new(token), lasts })
    }
}

/// The form that a secret goes out in.
fn exchange_form(oauth: &OAuthCredentials) -> Zeroizing<Vec<u8>> {
    // As long as it can be: what grows leaves copies behind.
    let mut form = Zeroizing::new(String::with_capacity(100 + 3 * (oauth.id().len() + oauth.secret().len())));
    form.push_str("grant_type=client_credentials&client_id=");
    percent_encode(oauth.id(), &mut form);
    form.push_str("&client_secret=");
    percent_encode(oauth.secret(), &mut form);
    Zeroizing::new(std::mem::take(&mut *form).into_bytes())
}

/// What is wrong with a credential for whoever would send it.
pub(super) fn check(credential: &Credential) -> Result<(), Problem> {
    match credential {
        Credential::ApiKey { authorization: None, .. } => {
            Err(Problem::new("credential", "holds a character that may not stand in a header"))
        }
        Credential::ApiKey { .. } => Ok(()),
        Credential::OAuth(app) => check_app(app),
    }
}

fn check_app(app: &OAuthApp) -> Result<(), Problem> {
    if app.credentials.id().is_empty() || app.credentials.secret().is_empty() {
        return Err(Problem::new("credential", "is an OAuth app without its id or its secret"));
    }
    Ok(())
}

fn needs_oauth(operation: &Operation) -> Error {
    let text = format!(
        "is an API key, and {} takes a token of OAuth client credentials: give them with `ClientBuilder::oauth`",
        operation.id()
    );
    Error::configuration(vec![Problem::new("credential", text)])
}
