//! No source makes the engine panic, overflow or hang.
#![allow(clippy::unwrap_used)]

mod memory;

use memory::{check, input, lines, memory};
use proptest::prelude::*;
use ringfence_lint::{CrateInput, ItemContext, Levels, TargetKind, check_crates, check_item};
use std::path::PathBuf;
use std::sync::Arc;

const HTTP: &str = "const API: &str = \"http://api.twilio.com\";\n";

/// A nest of one construct, so and so deep.
fn nests(depth: usize) -> Vec<String> {
    let nest = |open: &str, middle: &str, close: &str| {
        format!("fn f() {{ let x = {}{middle}{}; }}", open.repeat(depth), close.repeat(depth))
    };
    vec![
        nest("(", "1", ")"),
        nest("[", "1", "]"),
        nest("{", "1", "}"),
        nest("f(", "1", ")"),
        nest("vec![", "1", "]"),
        nest("if x {", "1", "}"),
        nest("match x { _ => {", "1", "}}"),
        nest("async { loop {", "1", "}}"),
        nest("|| {", "1", "}"),
        nest("mod m {", "", "}"),
        nest("format!(\"{}\", ", "\"http://\"", ")"),
    ]
}

/// A run of one construct without a delimiter, so and so long.
fn runs(length: usize) -> Vec<String> {
    let run = |part: &str, last: &str| format!("fn f() {{ let x = {}{last}; }}", part.repeat(length));
    vec![
        run("!", "x"),
        run("&", "x"),
        run("*", "x"),
        run("-", "x"),
        run("|a|", "x"),
        run("|a,|", "x"),
        run("return ", "x"),
        run("a = ", "x"),
        run("a + ", "x"),
        run("a.b.", "c"),
        run("a.b().", "c()"),
        run("a?.await?.", "b"),
        run("a..", "b"),
        run("if a {} else ", "{}"),
        run("match ", "x {}"),
        run("&mut ", "x"),
        run("x as T<", ""),
        format!("type A = {}u8{};", "Vec<".repeat(length), ">".repeat(length)),
        format!("type A = {}u8;", "&".repeat(length)),
        format!("type A = {}u8;", "fn() -> ".repeat(length)),
        format!("use {}b;", "a::".repeat(length)),
        format!("fn f({}x: u8) {{}}", "&".repeat(length)),
        format!("{}struct S;", "#[a]".repeat(length)),
    ]
}

#[test]
fn hostile_depth_is_answered() {
    for text in nests(100_000).into_iter().chain(runs(100_000)) {
        let text = format!("{text}\n{HTTP}");
        let report = check(&[("lib.rs", &text)]);
        assert_eq!(report.sources.len(), 1);
        let answered = !report.skipped.is_empty() || !report.diagnostics.is_empty();
        assert!(answered, "{}", text.get(..60).unwrap());
    }
}

#[test]
fn source_as_deep_as_the_bounds_allow_is_judged() {
    let deep: Vec<String> = [100, 240].into_iter().flat_map(nests).collect();
    let long: Vec<String> = [400, 1_900].into_iter().flat_map(runs).collect();
    for text in deep.into_iter().chain(long) {
        let text = format!("{text}\n{HTTP}");
        let report = check(&[("lib.rs", &text)]);
        let said: Vec<&String> = report.skipped.iter().map(|(_, why)| why).collect();
        assert!(!said.iter().any(|why| why.contains("could not be")), "{said:?} {}", text.get(..60).unwrap());
        assert!(!said.is_empty() || !report.diagnostics.is_empty());
    }
}

#[test]
fn a_literal_of_ten_megabytes_is_read() {
    let text = format!("const BIG: &str = \"{}\";\n{HTTP}", "a ".repeat(5 << 20));
    assert_eq!(lines(&check(&[("lib.rs", &text)])), ["lib.rs:2 plain_http_url"]);
    let text = format!("const BIG: &str = \"{}http://api.twilio.com\";\n", "a ".repeat(5 << 20));
    assert_eq!(lines(&check(&[("lib.rs", &text)])), ["lib.rs:1 plain_http_url"]);
}

#[test]
fn calls_that_branch_and_recurse_come_to_an_end() {
    let mut text = String::from(HTTP);
    for at in 0..60 {
        let (next, after) = (at + 1, at + 2);
        text.push_str(&format!(
            "fn f{at}(a: &str, b: &str) -> String {{ loop {{ for _ in 0..3 {{ f{next}(a, API); f{after}(API, b); f0(b, a); }} }} }}\n"
        ));
    }
    assert_eq!(lines(&check(&[("lib.rs", &text)])), ["lib.rs:1 plain_http_url"]);
}

#[test]
fn files_that_lead_in_circles_or_nowhere_come_to_an_end() {
    let circle = format!(
        "#[path = \"lib.rs\"] mod again;\n#[path = \"../a/lib.rs\"] mod odd;\nmod b;\nmod gone;\n{HTTP}"
    );
    let report = check(&[("a/lib.rs", circle.as_str()), ("a/b.rs", "#[path = \"lib.rs\"] mod up;\n")]);
    assert!(lines(&report).contains(&"a/lib.rs:5 plain_http_url".to_owned()), "{:?}", lines(&report));
    assert!(report.skipped.iter().any(|(path, _)| path.ends_with("gone.rs")));
}

#[test]
fn every_door_answers_hostile_source() {
    let deep = format!("fn f() {{ let x = {}1{}; }}\n{HTTP}", "(".repeat(100_000), ")".repeat(100_000));
    let long = format!("const BIG: &str = \"{}\";\n{HTTP}", "a ".repeat(5 << 20));
    for text in [deep, long] {
        let files = memory(&[
            ("lib.rs", "mod hostile;\nfn g() { hostile::g(url()) }\n"),
            ("hostile.rs", &text),
            ("user.rs", "fn f() { dep::hostile::API; }"),
        ]);
        let mut user = CrateInput::new("user", "user.rs", TargetKind::Bin);
        user.dependencies.insert("dep".to_owned(), Arc::new(input("lib.rs")));
        let reports = check_crates(&[input("lib.rs"), user], &files);
        assert_eq!(reports.len(), 1);
        assert!(!reports[0].skipped.is_empty() || !reports[0].diagnostics.is_empty());
        let context = || Some(ItemContext { krate: input("lib.rs"), file: PathBuf::from("lib.rs"), line: 2 });
        let item = "fn g() { hostile::g(url()) }".parse().unwrap();
        assert!(check_item(&item, &Levels::default(), &context, &files).diagnostics.is_empty());
    }
}

/// Words that matter to the parser or to the lints.
const WORDS: &[&str] = &[
    "fn",
    "f",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "<",
    ">",
    ";",
    ",",
    ".",
    "::",
    ":",
    "=",
    "=>",
    "->",
    "|",
    "&",
    "!",
    "?",
    "#",
    "let",
    "mut",
    "if",
    "else",
    "match",
    "loop",
    "for",
    "in",
    "async",
    "await",
    "move",
    "return",
    "impl",
    "struct",
    "S",
    "trait",
    "mod",
    "use",
    "crate",
    "self",
    "super",
    "as",
    "const",
    "X",
    "static",
    "\"http://\"",
    "\"api.twilio.com\"",
    "\"TWILIO_AUTH_TOKEN\"",
    "\"{}\"",
    "\"{x\"",
    "format!",
    "vec!",
    "json!",
    "concat!",
    "env!",
    "println!",
    "std",
    "env",
    "var",
    "reqwest",
    "Client",
    "new",
    "post",
    "send",
    "basic_auth",
    "x",
    "0",
    "429",
    "'a",
    "'c'",
    "r#\"\"#",
    "_",
    "..",
    "dyn",
    "#[cfg(test)]",
    "#[ringfence::permit(x)]",
    "#[ringfence::permit(plain_http_url, reason = 1)]",
];

/// A program with something of everything.
const PROGRAM: &str = include_str!("memory/program.rs");

fn judge(text: &str) {
    let report = check(&[("lib.rs", text)]);
    let faults: Vec<_> = report.skipped.iter().filter(|(_, why)| why.contains("could not be")).collect();
    assert!(faults.is_empty(), "{faults:?}");
    if let Ok(tokens) = text.parse() {
        let files = memory(&[("lib.rs", PROGRAM)]);
        let context = || Some(ItemContext { krate: input("lib.rs"), file: PathBuf::from("lib.rs"), line: 3 });
        let report = check_item(&tokens, &Levels::default(), &context, &files);
        for found in report.diagnostics {
            assert!((found.primary.end as usize) < report.spans.len());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn a_soup_of_words_is_answered(words in prop::collection::vec(prop::sample::select(WORDS), 0..120)) {
        judge(&words.join(" "));
    }

    #[test]
    fn a_mutilated_program_is_answered(cuts in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..40, prop::sample::select(WORDS)), 1..6)) {
        let mut text = PROGRAM.to_owned();
        for (at, length, word) in cuts {
            let mut start = at.index(text.len());
            while !text.is_char_boundary(start) { start -= 1; }
            let mut end = (start + length).min(text.len());
            while !text.is_char_boundary(end) { end -= 1; }
            text.replace_range(start..end.max(start), word);
        }
        judge(&text);
    }
}
