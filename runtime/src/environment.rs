//! The client's settings from the environment.

#[cfg(test)]
mod tests;

use crate::client::Region;
use crate::credentials::{Secret, looks_like_auth_token};
use crate::error::{Error, Problem};
use crate::{AccountSid, ApiKey};
use std::ffi::OsString;

const ACCOUNT: &str = "TWILIO_ACCOUNT_SID";
const KEY: &str = "TWILIO_API_KEY";
const SECRET: &str = "TWILIO_API_SECRET";
const KEY_SECRET: &str = "TWILIO_API_KEY_SECRET";
const REGION: &str = "TWILIO_REGION";
const EDGE: &str = "TWILIO_EDGE";
const CA_BUNDLE: &str = "TWILIO_CA_BUNDLE";
const TOKEN: &str = "TWILIO_AUTH_TOKEN";

/// What the environment says about a client.
#[derive(Debug)]
pub(crate) struct Environment {
    pub(crate) account: AccountSid,
    pub(crate) key: ApiKey,
    pub(crate) region: Region,
    /// PEM.
    pub(crate) ca_bundle: Option<Vec<u8>>,
}

/// Reads the variables through `lookup`; an empty one counts as unset. All problems at once, each under its name.
pub(crate) fn read(lookup: impl Fn(&str) -> Option<OsString>) -> Result<Environment, Error> {
    let mut reader = Reader { lookup, problems: Vec::new() };
    let account = reader.account();
    let key = reader.key();
    let region = reader.region();
    let ca_bundle = reader.ca_bundle();
    match (account, key, region) {
        (Some(account), Some(key), Some(region)) if reader.problems.is_empty() => {
            Ok(Environment { account, key, region, ca_bundle })
        }
        _ => Err(Error::configuration(reader.problems)),
    }
}

struct Reader<L> {
    lookup: L,
    problems: Vec<Problem>,
}

impl<L: Fn(&str) -> Option<OsString>> Reader<L> {
    fn problem<T>(&mut self, name: &str, text: impl Into<String>) -> Option<T> {
        self.problems.push(Problem::new(name, text));
        None
    }

    /// The text of a variable: unset and empty are the same, and what is no Unicode is a problem.
    fn text(&mut self, name: &str) -> Option<String> {
        let value = (self.lookup)(name).filter(|value| !value.is_empty())?;
        match value.into_string() {
            Ok(text) => Some(text),
            Err(_) => self.problem(name, "is no Unicode text"),
        }
    }

    fn is_set(&self, name: &str) -> bool {
        (self.lookup)(name).is_some_and(|value| !value.is_empty())
    }

    fn account(&mut self) -> Option<AccountSid> {
        if !self.is_set(ACCOUNT) {
            return self.problem(ACCOUNT, "is not set: it is the account SID (AC...) of the Twilio Console");
        }
        let text = self.text(ACCOUNT)?;
        let why = match text.parse() {
            Ok(sid) => return Some(sid),
            Err(_) if text.starts_with("SK") => {
                "holds the SID of an API key (SK...), which belongs into TWILIO_API_KEY; here goes the account SID (AC...)"
            }
            Err(_) if text.trim() != text => "begins or ends with white space",
            Err(_) if looks_like_auth_token(&text) => {
                "looks like an Auth Token, which never belongs into a client; here goes the account SID (AC...)"
            }
            Err(_) => "is no account SID: AC and 32 hex digits",
        };
        self.problem(ACCOUNT, why)
    }

    fn key(&mut self) -> Option<ApiKey> {
        let sid = self.key_sid();
        // What is wrong with one of them keeps nothing that is wrong with the other from being told.
        if let Some(why) = sid.as_deref().and_then(ApiKey::problem_of_sid) {
            self.problems.push(Problem::new(KEY, why.to_string()));
        }
        let secret = self.secret();
        if let Some(why) = secret.as_ref().and_then(|secret| ApiKey::problem_of_secret(secret.reveal())) {
            let name = if self.is_set(SECRET) { SECRET } else { KEY_SECRET };
            self.problems.push(Problem::new(name, why.to_string()));
        }
        ApiKey::new(sid?, secret?.reveal()).ok()
    }

    fn key_sid(&mut self) -> Option<String> {
        if self.is_set(KEY) {
            return self.text(KEY);
        }
        let text = if self.is_set(TOKEN) {
            "is not set, and TWILIO_AUTH_TOKEN is: a client does not take the Auth Token, which only validates webhook \
             signatures; make an API key in the Twilio Console and set TWILIO_API_KEY (SK...) and TWILIO_API_SECRET"
        } else {
            "is not set: make an API key in the Twilio Console; this is its SID (SK...)"
        };
        self.problem(KEY, text)
    }

    fn secret(&mut self) -> Option<Secret> {
        match (self.is_set(SECRET), self.is_set(KEY_SECRET)) {
            (true, false) => self.text(SECRET).map(Secret::new),
            (false, true) => self.text(KEY_SECRET).map(Secret::new),
            (false, false) => {
                let text =
                    "is not set (TWILIO_API_KEY_SECRET is read as well): it is the secret of the API key";
                self.problem(SECRET, text)
            }
            (true, true) => {
                let first = self.text(SECRET).map(Secret::new);
                let second = self.text(KEY_SECRET).map(Secret::new);
                let (first, second) = (first?, second?);
                if first.reveal() == second.reveal() {
                    return Some(first);
                }
                self.problem(SECRET, "and TWILIO_API_KEY_SECRET are both set and differ: unset one of them")
            }
        }
    }

    fn ca_bundle(&mut self) -> Option<Vec<u8>> {
        let path = (self.lookup)(CA_BUNDLE).filter(|path| !path.is_empty())?;
        match std::fs::read(&path) {
            Ok(pem) => Some(pem),
            Err(why) => {
                self.problem(CA_BUNDLE, format!("names {}, which cannot be read: {why}", path.display()))
            }
        }
    }

    fn region(&mut self) -> Option<Region> {
        let before = self.problems.len();
        let (region, edge) = (self.text(REGION), self.text(EDGE));
        if self.problems.len() > before {
            return None;
        }
        match Region::from_names(region.as_deref(), edge.as_deref()) {
            Ok(region) => Some(region),
            Err(problem) => {
                self.problems.push(problem);
                None
            }
        }
    }
}
