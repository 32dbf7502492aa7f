//! The endpoint functions that the benchmarks call.

fn main() {
    ringfence_codegen::Config::from_manifest().generate_or_exit();
}
