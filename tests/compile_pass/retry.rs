//! `#[retry]` above and below `#[enforce]`, and inside what is enforced: the call is retried.

use reqwest::{Client, Error, Response};
use ringfence::{enforce, retry};

const ACCOUNTS: &str = "https://api.twilio.com/2010-04-01/Accounts.json";

#[enforce]
#[retry(attempts = 5, base = "200ms", cap = "10s")]
async fn below(client: &Client) -> Result<Response, Error> {
    client.get(ACCOUNTS).send().await
}

#[retry]
#[enforce]
async fn above(client: &Client) -> Result<Response, Error> {
    let answer = client.get(ACCOUNTS).send().await?;
    answer.error_for_status()
}

struct Caller {
    client: Client,
}

#[enforce]
impl Caller {
    #[retry(on = "connect")]
    async fn method(&self, mut path: String) -> Result<String, Error> {
        path.insert(0, '/');
        self.client
            .get(format!("https://api.twilio.com{path}"))
            .send()
            .await?
            .error_for_status()?
            .text()
            .await
    }
}

fn main() {
    let client = Client::new();
    let _ = (below(&client), above(&client));
    let caller = Caller { client: client.clone() };
    let _ = caller.method(String::new());
}
