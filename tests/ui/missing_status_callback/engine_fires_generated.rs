//! Generated functions that make something without a callback.

use self::twilio::{api_v2010, api_v2010 as api, api_v2010::create_call as ring, video_v1};

ringfence::include_api!();

type Outcome = Result<(), ringfence::Error>;

const TO: &str = "+15558675310";

fn from() -> api_v2010::MessageSender {
    api_v2010::MessageSender::from_number("+15017122661")
}

async fn direct(client: &ringfence::Client) -> Outcome {
    let content = api_v2010::MessageContent::body("Hi");
    api_v2010::create_message(TO, from(), content).send(client).await?; //~ missing_status_callback
    Ok(())
}

async fn renamed(client: &ringfence::Client, answer: &str) -> Outcome {
    ring(TO, "+15017122661", api::CallInstructions::url(answer)).send(client).await?; //~ missing_status_callback
    Ok(())
}

async fn over_statements(client: &ringfence::Client) -> Outcome {
    let request = api_v2010::create_message(TO, from(), api_v2010::MessageContent::body("Hi"));
    let request = request.smart_encoded(true);
    let request = request.validity_period(600);
    request.send(client).await?; //~ missing_status_callback
    Ok(())
}

async fn built_by_another_function(client: &ringfence::Client) -> Outcome {
    room("lobby").send(client).await?; //~ missing_status_callback
    Ok(())
}

fn room(name: &str) -> video_v1::CreateRoom {
    video_v1::create_room().unique_name(name)
}

struct Desk {
    client: ringfence::Client,
    conference: String,
}

impl Desk {
    async fn invite(&self, to: &str) -> Outcome {
        let request = api_v2010::create_participant(&self.conference, "+15017122661", to).early_media(true);
        request.send(&self.client).await?; //~ missing_status_callback
        Ok(())
    }

    async fn record(&self, call: &str) -> Outcome {
        api_v2010::create_call_recording(call).send(&self.client).await?; //~ missing_status_callback
        Ok(())
    }
}

async fn in_a_macro_argument(client: &ringfence::Client, room: &str) {
    println!("{:?}", video_v1::create_composition(room).send(client).await); //~ missing_status_callback
}

async fn in_a_task(client: ringfence::Client) {
    tokio::spawn(async move {
        let content = api_v2010::MessageContent::body("Hi");
        let made = api_v2010::create_message(TO, from(), content).send(&client).await; //~ missing_status_callback
        println!("{made:?}");
    });
}

async fn to_each(client: &ringfence::Client, numbers: Vec<String>) -> Outcome {
    for number in numbers {
        let content = api_v2010::MessageContent::body("Hi");
        api_v2010::create_message(number, from(), content).send(client).await?; //~ missing_status_callback
    }
    Ok(())
}

fn with_ureq() -> Result<(), ureq::Error> {
    let url = "https://api.twilio.com/2010-04-01/Accounts/AC/Messages.json";
    ureq::post(url).send_form([("To", TO), ("Body", "Hi")])?; //~ unretried_call,missing_status_callback
    Ok(())
}

fn main() {}
