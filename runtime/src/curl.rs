//! A request as a line of shell: the first thing that Twilio's support asks for.

#[cfg(test)]
#[cfg(feature = "hyper")]
mod tests;

use crate::encode::percent_encode;
use crate::request::Body;
use crate::webhook::decode_form;
use crate::{AccountSid, Method, Operation, Request, Security};
use std::fmt::{self, Display, Formatter, Write};

/// A request as a line of `curl`, which works in a POSIX shell.
///
/// Credentials stand in it as the shell's variables `TWILIO_API_KEY` and `TWILIO_API_SECRET` (`TWILIO_ACCESS_TOKEN` for a token),
/// the client's account as `TWILIO_ACCOUNT_SID`. Every value that may be somebody's, a number or a text, is a variable of its
/// input's name, and in JSON `<its name>`; SIDs, booleans, URLs without a query, and numbers by whose name it is plain that they are
/// nobody's (`PageSize`, `Timeout`) are shown.
/// [`Curl::revealed`] shows all but the credentials.
///
/// Twilio's page: <https://www.twilio.com/docs/usage/rest-api-best-practices>
#[derive(Clone)]
pub struct Curl {
    request: Request,
    account: AccountSid,
    /// Scheme and authority.
    root: String,
    is_revealed: bool,
}

impl Curl {
    pub(crate) fn new(request: Request, account: AccountSid, root: String) -> Self {
        Self { request, account, root, is_revealed: false }
    }

    /// With every value of an input as it is sent: what comes of it holds what is personal.
    #[must_use]
    pub fn revealed(mut self) -> Self {
        self.is_revealed = true;
        self
    }

    pub(crate) fn request(&self) -> &Request {
        &self.request
    }

    /// A value, or the variable that stands for it.
    fn value(&self, name: &str, value: &str) -> Part {
        if self.is_revealed || is_nobodys(name, value) {
            return Part::Text(value.to_owned());
        }
        Part::Variable(variable(name))
    }

    fn url(&self) -> Vec<Part> {
        let mut url = vec![Part::Text(self.root.clone())];
        for (variable, text) in self.request.operation().path_pieces() {
            url.extend(variable.map(|name| self.path_value(name)));
            url.push(Part::Text(text.to_owned()));
        }
        for (name, value) in self.query().filter(|(_, value)| !self.is_apart(value)) {
            let sign = if url.iter().any(|part| matches!(part, Part::Text(text) if text.contains('?'))) {
                '&'
            } else {
                '?'
            };
            url.push(Part::Text(format!("{sign}{}=", encoded(&name))));
            url.push(encoded_part(value));
        }
        url
    }

    /// The inputs of the query by their names.
    fn query(&self) -> impl Iterator<Item = (String, Part)> {
        let pairs = decode_form(self.request.query_text().as_bytes()).into_iter();
        pairs.map(|(name, value)| {
            let (name, value) = (String::from_utf8_lossy(&name), String::from_utf8_lossy(&value));
            let value = self.value(&name, &value);
            (name.into_owned(), value)
        })
    }

    /// Whether an input of the query is given for itself: curl encodes what a variable holds then, and puts it into the URL. Beside a body
    /// it cannot.
    fn is_apart(&self, value: &Part) -> bool {
        matches!(value, Part::Variable(_)) && self.is_bodiless()
    }

    fn is_bodiless(&self) -> bool {
        matches!(self.request.operation().method(), Method::Get | Method::Delete)
            && matches!(self.request.content(), Body::None)
    }

    fn path_value(&self, name: &str) -> Part {
        match self.request.path_value(name, &self.account) {
            Some(value) if value == self.account.as_str() => Part::Variable("TWILIO_ACCOUNT_SID".to_owned()),
            Some(value) => encoded_part(self.value(name, value)),
            None => Part::Variable(variable(name)),
        }
    }

    fn write_body(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.request.content() {
            Body::None => Ok(()),
            Body::Form(pairs) => {
                for (name, value) in decode_form(pairs.as_str().as_bytes()) {
                    let (name, value) = (String::from_utf8_lossy(&name), String::from_utf8_lossy(&value));
                    let start = Part::Text(format!("{}=", encoded(&name)));
                    match self.value(&name, &value) {
                        // No argument holds a NUL.
                        Part::Text(value) if value.contains('\0') => {
                            argument(f, "--data-raw", &[start, Part::Text(encoded(&value))])?;
                        }
                        value => argument(f, "--data-urlencode", &[start, value])?,
                    }
                }
                Ok(())
            }
            Body::Object(content_type, fields) => {
                let fields = fields.iter().map(|(name, json)| {
                    let mut text = String::new();
                    crate::json_writer::escape(name, &mut text);
                    format!("{text}:{}", self.json(name, json))
                });
                let json = format!("{{{}}}", fields.collect::<Vec<_>>().join(","));
                self.write_json(f, content_type, json)
            }
            Body::Whole(content_type, json) => self.write_json(f, content_type, self.json("value", json)),
        }
    }

    fn write_json(&self, f: &mut Formatter<'_>, content_type: &str, json: String) -> fmt::Result {
        argument(f, "-H", &[Part::Text(format!("Content-Type: {content_type}"))])?;
        argument(f, "--data-raw", &[Part::Text(json)])
    }

    /// JSON with what may be somebody's named rather than said.
    fn json(&self, name: &str, json: &str) -> String {
        if self.is_revealed {
            return json.to_owned();
        }
        let Ok(mut value) = serde_json::from_str(json) else { return format!("\"<{name}>\"") };
        mask(name, &mut value);
        value.to_string()
    }
}

/// Names what may be somebody's. JSON that was parsed nests no deeper than its parser lets it.
fn mask(name: &str, value: &mut serde_json::Value) {
    match value {
        serde_json::Value::String(text) if is_nobodys(name, text) => {}
        serde_json::Value::Number(number) if is_nobodys(name, &number.to_string()) => {}
        serde_json::Value::String(_) | serde_json::Value::Number(_) => *value = format!("<{name}>").into(),
        serde_json::Value::Array(items) => items.iter_mut().for_each(|item| mask(name, item)),
        serde_json::Value::Object(fields) => fields.iter_mut().for_each(|(name, field)| mask(name, field)),
        serde_json::Value::Null | serde_json::Value::Bool(_) => {}
    }
}

/// Words in the name of an input whose value is a secret, however harmless it looks.
const SECRET: [&str; 6] = ["code", "pin", "secret", "password", "token", "key"];

/// What the names end in of numbers that are nobody's. Any other number may be a code that somebody was sent.
const NUMBERS: [&str; 12] = [
    "page",
    "pagesize",
    "limit",
    "timeout",
    "ttl",
    "period",
    "priority",
    "maxparticipants",
    "maxlength",
    "if-match",
    "width",
    "height",
];

/// Whether a value tells nothing of a person: a SID, a number that only sets how much or how long, a boolean, a plain URL, nothing.
fn is_nobodys(name: &str, value: &str) -> bool {
    let name = name.to_ascii_lowercase();
    if SECRET.iter().any(|word| name.contains(word)) {
        return value.is_empty();
    }
    let is_sid = value.len() == 34
        && value.bytes().take(2).all(|byte| byte.is_ascii_uppercase())
        && value.bytes().skip(2).all(|byte| byte.is_ascii_hexdigit());
    let is_number = value.len() <= 6
        && value.bytes().all(|byte| byte.is_ascii_digit())
        && NUMBERS.iter().any(|end| name.replace('_', "").ends_with(end));
    let is_url = value.starts_with("https://") && !value.contains(['?', '@', ' ']);
    is_sid || is_number || is_url || matches!(value, "true" | "false" | "")
}

/// A piece of an argument.
enum Part {
    Text(String),
    Variable(String),
}

fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    percent_encode(text, &mut encoded);
    encoded
}

fn encoded_part(part: Part) -> Part {
    match part {
        Part::Text(text) => Part::Text(encoded(&text)),
        Part::Variable(name) => Part::Variable(name),
    }
}

/// The name of an input as one of the shell: `StatusCallback` as `STATUS_CALLBACK`.
fn variable(input: &str) -> String {
    let mut name = String::new();
    let mut before = '_';
    for character in input.chars() {
        if character.is_ascii_uppercase() && before.is_ascii_lowercase() {
            name.push('_');
        }
        let kept = if character.is_ascii_alphanumeric() { character.to_ascii_uppercase() } else { '_' };
        name.push(kept);
        before = character;
    }
    if name.starts_with(|first: char| first.is_ascii_digit()) || name.is_empty() {
        name.insert(0, '_');
    }
    name
}

/// Writes one option: text in single quotes, where a shell changes nothing, and variables in double ones.
fn argument(f: &mut Formatter<'_>, option: &str, parts: &[Part]) -> fmt::Result {
    write!(f, " {option} ")?;
    write_parts(f, parts)
}

fn write_parts(f: &mut Formatter<'_>, parts: &[Part]) -> fmt::Result {
    let mut in_text = false;
    for part in parts {
        match part {
            Part::Text(text) if text.is_empty() => {}
            Part::Text(text) => {
                if !std::mem::replace(&mut in_text, true) {
                    f.write_char('\'')?;
                }
                f.write_str(&text.replace('\'', r"'\''"))?;
            }
            Part::Variable(name) => {
                if std::mem::take(&mut in_text) {
                    f.write_char('\'')?;
                }
                write!(f, "\"${{{name}}}\"")?;
            }
        }
    }
    if in_text { f.write_char('\'') } else { Ok(()) }
}

impl Display for Curl {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let operation: &Operation = self.request.operation();
        write!(f, "curl -sS -i -X {}", operation.method().as_str())?;
        f.write_char(' ')?;
        write_parts(f, &self.url())?;
        match operation.security() {
            Security::ApiKey => f.write_str(" -u \"${TWILIO_API_KEY}:${TWILIO_API_SECRET}\"")?,
            Security::OAuth => f.write_str(" -H 'Authorization: Bearer '\"${TWILIO_ACCESS_TOKEN}\"")?,
            Security::None => {}
        }
        argument(f, "-H", &[Part::Text(format!("Accept: {}", operation.accept()))])?;
        for (name, value) in self.request.headers() {
            argument(f, "-H", &[Part::Text(format!("{name}: ")), self.value(name, value)])?;
        }
        let mut option = " -G --data-urlencode ";
        for (name, value) in self.query().filter(|(_, value)| self.is_apart(value)) {
            f.write_str(std::mem::replace(&mut option, " --data-urlencode "))?;
            write_parts(f, &[Part::Text(format!("{}=", encoded(&name))), value])?;
        }
        // Without a body curl sends no length, which some servers ask for.
        let is_empty = matches!(self.request.content(), Body::None);
        if is_empty && !matches!(operation.method(), Method::Get | Method::Delete) {
            f.write_str(" --data-raw ''")?;
        }
        self.write_body(f)
    }
}

/// As it is displayed, without what is personal.
impl fmt::Debug for Curl {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let masked = Self { is_revealed: false, ..self.clone() };
        write!(f, "Curl({masked})")
    }
}
