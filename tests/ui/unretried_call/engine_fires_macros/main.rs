//! Macros of another file.

#[macro_use]
mod shared;
mod sender;

macro_rules! accounts {
    () => {
        "{base}/2010-04-01/Accounts.json?Page={page}"
    };
}

mod nested;

fn main() {
    sender::send();
    nested::send();
}
