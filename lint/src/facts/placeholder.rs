//! What stands where a credential belongs and says that it is none: `your_auth_token`, `<token>`, `xxxxx`, `ACxxxx`, `changeme`.

use crate::gather::Gather;

/// Words that say so.
const MARKS: &[&str] = &[
    "change",
    "dummy",
    "enter",
    "example",
    "fake",
    "fixme",
    "insert",
    "my",
    "paste",
    "placeholder",
    "put",
    "redacted",
    "replace",
    "sample",
    "tbd",
    "todo",
    "your",
    "yours",
];
/// Words that may stand beside them.
const WORDS: &[&str] = &[
    "a",
    "access",
    "account",
    "actual",
    "an",
    "api",
    "app",
    "auth",
    "authentication",
    "bearer",
    "client",
    "code",
    "credential",
    "credentials",
    "goes",
    "here",
    "id",
    "in",
    "is",
    "key",
    "me",
    "of",
    "own",
    "passwd",
    "password",
    "real",
    "secret",
    "sid",
    "string",
    "the",
    "this",
    "to",
    "token",
    "twilio",
    "user",
    "username",
    "value",
    "with",
];
/// What belongs there, by its name.
const NAMES: &[&str] = &["accesstoken", "apikey", "apikeysecret", "apisecret", "authtok", "authtoken"];
/// How long a placeholder is at most.
const MAX_LENGTH: usize = 64;

/// Whether a text is a placeholder.
pub(crate) fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    let bare = ["AC", "SK"].iter().find_map(|head| text.strip_prefix(head)).unwrap_or(text);
    if text.starts_with(['$', '<', '{', '*', '[']) || text.ends_with("...") || text.ends_with('…') {
        return true;
    }
    let is_filler =
        |run: &str| run.bytes().all(|byte| matches!(byte, b'x' | b'X' | b'*' | b'.' | b'-' | b'_' | b'#'));
    if !bare.is_empty() && is_filler(bare) {
        return true;
    }
    let letters = |character: &char| character.is_ascii_alphanumeric();
    let lower: String = text.chars().filter(letters).gather::<String>().to_ascii_lowercase();
    text.len() <= MAX_LENGTH && text.is_ascii() && (says_so(&lower) || NAMES.contains(&lower.as_str()))
}

/// Whether letters are nothing but such words, one of which says so.
fn says_so(letters: &str) -> bool {
    // For each end of a word: whether it can be reached, without a word that says so and with one.
    let mut reached = vec![(false, false); letters.len() + 1];
    if let Some(start) = reached.first_mut() {
        start.0 = true;
    }
    for at in 0..letters.len() {
        let (plain, marked) = reached.get(at).copied().unwrap_or_default();
        let rest = letters.get(at..).unwrap_or_default();
        let words = MARKS.iter().map(|word| (word, true)).chain(WORDS.iter().map(|word| (word, false)));
        for (word, marks) in words.filter(|(word, _)| (plain || marked) && rest.starts_with(**word)) {
            if let Some(end) = reached.get_mut(at + word.len()) {
                end.0 |= plain && !marks;
                end.1 |= marked || plain && marks;
            }
        }
    }
    reached.last().is_some_and(|(_, marked)| *marked)
}

#[cfg(test)]
mod tests {
    use super::is_placeholder;

    #[test]
    fn placeholders_say_that_they_are_none() {
        for text in [
            "your_auth_token",
            "your_secret_key",
            "YOUR_TWILIO_AUTH_TOKEN",
            "my_auth_token",
            "yourAuthToken",
            "changeme",
            "change-me",
            "<token>",
            "<your token here>",
            "xxxxx",
            "XXXXXXXX-xxxx",
            "AC...",
            "ACxxxxxxxxxx",
            "SKXXXX",
            "***",
            "${TOKEN}",
            "insert your token here",
            "[auth token]",
            "placeholder",
            "example_secret",
            "TODO",
            "auth_tok",
            "AUTH_TOKEN",
            "api-key-secret",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        let token = "0a".repeat(16);
        for text in [
            "hunter2",
            "correct-horse",
            "secret",
            "token",
            "my-horse",
            "your_t0ken",
            "mystery",
            "exam",
            "",
            &token,
        ] {
            assert!(!is_placeholder(text), "{text}");
        }
    }
}
