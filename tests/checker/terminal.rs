//! What is for terminals alone: colours, links, and a bar on long runs. `script` (util-linux) is the terminal.

use super::{BINARY, PLAIN, WORKSPACE, manifest, tree};
use ringfence_tests::corpus::skip;
use std::path::Path;
use std::process::{Command, Stdio};

/// What the command says on a terminal; none where there is no `script`.
fn on_a_terminal(folder: &Path, arguments: &str, environment: &[(&str, &str)]) -> Option<String> {
    let mut script = Command::new("script");
    script.args(["-qec", &format!("{} {arguments}", BINARY.display()), "/dev/null"]);
    script.current_dir(folder).stdin(Stdio::null()).env_remove("NO_COLOR").env("TERM", "xterm-256color");
    script.env_remove("FORCE_HYPERLINK").envs(environment.iter().copied());
    let Ok(output) = script.output() else {
        skip("no `script` (util-linux): colours and the bar are not tested on a terminal");
        return None;
    };
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn colours_follow_the_terminal_no_color_and_the_option() {
    let folder = tree(&[("Cargo.toml", &manifest("p")), ("src/lib.rs", PLAIN)]);
    let red = "\x1b[1m\x1b[91merror[plain_http_url]";
    let said =
        |arguments: &str, environment: &[(&str, &str)]| on_a_terminal(folder.path(), arguments, environment);
    let Some(plain) = said("check", &[]) else { return };
    assert!(plain.contains(red), "{plain:?}");
    assert!(!said("check", &[("NO_COLOR", "1")]).unwrap().contains('\x1b'));
    assert!(said("check", &[("NO_COLOR", "")]).unwrap().contains(red), "empty is unset");
    assert!(!said("check --color never", &[]).unwrap().contains('\x1b'));
    assert!(said("check --color always", &[("NO_COLOR", "1")]).unwrap().contains(red));
}

#[test]
fn names_of_lints_are_links_where_the_terminal_shows_them() {
    let folder = tree(&[("Cargo.toml", &manifest("p")), ("src/lib.rs", PLAIN)]);
    let link = "\x1b]8;;https://www.twilio.com/docs/usage/rest-api-best-practices\x1b\\";
    let Some(linked) = on_a_terminal(folder.path(), "check", &[("FORCE_HYPERLINK", "1")]) else { return };
    assert!(linked.contains(link), "{linked:?}");
    let unlinked = on_a_terminal(folder.path(), "check", &[("FORCE_HYPERLINK", "0")]).unwrap();
    assert!(!unlinked.contains("\x1b]8"), "{unlinked:?}");
    let plain =
        on_a_terminal(folder.path(), "check", &[("FORCE_HYPERLINK", "1"), ("NO_COLOR", "1")]).unwrap();
    assert!(!plain.contains("\x1b]8"), "{plain:?}");
}

#[test]
fn a_long_run_shows_how_far_it_is_and_a_short_one_nothing() {
    let Some(long) = on_a_terminal(Path::new(WORKSPACE), "check -p ringfence-mock", &[]) else { return };
    assert!(long.contains(" files read, "), "{long:?}");
    assert!(long.trim_end().ends_with("skipped"), "the bar is gone at the end: {long:?}");
    let folder = tree(&[("Cargo.toml", &manifest("p")), ("src/lib.rs", "")]);
    let short = on_a_terminal(folder.path(), "check", &[]).unwrap();
    assert!(!short.contains("files read"), "{short:?}");
}
