//! A message through two 429s, its signed status callbacks, a fetch, a list, and an error.
//!
//! The steps live in a library so that the package's test can compare what is printed with what the local Twilio recorded.

ringfence::include_api!(pub mod twilio);

mod listener;

use self::twilio::api_v2010::{
    self, MessageContent, MessageSender, create_message, fetch_message, list_message,
};
use ringfence::{ApiKey, CallbackUrl, Client, MessageSid, Meta};
use ringfence_mock::Mock;
use std::error::Error;

const CUSTOMER: &str = "+15558675310";
const SENDER: &str = "+15017122661";

/// Runs every step against a local Twilio and returns what to print, a line each.
pub async fn tour(mock: &Mock) -> Result<Vec<String>, Box<dyn Error>> {
    let client = client(mock)?;
    let mut listener = listener::Listener::start(mock.auth_token()).await?;
    let mut print = Vec::new();

    // Twilio does not process what it answers with 429, so the client sends even a create again: one message comes of it.
    mock.throttle_next(2);
    let sent = notify(&client, listener.url()).await?;
    print.push(format!("sent     {} status {}", sid(&sent), status(&sent)));
    print.push(facts(sent.meta()));

    // The callback says what became of the message; asking again and again would only use up requests.
    loop {
        let report = listener.next().await?;
        print.push(format!(
            "callback {} status {}, signature valid",
            report.message_sid, report.message_status
        ));
        if report.message_status == "delivered" {
            break;
        }
    }

    let (again, recent) = look_up(&client, &sent).await?;
    print.push(format!("fetched  {} status {}", sid(&again), status(&again)));
    print.push(facts(again.meta()));
    print.push(format!("listed   {recent} message(s) to {CUSTOMER}"));

    let (stranger, error) = look_up_stranger(&client).await?;
    print.push(format!("missing  {} code {}: {}", stranger.as_str(), code(&error), message(&error)));
    // An error has the same facts as an answer: the request id is what Twilio's support asks for.
    print.extend(error.meta().map(facts));
    Ok(print)
}

/// On the real Twilio this is `Client::from_env()`. Plain HTTP is taken for loopback alone, hence the setting's name.
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

/// Nobody sent this one. What Twilio refuses is an error with a code, not an answer without a message.
#[ringfence::enforce]
async fn look_up_stranger(client: &Client) -> Result<(MessageSid, ringfence::Error), Box<dyn Error>> {
    let stranger: MessageSid = format!("SM{}", "0".repeat(32)).parse()?;
    match fetch_message(&stranger).send(client).await {
        Ok(found) => Err(format!("{} should not exist", sid(&found)).into()),
        Err(error) => Ok((stranger, error)),
    }
}

fn code(error: &ringfence::Error) -> String {
    error.code().map_or_else(|| "(none)".to_owned(), |code| code.to_string())
}

fn message(error: &ringfence::Error) -> &str {
    error.message().unwrap_or("(no message)")
}

fn status(message: &api_v2010::Message) -> &str {
    message.status.as_ref().map_or("(no status)", |status| status.as_str())
}

/// Every field of an answer may be absent: Twilio's documents promise none.
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
