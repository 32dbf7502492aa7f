//! One request as data, before any transport.

use crate::encode::{Pairs, percent_encode};
use crate::{AccountSid, Client, Curl, Error, NoRetry, Operation};
use std::fmt;

/// A request that is encoded and not sent: the operation, the path, the query and the body.
///
/// `Debug` names the inputs and hides their values.
#[derive(Clone)]
pub struct Request {
    operation: &'static Operation,
    path: Vec<(&'static str, String)>,
    query: Pairs,
    body: Body,
    headers: Vec<(&'static str, String)>,
    no_retry: Option<NoRetry>,
    /// The caller has given a key by which Twilio knows the request again, in an input that the operation has for it.
    is_keyed: bool,
    problems: Vec<(String, String)>,
}

/// What goes in the body.
#[derive(Clone)]
pub(crate) enum Body {
    /// Nothing, and no content type.
    None,
    /// `application/x-www-form-urlencoded`.
    Form(Pairs),
    /// A JSON object by field, each with its JSON text, and its content type.
    Object(&'static str, Vec<(String, String)>),
    /// One JSON value and its content type.
    Whole(&'static str, String),
}

const FORM: &str = "application/x-www-form-urlencoded";

/// The path variable that the client's own account fills.
const ACCOUNT: &str = "AccountSid";

impl Request {
    pub(crate) fn new(operation: &'static Operation) -> Self {
        Self {
            operation,
            path: Vec::new(),
            query: Pairs::default(),
            body: Body::None,
            headers: Vec::new(),
            no_retry: None,
            is_keyed: false,
            problems: Vec::new(),
        }
    }

    /// The operation that this request is of.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Path and query as they go on the wire; `account` fills `{AccountSid}` where the caller has set no other.
    ///
    /// # Errors
    ///
    /// Where an input cannot be sent, such as an empty path variable or a header with a line break: all of them at once.
    pub fn target(&self, account: &AccountSid) -> Result<String, Error> {
        let mut problems = self.problems.clone();
        let mut target = String::new();
        for (variable, text) in self.operation.path_pieces() {
            if let Some(name) = variable {
                let value = self.path_value(name, account);
                problems.extend(path_problem(name, value));
                percent_encode(value.unwrap_or_default(), &mut target);
            }
            target.push_str(text);
        }
        if !problems.is_empty() {
            return Err(Error::input(self.operation.id(), problems));
        }
        if !self.query.as_str().is_empty() {
            target.push('?');
            target.push_str(self.query.as_str());
        }
        Ok(target)
    }

    pub(crate) fn path_value<'r>(&'r self, name: &str, account: &'r AccountSid) -> Option<&'r str> {
        self.set_path_value(name).or((name == ACCOUNT).then_some(account.as_str()))
    }

    fn set_path_value(&self, name: &str) -> Option<&str> {
        self.path.iter().rev().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// The encoded query, empty where there is none.
    pub(crate) fn query_text(&self) -> &str {
        self.query.as_str()
    }

    pub(crate) fn content(&self) -> &Body {
        &self.body
    }

    /// The request as a line of `curl`, as `client` would send it: credentials as variables, what is personal masked.
    ///
    /// ```no_run
    /// # fn show(request: &ringfence::Request, client: &ringfence::Client) {
    /// println!("{}", request.to_curl(client));
    /// # }
    /// ```
    pub fn to_curl(&self, client: &Client) -> Curl {
        client.curl(self.clone())
    }

    /// The account in the path, where the caller has set one.
    pub(crate) fn account(&self) -> Option<&str> {
        self.set_path_value(ACCOUNT)
    }

    /// The content type and the bytes of the body, where there is one.
    pub fn body(&self) -> Option<(&'static str, Vec<u8>)> {
        match &self.body {
            Body::None => None,
            Body::Form(pairs) => Some((FORM, pairs.as_str().as_bytes().to_vec())),
            Body::Whole(content_type, json) => Some((content_type, json.as_bytes().to_vec())),
            Body::Object(content_type, fields) => {
                let mut json = String::from("{");
                for (name, value) in fields {
                    if json.len() > 1 {
                        json.push(',');
                    }
                    crate::json_writer::escape(name, &mut json);
                    json.push(':');
                    json.push_str(value);
                }
                json.push('}');
                Some((content_type, json.into_bytes()))
            }
        }
    }

    /// Whether sending it twice does what sending it once does: by its operation, or because it names the attempt by an
    /// idempotency key.
    pub fn is_idempotent(&self) -> bool {
        self.operation.is_idempotent() || self.is_keyed
    }

    /// Headers that are inputs of the operation, such as `If-Match`.
    pub fn headers(&self) -> &[(&'static str, String)] {
        &self.headers
    }

    /// Whether the caller has given a key by which Twilio knows the request again, so that it may be repeated.
    pub(crate) fn has_idempotency_key(&self) -> bool {
        self.is_keyed
    }

    /// Looks at an input that the document knows: a key for the attempt makes it one that may be repeated.
    pub(crate) fn note(&mut self, name: &str, value: &str) {
        if !["IdempotencyKey", "Idempotency-Key"].iter().any(|known| known.eq_ignore_ascii_case(name)) {
            return;
        }
        if value.is_empty() {
            self.refuse(name, "is empty, and names no attempt: leave it out, or give each create its own");
        }
        self.is_keyed |= !value.is_empty();
    }

    /// The written reason for which this request is not retried, where one was given.
    pub fn no_retry(&self) -> Option<&NoRetry> {
        self.no_retry.as_ref()
    }

    pub(crate) fn set_no_retry(&mut self, reason: NoRetry) {
        self.no_retry = Some(reason);
    }

    pub(crate) fn set_path(&mut self, name: &'static str, value: String) {
        self.path.push((name, value));
    }

    pub(crate) fn query(&mut self) -> &mut Pairs {
        &mut self.query
    }

    pub(crate) fn has_query(&self, name: &str) -> bool {
        self.query.contains(name)
    }

    pub(crate) fn form(&mut self) -> &mut Pairs {
        if !matches!(self.body, Body::Form(_)) {
            self.body = Body::Form(Pairs::default());
        }
        match &mut self.body {
            Body::Form(pairs) => pairs,
            // The body was made a form above; the query is where a value would do least harm.
            _ => &mut self.query,
        }
    }

    pub(crate) fn set_body(&mut self, body: Body) {
        self.body = body;
    }

    pub(crate) fn has_object(&self) -> bool {
        matches!(self.body, Body::Object(..))
    }

    pub(crate) fn set_field(&mut self, name: &str, json: String) {
        if let Body::Object(_, fields) = &mut self.body {
            fields.retain(|(known, _)| known != name);
            fields.push((name.to_owned(), json));
        } else {
            self.refuse(name, "this operation has no JSON object to put the field into");
        }
    }

    pub(crate) fn push_extra(&mut self, name: &str, value: &str) {
        match &mut self.body {
            Body::Form(pairs) => pairs.push(name, value),
            _ => self.query.push(name, value),
        }
    }

    /// Keeps what is wrong with an input until the request is to be sent.
    pub(crate) fn refuse(&mut self, name: &str, problem: &str) {
        self.problems.push((name.to_owned(), problem.to_owned()));
    }

    pub(crate) fn set_header(&mut self, name: &'static str, value: &str) {
        if value.bytes().all(|byte| byte == b'\t' || (b' '..=b'~').contains(&byte)) {
            self.headers.retain(|(known, _)| *known != name);
            self.headers.push((name, value.to_owned()));
        } else {
            self.refuse(name, "a header takes visible ASCII only: no line break, no letter outside ASCII");
        }
    }
}

/// Why a value cannot stand in a path: servers and proxies on the way fold these segments away.
fn path_problem(name: &str, value: Option<&str>) -> Option<(String, String)> {
    let problem = match value {
        None => "the path needs it",
        Some("") => "is empty, and would address another resource",
        Some("." | "..") => "is `.` or `..`, which the way to the server folds away",
        Some(_) => return None,
    };
    Some((name.to_owned(), problem.to_owned()))
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body: Vec<&str> = match &self.body {
            Body::None | Body::Whole(..) => Vec::new(),
            Body::Form(pairs) => pairs.names().collect(),
            Body::Object(_, fields) => fields.iter().map(|(name, _)| name.as_str()).collect(),
        };
        f.debug_struct("Request")
            .field("operation", &self.operation.id())
            .field("query", &self.query.names().collect::<Vec<_>>())
            .field("body", &body)
            .field("no_retry", &self.no_retry)
            .finish_non_exhaustive()
    }
}
