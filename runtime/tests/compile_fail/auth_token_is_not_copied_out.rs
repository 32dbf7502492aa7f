//! An Auth Token has no way out: neither a copy nor a text.

use ringfence::AuthToken;

fn print(token: &AuthToken) -> String {
    let copy: AuthToken = token.clone();
    drop(copy);
    token.to_string()
}

fn main() {}
