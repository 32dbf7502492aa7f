//! Patterns of the documents: nearly all are identifiers, which need no engine.

use regex_lite::Regex;

/// A pattern ready to be matched.
#[derive(Debug)]
pub(crate) struct Pattern {
    pub(crate) text: String,
    /// The prefixes of the identifiers that it means, if it means identifiers.
    pub(crate) prefixes: Vec<String>,
    matcher: Matcher,
}

#[derive(Debug)]
enum Matcher {
    /// Two letters (one of several pairs) and 32 hex digits, whole text.
    Sid(Vec<String>),
    /// Anything else.
    Other(Regex),
}

impl Pattern {
    pub(crate) fn parse(text: &str) -> Result<Pattern, String> {
        let whole = text.strip_prefix('^').and_then(|rest| rest.strip_suffix('$'));
        let matcher = match whole.and_then(|_| sid_prefixes(text)) {
            Some(prefixes) => Matcher::Sid(prefixes),
            None => Matcher::Other(Regex::new(text).map_err(|problem| problem.to_string())?),
        };
        Ok(Pattern { text: text.to_owned(), prefixes: identifiers(text).unwrap_or_default(), matcher })
    }

    /// An identifier that it allows, made of 32 hex digits; none where it takes more to make one.
    pub(crate) fn fill(&self, hex: &str) -> Option<String> {
        let text = self.text.trim_start_matches('^');
        let head = text.find(|sign: char| !(sign.is_ascii_alphanumeric() || "_-".contains(sign)));
        let head = text.get(..head.unwrap_or(text.len())).unwrap_or_default();
        let made = [format!("{head}{hex}"), hex.get(..26).unwrap_or(hex).to_owned()];
        made.into_iter().find(|made| self.matches(made))
    }

    pub(crate) fn matches(&self, text: &str) -> bool {
        match &self.matcher {
            Matcher::Other(regex) => regex.is_match(text),
            Matcher::Sid(prefixes) => prefixes.iter().any(|prefix| {
                text.strip_prefix(prefix.as_str())
                    .is_some_and(|rest| rest.len() == 32 && rest.bytes().all(|byte| byte.is_ascii_hexdigit()))
            }),
        }
    }
}

/// The prefixes of a pattern that is matched without an engine. `[a-zA-Z0-9]` also takes letters beyond hex.
fn sid_prefixes(pattern: &str) -> Option<Vec<String>> {
    identifiers(pattern).filter(|_| !pattern.ends_with("[a-zA-Z0-9]{32}$"))
}

/// The prefixes that an identifier pattern allows: `^(SM|MM)[0-9a-fA-F]{32}$` has two.
fn identifiers(pattern: &str) -> Option<Vec<String>> {
    let text = pattern.strip_prefix('^').unwrap_or(pattern);
    let text = text.strip_suffix('$').unwrap_or(text);
    let head = ["[0-9a-fA-F]{32}", "[0-9A-Fa-f]{32}", "[0-9a-f]{32}", "[a-zA-Z0-9]{32}"]
        .iter()
        .find_map(|digits| text.strip_suffix(digits))?;
    let inner = head.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(head);
    let prefixes: Vec<String> = inner.split('|').map(str::to_owned).collect();
    let plain = |prefix: &String| prefix.len() == 2 && prefix.bytes().all(|byte| byte.is_ascii_uppercase());
    prefixes.iter().all(plain).then_some(prefixes)
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn identifiers_and_the_rest() {
        let message = Pattern::parse("^(SM|MM)[0-9a-fA-F]{32}$").unwrap();
        assert_eq!(message.prefixes, ["SM", "MM"]);
        assert!(message.matches(&format!("MM{}", "0f".repeat(16))));
        assert!(!message.matches(&format!("CA{}", "0f".repeat(16))));
        assert!(!message.matches(&format!("SM{}", "0g".repeat(16))));
        let assistant = Pattern::parse("^aia_asst_.+$").unwrap();
        assert!(assistant.matches("aia_asst_1"));
        assert!(!assistant.matches("aia_asst_"));
        assert!(Pattern::parse("^(").is_err());
        let hex = "0f".repeat(16);
        assert_eq!(assistant.fill(&hex), Some(format!("aia_asst_{hex}")));
        let ulid = Pattern::parse("^[0-9abcdefghjkmnpqrstvwxyz]{26}$").unwrap();
        assert_eq!(ulid.fill(&hex).unwrap().len(), 26);
        assert_eq!(Pattern::parse("^[x-z]+$").unwrap().fill(&hex), None);
    }
}
