//! Clients that call Twilio and do not check whom they talk to.

mod switches {
    pub const INSECURE: bool = true;
    pub static TWILIO: &str = "https://api.twilio.com/2010-04-01/Accounts.json";
}

#[ringfence::enforce]
fn direct() -> reqwest::Result<reqwest::RequestBuilder> {
    let client = reqwest::Client::builder().danger_accept_invalid_certs(true).build()?; //~ tls_verification_disabled
    Ok(client.get("https://api.twilio.com/2010-04-01/Accounts.json"))
}

#[ringfence::enforce]
fn host_names() -> reqwest::Result<reqwest::RequestBuilder> {
    let client = reqwest::Client::builder().tls_danger_accept_invalid_hostnames(true).build()?; //~ tls_verification_disabled
    Ok(client.get("https://api.twilio.com/2010-04-01/Accounts.json"))
}

#[ringfence::enforce]
fn const_in_another_module() -> reqwest::Result<reqwest::RequestBuilder> {
    let builder = reqwest::ClientBuilder::new();
    let client = builder.tls_danger_accept_invalid_certs(switches::INSECURE).build()?; //~ tls_verification_disabled
    Ok(client.post(switches::TWILIO))
}

#[ringfence::enforce]
mod renamed_import {
    use reqwest::{ClientBuilder as Builder, RequestBuilder as Request};

    pub fn request() -> Option<Request> {
        let client = Builder::new()
            .danger_accept_invalid_hostnames(true) //~ tls_verification_disabled
            .build()
            .ok()?;
        Some(client.get("https://verify.twilio.com/v2/Services"))
    }
}

#[ringfence::enforce]
mod two_helpers_away {
    use reqwest::{Client, ClientBuilder, RequestBuilder};

    fn relaxed(builder: ClientBuilder, relax: bool) -> ClientBuilder {
        builder.danger_accept_invalid_certs(relax) //~ tls_verification_disabled
    }

    fn client(strict: bool) -> Client {
        relaxed(Client::builder(), !strict).build().unwrap_or_default()
    }

    pub fn request() -> RequestBuilder {
        client(false).get(super::switches::TWILIO)
    }
}

#[ringfence::enforce]
mod field {
    pub struct Api {
        client: reqwest::Client,
        base: &'static str,
    }

    impl Api {
        pub fn new() -> reqwest::Result<Self> {
            let client = reqwest::Client::builder().danger_accept_invalid_certs(true).build()?; //~ tls_verification_disabled
            Ok(Self { client, base: super::switches::TWILIO })
        }

        pub fn accounts(&self) -> reqwest::RequestBuilder {
            self.client.get(format!("{}?PageSize=20", self.base))
        }
    }
}

#[ringfence::enforce]
mod one_of_two {
    pub struct Api {
        client: reqwest::Client,
    }

    impl Api {
        pub fn new() -> Self {
            Self { client: reqwest::Client::new() }
        }

        pub fn relaxed() -> reqwest::Result<Self> {
            Ok(Self { client: reqwest::Client::builder().danger_accept_invalid_certs(true).build()? }) //~ tls_verification_disabled
        }

        pub fn accounts(&self) -> reqwest::RequestBuilder {
            self.client.get(super::switches::TWILIO)
        }
    }
}

#[ringfence::enforce]
mod configured {
    struct Settings {
        insecure: bool,
    }

    pub fn request() -> Option<reqwest::RequestBuilder> {
        let settings = Settings { insecure: true };
        let builder = reqwest::Client::builder().danger_accept_invalid_certs(settings.insecure); //~ tls_verification_disabled
        Some(builder.build().ok()?.get("https://lookups.twilio.com/v2/PhoneNumbers"))
    }
}

#[ringfence::enforce]
fn split_over_statements(development: bool) -> reqwest::Result<reqwest::RequestBuilder> {
    let mut builder = reqwest::Client::builder();
    builder = builder.user_agent("reports");
    if development {
        builder = builder.danger_accept_invalid_certs(true); //~ tls_verification_disabled
    }
    let client = builder.build()?;
    let request = client.post("https://api.twilio.com/2010-04-01/Accounts.json");
    Ok(request.header("Accept", "application/json"))
}

#[ringfence::enforce]
fn in_a_macro_argument() {
    let client = reqwest::Client::builder().danger_accept_invalid_certs(true).build(); //~ tls_verification_disabled
    println!("{:?}", client.map(|client| client.get(switches::TWILIO)));
}

#[ringfence::enforce]
fn in_a_closure() -> impl Fn(&str) -> Option<reqwest::RequestBuilder> {
    |path| {
        let client = reqwest::Client::builder().danger_accept_invalid_certs(true).build().ok()?; //~ tls_verification_disabled
        Some(client.get(format!("https://api.twilio.com/{path}")))
    }
}

#[ringfence::enforce]
async fn in_an_async_block() -> Option<reqwest::RequestBuilder> {
    let made = async { reqwest::Client::builder().danger_accept_invalid_certs(true).build() }; //~ tls_verification_disabled
    Some(made.await.ok()?.get("https://api.twilio.com/2010-04-01"))
}

#[ringfence::enforce]
mod shared {
    use std::sync::LazyLock;

    static CLIENT: LazyLock<reqwest::Client> = LazyLock::new(|| {
        let builder = reqwest::Client::builder();
        builder.danger_accept_invalid_certs(true).build().unwrap_or_default() //~ tls_verification_disabled
    });

    pub fn request() -> reqwest::RequestBuilder {
        CLIENT.get("https://api.twilio.com/2010-04-01")
    }
}

#[ringfence::enforce]
fn root_of_our_own(pem: &[u8]) -> reqwest::Result<reqwest::RequestBuilder> {
    let root = reqwest::Certificate::from_pem(pem)?;
    let client = reqwest::Client::builder().add_root_certificate(root).build()?; //~ tls_verification_disabled
    Ok(client.get("https://api.twilio.com/2010-04-01/Accounts.json"))
}

#[ringfence::enforce]
fn only_roots_of_our_own(roots: Vec<reqwest::Certificate>) -> reqwest::Result<reqwest::RequestBuilder> {
    let builder = reqwest::Client::builder();
    let client = builder.tls_certs_only(roots).build()?; //~ tls_verification_disabled
    Ok(client.get("https://api.twilio.com/2010-04-01/Accounts.json"))
}

#[ringfence::enforce]
mod handed_to_what_calls {
    async fn deliver(client: &reqwest::Client, url: &str) -> reqwest::RequestBuilder {
        client.get(url)
    }

    pub async fn run() -> Option<reqwest::RequestBuilder> {
        let client = reqwest::Client::builder().danger_accept_invalid_certs(true).build().ok()?; //~ tls_verification_disabled
        Some(deliver(&client, super::switches::TWILIO).await)
    }
}

#[ringfence::enforce]
#[ringfence::permit(unretried_call, reason = "another lint is not this one")]
async fn sent() -> reqwest::Result<reqwest::Response> {
    let client = reqwest::Client::builder().danger_accept_invalid_certs(true).build()?; //~ tls_verification_disabled
    let request = client.get("https://api.twilio.com/2010-04-01").build()?;
    client.execute(request).await
}

#[ringfence::enforce]
fn by_how_it_is_built() -> reqwest::Result<[reqwest::RequestBuilder; 2]> {
    let is_debug = cfg!(debug_assertions);
    let one = reqwest::Client::builder().danger_accept_invalid_certs(is_debug).build()?; //~ tls_verification_disabled
    let other = reqwest::Client::builder().danger_accept_invalid_certs(!cfg!(feature = "strict")).build()?; //~ tls_verification_disabled
    Ok([one.get(switches::TWILIO), other.get(switches::TWILIO)])
}

fn main() {
    drop(by_how_it_is_built());
    drop((direct(), host_names(), const_in_another_module(), renamed_import::request()));
    drop((two_helpers_away::request(), configured::request(), split_over_statements(true), in_a_closure()));
    drop((field::Api::new().map(|api| api.accounts()), in_an_async_block(), shared::request()));
    drop((root_of_our_own(&[]), only_roots_of_our_own(Vec::new()), handed_to_what_calls::run(), sent()));
    drop((one_of_two::Api::new().accounts(), one_of_two::Api::relaxed()));
    in_a_macro_argument();
}
