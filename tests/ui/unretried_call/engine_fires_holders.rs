//! Clients that go through functions and types which are made for anything.

extern crate reqwest as web;

use reqwest::blocking::{Client, Response};
use std::sync::{Arc, OnceLock};

const ACCOUNTS: &str = "https://api.twilio.com/2010-04-01/Accounts.json";

type Answer = Result<Response, reqwest::Error>;

fn later<T>(value: T) -> T {
    let same = value;
    same
}

fn fine<T>(value: T) -> Result<T, String> {
    Ok(value)
}

fn converted<T, U: From<T>>(value: T) -> U {
    value.into()
}

fn shared<T>(value: T) -> Arc<T> {
    Arc::new(value)
}

fn through_a_name() -> Answer {
    later(Client::new()).get(ACCOUNTS).send() //~ unretried_call
}

fn through_a_result() -> Answer {
    fine(Client::new()).unwrap().get(ACCOUNTS).send() //~ unretried_call
}

fn through_a_conversion() -> Answer {
    converted::<Client, Client>(Client::new()).get(ACCOUNTS).send() //~ unretried_call
}

fn through_a_pointer() -> Answer {
    shared(Client::new()).get(ACCOUNTS).send() //~ unretried_call
}

struct Holder<T> {
    inner: T,
}

impl<T> Holder<T> {
    fn new(inner: T) -> Self {
        Self { inner }
    }

    fn inner(&self) -> &T {
        &self.inner
    }
}

fn through_a_holder() -> Answer {
    let holder = Holder::new(Client::new());
    drop(Holder::new(7));
    holder.inner().get(ACCOUNTS).send() //~ unretried_call
}

struct Wrapper<T>(T);

fn through_a_type_argument(wrapper: &Wrapper<Client>) -> Answer {
    wrapper.0.get(ACCOUNTS).send() //~ unretried_call
}

struct Service {
    http: Holder<Client>,
}

impl Service {
    fn call(&self) -> Answer {
        self.http.inner.get(ACCOUNTS).send() //~ unretried_call
    }

    fn call_by_method(&self) -> Answer {
        self.http.inner().get(ACCOUNTS).send() //~ unretried_call
    }
}

mod client {
    pub use ::reqwest::blocking::*;
}

mod again {
    pub use super::client::*;
}

mod util {
    pub use reqwest;
}

fn through_a_glob_of_a_glob() -> Answer {
    crate::again::Client::new().get(ACCOUNTS).send() //~ unretried_call
}

mod imported {
    use super::client::Client;
    use super::util::reqwest::blocking::Client as Other;

    pub fn through_a_root_glob(client: &Client) -> super::Answer {
        client.get(super::ACCOUNTS).send() //~ unretried_call
    }

    pub fn through_a_module(client: &Other) -> super::Answer {
        client.get(super::ACCOUNTS).send() //~ unretried_call
    }
}

fn through_a_renamed_crate(client: &web::blocking::Client) -> Answer {
    client.get(ACCOUNTS).send() //~ unretried_call
}

static BASE: OnceLock<String> = OnceLock::new();

fn configure() {
    BASE.set("https://api.twilio.com".to_owned()).unwrap();
}

fn set_in_another_function(client: &Client) -> Answer {
    client.get(BASE.get().unwrap()).send() //~ unretried_call
}

trait Executor {
    fn execute(&self, url: &str) -> Answer;
}

struct Plain {
    inner: Client,
}

impl Executor for Plain {
    fn execute(&self, url: &str) -> Answer {
        self.inner.get(url).send() //~ unretried_call
    }
}

struct Generic<E> {
    executor: E,
}

impl<E: Executor> Generic<E> {
    fn fetch(&self) -> Answer {
        self.executor.execute(ACCOUNTS)
    }
}

trait Endpoint {
    const BASE: &'static str = "https://api.twilio.com";

    fn path(&self) -> String;

    fn url(&self) -> String {
        format!("{}{}", Self::BASE, self.path())
    }
}

struct Accounts;

impl Endpoint for Accounts {
    fn path(&self) -> String {
        "/2010-04-01/Accounts.json".to_owned()
    }
}

fn through_a_trait<E: Endpoint>(client: &Client, endpoint: &E) -> Answer {
    client.get(endpoint.url()).send() //~ unretried_call
}

fn through_a_value(client: &Client) -> Answer {
    client.get(Accounts.url()).send() //~ unretried_call
}

enum Environment {
    Production,
    Custom(String),
}

impl<'a> From<&'a Environment> for url::Url {
    fn from(environment: &'a Environment) -> Self {
        match environment {
            Environment::Production => url::Url::parse("https://api.twilio.com/2010-04-01/").unwrap(),
            Environment::Custom(url) => url::Url::parse(url).unwrap(),
        }
    }
}

fn through_an_impl_for_a_foreign_type(client: &Client, environment: &Environment) -> Answer {
    let url = url::Url::from(environment).join("Accounts.json").unwrap();
    client.get(url).send() //~ unretried_call
}

async fn chosen(client: reqwest::Client) {
    tokio::select! {
        response = client.get(ACCOUNTS).send() => drop(response), //~ unretried_call
        _ = tokio::signal::ctrl_c() => {}
    }
    tokio::select! {
        url = async { ACCOUNTS } => drop(client.get(url).send().await), //~ unretried_call
        else => {}
    }
}
