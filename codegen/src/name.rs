//! Names of the document to names of Rust.

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span};
use std::collections::BTreeSet;

/// A Rust identifier; valid by construction, keywords included.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Name(String);

/// Keywords that stay keywords even as raw identifiers.
const NEVER_RAW: [&str; 4] = ["self", "super", "crate", "Self"];

const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait",
    "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// What the prelude calls by these names, generated code means by them.
const PRELUDE: [&str; 9] = ["Box", "Default", "Err", "From", "Into", "None", "Option", "Some", "String"];
const PRELUDE_MORE: [&str; 5] = ["Ok", "Result", "Self", "Vec", "Clone"];

impl Name {
    /// A function, method, field or module.
    pub(crate) fn snake(wire: &str) -> Self {
        Self::valid(words(wire).to_snake_case(), "value")
    }

    /// A type or variant.
    pub(crate) fn pascal(wire: &str) -> Self {
        Self::valid(words(wire).to_upper_camel_case(), "Value")
    }

    fn valid(mut text: String, fallback: &str) -> Self {
        text.retain(|letter| letter.is_ascii_alphanumeric() || letter == '_');
        if text.trim_matches('_').is_empty() {
            fallback.clone_into(&mut text);
        }
        if text.starts_with(|first: char| first.is_ascii_digit()) {
            text.insert_str(0, if fallback == "value" { "n" } else { "N" });
        }
        if NEVER_RAW.contains(&text.as_str()) {
            text.push_str(if text == "Self" { "Value" } else { "_" });
        }
        Self(text)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn with_suffix(&self, suffix: &str) -> Self {
        Self(format!("{}{suffix}", self.0))
    }

    pub(crate) fn ident(&self) -> Ident {
        if KEYWORDS.contains(&self.0.as_str()) {
            Ident::new_raw(&self.0, Span::call_site())
        } else {
            Ident::new(&self.0, Span::call_site())
        }
    }
}

/// Date filters differ by a comparison sign alone.
fn words(wire: &str) -> String {
    wire.replace('<', "Before").replace('>', "After")
}

/// Whether a word is one of Rust's own.
pub(crate) fn is_keyword(word: &str) -> bool {
    KEYWORDS.contains(&word) || NEVER_RAW.contains(&word)
}

/// The module of a document: `twilio_verify_v2` is `verify_v2`.
pub(crate) fn module(document: &str) -> String {
    Name::snake(document.strip_prefix("twilio_").unwrap_or(document)).0
}

/// The names of one scope.
#[derive(Debug, Default)]
pub(crate) struct Scope(BTreeSet<Name>);

impl Scope {
    /// A scope of types, where the names of the prelude are taken.
    pub(crate) fn types() -> Self {
        let taken = PRELUDE.iter().chain(&PRELUDE_MORE);
        Self(taken.map(|name| Name((*name).to_owned())).collect())
    }

    /// A scope where these names are taken.
    pub(crate) fn with(taken: &[&str]) -> Self {
        Self(taken.iter().map(|name| Name((*name).to_owned())).collect())
    }

    pub(crate) fn has(&self, name: &Name) -> bool {
        self.0.contains(name)
    }

    /// Takes the name, or it with the lowest free number: the same way every time.
    pub(crate) fn claim(&mut self, wanted: Name) -> Name {
        let mut name = wanted.clone();
        let mut number = 2_usize;
        while !self.0.insert(name.clone()) {
            let separator =
                if wanted.0.starts_with(|first: char| first.is_ascii_uppercase()) { "" } else { "_" };
            name = wanted.with_suffix(&format!("{separator}{number}"));
            number += 1;
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_of_the_corpus() {
        let snake = |wire| Name::snake(wire).ident().to_string();
        assert_eq!(snake("StartTime<"), "start_time_before");
        assert_eq!(snake("StartTime>"), "start_time_after");
        assert_eq!(snake("Webhooks.OnMessageSend.Url"), "webhooks_on_message_send_url");
        assert_eq!(snake("twilio/call-to-action"), "twilio_call_to_action");
        assert_eq!(snake("Type"), "r#type");
        assert_eq!(snake("self"), "self_");
        assert_eq!(snake("2fa"), "n2fa");
        for (wire, name) in [
            ("A2PProfileBundleSid", "a2p_profile_bundle_sid"),
            ("EId", "e_id"),
            ("KYT", "kyt"),
            ("isSSO", "is_sso"),
            ("AwsS3Url", "aws_s3_url"),
            ("Psd2Enabled", "psd2_enabled"),
            ("imageContentMd5", "image_content_md5"),
            ("number_blocked_last_3_months", "number_blocked_last_3_months"),
            ("Non-Resident", "non_resident"),
            ("Parameter99.Value", "parameter99_value"),
            ("FetchDomainCertV4", "fetch_domain_cert_v4"),
        ] {
            assert_eq!(snake(wire), name);
        }
        let pascal = |wire| Name::pascal(wire).ident().to_string();
        for (wire, name) in [
            ("notification-instance", "NotificationInstance"),
            ("US:EIN", "UsEin"),
            ("ONLINE:UPDATING", "OnlineUpdating"),
            ("SLA (30 min)", "Sla30Min"),
            ("text/csv", "TextCsv"),
            ("USt-IdNr", "UStIdNr"),
            ("true", "True"),
        ] {
            assert_eq!(pascal(wire), name);
        }
        assert_eq!(pascal("Avg. Handle Time (Today)"), "AvgHandleTimeToday");
        assert_eq!(pascal("~predicted-csat"), "PredictedCsat");
        assert_eq!(pascal(""), "Value");
        assert_eq!(pascal("self"), "SelfValue");
        assert_eq!(module("twilio_api_v2010"), "api_v2010");
    }

    #[test]
    fn a_collision_takes_the_next_number() {
        let mut scope = Scope::default();
        let names: Vec<Name> =
            ["a-b", "a_b", "a b"].iter().map(|wire| scope.claim(Name::pascal(wire))).collect();
        assert_eq!(names.iter().map(Name::as_str).collect::<Vec<_>>(), ["AB", "AB2", "AB3"]);
    }

    proptest! {
        #[test]
        fn any_text_is_a_name(text in any::<String>()) {
            for name in [Name::snake(&text), Name::pascal(&text)] {
                prop_assert!(syn::parse_str::<Ident>(&name.ident().to_string()).is_ok());
            }
        }
    }
}
