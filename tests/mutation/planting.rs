//! What is planted: a violation and its undoing, and the code in which it matters.

/// The one expression that is wrong, or right.
pub struct Hole {
    pub ty: &'static str,
    pub bad: &'static str,
    pub good: &'static str,
    pub is_const: bool,
    /// Whether it is a value; a form (a call that follows, an attribute) stands only where it stands.
    pub is_value: bool,
}

impl Hole {
    /// A value that a const can hold.
    pub const fn constant(ty: &'static str, bad: &'static str, good: &'static str) -> Self {
        Self { ty, bad, good, is_const: true, is_value: true }
    }

    /// A value that is made at run time.
    pub const fn value(ty: &'static str, bad: &'static str, good: &'static str) -> Self {
        Self { ty, bad, good, is_const: false, is_value: true }
    }

    /// A piece of code.
    pub const fn form(bad: &'static str, good: &'static str) -> Self {
        Self { ty: "()", bad, good, is_const: false, is_value: false }
    }
}

/// Code of one library in which the hole matters: it stands at `{v}`.
pub struct Sink {
    pub name: &'static str,
    pub is_async: bool,
    /// Items beside the function.
    pub items: &'static str,
    /// Statements of a function that returns `Outcome`.
    pub body: String,
}

impl Sink {
    /// Statements of an async function.
    pub fn new(name: &'static str, body: impl Into<String>) -> Self {
        Self { name, is_async: true, items: "", body: body.into() }
    }

    /// Statements of a function that blocks.
    pub fn blocking(name: &'static str, body: impl Into<String>) -> Self {
        Self { is_async: false, ..Self::new(name, body) }
    }

    pub fn with(mut self, items: &'static str) -> Self {
        self.items = items;
        self
    }
}

/// A violation of a lint.
pub struct Planting {
    pub lint: &'static str,
    pub hole: Hole,
    pub sinks: Vec<Sink>,
}

/// A statement that sends again after a 429, with growing waits.
pub fn again(call: &str) -> String {
    format!("(|| async {{ {} }}){AGAIN}.await?;", telling(call))
}

/// The same, for code that blocks.
pub fn again_blocking(call: &str) -> String {
    format!("(|| {{ {} }}){AGAIN}.call()?;", telling(call))
}

/// A call whose error tells of a 429, which is no error to most clients.
pub fn telling(call: &str) -> String {
    const CHECK: &str = ".map_err(|error| error.to_string()).and_then(|answer| if answer.status() == 429 { Err(\"429\".to_owned()) } else { Ok(answer) })";
    const BOXED: &str = ".map_err(Box::<dyn std::error::Error>::from)";
    if ["agent.", "twilio::", "twilio_openapi::", "ureq::", "client.send_message("]
        .iter()
        .any(|own| call.starts_with(own))
    {
        return call.to_owned();
    }
    let at = call.find(".map(drop)").or_else(|| call.rfind(".map_err("));
    match at {
        Some(at) => format!("{}{CHECK}{}", &call[..at], &call[at..]),
        None => format!("{call}{CHECK}{BOXED}"),
    }
}

/// backon, told after what to try again.
pub const AGAIN: &str =
    ".retry(backon::ExponentialBuilder::default()).when(|error| error.to_string().contains(\"429\"))";

/// A client of reqwest that sends again after a 429 by itself.
pub const RETRYING: &str = "struct Throttled;
impl reqwest_retry::RetryableStrategy for Throttled {
    fn handle(&self, answer: &Result<reqwest::Response, reqwest_middleware::Error>) -> Option<reqwest_retry::Retryable> {
        answer.as_ref().ok().filter(|answer| answer.status() == 429).map(|_| reqwest_retry::Retryable::Transient)
    }
}
fn retrying() -> reqwest_middleware::ClientWithMiddleware {
    let policy = reqwest_retry::policies::ExponentialBackoff::builder().build_with_max_retries(3);
    reqwest_middleware::ClientBuilder::new(reqwest::Client::new())
        .with(reqwest_retry::RetryTransientMiddleware::new_with_policy_and_strategy(policy, Throttled))
        .build()
}";

/// Generated code.
pub const API: &str = "ringfence::include_api!(); use self::twilio as api;";
