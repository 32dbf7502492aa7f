//! Crates that depend on one another: names are followed across them, and each fault is said once.
#![allow(clippy::unwrap_used, clippy::panic)]

mod memory;

use memory::{lines, memory};
use ringfence_lint::sorted::Map;
use ringfence_lint::{CrateInput, Level, Report, TargetKind, check_crate, check_crates};
use std::sync::Arc;

/// A library at `<name>/lib.rs` that code can name as given.
fn library(name: &str, dependencies: &[(&str, &CrateInput)]) -> CrateInput {
    let mut input = CrateInput::new(name, format!("{name}/lib.rs"), TargetKind::Lib);
    input.dependencies =
        dependencies.iter().map(|(name, krate)| ((*name).to_owned(), Arc::new((*krate).clone()))).collect();
    input
}

fn all(reports: &[Report]) -> Vec<String> {
    reports.iter().flat_map(lines).collect()
}

#[test]
fn names_lead_into_other_crates_whatever_they_are_called() {
    let hosts = "pub mod deep { pub const SCHEME: &str = \"http\"; }\npub use deep::SCHEME as SHORT;\n\
                 pub fn scheme() -> &'static str { SHORT }\npub struct Api { pub base: String }\n\
                 impl Api { pub const OWN: &'static str = SHORT; pub fn new() -> Self { Self { base: SHORT.to_owned() } } }\n";
    let facade =
        "pub use hosts::*;\npub use hosts as inner;\npub mod names { pub use hosts::deep::SCHEME; }\n";
    let uses = [
        "fn f() -> String { format!(\"{}://api.twilio.com\", h::deep::SCHEME) }",
        "use h::SHORT as S;\nfn f() -> String { format!(\"{S}://api.twilio.com\") }",
        "use h::*;\nfn f() -> String { format!(\"{SHORT}://api.twilio.com\") }",
        "use ::h::deep;\nfn f() -> String { format!(\"{}://api.twilio.com\", deep::SCHEME) }",
        "extern crate h as other;\nfn f() -> String { format!(\"{}://api.twilio.com\", other::SHORT) }",
        "fn f() -> String { format!(\"{}://api.twilio.com\", h::scheme()) }",
        "fn f() -> String { format!(\"{}://api.twilio.com\", h::Api::OWN) }",
        "fn f() -> String { format!(\"{}://api.twilio.com\", h::Api::new().base) }",
        "use facade::SHORT;\nfn f() -> String { format!(\"{SHORT}://api.twilio.com\") }",
        "use facade::names::*;\nfn f() -> String { format!(\"{SCHEME}://api.twilio.com\") }",
        "fn f() -> String { format!(\"{}://api.twilio.com\", facade::inner::deep::SCHEME) }",
        "mod m { pub use facade::inner as x; }\nfn f() -> String { format!(\"{}://api.twilio.com\", m::x::SHORT) }",
    ];
    for text in uses {
        let files = memory(&[("hosts/lib.rs", hosts), ("facade/lib.rs", facade), ("app/lib.rs", text)]);
        let hosts = library("hosts", &[]);
        let facade = library("facade", &[("hosts", &hosts)]);
        let app = library("app", &[("h", &hosts), ("facade", &facade)]);
        let alone = check_crate(&app, &files);
        assert_eq!(lines(&alone), ["hosts/lib.rs:1 plain_http_url"], "{text}");
        let together = check_crates(&[hosts, facade, app], &files);
        assert_eq!(all(&together), ["hosts/lib.rs:1 plain_http_url"], "{text}");
    }
}

#[test]
fn a_fault_is_its_own_crates_unless_the_callers_values_make_it() {
    let own = "pub const API: &str = \"http://api.twilio.com\";\n";
    let helper =
        "pub async fn post(url: &str) {\n    reqwest::Client::new().post(url).send().await.unwrap();\n}\n";
    let text = "async fn run() { helper::post(\"https://api.twilio.com\").await; own::API; }\n";
    let files = memory(&[("own/lib.rs", own), ("helper/lib.rs", helper), ("app/lib.rs", text)]);
    let (own, helper) = (library("own", &[]), library("helper", &[]));
    let app = library("app", &[("helper", &helper), ("own", &own)]);
    assert_eq!(lines(&check_crate(&app, &files)), ["helper/lib.rs:2 unretried_call"]);
    assert_eq!(lines(&check_crate(&own, &files)), ["own/lib.rs:1 plain_http_url"]);
    assert!(lines(&check_crate(&helper, &files)).is_empty());
    let mut found = all(&check_crates(&[own, helper, app], &files));
    found.sort();
    assert_eq!(found, ["helper/lib.rs:2 unretried_call", "own/lib.rs:1 plain_http_url"]);
}

#[test]
fn a_file_of_several_crates_is_judged_once_and_at_its_own_levels() {
    let files = memory(&[
        ("lib/lib.rs", "pub const API: &str = \"http://api.twilio.com\";\n"),
        ("a.rs", "#[path = \"common.rs\"] mod common;\nfn f() { lib::API; }\n"),
        ("b.rs", "#[path = \"common.rs\"] mod common;\nfn f() { lib::API; }\n"),
        ("common.rs", "pub const API: &str = \"http://voice.twilio.com\";\n"),
    ]);
    let mut lib = library("lib", &[]);
    lib.levels.set("plain_http_url", Level::Warn).unwrap();
    let bin = |name: &str| CrateInput {
        dependencies: Map::from([("lib".to_owned(), Arc::new(lib.clone()))]),
        ..CrateInput::new(name, format!("{name}.rs"), TargetKind::Bin)
    };
    let reports = check_crates(&[lib.clone(), bin("a"), bin("b")], &files);
    assert_eq!(reports.len(), 1);
    assert_eq!(lines(&reports[0]), ["lib/lib.rs:1 plain_http_url", "common.rs:1 plain_http_url"]);
    let levels: Vec<Level> = reports[0].diagnostics.iter().map(|found| found.level).collect();
    assert_eq!(levels, [Level::Warn, Level::Deny]);
    let sources = reports[0].sources.iter().filter(|source| source.path.ends_with("lib.rs")).count();
    assert_eq!(sources, 1, "a library is loaded once");
}

#[test]
fn crates_of_others_are_known_under_the_names_that_a_manifest_gives_them() {
    let text = "async fn f() { rq::Client::new().post(\"https://api.twilio.com\").send().await.unwrap(); }\n\
                fn g() { let c = tw::Client::new(\"a\", \"b\"); c.send_message(1); }\n\
                async fn h() { use rq::*; Client::new().post(\"https://api.twilio.com\").send().await.unwrap(); }\n\
                fn k() -> rf::NoRetry { rf::NoRetry::because(\"\") }\n";
    let files = memory(&[("app/lib.rs", text)]);
    let mut app = library("app", &[]);
    assert!(!lines(&check_crate(&app, &files)).contains(&"app/lib.rs:1 unretried_call".to_owned()));
    let names = [("rq", "reqwest"), ("tw", "twilio"), ("rf", "ringfence")];
    app.renames = names.map(|(name, own)| (name.to_owned(), own.to_owned())).into();
    let found = lines(&check_crate(&app, &files));
    for line in ["1 unretried_call", "2 unretried_call", "3 unretried_call", "4 missing_reason"] {
        assert!(found.contains(&format!("app/lib.rs:{line}")), "{line} of {found:?}");
    }
    // A crate that the lints know is theirs, though its source lies in the workspace.
    let own = CrateInput::new("ringfence", "ringfence/lib.rs", TargetKind::Lib);
    let app = library("app", &[("rf", &own)]);
    assert!(lines(&check_crate(&app, &files)).contains(&"app/lib.rs:4 missing_reason".to_owned()));
}

#[test]
fn what_cannot_matter_is_not_parsed() {
    let files = memory(&[
        ("plain/lib.rs", "mod broken;\n"),
        ("plain/broken.rs", "fn f( {"),
        ("app/lib.rs", "fn f() { \"https://api.twilio.com\"; }\n"),
        ("user/lib.rs", "fn f() { plain::f(\"https://api.twilio.com\"); }\n"),
    ]);
    let plain = library("plain", &[]);
    let report = check_crate(&library("app", &[("plain", &plain)]), &files);
    assert!(report.skipped.is_empty(), "{:?}", report.skipped);
    let report = check_crate(&library("user", &[("plain", &plain)]), &files);
    assert_eq!(report.skipped.len(), 1, "what is handed something is followed: {:?}", report.skipped);
    let report = check_crate(&plain, &files);
    assert_eq!((report.skipped.len(), report.sources.len(), report.steps), (0, 2, 0));
    let gone = check_crate(&library("gone", &[("plain", &plain)]), &files);
    assert_eq!(gone.skipped.len(), 1);
}

#[test]
fn a_path_in_code_is_no_module() {
    struct Asked(std::sync::Mutex<Vec<String>>);
    impl ringfence_lint::Sources for Asked {
        fn read(&self, path: &std::path::Path) -> Option<String> {
            self.0.lock().unwrap().push(path.display().to_string());
            let text = "fn f() { let path = \"/dev/zero\"; }\n#[path = \"../app/lib.rs\"] mod again;\nmod a { mod b; }\nmod c;\n";
            (path == std::path::Path::new("app/lib.rs")).then(|| text.to_owned())
        }
    }
    let asked = Asked(std::sync::Mutex::default());
    assert!(check_crate(&library("app", &[]), &asked).diagnostics.is_empty());
    let asked = asked.0.into_inner().unwrap();
    assert!(!asked.iter().any(|path| path.contains("zero")), "{asked:?}");
    assert!(asked.contains(&"app/a/b.rs".to_owned()) && asked.contains(&"app/c.rs".to_owned()), "{asked:?}");
    assert!(asked.iter().filter(|path| path.ends_with("app/lib.rs")).count() < 8, "{asked:?}");
}

#[test]
fn a_permit_in_a_file_of_two_targets_is_good_for_what_it_silences_in_one() {
    let shared = "#[ringfence::permit(plain_http_url, reason = \"a stub\")]\n\
                  pub fn base() -> String { format!(\"http://{}\", super::HOST) }\n";
    let files = memory(&[
        ("app/lib.rs", "mod shared;\nconst HOST: &str = \"api.twilio.com\";\n"),
        ("app/main.rs", "mod shared;\nconst HOST: &str = \"localhost\";\nfn main() {}\n"),
        ("app/shared.rs", shared),
    ]);
    let lib = CrateInput::new("app", "app/lib.rs", TargetKind::Lib);
    let main = CrateInput {
        dependencies: Map::from([("app".to_owned(), Arc::new(lib.clone()))]),
        ..CrateInput::new("app", "app/main.rs", TargetKind::Bin)
    };
    assert_eq!(all(&check_crates(&[lib.clone(), main.clone()], &files)), Vec::<String>::new());
}
