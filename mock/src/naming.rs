//! Twilio's two spellings of one name: `MessagingServiceSid` in a request is `messaging_service_sid` in an answer.

/// The snake-case spelling of a wire name; dots and other signs become underscores.
pub(crate) fn snake(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut letters = name.chars().peekable();
    let mut before: Option<char> = None;
    while let Some(letter) = letters.next() {
        if letter.is_alphanumeric() {
            let after = letters.peek().is_some_and(|after| after.is_lowercase());
            let starts_word = letter.is_uppercase()
                && before.is_some_and(|before| before.is_lowercase() || before.is_numeric() || after);
            if starts_word && !out.is_empty() && !out.ends_with('_') {
                out.push('_');
            }
            match letter.is_ascii() {
                true => out.push(letter.to_ascii_lowercase()),
                false => out.extend(letter.to_lowercase()),
            }
        } else if !out.ends_with('_') {
            out.push('_');
        }
        before = Some(letter);
    }
    out
}

/// The names nearest to one that is not known, best first, at most three.
fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let lower = name.to_lowercase();
    let mut scored: Vec<(f64, &str)> = known
        .map(|candidate| (strsim::jaro_winkler(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(score, _)| *score >= 0.75)
        .collect();
    scored.sort_by(|left, right| right.0.total_cmp(&left.0).then(left.1.cmp(right.1)));
    scored.into_iter().take(3).map(|(_, candidate)| candidate).collect()
}

/// Ends a message about a name that is not known: what it may have been meant to be.
pub(crate) fn hint<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let near: Vec<String> = nearest(name, known).iter().map(|near| format!("`{near}`")).collect();
    if near.is_empty() { String::new() } else { format!("; near it: {}", near.join(", ")) }
}

/// Whether a name fits a pattern, in which `*` stands for any text.
pub(crate) fn is_like(name: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = name.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some(at) = rest.find(part) else { return false };
        rest = rest.get(at + part.len()..).unwrap_or_default();
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{is_like, nearest, snake};

    #[test]
    fn stars_stand_for_any_text() {
        for (pattern, yes, no) in [
            ("CreateMessage", "CreateMessage", "CreateMessages"),
            ("Create*", "CreateMessage", "FetchCreate"),
            ("*Message", "CreateMessage", "CreateMessages"),
            ("C*t*e", "CreateMessage", "Create Mess"),
            ("*", "", "\u{0}never"),
        ] {
            assert!(is_like(yes, pattern), "{pattern}");
            assert_eq!(is_like(no, pattern), pattern == "*", "{pattern}");
        }
        assert!(!is_like("ab", "ab*b"), "a text is used once");
    }

    #[test]
    fn request_names_become_answer_names() {
        for (wire, field) in [
            ("To", "to"),
            ("MessagingServiceSid", "messaging_service_sid"),
            ("A2PProfileBundleSid", "a2_p_profile_bundle_sid"),
            ("Configuration.Url", "configuration_url"),
            ("AsyncAMDStatus", "async_amd_status"),
            ("date_created", "date_created"),
            ("Usage", "usage"),
        ] {
            assert_eq!(snake(wire), field);
        }
    }

    #[test]
    fn nearest_names_are_near() {
        let known = ["To", "From", "Body", "StatusCallback", "MediaUrl"];
        assert_eq!(nearest("StatusCalback", known.into_iter()), ["StatusCallback"]);
        assert_eq!(nearest("body", known.into_iter()), ["Body"]);
        assert!(nearest("Zzzz", known.into_iter()).is_empty());
    }
}
