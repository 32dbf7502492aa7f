//! A build script that holds the lints over its crate and generates nothing else.

fn main() {
    ringfence_codegen::Config::new().enforce_crate().generate_or_exit();
}
