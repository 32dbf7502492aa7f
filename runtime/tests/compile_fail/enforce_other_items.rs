//! `enforce` says where it belongs.

#[ringfence::enforce]
struct Data;

fn main() {
    let _ = Data;
}
