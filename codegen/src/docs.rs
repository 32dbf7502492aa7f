//! Descriptions of a document, made safe for rustdoc.

/// Lines of Markdown in which nothing is a link, a tag or a code block by accident.
///
/// `fallback` stands where the document says nothing.
pub(crate) fn lines(text: &str, fallback: &str) -> Vec<String> {
    let text = without_keys(&text.replace("\r\n", "\n").replace('\r', "\n"));
    let text = if text.trim().is_empty() { fallback } else { text.trim() };
    let has_spans = text.matches('`').count() % 2 == 0 && !text.contains("\\`") && !text.contains("``");
    let mut in_span = false;
    let lines = text.lines().map(|line| safe_line(line.trim(), has_spans, &mut in_span));
    lines.collect()
}

/// Says in the docs of an item that its name is not the one that its name in the document gives.
pub(crate) fn rename(docs: &mut Vec<String>, wire: &str) {
    docs.push(String::new());
    docs.push(format!(
        "`{}` in the document; here that name is taken, or the settings chose another.",
        wire.replace('`', "'")
    ));
}

/// Says the same of a type that has no name in the document.
pub(crate) fn number(docs: &mut Vec<String>) {
    docs.push(String::new());
    docs.push("The name has a number because another type has the one without.".to_owned());
}

/// The text without blocks of keys and without what looks like a secret: examples of them set off the scanners of whoever
/// keeps generated code.
fn without_keys(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, block)) = rest.split_once("-----BEGIN ") {
        out.push_str(before);
        let label = block.split("-----").next().unwrap_or_default();
        let end = format!("-----END {label}-----");
        out.push_str("(a PEM block)");
        rest = match block.split_once(&end) {
            Some((_, after)) => after,
            None => block.strip_prefix(label).unwrap_or(block).trim_start_matches('-'),
        };
    }
    out.push_str(rest);
    let is_word = |letter: char| letter.is_ascii_alphanumeric();
    if out.split(|letter: char| !is_word(letter)).any(is_key) {
        let pieces: Vec<&str> = out.split_inclusive(|letter: char| !is_word(letter)).collect();
        out = pieces.into_iter().map(shortened).collect();
    }
    out
}

/// A word with what follows it, cut where it looks like a secret.
fn shortened(piece: &str) -> String {
    let word = piece.trim_end_matches(|letter: char| !letter.is_ascii_alphanumeric());
    if is_key(word) {
        format!("{}...{}", word.get(..4).unwrap_or_default(), piece.get(word.len()..).unwrap_or_default())
    } else {
        piece.to_owned()
    }
}

/// Whether a word is made as keys, tokens and SIDs are.
fn is_key(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let is_mixed = digits >= 4 && digits < word.len();
    let is_aws = word.len() == 20 && word.starts_with("AKIA");
    let is_jwt = word.len() > 12 && word.starts_with("eyJ");
    word.len() >= 32 && is_mixed || is_aws || is_jwt
}

/// One line; `in_span` goes from line to line, as code spans do.
fn safe_line(line: &str, has_spans: bool, in_span: &mut bool) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut rest = line;
    if rest.starts_with(['#', '~', '=', '>', '+']) || rest.starts_with("---") {
        out.push('\\');
    }
    while let Some(letter) = rest.chars().next() {
        let tail = rest.get(letter.len_utf8()..).unwrap_or_default();
        let mut next = tail;
        match letter {
            '`' if has_spans => {
                *in_span = !*in_span;
                out.push('`');
            }
            _ if *in_span => out.push(letter),
            '[' => match link(rest) {
                Some((markdown, after)) => {
                    out.push_str(&markdown);
                    next = after;
                }
                None => out.push_str("\\["),
            },
            'h' if is_url(rest) && !out.ends_with(|last: char| last.is_alphanumeric()) => {
                let (url, after) = split_url(rest);
                out.push_str(&format!("<{url}>"));
                next = after;
            }
            '`' | '\\' | ']' | '<' | '>' => {
                out.push('\\');
                out.push(letter);
            }
            control if control.is_control() => out.push(' '),
            // Text that changes its direction would hide what the source says.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => {}
            other => out.push(other),
        }
        rest = next;
    }
    out
}

fn is_url(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// A URL without the punctuation that follows it in a sentence.
fn split_url(text: &str) -> (&str, &str) {
    let is_end =
        |letter: char| letter.is_whitespace() || letter.is_control() || "<>\"'`()[]{}|\\^".contains(letter);
    let end = text.find(is_end).unwrap_or(text.len());
    let url = text.get(..end).unwrap_or(text).trim_end_matches(['.', ',', ';', ':', '!', '?']);
    text.split_at(url.len())
}

/// A Markdown link at the start of the text, with an absolute target, and what follows it.
fn link(text: &str) -> Option<(String, &str)> {
    let (label, rest) = text.strip_prefix('[')?.split_once("](")?;
    let (target, after) = rest.split_once(')')?;
    let target = target.trim();
    if label.is_empty()
        || label.contains(['[', ']', '`', '<', '>', '\\'])
        || target.contains(char::is_whitespace)
    {
        return None;
    }
    let target = match target {
        url if is_url(url) => url.to_owned(),
        path if path.starts_with('/') => format!("https://www.twilio.com{path}"),
        _ => return None,
    };
    if target.contains(['<', '>', '(', '\\', '`']) {
        return None;
    }
    Some((format!("[{label}]({target})"), after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn one(text: &str) -> String {
        lines(text, "nothing").join("\n")
    }

    #[test]
    fn hazards_are_made_harmless() {
        assert_eq!(one("Put <Pay> in [DEPRECATED] text."), "Put \\<Pay\\> in \\[DEPRECATED\\] text.");
        assert_eq!(one("See https://a.example/x?y=1."), "See <https://a.example/x?y=1>.");
        assert_eq!(one("the [page](/docs/x) here"), "the [page](https://www.twilio.com/docs/x) here");
        assert_eq!(one("the [page](https://a.example)"), "the [page](https://a.example)");
        assert_eq!(one("the [page](../x)"), "the \\[page\\](../x)");
        assert_eq!(one("`a<b>` and `[c]`"), "`a<b>` and `[c]`");
        assert_eq!(one("an odd ` tick"), "an odd \\` tick");
        assert_eq!(one("first\n        second"), "first\nsecond");
        assert_eq!(one("  "), "nothing");
        assert_eq!(one("# no heading"), "\\# no heading");
        let block = "Such as `-----BEGIN RSA EXAMPLE KEY-----\nMIIE\n-----END RSA EXAMPLE KEY-----` here";
        assert_eq!(one(block), "Such as `(a PEM block)` here");
        assert_eq!(one("-----BEGIN X----- cut"), "(a PEM block) cut");
        let sid = format!("the {}{}, say", "AC", "a1".repeat(16));
        assert_eq!(one(&sid), "the ACa1..., say");
        assert_eq!(one(&format!("{}{}", "AKIA", "ABCDEFGHIJKLMNOP")), "AKIA...");
        assert_eq!(one("ACXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX"), "ACXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX");
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>()) {
            for line in lines(&text, "x") {
                prop_assert!(!line.contains('\n') && !line.starts_with("    "));
            }
        }
    }
}
