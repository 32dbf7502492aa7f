//! The trait of credentials is sealed: no type of a user's own gets an Auth Token into a client.

use ringfence::{AuthToken, ClientCredential};

struct Smuggled(AuthToken);

impl ClientCredential for Smuggled {}

fn main() {}
