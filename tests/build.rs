//! The endpoint functions that `products.rs` calls.

fn main() {
    ringfence_codegen::Config::from_manifest().generate_or_exit();
}
