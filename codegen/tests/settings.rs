//! No address, pattern or fact makes the generator panic or hang, whatever it says.
#![cfg(test)]

use proptest::prelude::*;
use ringfence_codegen::{Config, Fact};
use std::path::PathBuf;
use std::sync::LazyLock;

const DOCUMENT: &str = "\
openapi: 3.0.1
servers: [{url: 'https://a.twilio.com'}]
paths:
  /v1/{Sid}/Things:
    parameters: [{$ref: '#/components/parameters/Sid'}]
    post:
      operationId: CreateThing
      parameters: [{name: A.B, in: query, schema: {$ref: '#/components/schemas/k'}}]
      requestBody: {content: {application/json: {schema: {allOf: [{$ref: '#/components/schemas/c.d'}, {$ref: '#/components/schemas/k'}]}}}}
      responses: {'200': {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/c.d'}}}}}
components:
  parameters: {Sid: {name: Sid, in: path, required: true, schema: {type: string}}, Round: {$ref: '#/components/parameters/Round'}}
  schemas:
    c.d: {type: object, properties: {e.f: {type: object, properties: {g: {type: string}}}, h: {type: array, items: {type: object, properties: {i: {}}}}}}
    round: {allOf: [{$ref: '#/components/schemas/round'}]}
    k: {type: string, enum: [a, b]}
";

/// A good document, and one whose references lead in circles.
static FILES: LazyLock<(tempfile::TempDir, [PathBuf; 2])> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let round =
        DOCUMENT.replace("schemas/k'", "schemas/round'").replace("parameters/Sid'", "parameters/Round'");
    let files = [("things_v1.yaml", DOCUMENT.to_owned()), ("round_v1.yaml", round)];
    let paths = files.map(|(name, text)| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("a file");
        path
    });
    (folder, paths)
});

#[test]
fn the_document_is_good_where_nothing_is_said() {
    let files = Config::new().document_file(&FILES.1[0]).files();
    assert_eq!(files.map(|files| files.operations), Ok(1));
}

fn address() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("CreateThing"),
        Just("c.d"),
        Just("round"),
        Just("things_v1::"),
        Just("::"),
        Just("e.f"),
        Just("A.B"),
        Just("h"),
        Just("i"),
        Just("path"),
        Just("Sid"),
        Just("body"),
        Just(""),
        Just("*"),
    ];
    let known = prop::collection::vec(word, 0..5).prop_map(|words| words.join("."));
    prop_oneof![known, any::<String>()]
}

fn fact() -> impl Strategy<Value = Fact> {
    prop_oneof![
        any::<bool>().prop_map(Fact::Required),
        any::<bool>().prop_map(Fact::Personal),
        any::<bool>().prop_map(Fact::Nullable),
        any::<i64>().prop_map(Fact::Maximum),
        any::<String>().prop_map(Fact::Type),
        any::<String>().prop_map(Fact::Pattern),
        any::<String>().prop_map(Fact::Schema),
        Just(Fact::Schema("round".to_owned())),
        any::<String>().prop_map(Fact::Items),
        any::<String>().prop_map(Fact::Security),
        any::<String>().prop_map(Fact::Description),
        prop::collection::vec(any::<String>(), 0..3).prop_map(Fact::Enum),
        prop::collection::vec(prop::collection::vec(address(), 0..3), 0..3).prop_map(Fact::Conditional),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]
    #[test]
    fn nothing_that_is_said_panics(
        overrides in prop::collection::vec((address(), fact()), 0..3),
        rename in (address(), address()),
        derive in (address(), any::<String>()),
        module in (address(), any::<String>()),
        selection in (address(), any::<String>(), any::<String>()),
    ) {
        for file in &FILES.1 {
            let bare = Config::new().document_file(file);
            let changed = overrides.iter().cloned().fold(bare.clone(), |config, (address, fact)| config.override_fact(address, fact));
            let named = bare.clone().rename(&rename.0, &rename.1).module(&module.0, &module.1);
            let derived = bare.clone().derive(&derive.0, [&derive.1]);
            let selected = bare.operations([&selection.0]).paths([&selection.1]).tags([&selection.2]);
            for config in [changed, named, derived, selected] {
            if let Err(problems) = config.files() {
                prop_assert!(!problems.as_slice().is_empty());
                prop_assert!(!problems.to_string().contains("please report it"), "{}", problems);
            }
            }
        }
    }
}
