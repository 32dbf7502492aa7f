//! The budgets, measured: `cargo bench -p ringfence-benches [-- <words of what to run>]`.
//!
//! Figures are printed, never asserted: a busy machine is no failure. Peers are measured in the same run.

#[path = "budgets/building.rs"]
mod building;
#[path = "budgets/calling.rs"]
mod calling;
#[path = "budgets/enforcing.rs"]
mod enforcing;
#[path = "budgets/generating.rs"]
mod generating;
#[path = "budgets/linting.rs"]
mod linting;
#[path = "budgets/tree.rs"]
mod tree;

use ringfence_benches::Row;

type Bench = fn() -> Result<Vec<Row>, String>;

const BENCHES: &[(&str, Bench)] = &[
    ("generate", generating::in_process),
    ("build-script", generating::build_script),
    ("check-generated", building::check_generated),
    ("call", calling::over_a_null_transport),
    ("signature", calling::signature_validation),
    ("enforce", linting::enforce_inline),
    ("enforce-crate", enforcing::enforce_crate),
    ("lint-tree", tree::beside_ast_grep),
    ("lint-growth", tree::growth),
    ("macros", building::macros_alone),
    ("client", building::clean_client),
];

fn main() {
    // `cargo bench` adds `--bench`; words without dashes choose what runs.
    let chosen: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    println!("| what | figure | budget or peer |\n|---|---|---|");
    for (name, bench) in BENCHES {
        if !chosen.is_empty() && !chosen.iter().any(|word| name.contains(word.as_str())) {
            continue;
        }
        match bench() {
            Ok(rows) => {
                for row in rows {
                    println!("| {} | {} | {} |", row.what, row.figure, row.against);
                }
            }
            Err(problem) => println!("| {name} | not measured | {problem} |"),
        }
    }
}
