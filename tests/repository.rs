//! The rules of this repository, as tests: what a review would otherwise have to remember.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use syn::spanned::Spanned;
use syn::visit::Visit;

const MAX_FILE_LINES: usize = 600;
const MAX_FUNCTION_LINES: usize = 60;
const MAX_TEMPLATE_LINES: usize = 100;
const PACKAGES: [&str; 8] = ["cli", "codegen", "lint", "macros", "mock", "project", "runtime", "specs"];

/// Which of our packages each package may name in `[dependencies]`: the table in ARCHITECTURE.md.
const MAY_DEPEND_ON: [(&str, &[&str]); 8] = [
    (
        "cli",
        &[
            "ringfence",
            "ringfence-codegen",
            "ringfence-lint",
            "ringfence-macros",
            "ringfence-mock",
            "ringfence-project",
            "ringfence-specs",
        ],
    ),
    ("codegen", &["ringfence-lint", "ringfence-project", "ringfence-specs"]),
    ("lint", &[]),
    ("macros", &["ringfence-lint", "ringfence-project"]),
    ("mock", &["ringfence-specs"]),
    ("project", &["ringfence-lint"]),
    ("runtime", &["ringfence-macros"]),
    ("specs", &[]),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests have a folder above them").to_owned()
}

/// Folders that tools fill, by name; git ignores them, too.
const FILLED: &[&str] = &[".git", "artifacts", "corpus", "node_modules", "target", "work"];

/// Every file of the repository, built and vendored folders left out.
fn files() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the repository can be listed").flatten() {
            let path = entry.path();
            let name = entry.file_name();
            // In a linked work tree `.git` is a file that holds a path.
            match path.is_dir() {
                false if name == ".git" => {}
                true if FILLED.iter().any(|filled| name == *filled) => {}
                true => folders.push(path),
                false => found.push(path),
            }
        }
    }
    found.sort();
    assert!(found.len() > 50, "only {} files found: the walk is broken", found.len());
    found
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

fn rust_sources() -> Vec<(PathBuf, String)> {
    let ours = files().into_iter().filter(|path| path.extension().is_some_and(|end| end == "rs"));
    ours.map(|path| (path.clone(), fs::read_to_string(&path).expect("source is text"))).collect()
}

/// Sources of the packages themselves: tests and fixtures aside.
fn package_sources() -> Vec<(PathBuf, String)> {
    let roots: Vec<PathBuf> = PACKAGES.iter().map(|package| root().join(package).join("src")).collect();
    let mut sources = rust_sources();
    sources.retain(|(path, _)| roots.iter().any(|root| path.starts_with(root)));
    sources.retain(|(path, _)| !is_test_file(path));
    assert!(sources.len() > 50, "only {} sources found", sources.len());
    sources
}

fn is_test_file(path: &Path) -> bool {
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    stem == "tests"
        || stem.ends_with("_tests")
        || path.components().any(|part| part.as_os_str() == "tests" && path.starts_with(root().join("tests")))
        || shown(path).contains("/tests/")
}

fn fail_with(rule: &str, broken: &[String]) {
    assert!(broken.is_empty(), "{rule}:\n  {}", broken.join("\n  "));
}

#[test]
fn files_are_short() {
    let long: Vec<String> = package_sources()
        .iter()
        .map(|(path, text)| (shown(path), text.lines().count()))
        .filter(|(_, lines)| *lines > MAX_FILE_LINES)
        .map(|(path, lines)| format!("{path}: {lines} lines"))
        .collect();
    fail_with("a file has at most 600 lines; split it by noun", &long);
}

struct LongFunctions {
    path: String,
    found: Vec<String>,
}

impl LongFunctions {
    fn judge(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let lines = block.span().end().line + 1 - signature.span().start().line;
        let text = quote::quote!(#block).to_string();
        let limit = if text.contains("quote !") || text.contains("quote_spanned !") {
            MAX_TEMPLATE_LINES
        } else {
            MAX_FUNCTION_LINES
        };
        if lines > limit {
            self.found.push(format!("{}: `{}` has {lines} lines", self.path, signature.ident));
        }
    }
}

impl<'ast> Visit<'ast> for LongFunctions {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.judge(&item.sig, &item.block);
        syn::visit::visit_item_fn(self, item);
    }
    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.judge(&item.sig, &item.block);
        syn::visit::visit_impl_item_fn(self, item);
    }
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if item.ident != "tests" {
            syn::visit::visit_item_mod(self, item);
        }
    }
}

#[test]
fn functions_are_short() {
    let mut long = Vec::new();
    for (path, text) in package_sources() {
        let file =
            syn::parse_file(&text).unwrap_or_else(|error| panic!("{} does not parse: {error}", shown(&path)));
        let mut functions = LongFunctions { path: shown(&path), found: Vec::new() };
        functions.visit_file(&file);
        long.append(&mut functions.found);
    }
    fail_with("a function has at most 60 lines, 100 where it is one `quote!` template", &long);
}

#[test]
fn every_file_says_what_it_is() {
    let silent: Vec<String> = package_sources()
        .iter()
        .filter(|(_, text)| !text.lines().any(|line| line.starts_with("//!")))
        .map(|(path, _)| shown(path))
        .collect();
    fail_with("a source file starts with a `//!` line", &silent);
}

#[test]
fn modules_are_nouns() {
    let vague = ["utils", "util", "helpers", "helper", "common", "misc"];
    let named: Vec<String> = files()
        .iter()
        .filter(|path| {
            path.file_stem().and_then(|stem| stem.to_str()).is_some_and(|stem| vague.contains(&stem))
        })
        .map(|path| shown(path))
        .collect();
    fail_with("a file is named for what it holds", &named);
}

#[test]
fn nothing_is_left_unfinished() {
    // Joined here so that this file does not contain what it looks for.
    let marks = [["#[ign", "ore"].concat(), ["to", "do!("].concat(), ["unimple", "mented!("].concat()];
    let unfinished: Vec<String> = rust_sources()
        .iter()
        .flat_map(|(path, text)| {
            let hits =
                text.lines().enumerate().filter(|(_, line)| marks.iter().any(|mark| line.contains(mark)));
            hits.map(|(number, line)| format!("{}:{}: {}", shown(path), number + 1, line.trim()))
                .collect::<Vec<_>>()
        })
        .collect();
    fail_with("nothing is left unfinished or switched off", &unfinished);
}

/// Whether `text` has one of the prefixes with 32 hex digits behind it and no letter or digit around.
fn holds_sid_literal(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.windows(34).enumerate().any(|(at, window)| {
        (window.starts_with(b"AC") || window.starts_with(b"SK"))
            && window[2..].iter().all(u8::is_ascii_hexdigit)
            && !bytes.get(at + 34).is_some_and(u8::is_ascii_alphanumeric)
            && !at.checked_sub(1).is_some_and(|before| bytes[before].is_ascii_alphanumeric())
    })
}

/// Whether `text` has a run of exactly 32 hex digits that mixes letters and digits, as Auth Tokens do.
fn holds_token_literal(text: &str) -> bool {
    text.split(|letter: char| !letter.is_ascii_alphanumeric()).any(|run| {
        run.len() == 32
            && run.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
            && run.bytes().any(|byte| byte.is_ascii_digit())
            && run.bytes().any(|byte| byte.is_ascii_alphabetic())
    })
}

#[test]
fn the_search_for_credentials_finds_them() {
    let hex = "0123456789abcdef".repeat(2);
    assert!(holds_sid_literal(&format!("\"AC{hex}\"")) && holds_sid_literal(&format!("SK{hex}")));
    assert!(!holds_sid_literal(&format!("xAC{hex}")) && !holds_sid_literal("^AC[0-9a-fA-F]{32}$"));
    assert!(holds_token_literal(&format!("token = {hex};")) && !holds_token_literal(&hex.repeat(2)));
}

#[test]
fn no_credential_and_no_path_of_a_machine_is_committed() {
    let machine = [["/wo", "rk/"].concat(), ["/ro", "ot/"].concat(), ["/ho", "me/"].concat()];
    let mut found = Vec::new();
    for path in files().iter().filter(|path| !path.ends_with("Cargo.lock")) {
        let Ok(text) = fs::read_to_string(path) else { continue };
        for (number, line) in text.lines().enumerate() {
            if holds_sid_literal(line)
                || holds_token_literal(line)
                || machine.iter().any(|folder| line.contains(folder))
            {
                found.push(format!("{}:{}", shown(path), number + 1));
            }
        }
    }
    fail_with("credential-shaped literals are built at run time, paths are relative", &found);
}

fn manifest(folder: &str) -> toml::Table {
    let path = root().join(folder).join("Cargo.toml");
    fs::read_to_string(&path).expect("the package has a manifest").parse().expect("the manifest is TOML")
}

fn dependencies(manifest: &toml::Table, section: &str) -> Vec<String> {
    let table = manifest.get(section).and_then(toml::Value::as_table);
    table.map(|table| table.keys().cloned().collect()).unwrap_or_default()
}

#[test]
fn dependencies_point_one_way() {
    let mut wrong = Vec::new();
    for (package, allowed) in MAY_DEPEND_ON {
        let named = dependencies(&manifest(package), "dependencies");
        let ours = named.iter().filter(|name| name.starts_with("ringfence"));
        wrong.extend(
            ours.filter(|name| !allowed.contains(&name.as_str())).map(|name| format!("{package} → {name}")),
        );
    }
    fail_with("the direction of dependency is that of ARCHITECTURE.md", &wrong);
}

#[test]
fn the_lint_engine_and_generated_names_stay_apart_from_io() {
    let calls = ["std::fs", "std::env", "std::process", "std::net", "println!", "eprintln!"];
    let engine = root().join("lint/src");
    let broken: Vec<String> = package_sources()
        .iter()
        .filter(|(path, _)| path.starts_with(&engine))
        .flat_map(|(path, text)| {
            let uses = text.lines().filter(|line| {
                let code = line.split("//").next().unwrap_or_default();
                calls
                    .iter()
                    .any(|call| code.contains(&format!("use {call}")) || code.trim_start().starts_with(call))
            });
            uses.map(|line| format!("{}: {}", shown(path), line.trim())).collect::<Vec<_>>()
        })
        .collect();
    fail_with("the lint engine does no I/O and prints nothing", &broken);
}

#[test]
fn versions_and_lint_levels_come_from_the_workspace() {
    let workspace = manifest(".");
    let packages = workspace["workspace"]["members"].as_array().expect("members are listed");
    let mut wrong = Vec::new();
    for member in packages.iter().filter_map(toml::Value::as_str) {
        let package = manifest(member);
        let inherits = |section: &str, key: &str| {
            package.get(section).and_then(|table| table.get(key)).is_some_and(|value| {
                value.as_bool() == Some(true)
                    || value.get("workspace").and_then(toml::Value::as_bool) == Some(true)
            })
        };
        for key in ["version", "edition", "rust-version", "license"] {
            if !inherits("package", key) {
                wrong.push(format!("{member}: package.{key}"));
            }
        }
        if PACKAGES.contains(&member) && !inherits("lints", "workspace") {
            wrong.push(format!("{member}: lints.workspace"));
        }
    }
    fail_with("what is shared is stated once, in the workspace's manifest", &wrong);
}

#[test]
fn lists_in_manifests_are_sorted() {
    let mut unsorted = Vec::new();
    let manifests = files().into_iter().filter(|path| path.ends_with("Cargo.toml"));
    for path in manifests {
        let text = fs::read_to_string(&path).expect("a manifest is text");
        for section in text.split("\n[") {
            let (head, body) = section.split_once(']').unwrap_or((section, ""));
            if !head.ends_with("dependencies") {
                continue;
            }
            let keys: Vec<&str> = body
                .lines()
                .filter(|line| !line.starts_with('#') && line.contains('=') && !line.starts_with(' '))
                .filter_map(|line| line.split(['=', '.']).next())
                .map(str::trim)
                .collect();
            // Our own packages stand first in the workspace's table, with the reason above them.
            let others: Vec<&&str> = keys.iter().filter(|key| !key.starts_with("ringfence")).collect();
            if !others.is_sorted() {
                unsorted.push(format!("{} [{head}]", shown(&path)));
            }
        }
    }
    fail_with("dependencies are sorted", &unsorted);
}

#[test]
fn the_readme_has_a_row_for_every_practice() {
    let readme = fs::read_to_string(root().join("README.md")).expect("there is a README");
    let missing: Vec<String> = (1..=27)
        .map(|number| format!("P{number}"))
        .filter(|id| !readme.lines().any(|line| line.starts_with(&format!("| {id} |"))))
        .collect();
    fail_with("every practice has a row in the README", &missing);
}

#[test]
fn the_readme_names_every_lint_and_no_other() {
    let readme = fs::read_to_string(root().join("README.md")).expect("there is a README");
    let rows: BTreeMap<&str, &str> =
        readme.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` |")).collect();
    let listed: Vec<&str> = ringfence_lint::LINTS.iter().map(|lint| lint.name).collect();
    assert!(!listed.is_empty());
    let missing: Vec<String> =
        listed.iter().filter(|name| !rows.contains_key(*name)).map(|name| (*name).to_owned()).collect();
    fail_with("every lint has a row in the README's table of lints", &missing);
    let unknown: Vec<String> =
        rows.keys().filter(|name| !listed.contains(*name)).map(|name| (*name).to_owned()).collect();
    fail_with("the README's table of lints names lints that exist", &unknown);
}

#[test]
fn continuous_integration_runs_the_commands_of_the_readme() {
    let readme = fs::read_to_string(root().join("README.md")).expect("there is a README");
    let run = fs::read_to_string(root().join(".ci/run")).expect("there is a .ci/run");
    for command in ["cargo run -p quickstart", "cargo test --workspace"] {
        assert!(readme.contains(command), "the README does not name `{command}`");
        assert!(run.contains(command), ".ci/run does not run `{command}`");
    }
}
