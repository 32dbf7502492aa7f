//! JSON as it is written, and where in it the unknown fields stand.

/// What values write themselves into.
#[derive(Debug, Default)]
pub struct JsonWriter {
    json: String,
    trace: Option<Trace>,
}

/// Where the writer is, and what it has come by.
#[derive(Debug, Default)]
struct Trace {
    at: String,
    unknown: Vec<String>,
}

impl JsonWriter {
    /// One that also keeps the JSON pointers of unknown fields.
    pub(crate) fn tracing() -> Self {
        Self { json: String::new(), trace: Some(Trace::default()) }
    }

    pub(crate) fn into_json(self) -> String {
        self.json
    }

    pub(crate) fn into_unknown(self) -> Vec<String> {
        self.trace.map(|trace| trace.unknown).unwrap_or_default()
    }

    /// Appends what is JSON already.
    pub fn raw(&mut self, json: &str) {
        self.json.push_str(json);
    }

    /// Appends a text as a JSON string.
    pub fn text(&mut self, text: &str) {
        escape(text, &mut self.json);
    }

    pub(crate) fn open(&mut self, bracket: char) {
        self.json.push(bracket);
    }

    pub(crate) fn close(&mut self, bracket: char) {
        self.json.push(bracket);
    }

    /// An entry of the object that was opened last.
    pub(crate) fn entry(&mut self, name: &str, value: impl FnOnce(&mut Self)) {
        self.comma();
        self.text(name);
        self.json.push(':');
        self.within(name, value);
    }

    /// An entry that its model does not know.
    pub(crate) fn unknown(&mut self, name: &str, json: &str) {
        self.entry(name, |writer| {
            writer.raw(json);
            if let Some(trace) = &mut writer.trace {
                trace.unknown.push(trace.at.clone());
            }
        });
    }

    /// An item of the list that was opened last.
    pub(crate) fn item(&mut self, index: usize, value: impl FnOnce(&mut Self)) {
        self.comma();
        if self.trace.is_some() {
            self.within(&index.to_string(), value);
        } else {
            value(self);
        }
    }

    fn comma(&mut self) {
        if !self.json.ends_with(['{', '[']) {
            self.json.push(',');
        }
    }

    fn within(&mut self, step: &str, value: impl FnOnce(&mut Self)) {
        let Some(trace) = &mut self.trace else { return value(self) };
        let outside = trace.at.len();
        trace.at.push('/');
        trace.at.push_str(&step.replace('~', "~0").replace('/', "~1"));
        value(self);
        if let Some(trace) = &mut self.trace {
            trace.at.truncate(outside);
        }
    }
}

/// Appends a text as a JSON string.
pub(crate) fn escape(text: &str, json: &mut String) {
    json.push('"');
    for letter in text.chars() {
        match letter {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            control if control < ' ' => json.push_str(&format!("\\u{:04x}", u32::from(control))),
            other => json.push(other),
        }
    }
    json.push('"');
}
