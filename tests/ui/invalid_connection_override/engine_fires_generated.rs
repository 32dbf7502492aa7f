//! Overrides handed to generated calls.

use self::twilio::api_v2010::create_call;
use self::twilio::conversations_v1::{update_configuration_webhook, update_service_configuration};
use self::twilio::frontline_v1;

ringfence::include_api!();

async fn out_of_range(client: &ringfence::Client) -> Result<(), ringfence::Error> {
    let request = create_call("+15558675310", "+15017122661");
    request.status_callback("https://example.com/calls#rc=9").send(client).await?; //~ invalid_connection_override
    Ok(())
}

async fn ignored(client: &ringfence::Client) -> Result<(), ringfence::Error> {
    let request = update_configuration_webhook().method("POST");
    let request = request.post_webhook_url("https://example.com/chats#rc=2"); //~ invalid_connection_override
    request.send(client).await?;
    Ok(())
}

async fn ignored_though_checked(client: &ringfence::Client) -> Result<(), ringfence::Error> {
    let hook = ringfence::callback_url!("https://example.com/chats", rp = [ct, rt]); //~ invalid_connection_override
    update_configuration_webhook().pre_webhook_url(hook).send(client).await?;
    Ok(())
}

async fn ignored_though_typed(client: &ringfence::Client) -> Result<(), Box<dyn std::error::Error>> {
    let overrides = ringfence::ConnectionOverrides::new().retries(2);
    let hook = ringfence::CallbackUrl::new("https://example.com/chats")?.with_overrides(overrides)?; //~ invalid_connection_override
    update_configuration_webhook().pre_webhook_url(hook).send(client).await?;
    Ok(())
}

fn main() {}
