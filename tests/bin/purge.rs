//! A purge of recordings, for the test that kills it: deletes at a mock what its standard input names, line by line.

use ringfence::private::Draft;
use ringfence::{ApiKey, Client, Method, Operation, Pace, Purge};
use std::error::Error;

static DELETE: Operation = Operation::new(
    "DeleteRecording",
    Method::Delete,
    "api.twilio.com",
    "/2010-04-01/Accounts/{AccountSid}/Recordings/{Sid}.json",
)
.deleting_stored_data();

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().ok_or("base URL, account, key, secret, journal");
    let (base, account, key) = (next()?, next()?.parse()?, ApiKey::new(next()?, next()?)?);
    let client = Client::builder(account, key).mock_base_url(base).build()?;
    let sids = std::io::read_to_string(std::io::stdin())?;
    let purged = Purge::new(&client, |sid: &str| Draft::new(&DELETE).path("Sid", sid).into_request())
        .rate(Pace::per_second(250.0))
        .journal(next()?)
        .show_progress()
        .run_all(sids.lines())
        .await?;
    println!("{purged}");
    Ok(())
}
