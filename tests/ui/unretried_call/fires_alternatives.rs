//! Hosts that are Twilio's on one of two ways.

#[ringfence::enforce]
mod cases {
    use reqwest::{Client, Error, Response};

    pub async fn behind_a_choice(client: &Client, is_mock: bool) -> Result<Response, Error> {
        let base = if is_mock { "http://localhost:4010" } else { "https://verify.twilio.com" };
        client.get(format!("{base}/v2")).send().await //~ unretried_call
    }

    pub async fn behind_two_choices(client: &Client, is_mock: bool, is_old: bool) -> Result<Response, Error> {
        let base = if is_mock { "http://localhost:4010" } else { "https://verify.twilio.com" };
        let version = if is_old { "v1" } else { "v2" };
        client.get(format!("{base}/{version}/Services")).send().await //~ unretried_call
    }

    pub async fn added_up(client: &Client, is_mock: bool) -> Result<Response, Error> {
        let mut url = String::from(if is_mock { "http://localhost:4010" } else { "https://verify.twilio.com" });
        url += "/v2";
        client.get(url).send().await //~ unretried_call
    }

    pub async fn elsewhere(client: &Client, is_mock: bool) -> Result<Response, Error> {
        let base = if is_mock { "http://localhost:4010" } else { "https://example.org" };
        client.get(format!("{base}/v2")).send().await
    }
}

fn main() {
    let client = reqwest::Client::new();
    drop(cases::behind_a_choice(&client, true));
    drop(cases::behind_two_choices(&client, true, false));
    drop(cases::added_up(&client, true));
    drop(cases::elsewhere(&client, true));
}
