//! Literals that stand where an Auth Token or an API key secret belongs.

use super::evaluate::Interpreter;
use super::event::{EventKind, Given, Shape};
use super::placeholder::is_placeholder;
use super::secrets::{SecretKind, secret_by_name, secret_by_variable};
use super::text::{Part, Text};
use super::value::{Atom, Value};
use crate::Place;
use crate::gather::Gather;
use crate::ir::{FieldHint, Pat};

/// How long Twilio's secrets are, and the SIDs of accounts and keys.
const SECRET_LENGTH: usize = 32;
const SID_LENGTH: usize = 34;

/// A literal that may be a credential.
struct Literal {
    place: Place,
    shape: Shape,
}

impl Interpreter<'_> {
    /// A value is handed to something that takes credentials, or stands in for one: any literal counts.
    pub(super) fn credential(&mut self, value: &Value, kind: SecretKind, given: Given, at: Place) {
        let texts: Vec<Text> = value.texts().cloned().gather();
        for literal in texts.iter().filter_map(literal_in) {
            self.note_credential(kind, &literal, given, at);
        }
    }

    /// A value that only its name, or what stands beside it, makes a credential: its shape must tell, too.
    fn shaped_credential(&mut self, value: &Value, kind: SecretKind, at: Place) {
        let texts: Vec<Text> = value.texts().cloned().gather();
        for literal in texts.iter().filter_map(literal_in).filter(|literal| literal.shape != Shape::Other) {
            self.note_credential(kind, &literal, Given::Named, at);
        }
    }

    fn note_credential(&mut self, kind: SecretKind, literal: &Literal, given: Given, at: Place) {
        let Literal { place: literal, shape } = *literal;
        let event = EventKind::CredentialGiven { kind, literal, shape, given };
        if !self.frame.events.iter().any(|known| known.kind == event) {
            self.frame.touches_twilio = true;
            self.event(event, at);
        }
    }

    /// A const, a static or a variable of a telling name.
    pub(super) fn named_credential(&mut self, name: &str, value: &Value, at: Place) {
        if let Some(secret) = secret_by_name(name, at) {
            self.shaped_credential(value, secret.kind, at);
        }
    }

    /// The names that a `let` binds.
    pub(super) fn bound_credential(&mut self, pat: &Pat, value: &Value, at: Place) {
        match pat {
            Pat::Bind(name, _) => self.named_credential(name, value, at),
            Pat::Typed(inner, _) => self.bound_credential(inner, value, at),
            _ => {}
        }
    }

    /// A field that is set: any literal counts where the struct is about Twilio.
    pub(super) fn field_credential(&mut self, is_of_twilio: bool, field: &str, value: &Value, at: Place) {
        let Some(secret) = secret_by_name(field, at) else { return };
        if secret.is_certain || is_of_twilio {
            self.credential(value, secret.kind, Given::Passed, at);
        }
    }

    /// Values side by side: what has the shape beside the SID of an account or key belongs to it.
    pub(super) fn credentials_beside_sids(&mut self, values: &[Value], at: Place) {
        let texts = values.iter().flat_map(Value::texts).filter(|text| text.length() == SID_LENGTH);
        let kind = texts.filter_map(Text::known).find_map(|text| kind_of_sid(&text));
        let Some(kind) = kind else { return self.credential_under_name(values, at) };
        for value in values {
            self.shaped_credential(value, kind, at);
        }
    }

    /// `("auth_token", "...")`: a pair of a telling name and a literal.
    fn credential_under_name(&mut self, values: &[Value], at: Place) {
        let [name, value] = values else { return };
        if let Some(name) = name.known_text() {
            self.named_credential(&name, value, at);
        }
    }

    /// `sid:secret` in one string; and what stands beside a secret as its alternative, in another branch.
    pub(super) fn note_credentials(&mut self, value: &Value, at: Place) {
        let certain = value.atoms.iter().find_map(|atom| match atom {
            Atom::Secret(secret) if secret.is_certain && value.atoms.len() > 1 => Some(secret.kind),
            _ => None,
        });
        if let Some(kind) = certain {
            self.shaped_credential(value, kind, at);
        }
        let length = SID_LENGTH + 1 + SECRET_LENGTH;
        let texts: Vec<Text> = value.texts().filter(|text| text.length() == length).cloned().gather();
        for text in &texts {
            let Some(flat) = text.known() else { continue };
            let Some((sid, secret)) = flat.split_once(':') else { continue };
            let shape = shape_of(secret);
            if let (Some(kind), Some(place)) = (kind_of_sid(sid), text.place_at(SID_LENGTH + 1))
                && shape != Shape::Other
            {
                self.note_credential(kind, &Literal { place, shape }, Given::Named, at);
            }
        }
    }

    /// What stands in for a secret that cannot be read.
    pub(super) fn default_credential(&mut self, read: &Value, default: &Value, at: Place) {
        for atom in &read.atoms {
            match atom {
                Atom::Secret(secret) if secret.is_certain => {
                    self.credential(default, secret.kind, Given::Default, at);
                }
                Atom::Secret(secret) if secret.kind != SecretKind::Either => {
                    self.shaped_credential(default, secret.kind, at);
                }
                _ => {}
            }
        }
    }

    /// What stands in for a field that is read from outside.
    pub(super) fn default_of_field(&mut self, hint: &FieldHint, default: &Value, at: Place) {
        let source = hint.source.as_ref().and_then(|(name, place)| secret_by_variable(name, *place));
        if let Some(secret) = source.or_else(|| secret_by_name(&hint.field, at)) {
            self.default_credential(&Atom::Secret(secret).into(), default, at);
        }
    }

    /// The password of basic authentication, or the value of a header, on its way to Twilio.
    pub(super) fn authorization(&mut self, value: &Value, at: Place) {
        self.password_of(None, value, at);
    }

    /// The same beside its user, whose SID may say what it is.
    pub(super) fn password_of(&mut self, user: Option<&Value>, value: &Value, at: Place) {
        let is_key = |text: &Text| text.flat().starts_with("SK");
        let by_user = match user.is_some_and(|user| user.texts().any(is_key)) {
            true => SecretKind::KeySecret,
            false => SecretKind::AuthToken,
        };
        for atom in &value.atoms {
            match atom {
                Atom::Text(text) => {
                    let whole = literal_in(text).map(|literal| literal.place);
                    let Some(place) = whole.or_else(|| shaped_end(text)) else { continue };
                    let flat = text.flat();
                    let bare = flat.rsplit([' ', ':']).next().unwrap_or_default();
                    let kind = flat.split([' ', ':']).find_map(kind_of_sid).unwrap_or(by_user);
                    if !bare.is_empty() && !is_placeholder(bare) {
                        self.note_credential(
                            kind,
                            &Literal { place, shape: shape_of(bare) },
                            Given::Passed,
                            at,
                        );
                    }
                }
                Atom::Tuple(parts) => {
                    let (user, parts) = (parts.first(), parts.iter().skip(1));
                    parts.for_each(|part| self.password_of(user, part, at));
                }
                _ => {}
            }
        }
    }
}

/// The literal behind the last separator of a text that is not known in full, where it has the shape of a credential.
fn shaped_end(text: &Text) -> Option<Place> {
    let flat = text.flat();
    let bare = flat.rsplit([' ', ':']).next()?;
    (shape_of(bare) != Shape::Other).then(|| text.place_at(flat.len().checked_sub(1)?))?
}

/// The literal that holds the end of a text which is known and may be a credential: neither empty, nor a name, a
/// placeholder, a sentence or a URL.
fn literal_in(text: &Text) -> Option<Literal> {
    let known = text.known()?;
    let bare = known.trim();
    let is_variable = bare.contains('_') && !bare.contains(|character: char| character.is_ascii_lowercase());
    let is_placeholder = is_placeholder(bare) || bare.contains("://");
    let is_sentence =
        bare.contains(char::is_whitespace) && !bare.starts_with("Basic ") && !bare.starts_with("Bearer ");
    if bare.is_empty() || is_variable || is_placeholder || is_sentence || kind_of_sid(bare).is_some() {
        return None;
    }
    let place = text.parts.iter().rev().find_map(|part| match part {
        Part::Known(part, place) if !part.trim().is_empty() => Some(*place),
        _ => None,
    })?;
    Some(Literal { place, shape: shape_of(bare) })
}

fn shape_of(text: &str) -> Shape {
    let is_shaped = text.len() == SECRET_LENGTH && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let first = text.bytes().next();
    match is_shaped {
        true if text.bytes().all(|byte| Some(byte) == first) => Shape::Dummy,
        // Letters alone are a word or two.
        true if text.bytes().any(|byte| byte.is_ascii_digit()) => Shape::Credential,
        _ => Shape::Other,
    }
}

/// Whose SID a text is: what authenticates with it.
pub(super) fn kind_of_sid(text: &str) -> Option<SecretKind> {
    let digits = text.get(2..).filter(|_| text.len() == SID_LENGTH)?;
    let is_sid = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    match text.get(..2) {
        Some("AC") if is_sid => Some(SecretKind::AuthToken),
        Some("SK") if is_sid => Some(SecretKind::KeySecret),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::event::Shape;
    use super::super::text::Text;
    use super::{kind_of_sid, literal_in, shape_of};
    use crate::{FileId, Place};

    #[test]
    fn shapes_and_placeholders() {
        let token = "0a".repeat(16);
        assert_eq!(shape_of(&token), Shape::Credential);
        assert_eq!(shape_of(&"0".repeat(32)), Shape::Dummy);
        assert_eq!(shape_of(&"ab".repeat(16)), Shape::Other);
        assert_eq!(shape_of("hunter2"), Shape::Other);
        assert!(kind_of_sid(&format!("AC{token}")).is_some() && kind_of_sid(&format!("MG{token}")).is_none());
        let place = Place { file: FileId(0), start: 0, end: 0 };
        let is_literal = |text: &str| literal_in(&Text::literal(&text.into(), place)).is_some();
        for text in ["hunter2", "secret", &token] {
            assert!(is_literal(text), "{text}");
        }
        for text in [
            "",
            " ",
            "TWILIO_AUTH_TOKEN",
            "${TOKEN}",
            "<token>",
            "your_auth_token",
            "not set",
            "https://example.com",
        ] {
            assert!(!is_literal(text), "{text}");
        }
    }
}
