//! The lints' table of operations: it is what Twilio's documents give, and what we bundle is in it.

use ringfence_codegen::{Format, Source, outline};
use ringfence_lint::Operation;
use ringfence_tests::corpus::{corpus, skip};
use ringfence_tests::operations::{TABLE, table};

#[test]
fn the_table_is_what_twilios_documents_give() {
    let Some(corpus) = corpus() else { return skip("the table of operations: corpus not found") };
    let (made, kept) = (table(&corpus), std::fs::read_to_string(TABLE).unwrap());
    let different = made.lines().zip(kept.lines()).find(|(made, kept)| made != kept);
    assert_eq!(different, None, "run `cargo run -p ringfence-tests --bin operations`");
    assert_eq!(made.len(), kept.len());
    assert_eq!(Operation::all().len(), 1447);
}

#[test]
fn what_generated_code_offers_is_in_the_table() {
    let source = |document: &ringfence_specs::Document| Source {
        name: document.name.to_owned(),
        file: document.file.to_owned(),
        format: Format::Yaml,
        bytes: document.yaml.as_bytes().to_vec(),
    };
    let sources: Vec<Source> = ringfence_specs::DOCUMENTS.iter().map(source).collect();
    let ours = outline(&sources).unwrap_or_else(|problems| panic!("{problems}"));
    assert!(ours.len() >= 18, "only {} operations are bundled", ours.len());
    for bundled in ours {
        let known = Operation::by_function(Some(&bundled.module), &bundled.function).next();
        let known =
            known.unwrap_or_else(|| panic!("{}::{} is not in the table", bundled.module, bundled.function));
        let said =
            (bundled.id.as_str(), bundled.method.as_str(), bundled.host.as_str(), bundled.path.as_str());
        assert_eq!(said, (known.id, known.verb, known.host, known.path));
        for input in &bundled.callbacks {
            let is_known = |known: &&ringfence_lint::CallbackInput| {
                known.wire == input.wire && known.name == input.name && known.argument == input.argument
            };
            assert!(known.callbacks.iter().any(|known| is_known(&known)), "{}: {input:?}", bundled.id);
        }
    }
}
