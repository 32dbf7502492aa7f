//! Where secrets go, and which URLs Twilio is asked to call.

use super::evaluate::Interpreter;
use super::event::{EventKind, Sink};
use super::library::Library;
use super::value::{Atom, Value};
use crate::Place;
use crate::gather::Gather;
use crate::resolve::{Program, StructId};

impl Interpreter<'_> {
    /// Notes every secret of a value at a sink; what is only named like a token counts on its way to Twilio.
    pub(super) fn sink(&mut self, value: &Value, sink: Sink, place: Place, is_towards_twilio: bool) {
        let secrets: Vec<_> = value.secrets().into_iter().cloned().gather();
        for secret in secrets {
            let shows = sink != Sink::Log || !secret.is_hidden;
            // What is handed in may turn out to be Twilio's.
            let may_be = secret.is_certain || is_towards_twilio || sink == Sink::Log && secret.is_handed_in;
            if shows && may_be {
                let is_validating = self.frame.is_validating;
                self.event(EventKind::SecretUsed { secret, sink: sink.clone(), is_validating }, place);
            }
        }
    }

    /// A struct of another crate that is given fields.
    pub(super) fn external_struct(&mut self, path: &[String], fields: &[(String, Value, Place)]) {
        let Some(root) = path.first() else { return };
        if let Some(Library::Twilio(package)) = Library::of(path) {
            for (name, value, place) in fields {
                self.sink(value, Sink::Client(package), *place, true);
                self.hand_tls([value], *place);
                match name.as_str() {
                    "basic_auth" => self.authorization(value, *place),
                    name => self.field_credential(true, name, value, *place),
                }
            }
        } else if !is_keeper(path) {
            for (_, value, place) in fields {
                self.sink(value, Sink::Foreign(root.clone()), *place, false);
            }
        }
    }

    /// Headers that are listed as pairs.
    pub(super) fn listed_headers(&mut self, headers: &Value, place: Place) {
        for atom in &headers.element().atoms {
            if let Atom::Tuple(pair) = atom
                && pair.first().is_some_and(is_authorization)
            {
                self.sink(&atom.clone().into(), Sink::Header, place, false);
            }
        }
    }

    /// The pairs of a form or a JSON body: callbacks among them are noted.
    pub(super) fn note_callbacks(&mut self, body: &Value, is_ignored: bool, place: Place) {
        let program = self.program;
        for atom in &body.atoms {
            let Atom::Object(id, fields) = atom else { continue };
            for (_, value) in
                fields.iter().filter(|(name, _)| is_callback_name(written_name(program, *id, name)))
            {
                self.callback(value, place, is_ignored);
            }
        }
        let mut noted: Vec<Value> = Vec::new();
        for atom in &body.atoms {
            let mut flat = Vec::new();
            flatten(&atom.clone().into(), &mut flat, 0);
            for pair in flat.windows(2) {
                let [key, value] = pair else { continue };
                let Some(key) = key.known_text() else { continue };
                if is_callback_name(&key) && !noted.contains(value) {
                    noted.push(value.clone());
                }
            }
        }
        noted.iter().for_each(|value| self.callback(value, place, is_ignored));
    }
}

/// What a field of a struct is called where it is written.
pub(super) fn written_name<'n>(program: &'n Program, id: StructId, field: &'n str) -> &'n str {
    let renamed = program.structs.get(id).map(|entry| entry.hints.renamed.as_slice());
    let renamed = renamed.unwrap_or_default().iter().find(|(own, _)| own == field);
    renamed.map_or(field, |(_, name)| name)
}

fn flatten(value: &Value, flat: &mut Vec<Value>, depth: usize) {
    let parts = value.atoms.iter().filter_map(|atom| match atom {
        Atom::List(parts) | Atom::Tuple(parts) => Some(parts),
        _ => None,
    });
    let parts: Vec<&Value> = parts.flatten().gather();
    match depth < 4 && !parts.is_empty() {
        true => parts.into_iter().for_each(|part| flatten(part, flat, depth + 1)),
        false => flat.push(value.clone()),
    }
}

/// Whether a path is of the crate itself or the standard library, or of something that keeps secrets or checks signatures.
pub(super) fn is_keeper(path: &[String]) -> bool {
    const WORDS: &[&str] = &["hmac", "secre", "sign", "valid", "verif", "webhook"];
    let own = ["alloc", "core", "crate", "ringfence", "std", "zeroize"];
    let lower = path.concat().to_ascii_lowercase();
    path.first().is_none_or(|root| own.contains(&root.as_str()))
        || WORDS.iter().any(|word| lower.contains(word))
}

/// The inputs that name a URL Twilio calls; media is fetched, and pages, pictures and terms are for people.
pub(super) fn is_callback_name(name: &str) -> bool {
    const SHOWN: &[&str] =
        &["client", "icon", "image", "logo", "media", "photo", "privacy", "terms", "website"];
    let plain: String =
        name.chars().filter(char::is_ascii_alphanumeric).gather::<String>().to_ascii_lowercase();
    !SHOWN.iter().any(|word| plain.starts_with(word))
        && (plain.ends_with("callback") || plain.ends_with("url") || plain == "twimlurl")
}

/// Whether a header's name is the one that carries credentials.
pub(super) fn is_authorization(value: &Value) -> bool {
    value.atoms.iter().any(|atom| match atom {
        Atom::Text(text) => {
            text.known().is_some_and(|text| text.to_ascii_lowercase().ends_with("authorization"))
        }
        Atom::External(path) => path.last().is_some_and(|name| name.ends_with("AUTHORIZATION")),
        _ => false,
    })
}
