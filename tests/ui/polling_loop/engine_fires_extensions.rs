//! Methods that the program gives our client.

use self::twilio::api_v2010::{fetch_message, list_message};
use ringfence::{Client, Error};
use std::time::Duration;

ringfence::include_api!();

trait Delivery {
    async fn is_delivered(&self, sid: &str) -> Result<bool, Error>;
    async fn count_delivered(&self) -> Result<usize, Error>;
}

impl Delivery for Client {
    async fn is_delivered(&self, sid: &str) -> Result<bool, Error> {
        Ok(fetch_message(sid).send(self).await?.is_final()) //~ polling_loop
    }

    async fn count_delivered(&self) -> Result<usize, Error> {
        Ok(list_message().page(self).await?.items.len())
    }
}

async fn waits_by_an_extension(client: &Client, sid: &str) -> Result<(), Error> {
    while !client.is_delivered(sid).await? {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    Ok(())
}

async fn counts_once(client: &Client) -> Result<usize, Error> {
    client.count_delivered().await
}

fn main() {}
