//! Twilio calls that give up at the first 429.

use crate::hosts::{API, messages};
use reqwest::{Client as Http, Error, RequestBuilder, Response};

/// Through a `let`.
pub async fn through_a_let() -> Result<Response, Error> {
    let client = reqwest::Client::new();
    let url = "https://api.twilio.com/2010-04-01/Accounts.json";
    client.get(url).send().await //~ unretried_call
}

/// Through a const of another module.
pub async fn through_a_const(client: &reqwest::Client) -> Result<Response, Error> {
    client.get(API).send().await //~ unretried_call
}

/// Through a renamed import.
pub async fn through_a_renamed_import(client: &Http) -> Result<Response, Error> {
    client.get("https://verify.twilio.com/v2/Services").send().await //~ unretried_call
}

/// Through a builder chain over statements.
pub async fn through_a_builder_chain(client: &Http, account: &str) -> Result<Response, Error> {
    let request = client.post(messages(account));
    let request = request.body("To=%2B15558675310&From=%2B15017122661&Body=Hi");
    let request = request.header("Content-Type", "application/x-www-form-urlencoded");
    request.send().await //~ unretried_call, missing_status_callback
}

/// Through a helper function that sends.
pub async fn through_a_helper(client: &Http, account: &str) -> Result<Response, Error> {
    deliver(client.get(messages(account))).await
}

async fn deliver(request: RequestBuilder) -> Result<Response, Error> {
    request.send().await //~ unretried_call
}

/// Through `format!`.
pub async fn through_format(client: &Http, account: &str) -> Result<Response, Error> {
    let url = format!("https://api.twilio.com/2010-04-01/Accounts/{account}/Calls.json");
    client.post(url).send().await //~ unretried_call
}

/// A permit that does not say why: the call is left alone, the permit is not.
pub async fn permitted_without_reason(client: &Http) -> Result<Response, Error> {
    // ringfence: permit(unretried_call)
    client.get(API).send().await //~^ missing_reason
}
