//! What the generator costs: in process and optimised, and as users have it, an unoptimised build script.

use ringfence_benches::{
    Row, Scratch, corpus_document, cost_of, cost_of_command, growing, row, seconds, workspace,
};
use ringfence_codegen::{Format, Rendered, Source, render};
use std::path::{Path, PathBuf};
use std::process::Command;

fn source(path: &Path, format: Format) -> Result<Source, String> {
    let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Source { name, file: path.display().to_string(), format, bytes })
}

/// What is generated from one YAML document.
pub fn rendered(path: &Path) -> Result<Rendered, String> {
    render(&[source(path, Format::Yaml)?], &[]).map_err(|problems| problems.to_string())
}

/// What is generated from all documents.
pub fn rendered_all() -> Result<Rendered, String> {
    render(&all_documents("yaml", Format::Yaml)?, &[]).map_err(|problems| problems.to_string())
}

fn all_documents(ending: &str, format: Format) -> Result<Vec<Source>, String> {
    let one = corpus_document("api_v2010", ending).ok_or("the corpus is not beside the workspace")?;
    let folder = one.parent().ok_or("a document lies in a folder")?;
    let entries = std::fs::read_dir(folder).map_err(|error| error.to_string())?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths.iter().map(|path| source(path, format)).collect()
}

/// The pipeline in this process, release profile.
pub fn in_process() -> Result<Vec<Row>, String> {
    let mut rows = Vec::new();
    for (ending, format, budget) in [("yaml", Format::Yaml, "1.5 s"), ("json", Format::Json, "1.0 s")] {
        let path = corpus_document("api_v2010", ending).ok_or("the corpus is not beside the workspace")?;
        let one = [source(&path, format)?];
        let (cost, rendered) = cost_of(|| render(&one, &[]));
        let rendered = rendered.map_err(|problems| problems.to_string())?;
        let what =
            format!("generate api_v2010 from {ending}, {} operations, release, CPU", rendered.operations);
        rows.push(row(
            what,
            seconds(cost.cpu),
            "progenitor 0.44 s, openapi-generator 5.9 s (measured apart)",
        ));
        let all = all_documents(ending, format)?;
        let (cost, rendered) = cost_of(|| render(&all, &[]));
        let what = format!("generate all {} documents from {ending}, release, CPU", all.len());
        rows.push(match rendered {
            Ok(_) => row(what, seconds(cost.cpu), budget),
            Err(problems) => row(what, "not yet", problems.to_string().lines().next().unwrap_or_default()),
        });
    }
    Ok(rows)
}

/// How many operations the smaller document has.
const GROWING: usize = 300;

/// One document, and one with four times its operations and schemas.
pub fn growth() -> Result<Vec<Row>, String> {
    let cpu = |document: fn(usize) -> String, count: usize| {
        let bytes = document(count).into_bytes();
        let (name, file) = ("growing_v1".to_owned(), "growing.json".to_owned());
        let sources = [Source { name, file, format: Format::Json, bytes }];
        let run = || {
            let (cost, rendered) = cost_of(|| render(&sources, &[]));
            rendered.map(|_| cost.cpu).map_err(|problems| problems.to_string())
        };
        Ok::<_, String>(run()?.min(run()?).min(run()?))
    };
    let mut rows = Vec::new();
    for (document, what) in [
        (growing::document as fn(usize) -> String, "operations and their schemas"),
        (growing::colliding, "operations, properties, values and schemas, called alike or in a chain"),
    ] {
        let (one, four) = (cpu(document, GROWING)?, cpu(document, 4 * GROWING)?);
        let factor = four.as_secs_f64() / one.as_secs_f64();
        let budget = format!("4.5 ({} against {})", seconds(four), seconds(one));
        let what = format!("generate 4 times {GROWING} {what}, CPU");
        rows.push(row(what, format!("{factor:.2} times"), budget));
    }
    Ok(rows)
}

/// The build script on api_v2010 in the debug profile, run by itself.
pub fn build_script() -> Result<Vec<Row>, String> {
    let document = corpus_document("api_v2010", "yaml").ok_or("the corpus is not beside the workspace")?;
    let ten = "operations = [\"CreateMessage\", \"FetchMessage\", \"UpdateMessage\", \"DeleteMessage\", \"ListMessage\", \
               \"CreateCall\", \"FetchCall\", \"UpdateCall\", \"DeleteCall\", \"ListCall\"]\n";
    let mut rows = Vec::new();
    for (count, operations, budget) in [("all 197", "", "1 s"), ("ten", ten, "0.4 s")] {
        let cpu = run_build_script(&document, operations)?;
        rows.push(row(
            format!("build script on api_v2010, {count} operations, debug, CPU"),
            seconds(cpu),
            budget,
        ));
    }
    Ok(rows)
}

fn run_build_script(document: &Path, operations: &str) -> Result<std::time::Duration, String> {
    let manifest = format!(
        "[package.metadata.ringfence]\ndocuments = [\"{}\"]\n{operations}[build-dependencies]\n\
         ringfence-codegen = {{ path = \"{}\" }}\n",
        document.display(),
        workspace().join("codegen").display(),
    );
    let build = "fn main() { ringfence_codegen::Config::from_manifest().generate_or_exit(); }\n".to_owned();
    let files = [("src/lib.rs", String::new()), ("build.rs", build)];
    let scratch = Scratch::new("build-script", &manifest, &files).map_err(|error| error.to_string())?;
    cost_of_command(1, || {}, || scratch.cargo(&["build", "--quiet"]))?;
    let script =
        built_script(&scratch.root.join("target/debug/build")).ok_or("cargo left no build script")?;
    let out = scratch.root.join("out");
    std::fs::create_dir_all(&out).map_err(|error| error.to_string())?;
    let fresh = || {
        let _ = std::fs::remove_file(out.join("twilio.rs"));
    };
    let run = || {
        let mut command = Command::new(&script);
        command.current_dir(&scratch.root).env("OUT_DIR", &out).env("CARGO_MANIFEST_DIR", &scratch.root);
        command
    };
    Ok(cost_of_command(3, fresh, run)?.cpu)
}

fn built_script(folder: &Path) -> Option<PathBuf> {
    let entries = std::fs::read_dir(folder).ok()?;
    let ours =
        entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with("build-script-"));
    ours.map(|entry| entry.path().join("build-script-build")).find(|path| path.is_file())
}
