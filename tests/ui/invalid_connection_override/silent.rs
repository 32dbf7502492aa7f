//! Overrides that Twilio takes, and fragments that are none.

const API: &str = "https://api.twilio.com/2010-04-01/Accounts/AC/Calls.json";
const CONVERSATIONS: &str = "https://conversations.twilio.com/v1/Configuration/Webhooks";

#[ringfence::enforce]
fn valid(client: &reqwest::Client) -> bool {
    let hook = "https://example.com/calls#ct=100&rt=15000&tt=15000&rc=5&rp=ct,rt,4xx,5xx&sni=y&e=dublin,london-ix";
    reqwest::Url::parse_with_params(API, &[("StatusCallback", hook), ("Url", "https://example.com/voice#rp=all")]).is_ok()
}

#[ringfence::enforce]
fn none(client: &reqwest::Client) -> bool {
    reqwest::Url::parse_with_params(API, &[("StatusCallback", "https://example.com/calls?part=1"), ("Url", "https://example.com/voice#")]).is_ok()
}

#[ringfence::enforce]
fn not_known(client: &reqwest::Client, retries: u8, key: &str) -> [bool; 2] {
    let counted = format!("https://example.com/calls#rc={retries}&rp=ct,{key}");
    let named = format!("https://example.com/calls#{key}=9");
    [reqwest::Url::parse_with_params(API, &[("StatusCallback", counted)]).is_ok(), reqwest::Url::parse_with_params(API, &[("StatusCallback", named)]).is_ok()]
}

#[ringfence::enforce]
fn fragments_of_other_urls(client: &reqwest::Client) -> [bool; 2] {
    [client.get("https://example.com/docs#rc=9").build().is_ok(), client.get("https://www.twilio.com/docs/usage/security#rc=9").build().is_ok()]
}

#[ringfence::enforce]
fn callback_of_another_service(client: &reqwest::Client) -> bool {
    reqwest::Url::parse_with_params("https://example.com/subscribe", &[("callback", "https://example.com/hook#rc=9")]).is_ok()
}

#[ringfence::enforce]
fn what_is_no_callback(client: &reqwest::Client) -> bool {
    let form = [("Body", "see https://example.com/#rc=9"), ("MediaUrl", "https://example.com/a.png#rc=9")];
    reqwest::Url::parse_with_params(API, &form).is_ok()
}

#[ringfence::enforce]
fn nothing_to_ignore(client: &reqwest::Client) -> bool {
    let hook = ringfence::callback_url!("https://example.com/chats");
    let form = [("PostWebhookUrl", hook.as_str()), ("PreWebhookUrl", "https://example.com/chats")];
    reqwest::Url::parse_with_params(CONVERSATIONS, &form).is_ok()
}

#[ringfence::enforce]
fn checked_by_the_macro(client: &reqwest::Client) -> bool {
    let hook = ringfence::callback_url!("https://example.com/calls#rc=5", );
    reqwest::Url::parse_with_params(API, &[("StatusCallback", hook.as_str())]).is_ok()
}

#[ringfence::enforce]
fn overrides_that_are_typed() -> Result<ringfence::CallbackUrl, ringfence::CallbackUrlError> {
    let overrides = ringfence::ConnectionOverrides::new().retries(2);
    ringfence::CallbackUrl::new("https://example.com/calls")?.with_overrides(overrides)
}

#[ringfence::enforce]
fn comparison(url: &str) -> bool {
    url.ends_with("/calls#rc=9")
}

fn main() {
    let client = reqwest::Client::new();
    drop((valid(&client), none(&client), not_known(&client, 9, &std::env::args().collect::<String>())));
    drop((fragments_of_other_urls(&client), callback_of_another_service(&client), what_is_no_callback(&client)));
    drop((nothing_to_ignore(&client), checked_by_the_macro(&client), overrides_that_are_typed(), comparison("")));
}
