//! Senders behind traits, bounds, defaults and globs.
mod http {
    pub use reqwest::*;
}

trait Sends {
    fn go(&self, url: &str);
}
struct Sender(reqwest::blocking::Client);
impl Sends for Sender {
    fn go(&self, url: &str) {
        self.0.get(url).send().unwrap(); //~ unretried_call
    }
}

fn through_an_object(sender: &dyn Sends) {
    sender.go("https://api.twilio.com/object");
}

fn through_a_bound<T: Sends>(sender: &T) {
    sender.go("https://api.twilio.com/bound");
}

fn through_a_clause<T>(sender: T)
where
    T: Sends,
{
    sender.go("https://api.twilio.com/clause");
}

async fn through_a_glob() {
    crate::http::Client::new().get("https://api.twilio.com/glob").send().await; //~ unretried_call
}

struct Settings {
    base: String,
}
impl Default for Settings {
    fn default() -> Self {
        Settings { base: "https://api.twilio.com".into() }
    }
}

async fn through_a_typed_default() {
    let settings: Settings = Default::default();
    reqwest::get(&settings.base).await; //~ unretried_call
}

trait Located {
    fn url(&self) -> String {
        "https://api.twilio.com/located".into()
    }
}
impl Located for Sender {}

async fn through_a_default_method(sender: Sender) {
    reqwest::get(sender.url()).await; //~ unretried_call
}
