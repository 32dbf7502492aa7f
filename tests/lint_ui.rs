//! The lints' ui cases: what is found is exactly what the markers say.
//!
//! A marker is a comment `//~ lint_name` on the line of the primary place, or `//~^ lint_name` on the line below it. Files
//! named `fires*` have markers, all others need none; `engine_*` cases name crates that we do not build against, and a
//! folder is a crate of several files. Placeholders such as `@TOKEN@` are filled in as the cases are read.

#[cfg(test)]
#[path = "lint_ui/fixed.rs"]
mod fixed;
#[cfg(test)]
#[path = "lint_ui/history.rs"]
mod history;
#[path = "lint_ui/regions.rs"]
mod regions;

use proc_macro2::{Spacing, TokenStream, TokenTree};
use ringfence_lint::{
    CrateInput, ItemContext, LINTS, Level, Levels, Lint, Report, Sources, TargetKind, check_crate, check_item,
};
use ringfence_tests::cases::entries;
use ringfence_tests::markers::markers;
use ringfence_tests::sidelines::{COMMAND_ONLY, beside};
use ringfence_tests::templates::fill;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

struct Disk;

impl Sources for Disk {
    fn read(&self, path: &Path) -> Option<String> {
        fs::read_to_string(path).ok().map(|text| fill(&text))
    }
}

fn ui() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("ui")
}

fn levels(root: &Path) -> Levels {
    let mut levels = Levels::default();
    beside(root).for_each(|lint| levels.set(lint, Level::Allow).unwrap());
    // A lint that nobody hears of unless they ask: in its own folder it is asked for.
    let is_own = |lint: &&&Lint| root.iter().any(|folder| folder == lint.name) && lint.level == Level::Allow;
    LINTS.iter().filter(is_own).for_each(|lint| levels.set(lint.name, Level::Warn).unwrap());
    levels
}

fn input(root: &Path) -> CrateInput {
    CrateInput { levels: levels(root), ..CrateInput::new("case", root, TargetKind::Bin) }
}

fn check(root: &Path) -> Report {
    check_crate(&input(root), &Disk)
}

/// Every case: a file, or the `main.rs` of a folder.
fn cases() -> Vec<PathBuf> {
    ringfence_tests::cases::cases().into_iter().map(|case| case.root).collect()
}

/// A case's name: that of its file, or of its folder.
fn name(case: &Path) -> String {
    let named = if case.ends_with("main.rs") { case.parent().unwrap() } else { case };
    named.file_stem().unwrap().to_string_lossy().into_owned()
}

type Marks = BTreeMap<(PathBuf, usize, String), usize>;

fn marked(report: &Report) -> Marks {
    let mut marks = Marks::new();
    for source in &report.sources {
        for (line, lint) in markers(&source.text) {
            *marks.entry((source.path.clone(), line, lint)).or_default() += 1;
        }
    }
    marks
}

fn found(report: &Report) -> Marks {
    let mut marks = Marks::new();
    for diagnostic in &report.diagnostics {
        let source = report.source(diagnostic.primary).unwrap();
        let line = source.text[..diagnostic.primary.start as usize].matches('\n').count() + 1;
        let key = (source.path.clone(), line, diagnostic.lint.name.to_owned());
        *marks.entry(key).or_default() += 1;
    }
    marks
}

#[test]
fn every_case_is_found_exactly_where_it_is_marked() {
    let mut faults = Vec::new();
    for case in cases() {
        let report = check(&case);
        assert!(report.skipped.is_empty(), "{}: {:?}", case.display(), report.skipped);
        let (marked, found) = (marked(&report), found(&report));
        let fires = name(&case).contains("fires");
        assert_eq!(
            fires,
            !marked.is_empty(),
            "{}: markers belong into `fires` cases, and only there",
            case.display()
        );
        for (path, line, lint) in marked.keys().filter(|key| !found.contains_key(*key)) {
            faults.push(format!("{}:{line}: {lint} is marked and was not found", path.display()));
        }
        for (path, line, lint) in found.keys().filter(|key| !marked.contains_key(*key)) {
            faults.push(format!("{}:{line}: {lint} was found and is not marked", path.display()));
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn messages_keep_the_house_style() {
    for case in cases() {
        for diagnostic in check(&case).diagnostics {
            let (message, help) = (&diagnostic.message, &diagnostic.help);
            let texts = diagnostic.secondary.iter().map(|(_, text)| text).chain([message, help]);
            for text in texts {
                let first = text.chars().next().unwrap_or('A');
                assert!(!first.is_uppercase() && !text.ends_with('.') && !text.trim().is_empty(), "{text:?}");
            }
        }
    }
}

#[test]
fn every_lint_has_its_folder_and_its_page() {
    let folders: BTreeSet<String> = entries(&ui()).iter().map(|path| name(path)).collect();
    for lint in LINTS.iter().filter(|lint| !COMMAND_ONLY.contains(&lint.name)) {
        assert!(folders.contains(lint.name), "{} has no folder in tests/ui", lint.name);
        let has = |case: &str| ui().join(lint.name).join(case).is_file();
        // What an item alone cannot show fires in the engine only.
        assert!(has("fires.rs") || has("engine_fires.rs"), "{} has no fires.rs", lint.name);
        assert!(has("silent.rs"), "{} has no silent.rs", lint.name);
        for heading in ["What it does", "Why", "Example", "Use instead", "Known limits"] {
            assert!(lint.page().contains(&format!("## {heading}")), "{}: no heading {heading:?}", lint.name);
        }
        assert!(lint.page().contains(lint.practice.id), "{}: its page does not name its practice", lint.name);
    }
    let names: Vec<&str> = LINTS.iter().map(|lint| lint.name).collect();
    assert!(names.is_sorted(), "the list of lints is sorted by name");
    assert!(
        folders.iter().all(|folder| names.contains(&folder.as_str())),
        "a folder without a lint: {folders:?}"
    );
}

#[test]
fn the_same_source_gives_the_same_report() {
    for case in cases() {
        let (one, other) = (check(&case), check(&case));
        assert_eq!(format!("{:?}", one.diagnostics), format!("{:?}", other.diagnostics));
    }
}

/// The items of a file that carry `#[ringfence::enforce]`, each without that attribute, as the macro is given them.
fn enforced(tokens: &TokenStream) -> Vec<TokenStream> {
    let mut items = Vec::new();
    let mut item: Vec<TokenTree> = Vec::new();
    for tree in tokens.clone() {
        let is_joint = matches!(&tree, TokenTree::Punct(punct) if punct.spacing() == Spacing::Joint);
        let ends = match &tree {
            TokenTree::Group(group) => {
                let is_attribute = matches!(item.last(), Some(TokenTree::Punct(punct)) if matches!(punct.as_char(), '#' | '!'));
                group.delimiter() == proc_macro2::Delimiter::Brace && !is_attribute
            }
            TokenTree::Punct(punct) => punct.as_char() == ';' && !is_joint,
            _ => false,
        };
        item.push(tree);
        if ends {
            items.extend(without_enforce(std::mem::take(&mut item)));
        }
    }
    items
}

fn without_enforce(item: Vec<TokenTree>) -> Option<TokenStream> {
    let at = item.windows(2).position(|pair| match pair {
        [TokenTree::Punct(_), TokenTree::Group(group)] => group.stream().to_string().contains("enforce"),
        _ => false,
    })?;
    let kept = item.into_iter().enumerate().filter(|(index, _)| *index != at && *index != at + 1);
    Some(kept.map(|(_, tree)| tree).collect())
}

#[test]
fn an_item_alone_is_judged_as_in_its_crate() {
    let mut faults = Vec::new();
    let mut items = 0;
    for case in cases() {
        if name(&case).starts_with("engine_") || case.ends_with("main.rs") {
            continue;
        }
        let text = fill(&fs::read_to_string(&case).unwrap());
        let marked: BTreeSet<(usize, String)> =
            marked(&check(&case)).into_keys().map(|(_, line, lint)| (line, lint)).collect();
        let mut found = BTreeSet::new();
        for item in enforced(&text.parse().unwrap()) {
            items += 1;
            let line = item.clone().into_iter().next().unwrap().span().start().line;
            let context = || Some(ItemContext { krate: input(&case), file: case.clone(), line });
            let report = check_item(&item, &levels(&case), &context, &Disk);
            for diagnostic in report.diagnostics {
                let line = report.spans[diagnostic.primary.start as usize].start().line;
                found.insert((line, diagnostic.lint.name.to_owned()));
            }
        }
        for (line, lint) in marked.symmetric_difference(&found) {
            faults.push(format!(
                "{}:{line}: {lint} (marked: {})",
                case.display(),
                marked.contains(&(*line, lint.clone()))
            ));
        }
    }
    assert!(items > 60, "only {items} items");
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
