//! API keys and Auth Tokens, which are not the same thing.

/// An API key: what a client authenticates with.
#[derive(Debug)]
pub struct ApiKey {}

/// The account's Auth Token: what webhook signatures are checked with, and nothing else.
#[derive(Debug)]
pub struct AuthToken {}
