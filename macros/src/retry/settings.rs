//! The arguments of `#[retry]`.

use super::duration::{read_duration, show};
use crate::argument::{split, string_of, ungroup};
use crate::fault::Fault;
use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::quote;
use ringfence_lint::suggestion;
use std::ops::RangeInclusive;
use std::time::Duration;

const NAMES: [&str; 5] = ["attempts", "base", "cap", "deadline", "on"];

/// One attempt would be no retry.
const ATTEMPTS: RangeInclusive<u32> = 2..=100;

/// What `RetryPolicy::new` and a client have where nothing is set; a test holds them together.
const BASE: Duration = Duration::from_millis(250);
const CAP: Duration = Duration::from_secs(10);
const DEADLINE: Duration = Duration::from_secs(60);

/// What is set; what is not stays the runtime's default.
#[derive(Debug, Default)]
pub(super) struct Settings {
    attempts: Option<u32>,
    base: Option<(Duration, Span)>,
    cap: Option<(Duration, Span)>,
    deadline: Option<(Duration, Span)>,
    on_connect: bool,
}

impl Settings {
    /// Reads all arguments; every mistake goes to `faults`.
    pub(super) fn read(arguments: TokenStream, faults: &mut Vec<Fault>) -> Self {
        let mut settings = Self::default();
        let mut seen: Vec<String> = Vec::new();
        for part in split(arguments) {
            let Some((key, value)) = key_and_value(&part, faults) else { continue };
            let name = key.to_string();
            if seen.contains(&name) {
                faults.push(Fault::at(key.span(), format!("`{name}` is set twice")));
            }
            settings.set(&key, &value, faults);
            seen.push(name);
        }
        settings.compare(faults);
        settings
    }

    fn set(&mut self, key: &Ident, value: &[TokenTree], faults: &mut Vec<Fault>) {
        match key.to_string().as_str() {
            "attempts" => self.attempts = read_attempts(value, key.span(), faults),
            "base" => self.base = read_time(value, key.span(), faults),
            "cap" => self.cap = read_time(value, key.span(), faults),
            "deadline" => self.deadline = read_time(value, key.span(), faults),
            "on" => self.on_connect = read_causes(value, key.span(), faults),
            other => {
                let near = suggestion(other, NAMES);
                let message =
                    format!("`retry` takes no `{other}`{near}\nhelp: it takes {}", NAMES.join(", "));
                faults.push(Fault::at(key.span(), message));
            }
        }
    }

    /// What is right by itself and wrong together.
    fn compare(&self, faults: &mut Vec<Fault>) {
        let mut ordered =
            |less: Option<(Duration, Span)>, more: Option<(Duration, Span)>, names: [(&str, Duration); 2]| {
                let [(less_name, less_default), (more_name, more_default)] = names;
                let Some((_, span)) = less.or(more) else { return };
                let shorter = less.map_or(less_default, |(duration, _)| duration);
                let longer = more.map_or(more_default, |(duration, _)| duration);
                if shorter > longer {
                    let default = |set: bool| if set { "" } else { " (the default)" };
                    let message = format!(
                        "`{less_name}` is {}{} and longer than `{more_name}`, which is {}{}",
                        show(shorter),
                        default(less.is_some()),
                        show(longer),
                        default(more.is_some()),
                    );
                    faults.push(Fault::at(span, message));
                }
            };
        ordered(self.base, self.cap, [("base", BASE), ("cap", CAP)]);
        // The shortest deadline that leaves time for a second attempt.
        ordered(self.base, self.deadline, [("base", BASE), ("deadline", DEADLINE)]);
    }

    /// The attempts of one call, as an expression.
    pub(super) fn begin(&self) -> TokenStream {
        let milliseconds = |duration: Duration| {
            let milliseconds = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
            quote!(::core::time::Duration::from_millis(#milliseconds))
        };
        let mut policy = quote!(::ringfence::RetryPolicy::new());
        if let Some(attempts) = self.attempts {
            policy.extend(quote!(.attempts(#attempts)));
        }
        if let Some((base, _)) = self.base {
            let base = milliseconds(base);
            policy.extend(quote!(.first_wait(#base)));
        }
        if let Some((cap, _)) = self.cap {
            let cap = milliseconds(cap);
            policy.extend(quote!(.longest_wait(#cap)));
        }
        let deadline = match self.deadline {
            Some((deadline, _)) => {
                let deadline = milliseconds(deadline);
                quote!(::core::option::Option::Some(#deadline))
            }
            None => quote!(::core::option::Option::None),
        };
        let on_connect = self.on_connect;
        quote!(::ringfence::private::Attempts::begin(#policy, #deadline, #on_connect))
    }
}

/// `key = value`.
fn key_and_value(part: &[TokenTree], faults: &mut Vec<Fault>) -> Option<(Ident, Vec<TokenTree>)> {
    if let [TokenTree::Ident(key), TokenTree::Punct(equals), value @ ..] = part
        && equals.as_char() == '='
        && !value.is_empty()
    {
        return Some((key.clone(), ungroup(value)));
    }
    let message = "expected `key = value`\nhelp: `retry(attempts = 5, base = \"200ms\", cap = \"10s\")`";
    faults.push(Fault::over(part, Span::call_site(), message));
    None
}

fn read_attempts(value: &[TokenTree], place: Span, faults: &mut Vec<Fault>) -> Option<u32> {
    let (least, most) = (ATTEMPTS.start(), ATTEMPTS.end());
    let number = match value {
        [token @ TokenTree::Literal(_)] => syn::parse2::<syn::LitInt>(token.clone().into()).ok(),
        _ => None,
    };
    let number = number.map(|number| number.base10_parse::<u32>());
    match number {
        Some(Ok(number)) if ATTEMPTS.contains(&number) => return Some(number),
        Some(Ok(1)) => faults.push(Fault::over(
            value,
            place,
            "one attempt is no retry\nhelp: write 2 or more, or leave `retry` away and permit `unretried_call` with a reason",
        )),
        _ => faults.push(Fault::over(
            value,
            place,
            format!("`attempts` takes a whole number from {least} to {most}, the first attempt included"),
        )),
    }
    None
}

fn read_time(value: &[TokenTree], place: Span, faults: &mut Vec<Fault>) -> Option<(Duration, Span)> {
    let read =
        match value {
            [token] => read_duration(token).map(|duration| (duration, token.span())),
            _ => Err("a duration is one string literal\nhelp: such as `\"200ms\"`, `\"10s\"` or `\"2m\"`"
                .to_owned()),
        };
    read.map_err(|message| faults.push(Fault::over(value, place, message))).ok()
}

/// `"connect"` or `["connect"]`; whether it is among them.
fn read_causes(value: &[TokenTree], place: Span, faults: &mut Vec<Fault>) -> bool {
    let elements = match value {
        [TokenTree::Group(list)] if list.delimiter() == Delimiter::Bracket => split(list.stream()),
        _ => vec![value.to_vec()],
    };
    if elements.is_empty() {
        faults.push(Fault::over(
            value,
            place,
            "`on` lists nothing\nhelp: leave it away: a 429 is always retried",
        ));
    }
    let mut on_connect = false;
    for element in &elements {
        let text = match ungroup(element).as_slice() {
            [token] => string_of(token),
            _ => None,
        };
        match text.as_deref() {
            Some("connect") if on_connect => {
                faults.push(Fault::over(element, place, "`connect` is listed twice"))
            }
            Some("connect") => on_connect = true,
            Some(other) => faults.push(Fault::over(element, place, refuse_cause(other))),
            None => faults.push(Fault::over(
                element,
                place,
                "`on` takes string literals\nhelp: `on = \"connect\"`",
            )),
        }
    }
    on_connect
}

fn refuse_cause(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    if lower.contains("429") || lower.contains("throttl") {
        return format!("`{text}` needs no mention: a 429 is always retried");
    }
    let doubtful = ["5", "timeout", "time-out", "server", "reset", "read", "all", "any"];
    if doubtful.iter().any(|cause| lower.starts_with(cause)) {
        return format!(
            "`{text}` is not retried: Twilio may have processed the request, and a create would be done twice\n\
             help: `on = \"connect\"` adds requests that never left; a function that ringfence generates knows what is idempotent"
        );
    }
    format!("`{text}` is nothing to retry on{}\nhelp: it takes \"connect\"", suggestion(text, ["connect"]))
}
