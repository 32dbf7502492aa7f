//! What rustc spends on us: generated modules, the macros, a whole client.

use ringfence_benches::{
    Row, Scratch, corpus_document, cost_of_command, mebibytes, peak_of_command, row, seconds, workspace,
};
use ringfence_codegen::Rendered;
use std::time::Duration;

fn path_of(folder: &str) -> String {
    workspace().join(folder).display().to_string()
}

/// `cargo check` and `cargo build` of generated modules, dependencies built: api_v2010, and everything.
pub fn check_generated() -> Result<Vec<Row>, String> {
    let document = corpus_document("api_v2010", "yaml").ok_or("the corpus is not beside the workspace")?;
    let generated = [
        ("check-one", "api_v2010", crate::generating::rendered(&document)?),
        ("check-all", "all documents", crate::generating::rendered_all()?),
    ];
    let mut rows = Vec::new();
    for (name, what, Rendered { text, operations, .. }) in generated {
        for command in ["check", "build"] {
            let (cpu, peak) = cost_of_generated(name, &text, command)?;
            let each_100 = seconds(cpu * 100 / u32::try_from(operations.max(1)).unwrap_or(u32::MAX));
            let against = match (name, command) {
                ("check-one", _) => match peer_alone(command) {
                    Ok(cpu) => format!("twilio-openapi, 199 operations: {} in this run", seconds(cpu)),
                    Err(problem) => format!("twilio-openapi did not build here: {problem}"),
                },
                (_, "check") => "3 s, 1024 MiB".to_owned(),
                _ => String::new(),
            };
            let figure = format!("{}, {}, {each_100} per 100 operations", seconds(cpu), mebibytes(peak));
            rows.push(row(
                format!("`cargo {command}` of {what}, {operations} operations, CPU and peak memory"),
                figure,
                against,
            ));
        }
    }
    Ok(rows)
}

const PEER_MANIFEST: &str = "[dependencies]\ntwilio-openapi = \"1.2.2\"\ntokio = { version = \"1\", features = [\"macros\", \"rt\"] }\n";

/// The peer's generated crate alone, its dependencies built.
fn peer_alone(command: &str) -> Result<Duration, String> {
    let files = [("src/main.rs", PEER.to_owned())];
    let scratch = Scratch::new("client-peer", PEER_MANIFEST, &files).map_err(|error| error.to_string())?;
    cost_of_command(1, || {}, || scratch.cargo(&[command, "--quiet"]))?;
    let forget = || {
        let _ = scratch.cargo(&["clean", "--quiet", "-p", "twilio-openapi"]).output();
    };
    Ok(cost_of_command(1, forget, || scratch.cargo(&[command, "--quiet"]))?.cpu)
}

/// CPU and peak memory of `cargo <command>` for generated code alone, nothing of it kept from another run.
fn cost_of_generated(name: &str, generated: &str, command: &str) -> Result<(Duration, u64), String> {
    let manifest = format!("[dependencies]\nringfence = {{ path = \"{}\" }}\n", path_of("runtime"));
    let files = [("src/lib.rs", generated.to_owned())];
    let scratch = Scratch::new(name, &manifest, &files).map_err(|error| error.to_string())?;
    cost_of_command(1, || {}, || scratch.cargo(&[command, "--quiet"]))?;
    let forget = || {
        let _ = scratch.cargo(&["clean", "--quiet", "-p", name]).output();
    };
    let cost = cost_of_command(5, forget, || scratch.cargo(&[command, "--quiet"]))?;
    forget();
    Ok((cost.cpu, peak_of_command(&scratch.cargo(&[command, "--quiet"]))?))
}

fn clean_build(name: &str, manifest: &str, main: &str) -> Result<Duration, String> {
    let files = [("src/main.rs", main.to_owned())];
    let scratch = Scratch::new(name, manifest, &files).map_err(|error| error.to_string())?;
    // The first run fetches what the registry has; only the second is counted.
    cost_of_command(1, || {}, || scratch.cargo(&["fetch", "--quiet"]))?;
    let cost = cost_of_command(1, || scratch.clean(), || scratch.cargo(&["build", "--quiet"]))?;
    Ok(cost.cpu)
}

/// What the macros add to a clean build beyond the parser that nearly every tree has already.
pub fn macros_alone() -> Result<Vec<Row>, String> {
    let parser = "[dependencies]\nproc-macro2 = { version = \"1\", features = [\"span-locations\"] }\nquote = \"1\"\n\
                  syn = { version = \"3\", features = [\"full\", \"visit\"] }\n";
    let macros = format!("[dependencies]\nringfence-macros = {{ path = \"{}\" }}\n", path_of("macros"));
    let without = clean_build("parser-alone", parser, "fn main() {}\n")?;
    let with = clean_build("macros-alone", &macros, "fn main() {}\n")?;
    Ok(vec![row(
        "the macros in a clean debug build, CPU beyond syn, quote and proc-macro2",
        seconds(with.saturating_sub(without)),
        format!("6 s ({} with, {} without)", seconds(with), seconds(without)),
    )])
}

const CLIENT: &str = r#"
ringfence::include_api!();
use self::twilio::api_v2010::{MessageContent, MessageSender, create_message};

#[ringfence::enforce]
async fn notify(client: &ringfence::Client) -> Result<(), ringfence::Error> {
    let sender = MessageSender::from_number("+15017122661");
    let sent = create_message("+15558675310", sender, MessageContent::body("Hi")).send(client).await?;
    println!("{:?}", sent.sid);
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let client = ringfence::Client::from_env().expect("the environment names an API key");
    notify(&client).await.expect("the message was created");
}
"#;

const PEER: &str = r#"
use twilio_openapi::apis::{configuration::Configuration, default_api};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let configuration = Configuration::new();
    let call = default_api::fetch_balance(&configuration, "account");
    println!("{:?}", call.await.is_ok());
}
"#;

/// A clean debug build of a client that sends one message; the peer sends its own.
pub fn clean_client() -> Result<Vec<Row>, String> {
    let manifest = format!(
        "[package.metadata.ringfence]\ndocuments = [\"api_v2010\"]\noperations = [\"CreateMessage\"]\n\
         [dependencies]\nringfence = {{ path = \"{}\" }}\ntokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n\
         [build-dependencies]\nringfence-codegen = {{ path = \"{}\" }}\n",
        path_of("runtime"),
        path_of("codegen"),
    );
    let build = "fn main() { ringfence_codegen::Config::from_manifest().generate_or_exit(); }\n".to_owned();
    Scratch::new("client", &manifest, &[("build.rs", build)]).map_err(|error| error.to_string())?;
    let ours = clean_build("client", &manifest, CLIENT)?;
    let runtime_only = manifest.split("[build-dependencies]").next().unwrap_or_default().to_owned();
    let alone = clean_build(
        "client-runtime",
        &runtime_only,
        "fn main() { let _ = ringfence::Client::from_env(); }\n",
    )?;
    let peer = match clean_build("client-peer", PEER_MANIFEST, PEER) {
        Ok(cpu) => format!("twilio-openapi {} in this run", seconds(cpu)),
        Err(problem) => format!("twilio-openapi did not build here: {problem}"),
    };
    Ok(vec![
        row("clean debug build of a client, its own tree, CPU", seconds(alone), format!("45 s; {peer}")),
        row("the generator's tree on top, CPU", seconds(ours.saturating_sub(alone)), "22 s"),
    ])
}
