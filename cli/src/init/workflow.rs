//! The workflow that holds the lints in continuous integration.

use std::path::Path;

/// The file, seen from the root of the repository.
pub(crate) const FILE: &str = ".github/workflows/ringfence.yml";

/// The workflow of a workspace that lies in this folder of its repository.
pub(crate) fn text(folder: &Path) -> String {
    let folder = folder.display().to_string().replace('\\', "/");
    let below = if folder.is_empty() {
        String::new()
    } else {
        format!("    defaults:\n      run:\n        working-directory: \"{}\"\n", folder.replace('"', "\\\""))
    };
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "# Made by `cargo ringfence init`: Twilio's best practices, as annotations of each pull request.
name: ringfence
on:
  pull_request:
  push:
    branches: [main]
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
{below}    steps:
      - uses: actions/checkout@v4
      - run: cargo install cargo-ringfence --locked --version {version}
      - run: cargo ringfence check --workspace --format github
"
    )
}
