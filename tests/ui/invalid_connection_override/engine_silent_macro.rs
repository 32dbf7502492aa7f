//! What is wrong inside `callback_url!` is that macro's own error.

use self::twilio::api_v2010::create_call;

ringfence::include_api!();

fn wrong_in_the_macro() -> [ringfence::CallbackUrl; 2] {
    [ringfence::callback_url!("https://example.com/calls#rc=9"), ringfence::callback_url!("https://example.com/calls", rc = 9)]
}

async fn handed_on(client: &ringfence::Client) -> Result<(), ringfence::Error> {
    let hook = ringfence::callback_url!("https://example.com/calls", rp = [ct, slow]);
    create_call("+15558675310", "+15017122661").status_callback(hook).send(client).await?;
    Ok(())
}

fn main() {}
