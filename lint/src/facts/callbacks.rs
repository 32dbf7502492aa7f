//! URLs that Twilio is asked to call, and the connection overrides in their fragments.

use super::evaluate::Interpreter;
use super::event::EventKind;
use super::externals::ExternalCall;
use super::operation_call::Known;
use super::text::{Part, Text, UNKNOWN};
use super::url::{find_twilio_url, find_urls};
use super::value::{Atom, Callback, Value};
use crate::gather::Gather;
use crate::ir::{Expr, ExprKind};
use crate::overrides::OverrideKey;
use crate::{Operation, Place};

/// Stands behind a URL whose overrides are checked where they are given.
pub(crate) const CHECKED: &str = "#checked";

impl Interpreter<'_> {
    /// A URL that Twilio is asked to call.
    pub(super) fn callback(&mut self, value: &Value, place: Place, is_ignored: bool) {
        self.note_callback(value, place, true, is_ignored);
    }

    fn note_callback(&mut self, value: &Value, place: Place, is_handed: bool, is_ignored: bool) {
        for atom in &value.atoms {
            let (text, is_checked) = match atom {
                Atom::Text(text) => (text, false),
                Atom::Callback(callback) => (&callback.text, callback.is_checked),
                _ => continue,
            };
            let leads = find_urls(text).iter().any(|url| url.leads);
            if leads {
                self.event(EventKind::Callback { url: text.clone(), is_handed, is_ignored }, place);
            }
            let flat = text.flat();
            if flat.contains('#') && (leads || flat.starts_with(UNKNOWN)) {
                let kind = EventKind::Overrides { url: text.clone(), is_checked, is_ignored };
                self.event(kind, place);
            }
        }
    }

    /// Arguments of another crate's function for Twilio, which have no names here: what is a URL and nothing else is taken for a
    /// callback where the operation takes one, and what is written as overrides for a callback's.
    pub(super) fn unnamed_callbacks(&mut self, call: &ExternalCall<'_>, operation: Option<Known>) {
        let takes_some = operation.is_some_and(|known| !known.0.callbacks.is_empty());
        for (index, arg) in call.args.iter().enumerate() {
            for text in arg.texts().filter(|text| takes_some && is_url(text)) {
                let kind = EventKind::Callback { url: text.clone(), is_handed: true, is_ignored: false };
                self.event(kind, call.arg_place(index));
            }
            for text in arg.texts().filter(|text| writes_overrides(text)) {
                let kind = EventKind::Overrides { url: text.clone(), is_checked: false, is_ignored: false };
                self.event(kind, call.arg_place(index));
            }
        }
    }

    /// A URL of Twilio's with parameters, callbacks among them.
    pub(super) fn url_with_params(&mut self, call: &ExternalCall<'_>) -> Value {
        let url = call.first();
        let texts: Vec<&Text> = url.texts().filter(|text| find_twilio_url(text).is_some()).gather();
        if let (Some(text), Some(params)) = (texts.first(), call.args.get(1)) {
            self.note_callbacks(params, host_ignores_overrides(text), call.arg_place(1));
        }
        url
    }

    /// `callback_url!`, which checks what it is given.
    pub(super) fn callback_macro(&mut self, values: &[Value], args: &[Expr], place: Place) -> Value {
        let says_when = args.iter().skip(1).any(|arg| match &arg.kind {
            ExprKind::Assign(pair) => match &pair.0.kind {
                ExprKind::Path(key) => key.last().is_some_and(|key| matches!(key.as_str(), "rc" | "rp")),
                _ => true,
            },
            _ => true,
        });
        self.frame.touches_twilio = true;
        let mut result = Value::unknown();
        for text in values.first().into_iter().flat_map(Value::texts) {
            let text = if says_when { with_overrides(text, place) } else { text.clone() };
            result.join(&Atom::Callback(Callback { text, is_checked: true }).into());
        }
        result
    }

    /// `CallbackUrl::new` and its like, which check when they run; overrides may be given later.
    pub(super) fn callback_url(&mut self, value: &Value, place: Place) -> Value {
        self.note_callback(value, place, false, false);
        let mut result = Value::unknown();
        for text in value.texts() {
            let callback = Callback { text: text.clone(), is_checked: false };
            result.join(&Atom::Callback(callback).into());
        }
        result
    }
}

/// `CallbackUrl::with_overrides`
pub(super) fn callback_method(callback: &Callback, name: &str, place: Place) -> Option<Value> {
    let text = with_overrides(&callback.text, place);
    (name == "with_overrides").then(|| Atom::Callback(Callback { text, is_checked: true }).into())
}

fn with_overrides(text: &Text, place: Place) -> Text {
    let mut text = text.clone();
    text.push(Part::Known(CHECKED.into(), place));
    text
}

/// Whether a text is a URL from its first letter to its last.
fn is_url(text: &Text) -> bool {
    find_urls(text).iter().any(|url| url.leads) && !text.flat().contains(char::is_whitespace)
}

/// Whether a URL's fragment has a key of connection overrides.
fn writes_overrides(text: &Text) -> bool {
    let flat = text.flat();
    let Some((_, fragment)) = flat.split_once('#') else { return false };
    let is_key = |pair: &str| pair.split_once('=').is_some_and(|(key, _)| OverrideKey::find(key).is_ok());
    find_urls(text).iter().any(|url| url.leads) && fragment.split('&').any(is_key)
}

/// Whether a host's product ignores connection overrides.
pub(super) fn host_ignores_overrides(url: &Text) -> bool {
    let Some(url) = find_twilio_url(url) else { return false };
    let product = url.host.split('.').next().unwrap_or_default();
    let is_of = |operation: &&Operation| operation.host.split('.').next() == Some(product);
    Operation::all().iter().find(is_of).is_some_and(|operation| operation.ignores_overrides)
}

/// Whether a generated function's product ignores connection overrides.
pub(super) fn function_ignores_overrides(path: &[String]) -> bool {
    let [.., module, function] = path else { return false };
    let known = Operation::by_function(Some(module), function).next();
    let of_module = || Operation::all().iter().find(|operation| operation.module == module);
    known.or_else(of_module).is_some_and(|operation| operation.ignores_overrides)
}
