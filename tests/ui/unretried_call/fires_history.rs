//! Ways to calls that one caller repeats and another does not.

use reqwest::{Client, Error, Response};

const SERVICES: &str = "https://verify.twilio.com/v2/Services";

#[ringfence::enforce]
mod one_caller_tries_again {
    use super::{Client, Error, Response};

    #[ringfence::retry]
    pub async fn patient(client: &Client) -> Result<Response, Error> {
        fetch(client).await
    }

    pub async fn hasty(client: &Client) -> Result<Response, Error> {
        fetch(client).await
    }

    async fn fetch(client: &Client) -> Result<Response, Error> {
        let url = format!("{}?PageSize=20", super::SERVICES);
        client.get(url).send().await //~ unretried_call
    }
}

#[ringfence::enforce]
mod nobody_tries_again {
    use super::{Client, Error, Response};

    pub async fn outer(client: &Client) -> Result<Response, Error> {
        inner(client).await
    }

    async fn inner(client: &Client) -> Result<Response, Error> {
        client.get("https://verify.twilio.com/v2").send().await //~ unretried_call
    }
}

fn main() {
    drop((one_caller_tries_again::patient, one_caller_tries_again::hasty, nobody_tries_again::outer));
}
