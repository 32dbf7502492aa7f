//! Calls to Twilio that nobody repeats.

use reqwest::{Client, Client as Http, Error, RequestBuilder, Response};

mod hosts {
    pub const API: &str = "https://api.twilio.com";
    pub const ACCOUNTS: &str = concat!("https://", "api.twilio.com", "/2010-04-01/Accounts.json");
}

fn messages(account: &str) -> String {
    format!("{}/2010-04-01/Accounts/{account}/Messages.json", hosts::API)
}

#[ringfence::enforce]
async fn direct() -> Result<Response, Error> {
    Client::new().get("https://api.twilio.com/2010-04-01/Accounts.json").send().await //~ unretried_call
}

#[ringfence::enforce]
async fn const_in_another_module(client: &Client) -> Result<Response, Error> {
    client.get(hosts::ACCOUNTS).send().await //~ unretried_call
}

#[ringfence::enforce]
async fn renamed_import(client: Http) -> Result<Response, Error> {
    client.get(hosts::ACCOUNTS).send().await //~ unretried_call
}

#[ringfence::enforce]
async fn free_function() -> Result<Response, Error> {
    reqwest::get(hosts::ACCOUNTS).await //~ unretried_call
}

#[ringfence::enforce]
async fn builder_over_statements(client: &Client, account: &str) -> Result<Response, Error> {
    let request = client.post(messages(account));
    let request = request.body("To=%2B15558675310&From=%2B15017122661&Body=Hi");
    let request = request.header("Content-Type", "application/x-www-form-urlencoded");
    request.send().await //~ unretried_call
}

#[ringfence::enforce]
mod two_helpers_away {
    use super::{Client, Error, RequestBuilder, Response};

    pub async fn notify(client: &Client) -> Result<Response, Error> {
        let request = prepare(client, super::hosts::ACCOUNTS);
        deliver(request).await
    }

    fn prepare(client: &Client, url: &str) -> RequestBuilder {
        client.post(url).header("Accept", "application/json")
    }

    async fn deliver(request: RequestBuilder) -> Result<Response, Error> {
        request.send().await //~ unretried_call
    }
}

struct Notifier {
    http: Client,
    base: String,
}

#[ringfence::enforce]
impl Notifier {
    fn new() -> Self {
        Self { http: Client::builder().build().unwrap_or_default(), base: hosts::API.to_owned() }
    }

    async fn notify(&self) -> Result<Response, Error> {
        let url = format!("{}/2010-04-01/Accounts.json", self.base);
        self.http.get(url).send().await //~ unretried_call
    }
}

#[ringfence::enforce]
async fn in_a_macro_argument(client: &Client) -> Vec<Result<Response, Error>> {
    vec![client.get(hosts::ACCOUNTS).send().await] //~ unretried_call
}

#[ringfence::enforce]
async fn in_an_async_block(client: &Client) -> Option<Response> {
    let work = async move {
        let response = client.get(hosts::ACCOUNTS).send().await; //~ unretried_call
        response.ok()
    };
    work.await
}

#[ringfence::enforce]
fn in_a_closure(client: Client) -> impl AsyncFn() -> Result<Response, Error> {
    async move || client.get(hosts::ACCOUNTS).send().await //~ unretried_call
}

#[ringfence::enforce]
async fn request_built_apart(client: &Client) -> Result<Response, Error> {
    let request = client.get(hosts::ACCOUNTS).build()?;
    client.execute(request).await //~ unretried_call
}

#[ringfence::enforce]
async fn retries_switched_off() -> Result<Response, Error> {
    let client = Client::builder().retry(reqwest::retry::never()).build()?;
    client.get(hosts::ACCOUNTS).send().await //~ unretried_call
}

#[ringfence::enforce]
async fn polls_without_looking_at_429(client: &Client) -> Result<Response, Error> {
    loop {
        let response = client.get(hosts::ACCOUNTS).send().await?; //~ unretried_call, polling_loop
        if response.content_length() == Some(0) {
            return Ok(response);
        }
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }
}

static SHARED: std::sync::OnceLock<Client> = std::sync::OnceLock::new();

fn shared() -> &'static Client {
    SHARED.get_or_init(Client::new)
}

#[ringfence::enforce]
async fn client_in_a_static() -> Result<Response, Error> {
    shared().get(hosts::ACCOUNTS).send().await //~ unretried_call
}

enum Region {
    Ireland,
    UnitedStates,
}

impl Region {
    fn host(&self) -> &'static str {
        match self {
            Region::Ireland => "api.dublin.ie1.twilio.com",
            Region::UnitedStates => "api.twilio.com",
        }
    }
}

#[ringfence::enforce]
async fn host_out_of_a_match(client: &Client, region: Region) -> Result<Response, Error> {
    client.get(format!("https://{}/2010-04-01", region.host())).send().await //~ unretried_call
}

fn same<T>(value: T) -> T {
    value
}

#[ringfence::enforce]
async fn through_a_function_that_hands_it_back(client: Client) -> Result<Response, Error> {
    same(client).get(hosts::ACCOUNTS).send().await //~ unretried_call
}

fn main() {
    let client = Client::new();
    drop((direct(), const_in_another_module(&client), renamed_import(client.clone()), free_function()));
    drop((builder_over_statements(&client, "account"), two_helpers_away::notify(&client), Notifier::new().notify()));
    drop((in_a_macro_argument(&client), in_an_async_block(&client), in_a_closure(client.clone())));
    drop((client_in_a_static(), host_out_of_a_match(&client, Region::Ireland)));
    drop(host_out_of_a_match(&client, Region::UnitedStates));
    drop(through_a_function_that_hands_it_back(client.clone()));
    drop((request_built_apart(&client), retries_switched_off(), polls_without_looking_at_429(&client)));
}
