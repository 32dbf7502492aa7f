//! A pair of texts, as other libraries take it, may hold an Auth Token: it is no credential either.

use ringfence::{AccountSid, Client};

fn client(account: AccountSid, token: String) {
    let sid = account.to_string();
    let _ = Client::builder(account, (sid, token));
}

fn main() {}
