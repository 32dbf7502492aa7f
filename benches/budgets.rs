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
#[path = "budgets/overhead.rs"]
mod overhead;

use ringfence_benches::{Bench, run};

const BENCHES: &[(&str, Bench)] = &[
    ("generate", generating::in_process),
    ("growth", generating::growth),
    ("build-script", generating::build_script),
    ("check-generated", building::check_generated),
    ("call", calling::over_a_null_transport),
    ("overhead", overhead::beside_peers),
    ("signature", calling::signature_validation),
    ("enforce", linting::enforce_inline),
    ("enforce-crate", enforcing::enforce_crate),
    ("macros", building::macros_alone),
    ("client", building::clean_client),
];

fn main() {
    run(BENCHES);
}
