//! Twilio's error shapes, read leniently: whatever the body is, what can be known of it is kept.

use super::xml;
use serde_json::{Map, Value};

/// What an error body says, by whichever of Twilio's shapes.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Answer {
    pub(super) code: Option<u32>,
    pub(super) message: Option<String>,
    pub(super) more_info: Option<String>,
    pub(super) details: Option<Value>,
    pub(super) user_error: Option<bool>,
}

/// Reads an error body: JSON in four shapes, the XML of the oldest API, or anything else, which gives nothing.
pub(super) fn read_answer(body: &[u8]) -> Answer {
    let mut answer = match serde_json::from_slice(body) {
        Ok(Value::Object(object)) => read_object(object),
        _ => xml::read_rest_exception(&String::from_utf8_lossy(body)).unwrap_or_default(),
    };
    if answer.more_info.is_none() {
        answer.more_info = answer.code.map(error_page);
    }
    answer
}

/// Twilio's code in an error body.
pub(crate) fn twilio_code(body: &[u8]) -> Option<u32> {
    read_answer(body).code
}

/// Twilio's page of an error code.
pub(super) fn error_page(code: u32) -> String {
    format!("https://www.twilio.com/docs/api/errors/{code}")
}

fn read_object(mut object: Map<String, Value>) -> Answer {
    let mut answer = Answer {
        code: object.get("code").and_then(number),
        // `message` is the classic and the v1.0 shape, `detail` and `title` are RFC 9457 and SCIM, the last is OAuth's.
        message: ["message", "detail", "title", "error_description"]
            .into_iter()
            .find_map(|name| object.get(name).and_then(text)),
        more_info: ["more_info", "moreInfo", "infoUrl", "type"]
            .into_iter()
            .find_map(|name| object.get(name).and_then(text))
            .filter(|info| info.starts_with("https://")),
        user_error: object.get("userError").and_then(Value::as_bool),
        details: ["details", "params", "errors"]
            .into_iter()
            .find_map(|name| object.remove(name))
            .filter(|details| !details.is_null()),
    };
    if answer.code.is_none() && answer.message.is_none() {
        adopt_first(&mut answer);
    }
    answer
}

/// The bulk shape has nothing at the top but a list of errors: the first speaks for all.
fn adopt_first(answer: &mut Answer) {
    let Some(Value::Object(first)) = answer.details.as_ref().and_then(|list| list.get(0)) else { return };
    answer.code = first.get("code").and_then(number);
    answer.message = ["message", "detail"].into_iter().find_map(|name| first.get(name).and_then(text));
    answer.more_info = first.get("infoUrl").and_then(text);
}

/// A code as a number, or as the text of one.
fn number(value: &Value) -> Option<u32> {
    match value {
        Value::Number(number) => number.as_u64().and_then(|code| code.try_into().ok()),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().filter(|text| !text.trim().is_empty()).map(str::to_owned)
}
