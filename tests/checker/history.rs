//! The command tells histories as the cases keep them: as labels of places, for people and for machines.

use super::{WORKSPACE, manifest, run_in, tree};
use ringfence_tests::history::kept;
use ringfence_tests::templates::fill;
use std::path::Path;

#[test]
fn histories_are_labels_of_places() {
    let ui = Path::new(WORKSPACE).join("tests/ui");
    let mut steps = 0;
    for folder in std::fs::read_dir(ui).unwrap().map(|entry| entry.unwrap().path()) {
        let lint = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let case = folder.join("fires_history.rs");
        let Ok(text) = std::fs::read_to_string(&case) else { continue };
        let package = tree(&[("Cargo.toml", &manifest("p")), ("src/main.rs", &fill(&text))]);
        let human = run_in(package.path(), &["check"]).out;
        let json = run_in(package.path(), &["check", "--format=json"]).out;
        let messages = json.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        let messages = messages.map(|line| line["message"].clone());
        let own: Vec<_> = messages.filter(|message| message["code"]["code"] == *lint).collect();
        let told = kept(&case);
        assert_eq!(own.len(), told.len(), "{lint}: {human}");
        for (message, told) in own.iter().zip(told) {
            let spans = message["spans"].as_array().unwrap();
            let labelled = spans.iter().filter(|span| span["is_primary"] == false).map(|span| {
                let line = usize::try_from(span["line_start"].as_u64().unwrap()).unwrap();
                (span["label"].as_str().unwrap().to_owned(), line)
            });
            assert_eq!(labelled.collect::<Vec<_>>(), told.steps, "{lint}: line {}", told.line);
            for (words, _) in &told.steps {
                assert!(message["rendered"].as_str().unwrap().contains(words), "{words} in {message}");
                assert!(human.contains(words), "{words} in {human}");
                steps += 1;
            }
        }
    }
    assert!(steps > 10, "only {steps} steps");
}
