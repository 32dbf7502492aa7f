//! What is made with a callback, and what needs none.

const API: &str = "https://api.twilio.com/2010-04-01/Accounts/AC";

#[ringfence::enforce(warn(missing_status_callback))]
#[ringfence::permit(unretried_call, reason = "what it asks for is the subject here")]
mod cases {
    use super::API;
    use reqwest::{Client, Error, Response};

    pub async fn with_a_callback(client: &Client) -> Result<Response, Error> {
        let form =
            [("To", "+15558675310"), ("Body", "Hi"), ("StatusCallback", "https://example.com/status#rc=3&rp=all")];
        client.post(format!("{API}/Messages.json")).form(&form).send().await
    }

    pub async fn with_another_callback(client: &Client) -> Result<Response, Error> {
        let form = [("To", "+15558675310"), ("RecordingStatusCallback", "https://example.com/recorded#rc=3")];
        client.post(format!("{API}/Calls.json")).form(&form).send().await
    }

    pub async fn of_a_service(client: &Client, service: &str) -> Result<Response, Error> {
        let form = [("To", "+15558675310"), ("Body", "Hi"), ("MessagingServiceSid", service)];
        client.post(format!("{API}/Messages.json")).form(&form).send().await
    }

    pub async fn of_an_application(client: &Client, application: &str) -> Result<Response, Error> {
        let form = [("To", "+15558675310"), ("From", "+15017122661"), ("ApplicationSid", application)];
        client.post(format!("{API}/Calls.json")).form(&form).send().await
    }

    pub async fn pushed_later(client: &Client, hook: &str) -> Result<Response, Error> {
        let mut form = vec![("To", "+15558675310"), ("Body", "Hi")];
        form.push(("StatusCallback", hook));
        client.post(format!("{API}/Messages.json")).form(&form).send().await
    }

    pub async fn a_form_from_elsewhere(client: &Client, form: &[(&str, &str)]) -> Result<Response, Error> {
        client.post(format!("{API}/Messages.json")).form(form).send().await
    }

    pub async fn a_body_in_one_piece(client: &Client, body: String) -> Result<Response, Error> {
        client.post(format!("{API}/Messages.json")).body(body).send().await
    }

    pub async fn a_conversations_message(client: &Client) -> Result<Response, Error> {
        let url = "https://conversations.twilio.com/v1/Conversations/CH/Messages";
        client.post(url).form(&[("Body", "Hi")]).send().await
    }

    pub async fn an_update(client: &Client, sid: &str) -> Result<Response, Error> {
        client.post(format!("{API}/Calls/{sid}.json")).form(&[("Status", "completed")]).send().await
    }

    pub async fn something_else(client: &Client) -> Result<Response, Error> {
        client.post(format!("{API}/Queues.json")).form(&[("FriendlyName", "support")]).send().await
    }

    pub async fn a_list(client: &Client) -> Result<Response, Error> {
        client.get(format!("{API}/Messages.json?To=%2B15558675310")).send().await
    }

    pub async fn another_host(client: &Client) -> Result<Response, Error> {
        client.post("https://api.example.com/2010-04-01/Accounts/AC/Messages.json").form(&[("To", "x")]).send().await
    }

    pub async fn permitted(client: &Client) -> Result<Response, Error> {
        let form = [("To", "+15558675310"), ("Body", "Hi")];
        let request = client.post(format!("{API}/Messages.json")).form(&form);
        #[ringfence::permit(missing_status_callback, reason = "whether it arrives is of no matter")]
        let response = request.send().await?;
        Ok(response)
    }
}

fn main() {
    let client = reqwest::Client::new();
    drop((cases::with_a_callback(&client), cases::with_another_callback(&client), cases::of_a_service(&client, "")));
    drop((cases::of_an_application(&client, ""), cases::pushed_later(&client, ""), cases::a_form_from_elsewhere(&client, &[])));
    drop((cases::a_body_in_one_piece(&client, String::new()), cases::a_conversations_message(&client)));
    drop((cases::an_update(&client, ""), cases::something_else(&client), cases::a_list(&client)));
    drop((cases::another_host(&client), cases::permitted(&client)));
}
