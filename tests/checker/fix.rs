//! `--fix`: what is certain is mended, parsed and linted anew, and nothing that could not be taken back is touched.

use super::{PLAIN, WORKSPACE, manifest, run_in, tree};
use ringfence_tests::repository::{commit_all, git};
use ringfence_tests::templates::fill;
use std::path::Path;
use tempfile::TempDir;

const FIX: [&str; 3] = ["check", "--fix", "--allow-no-vcs"];

fn package(source: &str) -> TempDir {
    tree(&[("Cargo.toml", &manifest("p")), ("src/main.rs", source)])
}

fn text(folder: &TempDir) -> String {
    std::fs::read_to_string(folder.path().join("src/main.rs")).unwrap()
}

#[test]
fn every_certain_fix_of_the_cases_is_applied() {
    let mut cases = 0;
    for entry in std::fs::read_dir(Path::new(WORKSPACE).join("tests/ui")).unwrap() {
        let folder = entry.unwrap().path();
        let lint = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let Ok(expected) = std::fs::read_to_string(folder.join("fires.fixed")) else { continue };
        let case = fill(&std::fs::read_to_string(folder.join("fires.rs")).unwrap());
        let package = package(&case);
        // The other lints of a case have fixes of their own.
        let others = ringfence_lint::LINTS.iter().filter(|other| other.name != lint);
        let allowed: Vec<String> = others.map(|other| format!("-A{}", other.name)).collect();
        let line: Vec<&str> = FIX.into_iter().chain(allowed.iter().map(String::as_str)).collect();
        let outcome = run_in(package.path(), &line);
        assert!(outcome.code < 2, "{lint}: {}", outcome.err);
        assert_eq!(text(&package), fill(&expected), "{lint}: {}", outcome.out);
        assert!(outcome.out.contains(" fixed in 1 file"), "{lint}: {}", outcome.out);
        let again = run_in(package.path(), &line);
        assert!(again.out.contains("nothing fixed"), "{lint}: {}", again.out);
        cases += 1;
    }
    assert!(cases >= 3, "only {cases}");
}

#[test]
fn what_is_left_is_told_and_decides() {
    let source = format!("{PLAIN}pub fn get() {{ let _ = reqwest::blocking::get(HOST).unwrap(); }}\n");
    let folder = package(&source);
    let outcome = run_in(folder.path(), &FIX);
    assert_eq!(outcome.code, 1, "{}", outcome.out);
    assert!(outcome.out.contains("error[unretried_call]"), "{}", outcome.out);
    assert!(!outcome.out.contains("error[plain_http_url]"), "{}", outcome.out);
    assert_eq!(text(&folder), source.replace("http:", "https:"));
}

#[test]
fn a_tree_with_changes_is_refused_unless_that_is_wanted() {
    let folder = package(PLAIN);
    let bare = run_in(folder.path(), &["check", "--fix"]);
    assert_eq!((bare.code, bare.out.as_str()), (2, ""));
    assert!(
        bare.err.contains("no git repository here") && bare.err.contains("--allow-no-vcs"),
        "{}",
        bare.err
    );
    git(folder.path(), &["init", "--quiet"]);
    let dirty = run_in(folder.path(), &["check", "--fix"]);
    assert_eq!(dirty.code, 2);
    assert!(dirty.err.contains("not committed: Cargo.toml, src/"), "{}", dirty.err);
    assert!(dirty.err.contains("--allow-dirty"), "{}", dirty.err);
    assert_eq!(text(&folder), PLAIN);
    commit_all(folder.path(), "first");
    let clean = run_in(folder.path(), &["check", "--fix"]);
    assert_eq!(clean.code, 0, "{}{}", clean.out, clean.err);
    assert!(clean.out.contains("1 finding fixed in 1 file"), "{}", clean.out);
    assert_eq!(text(&folder), PLAIN.replace("http:", "https:"));
    std::fs::write(folder.path().join("src/main.rs"), PLAIN).unwrap();
    std::fs::write(folder.path().join("note"), "").unwrap();
    assert_eq!(run_in(folder.path(), &["check", "--fix"]).code, 2, "a file that git does not know");
    assert_eq!(run_in(folder.path(), &["check", "--fix", "--allow-dirty"]).code, 0);
}

#[test]
fn what_is_not_told_is_not_touched() {
    let folder = tree(&[
        ("Cargo.toml", &manifest("p")),
        ("src/lib.rs", &format!("pub mod deep;\n{PLAIN}")),
        ("src/deep.rs", PLAIN),
    ]);
    let outcome = run_in(folder.path(), &[&FIX[..], &["src/deep.rs"]].concat());
    assert_eq!(outcome.code, 0, "{}", outcome.out);
    let text = |name: &str| std::fs::read_to_string(folder.path().join("src").join(name)).unwrap();
    assert_eq!(text("deep.rs"), PLAIN.replace("http:", "https:"));
    assert!(text("lib.rs").contains("http:"));
    let baseline = ["check", "--baseline", "known.json"];
    assert_eq!(run_in(folder.path(), &[&baseline[..], &["--write-baseline"]].concat()).code, 0);
    let outcome = run_in(folder.path(), &[&baseline[..], &["--fix", "--allow-no-vcs"]].concat());
    assert!(outcome.out.contains("nothing fixed"), "{}", outcome.out);
    assert!(text("lib.rs").contains("http:"), "the baseline keeps it");
}

#[test]
#[cfg(unix)]
fn links_stay_links_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = package("fn main() {}\n");
    std::fs::write(folder.path().join("real.rs"), format!("{PLAIN}fn main() {{}}\n")).unwrap();
    std::fs::set_permissions(folder.path().join("real.rs"), std::fs::Permissions::from_mode(0o640)).unwrap();
    std::fs::remove_file(folder.path().join("src/main.rs")).unwrap();
    symlink("../real.rs", folder.path().join("src/main.rs")).unwrap();
    assert_eq!(run_in(folder.path(), &FIX).code, 0);
    assert!(folder.path().join("src/main.rs").is_symlink());
    let real = folder.path().join("real.rs");
    assert!(std::fs::read_to_string(&real).unwrap().contains("https:"));
    assert_eq!(std::fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn what_git_could_not_give_back_is_not_touched_wherever_the_command_runs() {
    let folder = tree(&[
        ("clean/Cargo.toml", &manifest("clean")),
        ("clean/src/lib.rs", ""),
        ("dirty/Cargo.toml", &manifest("dirty")),
        ("dirty/src/lib.rs", ""),
        ("novcs/Cargo.toml", &manifest("novcs")),
        ("novcs/src/lib.rs", PLAIN),
        ("shared/x.rs", PLAIN),
        ("far/Cargo.toml", &manifest("far")),
        ("far/src/lib.rs", "#[path = \"../../shared/x.rs\"]\npub mod x;\n"),
        ("ignored/Cargo.toml", &manifest("ignored")),
        ("ignored/.gitignore", "made.rs\n"),
        ("ignored/src/lib.rs", "pub mod made;\n"),
        ("ignored/src/made.rs", PLAIN),
        ("hidden/Cargo.toml", &manifest("hidden")),
        ("hidden/src/lib.rs", "pub mod new;\n"),
        ("good/Cargo.toml", &manifest("good")),
        ("good/src/lib.rs", PLAIN),
    ]);
    for name in ["clean", "dirty", "far", "ignored", "hidden", "good"] {
        let root = folder.path().join(name);
        git(&root, &["init", "--quiet"]);
        commit_all(&root, "first");
    }
    let hidden = folder.path().join("hidden");
    git(&hidden, &["config", "status.showUntrackedFiles", "no"]);
    std::fs::write(hidden.join("src/new.rs"), PLAIN).unwrap();
    std::fs::write(folder.path().join("dirty/src/lib.rs"), PLAIN).unwrap();
    for (name, file, words) in [
        ("dirty", "dirty/src/lib.rs", "not committed: ../dirty/src/lib.rs"),
        ("novcs", "novcs/src/lib.rs", "../novcs: no git repository here"),
        ("far", "shared/x.rs", "../shared/x.rs: --fix: is in no git repository"),
        ("ignored", "ignored/src/made.rs", "../ignored/src/made.rs: --fix: is not as it was committed"),
        ("hidden", "hidden/src/new.rs", "not committed: ../hidden/src/new.rs"),
    ] {
        let from = folder.path().join("clean");
        let outcome = run_in(&from, &["check", "--fix", "--manifest-path", &format!("../{name}")]);
        assert_eq!(outcome.code, 2, "{name}: {}", outcome.out);
        assert!(outcome.err.contains(words), "{name}: {}", outcome.err);
        assert_eq!(std::fs::read_to_string(folder.path().join(file)).unwrap(), PLAIN, "{name}");
    }
    let outcome = run_in(folder.path(), &["check", "--fix", "--manifest-path", "good"]);
    assert_eq!(outcome.code, 0, "a clean repository, seen from none: {}", outcome.err);
    assert!(outcome.out.contains("1 finding fixed in 1 file"), "{}", outcome.out);
}

#[test]
fn a_submodule_is_asked_itself() {
    let folder = tree(&[
        ("part/lib.rs", PLAIN),
        ("p/Cargo.toml", &manifest("p")),
        ("p/src/lib.rs", "#[path = \"../part/lib.rs\"]\npub mod part;\n"),
    ]);
    let (part, p) = (folder.path().join("part"), folder.path().join("p"));
    git(&part, &["init", "--quiet"]);
    commit_all(&part, "first");
    git(&p, &["init", "--quiet"]);
    git(&p, &["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "../part", "part"]);
    commit_all(&p, "first");
    git(&p, &["config", "diff.ignoreSubmodules", "all"]);
    let changed = format!("{PLAIN}// more\n");
    std::fs::write(p.join("part/lib.rs"), &changed).unwrap();
    assert_eq!(run_in(&p, &["check", "--fix"]).code, 2);
    assert_eq!(std::fs::read_to_string(p.join("part/lib.rs")).unwrap(), changed);
}
