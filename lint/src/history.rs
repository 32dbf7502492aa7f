//! A value's history: where it was put together, through which calls it went, and where it ended. One way for all rules.

use crate::Place;
use crate::facts::{CallSite, Called, Event, EventKind, Facts, Given, Text};
use crate::gather::Gather;
use crate::lint::Finding;
use crate::sorted::Map;
use std::cell::OnceCell;

/// How many calls are told; of more, those at both ends.
const MAX_CALLS: usize = 4;

/// What a finding's event says about the way there.
#[derive(Clone, Debug, Default)]
pub(crate) struct Way {
    /// The string that went there.
    text: Option<Text>,
    /// The calls that led there, innermost first.
    calls: Vec<CallSite>,
    /// Where it ended.
    end: Option<(Place, End)>,
    /// The statement around that.
    statement: Option<Place>,
    /// Whether it begins where something was handed in, and nobody knows from where.
    pub is_vague: bool,
}

/// Where a way ends, as a label says it.
#[derive(Clone, Copy, Debug)]
enum End {
    Last(&'static str),
    /// Something may come after it.
    Middle(&'static str),
}

/// What is known of the ways of all values.
pub(crate) struct History<'f> {
    facts: &'f Facts,
    /// Where strings of several parts were put together.
    made: OnceCell<Map<&'f Text, Place>>,
}

impl Way {
    /// The way that an event ends.
    pub(crate) fn to(event: &Event) -> Self {
        let end = end_of(&event.kind).map(|end| (event.place, end));
        let (text, calls) = (event.kind.text().cloned(), event.calls.clone());
        Self { text, calls, end, statement: event.statement, is_vague: false }
    }

    /// Whether it begins where something was handed in.
    pub(crate) fn vague(self, is_vague: bool) -> Self {
        Self { is_vague, ..self }
    }

    /// Which of several ways to the same fault is told: one that is known from end to end, and the shortest of those.
    pub(crate) fn rank(&self) -> (bool, u8, usize) {
        let end = match self.end {
            Some((_, End::Middle(_))) => 1,
            Some(_) => 0,
            None => 2,
        };
        (self.is_vague, end, self.calls.len())
    }
}

/// What becomes of a value in an event, where that is the end of its way.
fn end_of(kind: &EventKind) -> Option<End> {
    Some(match kind {
        EventKind::Send { .. } | EventKind::Operation(_) => End::Last("the request is sent here"),
        EventKind::TlsHanded { .. } => End::Last("it is handed to Twilio's client here"),
        EventKind::Connect { .. } => End::Middle("it connects to Twilio here"),
        EventKind::Callback { .. } | EventKind::Overrides { .. } => End::Last("it is handed to Twilio here"),
        EventKind::SecretUsed { .. } => End::Last("it is used here"),
        EventKind::CredentialGiven { given: Given::Passed, .. } => {
            End::Last("it is given as a credential here")
        }
        _ => return None,
    })
}

impl<'f> History<'f> {
    pub(crate) fn of(facts: &'f Facts) -> Self {
        Self { facts, made: OnceCell::new() }
    }

    /// Adds the steps of a finding's way to the places that explain it; what one expression shows is not told.
    pub(crate) fn tell(&self, mut finding: Finding) -> Finding {
        let Way { text, calls, end, statement, .. } = finding.way.clone();
        let primary = finding.primary;
        let text = text.as_ref().filter(|text| text.parts.len() > 1);
        let made =
            text.and_then(|text| self.made.get_or_init(|| made(&self.facts.events)).get(text)).copied();
        let wholes = [statement, made, Some(primary)];
        let is_shown = |place: Place| {
            let mut wholes = wholes.into_iter().flatten();
            place.contains(primary) || wholes.any(|whole| whole.contains(primary) && whole.contains(place))
        };
        // What stands where the way ends is told by its end.
        let is_at_end = |place: Place| end.is_some() && statement.is_some_and(|end| end.contains(place));
        finding.secondary.retain(|(place, _)| !is_shown(*place) && !is_at_end(*place));
        let holds = |made: &Place| finding.secondary.iter().any(|(place, _)| made.contains(*place));
        let made = made.filter(|made| !is_shown(*made) && !is_at_end(*made) && !holds(made));
        // A call around both ends runs the expression between them as a closure.
        let is_around = |site: &CallSite| {
            site.place.contains(primary) && end.is_some_and(|(place, _)| site.place.contains(place))
        };
        let calls: Vec<CallSite> = calls.into_iter().rev().filter(|site| !is_around(site)).gather();
        let mut steps = self.tell_calls(&calls);
        if let Some(made) = made {
            let is_before =
                |site: &CallSite| self.called(site).is_some_and(|called| called.place.contains(made));
            let last = calls.iter().rev().find(|site| is_before(site)).map(|site| site.place);
            let at = last.and_then(|last| steps.iter().position(|(place, _)| *place == last));
            steps.insert(at.map_or(0, |at| at + 1), (made, "the URL is put together here".to_owned()));
        }
        let told = steps.into_iter().fold(finding, |told, (place, text)| told.explained_at(place, text));
        match end.filter(|(place, _)| !is_shown(*place)) {
            Some((place, End::Last(text) | End::Middle(text))) => told.explained_at(place, text),
            None => told,
        }
    }

    fn called(&self, site: &CallSite) -> Option<&Called> {
        self.facts.called.get(&site.callee)
    }

    /// The calls, outermost first.
    fn tell_calls(&self, calls: &[CallSite]) -> Vec<(Place, String)> {
        let left_out = MAX_CALLS / 2..calls.len().saturating_sub(MAX_CALLS / 2);
        let is_long = calls.len() > MAX_CALLS;
        let told = calls.iter().enumerate().filter(|(at, _)| !is_long || !left_out.contains(at));
        let told = told.map(|(at, site)| {
            let name = self.called(site).map_or("a function", |called| &called.name);
            let text = match at {
                0 => format!("`{name}` is called here"),
                at if is_long && at == left_out.end => format!("which leads to `{name}`, called here"),
                _ => format!("which calls `{name}` here"),
            };
            (site.place, text)
        });
        told.gather()
    }
}

/// Where strings of several parts were put together: where each is met first, unless a name or a field holds it there.
fn made(events: &[Event]) -> Map<&Text, Place> {
    let mut made = Map::new();
    for of_entry in events.chunk_by(|one, other| one.entry == other.entry) {
        let mut first: Map<&Text, Option<Place>> = Map::new();
        for event in of_entry {
            if let EventKind::Url { text, is_made } = &event.kind
                && text.parts.len() > 1
            {
                first.get_or_insert(text, is_made.then_some(event.place));
            }
        }
        let known = first.into_iter().filter_map(|(text, place)| Some((text, place?)));
        known.for_each(|(text, place)| {
            made.get_or_insert(text, place);
        });
    }
    made
}
