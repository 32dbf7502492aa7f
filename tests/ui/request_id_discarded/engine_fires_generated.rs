//! Errors of generated calls and of other crates for Twilio.

use self::twilio::api_v2010::{MessageContent, MessageSender, create_message, fetch_message, list_message};

ringfence::include_api!();

async fn generated(client: &ringfence::Client) -> Option<String> {
    let message = create_message("+15558675310", MessageSender::from_number("+15017122661"), MessageContent::body("Hi"));
    message.send(client).await.ok()?.sid //~ request_id_discarded
}

async fn ignored(client: &ringfence::Client) {
    let request = create_message("+15558675310", MessageSender::from_number("+15017122661"), MessageContent::body("Hi"));
    request.status_callback("https://example.com/sms").send(client).await; //~ request_id_discarded
}

async fn only_the_status(client: &ringfence::Client) -> Result<(), u16> {
    match fetch_message("SM").send(client).await {
        Ok(_) => Ok(()),
        Err(error) => Err(error.status().unwrap_or(0)), //~ request_id_discarded
    }
}

async fn only_the_code(client: &ringfence::Client) -> Option<u32> {
    fetch_message("SM").send(client).await.map_err(|error| error.code()).err().flatten() //~ request_id_discarded
}

async fn page(client: &ringfence::Client) -> usize {
    list_message().page(client).await.map(|page| page.items.len()).unwrap_or(0) //~ request_id_discarded
}

async fn spawned(client: ringfence::Client) {
    tokio::spawn(async move {
        let _ = fetch_message("SM").send(&client).await; //~ request_id_discarded
    });
}

async fn in_a_closure(client: &ringfence::Client, sids: Vec<String>) {
    futures::stream::iter(sids)
        .for_each(|sid| async move {
            if let Ok(message) = fetch_message(sid).send(client).await { //~ request_id_discarded
                println!("{message:?}");
            }
        })
        .await;
}

async fn another_crate(client: &twilio::Client) -> bool {
    let message = client.send_message(twilio::OutboundMessage::new("a", "b", "c")).await; //~ unretried_call
    message.is_ok() //~ request_id_discarded
}

async fn blocking() {
    let request = ureq::get("https://api.twilio.com/2010-04-01/Accounts.json");
    request.call().unwrap_or_default(); //~ unretried_call,request_id_discarded
}

fn main() {}
