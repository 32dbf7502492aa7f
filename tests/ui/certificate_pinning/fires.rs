//! Clients that call Twilio and take one certificate alone.

mod files {
    pub const LEAF: &str = "certs/api.twilio.com.pem";
    pub static TWILIO: &str = "https://api.twilio.com/2010-04-01/Accounts.json";
}

#[ringfence::enforce]
fn direct() -> Option<reqwest::RequestBuilder> {
    let pem = std::fs::read("certs/twilio.pem").ok()?;
    let leaf = reqwest::Certificate::from_pem(&pem).ok()?;
    let client = reqwest::Client::builder().add_root_certificate(leaf).build().ok()?; //~ certificate_pinning
    Some(client.get("https://api.twilio.com/2010-04-01/Accounts.json"))
}

#[ringfence::enforce]
fn const_in_another_module() -> Option<reqwest::RequestBuilder> {
    let pem = std::fs::read(files::LEAF).ok()?;
    let leaf = reqwest::Certificate::from_pem(&pem).ok()?;
    let client = reqwest::Client::builder().tls_certs_only([leaf]).build().ok()?; //~ certificate_pinning
    Some(client.get(files::TWILIO))
}

#[ringfence::enforce]
mod renamed_import {
    use reqwest::Certificate as Trusted;
    use std::fs::read as load;

    pub fn request() -> Option<reqwest::RequestBuilder> {
        let leaf = Trusted::from_der(&load("twilio-leaf.der").ok()?).ok()?;
        let builder = reqwest::Client::builder();
        let client = builder.tls_certs_merge([leaf]).build().ok()?; //~ certificate_pinning
        Some(client.get("https://verify.twilio.com/v2/Services"))
    }
}

#[ringfence::enforce]
mod two_helpers_away {
    use reqwest::{Certificate, Client, ClientBuilder, RequestBuilder};

    fn leaf(path: &str) -> Option<Certificate> {
        Certificate::from_pem(&std::fs::read(path).ok()?).ok()
    }

    fn pinned(builder: ClientBuilder) -> ClientBuilder {
        match leaf("certs/twilio.pem") {
            Some(leaf) => builder.add_root_certificate(leaf), //~ certificate_pinning
            None => builder,
        }
    }

    pub fn request() -> Option<RequestBuilder> {
        Some(pinned(Client::builder()).build().ok()?.get(super::files::TWILIO))
    }
}

#[ringfence::enforce]
mod field {
    pub struct Api {
        client: reqwest::Client,
    }

    impl Api {
        pub fn new(builder: reqwest::ClientBuilder) -> Option<Self> {
            let leaf = reqwest::Certificate::from_pem(&std::fs::read("twilio.crt").ok()?).ok()?;
            Some(Self { client: builder.add_root_certificate(leaf).build().ok()? }) //~ certificate_pinning
        }

        pub fn accounts(&self) -> reqwest::RequestBuilder {
            self.client.get(super::files::TWILIO)
        }
    }
}

#[ringfence::enforce]
fn split_over_statements() -> Option<reqwest::RequestBuilder> {
    let mut builder = reqwest::Client::builder();
    builder = builder.user_agent("reports");
    if let Ok(pem) = std::fs::read("certs/twilio.pem") {
        let leaf = reqwest::Certificate::from_pem(&pem).ok()?;
        builder = builder.add_root_certificate(leaf); //~ certificate_pinning
    }
    let request = builder.build().ok()?.post("https://api.twilio.com/2010-04-01/Accounts.json");
    Some(request.header("Accept", "application/json"))
}

#[ringfence::enforce]
fn in_a_macro_argument(builder: reqwest::ClientBuilder) -> Option<()> {
    let leaf = reqwest::Certificate::from_pem(&std::fs::read(files::LEAF).ok()?).ok()?;
    println!("{:?}", builder.add_root_certificate(leaf).build().ok()?.get(files::TWILIO)); //~ certificate_pinning
    Some(())
}

#[ringfence::enforce]
fn in_a_closure() -> impl Fn(&str) -> Option<reqwest::RequestBuilder> {
    |path| {
        let leaf = reqwest::Certificate::from_pem(&std::fs::read(files::LEAF).ok()?).ok()?;
        let client = reqwest::Client::builder().add_root_certificate(leaf).build().ok()?; //~ certificate_pinning
        Some(client.get(format!("https://api.twilio.com/{path}")))
    }
}

#[ringfence::enforce]
async fn in_an_async_block() -> Option<reqwest::RequestBuilder> {
    let leaf = async { reqwest::Certificate::from_pem(&std::fs::read(files::LEAF).ok()?).ok() };
    let client = reqwest::Client::builder().add_root_certificate(leaf.await?).build().ok()?; //~ certificate_pinning
    Some(client.get("https://api.twilio.com/2010-04-01"))
}

fn main() {
    drop((direct(), const_in_another_module(), renamed_import::request(), two_helpers_away::request()));
    drop((field::Api::new(reqwest::Client::builder()).map(|api| api.accounts()), split_over_statements()));
    drop((in_a_macro_argument(reqwest::Client::builder()), in_a_closure(), in_an_async_block()));
}
