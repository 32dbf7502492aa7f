//! Durations as text with a unit.

use proc_macro2::TokenTree;
use std::time::Duration;

use crate::argument::string_of;

/// The units, each with its milliseconds.
const UNITS: [(&str, u64); 3] = [("ms", 1), ("s", 1_000), ("m", 60_000)];

/// The longest that may be written: whoever waits longer has a job for a queue.
const LONGEST: Duration = Duration::from_secs(60 * 60);

/// Reads a literal such as `"200ms"`; the error says what is wrong with it.
pub(super) fn read_duration(token: &TokenTree) -> Result<Duration, String> {
    let Some(text) = string_of(token) else {
        let shown = token.to_string();
        let is_bare = matches!(token, TokenTree::Literal(_));
        let help = match parse(&shown) {
            Ok(_) if is_bare => format!("write `\"{shown}\"`"),
            _ => {
                "write a number and its unit in quotes, such as `\"200ms\"`, `\"10s\"` or `\"2m\"`".to_owned()
            }
        };
        return Err(format!("a duration is a string literal, known while compiling\nhelp: {help}"));
    };
    parse(&text)
}

fn parse(text: &str) -> Result<Duration, String> {
    let end = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    if number.is_empty() {
        return Err(format!(
            "`{text}` does not begin with a number\nhelp: write a whole number and its unit, such as `200ms`"
        ));
    }
    let Some((_, milliseconds)) = UNITS.iter().find(|(name, _)| *name == unit) else {
        return Err(unknown_unit(text, number, unit));
    };
    let duration = number.parse::<u64>().ok().and_then(|number| number.checked_mul(*milliseconds));
    match duration.map(Duration::from_millis) {
        Some(Duration::ZERO) => Err(format!("`{text}` is no time at all\nhelp: the shortest is `1ms`")),
        Some(duration) if duration <= LONGEST => Ok(duration),
        _ => Err(format!("`{text}` is longer than an hour\nhelp: the longest is `60m`")),
    }
}

fn unknown_unit(text: &str, number: &str, unit: &str) -> String {
    let known = "the units are `ms`, `s` and `m`";
    let lower = unit.trim().to_ascii_lowercase();
    let meant = match lower.as_str() {
        "" => return format!("`{text}` has no unit\nhelp: {known}; is it `{number}ms` or `{number}s`?"),
        _ if lower.starts_with('.') || lower.starts_with(',') || lower.starts_with('_') => {
            return format!(
                "`{text}` is no whole number with a unit\nhelp: {known}; write `1500ms` for 1.5 s"
            );
        }
        "ms" | "msec" | "msecs" | "millis" | "milli" | "millisecond" | "milliseconds" => "ms",
        "s" | "sec" | "secs" | "second" | "seconds" => "s",
        "m" | "min" | "mins" | "minute" | "minutes" => "m",
        _ => return format!("`{unit}` is no unit of time here\nhelp: {known}"),
    };
    format!("`{unit}` is no unit of time here; did you mean `{number}{meant}`?\nhelp: {known}")
}

/// A duration in the largest unit that holds it whole.
pub(super) fn show(duration: Duration) -> String {
    let milliseconds = duration.as_millis();
    let fits = |(_, unit): &&(&str, u64)| milliseconds.is_multiple_of(u128::from(*unit));
    let (name, unit) = UNITS.iter().rev().find(fits).copied().unwrap_or(("ms", 1));
    format!("{}{name}", milliseconds / u128::from(unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_and_a_unit_make_a_duration() {
        let cases = [("1ms", 1), ("200ms", 200), ("10s", 10_000), ("2m", 120_000), ("60m", 3_600_000)];
        for (text, milliseconds) in cases {
            assert_eq!(parse(text), Ok(Duration::from_millis(milliseconds)), "{text}");
            assert_eq!(show(Duration::from_millis(milliseconds)).parse::<u64>().ok(), None);
            assert_eq!(parse(&show(Duration::from_millis(milliseconds))), parse(text));
        }
    }

    #[test]
    fn anything_else_is_told_what_it_lacks() {
        let cases = [
            ("", "does not begin with a number"),
            ("fast", "does not begin with a number"),
            ("-1s", "does not begin with a number"),
            ("200", "has no unit"),
            ("200 ms", "did you mean `200ms`?"),
            ("200MS", "did you mean `200ms`?"),
            ("2sec", "did you mean `2s`?"),
            ("5min", "did you mean `5m`?"),
            ("1h", "`h` is no unit of time here"),
            ("1.5s", "no whole number"),
            ("1_000ms", "no whole number"),
            ("0ms", "no time at all"),
            ("61m", "longer than an hour"),
            ("99999999999999999999ms", "longer than an hour"),
            ("18446744073709551615m", "longer than an hour"),
            ("1s\u{e9}", "is no unit of time here"),
        ];
        for (text, expected) in cases {
            let error = parse(text).unwrap_err();
            assert!(error.contains(expected), "{text}: {error}");
        }
    }
}
