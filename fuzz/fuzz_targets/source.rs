//! Any text as the root of a crate: findings or a skipped file, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ringfence_lint::{CrateInput, Sources, TargetKind, check_crate};
use std::path::Path;

struct Root(String);

impl Sources for Root {
    fn read(&self, path: &Path) -> Option<String> {
        (path == Path::new("lib.rs")).then(|| self.0.clone())
    }
}

fuzz_target!(|text: &str| {
    let input = CrateInput::new("fuzz", "lib.rs", TargetKind::Lib);
    // The prefilter would let most of the junk by.
    let text = format!("const API: &str = \"http://api.twilio.com\";\n{text}");
    let _ = check_crate(&input, &Root(text));
});
