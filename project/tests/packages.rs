//! Manifests as people write them, read from disk.
#![allow(missing_docs, clippy::unwrap_used)]

use ringfence_lint::{LINTS, Level, TargetKind};
use ringfence_project::{
    Disk, Graph, Literal, Package, Problem, Scope, Settings, find_manifest, packages, workspace_root,
};
use std::path::Path;
use tempfile::TempDir;

/// A folder with these files; their folders are made as needed.
fn tree(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn manifest(name: &str) -> String {
    format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n")
}

fn targets(package: &Package) -> Vec<(TargetKind, String, String)> {
    let relative =
        |root: &Path| root.strip_prefix(&package.root).unwrap().to_string_lossy().replace('\\', "/");
    let row = |target: &ringfence_project::Target| (target.kind, target.name.clone(), relative(&target.root));
    package.targets.iter().map(row).collect()
}

fn row(kind: TargetKind, name: &str, root: &str) -> (TargetKind, String, String) {
    (kind, name.to_owned(), root.to_owned())
}

fn messages(problems: &[Problem]) -> String {
    problems.iter().map(|problem| format!("{problem}\n")).collect()
}

#[test]
fn targets_are_discovered_as_cargo_does() {
    use TargetKind::*;
    let folder = tree(&[
        ("Cargo.toml", &manifest("my-app")),
        ("build.rs", ""),
        ("src/lib.rs", ""),
        ("src/main.rs", ""),
        ("src/bin/tool-a.rs", ""),
        ("src/bin/b/main.rs", ""),
        ("src/bin/b/part.rs", ""),
        ("src/bin/notes.txt", ""),
        ("examples/one.rs", ""),
        ("examples/two/main.rs", ""),
        ("examples/data/file.json", ""),
        ("tests/t.rs", ""),
        ("tests/common/mod.rs", ""),
        ("benches/speed.rs", ""),
    ]);
    let package = Package::read(folder.path()).unwrap();
    assert_eq!(package.edition, "2024");
    let expected = [
        row(Lib, "my_app", "src/lib.rs"),
        row(Bin, "my_app", "src/main.rs"),
        row(Bin, "b", "src/bin/b/main.rs"),
        row(Bin, "tool_a", "src/bin/tool-a.rs"),
        row(Example, "one", "examples/one.rs"),
        row(Example, "two", "examples/two/main.rs"),
        row(Test, "t", "tests/t.rs"),
        row(Bench, "speed", "benches/speed.rs"),
        row(BuildScript, "build_script_build", "build.rs"),
    ];
    assert_eq!(targets(&package), expected);
}

#[test]
fn explicit_sections_and_switches_are_obeyed() {
    use TargetKind::*;
    let text = format!(
        "{}build = false\nautobins = false\nautotests = false\n\
         [lib]\nname = \"core_lib\"\npath = \"lib/root.rs\"\n\
         [[bin]]\nname = \"tool\"\n[[bin]]\nname = \"named\"\npath = \"cmd/x.rs\"\n\
         [[example]]\nname = \"renamed\"\npath = \"examples/one.rs\"\n",
        manifest("p")
    );
    let folder = tree(&[
        ("Cargo.toml", &text),
        ("build.rs", ""),
        ("lib/root.rs", ""),
        ("src/main.rs", ""),
        ("src/bin/tool.rs", ""),
        ("src/bin/left_out.rs", ""),
        ("cmd/x.rs", ""),
        ("examples/one.rs", ""),
        ("examples/other.rs", ""),
        ("tests/t.rs", ""),
    ]);
    let expected = [
        row(Lib, "core_lib", "lib/root.rs"),
        row(Bin, "tool", "src/bin/tool.rs"),
        row(Bin, "named", "cmd/x.rs"),
        row(Example, "renamed", "examples/one.rs"),
        row(Example, "other", "examples/other.rs"),
    ];
    assert_eq!(targets(&Package::read(folder.path()).unwrap()), expected);
}

#[test]
fn features_close_over_what_they_switch_on() {
    let text = format!(
        "{}[features]\ndefault = [\"a\"]\na = [\"b\", \"dep:x\", \"y/full\", \"z?/full\"]\nb = []\nc = [\"b\"]\n\
         [dependencies]\nx = {{ version = \"1\", optional = true }}\ny = {{ version = \"1\", optional = true }}\n\
         z = {{ version = \"1\", optional = true }}\n",
        manifest("p")
    );
    let folder = tree(&[("Cargo.toml", &text), ("src/lib.rs", "")]);
    let mut package = Package::read(folder.path()).unwrap();
    let on = |package: &Package| package.features.iter().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!(on(&package), "a b default y");
    package.enable(["c"]).unwrap();
    assert_eq!(on(&package), "a b c default y");
    let problems = package.enable(["bb"]).unwrap_err();
    assert!(messages(&problems).contains("`p` has no feature `bb`"), "{}", messages(&problems));
    package.enable_all();
    assert_eq!(on(&package), "a b c default y z", "`x` is no feature, since `dep:x` names it");
}

#[test]
fn settings_of_the_package_lie_over_those_of_the_workspace() {
    let root = "[workspace]\nmembers = [\"crates/*\"]\n[workspace.package]\nedition = \"2021\"\n\
                [workspace.metadata.ringfence]\noperations = [\"FetchCall\"]\ndocuments = [\"docs.yaml\", \"api_v2010\"]\n\
                [workspace.metadata.ringfence.lints]\nplain_http_url = \"warn\"\nunretried_call = \"warn\"\n";
    let member = "[package]\nname = \"a\"\nedition.workspace = true\n\
                  [package.metadata.ringfence]\noperations = [\"CreateMessage\"]\n\
                  [package.metadata.ringfence.lints]\nunretried_call = { level = \"allow\", priority = 1 }\n";
    let folder = tree(&[
        ("Cargo.toml", root),
        ("docs.yaml", ""),
        ("crates/a/Cargo.toml", member),
        ("crates/a/src/lib.rs", ""),
    ]);
    let package = Package::read(&folder.path().join("crates/a")).unwrap();
    assert_eq!(package.edition, "2021");
    let operations: Vec<&str> = package.settings.operations.iter().map(|said| said.value.as_str()).collect();
    assert_eq!(operations, ["CreateMessage"]);
    assert_eq!(package.settings.operations[0].place, (5, 15));
    let docs: Vec<&str> = package.settings.documents.iter().map(|said| said.value.as_str()).collect();
    assert!(Path::new(docs[0]).is_absolute() && docs[0].ends_with("docs.yaml"), "{docs:?}");
    assert_eq!(docs[1], "api_v2010");
    assert_eq!(level(&package.settings, "plain_http_url"), Level::Warn);
    assert_eq!(level(&package.settings, "unretried_call"), Level::Allow);
    assert_eq!(package.settings.manifests.len(), 2);
}

#[test]
fn tables_for_the_generator_are_laid_over_one_another_key_by_key() {
    let root = "[workspace]\nmembers = [\"a\"]\n[workspace.metadata.ringfence.renames]\nFetchCall = \"GetCall\"\nListCall = \"Calls\"\n";
    let member = format!(
        "{}[package.metadata.ringfence]\npaths = [\"/v1/**\"]\ntags = [\"T\"]\nmodules = {{ api_v2010 = \"core\" }}\n\
         [package.metadata.ringfence.renames]\nListCall = \"AllCalls\"\n\
         [package.metadata.ringfence.derives]\nMessage = [\"PartialEq\"]\n\
         [package.metadata.ringfence.overrides]\n\"CreateMessage.To\" = {{ required = false, enum = [\"a\"], maximum = 0x10 }}\n",
        manifest("a")
    );
    let folder = tree(&[("Cargo.toml", root), ("a/Cargo.toml", &member), ("a/src/lib.rs", "")]);
    let settings = Package::read(&folder.path().join("a")).unwrap().settings;
    let names: Vec<_> = settings.renames.iter().map(|said| (&*said.value.0, &*said.value.1)).collect();
    assert_eq!(names, [("FetchCall", "GetCall"), ("ListCall", "AllCalls")]);
    assert_eq!((settings.paths[0].value.as_str(), settings.tags[0].value.as_str()), ("/v1/**", "T"));
    assert_eq!(settings.modules[0].value, ("api_v2010".to_owned(), "core".to_owned()));
    assert_eq!(settings.derives[0].value, ("Message".to_owned(), vec!["PartialEq".to_owned()]));
    let fact = |name: &str, fact| (name.to_owned(), fact);
    let values = Literal::List(vec![Literal::Text("a".to_owned())]);
    let (target, mut facts) = settings.overrides[0].value.clone();
    facts.sort_by(|one, other| one.0.cmp(&other.0));
    assert_eq!(target, "CreateMessage.To");
    let expected =
        [fact("enum", values), fact("maximum", Literal::Integer(16)), fact("required", Literal::Bool(false))];
    assert_eq!(facts, expected);
}

#[test]
fn what_is_mistyped_for_the_generator_is_told_with_its_place() {
    let text = format!(
        "{}[package.metadata.ringfence]\npaths = 1\nmodules = [\"a\"]\nrename = {{}}\n\
         [package.metadata.ringfence.derives]\nMessage = \"PartialEq\"\n\
         [package.metadata.ringfence.overrides]\nA = 1\nB = {{ required = 1.5 }}\n",
        manifest("p")
    );
    let folder = tree(&[("Cargo.toml", &text), ("src/lib.rs", "")]);
    let said = messages(&Package::read(folder.path()).unwrap_err());
    for words in [
        "Cargo.toml:5:9: `paths` must be an array of strings",
        "Cargo.toml:6:11: `modules` must be a table",
        "`rename` is no setting of Ringfence; did you mean `renames`?",
        "Cargo.toml:9:11: `derives` must be a table of arrays",
        "Cargo.toml:11:5: `overrides` must be a table of tables",
        "`required` must be a boolean, a whole number, a string or an array, not of type float",
    ] {
        assert!(said.contains(words), "no `{words}` in {said}");
    }
}

fn level(settings: &Settings, name: &str) -> Level {
    let lint = LINTS.iter().find(|lint| lint.name == name).unwrap();
    settings.levels.of(lint)
}

#[test]
fn groups_and_priorities_are_those_of_cargo() {
    let read = |lints: &str| {
        let text = format!("{}[package.metadata.ringfence.lints]\n{lints}", manifest("p"));
        let folder = tree(&[("Cargo.toml", &text), ("src/lib.rs", "")]);
        Package::read(folder.path()).unwrap().settings
    };
    let settings = read("transport = \"allow\"\nplain_http_url = \"warn\"\n");
    assert_eq!(level(&settings, "plain_http_url"), Level::Warn, "a lint is nearer than its group");
    let settings = read("transport = { level = \"allow\", priority = 1 }\nplain_http_url = \"warn\"\n");
    assert_eq!(level(&settings, "plain_http_url"), Level::Allow, "the higher priority is applied last");
    let settings = read("transport = { level = \"allow\", priority = -1 }\nplain_http_url = \"warn\"\n");
    assert_eq!(level(&settings, "plain_http_url"), Level::Warn);
    let settings = read("transport = \"warn\"\nwarnings = { level = \"deny\", priority = 2 }\n");
    assert_eq!(level(&settings, "plain_http_url"), Level::Deny);
}

#[test]
fn names_that_are_no_lints_are_told_to_those_who_can_mend_them() {
    let text = format!(
        "{}[package.metadata.ringfence.lints]\nplain_http_ulr = \"deny\"\ntransprot = {{ level = \"warn\", priority = \"high\" }}\n",
        manifest("p")
    );
    let folder = tree(&[("Cargo.toml", &text), ("src/lib.rs", "")]);
    let told = messages(&Package::read(folder.path()).unwrap_err());
    for words in [
        "Cargo.toml:5:1: no lint or group of lints is named `plain_http_ulr`; did you mean `plain_http_url`?",
        "Cargo.toml:6:1: no lint or group of lints is named `transprot`; did you mean `transport`?",
        "Cargo.toml:6:42: `priority` must be a whole number, not of type string",
    ] {
        assert!(told.contains(words), "{words} in:\n{told}");
    }
    let valid = text.replace("\"high\"", "1");
    std::fs::write(folder.path().join("Cargo.toml"), valid).unwrap();
    std::fs::write(folder.path().join(".cargo-checksum.json"), "{}").unwrap();
    assert!(
        Package::read(folder.path()).is_ok(),
        "another version's lints must not break a stranger's build"
    );
}

#[test]
fn wrong_settings_are_reported_together_with_places() {
    let text = format!(
        "{}[package.metadata.ringfence]\ndocument = [\"a\"]\noperations = \"CreateMessage\"\ndocuments = [1]\n\
         [package.metadata.ringfence.lints]\nplain_http_url = \"den\"\nunretried_call = 3\nx = {{ levle = \"deny\" }}\n",
        manifest("p")
    );
    let folder = tree(&[("Cargo.toml", &text), ("src/lib.rs", "")]);
    let problems = Package::read(folder.path()).unwrap_err();
    let text = messages(&problems);
    for (place, words) in [
        (":5:1: ", "`document` is no setting of Ringfence; did you mean `documents`?"),
        (":6:14: ", "`operations` must be an array of strings, not of type string"),
        (":7:14: ", "`documents` must be an array of strings, not of type integer"),
        (":9:18: ", "`den` is no level (allow, warn or deny); did you mean \"deny\"?"),
        (":10:18: ", "`unretried_call` must be a level"),
        (":11:7: ", "`levle` is no key of a lint; did you mean `level`?"),
    ] {
        assert!(text.contains(&format!("Cargo.toml{place}{words}")), "{place}{words} in:\n{text}");
    }
}

#[test]
fn a_manifest_that_is_not_toml_has_all_its_places() {
    let folder = tree(&[("Cargo.toml", "[package]\nname = \nversion = \"1\"\nedition == \"2024\"\n")]);
    let problems = Package::read(folder.path()).unwrap_err();
    let text = messages(&problems);
    assert!(text.contains("Cargo.toml:2:") && text.contains("Cargo.toml:4:"), "{text}");
}

#[test]
fn members_follow_patterns_and_exclusions() {
    let root = "[workspace]\nmembers = [\"app\", \"libs/*\", \"deep/**/leaf-?\"]\nexclude = [\"libs/out\"]\n";
    let member = |name: &str| manifest(name);
    let folder = tree(&[
        ("Cargo.toml", root),
        ("app/Cargo.toml", &member("app")),
        ("libs/a/Cargo.toml", &member("a")),
        ("libs/out/Cargo.toml", &member("out")),
        ("libs/no_manifest/readme.md", ""),
        ("deep/x/y/leaf-1/Cargo.toml", &member("leaf1")),
        ("deep/x/leaf-22/Cargo.toml", &member("leaf22")),
    ]);
    let names = |manifest: &Path, scope| -> Vec<String> {
        packages(manifest, scope).unwrap().into_iter().map(|package| package.name).collect()
    };
    assert_eq!(names(folder.path(), Scope::Package), ["app", "leaf1", "a"], "a virtual manifest");
    assert_eq!(names(&folder.path().join("app"), Scope::Package), ["app"]);
    assert_eq!(names(&folder.path().join("app"), Scope::Workspace), ["app", "leaf1", "a"]);
    assert_eq!(names(&folder.path().join("libs/out"), Scope::Workspace), ["out"], "excluded");
}

#[test]
fn what_members_depend_on_below_the_root_is_a_member() {
    let with = |name: &str, dependencies: &str| format!("{}{dependencies}", manifest(name));
    let root = with(
        "root",
        "[workspace]\nexclude = [\"out\"]\n[workspace.dependencies]\nshared = { path = \"shared\" }\nunused = { path = \"unused\" }\n[dependencies]\nk = { path = \"k\" }\n",
    );
    let k = with(
        "k",
        "[dev-dependencies]\nshared.workspace = true\nout = { path = \"../out\" }\n[target.'cfg(unix)'.build-dependencies]\nl = { path = \"../deep/l\" }\nfar = { path = \"../../far\" }\nnear = { path = \"../../near\" }\n",
    );
    let folder = tree(&[
        ("ws/Cargo.toml", &root),
        ("ws/src/lib.rs", ""),
        ("ws/k/Cargo.toml", &k),
        ("ws/deep/l/Cargo.toml", &manifest("l")),
        ("ws/shared/Cargo.toml", &with("shared", "[dependencies]\nroot = { path = \"..\" }\n")),
        ("ws/unused/Cargo.toml", &manifest("unused")),
        ("ws/out/Cargo.toml", &manifest("out")),
        ("far/Cargo.toml", &manifest("far")),
        ("near/Cargo.toml", &with("near", "workspace = \"../ws\"\n")),
    ]);
    let names = |manifest: &str, scope| -> Vec<String> {
        let all = packages(&folder.path().join(manifest), scope).unwrap();
        all.into_iter().map(|package| package.name).collect()
    };
    assert_eq!(names("ws", Scope::Workspace), ["near", "root", "l", "k", "shared"]);
    assert_eq!(names("ws/k", Scope::Workspace), ["near", "root", "l", "k", "shared"]);
    assert_eq!(names("ws", Scope::Package), ["root"]);
    assert_eq!(names("ws/out", Scope::Workspace), ["out"], "excluded");
}

#[test]
fn default_members_are_meant_where_nothing_is_said() {
    let root = "[workspace]\nmembers = [\"a\", \"b\"]\ndefault-members = [\"b\"]\n";
    let folder =
        tree(&[("Cargo.toml", root), ("a/Cargo.toml", &manifest("a")), ("b/Cargo.toml", &manifest("b"))]);
    let names = |scope| -> Vec<String> {
        packages(folder.path(), scope).unwrap().into_iter().map(|package| package.name).collect()
    };
    assert_eq!(names(Scope::Package), ["b"]);
    assert_eq!(names(Scope::Workspace), ["a", "b"]);
    std::fs::write(folder.path().join("Cargo.toml"), root.replace("[\"b\"]", "[\"c\"]")).unwrap();
    let text = messages(&packages(folder.path(), Scope::Package).unwrap_err());
    assert!(text.contains("Cargo.toml:3:20: the default member `c` is no member"), "{text}");
}

#[test]
fn roots_have_no_detours() {
    let folder = tree(&[
        ("ws/Cargo.toml", "[workspace]\nmembers = [\"../out\", \"./in/../in\"]\n"),
        ("ws/in/Cargo.toml", &manifest("in")),
        ("out/Cargo.toml", &manifest("out")),
    ]);
    let found = packages(&folder.path().join("ws"), Scope::Workspace).unwrap();
    let roots: Vec<_> =
        found.iter().map(|package| package.root.strip_prefix(folder.path()).unwrap()).collect();
    assert_eq!(roots, [Path::new("out"), Path::new("ws/in")]);
    assert_eq!(workspace_root(&folder.path().join("ws/in")).unwrap(), folder.path().join("ws"));
}

#[test]
#[cfg(unix)]
fn what_is_there_and_cannot_be_looked_at_is_no_absence() {
    let folder = tree(&[("Cargo.toml", &manifest("p")), ("src/main.rs", "")]);
    std::os::unix::fs::symlink("lib.rs", folder.path().join("src/lib.rs")).unwrap();
    let package = Package::read(folder.path()).unwrap();
    assert_eq!(targets(&package)[0].2, "src/lib.rs", "whoever reads it says why that cannot be");
}

#[test]
fn problems_of_all_members_come_together() {
    let folder = tree(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"a\", \"b\", \"gone\"]\n"),
        ("a/Cargo.toml", "[package]\nname = 1\n"),
        ("b/Cargo.toml", "[package]\n"),
    ]);
    let text = messages(&packages(folder.path(), Scope::Package).unwrap_err());
    assert!(text.contains("Cargo.toml:2:22: the member `gone` has no `Cargo.toml`"), "{text}");
    assert!(text.contains("`name` must be a string") && text.contains("has no `name`"), "{text}");
}

#[test]
fn the_manifest_is_looked_for_upwards() {
    let folder = tree(&[("Cargo.toml", &manifest("p")), ("src/deep/mod.rs", "")]);
    let found = find_manifest(&folder.path().join("src/deep")).unwrap();
    assert_eq!(found, folder.path().join("Cargo.toml"));
    let nowhere = tempfile::tempdir().unwrap();
    let problem = find_manifest(nowhere.path()).unwrap_err();
    assert!(problem.message.contains("--manifest-path"), "{problem}");
}

#[test]
fn a_virtual_manifest_is_no_package() {
    let folder = tree(&[("Cargo.toml", "[workspace]\n")]);
    let text = messages(&Package::read(folder.path()).unwrap_err());
    assert!(text.contains("a virtual manifest"), "{text}");
    assert!(packages(folder.path(), Scope::Package).unwrap().is_empty());
}

#[test]
fn libraries_are_found_by_path_under_the_names_that_code_uses() {
    let app = format!(
        "{}[workspace]\nmembers = [\"core\"]\n[workspace.dependencies]\nshared = {{ path = \"core\", package = \"my-core\" }}\n\
         [dependencies]\nshared = {{ workspace = true }}\nhttp-kit = {{ path = \"kit\", features = [\"extra\"] }}\n\
         tw = {{ package = \"twilio\", version = \"1\" }}\nserde = \"1\"\n[dev-dependencies]\nhelper = {{ path = \"helper\" }}\n\
         [target.'cfg(unix)'.dependencies]\nrf = {{ package = \"ringfence\", version = \"1\" }}\n",
        manifest("my-app")
    );
    let kit = format!(
        "{}[features]\nextra = []\n[lib]\nname = \"kit\"\npath = \"src/lib.rs\"\n[dependencies]\nmy-core = {{ path = \"../core\" }}\n",
        manifest("http-kit")
    );
    // A development dependency may lead back.
    let helper = format!("{}[dependencies]\nmy-app = {{ path = \"..\" }}\n", manifest("helper"));
    let folder = tree(&[
        ("Cargo.toml", &app),
        ("src/lib.rs", ""),
        ("src/main.rs", ""),
        ("tests/t.rs", ""),
        ("build.rs", ""),
        ("core/Cargo.toml", &manifest("my-core")),
        ("core/src/lib.rs", ""),
        ("kit/Cargo.toml", &kit),
        ("kit/src/lib.rs", ""),
        ("helper/Cargo.toml", &helper),
        ("helper/src/lib.rs", ""),
    ]);
    let package = Package::read(folder.path()).unwrap();
    let graph = Graph::of(std::slice::from_ref(&package));
    let order: Vec<&str> = graph.libraries.iter().map(|library| library.target.name.as_str()).collect();
    assert_eq!(order, ["my_core", "kit", "my_app", "helper"]);
    let named = |kind| {
        let target = package.targets.iter().find(|target| target.kind == kind).unwrap();
        let input = graph.crate_input(&package, target);
        let known = input.dependencies.iter().map(|(name, krate)| format!("{name}={}", krate.name));
        let renames = input.renames.iter().map(|(name, own)| format!("{name}={own}"));
        known.chain(renames).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(named(TargetKind::Lib), "kit=kit shared=my_core rf=ringfence tw=twilio");
    assert_eq!(named(TargetKind::Bin), "kit=kit my_app=my_app shared=my_core rf=ringfence tw=twilio");
    assert_eq!(
        named(TargetKind::Test),
        "helper=helper kit=kit my_app=my_app shared=my_core rf=ringfence tw=twilio"
    );
    assert_eq!(named(TargetKind::BuildScript), "");
    let lib = graph.crate_input(&package, &package.targets[0]);
    let kit = lib.dependencies.get("kit").unwrap();
    assert!(kit.features.contains("extra"));
    assert_eq!(kit.dependencies.get("my_core").unwrap().root, folder.path().join("core/src/lib.rs"));
    let seen = Graph::seen_from(folder.path(), std::slice::from_ref(&package), &Disk::default());
    assert_eq!(seen.crate_input(&package, &package.targets[0]).root, Path::new("src/lib.rs"));
}

#[test]
fn circles_and_gaps_among_packages_end() {
    let of = |name: &str, other: &str| {
        format!(
            "{}[dependencies]\n{other} = {{ path = \"../{other}\" }}\ngone = {{ path = \"../gone\" }}\n",
            manifest(name)
        )
    };
    let folder = tree(&[
        ("a/Cargo.toml", &of("a", "b")),
        ("a/src/lib.rs", ""),
        ("b/Cargo.toml", &of("b", "a")),
        ("b/src/lib.rs", ""),
    ]);
    let package = Package::read(&folder.path().join("a")).unwrap();
    let graph = Graph::of(&[package]);
    assert_eq!(graph.libraries.len(), 2);
}
