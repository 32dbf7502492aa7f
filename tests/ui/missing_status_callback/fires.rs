//! What is made without anybody being told what becomes of it.

mod hosts {
    pub const API: &str = "https://api.twilio.com/2010-04-01/Accounts/AC";
    pub const ROOMS: &str = "https://video.twilio.com/v1/Rooms";
}

#[ringfence::enforce(warn(missing_status_callback))]
#[ringfence::permit(unretried_call, reason = "what it asks for is the subject here")]
mod cases {
    use super::hosts;
    use reqwest::{Client, Client as Http, Error, RequestBuilder, Response};

    pub async fn direct(client: &Client) -> Result<Response, Error> {
        let form = [("To", "+15558675310"), ("From", "+15017122661"), ("Body", "Hi")];
        client.post("https://api.twilio.com/2010-04-01/Accounts/AC/Messages.json").form(&form).send().await //~ missing_status_callback
    }

    pub async fn const_in_another_module(client: &Client) -> Result<Response, Error> {
        client.post(hosts::ROOMS).form(&[("UniqueName", "lobby")]).send().await //~ missing_status_callback
    }

    pub async fn renamed_import(client: Http, to: &str) -> Result<Response, Error> {
        let form = [("To", to), ("From", "+15017122661"), ("Url", "https://example.com/answer")];
        client.post(format!("{}/Calls.json", hosts::API)).form(&form).send().await //~ missing_status_callback
    }

    pub async fn two_functions_away(client: &Client) -> Result<Response, Error> {
        let request = prepare(client, "Hi");
        deliver(request).await
    }

    fn prepare(client: &Client, body: &str) -> RequestBuilder {
        client.post(format!("{}/Messages.json", hosts::API)).form(&[("To", "+15558675310"), ("Body", body)])
    }

    async fn deliver(request: RequestBuilder) -> Result<Response, Error> {
        request.send().await //~ missing_status_callback
    }

    pub struct Notifier {
        pub http: Client,
        pub url: String,
    }

    impl Notifier {
        pub fn new() -> Self {
            Self { http: Client::new(), url: format!("{}/Messages.json", hosts::API) }
        }

        pub async fn notify(&self, text: &str) -> Result<Response, Error> {
            self.http.post(&self.url).form(&[("To", "+15558675310"), ("Body", text)]).send().await //~ missing_status_callback
        }
    }

    pub async fn over_statements(client: &Client) -> Result<Response, Error> {
        let mut form = vec![("To", "+15558675310")];
        form.push(("Body", "Hi"));
        let request = client.post(format!("{}/Messages.json", hosts::API));
        let request = request.form(&form);
        request.send().await //~ missing_status_callback
    }

    pub async fn in_a_macro_argument(client: &Client) {
        println!("{:?}", client.post(hosts::ROOMS).form(&[("Type", "group")]).send().await); //~ missing_status_callback
    }

    pub async fn in_an_async_block(client: Client) -> Option<Response> {
        let work = async move {
            let form = [("To", "+15558675310"), ("Body", "Hi")];
            client.post(format!("{}/Messages.json", hosts::API)).form(&form).send().await.ok() //~ missing_status_callback
        };
        work.await
    }

    pub async fn a_recording(client: &Client, call: &str) -> Result<Response, Error> {
        let url = format!("{}/Calls/{call}/Recordings.json", hosts::API);
        client.post(url).form(&[("RecordingTrack", "both")]).send().await //~ missing_status_callback
    }

    pub async fn into_a_conference(client: &Client) -> Result<Response, Error> {
        let url = format!("{}/Conferences/lobby/Participants.json", hosts::API);
        client.post(url).form(&[("To", "+15558675310"), ("From", "+15017122661")]).send().await //~ missing_status_callback
    }
}

fn main() {
    let client = reqwest::Client::new();
    drop((cases::direct(&client), cases::const_in_another_module(&client), cases::renamed_import(client.clone(), "")));
    drop((cases::two_functions_away(&client), cases::over_statements(&client), cases::in_a_macro_argument(&client)));
    drop(cases::Notifier::new().notify("Hi"));
    drop((cases::in_an_async_block(client.clone()), cases::a_recording(&client, ""), cases::into_a_conference(&client)));
}
