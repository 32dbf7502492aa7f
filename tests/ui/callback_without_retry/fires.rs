//! Callbacks that are lost where the server is away for a moment.

const API: &str = "https://api.twilio.com/2010-04-01/Accounts/AC/Calls.json";

#[ringfence::enforce(warn(callback_without_retry))]
fn direct() -> bool {
    reqwest::Url::parse_with_params(API, &[("StatusCallback", "https://example.com/calls")]).is_ok() //~ callback_without_retry
}

#[ringfence::enforce(warn(callback_without_retry))]
mod const_in_another_module {
    mod config {
        pub const HOOK: &str = "https://example.com/calls"; //~ callback_without_retry
    }

    pub fn request() -> bool {
        reqwest::Url::parse_with_params(super::API, &[("StatusCallback", config::HOOK)]).is_ok()
    }
}

#[ringfence::enforce(warn(callback_without_retry))]
mod renamed_import {
    mod config {
        pub const HOOK: &str = "https://example.com/calls?of=1"; //~ callback_without_retry
    }

    use config::HOOK as CALLED;

    pub fn request(client: &reqwest::Client) -> reqwest::RequestBuilder {
        client.post(super::API).form(&[("StatusCallback", CALLED)])
    }
}

#[ringfence::enforce(warn(callback_without_retry))]
mod two_functions_away {
    pub fn request(client: &reqwest::Client, call: u64) -> reqwest::RequestBuilder {
        client.post(super::API).form(&[("StatusCallback", hook(call))])
    }

    fn hook(call: u64) -> String {
        format!("{}/{call}/done", host()) //~ callback_without_retry
    }

    fn host() -> &'static str {
        "https://example.com"
    }
}

#[ringfence::enforce(warn(callback_without_retry))]
mod struct_field {
    pub struct Caller {
        pub http: reqwest::Client,
        pub hook: String,
    }

    impl Caller {
        pub fn new() -> Self {
            Self { http: reqwest::Client::new(), hook: "https://example.com/calls".to_owned() } //~ callback_without_retry
        }

        pub fn request(&self) -> reqwest::RequestBuilder {
            self.http.post(super::API).form(&[("StatusCallback", &self.hook)])
        }
    }
}

#[ringfence::enforce(warn(callback_without_retry))]
fn over_statements(client: &reqwest::Client) -> reqwest::RequestBuilder {
    let mut form = vec![("To", "+15558675310")];
    form.push(("Url", "https://example.com/answer")); //~ callback_without_retry
    let request = client.post(API);
    request.form(&form)
}

#[ringfence::enforce(warn(callback_without_retry))]
fn in_a_macro_argument(client: &reqwest::Client) {
    println!("{:?}", client.post(API).form(&[("StatusCallback", "https://example.com/calls")])); //~ callback_without_retry
}

#[ringfence::enforce(warn(callback_without_retry))]
fn in_a_closure(client: &reqwest::Client) -> reqwest::RequestBuilder {
    let request = |to: &str| client.post(API).form(&[("To", to), ("StatusCallback", "https://example.com/calls")]); //~ callback_without_retry
    request("+15558675310")
}

#[ringfence::enforce(warn(callback_without_retry))]
async fn in_an_async_block(client: &reqwest::Client) -> reqwest::RequestBuilder {
    let work = async move {
        let hook = "https://example.com/calls"; //~ callback_without_retry
        client.post(API).form(&[("StatusCallback", hook)])
    };
    work.await
}

#[ringfence::enforce(warn(callback_without_retry))]
fn other_overrides(client: &reqwest::Client) -> reqwest::RequestBuilder {
    client.post(API).form(&[("StatusCallback", "https://example.com/calls#ct=2000&rt=5000")]) //~ callback_without_retry
}

#[ringfence::enforce(warn(callback_without_retry))]
fn known_in_part(client: &reqwest::Client, id: &str) -> reqwest::RequestBuilder {
    client.post(API).form(&[("StatusCallback", format!("https://example.com/calls?of={id}&x=1"))]) //~ callback_without_retry
}

fn main() {
    let client = reqwest::Client::new();
    drop((direct(), const_in_another_module::request(), renamed_import::request(&client)));
    drop((two_functions_away::request(&client, 7), struct_field::Caller::new().request(), over_statements(&client)));
    drop((in_a_closure(&client), in_an_async_block(&client), other_overrides(&client), known_in_part(&client, "")));
    in_a_macro_argument(&client);
}
