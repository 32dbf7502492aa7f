//! Fetches by twilly.

#[ringfence::permit(unretried_call, reason = "what the loop asks for is the subject here")]
async fn asks_by_twilly(client: &twilly::Client, sid: &str) -> Result<(), twilly::TwilioError> {
    loop {
        let conversation = client.conversations().get(sid).await?; //~ polling_loop
        if conversation.state == twilly::conversation::State::Closed {
            return Ok(());
        }
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }
}

fn main() {}
