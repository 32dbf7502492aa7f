//! Inputs against the document: every problem of a request, the first of them in Twilio's words.

mod body;
mod format;
mod value;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::catalog::Match;
use crate::code::{self, Fault};
use crate::document::Document;
use crate::form::Pairs;
use crate::naming::hint;
use crate::operation::{Input, Operation, Place};
use crate::received::Received;
use crate::refusal::Refusal;
use crate::schema::{Kind, Schema};

/// Problems named in one answer; a flood of bad inputs is refused after as many.
const MOST_PROBLEMS: usize = 100;
/// Characters of one problem, which may quote a value of any length.
const LONGEST_PROBLEM: usize = 300;

/// Inputs that passed, typed as the document says.
#[derive(Debug, Default)]
pub(crate) struct Given {
    pub(crate) query: Map<String, Value>,
    pub(crate) body: Arc<Map<String, Value>>,
    /// Variables of the path that do not look like identifiers of what they name, and why.
    pub(crate) doubts: Vec<(String, String)>,
}

/// One problem of an input.
struct Problem {
    /// The input that is given and wrong.
    invalid: Option<String>,
    code: u32,
    message: String,
}

/// The work of one check.
struct Check<'a> {
    document: &'a Document,
    operation: &'a Operation,
    strict: bool,
    problems: Vec<Problem>,
}

/// Checks all inputs of a request.
pub(crate) fn check(found: &Match<'_>, received: &Received, strict: bool) -> Result<Given, Refusal> {
    let mut check =
        Check { document: found.document, operation: found.operation, strict, problems: Vec::new() };
    check.headers(received);
    let mut given = Given { query: check.query(received), body: Arc::default(), doubts: check.path(found) };
    given.body = Arc::new(check.body(received)?);
    check.required(&given);
    check.finish().map(|()| given)
}

/// Inputs that do in place of a group of which one is needed, by one of the group, that documents leave out.
/// <https://www.twilio.com/docs/notify/api/notification-resource>
const ALSO: &[(&str, &str, &str, &str)] =
    &[("notify.twilio.com", "CreateNotification", "Identity", "ToBinding")];

/// Longest texts of the 2010 API, in characters, that its document leaves out. The body of a sent message can only be emptied.
const LONGEST: &[(&str, &str, usize)] =
    &[("CreateMessage", "Body", 1600), ("CreateCall", "Twiml", 4000), ("UpdateMessage", "Body", 0)];

impl<'a> Check<'a> {
    fn finish(self) -> Result<(), Refusal> {
        let Some(first) = self.problems.first() else { return Ok(()) };
        let mut refusal = Refusal::new(400, first.code, first.message.clone());
        refusal.problems = self.problems.into_iter().map(|problem| problem.message).collect();
        Err(refusal)
    }

    fn fail(&mut self, input: &str, fault: Fault, message: String) {
        if self.problems.len() >= MOST_PROBLEMS {
            return;
        }
        let code = code::of(self.operation, input, fault);
        let words = (fault == Fault::Missing).then(|| code::words(code)).flatten();
        let invalid = (fault == Fault::Invalid).then(|| input.to_owned());
        let message = words.map_or_else(|| shortened(message), str::to_owned);
        self.problems.push(Problem { invalid, code, message });
    }

    /// An identifier of a wrong shape names nothing, unless there is something of that name.
    fn path(&self, found: &Match<'_>) -> Vec<(String, String)> {
        let problem = |(name, text): &(String, String)| {
            let input = self.operation.input(Place::Path, name)?;
            let problem = value::scalar(self.document.schema(input.schema), text, true).err()?;
            Some((name.clone(), problem))
        };
        found.path.iter().filter_map(problem).collect()
    }

    fn headers(&mut self, received: &Received) {
        for input in self.operation.inputs_in(Place::Header) {
            let Some(header) = received.headers.get(&input.name) else { continue };
            let text = String::from_utf8_lossy(header.as_bytes());
            if let Err(problem) = value::scalar(self.document.schema(input.schema), &text, self.strict) {
                self.fail(&input.name, Fault::Invalid, format!("the header `{}` {problem}", input.name));
            }
        }
    }

    fn query(&mut self, received: &Received) -> Map<String, Value> {
        match &received.query {
            Ok(pairs) => self.pairs(pairs, Place::Query),
            Err(problem) => {
                self.fail("", Fault::Invalid, format!("the query cannot be read: {problem}"));
                Map::new()
            }
        }
    }

    /// Names and values of a query or form.
    fn pairs(&mut self, pairs: &Pairs, place: Place) -> Map<String, Value> {
        let mut grouped: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, value) in pairs {
            grouped.entry(name).or_default().push(value);
        }
        let mut given = Map::new();
        for (name, values) in grouped {
            let operation = self.operation;
            match operation.input(place, name).or_else(|| self.collapsed(place, name)) {
                None => self.unknown(name, place),
                Some(input) => {
                    if let Some(value) = self.values(input, name, &values) {
                        given.insert(name.to_owned(), value);
                    }
                }
            }
        }
        given
    }

    /// `AddOns.x.y` belongs to the one input of the format `prefixed-collapsible-map-AddOns`.
    fn collapsed(&self, place: Place, name: &str) -> Option<&'a Input> {
        let prefixed = |input: &&Input| input.prefix.as_ref().is_some_and(|prefix| name.starts_with(prefix));
        self.operation.inputs_in(place).find(prefixed)
    }

    fn values(&mut self, input: &Input, name: &str, values: &[&str]) -> Option<Value> {
        let document = self.document;
        let schema = document.schema(input.schema);
        if schema.kind == Kind::Array {
            let items = schema.items.map(|items| document.schema(items));
            let checked = values.iter().filter_map(|text| match items {
                Some(items) => self.one(input, items, name, text),
                None => Some(Value::String((*text).to_owned())),
            });
            return Some(Value::Array(checked.collect()));
        }
        match values {
            [text] => self.one(input, schema, name, text),
            _ => {
                let times = values.len();
                let message = format!("`{name}` is given {times} times; it takes one value");
                self.fail(name, Fault::Invalid, message);
                None
            }
        }
    }

    fn one(&mut self, input: &Input, schema: &Schema, name: &str, text: &str) -> Option<Value> {
        let checked = value::scalar(schema, text, self.strict).and_then(|typed| {
            // Filters take any text for a number; only what is sent to it must be one.
            if input.place == Place::Body {
                format::check(self.operation, schema, name, text)?;
                self.length(name, text)?;
            }
            Ok(typed)
        });
        match checked {
            Ok(typed) => Some(typed),
            Err(problem) => {
                self.fail(name, Fault::Invalid, format!("`{name}` {problem}"));
                None
            }
        }
    }

    fn length(&self, name: &str, text: &str) -> Result<(), String> {
        let limit =
            LONGEST.iter().find(|(id, input, _)| Some(*id) == self.operation.core_id() && *input == name);
        match limit.map(|(_, _, most)| (*most, text.chars().count())) {
            Some((most, length)) if length > most => {
                Err(format!("has {length} characters; {most} are allowed"))
            }
            _ => Ok(()),
        }
    }

    fn unknown(&mut self, name: &str, place: Place) {
        // To look for near names is the dearest part of a check.
        if !self.strict || self.problems.len() >= MOST_PROBLEMS {
            return;
        }
        // twilio-python sends the header inputs of a list in the query as well.
        let header = |input: &Input| input.name.eq_ignore_ascii_case(name);
        if place == Place::Query && self.operation.inputs_in(Place::Header).any(header) {
            return;
        }
        let known = self.operation.inputs_in(place).map(|input| input.name.as_str());
        let message = format!("{} does not take `{name}`{}", self.operation.id, hint(name, known));
        self.fail(name, Fault::Unknown, message);
    }

    /// Required inputs and groups of which one is needed. Missing ones come first in the answer, as at Twilio.
    fn required(&mut self, given: &Given) {
        let invalid = std::mem::take(&mut self.problems);
        let attempted = |name: &str| invalid.iter().any(|problem| problem.invalid.as_deref() == Some(name));
        let is_given = |name: &str| {
            let value = given.body.get(name).or_else(|| given.query.get(name));
            value.is_some_and(|value| !is_blank(value)) || attempted(name)
        };
        let operation = self.operation;
        let wanted = operation.inputs.iter().filter(|input| {
            input.required && matches!(input.place, Place::Query | Place::Body) && !is_given(&input.name)
        });
        for input in wanted {
            self.fail(&input.name, Fault::Missing, format!("`{}` is required", input.name));
        }
        for group in &operation.conditional {
            let also = ALSO.iter().filter(|(host, id, ..)| *host == operation.host && *id == operation.id);
            let others = also.filter(|(_, _, beside, _)| group.iter().any(|name| name == beside));
            let given =
                group.iter().any(|name| is_given(name)) || others.into_iter().any(|also| is_given(also.3));
            if let (Some(first), false) = (group.first(), given) {
                let names: Vec<String> = group.iter().map(|name| format!("`{name}`")).collect();
                self.fail(first, Fault::Missing, format!("one of {} is required", names.join(", ")));
            }
        }
        self.problems.extend(invalid);
    }
}

fn shortened(mut message: String) -> String {
    if let Some((end, _)) = message.char_indices().nth(LONGEST_PROBLEM) {
        message.truncate(end);
        message.push('…');
    }
    message
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.iter().all(is_blank),
        _ => false,
    }
}
