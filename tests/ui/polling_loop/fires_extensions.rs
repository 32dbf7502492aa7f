//! Calls inside methods that the program gives types of other crates.

#[ringfence::enforce]
#[ringfence::permit(unretried_call, reason = "what the loop asks for is the subject here")]
mod calls {
    use reqwest::{Client, Error, RequestBuilder, Response};
    use std::time::Duration;
    use tokio::time::sleep;

    const MESSAGE: &str = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/SM1.json";

    pub trait Notify {
        async fn state_of_message(&self) -> Result<Response, Error>;
    }

    impl Notify for Client {
        async fn state_of_message(&self) -> Result<Response, Error> {
            self.get(MESSAGE).send().await //~ polling_loop
        }
    }

    pub async fn by_an_extension(client: &Client) -> Result<(), Error> {
        loop {
            if client.state_of_message().await?.content_length() == Some(0) {
                return Ok(());
            }
            sleep(Duration::from_secs(1)).await;
        }
    }

    pub trait Ask {
        fn url(&self) -> &'static str {
            MESSAGE
        }

        async fn ask(&self) -> Result<Response, Error>;

        async fn ask_loudly(&self) -> Result<Response, Error> {
            println!("asking");
            self.ask().await
        }
    }

    impl Ask for Client {
        async fn ask(&self) -> Result<Response, Error> {
            self.get(self.url()).send().await //~ polling_loop
        }
    }

    pub async fn by_a_method_of_the_trait(client: Client) -> Result<(), Error> {
        loop {
            if client.ask_loudly().await?.content_length() == Some(0) {
                return Ok(());
            }
            sleep(Duration::from_secs(1)).await;
        }
    }

    pub async fn by_a_bound<A: Ask>(asker: &A) -> Result<(), Error> {
        while asker.ask().await?.content_length() != Some(0) {
            sleep(Duration::from_secs(1)).await;
        }
        Ok(())
    }

    pub trait Deliver {
        async fn deliver(self) -> Result<Response, Error>;
    }

    impl Deliver for RequestBuilder {
        async fn deliver(self) -> Result<Response, Error> {
            self.send().await //~ polling_loop
        }
    }

    pub async fn of_a_request(client: &Client) -> Result<(), Error> {
        while client.get(MESSAGE).deliver().await?.content_length() != Some(0) {
            sleep(Duration::from_secs(1)).await;
        }
        Ok(())
    }
}

fn main() {}
