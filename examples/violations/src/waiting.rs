//! Loops that ask, repeat and delete as if nobody else called Twilio.

use crate::hosts::messages;
use reqwest::{Client, Error, Response};
use std::time::Duration;

/// Asks for the same message until it was delivered, instead of being called back.
pub async fn until_delivered(client: &Client, account: &str, sid: &str) -> Result<(), Error> {
    loop {
        let url = format!("https://api.twilio.com/2010-04-01/Accounts/{account}/Messages/{sid}.json");
        let answer = client.get(url).send().await?; //~ polling_loop
        if answer.status() != 429 && answer.text().await?.contains("delivered") {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
}

/// Sends a message until there is an answer, which may be the second that somebody gets.
pub async fn until_answered(client: &Client, account: &str, form: &str) -> Response {
    loop {
        let sent = client.post(messages(account)).body(form.to_owned()).send().await; //~ blind_create_retry
        match sent {
            Ok(answer) if answer.status() != 429 => return answer,
            Ok(_) => tokio::time::sleep(Duration::from_secs(1)).await, //~ fixed_delay_retry
            Err(error) => eprintln!("{error}"),
        }
    }
}

/// Deletes recordings as fast as Twilio answers.
pub async fn delete_all(client: &Client, account: &str, recordings: Vec<String>) -> Result<(), Error> {
    for sid in recordings {
        let url = format!("https://api.twilio.com/2010-04-01/Accounts/{account}/Recordings/{sid}.json");
        // ringfence: permit(unretried_call, reason = "the pace is the subject here")
        client.delete(url).send().await?; //~ unpaced_delete
    }
    Ok(())
}

/// Sends to everybody at once.
pub fn send_to_all(client: &Client, account: &str, forms: Vec<String>) {
    for form in forms {
        let request = client.post(messages(account)).body(form);
        // ringfence: permit(unretried_call, reason = "how many run at once is the subject here")
        tokio::spawn(request.send()); //~ unbounded_fanout
    }
}
