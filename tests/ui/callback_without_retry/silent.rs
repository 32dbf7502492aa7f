//! Callbacks that say how often Twilio is to try again, and URLs that are none.

const API: &str = "https://api.twilio.com/2010-04-01/Accounts/AC/Calls.json";
const HOOK: &str = "https://example.com/calls#rc=3&rp=all";

fn tried_again(url: &str) -> String {
    format!("{url}#rc=3")
}

#[ringfence::enforce(warn(callback_without_retry))]
mod cases {
    use super::{API, HOOK, tried_again};
    use reqwest::{Client, RequestBuilder};

    pub fn how_often(client: &Client) -> RequestBuilder {
        client.post(API).form(&[("StatusCallback", "https://example.com/calls#rc=3")])
    }

    pub fn after_what(client: &Client) -> RequestBuilder {
        client.post(API).form(&[("StatusCallback", "https://example.com/calls#ct=2000&rp=5xx")])
    }

    pub fn by_a_const(client: &Client) -> RequestBuilder {
        client.post(API).form(&[("StatusCallback", HOOK)])
    }

    pub fn by_a_function(client: &Client) -> RequestBuilder {
        client.post(API).form(&[("StatusCallback", tried_again("https://example.com/calls"))])
    }

    pub fn unknown(client: &Client, hook: &str) -> RequestBuilder {
        client.post(API).form(&[("StatusCallback", hook)])
    }

    pub fn unknown_end(client: &Client, rest: &str) -> RequestBuilder {
        client.post(API).form(&[("StatusCallback", format!("https://example.com/{rest}"))])
    }

    pub fn unknown_overrides(client: &Client, overrides: &str) -> RequestBuilder {
        client.post(API).form(&[("StatusCallback", format!("https://example.com/calls#{overrides}"))])
    }

    pub fn ignored(client: &Client) -> RequestBuilder {
        let url = "https://conversations.twilio.com/v1/Configuration/Webhooks";
        client.post(url).form(&[("PostWebhookUrl", "https://example.com/said")])
    }

    pub fn media(client: &Client) -> RequestBuilder {
        client.post(API).form(&[("MediaUrl", "https://example.com/owl.png")])
    }

    pub fn pages_for_people(client: &Client) -> RequestBuilder {
        client.post(API).form(&[("WebsiteUrl", "https://example.com"), ("IconUrl", "https://example.com/owl.png")])
    }

    pub fn no_url_of_a_callback(client: &Client) -> RequestBuilder {
        client.post(API).form(&[("Body", "https://example.com/offers")])
    }

    pub fn somebody_elses(client: &Client) -> RequestBuilder {
        client.post("https://api.example.com/hooks").form(&[("StatusCallback", "https://example.com/calls")])
    }

    pub fn permitted(client: &Client) -> RequestBuilder {
        #[ringfence::permit(callback_without_retry, reason = "the second one tells as much")]
        let hook = "https://example.com/calls";
        client.post(API).form(&[("StatusCallback", hook)])
    }
}

fn main() {
    let client = reqwest::Client::new();
    drop((cases::how_often(&client), cases::after_what(&client), cases::by_a_const(&client), cases::by_a_function(&client)));
    let given = std::env::args().next().unwrap_or_default();
    drop((cases::unknown(&client, &given), cases::unknown_end(&client, &given), cases::unknown_overrides(&client, &given)));
    drop((cases::ignored(&client), cases::media(&client), cases::pages_for_people(&client), cases::no_url_of_a_callback(&client)));
    drop((cases::somebody_elses(&client), cases::permitted(&client)));
}
