//! Any bytes as a document: problems or code, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ringfence_codegen::{Format, Source, render};

fuzz_target!(|bytes: &[u8]| {
    for format in [Format::Json, Format::Yaml] {
        let source = Source { name: "fuzz".to_owned(), file: "fuzz".to_owned(), format, bytes: bytes.to_vec() };
        let _ = render(&[source], &[]);
    }
});
