//! A request while its inputs are being set.

use super::{Answer, Items, Model, PageFuture, Pages, Paging, Value, Wire};
use crate::json_writer::JsonWriter;
use crate::request::Body;
use crate::{Client, Json, Many, NoRetry, Operation, Request, ResponseFuture, ResponsePages};

/// What generated builders hold: every setter encodes its value at once.
#[derive(Clone, Debug)]
pub struct Draft {
    request: Request,
}

impl Draft {
    /// A request without a body.
    pub fn new(operation: &'static Operation) -> Self {
        Self { request: Request::new(operation) }
    }

    /// A request whose body is a form.
    pub fn with_form(operation: &'static Operation) -> Self {
        let mut draft = Self::new(operation);
        draft.request.form();
        draft
    }

    /// A request whose body is a JSON object.
    pub fn with_object(operation: &'static Operation, content_type: &'static str) -> Self {
        let mut draft = Self::new(operation);
        draft.request.set_body(Body::Object(content_type, Vec::new()));
        draft
    }

    /// Sets the body to one JSON value.
    #[must_use]
    pub fn body(mut self, content_type: &'static str, value: impl Value) -> Self {
        self.request.set_body(Body::Whole(content_type, encoded(&value)));
        self
    }

    /// Sets a path variable.
    #[must_use]
    pub fn path(mut self, name: &'static str, value: impl Wire) -> Self {
        self.request.set_path(name, value.wire().into_owned());
        self
    }

    /// Sets a query parameter.
    #[must_use]
    pub fn query(mut self, name: &'static str, value: impl Wire) -> Self {
        self.request.query().set(name, &value.wire());
        self
    }

    /// Sets how many items are in a page, as far as the operation gives so many.
    #[must_use]
    pub fn page_size(self, paging: &Paging, value: i64) -> Self {
        match paging.size {
            Some((name, most)) => self.query(name, value.clamp(1, most.max(1))),
            None => self,
        }
    }

    /// Adds values of a query parameter.
    #[must_use]
    pub fn query_each<T: Wire>(mut self, name: &'static str, values: Many<T>) -> Self {
        for value in values {
            self.request.query().push(name, &value.wire());
        }
        self
    }

    /// Sets query parameters under a prefix: `{"a": {"b": 1}}` becomes `Prefix.a.b=1`.
    #[must_use]
    pub fn query_flattened(mut self, prefix: &'static str, value: Json) -> Self {
        match value.to_value() {
            Some(value) => flatten(prefix, &value, &mut |name, value| self.request.query().set(name, value)),
            None => self.request.refuse(prefix, "is nested too deep, or holds a number that no float holds"),
        }
        self
    }

    /// Sets a form field.
    #[must_use]
    pub fn form(mut self, name: &'static str, value: impl Wire) -> Self {
        let value = value.wire();
        self.request.note(name, &value);
        self.request.form().set(name, &value);
        self
    }

    /// Adds values of a form field.
    #[must_use]
    pub fn form_each<T: Wire>(mut self, name: &'static str, values: Many<T>) -> Self {
        for value in values {
            self.request.form().push(name, &value.wire());
        }
        self
    }

    /// Adds values of a query parameter that is needed: none at all are a problem, told when the request is sent.
    #[must_use]
    pub fn query_some<T: Wire>(self, name: &'static str, values: Many<T>) -> Self {
        self.some(name, &values).query_each(name, values)
    }

    /// The same for a form field.
    #[must_use]
    pub fn form_some<T: Wire>(self, name: &'static str, values: Many<T>) -> Self {
        self.some(name, &values).form_each(name, values)
    }

    fn some<T>(mut self, name: &'static str, values: &Many<T>) -> Self {
        if values.as_slice().is_empty() {
            self.request.refuse(name, "is needed, and the list of its values is empty");
        }
        self
    }

    /// Sets a field of the JSON object.
    #[must_use]
    pub fn field(mut self, name: &'static str, value: impl Value) -> Self {
        self.request.set_field(name, encoded(&value));
        self
    }

    /// Sends an input empty, in a JSON object as `null`: the value that Twilio has is cleared.
    #[must_use]
    pub fn clear(mut self, name: &'static str) -> Self {
        if self.request.has_object() {
            return self.field(name, Json::default());
        }
        self.request.form().set(name, "");
        self
    }

    /// Sets a header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Wire) -> Self {
        let value = value.wire();
        self.request.note(name, &value);
        self.request.set_header(name, &value);
        self
    }

    /// Adds an input that the document does not know: to the form where the operation has one, else to the query.
    #[must_use]
    pub fn extra(mut self, name: &str, value: &str) -> Self {
        self.request.push_extra(name, value);
        self
    }

    /// Sets a field of the JSON object that the document does not know.
    #[must_use]
    pub fn extra_field(mut self, name: &str, value: Json) -> Self {
        self.request.set_field(name, value.as_str().to_owned());
        self
    }

    /// Switches retries off.
    #[must_use]
    pub fn without_retry(mut self, reason: NoRetry) -> Self {
        self.request.set_no_retry(reason);
        self
    }

    /// The request, to be sent by somebody else.
    pub fn into_request(self) -> Request {
        self.request
    }

    /// The request as it stands.
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// Sends the request.
    pub fn send<T: Answer>(self, client: &Client) -> ResponseFuture<'_, T> {
        ResponseFuture::new(client, self.request)
    }

    /// Fetches the first page.
    pub fn page<'c, T: Value>(self, client: &'c Client, paging: &'static Paging) -> PageFuture<'c, T> {
        PageFuture::first(client, self.request, paging)
    }

    /// All pages, one after the other.
    pub fn pages<'c, T: Value>(self, client: &'c Client, paging: &'static Paging) -> Pages<'c, T> {
        Pages::new(client, self.request, paging)
    }

    /// All pages of what is no list, one after the other.
    pub fn whole_pages<'c, T: Model>(
        self,
        client: &'c Client,
        paging: &'static Paging,
    ) -> ResponsePages<'c, T> {
        ResponsePages::new(client, self.request, paging)
    }

    /// All items of all pages.
    pub fn items<'c, T: Value>(self, client: &'c Client, paging: &'static Paging) -> Items<'c, T> {
        Items::new(client, self.request, paging)
    }
}

fn encoded(value: &impl Value) -> String {
    let mut json = JsonWriter::default();
    value.encode(&mut json);
    json.into_json()
}

fn flatten(prefix: &str, value: &serde_json::Value, set: &mut impl FnMut(&str, &str)) {
    match value {
        serde_json::Value::Null => {}
        serde_json::Value::Object(fields) => {
            for (name, value) in fields {
                flatten(&format!("{prefix}.{name}"), value, set);
            }
        }
        serde_json::Value::String(text) => set(prefix, text),
        other => set(prefix, &other.to_string()),
    }
}
