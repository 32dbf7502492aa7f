//! Names of the document to names of Rust.

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span};
use std::collections::{BTreeMap, BTreeSet};

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
const PRELUDE_MORE: [&str; 6] = ["Ok", "Result", "Self", "Vec", "Clone", "IntoIterator"];

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
        if text.is_empty() {
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

/// What names are made of: Latin letters, digits and what parts them. Date filters differ by a comparison sign alone.
fn words(wire: &str) -> String {
    let mut words = String::with_capacity(wire.len());
    for letter in wire.chars() {
        match letter {
            '<' => words.push_str("Before"),
            '>' => words.push_str("After"),
            _ if letter.is_ascii() || !letter.is_alphanumeric() => words.push(letter),
            _ => {}
        }
    }
    words
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
pub(crate) struct Scope {
    taken: BTreeSet<Name>,
    /// The first number that may be free, for names that were wanted again: thousands may want one.
    next: BTreeMap<Name, usize>,
}

impl Scope {
    /// A scope of types, where the names of the prelude are taken.
    pub(crate) fn types() -> Self {
        Self::of(PRELUDE.iter().chain(&PRELUDE_MORE))
    }

    /// A scope where these names are taken.
    pub(crate) fn with(taken: &[&str]) -> Self {
        Self::of(taken.iter())
    }

    fn of<'n>(taken: impl Iterator<Item = &'n &'n str>) -> Self {
        Self { taken: taken.map(|name| Name((*name).to_owned())).collect(), next: BTreeMap::new() }
    }

    pub(crate) fn has(&self, name: &Name) -> bool {
        self.taken.contains(name)
    }

    /// Takes the name, or it with the lowest free number: the same way every time.
    pub(crate) fn claim(&mut self, wanted: Name) -> Name {
        if self.taken.insert(wanted.clone()) { wanted } else { self.claim_numbered(wanted) }
    }

    /// Takes the name with the lowest free number, though the name itself may be free.
    pub(crate) fn claim_numbered(&mut self, wanted: Name) -> Name {
        let is_type = wanted.0.starts_with(|first: char| first.is_ascii_uppercase());
        let separator = if is_type || wanted.0.ends_with('_') { "" } else { "_" };
        let number = self.next.entry(wanted.clone()).or_insert(2);
        loop {
            let name = wanted.with_suffix(&format!("{separator}{number}"));
            *number += 1;
            if self.taken.insert(name.clone()) {
                return name;
            }
        }
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
        assert_eq!((snake("a é b"), pascal("éa b")), ("a_b".to_owned(), "AB".to_owned()));
    }

    #[test]
    fn a_collision_takes_the_next_number() {
        let mut scope = Scope::default();
        let names: Vec<Name> =
            ["a-b", "a_b", "a b"].iter().map(|wire| scope.claim(Name::pascal(wire))).collect();
        assert_eq!(names.iter().map(Name::as_str).collect::<Vec<_>>(), ["AB", "AB2", "AB3"]);
        let names = ["self", "Self", "a", "a", "a_3", "A"].map(|wire| scope.claim(Name::snake(wire)));
        assert_eq!(names.each_ref().map(Name::as_str), ["self_", "self_2", "a", "a_2", "a_3", "a_4"]);
    }

    #[test]
    fn a_name_that_thousands_want_costs_each_the_same() {
        let mut scope = Scope::default();
        let names: BTreeSet<Name> = (0..200_000).map(|_| scope.claim(Name::snake("a"))).collect();
        assert_eq!(names.len(), 200_000);
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
