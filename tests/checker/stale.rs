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
