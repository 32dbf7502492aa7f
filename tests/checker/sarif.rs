//! `--format sarif`: held to the published schema, and read by types that others made of it.

use super::{Outcome, PLAIN, WORKSPACE, manifest, run, run_in, tree};
use cargo_metadata::MetadataCommand;
use serde_json::Value;
use serde_sarif::sarif::Sarif;
use std::collections::BTreeSet;

const VIOLATIONS: [&str; 5] =
    ["check", "--manifest-path", "examples/violations/Cargo.toml", "--format", "sarif"];

fn log(outcome: &Outcome) -> Value {
    serde_json::from_str(&outcome.out).unwrap_or_else(|error| panic!("{error}: {}", outcome.out))
}

/// The schema that OASIS publishes, as the package `serde-sarif` brings it.
fn schema() -> Value {
    let metadata = MetadataCommand::new()
        .current_dir(WORKSPACE)
        // Not offline: packages of other systems are in the lock file, and nobody has fetched those here.
        .other_options(["--locked".to_owned()])
        .exec()
        .unwrap();
    let package = metadata.packages.iter().find(|package| package.name.as_str() == "serde-sarif").unwrap();
    let file = package.manifest_path.parent().unwrap().join("src/schema.json");
    let text = std::fs::read_to_string(file).unwrap();
    // Two patterns of the schema have a bracket too many, which strict readers of regular expressions refuse.
    let (stray, meant) = ("-[a-zA-Z]{2}]?$", "-[a-zA-Z]{2}?$");
    assert_eq!(text.matches(stray).count(), 2, "it has been mended: take it as it is");
    serde_json::from_str(&text.replace(stray, meant)).unwrap()
}

#[test]
fn it_passes_the_published_schema() {
    let validator = jsonschema::options().should_validate_formats(true).build(&schema()).unwrap();
    let broken = tree(&[
        ("Cargo.toml", &manifest("p")),
        ("src/lib.rs", &format!("mod gone;\nmod bad;\n{PLAIN}")),
        ("src/bad.rs", "fn ("),
    ]);
    let outcomes = [run(&VIOLATIONS), run_in(broken.path(), &["check", "--format", "sarif"])];
    for outcome in &outcomes {
        let log = log(outcome);
        let errors: Vec<String> =
            validator.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:#?}");
        let _: Sarif = serde_json::from_value(log).unwrap();
    }
    let skipped = &log(&outcomes[1])["runs"][0]["invocations"][0]["toolExecutionNotifications"];
    assert_eq!(skipped.as_array().map(Vec::len), Some(2), "{skipped}");
    // The validator can say no.
    assert!(!validator.is_valid(&serde_json::json!({ "version": "2.1.0", "runs": [{ "tool": {} }] })));
}

#[test]
fn it_tells_what_the_other_formats_tell() {
    let log = log(&run(&VIOLATIONS));
    let run_ = &log["runs"][0];
    let rules = run_["tool"]["driver"]["rules"].as_array().unwrap();
    let names: Vec<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(names, ringfence_lint::LINTS.iter().map(|lint| lint.name).collect::<Vec<_>>());
    for rule in rules {
        assert!(rule["helpUri"].as_str().unwrap().starts_with("https://www.twilio.com/docs/"), "{rule}");
        assert!(rule["help"]["markdown"].as_str().unwrap().contains("## What it does"), "{rule}");
        assert!(rule["fullDescription"]["text"].as_str().unwrap().len() > 20, "{rule}");
    }
    let results = run_["results"].as_array().unwrap();
    let short = run(&["check", "--manifest-path", "examples/violations/Cargo.toml", "--format", "short"]).out;
    let told: Vec<String> = results
        .iter()
        .map(|result| {
            assert_eq!(names[result["ruleIndex"].as_u64().unwrap() as usize], result["ruleId"]);
            let place = &result["locations"][0]["physicalLocation"];
            let (region, level) = (&place["region"], result["level"].as_str().unwrap());
            let file = place["artifactLocation"]["uri"].as_str().unwrap();
            let message = result["message"]["text"].as_str().unwrap().lines().next().unwrap();
            let id = result["ruleId"].as_str().unwrap();
            format!("{file}:{}:{}: {level}[{id}]: {message}", region["startLine"], region["startColumn"])
        })
        .collect();
    assert_eq!(told, short.lines().collect::<Vec<_>>());
    let prints = results.iter().map(|result| &result["partialFingerprints"]["ringfence/v1"]);
    let prints: BTreeSet<&str> = prints.map(|print| print.as_str().unwrap()).collect();
    assert_eq!(prints.len(), results.len(), "each its own");
    assert!(results.iter().any(|result| !result["relatedLocations"].as_array().unwrap().is_empty()));
}

#[test]
fn a_fix_of_it_applies() {
    let folder = tree(&[("Cargo.toml", &manifest("p")), ("src/lib.rs", PLAIN)]);
    let log = log(&run_in(folder.path(), &["check", "--format", "sarif"]));
    let change = &log["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0];
    let (region, new) =
        (&change["replacements"][0]["deletedRegion"], &change["replacements"][0]["insertedContent"]);
    assert_eq!((&region["startLine"], &region["endLine"]), (&1.into(), &1.into()));
    let column = |key: &str| region[key].as_u64().unwrap() as usize - 1;
    let mut line = PLAIN.to_owned();
    line.replace_range(column("startColumn")..column("endColumn"), new["text"].as_str().unwrap());
    assert_eq!(line, PLAIN.replace("http:", "https:"));
}

#[test]
fn moved_lines_keep_their_fingerprints() {
    let print = |text: &str| {
        let folder = tree(&[("Cargo.toml", &manifest("p")), ("src/lib.rs", text)]);
        let log = log(&run_in(folder.path(), &["check", "--format", "sarif"]));
        log["runs"][0]["results"][0]["partialFingerprints"].clone()
    };
    let one = print(PLAIN);
    assert_eq!(print(&format!("// a line\n\nmod deep {{\n    {PLAIN}}}\n")), one);
    assert_ne!(print(&PLAIN.replace("HOST", "OTHER")), one);
}

#[test]
fn no_secret_is_in_it() {
    let token = "0123456789abcdef".repeat(2);
    // ringfence: permit(credential_in_url, reason = "a finding for the command to mask")
    let source = format!("pub const URL: &str = \"http://ops7:{token}@api.twilio.com\";\n");
    let folder = tree(&[("Cargo.toml", &manifest("p")), ("src/lib.rs", &source)]);
    for format in ["sarif", "short", "github"] {
        let outcome = run_in(folder.path(), &["check", "--format", format]);
        assert_eq!(outcome.code, 1, "{}", outcome.err);
        assert!(outcome.out.contains("credential_in_url"), "{}", outcome.out);
        for secret in [token.as_str(), "ops7:"] {
            assert!(!outcome.out.contains(secret), "{format}: {}", outcome.out);
        }
    }
}

#[test]
fn fingerprints_and_places_are_those_of_the_repository() {
    let folder = tree(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"a\"]\n"),
        ("a/Cargo.toml", &manifest("a")),
        ("a/src/lib.rs", PLAIN),
    ]);
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    let results = |below: &str, line: &[&str]| {
        let line = [&["check", "--format", "sarif"], line].concat();
        log(&run_in(&folder.path().join(below), &line))["runs"][0]["results"].clone()
    };
    let whole = results(".", &[]);
    assert_eq!(whole[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "a/src/lib.rs");
    assert_eq!(results("a", &[]), whole);
    assert_eq!(results("a/src", &["--manifest-path", ".."]), whole);
    let github =
        run_in(&folder.path().join("a/src"), &["check", "--format", "github", "--manifest-path", ".."]);
    assert!(github.out.contains("::error file=a/src/lib.rs,line=1"), "{}", github.out);
}
