//! Any text as a crate of several files and one that it depends on, and as an item: findings or a skipped file, never a panic.
//!
//! A line `//= other.rs` begins another file; the files of the dependency lie in `dep/`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use proc_macro2::TokenStream;
use ringfence_lint::{CrateInput, ItemContext, Levels, Sources, TargetKind, check_crate, check_item};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

struct Files(BTreeMap<PathBuf, String>);

impl Sources for Files {
    fn read(&self, path: &Path) -> Option<String> {
        self.0.get(path).cloned()
    }
}

fn files(text: &str) -> Files {
    let mut files = BTreeMap::new();
    for (number, part) in text.split("\n//= ").enumerate() {
        let (path, part) = if number == 0 { ("lib.rs", part) } else { part.split_once('\n').unwrap_or((part, "")) };
        files.insert(PathBuf::from(path.trim()), part.to_owned());
    }
    // The prefilter would let most of the junk by.
    for root in ["lib.rs", "dep/lib.rs"] {
        let text = files.entry(PathBuf::from(root)).or_default();
        text.insert_str(0, "pub const API: &str = \"http://api.twilio.com\";\n");
    }
    Files(files)
}

fuzz_target!(|text: &str| {
    let files = files(text);
    let mut input = CrateInput::new("fuzz", "lib.rs", TargetKind::Lib);
    let dependency = CrateInput::new("dep", "dep/lib.rs", TargetKind::Lib);
    input.dependencies.insert("dep".to_owned(), Arc::new(dependency));
    input.renames.insert("http_client".to_owned(), "reqwest".to_owned());
    let one = check_crate(&input, &files);
    let other = check_crate(&input, &files);
    assert_eq!(format!("{:?}", one.diagnostics), format!("{:?}", other.diagnostics));

    let Some(root) = files.0.get(Path::new("lib.rs")) else { return };
    let item = root.split_once('\n').map_or("", |(_, rest)| rest);
    if let Ok(tokens) = item.parse::<TokenStream>() {
        let context = || Some(ItemContext { krate: input.clone(), file: PathBuf::from("lib.rs"), line: 2 });
        let _ = check_item(&tokens, &Levels::default(), &context, &files);
    }
});
