//! What a run costs, and what it owns up to: steps and bounds, counted without a clock.
#![allow(clippy::unwrap_used)]

mod memory;

use memory::check;

/// A crate of ordinary code around Twilio, `size` times over: structs, constructors, callers, closures, branches.
fn crate_of(size: usize) -> String {
    let mut text = String::from("const API: &str = \"https://api.twilio.com\";\n");
    for at in 0..size {
        text.push_str(&format!(
            "pub struct Sender{at} {{ base: String, http: reqwest::Client }}\n\
             impl Sender{at} {{\n\
                 pub fn new() -> Self {{ Self {{ base: format!(\"{{API}}/{at}\"), http: reqwest::Client::new() }} }}\n\
                 fn url(&self, path: &str) -> String {{ format!(\"{{}}/{{path}}\", self.base) }}\n\
                 pub async fn send(&self, path: &str) -> Option<String> {{\n\
                     let paths: Vec<String> = path.split('/').map(|part| self.url(part)).collect();\n\
                     let url = if path.is_empty() {{ self.url(\"a\") }} else {{ paths.first()?.clone() }};\n\
                     for _ in 0..3 {{ log{at}(&url); }}\n\
                     self.http.post(url).send().await.ok()?.text().await.ok()\n\
                 }}\n\
             }}\n\
             fn log{at}(text: &str) {{ println!(\"{{text}}\"); }}\n\
             pub async fn run{at}() {{ Sender{at}::new().send(\"b\").await; Sender{at}::new().send(\"c\").await; }}\n"
        ));
    }
    text
}

#[test]
fn four_times_the_source_takes_at_most_four_and_a_half_times_the_steps() {
    let steps = |size: usize| check(&[("lib.rs", &crate_of(size))]).steps;
    let (one, four) = (steps(100), steps(400));
    assert!(one > 1_000, "{one} steps");
    assert!(four * 2 <= one * 9, "{one} steps grew to {four}");
}

/// A chain of helpers, so and so long, with a URL handed to the last.
fn chain_of(length: usize) -> String {
    let helpers = (0..length).map(|at| format!("fn f{at}(s: &str) {{ f{}(s); }}\n", at + 1));
    let ends = [format!(
        "fn f{length}(s: &str) {{ drop(format!(\"{{s}}://api.twilio.com\")); }}\nfn main() {{ f0(\"http\"); }}\n"
    )];
    helpers.chain(ends).collect()
}

#[test]
fn calls_are_followed_to_any_depth() {
    for length in [1, 12, 13, 200, 500] {
        let report = check(&[("lib.rs", &chain_of(length))]);
        assert_eq!(report.diagnostics.len(), 1, "{length}");
        assert_eq!(report.not_followed, [], "{length}");
    }
}

#[test]
fn files_that_call_one_another_take_no_more_steps_than_their_number() {
    let steps = |size: usize| {
        let mods: String = (0..size).map(|at| format!("mod m{at};\n")).collect();
        let texts: Vec<(String, String)> = (0..size)
            .map(|at| {
                let next = (at + 1) % size;
                let text = format!(
                    "pub const API: &str = \"https://api.twilio.com/{at}\";\n\
                     pub async fn send(url: &str) {{ crate::m{next}::note(url); reqwest::Client::new().post(url).send().await; }}\n\
                     pub fn note(text: &str) {{ println!(\"{{text}}\"); }}\n\
                     pub async fn run() {{ crate::m{next}::send(API).await; send(crate::m{next}::API).await; }}\n"
                );
                (format!("m{at}.rs"), text)
            })
            .collect();
        let files: Vec<(&str, &str)> = std::iter::once(("lib.rs", mods.as_str()))
            .chain(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())))
            .collect();
        check(&files).steps
    };
    let (one, four) = (steps(50), steps(200));
    assert!(one > 500, "{one} steps");
    assert!(four * 2 <= one * 9, "{one} steps grew to {four}");
}

#[test]
fn bounds_that_are_hit_are_named_with_their_place() {
    let report = check(&[("lib.rs", &chain_of(1_100))]);
    let said: Vec<&str> = report.not_followed.iter().map(|(_, why)| why.as_str()).collect();
    assert!(said.contains(&"calls nest deeper than is followed"), "{said:?}");
    let arms: String = (0..20).map(|at| format!("{at} => \"https://api.twilio.com/{at}\",\n")).collect();
    let report =
        check(&[("lib.rs", &format!("fn f(x: u8) -> &'static str {{ match x {{ {arms} _ => \"\" }} }}\n"))]);
    let said: Vec<&str> = report.not_followed.iter().map(|(_, why)| why.as_str()).collect();
    assert!(said.contains(&"more alternatives than these are not followed"), "{said:?}");
    assert!(
        check(&[("lib.rs", "fn f() -> &'static str { \"https://api.twilio.com\" }")]).not_followed.is_empty()
    );
}
