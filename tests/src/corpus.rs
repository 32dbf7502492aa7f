//! Where Twilio's own documents lie, for the tests that compare ours with them.

use std::io::Write;
use std::path::{Path, PathBuf};

/// The folder with Twilio's documents and vectors: `$RINGFENCE_CORPUS`, or `shared` beside the workspace.
/// `None` where it holds no documents.
///
/// In it are `specs/yaml/twilio_<name>.yaml` and `specs/json/twilio_<name>.json`.
pub fn corpus() -> Option<PathBuf> {
    let named = std::env::var_os("RINGFENCE_CORPUS").map(PathBuf::from);
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let folder = named.unwrap_or_else(beside);
    folder.join("specs/yaml").is_dir().then_some(folder)
}

/// Says loudly that a test did nothing, as in `skip("conformance with Twilio's documents: corpus not found")`.
///
/// # Panics
/// When `RINGFENCE_NO_SKIP` is set: where everything should be there, what is missing must not pass for success.
pub fn skip(reason: &str) {
    assert!(
        std::env::var_os("RINGFENCE_NO_SKIP").is_none(),
        "RINGFENCE_NO_SKIP is set, yet this test would be skipped: {reason}"
    );
    pass_over(reason);
}

/// Says as loudly that a test did nothing for want of a program that is tried where it is present, and asked of nobody.
pub fn pass_over(reason: &str) {
    // Not `eprintln!`: the test harness would swallow it, because the test passes.
    let _ = writeln!(std::io::stderr(), "SKIPPED: {reason}");
}
