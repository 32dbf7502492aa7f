//! Retries that the crate's own error limits, and a loop that waits for something else before it creates.

use self::twilio::api_v2010;
use std::time::Duration;

ringfence::include_api!();

enum Error {
    RateLimited,
    Refused(ringfence::Error),
}

async fn create(client: &ringfence::Client) -> Result<(), Error> {
    api_v2010::create_queue("up").send(client).await.map(drop).map_err(Error::Refused)
}

#[ringfence::permit(fixed_delay_retry, reason = "how it waits is not the subject here")]
async fn by_a_variant(client: &ringfence::Client) -> Result<(), Error> {
    let mut wait = Duration::from_millis(200);
    loop {
        match create(client).await {
            Ok(()) => return Ok(()),
            Err(Error::RateLimited) => tokio::time::sleep(wait).await,
            Err(error) => return Err(error),
        }
        wait *= 2;
    }
}

#[ringfence::permit(fixed_delay_retry, reason = "how it waits is not the subject here")]
async fn by_a_guard(client: &ringfence::Client) -> Result<(), Error> {
    let mut wait = Duration::from_millis(200);
    loop {
        match create(client).await {
            Ok(()) => return Ok(()),
            Err(error) if matches!(error, Error::RateLimited) => tokio::time::sleep(wait).await,
            Err(error) => return Err(error),
        }
        wait *= 2;
    }
}

#[ringfence::permit(fixed_delay_retry, reason = "how it waits is not the subject here")]
async fn by_a_guard_of_unknown_words(client: &ringfence::Client, may: fn(&Error) -> bool) -> Result<(), Error> {
    let mut wait = Duration::from_millis(200);
    loop {
        match create(client).await {
            Ok(()) => return Ok(()),
            Err(error) if may(&error) => tokio::time::sleep(wait).await,
            Err(error) => return Err(error),
        }
        wait *= 2;
    }
}

async fn once_the_port_is_open(client: &ringfence::Client, address: &str) -> Result<(), ringfence::Error> {
    loop {
        match tokio::net::TcpStream::connect(address).await {
            Ok(_) => {
                api_v2010::create_queue("up").send(client).await?;
                break;
            }
            Err(_) => tokio::time::sleep(Duration::from_secs(1)).await,
        }
    }
    Ok(())
}
