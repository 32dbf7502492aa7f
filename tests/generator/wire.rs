//! Any text in any input survives the wire: a server on loopback decodes what generated requests send. Any name compiles.

use crate::crates::{STRICT, Scratch};
use crate::documents::source;
use crate::whole::DEPENDENCIES;
use ringfence_codegen::render;

#[test]
fn any_text_in_any_input_survives_the_wire() {
    let mut all = crate::names::sources();
    all.push(source(include_str!("inputs.yaml")));
    let generated = render(&all, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let sources = [
        ("src/lib.rs", STRICT),
        ("src/main.rs", include_str!("wire_program.rs")),
        ("src/server.rs", include_str!("wire_server.rs")),
        ("src/decode.rs", include_str!("wire_decode.rs")),
    ];
    let package = Scratch::with_dependencies("inputs", &generated.text, &sources, DEPENDENCIES);
    assert_eq!(package.cargo(&["run"]).trim_end(), "every text survived");
}
