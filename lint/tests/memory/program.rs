#![allow(dead_code)]
use reqwest::{Client as Http, Response};

mod hosts {
    pub const API: &str = "https://api.twilio.com";
    pub static NAMES: std::sync::LazyLock<Vec<String>> = std::sync::LazyLock::new(|| vec![format!("ü {API}")]);
}

#[derive(Default)]
struct Notifier<'a, T: Clone> {
    http: Http,
    base: &'a str,
    rest: Option<T>,
}

trait Sends {
    async fn send(&self, path: &str) -> Result<Response, reqwest::Error>;
}

impl<T: Clone> Sends for Notifier<'_, T> {
    #[ringfence::permit(unretried_call, reason = "a sample")]
    async fn send(&self, path: &str) -> Result<Response, reqwest::Error> {
        let url = if path.is_empty() { self.base.to_owned() } else { format!("{}/{path:?}", self.base) };
        let token = std::env::var("TWILIO_AUTH_TOKEN").ok().map(|token| token.trim().to_owned());
        let request = self.http.post(url).basic_auth("account", token);
        request.header("Accept", "application/json").send().await
    }
}

async fn retried(http: &Http) -> Option<Response> {
    let mut wait = 1u64;
    'outer: loop {
        let response = http.get(hosts::API).send().await.ok()?;
        match response.status().as_u16() {
            429 if wait < 60 => wait *= 2,
            200..=299 => break 'outer Some(response),
            _ => return None,
        }
        tokio::time::sleep(std::time::Duration::from_secs(wait)).await;
    }
}

fn macros(value: &str) -> serde_json::Value {
    println!("{value:>10} {0} {named}", 1, named = value.len());
    serde_json::json!({ "url": format!("http://{value}"), "list": [1, null, { "a": value }] })
}
