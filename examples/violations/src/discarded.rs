//! Errors of Twilio that nobody can look into any more.

use crate::hosts::API;
use reqwest::{Client, Error, Response};

async fn accounts(client: &Client) -> Result<Response, Error> {
    client.get(API).send().await //~ unretried_call
}

/// Turned into nothing, one function away.
pub async fn turned_into_nothing(client: &Client) -> Option<Response> {
    accounts(client).await.ok() //~ request_id_discarded
}

/// Ignored.
pub async fn ignored(client: &Client) {
    let _ = accounts(client).await; //~ request_id_discarded
}

/// Turned into an error that says nothing.
pub async fn turned_into_text(client: &Client) -> Result<Response, &'static str> {
    accounts(client).await.map_err(|_| "Twilio did not answer") //~ request_id_discarded
}

/// An arm that takes every error and reads none.
pub async fn matched(client: &Client) -> Option<Response> {
    match accounts(client).await {
        Ok(answer) => Some(answer),
        Err(_) => None, //~ request_id_discarded
    }
}
