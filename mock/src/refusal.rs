//! An answer that is no success, in Twilio's error shape.

use serde_json::{Map, Value, json};

use crate::code;
use crate::operation::Failure;

/// The schema of an error in SCIM, RFC 7644 section 3.12.
const SCIM_ERROR: &str = "urn:ietf:params:scim:api:messages:2.0:Error";

/// Why a request is not served.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) code: u32,
    pub(crate) message: String,
    /// Everything found wrong, for the journal and the error's details.
    pub(crate) problems: Vec<String>,
    /// Headers of this answer alone, names in lower case.
    pub(crate) headers: Vec<(&'static str, String)>,
    /// The `Allow` header of a 405.
    pub(crate) allow: Option<String>,
}

impl Refusal {
    pub(crate) fn new(status: u16, code: u32, message: impl Into<String>) -> Refusal {
        let message = message.into();
        Refusal { status, code, problems: vec![message.clone()], message, headers: Vec::new(), allow: None }
    }

    pub(crate) fn unauthenticated(problem: &str) -> Refusal {
        let mut refusal = Refusal::new(401, code::UNAUTHENTICATED, "Authenticate");
        refusal.problems = vec![problem.to_owned()];
        refusal
    }

    pub(crate) fn not_found(path: &str, problem: &str) -> Refusal {
        let mut refusal =
            Refusal::new(404, code::NOT_FOUND, format!("The requested resource {path} was not found"));
        refusal.problems = vec![problem.to_owned()];
        refusal
    }

    pub(crate) fn throttled() -> Refusal {
        Refusal::new(429, code::THROTTLED, "Too Many Requests")
    }

    pub(crate) fn method(method: &str, allowed: &[String]) -> Refusal {
        let mut refusal = Refusal::new(405, code::METHOD_NOT_ALLOWED, "Method Not Allowed");
        let allowed = allowed.join(", ");
        refusal.problems = vec![format!("{method} is not allowed here, {allowed} is")];
        refusal.allow = Some(allowed);
        refusal
    }

    /// How its operation declares such an error: by its status, or else as it declares others.
    pub(crate) fn declared_as<'f>(&self, failures: &'f [Failure]) -> Option<&'f Failure> {
        failures.iter().find(|failure| failure.status == self.status).or(failures.first())
    }

    /// The body with the members that a document declares; Twilio's usual ones where it declares none that are known.
    pub(crate) fn body_of(&self, failure: &Failure) -> Value {
        let members = failure.members.iter().filter_map(|(name, is_text)| {
            let value = match (self.member(name)?, is_text) {
                (Value::Number(number), true) => Value::from(number.to_string()),
                (value, _) => value,
            };
            Some((name.clone(), value))
        });
        let body: Map<String, Value> = members.collect();
        if body.is_empty() { self.body() } else { Value::Object(body) }
    }

    /// What a member of an error says, under each of the names that Twilio's products have for it.
    fn member(&self, name: &str) -> Option<Value> {
        Some(match name {
            "code" => self.code.into(),
            "message" | "detail" => self.message.clone().into(),
            "more_info" | "moreInfo" => self.more_info().into(),
            "status" | "http_status_code" | "httpStatusCode" => self.status.into(),
            "user_error" | "userError" => (self.status < 500).into(),
            "details" | "params" if self.problems.len() > 1 => json!({ "problems": self.problems }),
            "schemas" => json!([SCIM_ERROR]),
            "scimType" => match self.status {
                400 => "invalidValue".into(),
                409 => "uniqueness".into(),
                _ => return None,
            },
            _ => return None,
        })
    }

    fn more_info(&self) -> String {
        format!("https://www.twilio.com/docs/errors/{}", self.code)
    }

    /// The body; several problems are listed under `details`.
    pub(crate) fn body(&self) -> Value {
        let mut body = json!({
            "code": self.code,
            "message": self.message,
            "more_info": self.more_info(),
            "status": self.status,
        });
        if let (true, Some(members)) = (self.problems.len() > 1, body.as_object_mut()) {
            members.insert("details".to_owned(), json!({ "problems": self.problems }));
        }
        body
    }
}
