//! Who is asking: HTTP basic with the API key, or with the account and its token.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hyper::HeaderMap;
use hyper::header::AUTHORIZATION;

use crate::account::Account;
use crate::refusal::Refusal;

/// The user name of the credentials, whatever they are worth.
pub(crate) fn user(headers: &HeaderMap) -> Option<String> {
    credentials(headers).ok().map(|(user, _)| user)
}

/// Refuses whoever is not the account or its key.
pub(crate) fn check(headers: &HeaderMap, account: &Account) -> Result<(), Refusal> {
    let (user, password) = credentials(headers).map_err(Refusal::unauthenticated)?;
    let pairs = [(&account.api_key_sid, &account.api_key_secret), (&account.sid, &account.auth_token)];
    match pairs.iter().find(|(known, _)| **known == user) {
        Some((_, secret)) if **secret == password => Ok(()),
        Some(_) => Err(Refusal::unauthenticated("the secret does not belong to the user name")),
        None => Err(Refusal::unauthenticated("the user name is neither this mock's API key nor its account")),
    }
}

fn credentials(headers: &HeaderMap) -> Result<(String, String), &'static str> {
    let header = headers.get(AUTHORIZATION).ok_or("no `Authorization` header")?;
    let text = header.to_str().map_err(|_| "the `Authorization` header is not ASCII")?;
    let (scheme, encoded) = text.split_once(' ').ok_or("the `Authorization` header has one word only")?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return Err("the `Authorization` header is not `Basic`");
    }
    let bytes = STANDARD.decode(encoded.trim()).map_err(|_| "the `Authorization` header is not base64")?;
    let pair = String::from_utf8(bytes).map_err(|_| "the credentials are not UTF-8")?;
    let (user, password) = pair.split_once(':').ok_or("the credentials hold no colon")?;
    Ok((user.to_owned(), password.to_owned()))
}
