//! Names, files and `cfg`s, seen through what the lints find.
#![allow(clippy::unwrap_used, clippy::panic)]

mod memory;

use memory::{check, input, lines, memory};
use ringfence_lint::{Level, TargetKind, check_crate};

const HTTP: &str = "pub const API: &str = \"http://api.twilio.com\";\n";

#[test]
fn modules_are_found_where_rust_looks_for_them() {
    let root =
        "mod a;\nmod b { pub mod c; #[path = \"x/d.rs\"] pub mod d; }\n#[path = \"odd/e.rs\"] mod e;\n";
    let files = [
        ("src/lib.rs", root),
        ("src/a/mod.rs", "pub mod inner;"),
        ("src/a/inner.rs", HTTP),
        ("src/b/c.rs", "pub mod deep;"),
        ("src/b/c/deep.rs", HTTP),
        ("src/b/x/d.rs", HTTP),
        ("src/odd/e.rs", "mod beside;"),
        ("src/odd/beside.rs", HTTP),
    ];
    let report = check(&files);
    assert_eq!(report.skipped, []);
    let mut found = lines(&report);
    found.sort();
    let expected = ["src/a/inner.rs", "src/b/c/deep.rs", "src/b/x/d.rs", "src/odd/beside.rs"];
    assert_eq!(found, expected.map(|file| format!("{file}:1 plain_http_url")));
}

#[test]
fn a_file_that_does_not_parse_is_skipped_with_its_place_and_the_rest_is_judged() {
    let report =
        check(&[("lib.rs", "mod bad;\nmod gone;\nmod good;\n"), ("bad.rs", "fn f( {\n"), ("good.rs", HTTP)]);
    assert_eq!(lines(&report), ["good.rs:1 plain_http_url"]);
    let skipped: Vec<String> =
        report.skipped.iter().map(|(path, why)| format!("{}: {why}", path.display())).collect();
    assert_eq!(skipped.len(), 2, "{skipped:?}");
    assert!(skipped.iter().any(|text| text.starts_with("gone.rs: no file")), "{skipped:?}");
    assert!(skipped.iter().any(|text| text.starts_with("bad.rs: 1:")), "{skipped:?}");
}

#[test]
fn the_root_that_is_not_there_is_named() {
    let report = check_crate(&input("src/lib.rs"), &memory(&[]));
    assert_eq!(report.skipped.len(), 1);
}

/// One name, reached in every way: each must lead to the scheme.
#[test]
fn paths_lead_through_renames_globs_and_re_exports() {
    let uses = [
        "use crate::deep::hosts::SCHEME;\nfn f() -> String { format!(\"{SCHEME}://api.twilio.com\") }",
        "use crate::deep::{hosts::{self as h}};\nfn f() -> String { format!(\"{}://api.twilio.com\", h::SCHEME) }",
        "use crate::deep::hosts::*;\nfn f() -> String { format!(\"{SCHEME}://api.twilio.com\") }",
        "use crate::SHORT as S;\nfn f() -> String { format!(\"{S}://api.twilio.com\") }",
        "use super::prelude::*;\nfn f() -> String { format!(\"{SHORT}://api.twilio.com\") }",
        "fn f() -> String { use crate::deep::hosts::SCHEME as T; format!(\"{T}://api.twilio.com\") }",
        "fn f() -> String { format!(\"{}://api.twilio.com\", super::deep::hosts::SCHEME) }",
        "fn f() -> String { format!(\"{}://api.twilio.com\", crate::Alias::SCHEME) }",
        "fn f() -> String { const OWN: &str = crate::SHORT; format!(\"{OWN}://api.twilio.com\") }",
        "fn f() -> String { format!(\"{}://api.twilio.com\", *crate::LAZY) }",
    ];
    for text in uses {
        let root = "mod deep;\nmod user;\nmod prelude { pub use crate::SHORT; pub use super::prelude::*; }\n\
                    pub use deep::hosts::SCHEME as SHORT;\npub type Alias = deep::Hosts;\n\
                    pub static LAZY: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| SHORT.to_owned());\n";
        let deep = "pub mod hosts {\n    pub const SCHEME: &str = \"http\";\n}\npub struct Hosts;\n\
                    impl Hosts { pub const SCHEME: &'static str = hosts::SCHEME; }\n";
        let report = check(&[("lib.rs", root), ("deep.rs", deep), ("user.rs", text)]);
        assert_eq!(lines(&report), ["deep.rs:2 plain_http_url"], "{text}");
    }
}

#[test]
fn circles_of_names_end() {
    let report = check(&[(
        "lib.rs",
        "mod a { pub use super::b::*; pub use super::b::X as Y; }\nmod b { pub use super::a::*; pub use super::a::Y as X; }\n\
         use a::X;\nconst P: &str = Q;\nconst Q: &str = P;\ntype T = U;\ntype U = T;\n\
         fn f(t: T) -> String { g(t); format!(\"{X}{P}://api.twilio.com\") }\nfn g(t: U) -> String { f(t) }\n",
    )]);
    assert_eq!(lines(&report), [] as [&str; 0]);
}

#[test]
fn code_that_cannot_be_built_is_not_judged() {
    let cases = [
        ("#[cfg(any())]", false),
        ("#[cfg(not(all()))]", false),
        ("#[cfg(feature = \"off\")]", false),
        ("#[cfg(all(unix, feature = \"off\"))]", false),
        ("#[cfg(test)]", false),
        ("#[cfg(all(test, unix))]", false),
        ("#[cfg(feature = \"on\")]", true),
        ("#[cfg(not(feature = \"on\"))]", true),
        ("#[cfg(not(feature = \"off\"))]", true),
        ("#[cfg(any(unix, windows))]", true),
        ("#[cfg(not(test))]", true),
        ("#[cfg(any(test, unix))]", true),
    ];
    for (cfg, fires) in cases {
        for carrier in
            [format!("{cfg}\n{HTTP}"), format!("fn f() {{ {cfg}\n let _x = \"http://api.twilio.com\"; }}")]
        {
            let mut input = input("lib.rs");
            input.features.insert("on".to_owned());
            let report = check_crate(&input, &memory(&[("lib.rs", &carrier)]));
            assert_eq!(!report.diagnostics.is_empty(), fires, "{carrier}");
        }
    }
    let outside = check(&[("lib.rs", "#[cfg(test)]\nmod tests;\n"), ("tests.rs", HTTP)]);
    assert_eq!(lines(&outside), [] as [&str; 0]);
}

#[test]
fn levels_and_targets_decide_what_is_said() {
    let files = memory(&[("lib.rs", HTTP)]);
    let mut input = input("lib.rs");
    input.levels.set("plain_http_url", Level::Warn).unwrap();
    assert_eq!(check_crate(&input, &files).diagnostics[0].level, Level::Warn);
    input.levels.set("plain_http_url", Level::Allow).unwrap();
    assert!(check_crate(&input, &files).diagnostics.is_empty());
    input.levels.set("plain_http_url", Level::Deny).unwrap();
    input.kind = TargetKind::Test;
    assert!(check_crate(&input, &files).diagnostics.is_empty());
    input.kind = TargetKind::Example;
    assert_eq!(check_crate(&input, &files).diagnostics.len(), 1);
}

#[test]
fn a_diagnostic_shows_where_a_value_came_from() {
    let text =
        "const HOST: &str = \"api.twilio.com\";\nfn f() -> String {\n    format!(\"http://{HOST}\")\n}\n";
    let report = check(&[("lib.rs", text)]);
    let found = &report.diagnostics[0];
    let shown = |place: ringfence_lint::Place| &text[place.start as usize..place.end as usize];
    assert_eq!(shown(found.primary), "http://", "the piece of the format string that holds the scheme");
    let places: Vec<&str> = found.secondary.iter().map(|(place, _)| shown(*place)).collect();
    assert_eq!(places, ["\"api.twilio.com\""], "what the primary place shows is not told again");
}
