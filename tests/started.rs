//! `docs/getting-started.md`, as somebody types it: every command in order, in a folder of its own.

use ringfence_tests::executable::build_executable;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().canonicalize().unwrap()
}

/// A block of the page: what its fence says, the line before it, and its lines.
struct Block {
    kind: String,
    before: String,
    text: String,
}

fn blocks(page: &str) -> Vec<Block> {
    let (mut found, mut open, mut before): (Vec<Block>, Option<Block>, String) =
        (Vec::new(), None, String::new());
    for line in page.lines() {
        match (open.take(), line.strip_prefix("```")) {
            (None, Some(kind)) => {
                open = Some(Block { kind: kind.to_owned(), before: before.clone(), text: String::new() });
            }
            (Some(block), Some(_)) => found.push(block),
            (Some(mut block), None) => {
                block.text.push_str(line);
                block.text.push('\n');
                open = Some(block);
            }
            (None, None) if !line.trim().is_empty() => before = line.to_owned(),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a fence is not closed");
    found
}

/// The page as one script. Files that it names are written, and before each `text` block stands what the commands before
/// it said.
fn script(blocks: &[Block]) -> String {
    // What runs in the background ends with the page, also where it goes wrong.
    let mut script = "set -m\ntrap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n".to_owned();
    for (at, block) in blocks.iter().enumerate() {
        match block.kind.as_str() {
            "sh" => {
                // Nothing is published yet: the command is the one that was built.
                let lines =
                    block.text.lines().filter(|line| !line.starts_with("cargo install cargo-ringfence"));
                let lines: Vec<&str> = lines.collect();
                script.push_str(&format!("echo '=== {at}'\n{}\n", lines.join("\n")));
            }
            "rust" => {
                let file = block.before.trim_matches(['`', ':']);
                script.push_str(&format!("cat > {file} <<'END_OF_FILE'\n{}END_OF_FILE\n", block.text));
            }
            "text" => {}
            other => panic!("say what a block of `{other}` is"),
        }
    }
    script
}

/// What stands in for crates.io and for a machine of one's own: our packages by path, the versions of our lock file, and
/// no network.
fn prepare(folder: &Path) {
    let packages = [
        ("ringfence", "runtime"),
        ("ringfence-codegen", "codegen"),
        ("ringfence-lint", "lint"),
        ("ringfence-macros", "macros"),
        ("ringfence-project", "project"),
        ("ringfence-specs", "specs"),
    ];
    let patches = packages.map(|(name, path)| format!("{name} = {{ path = {:?} }}\n", root().join(path)));
    // The profile of the quickstart's copies, whose target folder has most of what is needed.
    let profile = "[profile.dev]\ndebug = \"line-tables-only\"\n";
    let config = format!("[net]\noffline = true\n{profile}[patch.crates-io]\n{}", patches.concat());
    fs::create_dir_all(folder.join(".cargo")).unwrap();
    fs::write(folder.join(".cargo/config.toml"), config).unwrap();
}

#[test]
fn the_page_works_as_it_is_typed() {
    let page = fs::read_to_string(root().join("docs/getting-started.md")).unwrap();
    let blocks = blocks(&page);
    let commands: usize =
        blocks.iter().filter(|block| block.kind == "sh").map(|block| block.text.lines().count()).sum();
    assert!(commands > 15, "only {commands} lines of commands");
    let binary = build_executable(&["-p", "cargo-ringfence"]);
    let folder = tempfile::tempdir().unwrap();
    prepare(folder.path());
    // The lock file goes where `cargo new` will have made the crate.
    let lock = format!("cp {:?} first-message/Cargo.lock\n", root().join("Cargo.lock"));
    let script = script(&blocks).replace("cd first-message\n", &format!("{lock}cd first-message\n"));
    let path = format!("{}:{}", binary.parent().unwrap().display(), std::env::var("PATH").unwrap());
    let target = root().join("target/tests/quickstart/target");
    let mut command = Command::new("bash");
    command.args(["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", &script]).current_dir(folder.path());
    command.env("PATH", path).env("CARGO_TARGET_DIR", &target).env("CARGO_INCREMENTAL", "0");
    for name in ["GITHUB_WORKSPACE", "GITHUB_STEP_SUMMARY", "MOCK_URL"] {
        command.env_remove(name);
    }
    for (name, _) in
        std::env::vars().filter(|(name, _)| name.starts_with("CARGO_PKG") || name == "CARGO_MANIFEST_DIR")
    {
        command.env_remove(name);
    }
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let log = format!("{said}\n--- stderr\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{log}");
    let sections: Vec<(usize, &str)> = said
        .split("=== ")
        .skip(1)
        .filter_map(|section| section.split_once('\n'))
        .map(|(at, text)| (at.parse().unwrap(), text))
        .collect();
    let mut compared = 0;
    for (at, block) in blocks.iter().enumerate().filter(|(_, block)| block.kind == "text") {
        let (_, text) = sections.iter().rfind(|(before, _)| *before < at).unwrap();
        for line in block.text.lines() {
            assert!(
                text.contains(line),
                "after block {at} the page shows `{line}`, and this was said:\n{text}\n{log}"
            );
            compared += 1;
        }
    }
    assert!(compared > 10, "only {compared}");
}
