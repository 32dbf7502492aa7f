//! An answer that is no success, in Twilio's error shape.

use serde_json::{Value, json};

use crate::code;

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

    /// The body; several problems are listed under `details`.
    pub(crate) fn body(&self) -> Value {
        let mut body = json!({
            "code": self.code,
            "message": self.message,
            "more_info": format!("https://www.twilio.com/docs/errors/{}", self.code),
            "status": self.status,
        });
        if let (true, Some(members)) = (self.problems.len() > 1, body.as_object_mut()) {
            members.insert("details".to_owned(), json!({ "problems": self.problems }));
        }
        body
    }
}
