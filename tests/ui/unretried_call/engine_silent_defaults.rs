//! Hosts that are Twilio's in one place and somebody else's, or nobody knows whose, in another.

use reqwest::{Client, Error, Response};
use std::time::Duration;

const API: &str = "https://api.twilio.com";

/// What is known to be overridden is not Twilio's.
pub struct Overridden {
    base: String,
}

impl Overridden {
    pub fn new() -> Self {
        Self { base: API.to_owned() }
    }

    pub fn local(&mut self) {
        self.base = "http://localhost:3000".to_owned();
    }

    pub async fn send(&self) -> Result<Response, Error> {
        reqwest::get(&self.base).await
    }
}

/// The kind tells which one is tried again.
enum Provider {
    Twilio,
    Other,
}

pub struct Texter {
    provider: Provider,
    base: String,
    client: Client,
}

impl Texter {
    pub fn twilio() -> Self {
        Self { provider: Provider::Twilio, base: API.to_owned(), client: Client::new() }
    }

    pub fn other(base: String) -> Self {
        Self { provider: Provider::Other, base, client: Client::new() }
    }

    pub async fn send(&self) -> Result<Response, Error> {
        match self.provider {
            Provider::Other => self.client.post(&self.base).send().await,
            Provider::Twilio => loop {
                let response = self.client.post(&self.base).send().await?;
                if response.status().as_u16() != 429 {
                    return Ok(response);
                }
                tokio::time::sleep(Duration::from_secs(2)).await;
            },
        }
    }
}

/// Each host has its own client, and Twilio's tries again.
pub struct Endpoint {
    base: &'static str,
    client: Client,
}

impl Endpoint {
    pub fn twilio() -> Self {
        let policy = reqwest::retry::for_host("api.twilio.com");
        Self { base: API, client: Client::builder().retry(policy).build().unwrap() }
    }

    pub fn other() -> Self {
        Self { base: "https://api.example.com", client: Client::new() }
    }

    pub async fn send(&self) -> Result<Response, Error> {
        self.client.get(self.base).send().await
    }
}

/// The same where the other host is not known.
pub struct Target {
    base: String,
    client: Client,
}

impl Target {
    pub fn twilio() -> Self {
        let policy = reqwest::retry::for_host("api.twilio.com");
        Self { base: API.to_owned(), client: Client::builder().retry(policy).build().unwrap() }
    }

    pub fn other(base: String) -> Self {
        Self { base, client: Client::new() }
    }

    pub async fn send(&self) -> Result<Response, Error> {
        self.client.get(&self.base).send().await
    }
}

pub struct Configuration {
    pub base_path: String,
    pub client: Client,
}

impl Default for Configuration {
    fn default() -> Self {
        Self { base_path: API.to_owned(), client: Client::new() }
    }
}

impl Configuration {
    pub fn with_base_path(mut self, base_path: impl Into<String>) -> Self {
        self.base_path = base_path.into();
        self
    }
}

/// Overridden right here, with what nobody knows.
async fn overridden_here() -> Result<Response, Error> {
    let mut configuration = Configuration::default();
    configuration.base_path = std::env::var("GATEWAY").unwrap();
    configuration.client.get(&configuration.base_path).send().await
}

async fn overridden_by_a_setter(gateway: String) -> Result<Response, Error> {
    let configuration = Configuration::default().with_base_path(gateway);
    deliver(&configuration).await
}

async fn overridden_in_a_literal(gateway: String) -> Result<Response, Error> {
    let configuration = Configuration { base_path: gateway, ..Configuration::default() };
    deliver(&configuration).await
}

async fn deliver(configuration: &Configuration) -> Result<Response, Error> {
    let url = format!("{}/messages", configuration.base_path);
    configuration.client.get(url).send().await
}

struct Place(String);
struct Api;

impl From<&Api> for url::Url {
    fn from(_: &Api) -> Self {
        url::Url::parse("https://api.twilio.com").unwrap()
    }
}

impl From<&Place> for url::Url {
    fn from(place: &Place) -> Self {
        url::Url::parse(&place.0).unwrap()
    }
}

/// A foreign type made of something else than Twilio's.
async fn converted(place: Place) -> Result<Response, Error> {
    reqwest::get(url::Url::from(&place)).await
}

/// A host, not a URL: what is written before it is another setting's.
pub struct Server {
    scheme: &'static str,
    host: &'static str,
}

impl Server {
    pub fn twilio() -> Self {
        Self { scheme: "https", host: "api.twilio.com" }
    }

    pub fn local() -> Self {
        Self { scheme: "http", host: "localhost" }
    }

    pub fn named(host: &'static str) -> Self {
        Self { scheme: "http", host }
    }

    pub fn url(&self) -> String {
        format!("{}://{}/2010-04-01", self.scheme, self.host)
    }
}

#[derive(bon::Builder)]
pub struct Bot {
    #[builder(default = API.into())]
    url: String,
    name: String,
}

/// A builder that is told another URL makes no client for Twilio.
async fn built(url: String) -> Result<Response, Error> {
    let bot = Bot::builder().name("bot".to_owned()).url(url).build();
    reqwest::get(&bot.url).await
}
