//! Who is told what of a state.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::Thing;
use super::scene::Scene;
use super::table::{Report, Told, meets, text};
use crate::callback::{Content, Delivery};
use crate::clock;
use crate::state::Fields;

impl Scene<'_> {
    /// Posts the callbacks that were asked for of the state a thing is in.
    pub(super) fn tell(&mut self, thing: &Thing, birth: bool) {
        if let Some(state) = self.state.living(thing).map(|living| living.state) {
            self.tell_of(thing, state, birth);
        }
    }

    /// Tells of the fields that a request has turned.
    pub(super) fn tell_turns(&mut self, thing: &Thing, before: &Fields) {
        let Some(life) = self.state.living(thing).map(|living| living.life) else { return };
        for (field, words) in &life.turns {
            let now = self.state.record(thing).and_then(|record| record.fields.get(field));
            let word = now.filter(|now| before.get(field) != Some(now)).and_then(|now| words.get(&text(now)));
            if let Some(word) = word {
                self.tell_of(thing, word, false);
            }
        }
    }

    fn tell_of(&mut self, thing: &Thing, state: &str, birth: bool) {
        let Some(living) = self.state.living(thing) else { return };
        let (life, inputs) = (living.life, Arc::clone(&living.inputs));
        for report in life.reports.iter().filter(|report| report.birth || !birth) {
            let Some(told) = report.events.get(state).filter(|told| is_asked(report, told, &inputs)) else {
                continue;
            };
            let Some(url) = self.url(report, &inputs) else { continue };
            let counted = if report.above { thing.above(self.state) } else { None };
            let counted = counted.unwrap_or_else(|| thing.clone());
            let sequence = self.count(&counted);
            let event = told.event.as_deref().or(told.ask.as_deref()).unwrap_or(state);
            let mut fields: Vec<(String, String)> = Vec::new();
            for (name, source) in report.fields.iter().filter(|(name, _)| !told.fields.contains_key(*name)) {
                let value = self.value(thing, source, Some((event, sequence)));
                fields.extend(value.map(|value| (name.clone(), value)));
            }
            for (name, source) in &told.fields {
                fields.extend(self.value(thing, source, None).map(|value| (name.clone(), value)));
            }
            fields.sort();
            let get = inputs.get(&report.method).and_then(Value::as_str) == Some("GET");
            let mut delivery = Delivery::new(self.world, counted, &url, get, Content::Form(fields));
            event.clone_into(&mut delivery.event);
            delivery.voice = report.voice;
            if let Some(account) = self.value(thing, ".account_sid", None) {
                delivery.account = account;
            }
            self.world.outbox.post(delivery, self.world);
        }
    }

    /// The number of a callback among those of a thing.
    fn count(&mut self, thing: &Thing) -> u64 {
        let Some(living) = self.state.living_mut(thing) else { return 0 };
        living.sequence += 1;
        living.sequence - 1
    }

    /// The URL of the request, or of the service it was made through.
    pub(super) fn url(&self, report: &Report, inputs: &Map<String, Value>) -> Option<String> {
        if !meets(&report.when, inputs) {
            return None;
        }
        let given = inputs.get(&report.url).map(text).filter(|url| !url.is_empty());
        given.or_else(|| {
            let service = report.service.as_ref()?;
            let key = inputs.get(&service.input)?.as_str()?;
            let record = self.state.shelf(&service.shelf)?.find(key)?;
            record.fields.get(&service.field).map(text).filter(|url| !url.is_empty())
        })
    }

    /// A value by where it comes from; nothing where it is null.
    pub(super) fn value(&self, thing: &Thing, source: &str, event: Option<(&str, u64)>) -> Option<String> {
        let field = |thing: &Thing, name: &str| {
            self.state.record(thing)?.fields.get(name).filter(|value| !value.is_null()).map(text)
        };
        let now = self.world.time.at(self.now);
        if let Some(name) = source.strip_prefix('.') {
            return field(thing, name);
        }
        if let Some(name) = source.strip_prefix('^') {
            return field(&thing.above(self.state)?, name);
        }
        if let Some(name) = source.strip_prefix('@') {
            return self.state.living(thing)?.inputs.get(name).map(text);
        }
        match source {
            "$now" => Some(clock::rfc2822(now)),
            "$iso" => Some(clock::iso(now)),
            "$age" => Some(self.now.saturating_sub(self.state.living(thing)?.born).as_secs().to_string()),
            "$event" => event.map(|(event, _)| event.to_owned()),
            "$sequence" => event.map(|(_, sequence)| sequence.to_string()),
            "$state" => Some(self.state.living(thing)?.state.to_owned()),
            "$url" => {
                let path = field(thing, "uri").or_else(|| field(thing, "url"))?;
                let host = thing.collection.split('/').next().unwrap_or_default();
                let path = path.strip_suffix(".json").unwrap_or(&path).to_owned();
                Some(if path.starts_with('/') { format!("https://{host}{path}") } else { path })
            }
            literal => Some(literal.to_owned()),
        }
    }
}

/// Whether an event is wanted: one of those that were asked for, or of the usual ones.
fn is_asked(report: &Report, told: &Told, inputs: &Map<String, Value>) -> bool {
    let (Some(word), Some(asks)) = (&told.ask, &report.asks) else { return true };
    let given = match inputs.get(asks) {
        Some(Value::Array(items)) => items.iter().map(text).collect::<Vec<_>>(),
        Some(value) => vec![text(value)],
        None => Vec::new(),
    };
    // Older clients write several events into one value.
    let mut words =
        given.iter().flat_map(|text| text.split([' ', ','])).filter(|word| !word.is_empty()).peekable();
    match words.peek() {
        None => report.default.contains(word),
        Some(_) => words.any(|asked| asked == word),
    }
}
