//! `clippy-config`: what resolves by path alone, as a fragment of a `clippy.toml`; clippy sees types where we see text.

use crate::console::{Console, Exit};
use crate::failure::Failure;
use std::collections::BTreeSet;
use toml_edit::{DocumentMut, Value};

/// Methods that switch the checking of certificates off, in whatever program: the lint that holds the practice, and why.
const LINT: &str = "tls_verification_disabled";
const REASON: &str = "whoever stands between could read the credentials; trust one more certificate instead";
const METHODS: [&str; 12] = [
    "native_tls::TlsConnectorBuilder::danger_accept_invalid_certs",
    "native_tls::TlsConnectorBuilder::danger_accept_invalid_hostnames",
    "reqwest::ClientBuilder::danger_accept_invalid_certs",
    "reqwest::ClientBuilder::danger_accept_invalid_hostnames",
    "reqwest::ClientBuilder::tls_danger_accept_invalid_certs",
    "reqwest::ClientBuilder::tls_danger_accept_invalid_hostnames",
    "reqwest::blocking::ClientBuilder::danger_accept_invalid_certs",
    "reqwest::blocking::ClientBuilder::danger_accept_invalid_hostnames",
    "reqwest::blocking::ClientBuilder::tls_danger_accept_invalid_certs",
    "reqwest::blocking::ClientBuilder::tls_danger_accept_invalid_hostnames",
    "rustls::ClientConfig::dangerous",
    "ureq::tls::TlsConfigBuilder::disable_verification",
];

/// Prints the fragment. Paths of crates that a workspace does not have are no mistake there.
pub(crate) fn clippy_config(console: &mut Console<'_>) -> Result<Exit, Failure> {
    console.say("# Made by `cargo ringfence clippy-config`; goes into `clippy.toml`, beside what stands there already.");
    console.say(fragment().trim_end());
    Ok(Exit::Clean)
}

fn fragment() -> String {
    let lines: String = METHODS.iter().map(|path| format!("    {},\n", entry(path))).collect();
    format!("disallowed-methods = [\n{lines}]\n")
}

fn entry(path: &str) -> String {
    format!("{{ path = \"{path}\", reason = \"{LINT}: {REASON}\", allow-invalid = true }}")
}

/// A `clippy.toml` with the fragment in it; what stands there stays. None where that has another shape.
pub(crate) fn extended(text: Option<&str>) -> Option<String> {
    let text = text.unwrap_or_default();
    let mut config: DocumentMut = text.parse().ok()?;
    if !config.contains_key("disallowed-methods") {
        let gap = if text.trim().is_empty() { "" } else { "\n" };
        // Before the first table, or it would be a part of one.
        return match config.iter().any(|(_, item)| item.is_table() || item.is_array_of_tables()) {
            true => Some(format!("{}{gap}{text}", fragment())),
            false => Some(format!("{text}{gap}{}", fragment())),
        };
    }
    let list = config.get_mut("disallowed-methods")?.as_array_mut()?;
    let named = |value: &Value| {
        let of_table = value.as_inline_table().and_then(|table| table.get("path")?.as_str());
        value.as_str().or(of_table).map(str::to_owned)
    };
    let known: BTreeSet<String> = list.iter().filter_map(named).collect();
    for path in METHODS.iter().filter(|path| !known.contains(**path)) {
        let mut value: Value = entry(path).parse().ok()?;
        value.decor_mut().set_prefix("\n    ");
        list.push_formatted(value);
    }
    if known.len() < list.len() {
        list.set_trailing("\n");
        list.set_trailing_comma(true);
    }
    Some(config.to_string())
}

#[cfg(test)]
mod tests {
    use super::{METHODS, extended};

    #[test]
    fn what_stands_in_a_clippy_toml_stays() {
        for own in [
            "",
            "avoid-breaking-exported-api = false\n",
            "disallowed-methods = [\n    \"std::env::set_var\",\n]\n",
        ] {
            let edited = extended(Some(own)).unwrap();
            assert!(METHODS.iter().all(|path| edited.contains(path)), "{edited}");
            assert!(own.lines().all(|line| edited.contains(line.trim_end_matches(','))), "{edited}");
            assert_eq!(extended(Some(&edited)).unwrap(), edited, "once");
        }
        assert_eq!(extended(Some("disallowed-methods = 1\n")), None);
        assert_eq!(extended(Some("no toml [")), None);
    }
}
