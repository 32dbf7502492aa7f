//! `clippy-config`: clippy itself takes the fragment, and holds it.

use super::{run, tree};
use std::process::Command;

/// A stand-in for reqwest: clippy goes by paths.
const REQWEST: &str = "pub struct ClientBuilder;\nimpl ClientBuilder {\n    \
    pub fn danger_accept_invalid_certs(self, _: bool) -> Self {\n        self\n    }\n}\n";
const USER: &str = "pub fn client() -> reqwest::ClientBuilder {\n    reqwest::ClientBuilder.danger_accept_invalid_certs(true)\n}\n";

#[test]
fn clippy_takes_the_fragment_and_holds_it() {
    let outcome = run(&["clippy-config"]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let folder = tree(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"reqwest\", \"user\"]\nresolver = \"3\"\n"),
        ("clippy.toml", &outcome.out),
        ("reqwest/Cargo.toml", "[package]\nname = \"reqwest\"\nedition = \"2024\"\n"),
        ("reqwest/src/lib.rs", REQWEST),
        (
            "user/Cargo.toml",
            "[package]\nname = \"user\"\nedition = \"2024\"\n[dependencies]\nreqwest = { path = \"../reqwest\" }\n",
        ),
        ("user/src/lib.rs", USER),
    ]);
    let output = Command::new(env!("CARGO"))
        .args(["clippy", "--offline"])
        .current_dir(folder.path())
        .env("CARGO_TARGET_DIR", folder.path().join("target"))
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(
        said.contains("use of a disallowed method `reqwest::ClientBuilder::danger_accept_invalid_certs`"),
        "{said}"
    );
    assert!(said.contains("tls_verification_disabled: "), "{said}");
    assert_eq!(
        said.matches("warning: ").count(),
        2,
        "the finding and clippy's count, no word about the fragment: {said}"
    );
}
