//! What the item door keeps between items changes nothing: the next item is told what a process that never saw the crate
//! would be told, whatever has happened to the files since.
#![allow(clippy::unwrap_used, clippy::panic)]

mod memory;

use memory::{Memory, memory};
use ringfence_lint::{CrateInput, ItemContext, Levels, TargetKind, check_item};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where the crate lies that is asked about again and again.
const HOME: &str = "kept/home";

const ITEMS: [&str; 3] = [
    "pub fn first() -> String { format!(\"{}/v1\", hosts::API) }",
    "pub fn second(url: &str) { net::send(url); net::send(hosts::API); }",
    "pub fn third() { shared::call(other::TWILIO); }",
];

fn root() -> String {
    format!(
        "mod hosts;\nmod net;\n{}\n",
        ITEMS.map(|item| format!("#[ringfence::enforce]\n{item}\n")).concat()
    )
}

/// The files after each edit, the first version first.
fn versions() -> Vec<Vec<(&'static str, String)>> {
    let hosts = |text: &str| ("src/hosts.rs", text.to_owned());
    let net = |text: &str| ("src/net.rs", text.to_owned());
    let shared = |text: &str| ("shared/lib.rs", text.to_owned());
    let https = "pub const API: &str = \"https://api.twilio.com\";\n";
    let http = "pub const API: &str = \"http://api.twilio.com\";\n";
    let sends = "pub fn send(url: &str) { ureq::get(url).call().unwrap(); }\n";
    let calls = "pub fn call(url: &str) { ureq::post(url).send(\"\").unwrap(); }\n";
    let lib = || ("src/lib.rs", root());
    vec![
        vec![lib(), hosts(https), net(""), shared("")],
        vec![lib(), hosts(http), net(sends), shared("")],
        vec![lib(), hosts(https), net(sends), shared(calls)],
        vec![lib(), hosts("mod deep;\npub use deep::API;\n"), net(sends), shared(calls)],
        vec![
            lib(),
            hosts("mod deep;\npub use deep::API;\n"),
            ("src/hosts/deep.rs", http.to_owned()),
            net(""),
            shared(""),
        ],
        vec![lib(), ("src/hosts/mod.rs", http.to_owned()), net(sends), shared(calls)],
        // The editor holds a newer item than the disk.
        vec![
            ("src/lib.rs", root().replace("hosts::API", "hosts::OLD")),
            hosts(http),
            net(sends),
            shared(calls),
        ],
        vec![lib(), hosts(http), net("pub fn send(url: &str) {"), shared(calls)],
        vec![lib(), hosts(https), net(""), shared("")],
        vec![
            ("src/lib.rs", format!("#![cfg(feature = \"all\")]\n{}", root())),
            hosts(http),
            net(sends),
            shared(calls),
        ],
    ]
}

fn crate_in(folder: &str, features: &[&str]) -> CrateInput {
    let shared = CrateInput::new("shared", format!("{folder}/shared/lib.rs"), TargetKind::Lib);
    let mut krate = CrateInput::new("case", format!("{folder}/src/lib.rs"), TargetKind::Lib);
    krate.features = features.iter().map(|feature| (*feature).to_owned()).collect();
    krate.dependencies.insert("shared".to_owned(), Arc::new(shared));
    krate
}

/// What every item is told of a version that lies in a folder.
fn told(folder: &str, version: &[(&str, String)], features: &[&str]) -> Vec<String> {
    let files: Vec<(String, &str)> =
        version.iter().map(|(path, text)| (format!("{folder}/{path}"), text.as_str())).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let files: Memory = memory(&files);
    let lib = files.0.get(Path::new(&format!("{folder}/src/lib.rs"))).unwrap();
    let said = ITEMS.iter().enumerate().map(|(at, item)| {
        let name = item.split('(').next().unwrap();
        let line = lib.lines().position(|line| line.starts_with(name)).unwrap() + 1;
        let file = PathBuf::from(format!("{folder}/src/lib.rs"));
        let context = || Some(ItemContext { krate: crate_in(folder, features), file: file.clone(), line });
        let report = check_item(&item.parse().unwrap(), &Levels::default(), &context, &files);
        format!("{at}: {:?}", report.diagnostics).replace(folder, "")
    });
    said.collect()
}

#[test]
fn what_is_kept_says_what_a_new_process_would() {
    let versions = versions();
    let mut silent = 0;
    // There and back again, and from each to each: every version comes after many others.
    let count = versions.len();
    let order = (0..count).chain((0..count).rev()).chain((0..count * 3).map(|at| at * 7 % count));
    for (step, at) in order.enumerate() {
        // Features change now and then, as in an editor.
        let features: &[&str] = if step % 5 < 3 { &[] } else { &["all"] };
        let new = told(&format!("kept/new{step}"), &versions[at], features);
        for again in 0..2 {
            assert_eq!(told(HOME, &versions[at], features), new, "version {at}, step {step}, time {again}");
        }
        silent += usize::from(new.iter().all(|said| said.ends_with("[]")));
    }
    assert!((1..count * 5).contains(&silent), "some versions are faulty, some are not: {silent}");
}
