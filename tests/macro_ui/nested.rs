//! An enforced item inside an enforced one: each finding is said once, at the level that the inner one sets.

use super::{WORKSPACE, cargo_check, manifest};
use std::collections::BTreeMap;
use std::path::Path;

/// What is at level `deny`, and what is wrong with arguments.
const DENIED: &str = r#"
#[ringfence::enforce]
mod outer {
    use ringfence::enforce;
    #[enforce]
    pub fn plain() -> &'static str { "http://api.twilio.com/1" } //~ plain_http_url
    #[enforce(deny(plain_http_url))]
    pub fn denied() -> &'static str { "http://api.twilio.com/2" } //~ plain_http_url
    #[enforce(warn(plain_http_url))]
    pub mod deeper {
        #[ringfence::enforce(deny(transport))]
        pub fn deepest() -> &'static str { "http://api.twilio.com/3" } //~ plain_http_url
    }
    #[enforce(permit(plain_http_url, reason = "a test double"), warn(unretried_call))]
    pub fn permitted() -> &'static str { "http://api.twilio.com/4" }
    #[enforce(dney(plain_http_url))] //~ expected `deny(lint)`
    pub fn misspelt() {}
    #[enforce(deny(plain_http_ulr))] //~ no lint or group of lints is named `plain_http_ulr`
    pub fn unknown() {}
    #[enforce(permit(plain_http_url), warn(unretried_call))] //~ missing_reason
    pub fn unreasoned() {}
}
#[ringfence::enforce(warn(plain_http_url))]
#[ringfence::enforce(deny(plain_http_url))]
pub fn twice() -> &'static str {
    #[ringfence::enforce(deny(plain_http_url))]
    fn inside() -> &'static str { "http://api.twilio.com/5" } //~ plain_http_url
    inside()
}
fn main() {}
"#;

/// What warns only: rustc says nothing of it where there are errors.
const WARNED: &str = r#"
#![deny(unused_imports)]
#[ringfence::enforce(deny(transport))]
pub mod outer {
    use ringfence::{enforce, permit};
    #[enforce(warn(plain_http_url))]
    pub fn warned() -> &'static str { "http://api.twilio.com/1" } //~ plain_http_url
    pub struct Host;
    impl Host {
        #[enforce(warn(transport))]
        #[permit(unretried_call, reason = "a test double")]
        pub fn method(&self) -> &'static str {
            #[permit(plain_http_url, reason = "a test double")]
            let permitted = "http://api.twilio.com/2";
            let _ = permitted;
            "http://api.twilio.com/3" //~ plain_http_url
        }
    }
    #[enforce]
    pub fn allowed() -> &'static str { "https://api.twilio.com" }
}
fn main() {
    outer::Host.method();
}
"#;

/// How often something is said of each line: what the markers name, and what was found.
type Counts = BTreeMap<(usize, String), usize>;

fn marked(source: &str) -> Counts {
    let mut counts = Counts::new();
    for (index, line) in source.lines().enumerate() {
        if let Some((_, marker)) = line.split_once("//~ ") {
            *counts.entry((index + 1, marker.to_owned())).or_default() += 1;
        }
    }
    counts
}

#[test]
fn what_is_enforced_twice_is_said_once_at_the_inner_level() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("macro_nested");
    std::fs::create_dir_all(folder.join("src/bin")).unwrap();
    std::fs::copy(Path::new(WORKSPACE).join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    std::fs::write(folder.join("Cargo.toml"), manifest(&[])).unwrap();
    let cases = [("denied", "error", DENIED), ("warned", "warning", WARNED)];
    for (name, _, source) in cases {
        std::fs::write(folder.join("src/bin").join(format!("{name}.rs")), source).unwrap();
    }
    let messages = cargo_check(&folder);
    for (name, level, source) in cases {
        let marked = marked(source);
        let mut found = Counts::new();
        let spoken = messages.iter().filter(|message| message["target"]["name"] == name);
        for message in spoken.map(|message| &message["message"]) {
            let Some(line) = message["spans"][0]["line_start"].as_u64() else { continue };
            let text = message["message"].as_str().unwrap();
            let line = usize::try_from(line).unwrap();
            let meant = marked.keys().find(|(at, marker)| *at == line && text.contains(marker.as_str()));
            let key = meant.cloned().unwrap_or((line, text.to_owned()));
            assert_eq!(message["level"], level, "{name}:{line}: {text}");
            *found.entry(key).or_default() += 1;
        }
        assert_eq!(found, marked, "{name}");
    }
}
