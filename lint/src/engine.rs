//! The engine's door for crates: load → resolve → facts → rules → report.

use crate::crates::{Krate, Texts, group_crates};
use crate::facts::{Entries, Facts, collect_facts};
use crate::gather::{Gather, PutAll};
use crate::ir::Marks;
use crate::load::{Loaded, load_crates};
use crate::report::{InForce, Reach, find, find_unfulfilled, fulfilled, report};
use crate::resolve::build_program;
use crate::sorted::{self, Set};
use crate::waiver::{Waiver, waivers};
use crate::worker::{count, run, run_all};
use crate::{CrateInput, Diagnostic, FileId, Levels, Place, Sources};
use std::path::PathBuf;

/// A file that was read.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its path, as it was asked for.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}

/// What was found in a crate, or in crates that depend on one another.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The findings, sorted by file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that were read; a [`crate::FileId`] is an index here.
    pub sources: Vec<Source>,
    /// For each file, the crate that it was read for, as an index of what was given to check.
    pub inputs: Vec<usize>,
    /// Files that could not be read or parsed, each with the reason; they never stop a run.
    pub skipped: Vec<(PathBuf, String)>,
    /// Places where a bound of the engine (steps, depth of calls, alternatives of a value) ended the search, each with a
    /// sentence: what lies beyond them is unknown, and unknown is not reported.
    pub not_followed: Vec<(Place, String)>,
    /// The written exits from lints in the crates that were given to check.
    pub waivers: Vec<Waiver>,
    /// How many expressions were evaluated: the cost of the run, counted without a clock.
    pub steps: usize,
}

impl Source {
    /// The one that a place lies in.
    pub(crate) fn of(place: Place, sources: &[Self]) -> Option<&Self> {
        sources.get(place.file.index())
    }
}

impl Report {
    /// The file that a place lies in.
    pub fn source(&self, place: Place) -> Option<&Source> {
        Source::of(place, &self.sources)
    }
}

/// Checks a whole crate. Names are followed into the crates that it depends on; what is wrong there is reported only where
/// the values of this crate make it so.
pub fn check_crate(input: &CrateInput, sources: &dyn Sources) -> Report {
    check_crates(std::slice::from_ref(input), sources).pop().unwrap_or_default()
}

/// Checks crates: those together that depend on one another, so that every file is read and judged once. There is a report
/// for each such group, in the order of their first crates.
pub fn check_crates(inputs: &[CrateInput], sources: &dyn Sources) -> Vec<Report> {
    check_with(inputs, &Texts::new(sources), count())
}

/// The same with every function parsed and interpreted, also those that cannot bear on a finding: many times slower, and what
/// [`check_crates`] is held against.
pub fn check_whole_crates(inputs: &[CrateInput], sources: &dyn Sources) -> Vec<Report> {
    check_with(inputs, &Texts::whole(sources), count())
}

/// The same with so and so many threads, which changes nothing about the outcome.
fn check_with(inputs: &[CrateInput], texts: &Texts<'_>, workers: usize) -> Vec<Report> {
    let groups = group_crates(inputs, texts);
    let all: usize = groups.iter().map(|group| files_to_load(group)).sum();
    // What is more than one thread's share gets all of them by itself; the others are handed out whole.
    let is_large = |group: &[Krate]| files_to_load(group) * workers > all;
    let small: Vec<&Vec<Krate>> = groups.iter().filter(|group| !is_large(group)).gather();
    let mut small = run_all(&small, workers, |group| check_group(group, texts, 1)).into_iter();
    let reports = groups.iter().map(|group| match is_large(group) {
        true => check_group(group, texts, workers),
        false => small.next().flatten().unwrap_or_else(|| could_not(group, Loaded::default())),
    });
    reports.gather()
}

fn files_to_load(group: &[Krate]) -> usize {
    group.iter().filter(|krate| krate.is_loaded).map(|krate| krate.files.len()).sum()
}

fn check_group(group: &[Krate], texts: &Texts<'_>, workers: usize) -> Report {
    let mut loaded = load_crates(group, 0, texts, workers);
    // Nothing is found in a crate that never names Twilio or us, nor in one that cannot reach such a crate: most crates.
    loaded.add_unparsed(group, texts);
    if !group.iter().any(|krate| krate.is_loaded) {
        return loaded.into_report(group);
    }
    let entries = Entries { files: entered_files(group, &loaded), workers };
    let enforced = loaded.enforced();
    let Some(mut facts) = run(|| interpret(group, &mut loaded, entries)) else {
        return could_not(group, loaded);
    };
    let own_levels = Levels::default();
    let of_file = |file| loaded.crate_at(group, file).map_or(&own_levels, |krate| &krate.levels);
    let in_force = InForce { of_file: &of_file, enforced: &enforced };
    let mut found = find(&facts);
    facts.fulfilled = fulfilled(&found, &facts.permits, &in_force, &loaded.sources);
    // What permits are good for shows where all that they cover is judged.
    let is_judged =
        |file| loaded.crate_at(group, file).is_some_and(|krate| krate.is_asked && krate.is_entered);
    found
        .put_all(find_unfulfilled(&facts).into_iter().filter(|(_, finding)| is_judged(finding.primary.file)));
    let diagnostics = report(&found, &facts.permits, &in_force, &Reach::Crate);
    let diagnostics = own_findings(diagnostics, group, &loaded, texts);
    let not_followed = innermost(&facts.cuts);
    let is_asked =
        |waiver: &Waiver| loaded.crate_at(group, waiver.place.file).is_some_and(|krate| krate.is_asked);
    let waivers = waivers(&facts).into_iter().filter(is_asked).gather();
    Report { diagnostics, not_followed, waivers, steps: facts.steps, ..loaded.into_report(group) }
}

/// The report of crates that broke the engine.
fn could_not(group: &[Krate], mut loaded: Loaded) -> Report {
    let root = group.first().map(|krate| krate.root.clone()).unwrap_or_default();
    loaded.skipped.push((root, "the crate could not be analysed".to_owned()));
    loaded.into_report(group)
}

/// Where the search ended, each reason at its narrowest places: what lies around them only passes it on.
fn innermost(cuts: &Set<(Place, &'static str)>) -> Vec<(Place, String)> {
    let mut kept: Vec<(Place, &'static str)> = Vec::new();
    let mut sorted: Vec<(Place, &'static str)> =
        cuts.iter().copied().filter(|(place, _)| *place != Place::NOWHERE).gather();
    // In the order of ends, what a place contains stands right before it.
    sorted::sort_by_key(&mut sorted, |(place, why)| {
        (*why, place.file, place.end, std::cmp::Reverse(place.start))
    });
    for (place, why) in sorted {
        if !kept.last().is_some_and(|(last, same)| *same == why && place.contains(*last)) {
            kept.push((place, why));
        }
    }
    sorted::sort(&mut kept);
    kept.into_iter().map(|(place, why)| (place, why.to_owned())).gather()
}

/// The files whose functions are judged by themselves; others are judged as far as they are called.
pub(crate) fn entered_files(group: &[Krate], loaded: &Loaded) -> Set<FileId> {
    let is_entered = |krate: usize| group.get(krate).is_some_and(|krate| krate.is_entered);
    let files = loaded.crate_of.iter().enumerate().filter(|(_, krate)| is_entered(**krate));
    files.map(|(at, _)| FileId(at as u32)).gather()
}

/// From files to facts; runs on a worker's stack.
pub(crate) fn interpret(group: &[Krate], loaded: &mut Loaded, entries: Entries) -> Facts {
    let kinds = loaded.kinds(group);
    let mut files = std::mem::take(&mut loaded.files);
    let marks: Vec<Marks> =
        files.iter_mut().flatten().map(|placed| std::mem::take(&mut placed.file.marks)).gather();
    let names = group.iter().map(|krate| krate.names.clone()).gather();
    let program = build_program(names, files);
    collect_facts(&program, marks, kinds, &entries)
}

/// What tells one finding from another, whatever else was looked into.
pub(crate) type FindingKey = (Option<PathBuf>, u32, u32, &'static str);

pub(crate) fn finding_key(primary: Place, lint: &'static str, sources: &[Source]) -> FindingKey {
    let path = Source::of(primary, sources).map(|source| source.path.clone());
    (path, primary.start, primary.end, lint)
}

/// The findings that are these crates' to report: what stands in their files, once for a file that several include, and
/// what stands in another crate's but is made wrong by their values.
fn own_findings(
    found: Vec<Diagnostic>,
    group: &[Krate],
    loaded: &Loaded,
    texts: &Texts<'_>,
) -> Vec<Diagnostic> {
    let is_asked =
        |found: &Diagnostic| loaded.crate_at(group, found.primary.file).is_none_or(|krate| krate.is_asked);
    let mut seen = Set::new();
    if !found.iter().all(is_asked) {
        seen = outside_findings(group, texts);
    }
    let key = |found: &Diagnostic| finding_key(found.primary, found.lint.name, &loaded.sources);
    found.into_iter().filter(|found| seen.insert(key(found))).gather()
}

/// What the other crates of a group say by themselves.
pub(crate) fn outside_findings(group: &[Krate], texts: &Texts<'_>) -> Set<FindingKey> {
    let rest = group.iter().cloned().map(|krate| {
        let is_loaded = krate.is_loaded && !krate.is_asked;
        Krate { is_asked: is_loaded, is_entered: is_loaded && krate.is_entered, is_loaded, ..krate }
    });
    let others = check_group(&rest.gather::<Vec<_>>(), texts, count());
    let key = |found: &Diagnostic| finding_key(found.primary, found.lint.name, &others.sources);
    others.diagnostics.iter().map(key).gather()
}

#[cfg(test)]
mod tests {
    use super::{CrateInput, Report, Sources, Texts, check_with};
    use crate::TargetKind;
    use crate::sorted::Set;
    use std::path::Path;

    struct Files(Vec<(String, String)>);

    impl Sources for Files {
        fn read(&self, path: &Path) -> Option<String> {
            self.0.iter().find(|(name, _)| Path::new(name) == path).map(|(_, text)| text.clone())
        }
    }

    /// Modules that call one another in circles, share helpers, hand URLs, clients and closures around.
    fn files(order: &[usize]) -> Files {
        let mods: String = order.iter().map(|at| format!("mod m{at};\n")).collect();
        let mut files = vec![("lib.rs".to_owned(), mods)];
        for at in order {
            let next = (at + 1) % 12;
            let scheme = if at % 3 == 0 { "http" } else { "https" };
            let text = format!(
                "pub const HOST: &str = \"{scheme}://api.twilio.com/{at}\";\n\
                 pub static LAZY: LazyLock<String> = LazyLock::new(|| crate::m{next}::url({at}));\n\
                 pub struct Api {{ base: String }}\n\
                 impl Api {{\n    pub fn new() -> Self {{ Self {{ base: HOST.to_owned() }} }}\n    \
                 pub async fn go(&self) {{ crate::m{next}::send(&self.base).await; }}\n}}\n\
                 pub fn url(x: u8) -> String {{ if x > {at} {{ crate::m{next}::url(x) }} else {{ format!(\"{{HOST}}/{{x}}\") }} }}\n\
                 pub async fn send(url: &str) {{\n    crate::m{next}::with(|| reqwest::Client::new().post(url).send());\n    \
                 if url.is_empty() {{ crate::m{next}::send(&url).await; }}\n}}\n\
                 pub fn with<F: Fn()>(f: F) {{ f() }}\n\
                 pub async fn run() {{ Api::new().go().await; send(&url({at})).await; send(&*LAZY).await; }}\n"
            );
            files.push((format!("m{at}.rs"), text));
        }
        Files(files)
    }

    fn found(files: &Files, workers: usize) -> (Vec<String>, Set<String>, usize) {
        let input = CrateInput::new("case", "lib.rs", TargetKind::Lib);
        let report: Report = check_with(&[input], &Texts::new(files), workers).pop().unwrap();
        let said = report.diagnostics.iter().map(|found| {
            let path = report.source(found.primary).unwrap().path.display();
            format!("{path}:{} {} {}", found.primary.start, found.lint.name, found.message)
        });
        let said: Vec<String> = said.collect();
        let sorted = said.iter().cloned().collect();
        (said, sorted, report.steps)
    }

    #[test]
    fn neither_threads_nor_the_order_of_files_change_what_is_found() {
        let straight: Vec<usize> = (0..12).collect();
        let one = found(&files(&straight), 1);
        assert!(one.0.len() > 12, "{:?}", one.0);
        for workers in [2, 3, 8] {
            assert_eq!(found(&files(&straight), workers), one, "{workers} threads");
        }
        let reverse: Vec<usize> = straight.iter().rev().copied().collect();
        for order in [reverse, vec![5, 0, 11, 3, 8, 1, 10, 2, 9, 4, 7, 6]] {
            assert_eq!(found(&files(&order), 4).1, one.1, "{order:?}");
        }
    }

    #[test]
    fn crates_are_reported_in_order_however_they_are_handed_out() {
        let sends = "pub fn f() { let _ = reqwest::blocking::get(\"http://api.twilio.com\"); }\n";
        let mut files = vec![("big/lib.rs".to_owned(), "mod a; mod b; mod c;\n".to_owned())];
        files.extend(["a", "b", "c"].map(|name| (format!("big/{name}.rs"), sends.to_owned())));
        files.extend((0..5).map(|at| (format!("small{at}/lib.rs"), sends.repeat(1 + at % 2))));
        let roots = ["small0", "small1", "big", "small2", "none", "small3", "small4"];
        let inputs =
            roots.map(|root| CrateInput::new(root, format!("{root}/lib.rs"), TargetKind::Lib)).to_vec();
        let files = Files(files);
        let found = |workers: usize| -> Vec<(usize, usize)> {
            let reports = check_with(&inputs, &Texts::new(&files), workers);
            reports.iter().map(|report| (report.diagnostics.len(), report.skipped.len())).collect()
        };
        let one = found(1);
        assert_eq!(one.len(), roots.len());
        assert!(
            one.iter().zip(roots).all(|((found, skipped), root)| (*found == 0, *skipped)
                == (root == "none", usize::from(root == "none"))),
            "{one:?}"
        );
        for workers in [2, 3, 8] {
            assert_eq!(found(workers), one, "{workers} threads");
        }
    }
}
