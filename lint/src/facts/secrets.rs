//! Secrets: what tells that a value is one, by where it is read and by what it is called.

use super::evaluate::Interpreter;
use super::event::Given;
use super::externals::ExternalCall;
use super::location::setting_of;
use super::text::{Part, Text, UNKNOWN};
use super::value::{Atom, Value};
use crate::Place;
use crate::gather::Gather;
use crate::ir::Type;

/// An Auth Token or an API key secret, or what is named like one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Secret {
    pub kind: SecretKind,
    /// Whether it is Twilio's for certain; a mere name counts only where it flows towards Twilio.
    pub is_certain: bool,
    /// Whether it is inside something that does not show it.
    pub is_hidden: bool,
    /// Where it came from.
    pub origin: Place,
    /// Whether that is a parameter: nobody knows from where.
    pub is_handed_in: bool,
    /// What it is, as a message says it.
    pub what: String,
}

/// The two credentials that can be anything to an account, or whichever of them it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SecretKind {
    AuthToken,
    KeySecret,
    Either,
}

impl SecretKind {
    /// As a message says it.
    pub(crate) fn phrase(self) -> &'static str {
        match self {
            SecretKind::AuthToken => "the Auth Token",
            SecretKind::KeySecret => "the API key secret",
            SecretKind::Either => "the credential",
        }
    }
}

impl Secret {
    /// What is inside an `AuthToken` of our runtime.
    pub(super) fn own_token(origin: Place) -> Self {
        let what = "an `AuthToken`".to_owned();
        Self {
            kind: SecretKind::AuthToken,
            is_certain: true,
            is_hidden: true,
            origin,
            is_handed_in: false,
            what,
        }
    }
}

impl Interpreter<'_> {
    /// What an environment variable holds: a secret, or something unknown.
    pub(super) fn environment_variable(&mut self, name: Option<&Value>, place: Place) -> Value {
        let Some(name) = name.and_then(Value::known_text) else { return Value::unknown() };
        match secret_by_variable(&name, place) {
            Some(secret) => {
                self.frame.touches_twilio = true;
                Atom::Secret(secret).into()
            }
            None if names_a_file(&name) => {
                // The file that such a variable names is told by the variable's name.
                let parts = vec![Part::Known(name.into(), place), Part::Unknown];
                Atom::Text(Text { parts }).into()
            }
            None => {
                let text: Value = Atom::Text(Text { parts: vec![Part::Unknown] }).into();
                if setting_of(&name).is_none() {
                    return text;
                }
                self.frame.touches_twilio = true;
                text.joined(&Atom::External(vec!["env".to_owned(), name.into_owned()]).into())
            }
        }
    }

    /// A file whose name tells, or is told by a variable's name.
    pub(super) fn file_read(&mut self, path: &Value, call: &ExternalCall<'_>) -> Value {
        let names = path.texts().map(|text| text.flat().replace(UNKNOWN, ""));
        let secret = names.into_iter().find_map(|name| {
            let bare = name.trim_end_matches("_FILE").trim_end_matches("_PATH");
            let mut secret = secret_by_name(bare, call.place).filter(|secret| secret.is_certain)?;
            secret.what = format!("the file of `{name}`");
            Some(secret)
        });
        let Some(secret) = secret else {
            let known = path.known_text().map(|name| Atom::File(name.into_owned()));
            return known.unwrap_or_else(|| Atom::External(call.path.to_vec())).into();
        };
        self.frame.touches_twilio = true;
        Atom::Secret(secret).into()
    }

    /// `set_var`: a literal for a variable that holds a credential.
    pub(super) fn variable_set(&mut self, call: &ExternalCall<'_>) -> Value {
        self.note_variable(call.args.first(), call.args.get(1), call.place);
        let name = call.args.first().and_then(Value::known_text).unwrap_or_default();
        let secret = secret_by_variable(&name, call.place).filter(|secret| secret.is_certain);
        if let (Some(secret), Some(value)) = (secret, call.args.get(1)) {
            let at = call.places.get(1).copied().unwrap_or(call.place);
            self.credential(value, secret.kind, Given::Passed, at);
        }
        Value::unknown()
    }
}

/// Whether a type's name says that it does not show what it holds.
pub(super) fn is_redacting(name: &str) -> bool {
    ["AuthToken", "Hidden", "Masked", "Protected", "Redact", "Secr", "Sensitive"]
        .iter()
        .any(|word| name.contains(word))
}

/// Whether a type, or what it holds, does not show what is in it.
pub(super) fn is_redacting_type(ty: &Type) -> bool {
    ty.path.last().is_some_and(|name| is_redacting(name)) || ty.args.iter().any(is_redacting_type)
}

/// Whether a value of the type can be a secret at all.
pub(super) fn may_hold_text(ty: &Type) -> bool {
    const NUMBERS: &[&str] = &[
        "bool", "char", "f32", "f64", "i128", "i16", "i32", "i64", "isize", "u128", "u16", "u32", "u64",
        "usize",
    ];
    ty.path.last().is_none_or(|name| !NUMBERS.contains(&name.as_str())) && ty.args.iter().all(may_hold_text)
}

/// Letters and digits of a name, in lower case.
fn squeezed(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).gather::<String>().to_ascii_lowercase()
}

fn names_a_file(name: &str) -> bool {
    let squeezed = squeezed(name);
    squeezed.starts_with("twilio") && (squeezed.ends_with("file") || squeezed.ends_with("path"))
}

/// What a name says that is read from an environment, a configuration or a store of secrets.
fn kind_of(name: &str) -> Option<(SecretKind, bool)> {
    let name = squeezed(name);
    let of_twilio = name.contains("twilio");
    let is_token = name.ends_with("authtoken") || name.ends_with("authenticationtoken");
    let is_numbered = of_twilio && (name.contains("authtoken") && !ends_beside(&name));
    let is_secret = name.ends_with("secret");
    match (of_twilio, name.as_str()) {
        (true, "twiliotoken") | (false, "authtoken") => Some((SecretKind::AuthToken, false)),
        (true, _) if is_token || is_numbered => Some((SecretKind::AuthToken, true)),
        (true, _) if is_secret => Some((SecretKind::KeySecret, true)),
        (false, "apisecret" | "apikeysecret" | "keysecret") => Some((SecretKind::KeySecret, false)),
        _ => None,
    }
}

/// Endings that make of a token's name that of something about it.
fn ends_beside(name: &str) -> bool {
    const ENDS: &[&str] = &[
        "arn", "env", "error", "field", "file", "header", "id", "key", "len", "length", "name", "path",
        "present", "set", "sid", "url", "var", "variable",
    ];
    ENDS.iter().any(|end| name.ends_with(end))
}

/// What is in an environment variable of that name.
pub(super) fn secret_by_variable(name: &str, origin: Place) -> Option<Secret> {
    let (kind, is_certain) = kind_of(name)?;
    let what = format!("the environment variable `{name}`");
    Some(Secret { kind, is_certain, is_hidden: false, origin, is_handed_in: false, what })
}

/// What a name says of a field, a parameter or a key of a configuration: Twilio's for certain, or perhaps.
pub(super) fn secret_by_name(name: &str, origin: Place) -> Option<Secret> {
    let (kind, is_certain) = kind_of(name)?;
    let what = format!("`{name}`");
    Some(Secret { kind, is_certain, is_hidden: false, origin, is_handed_in: false, what })
}

/// A text that a function is handed under the name of a credential, of whomever's: it is Twilio's where it goes there.
pub(super) fn secret_by_parameter(name: &str, ty: &Type, origin: Place) -> Option<Secret> {
    const NAMES: &[&str] = &["credential", "passwd", "password", "secret", "token"];
    let mut secret = match secret_by_name(name, origin) {
        Some(secret) => secret,
        None => {
            let squeezed = squeezed(name);
            if !NAMES.iter().any(|end| squeezed.ends_with(end)) || !is_text(ty) {
                return None;
            }
            let (kind, what) = (SecretKind::Either, format!("`{name}`"));
            Secret { kind, is_certain: false, is_hidden: false, origin, is_handed_in: true, what }
        }
    };
    secret.is_hidden = is_redacting_type(ty);
    secret.is_handed_in = true;
    Some(secret)
}

/// Whether a type is a string, or may hold one.
fn is_text(ty: &Type) -> bool {
    let is_it = ty.path.last().is_some_and(|name| matches!(name.as_str(), "Cow" | "String" | "str"));
    is_it || ty.args.iter().any(is_text)
}

#[cfg(test)]
mod tests {
    use super::{SecretKind, kind_of};

    #[test]
    fn names_tell_what_they_hold() {
        let token = |certain| Some((SecretKind::AuthToken, certain));
        let secret = |certain| Some((SecretKind::KeySecret, certain));
        let cases = [
            ("TWILIO_AUTH_TOKEN", token(true)),
            ("twilio.auth_token", token(true)),
            ("/run/secrets/twilio_auth_token", token(true)),
            ("TWILIO_TEST_AUTH_TOKEN", token(true)),
            ("TWILIO_AUTH_TOKEN_2", token(true)),
            ("TWILIO_TOKEN", token(false)),
            ("auth_token", token(false)),
            ("authToken", token(false)),
            ("TWILIO_API_SECRET", secret(true)),
            ("TWILIO_API_KEY_SECRET", secret(true)),
            ("twilioKeySecret", secret(true)),
            ("api_secret", secret(false)),
            ("TWILIO_AUTH_TOKEN_FILE", None),
            ("TWILIO_API_KEY", None),
            ("TWILIO_ACCOUNT_SID", None),
            ("has_twilio_auth_token_set", None),
            ("GITHUB_AUTH_TOKEN", None),
            ("client_secret", None),
        ];
        for (name, expected) in cases {
            assert_eq!(kind_of(name), expected, "{name}");
        }
    }
}
