//! The newer style of Twilio's APIs, from a document of our own: camelCase and JSON, PUT beside PATCH, tokens of pages, work that
//! is accepted and done later, and things that move.

use crate::crates::Scratch;
use ringfence_codegen::{Format, Source, render};

#[test]
fn an_api_of_the_newer_style_works_from_end_to_end() {
    let source = Source {
        name: "twilio_gardens_v2".to_owned(),
        file: "newer_style.yaml".to_owned(),
        format: Format::Yaml,
        bytes: include_bytes!("newer_style.yaml").to_vec(),
    };
    let generated = render(&[source], &[]).unwrap_or_else(|problems| panic!("{problems}")).text;
    let program = [("src/main.rs", include_str!("newer_style_program.rs"))];
    let dependencies = "tokio = { version = \"1\", default-features = false, features = [\"io-util\", \"net\", \"rt\", \"time\"] }\n";
    let package = Scratch::with_dependencies("newer-style", &generated, &program, dependencies);
    assert_eq!(package.cargo(&["run"]), "done\n");
}
