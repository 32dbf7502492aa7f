//! Methods that the program gives types of other crates, called where somebody tries again.

#[ringfence::enforce]
mod calls {
    use reqwest::{Client, Error, Response};
    use std::time::{Duration, SystemTime, UNIX_EPOCH};
    use tokio::time::sleep;

    const ACCOUNTS: &str = "https://api.twilio.com/2010-04-01/Accounts.json";

    /// A part of something, by chance.
    fn random() -> f64 {
        let nanos = SystemTime::now().duration_since(UNIX_EPOCH).map(|time| time.subsec_nanos()).unwrap_or(0);
        f64::from(nanos % 1_000) / 1_000.0
    }

    pub trait Accounts {
        async fn accounts(&self) -> Result<Response, Error>;
    }

    impl Accounts for Client {
        async fn accounts(&self) -> Result<Response, Error> {
            self.get(ACCOUNTS).send().await
        }
    }

    async fn insisting<F: Future<Output = Result<Response, Error>>>(call: impl Fn() -> F) -> Result<Response, Error> {
        let mut pause = Duration::from_millis(200);
        loop {
            let response = call().await?;
            if response.status() != 429 {
                return Ok(response);
            }
            sleep(pause.mul_f64(random())).await;
            pause *= 2;
        }
    }

    pub async fn inside_a_wrapper(client: &Client) -> Result<Response, Error> {
        insisting(|| client.accounts()).await
    }

    pub async fn by_the_traits_name(client: &Client) -> Result<Response, Error> {
        insisting(|| Accounts::accounts(client)).await
    }

    /// Somebody else's method of the same name.
    pub struct Ledger;

    impl Ledger {
        pub async fn accounts(&self) -> usize {
            1
        }
    }

    pub async fn of_a_type_of_its_own(ledger: &Ledger) -> usize {
        ledger.accounts().await
    }
}

fn main() {}
