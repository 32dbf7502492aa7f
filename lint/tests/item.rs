//! The item door: what it asks for, and how it points.
#![allow(clippy::unwrap_used, clippy::panic)]

mod memory;

use memory::{Memory, input, memory};
use proc_macro2::TokenStream;
use ringfence_lint::{ItemContext, ItemReport, Level, Levels, Sources, check_item, is_triggered};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

fn check(item: &str, files: &Memory, line: usize) -> (ItemReport, usize) {
    let tokens: TokenStream = item.parse().unwrap();
    let asked = Cell::new(0);
    let context = || {
        asked.set(asked.get() + 1);
        Some(ItemContext { krate: input("src/lib.rs"), file: PathBuf::from("src/lib.rs"), line })
    };
    let report = check_item(&tokens, &Levels::default(), &context, files);
    (report, asked.get())
}

/// What the primary place covers, as source.
fn shown(report: &ItemReport, index: usize, item: &str) -> String {
    let place = report.diagnostics[index].primary;
    let first = report.spans[place.start as usize].byte_range().start;
    let last = report.spans[place.end as usize].byte_range().end;
    // Spans of a text that was parsed alone count from wherever the thread's texts ended before.
    let start = report.spans[0].byte_range().start;
    item[first - start..last - start].to_owned()
}

#[test]
fn what_the_item_defines_itself_is_not_asked_of_the_crate() {
    let item = "fn f(x: u32) -> Option<u32> { let client = std::env::var(\"TWILIO_REGION\").ok()?; x.checked_add(client.len() as u32) }";
    let (report, asked) = check(item, &Memory::default(), 1);
    assert!(report.diagnostics.is_empty());
    assert_eq!(asked, 0);
    let (_, asked) = check("fn f() -> String { format!(\"{API}/v1\", API = TWILIO) }", &Memory::default(), 1);
    assert_eq!(asked, 1);
}

#[test]
fn names_lead_to_twilio_only_where_the_text_of_the_crate_does() {
    let item = "fn f() { net::deep::notify() }";
    let sent = "pub fn notify() { ureq::get(\"https://api.twilio.com\").call().unwrap(); }";
    let other = sent.replace("twilio", "example");
    for (deep, findings) in [(sent, 1), (other.as_str(), 0), (sent, 1)] {
        for (root, path) in [
            ("mod net;\n", "src/net/deep.rs"),
            ("mod net;\n", "src/net/deep/mod.rs"),
            ("mod net { mod x { } pub mod deep; }\n", "src/net/deep.rs"),
            ("mod net { #[path = \"odd.rs\"] pub mod deep; }\n", "src/net/odd.rs"),
        ] {
            let files = memory(&[("src/lib.rs", root), ("src/net.rs", "pub mod deep;\n"), (path, deep)]);
            let (report, asked) = check(item, &files, 2);
            assert_eq!((report.diagnostics.len(), asked), (findings, 1), "{root} {path}");
        }
    }
}

#[test]
fn items_without_a_telling_token_are_not_parsed() {
    assert!(!is_triggered(&"fn add(a: u32, b: u32) -> u32 { a + b }".parse().unwrap()));
    for item in
        ["fn f() { x.send(); }", "fn f() { g(LIMIT); }", "fn f() { \"http://a\"; }", "fn f() { base_url(); }"]
    {
        assert!(is_triggered(&item.parse().unwrap()), "{item}");
    }
}

#[test]
fn a_definition_elsewhere_is_named_and_the_use_is_pointed_at() {
    let files = memory(&[
        ("src/lib.rs", "mod hosts;\nfn f() -> String { format!(\"{}/v1\", hosts::API) }\n"),
        ("src/hosts.rs", "\npub const API: &str = \"http://api.twilio.com\";\n"),
    ]);
    let item = "fn f() -> String { format!(\"{}/v1\", hosts::API) }";
    let (report, _) = check(item, &files, 2);
    assert_eq!(report.diagnostics.len(), 1);
    assert_eq!(shown(&report, 0, item), "hosts::API");
    assert_eq!(report.diagnostics[0].notes, ["it is set at src/hosts.rs:2:23"]);
}

#[test]
fn what_changed_on_disk_is_seen_by_the_next_item() {
    let item = "fn f() -> &'static str { hosts::API }";
    let lib = ("src/lib.rs", "mod hosts;\nfn f() -> &'static str { hosts::API }\n");
    for (text, findings) in [("http", 1), ("https", 0), ("http", 1)] {
        let hosts = format!("pub const API: &str = \"{text}://api.twilio.com\";\n");
        let (report, _) = check(item, &memory(&[lib, ("src/hosts.rs", &hosts)]), 2);
        assert_eq!(report.diagnostics.len(), findings, "{text}");
    }
}

#[test]
fn the_tokens_at_hand_stand_for_the_item_on_disk() {
    let files = memory(&[("src/lib.rs", "mod a {\n    fn f() { \"http://api.twilio.com\"; }\n}\n")]);
    let (report, _) = check("fn f() { g(\"https://api.twilio.com\"); }", &files, 2);
    assert!(report.diagnostics.is_empty(), "{:?}", report.diagnostics);
}

#[test]
fn a_permit_inside_the_item_covers_what_stands_elsewhere() {
    let files = memory(&[
        ("src/lib.rs", "mod hosts;\n"),
        ("src/hosts.rs", "pub const API: &str = \"http://api.twilio.com\";\n"),
    ]);
    let item = "fn f() { #[ringfence::permit(plain_http_url, reason = \"a proxy\")] let url = hosts::API; drop(url); }";
    let (report, _) = check(item, &files, 3);
    assert!(report.diagnostics.is_empty(), "{:?}", report.diagnostics);
}

#[test]
fn an_item_that_does_not_parse_is_left_to_rustc() {
    let (report, _) = check("fn f() { let = \"http://api.twilio.com\" }", &Memory::default(), 1);
    assert!(report.diagnostics.is_empty());
}

#[test]
fn what_is_handed_to_an_item_from_elsewhere_counts() {
    let item = "impl Api { async fn go(&self, url: &str) { self.http.get(url).send().await.unwrap(); self.http.get(&self.base).send().await.unwrap(); } }";
    let rest = "struct Api { http: reqwest::Client, base: String }\n\
        fn make() -> Api { Api { http: reqwest::Client::new(), base: \"https://api.twilio.com\".into() } }\n\
        async fn run(api: Api) { api.go(\"https://voice.twilio.com\").await; }\n";
    for (rest, findings) in [(rest.to_owned(), 2), (rest.replace("twilio", "example"), 0)] {
        let files = memory(&[("src/lib.rs", &format!("{item}\n{rest}"))]);
        let (report, _) = check(item, &files, 1);
        assert_eq!(report.diagnostics.len(), findings);
    }
}

#[test]
fn an_item_that_is_most_of_its_crate_is_judged_like_a_small_one() {
    let function = |index: usize| {
        format!(
            "    fn a{index}(base: &str) {{ g(\"http://api.twilio.com/{index}\", base); }}\n    \
             #[ringfence::permit(plain_http_url, reason = \"a proxy\")]\n    fn b{index}(base: &str) {{ g(\"http://api.twilio.com/b\", base); }}\n"
        )
    };
    let module = |functions: usize| {
        let functions: String = (0..functions).map(function).collect();
        format!(
            "mod m {{\n    const REGION: &str = \"fr1\";\n    fn c() -> String {{ format!(\"https://api.{{REGION}}.twilio.com\") }}\n{functions}}}"
        )
    };
    for functions in [2, 400] {
        let item = module(functions);
        let on_disk = memory(&[("src/lib.rs", &format!("#[ringfence::enforce]\n{item}\n"))]);
        let (placed, _) = check(&item, &on_disk, 2);
        let (alone, _) = check(&item, &memory(&[("src/lib.rs", "fn other() {}")]), 2);
        assert_eq!(placed.diagnostics.len(), functions + 1, "{functions} functions");
        let places = |report: &ItemReport| -> Vec<_> {
            report
                .diagnostics
                .iter()
                .map(|found| (found.lint.name, found.primary, found.message.clone()))
                .collect()
        };
        assert_eq!(places(&placed), places(&alone));
    }
}

#[test]
fn a_fault_elsewhere_is_said_once_by_the_item_that_uses_it_first() {
    let (first, second) = ("fn a() -> &'static str { hosts::API }", "fn b() -> &'static str { hosts::API }");
    let lib = format!("mod hosts;\n#[ringfence::enforce]\n{first}\n#[ringfence::enforce]\n{second}\n");
    let hosts = ("src/hosts.rs", "pub const API: &str = \"http://api.twilio.com\";\n");
    let files = memory(&[("src/lib.rs", &lib), hosts]);
    // In whichever order, and as often as they are asked.
    for (item, line, found) in [(second, 5, 0), (first, 3, 1), (second, 5, 0), (first, 3, 1)] {
        let (report, _) = check(item, &files, line);
        assert_eq!(report.diagnostics.len(), found, "{item}");
    }
    // What an editor holds that the file does not is judged by its own tokens.
    let (report, _) = check("fn b() -> &'static str { drop(1); hosts::API }", &files, 5);
    assert_eq!(report.diagnostics.len(), 1);
}

#[test]
fn levels_of_an_enforced_item_hold_in_it_through_both_doors() {
    let module = "mod m {\n    #[ringfence::enforce(warn(transport), deny(no_such_lint))]\n    fn a() { \"http://api.twilio.com/a\"; }\n    \
        #[enforce(warn(transport))]\n    mod n {\n        #[enforce(deny(plain_http_url))]\n        fn b() { \"http://api.twilio.com/b\"; }\n    }\n    \
        fn c() { \"http://api.twilio.com/c\"; }\n}";
    let levels = |diagnostics: &[ringfence_lint::Diagnostic]| {
        diagnostics.iter().map(|found| found.level).collect::<Vec<_>>()
    };
    let expected = [Level::Warn, Level::Deny, Level::Deny];
    let files = memory(&[("src/lib.rs", module)]);
    let krate = input("src/lib.rs");
    assert_eq!(levels(&ringfence_lint::check_crate(&krate, &files).diagnostics), expected);
    assert_eq!(levels(&check(module, &files, 1).0.diagnostics), expected);
    let other = memory(&[("src/lib.rs", "fn other() {}")]);
    assert_eq!(levels(&check(module, &other, 1).0.diagnostics), expected, "from the tokens alone");
}

/// Files that count how often each is read.
struct Counted(Memory, Mutex<BTreeMap<PathBuf, usize>>);

impl Sources for Counted {
    fn read(&self, path: &Path) -> Option<String> {
        *self.1.lock().unwrap().entry(path.to_path_buf()).or_default() += 1;
        self.0.read(path)
    }
}

#[test]
fn each_file_is_read_once_for_an_item() {
    let item = "fn f() -> &'static str { hosts::API }";
    let lib = format!("mod hosts;\n{item}\n");
    let hosts = "pub const API: &str = \"http://api.twilio.com\";\n";
    // From its file, from its tokens alone, and once more when everything is known.
    for (text, line) in [(lib.as_str(), 2), ("mod hosts;\n", 1), (lib.as_str(), 2)] {
        let files = Counted(memory(&[("once/lib.rs", text), ("once/hosts.rs", hosts)]), Mutex::default());
        let context =
            || Some(ItemContext { krate: input("once/lib.rs"), file: PathBuf::from("once/lib.rs"), line });
        let report = check_item(&item.parse().unwrap(), &Levels::default(), &context, &files);
        assert_eq!(report.diagnostics.len(), 1);
        let counts = files.1.into_inner().unwrap();
        assert!(counts.len() >= 2 && counts.values().all(|count| *count == 1), "{counts:?}");
    }
}
