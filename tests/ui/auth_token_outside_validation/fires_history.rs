//! Ways of an Auth Token from where it is read to where it is used.

use reqwest::{Client, RequestBuilder};

const API: &str = "https://api.twilio.com/2010-04-01/Accounts.json";

mod settings {
    pub struct Settings {
        pub token: String,
    }

    impl Settings {
        pub fn read() -> Option<Self> {
            Some(Self { token: std::env::var("TWILIO_AUTH_TOKEN").ok()? })
        }
    }
}

#[ringfence::enforce]
mod handed_on {
    use super::{API, Client, RequestBuilder, settings::Settings};

    pub fn accounts(client: &Client) -> Option<RequestBuilder> {
        let settings = Settings::read()?;
        Some(authenticated(client.get(API), &settings.token))
    }

    fn authenticated(request: RequestBuilder, auth_token: &str) -> RequestBuilder {
        let request = request.header("Accept", "application/json");
        with_user(request, "account", auth_token)
    }

    fn with_user(request: RequestBuilder, user: &str, password: &str) -> RequestBuilder {
        request.basic_auth(user, Some(password)) //~ auth_token_outside_validation
    }
}

#[ringfence::enforce]
fn nobody_knows_from_where(client: &Client, auth_token: &str) -> RequestBuilder {
    let request = client.get(API);
    request.bearer_auth(auth_token) //~ auth_token_outside_validation
}

fn main() {
    drop((handed_on::accounts(&Client::new()), nobody_knows_from_where(&Client::new(), "")));
}
