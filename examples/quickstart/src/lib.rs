//! A message through two 429s, fetched and listed, and its signed status callback.
//!
//! The steps live in a library so that the package's test can compare what is printed with what the local Twilio recorded.

ringfence::include_api!(pub mod twilio);

mod listener;

use self::twilio::api_v2010::{self, MessageContent, MessageSender, create_message, fetch_message, list_message};
use ringfence::{ApiKey, CallbackUrl, Client, Meta};
use ringfence_mock::Mock;
use std::error::Error;

const CUSTOMER: &str = "+15558675310";
const SENDER: &str = "+15017122661";

/// Runs every step against a local Twilio and returns what to print, a line each.
pub async fn tour(mock: &Mock) -> Result<Vec<String>, Box<dyn Error>> {
    let client = client(mock)?;
    let mut listener = listener::Listener::start(mock.auth_token()).await?;
    let mut print = Vec::new();

    mock.throttle_next(2);
    let sent = notify(&client, listener.url()).await?;
    print.push(format!("sent     {} status {:?}", sid(&sent), sent.status));
    print.push(facts(sent.meta()));

    let status = listener.next().await?;
    print.push(format!("callback {} status {}, signature valid", status.message_sid, status.message_status));

    let (again, recent) = look_up(&client, &sent).await?;
    print.push(format!("fetched  {} to {CUSTOMER}", sid(&again)));
    print.push(facts(again.meta()));
    print.push(format!("listed   {recent} message(s) to {CUSTOMER}"));
    Ok(print)
}

/// On the real Twilio this is `Client::from_env()`.
fn client(mock: &Mock) -> Result<Client, Box<dyn Error>> {
    let key = ApiKey::new(mock.api_key_sid(), mock.api_key_secret())?;
    Ok(Client::builder(mock.account_sid().parse()?, key).mock_base_url(mock.base_url()).build()?)
}

#[ringfence::enforce]
async fn notify(
    client: &Client,
    callback: CallbackUrl,
) -> Result<ringfence::Response<api_v2010::Message>, ringfence::Error> {
    create_message(CUSTOMER, MessageSender::from_number(SENDER), MessageContent::body("Your table is ready"))
        .status_callback(callback)
        .send(client)
        .await
}

#[ringfence::enforce]
async fn look_up(
    client: &Client,
    sent: &api_v2010::Message,
) -> Result<(ringfence::Response<api_v2010::Message>, usize), Box<dyn Error>> {
    let sid = sent.sid.as_ref().ok_or("the message has no SID")?;
    let again = fetch_message(sid).send(client).await?;
    let page = list_message().to(CUSTOMER).page_size(20).page(client).await?;
    Ok((again, page.items.len()))
}

fn sid(message: &api_v2010::Message) -> &str {
    message.sid.as_ref().map_or("(no SID)", |sid| sid.as_str())
}

fn facts(meta: &Meta) -> String {
    let waits: Vec<String> = meta.waits.iter().map(|wait| format!("{} ms", wait.as_millis())).collect();
    format!(
        "         attempts {}, waits [{}], request id {}",
        meta.attempts,
        waits.join(", "),
        meta.request_id.as_deref().unwrap_or("(none)")
    )
}
