//! The client end to end: a real server on loopback, real connections, the default transport.

mod boundary;
mod credentials;
mod fate;
mod hostile;
mod limits;
mod media;
mod model;
mod server;
mod throttling;

use super::{Client, ClientBuilder};
use crate::{ApiKey, Method, Operation, Request, RetryPolicy};
use server::Server;
use std::time::Duration;

const HOST: &str = "api.twilio.com";
static FETCH: Operation = Operation::new("FetchThing", Method::Get, HOST, "/2010-04-01/Things/1.json");
static CREATE: Operation = Operation::new("CreateThing", Method::Post, HOST, "/2010-04-01/Things.json");
static DELETE: Operation = Operation::new("DeleteThing", Method::Delete, HOST, "/2010-04-01/Things/1.json");

/// No Auth Token has this shape, and no other text of the tests holds it.
const SECRET: &str = "s3cr3tOfTheTestKey";

fn key_sid() -> String {
    format!("SK{}", "0e".repeat(16))
}

/// A client of the server that waits only shortly.
fn builder(base_url: &str) -> ClientBuilder {
    let account = format!("AC{}", "0f".repeat(16)).parse().unwrap();
    let policy = RetryPolicy::new()
        .attempts(4)
        .first_wait(Duration::from_millis(10))
        .longest_wait(Duration::from_millis(40));
    Client::builder(account, ApiKey::new(key_sid(), SECRET).unwrap()).mock_base_url(base_url).retry(policy)
}

fn client(server: &Server) -> Client {
    builder(&server.base_url()).build().unwrap()
}

fn request(operation: &'static Operation) -> Request {
    Request::new(operation)
}
