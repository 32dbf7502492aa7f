//! One text against one schema: type, enum, pattern, bounds.

use serde_json::{Number, Value};

use crate::clock::{Moment, day};
use crate::schema::{Kind, Schema};

/// The typed value of a text. An empty text is no value, except for strings.
pub(super) fn scalar(schema: &Schema, text: &str, strict: bool) -> Result<Value, String> {
    if text.is_empty() && schema.kind != Kind::Text {
        return Ok(Value::Null);
    }
    match schema.kind {
        Kind::Integer => integer(schema, text),
        Kind::Number => number(text),
        Kind::Boolean => boolean(text),
        Kind::Text => string(schema, text, strict),
        // Free JSON travels as text; what is no JSON stays text, as Twilio's own libraries send strings untouched.
        Kind::Any | Kind::Object | Kind::Array => {
            Ok(serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned())))
        }
    }
}

fn integer(schema: &Schema, text: &str) -> Result<Value, String> {
    let value: i64 = text.parse().map_err(|_| format!("is not an integer: `{text}`"))?;
    bounds(schema, value)?;
    Ok(Value::from(value))
}

/// `minimum` and `maximum` of integers.
pub(super) fn bounds(schema: &Schema, value: i64) -> Result<(), String> {
    if let Some(least) = schema.minimum.filter(|least| value < *least) {
        return Err(format!("is less than {least}: {value}"));
    }
    match schema.maximum.filter(|most| value > *most) {
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

/// A string's enum, pattern, length and date formats. Enums, patterns and lengths are no more than hints unless
/// the mock is strict.
pub(super) fn string(schema: &Schema, text: &str, strict: bool) -> Result<Value, String> {
    if text.is_empty() {
        return Ok(Value::String(String::new()));
    }
    let mut text = text;
    if !schema.values.is_empty() {
        // Twilio's own examples write `whAtsAPP` and `FcM`.
        match schema.values.iter().find(|value| value.eq_ignore_ascii_case(text)) {
            Some(value) => text = value,
            None if !strict => {}
            None => return Err(format!("is none of {}: `{text}`", schema.values.join(", "))),
        }
    }
    if let Some(pattern) = schema.pattern.as_ref().filter(|pattern| strict && !pattern.matches(text)) {
        return Err(format!("does not match {}: `{text}`", pattern.text));
    }
    let length = text.chars().count() as u64;
    let short = schema.min_length.is_some_and(|least| length < least);
    if strict && (short || schema.max_length.is_some_and(|most| length > most)) {
        return Err(format!("has {length} characters, outside of what is allowed"));
    }
    let format = schema.format.as_deref();
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
