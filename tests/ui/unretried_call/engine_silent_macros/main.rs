//! Macros of one name in several files: which is meant is not known here.

mod one;
mod other;
mod sender;

fn main() {
    one::send();
    other::send();
    sender::send();
}
