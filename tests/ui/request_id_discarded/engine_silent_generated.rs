//! Errors of generated calls that keep the id of their request.

use self::twilio::api_v2010::{create_message, fetch_message};

ringfence::include_api!();

async fn returned(client: &ringfence::Client) -> Result<String, ringfence::Error> {
    let message = fetch_message("SM").send(client).await?;
    Ok(message.sid.clone().unwrap_or_default())
}

async fn as_text(client: &ringfence::Client) -> Result<(), String> {
    fetch_message("SM").send(client).await.map_err(|error| format!("no message: {error}"))?;
    Ok(())
}

async fn the_id_alone(client: &ringfence::Client) -> Option<String> {
    match fetch_message("SM").send(client).await {
        Ok(_) => None,
        Err(error) => error.request_id().map(str::to_owned),
    }
}

async fn with_context(client: &ringfence::Client) -> anyhow::Result<()> {
    fetch_message("SM").send(client).await.context("no message")?;
    Ok(())
}

async fn traced(client: &ringfence::Client) {
    if let Err(error) = fetch_message("SM").send(client).await {
        tracing::warn!(%error, "no message");
    }
}

async fn built_and_not_sent() {
    let _ = create_message("+15558675310");
}

async fn a_test_of_the_outcome(client: &ringfence::Client) {
    assert!(fetch_message("SM").send(client).await.is_err());
}

async fn spawned(client: ringfence::Client) {
    let task = tokio::spawn(async move { fetch_message("SM").send(&client).await });
    match task.await {
        Ok(Ok(message)) => println!("{message:?}"),
        Ok(Err(error)) => eprintln!("{error}"),
        Err(_) => eprintln!("the task did not end"),
    }
}

#[derive(Debug)]
enum Failed {
    Twilio(ringfence::Error),
}

impl From<ringfence::Error> for Failed {
    fn from(error: ringfence::Error) -> Self {
        Failed::Twilio(error)
    }
}

async fn converted(client: &ringfence::Client) -> Result<(), Failed> {
    fetch_message("SM").send(client).await.map_err(Failed::from)?;
    fetch_message("SM").send(client).await.map_err(Failed::Twilio)?;
    fetch_message("SM").send(client).await?;
    Ok(())
}

fn main() {}
