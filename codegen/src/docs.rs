//! Descriptions of a document, made safe for rustdoc.

use std::borrow::Cow;

/// Lines of Markdown in which nothing is a link, a tag or a code block by accident.
///
/// `fallback` stands where the document says nothing.
pub(crate) fn lines(text: &str, fallback: &str) -> Vec<String> {
    let text = without_keys(&text.replace("\r\n", "\n").replace('\r', "\n"));
    let text = if text.trim().is_empty() { fallback } else { text.trim() };
    text.lines().map(|line| safe_line(&without_gaps(line.trim()))).collect()
}

/// The link to an endpoint function, whatever else has its name: `try` is a macro as well.
pub(crate) fn function_link(name: &str) -> String {
    format!("[`{name}`](fn@{name})")
}

/// The line with one blank for a gap that after the sign of a list would begin a block of code.
fn without_gaps(line: &str) -> Cow<'_, str> {
    if !line.contains('\t') && !line.contains("    ") {
        return Cow::Borrowed(line);
    }
    Cow::Owned(line.split_whitespace().collect::<Vec<_>>().join(" "))
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

/// One line. A span of code ends on the line that it begins on: what follows may be another block, to which none goes on.
fn safe_line(line: &str) -> String {
    let has_spans =
        line.matches('`').count().is_multiple_of(2) && !line.contains("\\`") && !line.contains("``");
    let mut in_span = false;
    let mut out = String::with_capacity(line.len() + 8);
    let mut rest = line;
    if rest.starts_with(['#', '=', '>', '+']) || rest.starts_with("---") || is_rule_of_table(rest) {
        out.push('\\');
    }
    while let Some(letter) = rest.chars().next() {
        let tail = rest.get(letter.len_utf8()..).unwrap_or_default();
        let mut next = tail;
        match letter {
            '`' if has_spans => {
                in_span = !in_span;
                out.push('`');
            }
            control if control.is_control() => out.push(' '),
            // Text that changes its direction would hide what the source says.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => {}
            _ if in_span => out.push(letter),
            '[' => match link(rest) {
                Some((markdown, after)) => {
                    out.push_str(&markdown);
                    next = after;
                }
                None => out.push_str("\\["),
            },
            'h' if is_url(rest) => {
                let (url, after) = split_url(rest);
                out.push_str(&format!("<{url}>"));
                next = after;
            }
            // A fence of code, wherever a list puts it.
            '~' if rest.starts_with("~~~") => out.push_str("\\~"),
            '!' if tail.starts_with('[') => out.push_str("\\!"),
            '`' | '\\' | ']' | '<' | '>' => {
                out.push('\\');
                out.push(letter);
            }
            other => out.push(other),
        }
        rest = next;
    }
    out
}

/// Whether the line would make a table of the one before it, whose cells end spans of code.
fn is_rule_of_table(line: &str) -> bool {
    line.contains('-') && line.contains(['|', ':']) && line.chars().all(|letter| "|:- ".contains(letter))
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
        assert_eq!(one("`one\n\ntwo [x] three`"), "\\`one\n\ntwo \\[x\\] three\\`");
        assert_eq!(one("- `one\n- two` [x]"), "- \\`one\n- two\\` \\[x\\]");
        assert_eq!(one("viahttps://a.example/x now"), "via<https://a.example/x> now");
        assert_eq!(one("a | b\n-|-\n[x] | `y`"), "a | b\n\\-|-\n\\[x\\] | `y`");
        assert_eq!(one("-      code"), "- code");
        assert_eq!(one("- ~~~"), "- \\~~~");
        assert_eq!(one("![x](https://a.example/x.png)"), "\\![x](https://a.example/x.png)");
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

    /// What Markdown, rustdoc and descriptions are made of, in any order.
    fn any_description() -> impl Strategy<Value = String> {
        const PIECES: [&str; 44] = [
            "`",
            "``",
            "```",
            "~~~",
            "~",
            "[",
            "]",
            "(",
            ")",
            "<",
            ">",
            "!",
            "\\",
            "|",
            "-",
            "--",
            "---",
            "*",
            "_",
            "#",
            "+ ",
            "1. ",
            "- ",
            "> ",
            ":",
            "=",
            " ",
            "    ",
            "\t",
            "\n",
            "\n\n",
            "\r\n",
            "Vec",
            "crate::X",
            "fn",
            "u8",
            "word",
            "<div>",
            "https://a.example/x",
            "http://",
            "](",
            "[x](/docs)",
            "&lt;",
            "\u{2028}",
        ];
        proptest::collection::vec(proptest::sample::select(PIECES.to_vec()), 0..24)
            .prop_map(|pieces| pieces.concat())
    }

    /// Rustdoc itself is asked: of many texts at once, since it takes longer to start than to read them.
    #[test]
    fn rustdoc_finds_no_link_no_url_no_tag_and_no_test_in_any_text() {
        use proptest::strategy::ValueTree;
        use proptest::test_runner::{Config, TestRunner};
        use std::process::Command;
        let mut runner = TestRunner::new_with_rng(
            Config::default(),
            proptest::test_runner::TestRng::from_seed(proptest::test_runner::RngAlgorithm::ChaCha, &[7; 32]),
        );
        let mut source =
            "#![deny(rustdoc::all, warnings)]\n#![allow(rustdoc::missing_crate_level_docs)]\n".to_owned();
        for at in 0..1500 {
            let text = any_description().new_tree(&mut runner).unwrap().current();
            for line in lines(&text, "nothing") {
                source.push_str(&format!("#[doc = {:?}]\n", format!(" {line}")));
            }
            source.push_str(&format!("#[doc = \"\"]\n#[doc = {:?}]\n", format!(" {}", function_link("try"))));
            source.push_str(&format!("pub struct Text{at};\n"));
        }
        source.push_str("/// Its name is a macro's as well.\npub fn r#try() {}\n");
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("texts.rs");
        std::fs::write(&file, &source).unwrap();
        let rustdoc = |arguments: &[&str]| {
            let mut command = Command::new("rustdoc");
            let output =
                command.arg("--edition=2024").arg(&file).args(arguments).current_dir(&folder).output();
            let output = output.unwrap();
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            (output.status.success(), text(&output.stdout), text(&output.stderr))
        };
        let (is_clean, _, said) = rustdoc(&["--out-dir", "out"]);
        assert!(is_clean, "{}", said.chars().take(4000).collect::<String>());
        let (_, tests, said) = rustdoc(&["--test", "--test-args", "--list"]);
        assert!(tests.contains("0 tests"), "{tests}{said}");
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
