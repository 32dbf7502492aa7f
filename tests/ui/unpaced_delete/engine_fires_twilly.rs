//! Deletes by twilly.

async fn deletes_by_twilly(client: &twilly::Client, sids: &[String]) -> Result<(), twilly::TwilioError> {
    for sid in sids {
        client.conversations().delete(sid).await?; //~ unpaced_delete, unretried_call
    }
    Ok(())
}

fn main() {}
