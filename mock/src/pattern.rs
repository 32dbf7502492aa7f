//! Patterns of the documents: nearly all are identifiers, which need no engine.

use regex_lite::Regex;

/// A pattern ready to be matched.
#[derive(Debug)]
pub(crate) enum Pattern {
    /// Two letters (one of several pairs) and 32 hex digits, whole text.
    Sid(Vec<String>),
    /// Anything else.
    Other(Regex),
}

impl Pattern {
    pub(crate) fn parse(text: &str) -> Result<Pattern, String> {
        let whole = text.strip_prefix('^').and_then(|rest| rest.strip_suffix('$'));
        match whole.and_then(|_| sid_prefixes(text)) {
            Some(prefixes) => Ok(Pattern::Sid(prefixes)),
            None => Regex::new(text).map(Pattern::Other).map_err(|problem| problem.to_string()),
        }
    }

    pub(crate) fn matches(&self, text: &str) -> bool {
        match self {
            Pattern::Other(regex) => regex.is_match(text),
            Pattern::Sid(prefixes) => prefixes.iter().any(|prefix| {
                text.strip_prefix(prefix.as_str())
                    .is_some_and(|rest| rest.len() == 32 && rest.bytes().all(|byte| byte.is_ascii_hexdigit()))
            }),
        }
    }
}

/// The prefixes an identifier pattern allows: `^(SM|MM)[0-9a-fA-F]{32}$` has two.
pub(crate) fn sid_prefixes(pattern: &str) -> Option<Vec<String>> {
    let text = pattern.strip_prefix('^').unwrap_or(pattern);
    let text = text.strip_suffix('$').unwrap_or(text);
    let head = ["[0-9a-fA-F]{32}", "[0-9A-Fa-f]{32}", "[0-9a-f]{32}", "[a-zA-Z0-9]{32}"]
        .iter()
        .find_map(|digits| text.strip_suffix(digits))?;
    let inner = head.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(head);
    let prefixes: Vec<String> = inner.split('|').map(str::to_owned).collect();
    let plain = |prefix: &String| prefix.len() == 2 && prefix.bytes().all(|byte| byte.is_ascii_uppercase());
    // `[a-zA-Z0-9]` also takes letters beyond hex, so only generation may treat it as an identifier.
    let generable = !pattern.starts_with('^') || !text.ends_with("[a-zA-Z0-9]{32}");
    (prefixes.iter().all(plain) && generable).then_some(prefixes)
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn identifiers_and_the_rest() {
        let message = Pattern::parse("^(SM|MM)[0-9a-fA-F]{32}$").unwrap();
        assert!(matches!(message, Pattern::Sid(_)));
        assert!(message.matches(&format!("MM{}", "0f".repeat(16))));
        assert!(!message.matches(&format!("CA{}", "0f".repeat(16))));
        assert!(!message.matches(&format!("SM{}", "0g".repeat(16))));
        let assistant = Pattern::parse("^aia_asst_.+$").unwrap();
        assert!(assistant.matches("aia_asst_1"));
        assert!(!assistant.matches("aia_asst_"));
        assert!(Pattern::parse("^(").is_err());
    }
}
