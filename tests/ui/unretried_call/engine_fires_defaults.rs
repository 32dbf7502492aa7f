//! Hosts that are Twilio's by default, and that somebody may override with what nobody knows here.

use bon::Builder;
use reqwest::{Client, Error, Response};
use std::borrow::Cow;

const API: &str = "https://api.twilio.com";

pub struct Configuration {
    pub base_path: String,
    pub client: Client,
    pub timeout: u64,
}

impl Configuration {
    pub fn with_base_path(mut self, base_path: impl Into<String>) -> Self {
        self.base_path = base_path.into();
        self
    }

    pub fn proxied(self, proxy: String) -> Self {
        Self { base_path: proxy, ..self }
    }
}

impl Default for Configuration {
    fn default() -> Self {
        Self { base_path: API.to_owned(), client: Client::new(), timeout: 30 }
    }
}

pub async fn by_setter(configuration: &Configuration) -> Result<Response, Error> {
    let uri = format!("{}/2010-04-01/Accounts.json", configuration.base_path);
    let request = configuration.client.get(&uri).build()?;
    configuration.client.execute(request).await //~ unretried_call
}

pub struct Sender<'a> {
    client: Client,
    host: &'a str,
}

impl<'a> Sender<'a> {
    pub fn new(client: Option<Client>) -> Self {
        Self { client: client.unwrap_or_default(), host: "https://api.twilio.com/2010-04-01/Accounts.json" }
    }

    /// Nothing but texts and a client: what sends is the same for both.
    pub fn to(client: Client, host: &'a str) -> Self {
        Self { client, host }
    }

    pub fn set_host(&mut self, host: &'a str) {
        self.host = host;
    }

    pub async fn send(&self) -> Result<Response, Error> {
        self.client.post(self.host).send().await //~ unretried_call
    }
}

/// Two hosts, both Twilio's, and one that a region makes.
pub struct Regional {
    http: Client,
    base: Cow<'static, str>,
    attempts: u8,
}

impl Regional {
    pub fn american() -> Self {
        Self { http: Client::new(), base: Cow::Borrowed(API), attempts: 1 }
    }

    pub fn irish() -> Self {
        Self { http: Client::new(), base: Cow::Borrowed("https://api.dublin.ie1.twilio.com"), attempts: 2 }
    }

    pub fn at(&mut self, base: String) {
        self.base = Cow::Owned(base);
    }

    pub async fn send(&self) -> Result<Response, Error> {
        self.http.get(format!("{}/2010-04-01", self.base)).send().await //~ unretried_call
    }
}

#[derive(Builder)]
pub struct Bot {
    #[builder(into)]
    url: String,
    #[builder(default = Client::new())]
    client: Client,
}

impl Bot {
    pub fn new(account: &str) -> Self {
        Self::to(format!("{API}/2010-04-01/Accounts/{account}"))
    }

    pub fn to<S: Into<String>>(url: S) -> Self {
        Self::builder().url(url).build()
    }

    pub async fn send(&self) -> Result<Response, Error> {
        self.client.post(format!("{}/Messages.json", self.url)).send().await //~ unretried_call
    }
}

#[derive(typed_builder::TypedBuilder)]
pub struct Typed {
    #[builder(default = API.into(), setter(into))]
    base_url: String,
    #[builder(default = Client::new(), setter(skip))]
    client: Client,
}

impl Typed {
    pub async fn send(&self) -> Result<Response, Error> {
        self.client.get(&self.base_url).send().await //~ unretried_call
    }
}

#[derive(clap::Parser)]
struct Arguments {
    #[arg(long, default_value = "https://api.twilio.com")]
    base: String,
}

async fn by_argument(arguments: Arguments) -> Result<Response, Error> {
    reqwest::get(format!("{}/2010-04-01", arguments.base)).await //~ unretried_call
}

/// A test's host overrides nothing of the program's.
pub struct Tested {
    base: String,
    verbose: bool,
}

impl Tested {
    pub fn new() -> Self {
        Self { base: API.into(), verbose: false }
    }

    pub async fn send(&self) -> Result<Response, Error> {
        reqwest::get(&self.base).await //~ unretried_call
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn sends() {
        let mut tested = Tested::new();
        tested.base = "http://localhost:3000".to_owned();
        tested.send().await.unwrap();
    }
}

/// Overridden on one way only.
async fn overridden_in_a_branch(proxy: Option<String>) -> Result<Response, Error> {
    let mut configuration = Configuration::default();
    if let Some(proxy) = proxy {
        configuration.base_path = proxy;
    }
    reqwest::get(&configuration.base_path).await //~ unretried_call
}

/// A URL that is cloned by its type, given segments, and written into a request of another crate's.
pub struct Shared {
    url: std::sync::Arc<reqwest::Url>,
    client: Client,
    token: std::sync::Arc<str>,
}

impl Shared {
    pub fn new(token: &str, client: Client) -> Self {
        let url = std::sync::Arc::new(reqwest::Url::parse(API).expect("a URL"));
        Self { url, client, token: token.into() }
    }

    pub fn set_url(mut self, url: reqwest::Url) -> Self {
        self.url = std::sync::Arc::new(url);
        self
    }

    pub fn send(&self) -> impl Future<Output = Result<Response, Error>> + 'static {
        let client = self.client.clone();
        let url = std::sync::Arc::clone(&self.url);
        async move { deliver(&client, reqwest::Url::clone(&*url), "Accounts.json").await }
    }
}

async fn deliver(client: &Client, url: reqwest::Url, name: &str) -> Result<Response, Error> {
    let request = client.post(with_name(url, name)).build()?;
    client.execute(request).await //~ unretried_call
}

fn with_name(base: reqwest::Url, name: &str) -> reqwest::Url {
    let mut url = base;
    {
        let mut segments = url.path_segments_mut().expect("a base");
        segments.push("2010-04-01");
        segments.push(name);
    }
    url
}

async fn written_into(typed: &Typed, given: http::Request<String>) -> Result<Response, Error> {
    let mut given = given;
    let base: url::Url = typed.base_url.parse().unwrap();
    let url = match given.uri().path_and_query() {
        Some(path) => base.join(path.as_str()).unwrap(),
        None => base,
    };
    *given.uri_mut() = url.as_str().parse().unwrap();
    let request: reqwest::Request = given.try_into()?;
    typed.client.execute(request).await //~ unretried_call
}
