//! Callbacks of generated functions and of the runtime's types.

use self::twilio::{api_v2010, api_v2010::create_call as ring, video_v1};
use ringfence::{CallbackUrl, callback_url};

ringfence::include_api!();

type Outcome = Result<(), ringfence::Error>;

const HOOK: &str = "https://example.com/status"; //~ callback_without_retry

fn message() -> api_v2010::CreateMessage {
    let sender = api_v2010::MessageSender::from_number("+15017122661");
    api_v2010::create_message("+15558675310", sender, api_v2010::MessageContent::body("Hi"))
}

async fn direct(client: &ringfence::Client) -> Outcome {
    message().status_callback("https://example.com/status").send(client).await?; //~ callback_without_retry
    Ok(())
}

async fn by_a_const(client: &ringfence::Client) -> Outcome {
    let request = video_v1::create_room();
    request.status_callback(HOOK).send(client).await?;
    Ok(())
}

async fn by_the_macro(client: &ringfence::Client) -> Outcome {
    message().status_callback(callback_url!("https://example.com/status")).send(client).await?; //~ callback_without_retry
    Ok(())
}

async fn by_the_macro_with_other_overrides(client: &ringfence::Client) -> Outcome {
    let hook = callback_url!("https://example.com/status#ct=2000"); //~ callback_without_retry
    message().status_callback(hook).send(client).await?;
    let hook = callback_url!("https://example.com/status", ct = 2000, e = [dublin]); //~ callback_without_retry
    message().status_callback(hook).send(client).await?;
    Ok(())
}

fn typed() -> Result<CallbackUrl, ringfence::CallbackUrlError> {
    CallbackUrl::new("https://example.com/typed") //~ callback_without_retry
}

async fn by_a_type(client: &ringfence::Client) -> Result<(), Box<dyn std::error::Error>> {
    message().status_callback(typed()?).send(client).await?;
    Ok(())
}

async fn instructions(client: &ringfence::Client) -> Outcome {
    let instructions = api_v2010::CallInstructions::url("https://example.com/answer"); //~ callback_without_retry
    ring("+15558675310", "+15017122661", instructions).send(client).await?;
    Ok(())
}

fn with_ureq() -> Result<(), ureq::Error> {
    let url = "https://api.twilio.com/2010-04-01/Accounts/AC/Messages.json";
    // ringfence: permit(unretried_call, reason = "what it hands over is the subject here")
    ureq::post(url).send_form([("To", "+15558675310"), ("StatusCallback", "https://example.com/status")])?; //~ callback_without_retry
    Ok(())
}

fn main() {}
