//! Creates that are sent again whatever went wrong.

#[ringfence::enforce]
#[ringfence::permit(unretried_call, fixed_delay_retry, reason = "after what it is sent again is the subject here")]
mod calls {
    use reqwest::{Client, Client as Http, Error, RequestBuilder, Response};
    use std::time::Duration;
    use tokio::time::sleep;

    mod hosts {
        pub const MESSAGES: &str = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json";
    }

    pub async fn direct(client: &Client) {
        while client.post("https://api.twilio.com/2010-04-01/Accounts/AC1/Calls.json").send().await.is_err() { //~ blind_create_retry
            sleep(Duration::from_secs(1)).await;
        }
    }

    pub async fn const_in_another_module(client: &Client) {
        while client.post(hosts::MESSAGES).body("Body=Hi").send().await.is_err() { //~ blind_create_retry
            sleep(Duration::from_secs(1)).await;
        }
    }

    pub async fn renamed_import(client: Http) -> Result<Response, Error> {
        let mut left = 3;
        loop {
            match client.post(hosts::MESSAGES).body("Body=Hi").send().await { //~ blind_create_retry
                Err(_) if left > 0 => left -= 1,
                outcome => return outcome,
            }
        }
    }

    pub async fn two_helpers_away(client: &Client) {
        while let Err(error) = notify(client).await {
            eprintln!("{error}");
        }
    }

    async fn notify(client: &Client) -> Result<Response, Error> {
        deliver(client.post(hosts::MESSAGES)).await
    }

    async fn deliver(request: RequestBuilder) -> Result<Response, Error> {
        request.body("Body=Hi").send().await //~ blind_create_retry
    }

    pub struct Notifier {
        pub client: Client,
    }

    impl Notifier {
        pub async fn notify(&self) {
            while self.client.post(hosts::MESSAGES).body("Body=Hi").send().await.is_err() {} //~ blind_create_retry
        }
    }

    pub async fn builder_over_statements(client: &Client) -> Result<Response, Error> {
        let mut left = 3;
        loop {
            let mut request = client.post(hosts::MESSAGES);
            request = request.body("Body=Hi");
            let outcome = request.send().await; //~ blind_create_retry
            if outcome.is_ok() || left == 0 {
                return outcome;
            }
            left -= 1;
        }
    }

    pub async fn in_a_macro_argument(client: &Client) {
        loop {
            let outcome = dbg!(client.post(hosts::MESSAGES).body("Body=Hi").send().await); //~ blind_create_retry
            if outcome.is_ok() {
                break;
            }
        }
    }

    pub async fn in_an_async_block(client: &Client) {
        loop {
            let work = async { client.post(hosts::MESSAGES).body("Body=Hi").send().await }; //~ blind_create_retry
            match work.await {
                Ok(_) => break,
                Err(error) => eprintln!("{error}"),
            }
        }
    }

    pub async fn in_a_closure(client: &Client) {
        let create = || async { client.post(hosts::MESSAGES).body("Body=Hi").send().await }; //~ blind_create_retry
        while create().await.is_err() {
            sleep(Duration::from_secs(1)).await;
        }
    }

    pub async fn after_a_timeout(client: &Client) -> Result<Response, Error> {
        loop {
            match client.post(hosts::MESSAGES).body("Body=Hi").send().await { //~ blind_create_retry
                Err(error) if error.is_timeout() => sleep(Duration::from_secs(1)).await,
                outcome => return outcome,
            }
        }
    }

    pub async fn after_a_server_error(client: &Client) -> Result<Response, Error> {
        loop {
            let response = client.post(hosts::MESSAGES).body("Body=Hi").send().await?; //~ blind_create_retry
            if !response.status().is_server_error() {
                return Ok(response);
            }
            sleep(Duration::from_secs(1)).await;
        }
    }

    pub async fn with_a_key_that_messages_do_not_know(client: &Client, key: &str) {
        while client.post(hosts::MESSAGES).header("Idempotency-Key", key).send().await.is_err() { //~ blind_create_retry
            sleep(Duration::from_secs(1)).await;
        }
    }
}

fn main() {}
