//! The lints' table of operations: it is what Twilio's documents give, and what we bundle is in it.

use ringfence_codegen::{Format, Source, outline, render};
use ringfence_lint::Operation;
use ringfence_tests::corpus::{corpus, skip};
use ringfence_tests::operations::{TABLE, documents, table};

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

/// Of each operation with callbacks, their names as generated code says them.
fn generated_callbacks(rust: &str) -> Vec<(String, Vec<String>)> {
    let literals =
        |text: &str| -> Vec<String> { text.split('"').skip(1).step_by(2).map(str::to_owned).collect() };
    let operations = rust.split("Operation::new(").skip(1).filter_map(|rest| {
        let rest = rest.split("type Inputs").next()?;
        let callbacks = rest.split_once(".with_callbacks(")?.1.split(']').next()?;
        Some((literals(rest).first()?.clone(), literals(callbacks)))
    });
    operations.collect()
}

#[test]
fn callbacks_are_told_as_generated_code_says_them_also_inside_json_objects() {
    let Some(corpus) = corpus() else { return skip("callbacks of all operations: corpus not found") };
    let (mut count, mut nested) = (0, Vec::new());
    for source in documents(&corpus) {
        let rendered =
            render(std::slice::from_ref(&source), &[]).unwrap_or_else(|problems| panic!("{problems}"));
        let told = outline(std::slice::from_ref(&source)).unwrap_or_else(|problems| panic!("{problems}"));
        let told = told.into_iter().filter(|operation| !operation.callbacks.is_empty());
        let told: Vec<_> = told
            .map(|operation| {
                let inner = operation.callbacks.iter().filter(|input| input.name.contains('.'));
                nested.extend(inner.map(|input| format!("{} {}", operation.function, input.name)));
                (operation.id, operation.callbacks.into_iter().map(|input| input.wire).collect())
            })
            .collect();
        assert_eq!(told, generated_callbacks(&rendered.text), "{}", source.name);
        count += told.len();
    }
    assert_eq!(
        nested,
        [
            "create_channels_sender webhook.callback_url",
            "create_channels_sender webhook.status_callback_url",
            "update_channels_sender webhook.callback_url",
            "update_channels_sender webhook.status_callback_url",
        ]
    );
    assert_eq!(count, 81);
    for name in nested {
        let (function, callback) = name.split_once(' ').unwrap();
        let known = Operation::by_function(Some("messaging_v2"), function).next().unwrap();
        assert!(known.callbacks.iter().any(|input| input.name == callback), "{name}");
    }
}
