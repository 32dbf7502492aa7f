//! The HTTP and Twilio libraries that the engine knows.

/// A library that can send requests to Twilio.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Library {
    Reqwest,
    Hyper,
    Ureq,
    Isahc,
    Surf,
    Awc,
    /// Sends as the others do; what the lints say of Twilio calls in general is not said of it.
    Curl,
    /// A crate for Twilio that does not retry.
    Twilio(&'static str),
}

/// Crates for Twilio.
const TWILIO_CRATES: &[(&str, &str)] = &[
    ("twilio", "twilio"),
    ("twilio_async", "twilio-async"),
    ("twilio_openapi", "twilio-openapi"),
    ("twilio_rust", "twilio-rust"),
    ("twilly", "twilly"),
];

impl Library {
    /// The library that a path begins with.
    pub(crate) fn of(path: &[String]) -> Option<Library> {
        let root = path.first()?.as_str();
        match root {
            "reqwest" | "reqwest_middleware" => Some(Library::Reqwest),
            "hyper" | "hyper_util" | "http" => Some(Library::Hyper),
            "ureq" => Some(Library::Ureq),
            "isahc" => Some(Library::Isahc),
            "surf" => Some(Library::Surf),
            "awc" => Some(Library::Awc),
            _ => TWILIO_CRATES
                .iter()
                .find(|(name, _)| *name == root)
                .map(|(_, package)| Library::Twilio(package)),
        }
    }

    /// The name that a reader knows.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Library::Reqwest => "reqwest",
            Library::Hyper => "hyper",
            Library::Ureq => "ureq",
            Library::Isahc => "isahc",
            Library::Surf => "surf",
            Library::Awc => "awc",
            Library::Curl => "curl",
            Library::Twilio(package) => package,
        }
    }

    /// Whether a method of a crate for Twilio sends, going by the crate's own names; the others build or set something.
    pub(crate) fn sends_by(self, name: &str, arguments: usize) -> bool {
        match self {
            Library::Twilio("twilio") => matches!(name, "make_call" | "send_message"),
            Library::Twilio("twilio-async") => match name {
                "created" | "delete" | "execute" | "for_call" | "range" | "redact" | "run" => true,
                // With an argument it is the address of a picture to send along.
                "media" => arguments == 0,
                _ => false,
            },
            Library::Twilio("twilly") => matches!(name, "create" | "delete" | "get" | "list" | "update"),
            Library::Twilio(_) => {
                let verbs = ["create", "delete", "fetch", "get", "list", "make_", "send", "update"];
                verbs.iter().any(|verb| name.starts_with(verb))
            }
            _ => false,
        }
    }

    /// Whether a 429 is an answer to it, and no error.
    pub(crate) fn answers_429(self) -> bool {
        match self {
            Library::Reqwest
            | Library::Hyper
            | Library::Isahc
            | Library::Surf
            | Library::Awc
            | Library::Curl => true,
            Library::Ureq | Library::Twilio(_) => false,
        }
    }

    /// Whether it talks to Twilio alone.
    pub(crate) fn is_twilio(self) -> bool {
        matches!(self, Library::Twilio(_))
    }
}

/// Whether a path begins with an HTTP or Twilio library, or with us.
pub(crate) fn is_library(path: &[String]) -> bool {
    Library::of(path).is_some() || path.first().is_some_and(|root| root == "ringfence")
}

/// The methods named after HTTP's.
pub(crate) fn is_verb(name: &str) -> bool {
    matches!(name, "get" | "post" | "put" | "patch" | "delete" | "head" | "options")
}

/// The methods that send a prepared request.
pub(crate) fn is_terminal(library: Library, name: &str) -> bool {
    match library {
        Library::Reqwest => name == "send",
        Library::Ureq => name == "call" || name.starts_with("send"),
        Library::Isahc => matches!(name, "send" | "send_async"),
        Library::Awc => name.starts_with("send"),
        Library::Curl => name == "perform",
        Library::Surf => matches!(name, "send" | "recv_string" | "recv_json" | "recv_bytes" | "recv_form"),
        Library::Hyper | Library::Twilio(_) => false,
    }
}

/// Whether a path looks like an endpoint function that we generated: a module named after a document.
pub(crate) fn is_endpoint_path(path: &[String]) -> bool {
    path.iter().rev().nth(1).is_some_and(|module| is_document(module))
}

/// Whether a name looks like that of a module of generated code, which is named after a document: `api_v2010`.
pub(super) fn is_document(module: &str) -> bool {
    let (_, version) = module.rsplit_once('_').unwrap_or_default();
    version.strip_prefix('v').is_some_and(|digits| digits.starts_with(|first: char| first.is_ascii_digit()))
}

/// Crates whose functions and combinators try again.
pub(crate) fn is_retry_crate(root: &str) -> bool {
    matches!(
        root,
        "again"
            | "backoff"
            | "backon"
            | "exponential_backoff"
            | "futures_retry"
            | "retry"
            | "tokio_retry"
            | "tokio_retry2"
            | "tryhard"
    )
}

/// Names that never stand for something of the crate under lint: other crates we know, and what Rust brings in everywhere.
pub(crate) fn is_foreign(root: &str) -> bool {
    const NAMES: &[&str] = &[
        "Box",
        "Clone",
        "Copy",
        "Default",
        "Drop",
        "Err",
        "Fn",
        "FnMut",
        "FnOnce",
        "From",
        "FromIterator",
        "Future",
        "Into",
        "IntoFuture",
        "IntoIterator",
        "Iterator",
        "None",
        "Ok",
        "Option",
        "Result",
        "Send",
        "Some",
        "String",
        "Sync",
        "ToOwned",
        "ToString",
        "TryFrom",
        "TryInto",
        "Vec",
        "alloc",
        "bool",
        "char",
        "core",
        "drop",
        "f32",
        "f64",
        "i128",
        "i16",
        "i32",
        "i64",
        "i8",
        "isize",
        "ringfence",
        "serde",
        "serde_json",
        "std",
        "str",
        "tokio",
        "u128",
        "u16",
        "u32",
        "u64",
        "u8",
        "usize",
    ];
    NAMES.binary_search(&root).is_ok() || is_retry_crate(root) || Library::of(&[root.to_owned()]).is_some()
}

#[cfg(test)]
mod tests {
    use super::is_foreign;

    #[test]
    fn the_list_of_foreign_names_is_sorted() {
        for name in ["Box", "usize", "std", "reqwest", "backon"] {
            assert!(is_foreign(name), "{name}");
        }
        assert!(!is_foreign("hosts"));
    }
}
