//! Ways from the call that sends to where its error is lost.

use reqwest::{Client, Error, Response};

const ACCOUNTS: &str = "https://api.twilio.com/2010-04-01/Accounts.json";

#[ringfence::enforce]
mod handed_back {
    use super::{ACCOUNTS, Client, Error, Response};

    pub async fn count(client: &Client) -> usize {
        quiet(fetch(client).await)
    }

    async fn fetch(client: &Client) -> Result<Response, Error> {
        send(client).await
    }

    #[ringfence::retry]
    async fn send(client: &Client) -> Result<Response, Error> {
        client.get(ACCOUNTS).send().await
    }

    fn quiet(answer: Result<Response, Error>) -> usize {
        answer.map_or(0, |answer| answer.headers().len()) //~ request_id_discarded
    }
}

fn main() {
    drop(handed_back::count(&Client::new()));
}
