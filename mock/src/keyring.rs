//! Who may ask: accounts with their tokens, API keys, OAuth apps, and the tokens that these were given.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::account::Account;
use crate::seed::Seed;
use crate::state::Fields;

/// How long a bearer token is good for. <https://www.twilio.com/docs/iam/oauth-apps/oauth-access-token>
pub(crate) const LIFETIME: SignedDuration = SignedDuration::from_secs(3600);
/// Tokens kept; beyond, the one that ends first goes.
const MOST_TOKENS: usize = 10_000;

/// What a credential may do. <https://www.twilio.com/docs/iam/api-keys>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rank {
    /// An account's own token, or a main key: everything.
    Main,
    /// A key that was made over the API, or an OAuth app: neither accounts nor keys.
    Standard,
}

/// Somebody whose credentials are right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Caller {
    pub(crate) account: String,
    pub(crate) rank: Rank,
}

#[derive(Debug)]
struct Key {
    secret: String,
    caller: Caller,
}

#[derive(Debug)]
struct Token {
    until: Timestamp,
    caller: Caller,
}

/// All credentials of one mock. Whoever has it sees what is added to it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keyring(Arc<RwLock<Ring>>);

#[derive(Debug, Default)]
struct Ring {
    /// By user name.
    keys: BTreeMap<String, Key>,
    /// OAuth apps by client id.
    apps: BTreeMap<String, Key>,
    tokens: BTreeMap<String, Token>,
    issued: u64,
}

impl Keyring {
    fn read(&self) -> RwLockReadGuard<'_, Ring> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Ring> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// The credentials that a mock starts with.
    pub(crate) fn of(account: &Account) -> Keyring {
        let mut ring = Ring::default();
        let key = |secret: &str, rank| Key {
            secret: secret.to_owned(),
            caller: Caller { account: account.sid.clone(), rank },
        };
        ring.keys.insert(account.sid.clone(), key(&account.auth_token, Rank::Main));
        ring.keys.insert(account.api_key_sid.clone(), key(&account.api_key_secret, Rank::Main));
        ring.apps.insert(account.client_id.clone(), key(&account.client_secret, Rank::Standard));
        Keyring(Arc::new(RwLock::new(ring)))
    }

    /// Takes note of credentials that were made over the API: subaccounts and keys.
    pub(crate) fn learn(&self, fields: &Fields, account: &str) {
        let text = |name: &str| fields.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        let Some(sid) = text("sid") else { return };
        let (secret, account, rank) = if sid.starts_with("AC") {
            (text("auth_token"), sid, Rank::Main)
        } else if sid.starts_with("SK") {
            (text("secret"), account, Rank::Standard)
        } else {
            return;
        };
        if let Some(secret) = secret {
            let caller = Caller { account: account.to_owned(), rank };
            self.write().keys.insert(sid.to_owned(), Key { secret: secret.to_owned(), caller });
        }
    }

    /// Credentials that were removed are good for nothing.
    pub(crate) fn forget(&self, sid: &str) {
        if sid.starts_with("AC") || sid.starts_with("SK") {
            self.write().keys.remove(sid);
        }
    }

    pub(crate) fn account_of_user(&self, user: &str) -> Option<String> {
        self.read().keys.get(user).map(|key| key.caller.account.clone())
    }

    pub(crate) fn account_of_token(&self, token: &str) -> Option<String> {
        self.read().tokens.get(token).map(|token| token.caller.account.clone())
    }

    /// The token of an account, which signs its callbacks.
    pub(crate) fn auth_token(&self, account: &str) -> Option<String> {
        self.read().keys.get(account).map(|key| key.secret.clone())
    }

    pub(crate) fn basic(&self, user: &str, password: &str) -> Result<Caller, &'static str> {
        match self.read().keys.get(user) {
            Some(key) if key.secret == password => Ok(key.caller.clone()),
            Some(_) => Err("the secret does not belong to the user name"),
            None => Err("the user name is neither an API key nor an account of this mock"),
        }
    }

    pub(crate) fn bearer(&self, token: &str, now: Timestamp) -> Result<Caller, &'static str> {
        match self.read().tokens.get(token) {
            Some(token) if now < token.until => Ok(token.caller.clone()),
            Some(_) => Err("the bearer token has expired"),
            None => Err("the bearer token is none that this mock gave out"),
        }
    }

    /// A token for an OAuth app; none where id and secret do not fit.
    pub(crate) fn grant(&self, id: &str, secret: &str, seed: Seed, now: Timestamp) -> Option<String> {
        let mut ring = self.write();
        let app = ring.apps.get(id).filter(|app| app.secret == secret)?;
        let caller = app.caller.clone();
        let until = now.checked_add(LIFETIME).unwrap_or(now);
        ring.issued += 1;
        let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
        // Clients read `exp` and nobody can check the signature.
        let token = format!(
            "{}.{}.{}",
            part(json!({"alg": "HS256", "typ": "JWT"})),
            part(json!({"sub": caller.account, "iat": now.as_second(), "exp": until.as_second()})),
            URL_SAFE_NO_PAD.encode(seed.hex("bearer token", ring.issued)),
        );
        ring.tokens.insert(token.clone(), Token { until, caller });
        if ring.tokens.len() > MOST_TOKENS {
            let first = ring.tokens.iter().min_by_key(|(_, token)| token.until).map(|(name, _)| name.clone());
            first.and_then(|first| ring.tokens.remove(&first));
        }
        Some(token)
    }
}
