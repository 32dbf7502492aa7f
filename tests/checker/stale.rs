//! `stale_spec`: documents by their recorded dates.

use super::{manifest, run_in, tree};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// The day that was so many days ago, as a document says it.
fn days_ago(days: i64) -> String {
    let today = TimeZone::UTC.to_datetime(Timestamp::now()).date();
    (today - days.days()).to_string()
}

fn document(date: &str) -> String {
    format!(
        "openapi: 3.0.1\ninfo: {{title: T, version: '1', x-ringfence: {{date: '{date}'}}}}\npaths: {{}}\n"
    )
}

#[test]
fn documents_that_are_old_are_told_where_the_manifest_names_them() {
    let settings = "[package.metadata.ringfence]\ndocuments = [\n    \"old.yaml\",\n    \"new.yaml\",\n    'fetched',\n    \"undated.json\",\n]\n";
    let folder = tree(&[
        ("Cargo.toml", &*format!("{}{settings}", manifest("p"))),
        ("src/lib.rs", ""),
        ("old.yaml", &document(&days_ago(93))),
        ("new.yaml", &document(&days_ago(92))),
        ("undated.json", "{}"),
        ("fetched/twilio_things_v1.yaml", "openapi: 3.0.1\n"),
        (
            "fetched/ringfence-specs.toml",
            &format!("source = \"x\"\ndate = \"{}\"\n\n[documents]\n", days_ago(400)),
        ),
    ]);
    let outcome = run_in(folder.path(), &["check"]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    for words in [
        &*format!("warning[stale_spec]: `old.yaml` is of {}, 93 days ago", days_ago(93)),
        " --> Cargo.toml:6:5",
        &*format!("warning[stale_spec]: `fetched` is of {}, 400 days ago", days_ago(400)),
        " --> Cargo.toml:8:5",
        "2 warnings; 1 file in 1 package checked",
        "note: nobody recorded of which day `undated.json` is",
    ] {
        assert!(outcome.out.contains(words), "no `{words}` in {}", outcome.out);
    }
    assert!(!outcome.out.contains("`new.yaml` is of"), "{}", outcome.out);
    assert_eq!(run_in(folder.path(), &["check", "-D", "stale_spec"]).code, 1);
    let allowed = run_in(folder.path(), &["check", "-A", "stale_spec"]);
    assert!(allowed.out.contains("no findings; "), "{}", allowed.out);
}

#[test]
fn a_document_that_is_not_there_is_the_generators_to_tell() {
    let settings = "[package.metadata.ringfence]\ndocuments = [\"gone.yaml\"]\n";
    let folder = tree(&[("Cargo.toml", &*format!("{}{settings}", manifest("p"))), ("src/lib.rs", "")]);
    let outcome = run_in(folder.path(), &["check"]);
    assert_eq!((outcome.code, outcome.out.contains("no findings; ")), (0, true), "{}", outcome.out);
}

/// What `check` says of documents that a manifest names as `named`, beside such files.
fn told(named: &str, files: &[(&str, &str)]) -> String {
    let settings = format!("[package.metadata.ringfence]\ndocuments = {named}\n");
    let manifest = format!("{}{settings}", manifest("p"));
    let own = [("Cargo.toml", manifest.as_str()), ("src/lib.rs", "")];
    let outcome = run_in(tree(&[own.as_slice(), files].concat()).path(), &["check"]);
    assert_eq!((outcome.code, outcome.err.as_str()), (0, ""), "{}", outcome.out);
    outcome.out
}

fn record(days: i64) -> String {
    format!("source = \"x\"\ndate = \"{}\"\n\n[documents]\n", days_ago(days))
}

const UNDATED: &str = "openapi: 3.0.1\ninfo: {title: T, version: '1'}\npaths: {}\n";

#[test]
fn whatever_says_how_old_a_document_is_is_read() {
    let (old, new) = (document(&days_ago(100)), document(&days_ago(10)));
    let (old_record, day) = (record(100), days_ago(100));
    let json = format!(r#"{{"openapi":"3.0.1","info":{{"x-ringfence":{{"date":"{day}"}}}},"paths":{{}}}}"#);
    // Twilio's own documents have their schemas before what they are about.
    let long = format!("{{\"components\":{{\"x-long\":\"{}\"}},{}", "x".repeat(100_000), &json[1..]);
    let block = UNDATED.replace("{title", "\n  x-ringfence:\n    revision: '1'\n    date: \"DAY\"\n  title");
    let block = block.replace(": T, version: '1'}", ": T\n  version: '1'").replace("DAY", &day);
    let quoted = new.replace("title: T", "title: 'x-ringfence date 2020-01-01'").replace(&days_ago(10), &day);
    let cases: &[(&str, &[(&str, &str)])] = &[
        ("['a.yaml']", &[("a.yaml", &old)]),
        ("[\"a.yml\"]", &[("a.yml", &block)]),
        ("[\"a.json\"]", &[("a.json", &json)]),
        ("[\"a.json\"]", &[("a.json", &long)]),
        ("[\"a.yaml\"]", &[("a.yaml", &quoted)]),
        ("[\"s/a.yaml\"]", &[("s/a.yaml", UNDATED), ("s/ringfence-specs.toml", &old_record)]),
        ("[\"s\"]", &[("s/a.yaml", UNDATED), ("s/b.json", "{}"), ("s/ringfence-specs.toml", &old_record)]),
        ("[\"s\"]", &[("s/a.yaml", &new), ("s/b.yaml", &old)]),
        ("[\"s\"]", &[("s/a.yaml", &new), ("s/b.yaml", UNDATED), ("s/ringfence-specs.toml", &old_record)]),
    ];
    for (named, files) in cases {
        let out = told(named, files);
        let words = format!(" is of {}, 100 days ago", days_ago(100));
        assert_eq!(out.matches(&words).count(), 1, "{named}, {files:?}: {out}");
    }
}

#[test]
fn what_is_new_or_says_nothing_is_silent() {
    let new = document(&days_ago(92));
    let past = days_ago(100);
    let texts = [
        new.clone(),
        document(&days_ago(-3)),
        document("2020-13-01"),
        document("long ago"),
        UNDATED.to_owned(),
        format!("# x-ringfence: {{date: '{past}'}}\n{UNDATED}"),
        UNDATED.replace("title: T", &format!("title: 'x-ringfence date {past}'")),
        UNDATED.replace("paths: {}", &format!("paths: {{}}\nx-ringfence: {{date: '{past}'}}")),
        UNDATED.replace(
            "title: T",
            &format!("title: T, x-ringfence: {{since: '{past}', date: '{}'}}", days_ago(5)),
        ),
        format!("# x-ringfence: {{date: '{past}'}}\n{new}"),
        "openapi: [x-ringfence".to_owned(),
    ];
    for text in &texts {
        let out = told("['a.yaml']", &[("a.yaml", text)]);
        assert!(out.contains("no findings; "), "{text}: {out}");
    }
    let past_record = record(100);
    for files in [
        [("a.yaml", new.as_str()), ("ringfence-specs.toml", past_record.as_str())],
        [("a.yaml", UNDATED), ("elsewhere/ringfence-specs.toml", past_record.as_str())],
        [("a.yaml", UNDATED), ("ringfence-specs.toml", "source = \"date = 2020-01-01\"\n")],
    ] {
        assert!(told("['a.yaml']", &files).contains("no findings; "), "{files:?}");
    }
}
