//! The main job on a local Twilio, offline: run it with `cargo run -p quickstart`.

use ringfence_mock::Mock;
use std::error::Error;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mock = Mock::builder().start().await?;
    println!("a local Twilio answers at {}", mock.base_url());
    for line in quickstart::tour(&mock).await? {
        println!("{line}");
    }
    Ok(())
}
