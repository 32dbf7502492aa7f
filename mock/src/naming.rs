//! Twilio's two spellings of one name: `MessagingServiceSid` in a request is `messaging_service_sid` in an answer.

/// The snake-case spelling of a wire name; dots and other signs become underscores.
pub(crate) fn snake(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let mut out = String::with_capacity(name.len() + 4);
    for (position, &letter) in chars.iter().enumerate() {
        if !letter.is_alphanumeric() {
            if !out.ends_with('_') {
                out.push('_');
            }
            continue;
        }
        let before = position.checked_sub(1).and_then(|at| chars.get(at)).copied();
        let after = chars.get(position + 1).copied();
        let starts_word = letter.is_uppercase()
            && before
                .is_some_and(|b| b.is_lowercase() || b.is_numeric() || after.is_some_and(char::is_lowercase));
        if starts_word && !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
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
