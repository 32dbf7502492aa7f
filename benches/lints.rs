//! The budgets of the command, with the allocator that it has: `cargo bench -p ringfence-benches -- lint`.

#[path = "budgets/command.rs"]
mod command;
#[path = "budgets/tree.rs"]
mod tree;

use ringfence_benches::{Bench, run};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const BENCHES: &[(&str, Bench)] = &[
    ("lint-tree", tree::beside_ast_grep),
    ("lint-growth", tree::growth),
    ("lint-command", command::command),
];

fn main() {
    run(BENCHES);
}
