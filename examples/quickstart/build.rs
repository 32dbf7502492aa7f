//! Turns the documents that `Cargo.toml` names into endpoint functions.

fn main() {
    ringfence_codegen::Config::from_manifest().generate_or_exit();
}
