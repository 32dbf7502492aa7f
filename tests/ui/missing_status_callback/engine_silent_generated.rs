//! Generated functions that are given a callback, or something that may hold one.

use self::twilio::{api_v2010, conversations_v1, video_v1};
use ringfence::callback_url;

ringfence::include_api!();

type Outcome = Result<(), ringfence::Error>;

const TO: &str = "+15558675310";

fn message() -> api_v2010::CreateMessage {
    let sender = api_v2010::MessageSender::from_number("+15017122661");
    api_v2010::create_message(TO, sender, api_v2010::MessageContent::body("Hi"))
}

async fn with_a_callback(client: &ringfence::Client) -> Outcome {
    let hook = callback_url!("https://example.com/status", rc = 3);
    message().status_callback(hook).send(client).await?;
    Ok(())
}

async fn over_statements(client: &ringfence::Client) -> Outcome {
    let request = message().smart_encoded(true);
    let request = request.status_callback(callback_url!("https://example.com/status", rc = 3));
    request.send(client).await?;
    Ok(())
}

async fn by_another_function(client: &ringfence::Client) -> Outcome {
    told(message()).send(client).await?;
    Ok(())
}

fn told(request: api_v2010::CreateMessage) -> api_v2010::CreateMessage {
    request.status_callback(callback_url!("https://example.com/status", rc = 3))
}

async fn where_one_is_known(client: &ringfence::Client, hook: Option<ringfence::CallbackUrl>) -> Outcome {
    let mut request = message();
    if let Some(hook) = hook {
        request = request.status_callback(hook);
    }
    request.send(client).await?;
    Ok(())
}

async fn another_callback(client: &ringfence::Client, room: &str) -> Outcome {
    let hook = callback_url!("https://example.com/recorded", rc = 3);
    api_v2010::create_call(TO, "+15017122661", api_v2010::CallInstructions::url("https://example.com/answer#rc=3"))
        .recording_status_callback(hook)
        .send(client)
        .await?;
    video_v1::create_composition(room)
        .status_callback(callback_url!("https://example.com/composed", rc = 3))
        .send(client)
        .await?;
    Ok(())
}

async fn by_a_service(client: &ringfence::Client, service: &str) -> Outcome {
    let sender = api_v2010::MessageSender::messaging_service(service);
    api_v2010::create_message(TO, sender, api_v2010::MessageContent::body("Hi")).send(client).await?;
    Ok(())
}

async fn by_a_sender_from_elsewhere(client: &ringfence::Client, sender: api_v2010::MessageSender) -> Outcome {
    api_v2010::create_message(TO, sender, api_v2010::MessageContent::body("Hi")).send(client).await?;
    Ok(())
}

async fn by_one_of_two(client: &ringfence::Client, service: Option<&str>) -> Outcome {
    let sender = match service {
        Some(service) => api_v2010::MessageSender::messaging_service(service),
        None => api_v2010::MessageSender::from_number("+15017122661"),
    };
    api_v2010::create_message(TO, sender, api_v2010::MessageContent::body("Hi")).send(client).await?;
    Ok(())
}

async fn by_an_application(client: &ringfence::Client, application: &str) -> Outcome {
    api_v2010::create_call(TO, "+15017122661", api_v2010::CallInstructions::application_sid(application))
        .send(client)
        .await?;
    Ok(())
}

async fn extra(client: &ringfence::Client, name: &str) -> Outcome {
    message().extra("StatusCallback", "https://example.com/status#rc=3").send(client).await?;
    message().extra(name, "https://example.com/status#rc=3").send(client).await?;
    Ok(())
}

async fn a_conversations_message(client: &ringfence::Client, conversation: &str) -> Outcome {
    conversations_v1::create_conversation_message(conversation).body("Hi").send(client).await?;
    Ok(())
}

async fn what_is_not_made(client: &ringfence::Client, sid: &str) -> Outcome {
    api_v2010::update_call(sid).send(client).await?;
    api_v2010::fetch_message(sid).send(client).await?;
    Ok(())
}

async fn not_sent() -> api_v2010::CreateMessage {
    message()
}

async fn another_crate(client: &twilio::Client) -> Result<(), twilio::TwilioError> {
    // ringfence: permit(unretried_call, reason = "what it asks for is the subject here")
    client.send_message(twilio::OutboundMessage::new("a", "b", "c")).await?;
    Ok(())
}

fn main() {}
