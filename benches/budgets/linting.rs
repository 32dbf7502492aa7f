//! What the item macro costs a user at each `cargo check`.

use ringfence_benches::{Row, Scratch, cost_of_command, row, seconds, workspace};

/// A module of about 10,000 lines; `body` is one statement of each function.
fn module(attribute: &str, body: &str) -> String {
    let mut text = format!("#![allow(dead_code)]\n{attribute}\npub mod orders {{\n");
    for index in 0..1000 {
        text.push_str(&format!(
            "    pub struct Order{index} {{\n        pub id: u64,\n        pub name: String,\n    }}\n    \
             pub fn total{index}(orders: &[Order{index}]) -> u64 {{\n        let mut total = 0;\n        \
             for order in orders {{\n            total += order.id + order.name.len() as u64;\n        }}\n        {body}\n        total\n    }}\n",
        ));
    }
    text.push_str("}\n");
    text
}

fn check(name: &str, attribute: &str, body: &str) -> Result<std::time::Duration, String> {
    let runtime = workspace().join("runtime");
    let manifest = format!("[dependencies]\nringfence = {{ path = \"{}\" }}\n", runtime.display());
    let files = [("src/lib.rs", module(attribute, body))];
    let scratch = Scratch::new(name, &manifest, &files).map_err(|error| error.to_string())?;
    cost_of_command(1, || {}, || scratch.cargo(&["check", "--quiet"]))?;
    let cost = cost_of_command(3, || scratch.touch("src/lib.rs"), || scratch.cargo(&["check", "--quiet"]))?;
    Ok(cost.cpu)
}

/// `#[enforce]` on 10,000 lines: clean code, and code that it must analyse.
pub fn enforce_inline() -> Result<Vec<Row>, String> {
    let clean = "let _ = orders.len();";
    let analysed = "let _ = \"https://api.twilio.com/2010-04-01\";";
    let without = check("enforce-none", "", clean)?;
    let scanned = check("enforce-clean", "#[ringfence::enforce]", clean)?;
    let plain = check("enforce-text", "", analysed)?;
    let judged = check("enforce-judged", "#[ringfence::enforce]", analysed)?;
    Ok(vec![
        row(
            "`#[enforce]` on 13,000 clean lines, CPU of `cargo check` on top",
            seconds(scanned.saturating_sub(without)),
            "50 ms for 10,000",
        ),
        row(
            "the same where every function must be analysed",
            seconds(judged.saturating_sub(plain)),
            "400 ms for 10,000 (520 ms for these)",
        ),
    ])
}
