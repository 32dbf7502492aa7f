//! Programs of the workspace, for tests that run them.

use std::path::PathBuf;
use std::process::Command;

/// Builds what the arguments of `cargo build` choose and says where the program is: cargo says where it put it.
///
/// # Panics
///
/// Panics with what cargo says where it cannot be built.
pub fn build_executable(chosen: &[&str]) -> PathBuf {
    let output = Command::new(env!("CARGO"))
        .arg("build")
        .args(chosen)
        .arg("--message-format=json")
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let messages = text.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let mut built = messages.filter_map(|message| message["executable"].as_str().map(PathBuf::from));
    built.next_back().unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}
