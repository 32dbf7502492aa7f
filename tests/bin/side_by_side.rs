//! The lints beside other tools' rules, over the lints' own cases; `tests/prove/side_by_side.sh` calls it.
//!
//! `side_by_side render <folder>` writes the cases as programs of one package, their placeholders filled in.
//! `side_by_side compare ringfence=<file> ast-grep=<file> semgrep=<file>` reads what each tool said, in its own JSON, and prints
//! what was caught, missed and false, by lint. A finding counts for all
//! marked lines that it covers, and is false only where it covers none.
#![allow(clippy::expect_used, clippy::panic)]

use ringfence_tests::cases::{Case, cases};
use ringfence_tests::markers::markers;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["render", folder] => render(Path::new(folder)),
        ["compare", tools @ ..] => compare(tools),
        _ => panic!("side_by_side render <folder>, or side_by_side compare <tool>=<file>..."),
    }
}

/// One package with a program for each case; all lints are on, so that those that are off by default take part.
fn render(folder: &Path) {
    let mut manifest = String::from(
        "[package]\nname = \"side-by-side\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n\
         [package.metadata.ringfence.lints]\nmissing_status_callback = \"warn\"\ncallback_without_retry = \"warn\"\n",
    );
    for case in cases() {
        manifest.push_str(&format!("[[bin]]\nname = {0:?}\npath = \"src/{0}/main.rs\"\n", case.name));
        for (path, text) in case.files() {
            let path = folder.join("src").join(&case.name).join(path);
            fs::create_dir_all(path.parent().expect("a file has a folder"))
                .expect("the folder can be written");
            fs::write(path, without_markers(&text)).expect("the folder can be written");
        }
    }
    fs::write(folder.join("Cargo.toml"), manifest).expect("the folder can be written");
}

/// Rules that match text must not see what the markers say.
fn without_markers(text: &str) -> String {
    text.lines()
        .map(|line| line.split("//~").next().unwrap_or_default().trim_end().to_owned() + "\n")
        .collect()
}

/// A stretch of lines of a file, both ends in it.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
struct Stretch {
    file: String,
    first: usize,
    last: usize,
}

/// What a tool found, by lint.
type Findings = BTreeMap<String, BTreeSet<Stretch>>;

fn compare(tools: &[&str]) {
    let read = |tool: &&str| {
        let (name, file) = tool.split_once('=').expect("<tool>=<file>");
        let text = fs::read_to_string(file).unwrap_or_else(|problem| panic!("{file}: {problem}"));
        (name.to_owned(), findings(&text))
    };
    let found: Vec<(String, Findings)> = tools.iter().map(read).collect();
    let mut heads: Vec<String> =
        found.iter().map(|(name, _)| format!("{name}: caught, missed, false")).collect();
    println!("| lint | violations | {} |\n|---|---|{}", heads.join(" | "), "---|".repeat(heads.len()));
    let mut total = vec![Score::default(); found.len()];
    let mut violations = 0;
    for (lint, cases) in by_lint() {
        let marked: BTreeSet<Stretch> = cases.iter().flat_map(|case| marked(case, &lint)).collect();
        violations += marked.len();
        heads.clear();
        for ((tool, findings), total) in found.iter().zip(&mut total) {
            let nothing = BTreeSet::new();
            let own = findings.get(&lint).unwrap_or(&nothing);
            let score = Score::of(tool, &lint, &cases, &marked, own);
            heads.push(score.shown());
            total.caught += score.caught;
            total.missed += score.missed;
            total.wrong += score.wrong;
        }
        println!("| `{lint}` | {} | {} |", marked.len(), heads.join(" | "));
    }
    let totals: Vec<String> = total.iter().map(Score::shown).collect();
    println!("| all | {violations} | {} |", totals.join(" | "));
}

/// The cases of each lint's own folder.
fn by_lint() -> BTreeMap<String, Vec<Case>> {
    let mut lints: BTreeMap<String, Vec<Case>> = BTreeMap::new();
    for case in cases() {
        let lint = case.name.split_once('-').expect("cases are named lint-case").0.to_owned();
        lints.entry(lint).or_default().push(case);
    }
    lints
}

#[derive(Clone, Default)]
struct Score {
    caught: usize,
    missed: usize,
    wrong: usize,
}

impl Score {
    fn of(
        tool: &str,
        lint: &str,
        cases: &[Case],
        marked: &BTreeSet<Stretch>,
        found: &BTreeSet<Stretch>,
    ) -> Self {
        let covers = |finding: &Stretch, mark: &Stretch| {
            finding.file == mark.file && (finding.first..=finding.last).contains(&mark.first)
        };
        let caught: BTreeSet<&Stretch> =
            marked.iter().filter(|mark| found.iter().any(|finding| covers(finding, mark))).collect();
        let exits: Vec<Stretch> = cases.iter().flat_map(|case| exits(case, lint)).collect();
        let here = |finding: &&Stretch| {
            cases.iter().any(|case| finding.file.starts_with(&format!("{}/", case.name)))
                && !exits.iter().any(|exit| covers(exit, finding))
                && !marked.iter().any(|mark| covers(finding, mark))
        };
        let wrong: BTreeSet<(&str, usize)> =
            found.iter().filter(here).map(|finding| (finding.file.as_str(), finding.first)).collect();
        if std::env::var_os("DETAILS").is_some() {
            marked.difference(&caught.iter().map(|mark| (*mark).clone()).collect()).for_each(|mark| {
                eprintln!("{tool} {lint} missed {}:{}", mark.file, mark.first);
            });
            wrong.iter().for_each(|(file, line)| eprintln!("{tool} {lint} false {file}:{line}"));
        }
        Self { caught: caught.len(), missed: marked.len() - caught.len(), wrong: wrong.len() }
    }

    fn shown(&self) -> String {
        format!("{}, {}, {}", self.caught, self.missed, self.wrong)
    }
}

/// The lines of a case that are marked with a lint.
fn marked(case: &Case, lint: &str) -> Vec<Stretch> {
    let mut all = Vec::new();
    for (path, text) in case.files() {
        let file = format!("{}/{}", case.name, path.display());
        let lines = markers(&text).filter(|(_, marker)| marker == lint);
        all.extend(lines.map(|(line, _)| Stretch { file: file.clone(), first: line, last: line }));
    }
    all
}

/// What a written exit of ours covers: other tools have exits of their own, and are not held to it. The lints about exits are.
fn exits(case: &Case, lint: &str) -> Vec<Stretch> {
    let mut all = Vec::new();
    if matches!(lint, "missing_reason" | "unfulfilled_permit") {
        return all;
    }
    for (path, text) in case.files() {
        let file = format!("{}/{}", case.name, path.display());
        let needle = format!("permit({lint}");
        for (at, _) in text.match_indices(&needle) {
            let line = |offset: usize| text[..offset].matches('\n').count() + 1;
            let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
            let last = match text[start..].trim_start().starts_with("#!") {
                true => usize::MAX,
                false => line(end_of_what_follows(&text, at)),
            };
            all.push(Stretch { file: file.clone(), first: line(at), last });
        }
    }
    all
}

/// Where the item or statement behind an attribute or a comment ends.
fn end_of_what_follows(text: &str, attribute: usize) -> usize {
    let line_end = text[attribute..].find('\n').map_or(text.len(), |end| attribute + end);
    let mut depth = 0_i32;
    for (offset, character) in text[line_end..].char_indices() {
        match character {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            ';' | ',' if depth == 0 => return line_end + offset,
            _ => {}
        }
        if depth < 0 || (depth == 0 && character == '}') {
            return line_end + offset;
        }
    }
    text.len()
}

/// Reads a tool's JSON: one object a line as cargo and ast-grep write it, or semgrep's one object with all results.
fn findings(text: &str) -> Findings {
    let mut findings = Findings::new();
    for value in text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
        let results = value["results"].as_array().cloned().unwrap_or_else(|| vec![value]);
        for (lint, stretch) in results.iter().filter_map(finding) {
            findings.entry(lint).or_default().insert(stretch);
        }
    }
    findings
}

fn finding(value: &Value) -> Option<(String, Stretch)> {
    let line = |value: &Value, more: u64| usize::try_from(value.as_u64()? + more).ok();
    if let Some(rule) = value["ruleId"].as_str() {
        let range = &value["range"];
        let (first, last) = (line(&range["start"]["line"], 1)?, line(&range["end"]["line"], 1)?);
        return Some((lint_of(rule), Stretch { file: file_of(&value["file"])?, first, last }));
    }
    if let Some(rule) = value["check_id"].as_str() {
        let (first, last) = (line(&value["start"]["line"], 0)?, line(&value["end"]["line"], 0)?);
        return Some((lint_of(rule), Stretch { file: file_of(&value["path"])?, first, last }));
    }
    let message = &value["message"];
    let span = message["spans"].as_array()?.iter().find(|span| span["is_primary"] == true)?;
    let first = line(&span["line_start"], 0)?;
    Some((
        lint_of(message["code"]["code"].as_str()?),
        Stretch { file: file_of(&span["file_name"])?, first, last: first },
    ))
}

/// A rule is named after its lint, with `--` and more where there are several.
fn lint_of(rule: &str) -> String {
    let name = rule.rsplit(['.', ':']).next().unwrap_or(rule);
    name.split("--").next().unwrap_or(name).to_owned()
}

/// A file by the name of its case and what comes below it.
fn file_of(path: &Value) -> Option<String> {
    Some(path.as_str()?.rsplit_once("src/").map_or(path.as_str()?, |(_, below)| below).to_owned())
}
