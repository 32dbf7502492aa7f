//! Ways from where the URL is written to where the request is sent.

#[ringfence::enforce]
mod const_sent_elsewhere {
    mod config {
        pub const API: &str = "http://api.twilio.com"; //~ plain_http_url
    }

    pub struct Texts {
        http: reqwest::Client,
    }

    impl Texts {
        pub async fn welcome(&self) -> Result<reqwest::Response, reqwest::Error> {
            let url = messages(config::API);
            self.send(url).await
        }

        async fn send(&self, url: String) -> Result<reqwest::Response, reqwest::Error> {
            post(&self.http, &url).await
        }
    }

    fn messages(base: &str) -> String {
        format!("{base}/2010-04-01/Messages.json")
    }

    #[ringfence::retry]
    async fn post(client: &reqwest::Client, url: &str) -> Result<reqwest::Response, reqwest::Error> {
        let request = client.post(url);
        request.send().await
    }
}

#[ringfence::enforce]
mod many_calls {
    pub fn first() -> bool {
        second("http://verify.twilio.com/v2") //~ plain_http_url
    }

    fn second(base: &str) -> bool {
        third(&format!("{base}/Services"))
    }

    fn third(url: &str) -> bool {
        fourth(url.to_owned())
    }

    fn fourth(url: String) -> bool {
        fifth(&url)
    }

    fn fifth(url: &str) -> bool {
        sixth(url)
    }

    fn sixth(url: &str) -> bool {
        let client = reqwest::Client::new();
        drop(client.execute(client.get(url).build().unwrap())); //~ unretried_call
        true
    }
}

#[ringfence::enforce]
fn run_as_a_closure() -> bool {
    let scheme = "http"; //~ plain_http_url
    let url = format!("{scheme}://lookups.twilio.com/v2");
    attempt(|| {
        let client = reqwest::Client::new();
        client.get(&url).build().is_ok()
    })
}

fn attempt(run: impl Fn() -> bool) -> bool {
    run()
}

#[ringfence::enforce]
mod shared {
    pub const SCHEME: &str = "http://"; //~ plain_http_url
    pub const OURS: &str = "http://"; //~ plain_http_url

    pub fn with_scheme(host: &str) -> String {
        format!("{SCHEME}{host}/v1")
    }

    pub fn with_ours(host: &str) -> String {
        format!("{OURS}{host}/v1")
    }
}

#[ringfence::enforce]
fn of_twilio() -> [String; 2] {
    [shared::with_scheme("voice.twilio.com"), shared::with_ours("voice.twilio.com")]
}

fn of_the_printer() -> String {
    shared::with_scheme("printer.example.org")
}

#[ringfence::enforce]
fn in_one_expression(client: &reqwest::Client) -> reqwest::RequestBuilder {
    client.get(format!("{}://{}/v1", "http", "voice.twilio.com")) //~ plain_http_url
}

fn main() {
    drop((of_twilio(), of_the_printer()));
    drop((const_sent_elsewhere::Texts::welcome, many_calls::first(), run_as_a_closure(), in_one_expression));
}
