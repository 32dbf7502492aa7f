//! Cipher suites: which ones Twilio's REST API speaks.

use super::value::{Atom, Value};

/// Suites that Twilio speaks, as OpenSSL and curl name them: those of TLS 1.3, then those of TLS 1.2.
const OPENSSL_NAMES: &[&str] = &[
    "TLS_AES_128_GCM_SHA256",
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES128-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-ECDSA-AES256-SHA384",
    "ECDHE-ECDSA-CHACHA20-POLY1305",
    "ECDHE-RSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES128-SHA256",
    "ECDHE-RSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES256-SHA384",
    "ECDHE-RSA-CHACHA20-POLY1305",
];

/// Keywords of OpenSSL that let in what is broken. `HIGH`, `DEFAULT` and their like hold suites of both kinds.
const WEAK_KEYWORDS: &[&str] = &[
    "3DES",
    "ADH",
    "AECDH",
    "ALL",
    "COMPLEMENTOFALL",
    "DES",
    "EXP",
    "EXPORT",
    "EXPORT40",
    "EXPORT56",
    "IDEA",
    "LOW",
    "MD5",
    "MEDIUM",
    "NULL",
    "RC2",
    "RC4",
    "SEED",
    "aNULL",
    "eNULL",
];

/// Whether a value names a suite that Twilio does not speak.
pub(super) fn is_off_list(value: &Value) -> bool {
    value.atoms.iter().any(|atom| match atom {
        Atom::Text(text) => text.known().is_some_and(|text| names_another(&text)),
        Atom::External(path) => path.last().is_some_and(|name| is_other_constant(name)),
        Atom::List(parts) | Atom::Tuple(parts) => parts.iter().any(is_off_list),
        _ => false,
    })
}

/// A list of OpenSSL: `A:B`, also with commas or spaces; `!A` and `-A` take away, `@X` is a command.
fn names_another(list: &str) -> bool {
    let entries = list.split([':', ',', ' ']).filter(|entry| !entry.is_empty());
    entries.filter(|entry| !entry.starts_with(['!', '-', '@', '+'])).any(is_other)
}

fn is_other(entry: &str) -> bool {
    if WEAK_KEYWORDS.contains(&entry) {
        return true;
    }
    // A keyword may be joined to others: `ECDHE+AESGCM`. A suite has its parts written out.
    let is_suite = entry.matches('-').count() >= 1 || entry.starts_with("TLS_");
    is_suite && !entry.contains('+') && !OPENSSL_NAMES.contains(&entry) && !is_listed(entry)
}

/// rustls names suites as constants: `TLS13_AES_128_GCM_SHA256`, `TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256`.
fn is_other_constant(name: &str) -> bool {
    (name.starts_with("TLS_") || name.starts_with("TLS13_")) && !is_listed(name)
}

/// The standard's own names of the same suites.
fn is_listed(name: &str) -> bool {
    let plain = name.replacen("TLS13_", "TLS_", 1);
    if OPENSSL_NAMES.contains(&plain.as_str()) {
        return true;
    }
    let rest =
        plain.strip_prefix("TLS_ECDHE_ECDSA_WITH_").or_else(|| plain.strip_prefix("TLS_ECDHE_RSA_WITH_"));
    matches!(
        rest,
        Some(
            "AES_128_GCM_SHA256"
                | "AES_128_CBC_SHA256"
                | "AES_256_GCM_SHA384"
                | "AES_256_CBC_SHA384"
                | "CHACHA20_POLY1305_SHA256"
        )
    )
}

#[cfg(test)]
mod tests {
    use super::{is_other_constant, names_another};

    #[test]
    fn lists_are_held_against_twilios() {
        let fine = [
            "ECDHE-RSA-AES128-GCM-SHA256",
            "ECDHE-ECDSA-AES256-SHA384:ECDHE-RSA-CHACHA20-POLY1305",
            "TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256",
            "HIGH:!aNULL:!MD5:-RC4-SHA",
            "ECDHE+AESGCM:@STRENGTH",
            "DEFAULT@SECLEVEL=2",
            "",
        ];
        let other = [
            "AES128-SHA",
            "DHE-RSA-AES256-GCM-SHA384",
            "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-SHA",
            "ALL:!aNULL",
            "RC4",
            "HIGH, DES-CBC3-SHA",
            "TLS_AES_128_CCM_SHA256",
        ];
        for list in fine {
            assert!(!names_another(list), "{list}");
        }
        for list in other {
            assert!(names_another(list), "{list}");
        }
        assert!(!is_other_constant("TLS13_AES_256_GCM_SHA384"));
        assert!(!is_other_constant("TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"));
        assert!(is_other_constant("TLS_RSA_WITH_AES_128_GCM_SHA256"));
    }
}
