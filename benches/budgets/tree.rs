//! What the command costs on a large tree, beside a tool that matches trees.

use ringfence_benches::{Cost, Row, cost_of, cost_of_command, row, seconds, workspace};
use ringfence_lint::sorted::Map;
use ringfence_lint::{CrateInput, Report, Sources, TargetKind, check_crates, check_whole_crates};
use ringfence_project::{Graph, Package};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Packages of the registry, in the versions of our lock file: ordinary code of many hands, over 300,000 lines of it.
const PACKAGES: &[&str] = &[
    "axum",
    "bytes",
    "clap_builder",
    "futures-util",
    "h2",
    "http",
    "hyper",
    "hyper-util",
    "indexmap",
    "mio",
    "nix",
    "proptest",
    "regex-syntax",
    "reqwest",
    "rustls",
    "serde_json",
    "syn",
    "tokio",
    "tokio-util",
    "tower",
    "tower-http",
    "ureq",
];

const AST_GREP: &str = "@ast-grep/cli@0.51.1";

/// Five rules of the kind that such a tool can hold.
const RULES: [(&str, &str); 5] = [
    ("plain-http", "{kind: string_literal, regex: 'http://[a-z.]*twilio'}"),
    ("accept-invalid", "{pattern: $CLIENT.danger_accept_invalid_certs(true)}"),
    ("auth-token", "{pattern: std::env::var(\"TWILIO_AUTH_TOKEN\")}"),
    ("basic-auth", "{pattern: '$REQUEST.basic_auth($USER, $PASSWORD)'}"),
    ("one-shot", "{pattern: '$CLIENT.post($URL).send().await'}"),
];

struct Disk;

impl Sources for Disk {
    fn read(&self, path: &Path) -> Option<String> {
        std::fs::read_to_string(path).ok()
    }
}

/// Crates in memory.
struct Memory(BTreeMap<PathBuf, String>);

impl Sources for Memory {
    fn read(&self, path: &Path) -> Option<String> {
        self.0.get(path).cloned()
    }
}

/// The folders of the packages, as far as cargo has fetched them.
pub fn fetched() -> Result<Vec<PathBuf>, String> {
    let lock = std::fs::read_to_string(workspace().join("Cargo.lock")).map_err(|error| error.to_string())?;
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    let sources = std::fs::read_dir(home.unwrap_or_default().join("registry/src"));
    let sources: Vec<PathBuf> =
        sources.map_err(|error| error.to_string())?.flatten().map(|entry| entry.path()).collect();
    let mut folders = BTreeSet::new();
    for entry in lock.split("[[package]]") {
        let value = |key: &str| {
            let line = entry.lines().find_map(|line| line.strip_prefix(&format!("{key} = \"")))?;
            line.strip_suffix('"')
        };
        let (Some(name), Some(version)) = (value("name"), value("version")) else { continue };
        if PACKAGES.contains(&name) {
            let named = sources.iter().map(|source| source.join(format!("{name}-{version}")));
            folders.extend(named.filter(|folder| folder.is_dir()));
        }
    }
    Ok(folders.into_iter().collect())
}

fn inputs(folder: &Path) -> Vec<CrateInput> {
    let Ok(package) = Package::read(folder) else { return Vec::new() };
    let graph = Graph::of(std::slice::from_ref(&package));
    package.targets.iter().map(|target| graph.crate_input(&package, target)).collect()
}

/// Copies what we read of the packages, so that both tools see the same files; returns the crates and how many lines they
/// have. `mark` is added to every root.
pub fn copy(
    name: &str,
    mark: &str,
    folders: &[PathBuf],
) -> Result<(PathBuf, Vec<CrateInput>, usize), String> {
    let tree = workspace().join("target/benches").join(name);
    let _ = std::fs::remove_dir_all(&tree);
    let write = |path: &Path, text: &str| {
        let folder = path.parent().unwrap_or(Path::new(""));
        std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::write(path, text))
            .map_err(|error| error.to_string())
    };
    let (mut crates, mut lines) = (Vec::new(), 0);
    for folder in folders {
        let target = tree.join(folder.file_name().unwrap_or_default());
        let moved = |path: &Path| Some(target.join(path.strip_prefix(folder).ok()?));
        let inputs = inputs(folder);
        let roots: BTreeSet<&Path> = inputs.iter().map(|input| input.root.as_path()).collect();
        let reports = check_crates(&inputs, &Disk);
        for source in reports.iter().flat_map(|report| &report.sources) {
            let Some(path) = moved(&source.path) else { continue };
            let mark = if roots.contains(source.path.as_path()) { mark } else { "" };
            write(&path, &format!("{}{mark}", source.text))?;
            lines += source.text.lines().count();
        }
        for input in &inputs {
            let root = moved(&input.root).unwrap_or_default();
            crates.push(CrateInput { root, dependencies: Map::new(), ..input.clone() });
        }
    }
    Ok((tree, crates, lines))
}

/// Installs the tool beside the trees; it is nothing that we build with.
fn installed() -> Result<PathBuf, String> {
    let folder = workspace().join("target/benches/ast-grep");
    let tool = folder.join("node_modules/.bin/ast-grep");
    if !tool.is_file() {
        std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        let mut npm = Command::new("npm");
        npm.args(["install", "--silent", "--no-fund", "--no-audit", "--prefix"]).arg(&folder).arg(AST_GREP);
        let output = npm.output().map_err(|error| format!("SKIPPED, npm cannot be run: {error}"))?;
        if !output.status.success() || !tool.is_file() {
            return Err(format!("SKIPPED, npm could not install {AST_GREP}"));
        }
    }
    let rules = folder.join("rules");
    std::fs::create_dir_all(&rules).map_err(|error| error.to_string())?;
    for (id, rule) in RULES {
        let text = format!("id: {id}\nlanguage: Rust\nseverity: warning\nmessage: {id}\nrule: {rule}\n");
        std::fs::write(rules.join(format!("{id}.yml")), text).map_err(|error| error.to_string())?;
    }
    std::fs::write(folder.join("sgconfig.yml"), "ruleDirs: [rules]\n").map_err(|error| error.to_string())?;
    Ok(folder)
}

type Check = fn(&[CrateInput], &dyn Sources) -> Vec<Report>;

fn ours(crates: &[CrateInput], check: Check) -> Cost {
    let mut costs: Vec<Cost> = (0..3).map(|_| cost_of(|| check(crates, &Disk)).0).collect();
    costs.sort_by_key(|cost| cost.wall);
    costs.swap_remove(0)
}

fn theirs(tool: &Path, tree: &Path) -> Result<Cost, String> {
    let scan = || {
        let mut command = Command::new(tool.join("node_modules/.bin/ast-grep"));
        command.arg("scan").arg("--config").arg(tool.join("sgconfig.yml")).args(["--json=stream"]);
        for kind in ["hidden", "dot", "exclude", "global", "parent", "vcs"] {
            command.args(["--no-ignore", kind]);
        }
        command.arg(tree);
        command
    };
    cost_of_command(3, || {}, scan)
}

pub fn shown(cost: Cost) -> String {
    format!("{} wall, {} CPU", seconds(cost.wall), seconds(cost.cpu))
}

/// A tree of other people's code, with the text prefilter and without it.
pub fn beside_ast_grep() -> Result<Vec<Row>, String> {
    let tool = installed();
    let mut rows = Vec::new();
    // A call of Twilio in every root makes every crate one that the prefilter lets through.
    let call =
        "\npub fn notify() {\n    let _ = reqwest::blocking::get(\"http://api.twilio.com/2010-04-01\");\n}\n";
    let cases: [(&str, &str, &str, &str, Check); 3] = [
        ("tree", "", "with the text prefilter", "a third of the wall time of ast-grep", check_crates),
        ("tree-marked", call, "every crate calls Twilio", "no slower than ast-grep", check_crates),
        ("tree-marked", call, "the same, every function parsed and interpreted", "none", check_whole_crates),
    ];
    for (name, mark, what, budget, check) in cases {
        let (tree, crates, lines) = copy(name, mark, &fetched()?)?;
        let own = ours(&crates, check);
        let peer = tool.as_ref().map_err(Clone::clone).and_then(|tool| theirs(tool, &tree));
        let peer = match peer {
            Ok(cost) => {
                let ratio = cost.wall.as_secs_f64() / own.wall.as_secs_f64().max(1e-6);
                format!("{budget}: {AST_GREP} with five rules {}, {ratio:.1} times ours", shown(cost))
            }
            Err(problem) => format!("{budget}: {problem}"),
        };
        rows.push(row(format!("lint of {lines} lines, {what}"), shown(own), peer));
    }
    Ok(rows)
}

/// A crate around Twilio whose files call one another.
fn crate_of(files: usize) -> Memory {
    let mods: String = (0..files).map(|at| format!("mod m{at};\n")).collect();
    let mut texts = BTreeMap::from([(PathBuf::from("lib.rs"), mods)]);
    for at in 0..files {
        let next = (at + 1) % files;
        let mut text = format!("pub const API: &str = \"https://api.twilio.com/{at}\";\n");
        for part in 0..20 {
            text.push_str(&format!(
                "pub struct Sender{part} {{\n    base: String,\n    http: reqwest::Client,\n}}\n\
                 impl Sender{part} {{\n    pub fn new() -> Self {{\n        Self {{ base: format!(\"{{API}}/{part}\"), http: reqwest::Client::new() }}\n    }}\n    \
                 fn url(&self, path: &str) -> String {{\n        format!(\"{{}}/{{path}}\", self.base)\n    }}\n    \
                 pub async fn send(&self, path: &str) -> Option<String> {{\n        let url = if path.is_empty() {{ self.url(\"a\") }} else {{ self.url(path) }};\n        \
                 crate::m{next}::note{part}(&url);\n        self.http.post(url).send().await.ok()?.text().await.ok()\n    }}\n}}\n\
                 pub fn note{part}(text: &str) {{\n    println!(\"{{text}}\");\n}}\n\
                 pub async fn run{part}() {{\n    crate::m{next}::Sender{part}::new().send(\"b\").await;\n    Sender{part}::new().send(\"c\").await;\n}}\n",
            ));
        }
        texts.insert(PathBuf::from(format!("m{at}.rs")), text);
    }
    Memory(texts)
}

/// Four times the source.
pub fn growth() -> Result<Vec<Row>, String> {
    let input = [CrateInput::new("case", "lib.rs", TargetKind::Lib)];
    let (small, large) = (crate_of(25), crate_of(100));
    let lines_of = |memory: &Memory| memory.0.values().map(|text| text.lines().count()).sum::<usize>();
    let cost = |memory: &Memory| cost_of(|| check_crates(&input, memory)).0.cpu;
    let (mut one, mut four) = (Duration::MAX, Duration::MAX);
    // In turns, as the machine is not as fast from one moment to the next.
    for _ in 0..5 {
        one = one.min(cost(&small));
        four = four.min(cost(&large));
    }
    let (lines, more) = (lines_of(&small), lines_of(&large));
    let ratio = four.as_secs_f64() / one.as_secs_f64().max(1e-6);
    let what = format!("lint of {more} lines around Twilio after {lines}, CPU");
    Ok(vec![row(what, format!("{} after {}: {ratio:.2} times", seconds(four), seconds(one)), "4.5 times")])
}
