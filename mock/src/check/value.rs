//! One text against one schema: type, enum, pattern, bounds.

use serde_json::{Number, Value};

use crate::clock::{Moment, day};
use crate::document::Document;

/// The typed value of a text. An empty text is no value, except for strings.
pub(super) fn scalar(document: &Document, schema: &Value, text: &str) -> Result<Value, String> {
    let schema = document.resolve(schema);
    let kind = schema.get("type").and_then(Value::as_str);
    if text.is_empty() && kind != Some("string") {
        return Ok(Value::Null);
    }
    match kind {
        Some("integer") => integer(schema, text),
        Some("number") => number(text),
        Some("boolean") => boolean(text),
        Some("string") => string(document, schema, text),
        // Free JSON travels as text; what is no JSON stays text, as Twilio's own libraries send strings untouched.
        _ => Ok(serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()))),
    }
}

fn integer(schema: &Value, text: &str) -> Result<Value, String> {
    let value: i64 = text.parse().map_err(|_| format!("is not an integer: `{text}`"))?;
    bounds(schema, value)?;
    Ok(Value::from(value))
}

/// `minimum` and `maximum` of integers.
pub(super) fn bounds(schema: &Value, value: i64) -> Result<(), String> {
    let bound = |name| schema.get(name).and_then(Value::as_i64);
    if let Some(least) = bound("minimum").filter(|least| value < *least) {
        return Err(format!("is less than {least}: {value}"));
    }
    match bound("maximum").filter(|most| value > *most) {
        Some(most) => Err(format!("is more than {most}: {value}")),
        None => Ok(()),
    }
}

fn number(text: &str) -> Result<Value, String> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    let value = text.parse::<f64>().ok().filter(|_| digits).and_then(Number::from_f64);
    value.map(Value::Number).ok_or_else(|| format!("is not a number: `{text}`"))
}

fn boolean(text: &str) -> Result<Value, String> {
    match text.to_ascii_lowercase().as_str() {
        "true" => Ok(Value::Bool(true)),
        "false" => Ok(Value::Bool(false)),
        _ => Err(format!("is neither true nor false: `{text}`")),
    }
}

/// A string's enum, pattern, length and date formats.
pub(super) fn string(document: &Document, schema: &Value, text: &str) -> Result<Value, String> {
    if text.is_empty() {
        return Ok(Value::String(String::new()));
    }
    if let Some(allowed) = schema.get("enum").and_then(Value::as_array)
        && !allowed.iter().any(|value| value.as_str() == Some(text))
    {
        let names: Vec<&str> = allowed.iter().filter_map(Value::as_str).collect();
        return Err(format!("is none of {}: `{text}`", names.join(", ")));
    }
    if let Some(pattern) = schema.get("pattern").and_then(Value::as_str)
        && !document.allows(pattern, text)
    {
        return Err(format!("does not match {pattern}: `{text}`"));
    }
    let length = text.chars().count() as u64;
    let bound = |name| schema.get(name).and_then(Value::as_u64);
    if bound("minLength").is_some_and(|least| length < least)
        || bound("maxLength").is_some_and(|most| length > most)
    {
        return Err(format!("has {length} characters, outside of what is allowed"));
    }
    let format = schema.get("format").and_then(Value::as_str);
    let readable = match format {
        Some("date") => day(text).is_some(),
        Some("date-time" | "date-time-rfc-2822") => Moment::parse(text).is_some(),
        _ => true,
    };
    match readable {
        true => Ok(Value::String(text.to_owned())),
        false => Err(format!("is not a {}: `{text}`", format.unwrap_or_default())),
    }
}
