//! What must not compile, and the words that rustc says then. `TRYBUILD=overwrite` writes them anew.
#![cfg(feature = "hyper")]

#[test]
fn what_must_not_compile_says_what_to_do() {
    trybuild::TestCases::new().compile_fail("tests/compile_fail/*.rs");
}
