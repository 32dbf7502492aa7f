//! Patterns of workspace members.

use crate::Disk;
use crate::disk::Kind;
use ringfence_lint::gather::Gather;
use ringfence_lint::sorted;
use ringfence_lint::straight;
use std::path::{Component, Path, PathBuf};

/// Whether a pattern of a member names more than one folder.
pub(crate) fn has_wildcard(pattern: &str) -> bool {
    pattern.contains(['*', '?', '['])
}

/// The folders that a pattern stands for, sorted: `*`, `?` and `[ab]` within a name, `**` for any depth.
pub(crate) fn expand(root: &Path, pattern: &str, disk: &Disk) -> Vec<PathBuf> {
    let mut folders = vec![root.to_owned()];
    for component in Path::new(pattern).components() {
        let name = component.as_os_str().to_string_lossy();
        folders = match component {
            Component::CurDir => folders,
            _ if name == "**" => folders.iter().flat_map(|folder| below(folder, disk)).gather(),
            _ if has_wildcard(&name) => {
                folders.iter().flat_map(|folder| matching(folder, &name, disk)).gather()
            }
            _ => folders.iter().map(|folder| folder.join(component)).gather(),
        };
    }
    let mut folders: Vec<PathBuf> = folders.iter().map(|folder| straight(folder)).gather();
    sorted::sort(&mut folders);
    folders.dedup();
    folders
}

fn subfolders(folder: &Path, disk: &Disk) -> Vec<PathBuf> {
    let entries = disk.entries(folder).into_iter();
    entries.filter(|path| disk.kind(path) == Some(Kind::Folder) && !path.is_symlink()).gather()
}

fn matching(folder: &Path, pattern: &str, disk: &Disk) -> Vec<PathBuf> {
    let pattern: Vec<char> = pattern.chars().gather();
    let named = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        !name.starts_with('.') && is_match(&pattern, &name.chars().gather::<Vec<_>>())
    };
    subfolders(folder, disk).into_iter().filter(named).gather()
}

/// A folder and all folders below it.
fn below(folder: &Path, disk: &Disk) -> Vec<PathBuf> {
    let mut all = vec![folder.to_owned()];
    let mut next = 0;
    while let Some(folder) = all.get(next) {
        let more = subfolders(folder, disk);
        all.extend(more);
        next += 1;
    }
    all
}

/// Whether a name fits a pattern. One place to go back to is enough, since the last `*` can take over from those before it.
fn is_match(pattern: &[char], name: &[char]) -> bool {
    let (mut p, mut n, mut star) = (0, 0, None);
    while let Some(&letter) = name.get(n) {
        match step(pattern, p, letter) {
            Step::Star => {
                star = Some((p, n));
                p += 1;
            }
            Step::Fits(next) => {
                p = next;
                n += 1;
            }
            Step::Differs => {
                let Some((at, taken)) = star else { return false };
                star = Some((at, taken + 1));
                p = at + 1;
                n = taken + 1;
            }
        }
    }
    pattern.iter().skip(p).all(|rest| *rest == '*')
}

enum Step {
    Star,
    Fits(usize),
    Differs,
}

fn step(pattern: &[char], at: usize, letter: char) -> Step {
    match pattern.get(at) {
        Some('*') => Step::Star,
        Some('?') => Step::Fits(at + 1),
        Some('[') => match pattern.iter().skip(at).position(|end| *end == ']') {
            Some(length) => {
                let set = pattern.get(at + 1..at + length).unwrap_or_default();
                if is_in_set(set, letter) { Step::Fits(at + length + 1) } else { Step::Differs }
            }
            None => Step::Differs,
        },
        Some(exact) if *exact == letter => Step::Fits(at + 1),
        _ => Step::Differs,
    }
}

fn is_in_set(set: &[char], letter: char) -> bool {
    let (negated, set) = match set.split_first() {
        Some(('!', rest)) => (true, rest),
        _ => (false, set),
    };
    let ranged =
        set.windows(3).any(|window| matches!(window, [low, '-', high] if *low <= letter && letter <= *high));
    (ranged || set.contains(&letter)) != negated
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(pattern: &str, name: &str) -> bool {
        is_match(&pattern.chars().collect::<Vec<_>>(), &name.chars().collect::<Vec<_>>())
    }

    #[test]
    fn patterns_fit_names() {
        assert!(fits("*", "anything"));
        assert!(fits("lib-*", "lib-a"));
        assert!(fits("*-api-*", "my-api-api-x"));
        assert!(fits("v?", "v1"));
        assert!(fits("[ab]c", "bc") && fits("[a-c]", "b") && fits("[!a]", "b"));
        assert!(!fits("[!a]", "a") && !fits("v?", "v") && !fits("lib-*", "bin-a"));
        assert!(!fits("[a", "a"), "an unclosed set fits nothing");
    }
}
