//! Hosts of Twilio as a program spells them, and the settings that choose one.

use super::evaluate::Interpreter;
use super::event::EventKind;
use super::method::Invocation;
use super::text::{Text, UNKNOWN};
use super::url::{find_urls, is_twilio_host};
use super::value::{Atom, Value};
use crate::Place;
use crate::gather::Gather;
use crate::resolve::{ConstId, Entity, Program};
use crate::sorted::Map;

/// What a setting chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Setting {
    Region,
    Edge,
}

/// Where a setting is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SetBy {
    /// A variable of the environment, a const, a default: its other half may be set elsewhere.
    Name,
    /// A client's own setter: its other half belongs beside it.
    Client,
}

/// A whole host of Twilio inside a string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Host {
    /// The labels in front of `twilio.com`; `None` where one is not known.
    pub labels: Vec<Option<String>>,
    /// Where each label starts in the flat text, and where the host ends.
    pub starts: Vec<usize>,
    pub end: usize,
}

/// What an environment variable, a const or a setter of this name chooses.
pub(super) fn setting_of(name: &str) -> Option<Setting> {
    match name.to_ascii_uppercase().as_str() {
        "TWILIO_REGION" => Some(Setting::Region),
        "TWILIO_EDGE" => Some(Setting::Edge),
        _ => None,
    }
}

/// The Twilio hosts of a text: of its URL, or the text itself. One inside a sentence is talked about, not called.
pub(crate) fn find_hosts(text: &Text) -> Vec<Host> {
    let flat = text.flat();
    let urls = find_urls(text);
    if urls.is_empty() {
        return host_at(&flat, flat.len() - flat.trim_start().len()).into_iter().gather();
    }
    urls.iter().filter(|url| url.leads).filter_map(|url| host_at(&flat, url.host_start)).gather()
}

fn host_at(flat: &str, start: usize) -> Option<Host> {
    let rest = flat.get(start..)?;
    let ends = |character: char| {
        !character.is_ascii_alphanumeric() && !matches!(character, '.' | '-' | '_' | UNKNOWN)
    };
    let host = rest.split(ends).next().unwrap_or_default();
    let after = rest.get(host.len()..).unwrap_or_default();
    // What follows a host is a port, a path, or nothing; anything else is a sentence.
    let is_whole = after.is_empty() || after.starts_with([':', '/', '?', '#']);
    if !is_whole || after.contains(char::is_whitespace) {
        return None;
    }
    let host = host.trim_end_matches(UNKNOWN).trim_end_matches('.');
    let lower = host.to_ascii_lowercase();
    let name = lower.strip_suffix(".twilio.com").filter(|_| is_twilio_host(&lower))?;
    let (mut labels, mut starts, mut at) = (Vec::new(), Vec::new(), start);
    for label in name.split('.') {
        labels.push((!label.contains(UNKNOWN)).then(|| label.to_owned()));
        starts.push(at);
        at += label.len() + 1;
    }
    Some(Host { labels, starts, end: start + host.len() })
}

/// The consts and statics that are named like the variables that choose a region.
pub(super) fn const_settings(program: &Program) -> Map<ConstId, Setting> {
    let named = program.modules.iter().flat_map(|module| &module.values);
    let named = named.filter_map(|(name, entity)| match entity {
        Entity::Const(id) => Some((name, *id)),
        _ => None,
    });
    let members = program.type_consts.iter().map(|((_, name), id)| (name, *id));
    named.chain(members).filter_map(|(name, id)| Some((id, setting_of(name)?))).gather()
}

impl Interpreter<'_> {
    /// A const that is named like the variable: its value is meant for it.
    pub(super) fn note_const(&mut self, setting: Setting, id: ConstId, place: Place) {
        let value = self.constant(id);
        for text in value.texts() {
            self.note_setting(setting, text, SetBy::Name, place);
        }
    }

    /// Notes hosts that no URL is around; URLs are noted for themselves.
    pub(super) fn note_hosts(&mut self, value: &Value, place: Place) {
        for text in value.texts().filter(|text| names_host(text)) {
            let kind = match self.frame.is_quiet {
                true => EventKind::Compared(text.clone()),
                false if text.contains("://") => continue,
                false => EventKind::Host(text.clone()),
            };
            let is_noted = self.frame.events.iter().rev().take(4).any(|event| event.kind == kind);
            if !is_noted {
                self.event(kind, place);
            }
        }
    }

    /// What the elements of a collection are compared with.
    pub(super) fn note_compared(&mut self, collection: &Value, place: Place) {
        let before = std::mem::replace(&mut self.frame.is_quiet, true);
        self.note_hosts(&collection.element(), place);
        self.frame.is_quiet = before;
    }

    /// `unwrap_or` and its like on the variables that choose a region: what they fall back on is set here.
    pub(super) fn note_fallback(&mut self, invocation: &Invocation<'_>, result: &Value) {
        let settings: Vec<Setting> = invocation.receiver.atoms.iter().filter_map(read_setting).gather();
        for text in result.texts() {
            if !invocation.receiver.texts().any(|known| known == text) {
                settings.iter().for_each(|setting| {
                    self.note_setting(*setting, text, SetBy::Name, invocation.place);
                });
            }
        }
    }

    /// `set_var("TWILIO_REGION", "ie1")` and `Command::env`.
    pub(super) fn note_variable(&mut self, name: Option<&Value>, value: Option<&Value>, place: Place) {
        let name = name.and_then(Value::known_text);
        let Some(setting) = name.as_deref().and_then(setting_of) else { return };
        for text in value.into_iter().flat_map(Value::texts) {
            self.note_setting(setting, text, SetBy::Name, place);
        }
    }

    /// `.region("ie1")` on a client of a crate for Twilio.
    pub(super) fn note_setter(&mut self, invocation: &Invocation<'_>) {
        let setting = match invocation.name() {
            "region" | "set_region" | "with_region" => Setting::Region,
            "edge" | "set_edge" | "with_edge" => Setting::Edge,
            _ => return,
        };
        for text in invocation.first().texts() {
            self.note_setting(setting, text, SetBy::Client, invocation.arg_place(0));
        }
    }

    pub(super) fn note_setting(&mut self, setting: Setting, text: &Text, by: SetBy, place: Place) {
        // The name of the variable is no value of it.
        let is_value = text.known().is_some_and(|known| !known.is_empty() && setting_of(&known).is_none());
        if is_value {
            self.frame.touches_twilio = true;
            self.event(EventKind::Setting { setting, text: text.clone(), by }, place);
        }
    }
}

fn names_host(text: &Text) -> bool {
    const DOMAIN: &[u8] = b".twilio.com";
    let holds =
        |text: &str| text.as_bytes().windows(DOMAIN.len()).any(|part| part.eq_ignore_ascii_case(DOMAIN));
    match text.parts.as_slice() {
        [super::text::Part::Known(text, _)] => holds(text),
        _ => holds(&text.flat()),
    }
}

/// Which setting a value was read from.
fn read_setting(atom: &Atom) -> Option<Setting> {
    match atom {
        Atom::External(path) => match path.as_slice() {
            [root, name] if root == "env" => setting_of(name),
            _ => None,
        },
        _ => None,
    }
}
