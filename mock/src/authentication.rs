//! Who is asking: HTTP basic with an API key or with an account and its token, or a bearer token.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hyper::HeaderMap;
use hyper::header::AUTHORIZATION;
use jiff::Timestamp;

use crate::catalog::Match;
use crate::keyring::{Caller, Keyring, Rank};
use crate::operation::Security;
use crate::received::Received;
use crate::refusal::Refusal;

/// What a request says of who is asking.
#[derive(Debug)]
pub(crate) enum Credentials {
    Basic { user: String, password: String },
    Bearer(String),
}

impl Credentials {
    pub(crate) fn parse(headers: &HeaderMap) -> Result<Credentials, &'static str> {
        let header = headers.get(AUTHORIZATION).ok_or("no `Authorization` header")?;
        let text = header.to_str().map_err(|_| "the `Authorization` header is not ASCII")?;
        let (scheme, rest) = text.split_once(' ').ok_or("the `Authorization` header has one word only")?;
        if scheme.eq_ignore_ascii_case("bearer") {
            return Ok(Credentials::Bearer(rest.trim().to_owned()));
        }
        if !scheme.eq_ignore_ascii_case("basic") {
            return Err("the `Authorization` header is neither `Basic` nor `Bearer`");
        }
        let bytes = STANDARD.decode(rest.trim()).map_err(|_| "the `Authorization` header is not base64")?;
        let pair = String::from_utf8(bytes).map_err(|_| "the credentials are not UTF-8")?;
        let (user, password) = pair.split_once(':').ok_or("the credentials hold no colon")?;
        Ok(Credentials::Basic { user: user.to_owned(), password: password.to_owned() })
    }

    /// The user name, whatever it is worth.
    pub(crate) fn user(&self) -> Option<&str> {
        match self {
            Credentials::Basic { user, .. } => Some(user),
            Credentials::Bearer(_) => None,
        }
    }

    /// The account, whatever the credentials are worth.
    pub(crate) fn account(&self, ring: &Keyring) -> Option<String> {
        match self {
            Credentials::Basic { user, .. } => ring.account_of_user(user),
            Credentials::Bearer(token) => ring.account_of_token(token),
        }
    }
}

/// Refuses whoever is not known here.
pub(crate) fn caller(received: &Received, ring: &Keyring, now: Timestamp) -> Result<Caller, Refusal> {
    let known = match &received.credentials {
        Ok(Credentials::Basic { user, password }) => ring.basic(user, password),
        Ok(Credentials::Bearer(token)) => ring.bearer(token, now),
        Err(problem) => Err(*problem),
    };
    known.map_err(Refusal::unauthenticated)
}

/// Refuses callers who are known and may not do this.
pub(crate) fn permit(received: &Received, caller: &Caller, found: &Match<'_>) -> Result<(), Refusal> {
    let operation = found.operation;
    let basic = matches!(received.credentials, Ok(Credentials::Basic { .. }));
    if operation.security == Security::Bearer && basic {
        let problem = "this operation wants a bearer token: `POST /v2/token` of oauth.twilio.com gives one";
        return Err(Refusal::unauthenticated(problem));
    }
    let path = operation.template.text.as_str();
    let accounts = operation.core_id().is_some()
        && (path.ends_with("/Accounts.json") || path.ends_with("/Accounts/{Sid}.json"));
    let keys =
        path.split('/').any(|part| matches!(part, "Keys" | "Keys.json" | "SigningKeys" | "SigningKeys.json"));
    let sensitive =
        accounts || (keys && ["api.twilio.com", "iam.twilio.com"].contains(&operation.host.as_str()));
    if caller.rank == Rank::Standard && sensitive {
        let problem = "a standard key may not reach accounts and keys; use the account's token or a main key";
        return Err(Refusal::unauthenticated(problem));
    }
    Ok(())
}
