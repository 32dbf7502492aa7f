//! Retries on what the crate's own error calls a time-out, and on whatever goes wrong a few times.

use self::twilio::api_v2010;
use std::time::Duration;

ringfence::include_api!();

enum Error {
    TimedOut,
    Refused(ringfence::Error),
}

async fn create(client: &ringfence::Client) -> Result<(), Error> {
    api_v2010::create_queue("up").send(client).await.map(drop).map_err(Error::Refused) //~ blind_create_retry
}

#[ringfence::permit(fixed_delay_retry, reason = "how it waits is not the subject here")]
async fn by_a_variant(client: &ringfence::Client) -> Result<(), Error> {
    let mut wait = Duration::from_millis(200);
    loop {
        match create(client).await {
            Ok(()) => return Ok(()),
            Err(Error::TimedOut) => tokio::time::sleep(wait).await,
            Err(error) => return Err(error),
        }
        wait *= 2;
    }
}

#[ringfence::permit(fixed_delay_retry, reason = "how it waits is not the subject here")]
async fn a_few_times(client: &ringfence::Client) -> Result<(), ringfence::Error> {
    let (mut wait, mut attempt) = (Duration::from_millis(200), 0);
    loop {
        match api_v2010::create_queue("up").send(client).await { //~ blind_create_retry
            Ok(_) => return Ok(()),
            Err(_) if attempt < 3 => tokio::time::sleep(wait).await,
            Err(error) => return Err(error),
        }
        attempt += 1;
        wait *= 2;
    }
}
