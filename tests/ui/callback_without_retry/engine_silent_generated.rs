//! Callbacks of generated functions that say how often to try again.

use self::twilio::{api_v2010, conversations_v1};
use ringfence::{CallbackUrl, ConnectionOverrides, callback_url};

ringfence::include_api!();

type Outcome = Result<(), ringfence::Error>;

fn message() -> api_v2010::CreateMessage {
    let sender = api_v2010::MessageSender::from_number("+15017122661");
    api_v2010::create_message("+15558675310", sender, api_v2010::MessageContent::body("Hi"))
}

async fn by_the_macro(client: &ringfence::Client) -> Outcome {
    message().status_callback(callback_url!("https://example.com/status", rc = 3)).send(client).await?;
    message().status_callback(callback_url!("https://example.com/status", rp = [all])).send(client).await?;
    message().status_callback(callback_url!("https://example.com/status#rc=2")).send(client).await?;
    Ok(())
}

async fn by_with_overrides(client: &ringfence::Client, overrides: ConnectionOverrides) -> Outcome {
    let hook = CallbackUrl::new("https://example.com/status#rp=all")?;
    message().status_callback(hook.with_overrides(overrides)).send(client).await?;
    Ok(())
}

fn retrying() -> Result<CallbackUrl, ringfence::CallbackUrlError> {
    CallbackUrl::new("https://example.com/status")?.with_overrides(ConnectionOverrides::new().retries(2))
}

async fn by_overrides_of_its_maker(client: &ringfence::Client) -> Result<(), Box<dyn std::error::Error>> {
    message().status_callback(retrying()?).send(client).await?;
    Ok(())
}

fn plain() -> Result<CallbackUrl, ringfence::CallbackUrlError> {
    CallbackUrl::new("https://example.com/later")
}

async fn by_overrides_of_its_user(client: &ringfence::Client) -> Result<(), Box<dyn std::error::Error>> {
    let hook = plain()?.with_overrides(ConnectionOverrides::new().retries(2))?;
    message().status_callback(hook).send(client).await?;
    Ok(())
}

fn is_a_callback(url: &str) -> bool {
    CallbackUrl::new(url).is_ok()
}

fn checked_only() -> bool {
    is_a_callback("https://example.com/nobody")
}

async fn by_a_variable(client: &ringfence::Client) -> Outcome {
    let hook = std::env::var("STATUS_CALLBACK").unwrap_or_default();
    message().status_callback(hook).send(client).await?;
    Ok(())
}

async fn by_a_parameter(client: &ringfence::Client, hook: CallbackUrl) -> Outcome {
    message().status_callback(hook).send(client).await?;
    Ok(())
}

async fn ignored(client: &ringfence::Client) -> Outcome {
    let request = conversations_v1::update_configuration_webhook();
    request.post_webhook_url("https://example.com/said").send(client).await?;
    Ok(())
}

async fn media(client: &ringfence::Client) -> Outcome {
    let content = api_v2010::MessageContent::media_url("https://example.com/owl.png");
    let sender = api_v2010::MessageSender::from_number("+15017122661");
    api_v2010::create_message("+15558675310", sender, content).send(client).await?;
    Ok(())
}

async fn twiml(client: &ringfence::Client) -> Outcome {
    let instructions = api_v2010::CallInstructions::twiml("<Response><Play>https://example.com/a.mp3</Play></Response>");
    api_v2010::create_call("+15558675310", "+15017122661", instructions).send(client).await?;
    Ok(())
}

fn main() {}
