//! `phone_number!`, `sid!` and `retry` know rules of the runtime, from which a procedural macro can take no code: here both answer the same questions.

use super::{WORKSPACE, cargo_check, manifest};
use ringfence::{MessageSid, PhoneNumber, RetryPolicy, Sid, phone_number};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

const NUMBERS: &[&str] = &[
    "+15558675310",
    "+12",
    "+1",
    "+",
    "",
    "15558675310",
    "+155586753101234",
    "+1555867531012345",
    "+0123456",
    "++1555",
    "+1 5558675310",
    "+1-555-867-5310",
    "+1555867531a",
    "+1555867531\u{663}",
    "+\u{ff11}5558675310",
    "+15558675310 ",
    " +15558675310",
    "+15558675310\n",
    "whatsapp:+15558675310",
    "00493012345",
    "TWILIO",
    "12345",
];

/// The types of SIDs as the runtime declares them: name and prefixes.
fn kinds() -> Vec<(String, Vec<String>)> {
    let source = std::fs::read_to_string(Path::new(WORKSPACE).join("runtime/src/sid.rs")).unwrap();
    let declared = source.lines().filter_map(|line| {
        let (name, prefix) = line.trim().strip_suffix(';')?.split_once(" = ")?;
        let letters: Vec<&str> = prefix.split(' ').map(|letter| letter.trim_matches('\'')).collect();
        (name.ends_with("Sid") && letters.len() == 2).then(|| (name.to_owned(), vec![letters.concat()]))
    });
    let mut kinds: Vec<_> = declared.collect();
    assert!(kinds.len() > 15, "{kinds:?}");
    kinds.push(("MessageSid".to_owned(), vec!["SM".to_owned(), "MM".to_owned()]));
    kinds
}

/// A SID under each prefix and what is nearly one: the macro's arguments, and whether the runtime takes the same.
fn sids() -> Vec<(String, bool)> {
    let digits = "0aF9".repeat(8);
    let forms = |prefix: &str| {
        [
            format!("{prefix}{digits}"),
            format!("{prefix}{digits}0"),
            format!("{prefix}{}", &digits[1..]),
            format!("{prefix}g{}", &digits[1..]),
            format!("{prefix}{}\u{e4}", &digits[2..]),
            format!("{}{digits}", prefix.to_lowercase()),
            format!(" {prefix}{digits}"),
            format!("\u{e4}{digits}"),
            prefix.to_owned(),
            String::new(),
        ]
    };
    let mut questions = Vec::new();
    for (name, prefixes) in kinds() {
        for text in prefixes.iter().map(String::as_str).chain(["CA", "ZZ"]).flat_map(forms) {
            let is_prefix = |prefix: &String| text.starts_with(prefix.as_str());
            let taken = match name.as_str() {
                "MessageSid" => text.parse::<MessageSid>().is_ok(),
                // The runtime's check for a call, asked under the prefix of the type.
                _ => {
                    prefixes.iter().any(is_prefix)
                        && text.replacen(prefixes[0].as_str(), "CA", 1).parse::<Sid<'C', 'A'>>().is_ok()
                }
            };
            questions.push((format!("sid!({name}, {text:?})"), taken));
        }
    }
    let other = format!("IS{digits}");
    let taken = other.parse::<Sid<'I', 'S'>>().is_ok();
    questions.push((format!("sid!(Sid<'I', 'S'>, {other:?})"), taken));
    questions
}

#[test]
fn the_macros_and_the_runtime_take_the_same_literals() {
    let numbers =
        NUMBERS.iter().map(|text| (format!("phone_number!({text:?})"), PhoneNumber::from(*text).is_e164()));
    let mut questions: Vec<(String, bool)> = numbers.chain(sids()).collect();
    // A wait that is longer than the longest is refused, whichever of them is the runtime's default.
    let policy = format!("{:?}", RetryPolicy::new());
    assert!(policy.contains("first_wait: 250ms") && policy.contains("longest_wait: 10s"), "{policy}");
    for (arguments, taken) in [
        ("base = \"10s\"", true),
        ("base = \"10001ms\"", false),
        ("cap = \"250ms\"", true),
        ("cap = \"249ms\"", false),
    ] {
        let function = "fn wrapped() -> Result<(), ringfence::Error> { Ok(()) }";
        questions.push((format!("{{ #[ringfence::retry({arguments})] {function} }}"), taken));
    }
    let mut source = String::from("#![allow(unused)] use ringfence::*; fn main() {}\n");
    for (question, _) in &questions {
        let _ = writeln!(source, "fn _f() {{ {{ {question}; }} }}");
    }
    let source =
        source.lines().enumerate().map(|(at, line)| line.replace("fn _f()", &format!("fn _f{at}()")) + "\n");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("macro_literals");
    std::fs::create_dir_all(folder.join("src")).unwrap();
    std::fs::copy(Path::new(WORKSPACE).join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    std::fs::write(folder.join("Cargo.toml"), manifest(&[])).unwrap();
    std::fs::write(folder.join("src/main.rs"), source.collect::<String>()).unwrap();
    let messages = cargo_check(&folder);
    let spans = messages.iter().filter_map(|message| message["message"]["spans"].as_array()).flatten();
    let refused: BTreeSet<u64> = spans.filter_map(|span| span["line_start"].as_u64()).collect();
    let mut differences = String::new();
    for ((question, taken), line) in questions.iter().zip(2..) {
        if refused.contains(&line) == *taken {
            let (takes, refuses) = if *taken { ("runtime", "macro") } else { ("macro", "runtime") };
            let _ = writeln!(differences, "{question}: the {takes} takes it, the {refuses} refuses it");
        }
    }
    assert!(differences.is_empty(), "\n{differences}");
    assert!(!refused.contains(&1), "an error without a question");
    assert!((100..questions.len()).contains(&refused.len()), "some are taken, some refused");
}

#[test]
fn literals_are_constants() {
    const SUPPORT: PhoneNumber = phone_number!("+15558675310");
    assert_eq!(SUPPORT, PhoneNumber::from("+15558675310"));
    assert_eq!(String::from(SUPPORT), "+15558675310");
}
