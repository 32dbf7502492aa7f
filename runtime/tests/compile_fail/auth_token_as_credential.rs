//! An Auth Token cannot become a client's credential: the message says what to use.

use ringfence::{AccountSid, AuthToken, Client};

fn client(account: AccountSid, token: AuthToken) {
    let _ = Client::builder(account, token);
}

fn main() {}
