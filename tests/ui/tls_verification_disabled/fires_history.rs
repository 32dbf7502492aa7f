//! Ways from a switch to the client that calls Twilio with it.

use reqwest::{Client, ClientBuilder, Error};

#[ringfence::enforce]
mod switched_off_in_a_helper {
    use super::{Client, ClientBuilder, Error};

    pub async fn run() -> Result<(), Error> {
        let client = relaxed(Client::builder()).build()?;
        Jobs { client }.list("https://verify.twilio.com/v2/Services").await
    }

    fn relaxed(builder: ClientBuilder) -> ClientBuilder {
        builder.danger_accept_invalid_certs(true) //~ tls_verification_disabled
    }

    struct Jobs {
        client: Client,
    }

    impl Jobs {
        async fn list(&self, url: &str) -> Result<(), Error> {
            fetch(&self.client, url).await
        }
    }

    #[ringfence::retry]
    async fn fetch(client: &Client, url: &str) -> Result<(), Error> {
        let request = client.get(url);
        request.send().await.map(drop)
    }
}

fn main() {
    drop(switched_off_in_a_helper::run());
}
