//! Requests for what was answered before, or for more than anybody asked.

use reqwest::{Client, Error};
use serde_json::Value;

/// Asks for each call of a list, which holds them all.
pub async fn calls(client: &Client, account: &str) -> Result<(), Error> {
    let list = format!("https://api.twilio.com/2010-04-01/Accounts/{account}/Calls.json");
    // ringfence: permit(unretried_call, reason = "what is asked for is the subject here")
    let page: Value = client.get(list).send().await?.json().await?;
    for call in page["calls"].as_array().into_iter().flatten() {
        let url = format!("https://api.twilio.com/2010-04-01/Accounts/{account}/Calls/{}.json", call["sid"]);
        // ringfence: permit(unretried_call, reason = "what is asked for is the subject here")
        client.get(url).send().await?; //~ fetch_after_list
    }
    Ok(())
}

/// Puts together all messages that there ever were.
pub async fn messages(client: &Client, account: &str) -> Result<Vec<Value>, Error> {
    let mut path = format!("/2010-04-01/Accounts/{account}/Messages.json");
    let mut all = Vec::new();
    loop {
        let url = format!("https://api.twilio.com{path}");
        // ringfence: permit(unretried_call, reason = "how much is asked for is the subject here")
        let page: Value = client.get(url).send().await?.json().await?; //~ unbounded_list
        all.extend(page["messages"].as_array().into_iter().flatten().cloned());
        match page["next_page_uri"].as_str() {
            Some(next) => path = next.to_owned(),
            None => return Ok(all),
        }
    }
}

/// Makes a call and learns nothing of it; of the callback that it names for its instructions nobody says how often to try.
pub async fn call(client: &Client, account: &str, to: &str) -> Result<(), Error> {
    let url = format!("https://api.twilio.com/2010-04-01/Accounts/{account}/Calls.json");
    let form = [("To", to), ("From", "+15017122661"), ("Url", "https://example.com/answer")]; //~ callback_without_retry
    // ringfence: permit(unretried_call, reason = "what is called back is the subject here")
    client.post(url).form(&form).send().await?; //~ missing_status_callback
    Ok(())
}
