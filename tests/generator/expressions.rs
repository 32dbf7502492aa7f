//! Values of Twilio's examples as Rust expressions of the types that generated code takes.

use crate::program::unescaped;
use crate::signatures::Signatures;
use serde_json::Value;

/// What had to be done to examples so that they fit the types.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Concessions {
    /// Callbacks over plain http, made https.
    pub plain_http: usize,
    /// Words in the place of a callback, made the path of a URL.
    pub no_urls: usize,
}

/// Writes expressions of one module.
pub struct Expressions<'m> {
    pub module: &'m str,
    pub signatures: &'m Signatures,
    pub concessions: &'m mut Concessions,
}

const TEXTS: [&str; 4] =
    ["::ringfence::PhoneNumber", "::ringfence::Date", "::ringfence::Timestamp", "::ringfence::HttpMethod"];

impl Expressions<'_> {
    /// An expression of the type.
    pub fn of(&mut self, value: &Value, of: &str) -> String {
        if let Some(item) = within(of, "::ringfence::Many<") {
            return match value {
                Value::Array(items) if items.is_empty() => format!("Vec::<{}>::new()", self.path(item)),
                Value::Array(items) => format!("[{}]", self.all(items, item)),
                one => self.of(one, item),
            };
        }
        if let Some(item) = within(of, "Vec<") {
            return format!("vec![{}]", self.all(value.as_array().unwrap(), item));
        }
        if let Some(item) = within(of, "Box<") {
            return format!("Box::new({})", self.of(value, item));
        }
        if let Some(item) = within(of, "::std::collections::BTreeMap<String, Option<") {
            let item = item.strip_suffix('>').unwrap();
            let entries = value.as_object().unwrap().iter();
            let entries: Vec<String> = entries
                .map(|(key, value)| format!("({key:?}.to_owned(), Some({}))", self.of(value, item)))
                .collect();
            return format!("std::collections::BTreeMap::from([{}])", entries.join(", "));
        }
        if let Some(item) = within(of, "impl IntoIterator<Item = (impl Into<String>, impl Into<") {
            let item = item.strip_suffix(">)").unwrap();
            let entries = value.as_object().unwrap().iter();
            let entries: Vec<String> =
                entries.map(|(key, value)| format!("({key:?}, {})", self.of(value, item))).collect();
            return format!("[{}]", entries.join(", "));
        }
        let text = text(value);
        match of {
            "bool" => text.to_lowercase(),
            "i64" => text,
            "String" => format!("{text:?}.to_owned()"),
            "::ringfence::Decimal" => format!("parsed::<ringfence::Decimal>({text:?})"),
            "::ringfence::Json" => format!("json({:?})", json_text(value)),
            "::ringfence::CallbackUrl" | "::ringfence::PlainUrl" => {
                self.callback(&text, of.trim_start_matches(':'))
            }
            simple if TEXTS.contains(&simple) => {
                format!("{}::from({text:?})", simple.trim_start_matches(':'))
            }
            sid if sid.starts_with("::ringfence::") => self.sid(&text, sid),
            model if self.signatures.models.contains_key(model) => self.model(value, model),
            open_enum => format!("{}::from({text:?})", self.path(open_enum)),
        }
    }

    fn all(&mut self, items: &[Value], of: &str) -> String {
        items.iter().map(|item| self.of(item, of)).collect::<Vec<_>>().join(", ")
    }

    /// A type as the program names it.
    fn path(&self, of: &str) -> String {
        match of.strip_prefix("::") {
            Some(absolute) => absolute.to_owned(),
            None if of == "String" => of.to_owned(),
            None => format!("{}::{of}", self.module),
        }
    }

    fn callback(&mut self, url: &str, of: &str) -> String {
        if url.is_empty() {
            return format!("{of}::none()");
        }
        let secure = secured(url);
        self.concessions.plain_http += usize::from(url.starts_with("http://"));
        self.concessions.no_urls += usize::from(!url.contains("://"));
        format!("parsed::<{of}>({secure:?})")
    }

    fn sid(&self, text: &str, of: &str) -> String {
        let of = of.trim_start_matches(':');
        format!("sid({text:?}, <{of}>::new_unchecked)")
    }

    fn model(&mut self, value: &Value, model: &str) -> String {
        let mut fields = String::new();
        for (name, value) in value.as_object().unwrap() {
            let is_same = |field: &&String| letters(field.trim_start_matches("r#")) == letters(name);
            let known = &self.signatures.models[model];
            let field = known.keys().find(is_same).unwrap_or_else(|| panic!("no field {name} in {model}"));
            let value = self.of(value, &known[field].clone());
            fields.push_str(&format!("{field}: Some({value}), "));
        }
        format!("{}::{model} {{ {fields}..Default::default() }}", self.module)
    }

    /// A value that fits the type, for inputs that an example leaves out.
    pub fn any(&mut self, of: &str) -> String {
        match of {
            "bool" => "true".to_owned(),
            "i64" => "7".to_owned(),
            "::ringfence::Json" => "json(\"{}\")".to_owned(),
            sid if sid.starts_with("::ringfence::") && !TEXTS.contains(&sid) => {
                format!("<{}>::new_unchecked(\"any\")", sid.trim_start_matches(':'))
            }
            other => self.of(&Value::from("any"), other),
        }
    }
}

/// A name without what sets its words apart.
fn letters(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

fn within<'t>(of: &'t str, start: &str) -> Option<&'t str> {
    of.strip_prefix(start)?.strip_suffix('>')
}

/// A value as it stands in a form.
pub fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// What an input of any JSON is given: the JSON that an example's text is.
fn json_text(value: &Value) -> String {
    match value {
        Value::String(text) => {
            readings(text).next().map_or_else(|| value.to_string(), |json| json.to_string())
        }
        other => other.to_string(),
    }
}

/// The JSON in a text: some examples are percent-encoded once too often, and one has single quotes.
pub fn readings(text: &str) -> impl Iterator<Item = Value> {
    let quoted = text.replace('\'', "\"");
    let texts = [text.to_owned(), unescaped(text), quoted];
    texts.into_iter().filter_map(|text| serde_json::from_str(&text).ok())
}

/// A callback as it may be sent: https, and a URL.
pub fn secured(url: &str) -> String {
    match url.split_once("://") {
        Some(("http", rest)) => format!("https://{rest}"),
        Some(_) => url.to_owned(),
        None => format!("https://example.com/{}", url.trim_start_matches('/')),
    }
}
