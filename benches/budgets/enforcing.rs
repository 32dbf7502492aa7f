//! What `Config::enforce_crate` costs a build script at each edit, in the debug profile that it runs in.

use ringfence_benches::{Cost, Row, Scratch, cost_of_command, row, seconds, workspace};
use std::cell::Cell;
use std::process::Command;

const MODULES: usize = 200;
const SCRIPT: &str = "fn main() { ringfence_codegen::Config::new().enforce_crate().generate_or_exit(); }\n";

/// A file that calls Twilio.
const SENDER: &str = r#"pub async fn notify(client: &reqwest::Client, to: &str) -> Result<(), reqwest::Error> {
    let url = "https://api.twilio.com/2010-04-01/Accounts/account/Messages.json";
    client.post(url).form(&[("To", to)]).send().await?;
    Ok(())
}
"#;

/// About 250 lines of a program that has nothing to do with Twilio; `extra` stands at the end.
fn module(index: usize, extra: &str) -> String {
    let mut text = format!("//! Orders of region {index}.\n\nuse std::collections::BTreeMap;\n");
    for order in 0..8 {
        let name = format!("Order{index}x{order}");
        text.push_str(&format!(
            "\n/// An order.\n#[derive(Clone, Debug)]\npub struct {name} {{\n    pub id: u64,\n    pub name: String,\n    \
             pub lines: Vec<(u64, u32)>,\n}}\n\nimpl {name} {{\n    /// The total, with what large orders save.\n    \
             pub fn total(&self, prices: &BTreeMap<u64, u64>) -> Option<u64> {{\n        let mut total = 0_u64;\n        \
             for (item, amount) in &self.lines {{\n            let price = prices.get(item)?;\n            \
             total = total.checked_add(price.checked_mul(u64::from(*amount))?)?;\n        }}\n        \
             if total > 10_000 {{\n            Some(total - total / 20)\n        }} else {{\n            Some(total)\n        }}\n    }}\n\n    \
             /// What stands on the box.\n    pub fn label(&self) -> String {{\n        \
             let mut label = format!(\"{{}}: {{}}\", self.id, self.name);\n        if self.lines.is_empty() {{\n            \
             label.push_str(\" (empty)\");\n        }}\n        label\n    }}\n}}\n"
        ));
    }
    text + extra
}

/// A package of 50,000 lines; `extra` stands at the end of each module.
fn package(name: &str, extra: &str) -> std::io::Result<Scratch> {
    let mut files = vec![("src/sender.rs".to_owned(), SENDER.to_owned())];
    let mut root = "pub mod sender;\n".to_owned();
    for index in 0..MODULES {
        root.push_str(&format!("pub mod orders{index};\n"));
        files.push((format!("src/orders{index}.rs"), module(index, extra)));
    }
    files.push(("src/lib.rs".to_owned(), root));
    let files: Vec<(&str, String)> = files.iter().map(|(path, text)| (path.as_str(), text.clone())).collect();
    Scratch::new(name, "", &files)
}

/// The build script, built as cargo builds it for `cargo check`, and run alone: before each run a file gets one more line.
fn cost_of_edits(script: &Scratch, package: &Scratch, file: &str) -> Result<Cost, String> {
    let edits = Cell::new(0);
    let edit = || {
        edits.set(edits.get() + 1);
        let path = package.root.join(file);
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let _ = std::fs::write(path, format!("{text}// Edit {}.\n", edits.get()));
    };
    cost_of_command(3, edit, || run(script, package))
}

fn run(script: &Scratch, package: &Scratch) -> Command {
    let mut command = Command::new(script.root.join("target/debug/enforce-crate-script"));
    command
        .env("CARGO_MANIFEST_DIR", &package.root)
        .env("OUT_DIR", package.root.join("out"))
        .env("TARGET", "none");
    command
}

/// Edits of a 50,000-line package; user and system time of the build script itself.
pub fn enforce_crate() -> Result<Vec<Row>, String> {
    let dependency = format!(
        "[dependencies]\nringfence-codegen = {{ path = \"{}\" }}\n",
        workspace().join("codegen").display()
    );
    let written = |error: std::io::Error| error.to_string();
    let script = Scratch::new("enforce-crate-script", &dependency, &[("src/main.rs", SCRIPT.to_owned())])
        .map_err(written)?;
    cost_of_command(1, || {}, || script.cargo(&["build", "--quiet"]))?;
    let orders = package("enforce-crate-orders", "").map_err(written)?;
    let _ = std::fs::remove_dir_all(orders.root.join("out"));
    let first = cost_of_command(1, || {}, || run(&script, &orders))?;
    let apart = cost_of_edits(&script, &orders, "src/orders7.rs")?;
    let near = cost_of_edits(&script, &orders, "src/sender.rs")?;
    let calls = "\n/// Tells the customer.\npub async fn tell(client: &reqwest::Client) { let _ = crate::sender::notify(client, \"\").await; }\n";
    let entangled = package("enforce-crate-entangled", calls).map_err(written)?;
    cost_of_command(1, || {}, || run(&script, &entangled))?;
    let all = cost_of_edits(&script, &entangled, "src/sender.rs")?;
    let what = "`enforce_crate` on 50,000 lines in debug, CPU of the build script";
    Ok(vec![
        row(format!("{what}: the first run"), seconds(first.cpu), "1 s"),
        row("an edit that touches nothing relevant", seconds(apart.cpu), "300 ms"),
        row("an edit in the file that calls Twilio", seconds(near.cpu), "1 s"),
        row(
            "the same where every file calls that file, so that all must be parsed",
            seconds(all.cpu),
            "none",
        ),
    ])
}
