//! Connection overrides that Twilio does not take, or that nobody reads.

const API: &str = "https://api.twilio.com/2010-04-01/Accounts/AC/Calls.json";
const CONVERSATIONS: &str = "https://conversations.twilio.com/v1/Configuration/Webhooks";

#[ringfence::enforce]
fn direct(client: &reqwest::Client) -> bool {
    reqwest::Url::parse_with_params(API, &[("StatusCallback", "https://example.com/calls#rc=6")]).is_ok() //~ invalid_connection_override
}

#[ringfence::enforce]
mod const_in_another_module {
    mod config {
        pub const HOOK: &str = "https://example.com/calls#rp=timeout"; //~ invalid_connection_override
    }

    use config::HOOK as CALLED;

    pub fn request(client: &reqwest::Client) -> bool {
        reqwest::Url::parse_with_params(super::API, &[("Url", CALLED)]).is_ok()
    }
}

#[ringfence::enforce]
fn unknown_key(client: &reqwest::Client) -> bool {
    let hook = "https://example.com/calls#retries=2"; //~ invalid_connection_override
    reqwest::Url::parse_with_params(API, &[("StatusCallback", hook)]).is_ok()
}

#[ringfence::enforce]
fn no_override_at_all(client: &reqwest::Client) -> bool {
    reqwest::Url::parse_with_params(API, &[("StatusCallback", "https://example.com/calls#top")]).is_ok() //~ invalid_connection_override
}

#[ringfence::enforce]
fn edge_that_sends_nothing(client: &reqwest::Client) -> bool {
    reqwest::Url::parse_with_params(API, &[("StatusCallback", "https://example.com/calls#e=roaming")]).is_ok() //~ invalid_connection_override
}

#[ringfence::enforce]
fn put_together(client: &reqwest::Client, host: &str) -> bool {
    let hook = format!("https://{host}/calls#ct={}", "50"); //~ invalid_connection_override
    reqwest::Url::parse_with_params(API, &[("StatusCallback", hook)]).is_ok()
}

#[ringfence::enforce]
fn known_in_part(client: &reqwest::Client, retries: u8) -> bool {
    let hook = format!("https://example.com/calls#rc={retries}&rp=ct,slow"); //~ invalid_connection_override
    reqwest::Url::parse_with_params(API, &[("StatusCallback", hook)]).is_ok()
}

#[ringfence::enforce]
mod two_helpers_away {
    fn with_overrides(url: &str) -> String {
        format!("{url}#tt=20000") //~ invalid_connection_override
    }

    fn hook(path: &str) -> String {
        with_overrides(&format!("https://example.com/{path}"))
    }

    pub fn request(client: &reqwest::Client) -> bool {
        reqwest::Url::parse_with_params(super::API, &[("StatusCallback", hook("calls"))]).is_ok()
    }
}

#[ringfence::enforce]
mod field {
    pub struct Hooks {
        status: &'static str,
    }

    impl Hooks {
        pub fn new() -> Self {
            Self { status: "https://example.com/calls#sni=yes" } //~ invalid_connection_override
        }

        pub fn request(&self, client: &reqwest::Client) -> bool {
            reqwest::Url::parse_with_params(super::API, &[("StatusCallback", self.status)]).is_ok()
        }
    }
}

#[ringfence::enforce]
fn builder_over_statements(client: &reqwest::Client) -> bool {
    let mut form = Vec::new();
    form.push(("To", "+15558675310"));
    form.push(("StatusCallback", "https://example.com/calls#rt=15001")); //~ invalid_connection_override
    let url = API;
    reqwest::Url::parse_with_params(url, &form).is_ok()
}

#[ringfence::enforce]
fn in_a_macro_argument(client: &reqwest::Client) -> Vec<bool> {
    vec![reqwest::Url::parse_with_params(API, &[("StatusCallback", "https://example.com/calls#rc=2&rc=3")]).is_ok()] //~ invalid_connection_override
}

#[ringfence::enforce]
fn in_a_closure(client: &reqwest::Client) -> impl Fn() -> bool {
    || reqwest::Url::parse_with_params(API, &[("StatusCallback", "https://example.com/calls#rp=all,ct")]).is_ok() //~ invalid_connection_override
}

#[ringfence::enforce]
fn typed() -> Result<ringfence::CallbackUrl, ringfence::CallbackUrlError> {
    ringfence::CallbackUrl::new("https://example.com/calls#rc=-1") //~ invalid_connection_override
}

#[ringfence::enforce]
fn ignored_by_the_product(client: &reqwest::Client) -> bool {
    reqwest::Url::parse_with_params(CONVERSATIONS, &[("PostWebhookUrl", "https://example.com/chats#rc=2")]).is_ok() //~ invalid_connection_override
}

#[ringfence::enforce]
fn ignored_in_another_region(client: &reqwest::Client) -> bool {
    let url = "https://conversations.dublin.ie1.twilio.com/v1/Configuration/Webhooks";
    reqwest::Url::parse_with_params(url, &[("PreWebhookUrl", "https://example.com/chats#rp=5xx")]).is_ok() //~ invalid_connection_override
}

#[ringfence::enforce]
fn ignored_though_checked(client: &reqwest::Client) -> bool {
    let hook = ringfence::callback_url!("https://example.com/chats", rc = 2); //~ invalid_connection_override
    reqwest::Url::parse_with_params(CONVERSATIONS, &[("PostWebhookUrl", hook.as_str())]).is_ok()
}

fn main() {
    let client = reqwest::Client::new();
    drop((direct(&client), const_in_another_module::request(&client), unknown_key(&client)));
    drop((no_override_at_all(&client), edge_that_sends_nothing(&client), put_together(&client, "example.com")));
    drop((known_in_part(&client, 1), two_helpers_away::request(&client), field::Hooks::new().request(&client)));
    drop((builder_over_statements(&client), in_a_macro_argument(&client), in_a_closure(&client)()));
    drop((typed(), ignored_by_the_product(&client), ignored_in_another_region(&client)));
    drop(ignored_though_checked(&client));
}
