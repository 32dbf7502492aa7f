//! Clients that call Twilio with TLS below 1.2.

mod settings {
    pub const OLDEST: reqwest::tls::Version = reqwest::tls::Version::TLS_1_0;
    pub static TWILIO: &str = "https://api.twilio.com/2010-04-01/Accounts.json";
}

#[ringfence::enforce]
fn direct() -> reqwest::Result<reqwest::RequestBuilder> {
    let builder = reqwest::Client::builder();
    let client = builder.min_tls_version(reqwest::tls::Version::TLS_1_0).build()?; //~ weak_tls
    Ok(client.get("https://api.twilio.com/2010-04-01/Accounts.json"))
}

#[ringfence::enforce]
fn const_in_another_module() -> reqwest::Result<reqwest::RequestBuilder> {
    let client = reqwest::Client::builder().tls_version_min(settings::OLDEST).build()?; //~ weak_tls
    Ok(client.get(settings::TWILIO))
}

#[ringfence::enforce]
mod renamed_import {
    use reqwest::tls::Version as Tls;

    pub fn request() -> Option<reqwest::RequestBuilder> {
        let builder = reqwest::Client::builder();
        let client = builder.min_tls_version(Tls::TLS_1_1).build().ok()?; //~ weak_tls
        Some(client.get("https://verify.twilio.com/v2/Services"))
    }
}

#[ringfence::enforce]
mod two_helpers_away {
    use reqwest::tls::Version;
    use reqwest::{Client, ClientBuilder, RequestBuilder};

    fn capped(builder: ClientBuilder, version: Version) -> ClientBuilder {
        builder.max_tls_version(version) //~ weak_tls
    }

    fn client() -> Client {
        capped(Client::builder(), Version::TLS_1_1).build().unwrap_or_default()
    }

    pub fn request() -> RequestBuilder {
        client().get(super::settings::TWILIO)
    }
}

#[ringfence::enforce]
mod field {
    pub struct Api {
        client: reqwest::Client,
    }

    impl Api {
        pub fn new() -> reqwest::Result<Self> {
            let builder = reqwest::Client::builder();
            let builder = builder.min_tls_version(reqwest::tls::Version::TLS_1_0); //~ weak_tls
            Ok(Self { client: builder.build()? })
        }

        pub fn accounts(&self) -> reqwest::RequestBuilder {
            self.client.get(super::settings::TWILIO)
        }
    }
}

#[ringfence::enforce]
fn split_over_statements(old: bool) -> reqwest::Result<reqwest::RequestBuilder> {
    let mut builder = reqwest::Client::builder();
    if old {
        builder = builder.tls_version_max(reqwest::tls::Version::TLS_1_0); //~ weak_tls
    }
    let client = builder.build()?;
    let request = client.post("https://api.twilio.com/2010-04-01/Accounts.json");
    Ok(request.header("Accept", "application/json"))
}

#[ringfence::enforce]
fn in_a_macro_argument() {
    let made = reqwest::Client::builder().min_tls_version(settings::OLDEST).build(); //~ weak_tls
    println!("{:?}", made.map(|client| client.get(settings::TWILIO)));
}

#[ringfence::enforce]
fn in_a_closure() -> impl Fn(&str) -> Option<reqwest::RequestBuilder> {
    |path| {
        let client = reqwest::Client::builder().min_tls_version(settings::OLDEST).build().ok()?; //~ weak_tls
        Some(client.get(format!("https://api.twilio.com/{path}")))
    }
}

#[ringfence::enforce]
async fn in_an_async_block() -> Option<reqwest::RequestBuilder> {
    let made = async { reqwest::Client::builder().min_tls_version(settings::OLDEST).build() }; //~ weak_tls
    Some(made.await.ok()?.get("https://api.twilio.com/2010-04-01"))
}

fn main() {
    drop((direct(), const_in_another_module(), renamed_import::request(), two_helpers_away::request()));
    drop((field::Api::new().map(|api| api.accounts()), split_over_statements(true), in_an_async_block()));
    drop(in_a_closure());
    in_a_macro_argument();
}
