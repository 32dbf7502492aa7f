//! Hosts that were shut off or never existed, however they are put together.

#[ringfence::enforce]
fn direct() -> &'static str {
    "https://api.ie1.twilio.com/2010-04-01/Accounts.json" //~ invalid_region_host
}

#[ringfence::enforce]
mod const_in_another_module {
    mod config {
        pub const BASE: &str = "https://conversations.au1.twilio.com/v1"; //~ invalid_region_host
        pub static SHOUTED: &str = "HTTPS://API.DE1.Twilio.COM/2010-04-01"; //~ invalid_region_host
    }

    use config::BASE as ROOT;

    pub fn url() -> String {
        format!("{ROOT}/Conversations {}", config::SHOUTED)
    }
}

mod place {
    pub const IRELAND: &str = "ie1";
    pub const AUSTRALIA: &str = "au1";
}

#[ringfence::enforce]
mod region_and_edge_apart {
    use crate::place::AUSTRALIA as HOME;

    pub fn url() -> String {
        let edge = "dublin"; //~ invalid_region_host
        format!("https://api.{edge}.{}.twilio.com/2010-04-01", HOME)
    }
}

#[ringfence::enforce]
fn host_without_a_scheme() -> &'static str {
    "verify.us2.twilio.com" //~ invalid_region_host
}

#[ringfence::enforce]
fn the_wrong_way_round() -> &'static str {
    "https://api.ie1.dublin.twilio.com" //~ invalid_region_host
}

#[ringfence::enforce]
fn edge_alone() -> &'static str {
    "https://api.sydney.twilio.com/2010-04-01" //~ invalid_region_host
}

#[ringfence::enforce]
fn edge_that_has_no_effect() -> &'static str {
    "https://api.sydney.us1.twilio.com/2010-04-01" //~ invalid_region_host
}

#[ringfence::enforce]
fn pair_that_nobody_lists() -> String {
    let (edge, region) = ("frankfurt", "de1"); //~ invalid_region_host
    format!("https://api.{edge}.{region}.twilio.com")
}

#[ringfence::enforce]
fn unknown_name() -> &'static str {
    "https://messaging.virginia.us1.twilio.com" //~ invalid_region_host
}

#[ringfence::enforce]
fn too_many_labels() -> &'static str {
    "https://api.v1.dublin.ie1.twilio.com" //~ invalid_region_host
}

#[ringfence::enforce]
mod two_helpers_away {
    fn host(region: &str) -> String {
        format!("api.{region}.twilio.com")
    }

    fn base(region: &str) -> String {
        format!("https://{}/2010-04-01", host(region))
    }

    pub fn url() -> String {
        base("jp1") //~ invalid_region_host
    }
}

#[ringfence::enforce]
mod field {
    pub struct Endpoint {
        product: &'static str,
        region: &'static str,
    }

    impl Endpoint {
        pub fn new() -> Self {
            Self { product: "lookups", region: "sg1" } //~ invalid_region_host
        }

        pub fn url(&self) -> String {
            format!("https://{}.{}.twilio.com/v2", self.product, self.region)
        }
    }
}

#[ringfence::enforce]
fn split_over_statements() -> String {
    let mut url = String::from("https://api.");
    url.push_str("br1"); //~ invalid_region_host
    url.push_str(".twilio.com/2010-04-01");
    url
}

#[ringfence::enforce]
fn in_a_macro_argument() -> Vec<String> {
    vec![["https://numbers", "au1", "twilio.com/v2"].join(".")] //~ invalid_region_host
}

#[ringfence::enforce]
fn in_a_closure() -> impl Fn() -> &'static str {
    || "https://monitor.ie1.twilio.com/v1" //~ invalid_region_host
}

#[ringfence::enforce]
fn in_an_async_block(client: &reqwest::Client) -> impl Future<Output = reqwest::RequestBuilder> {
    async { client.get("https://studio.ie1.twilio.com/v2") } //~ invalid_region_host
}

#[ringfence::enforce]
fn set_on_a_url() -> Option<reqwest::Url> {
    let mut url = reqwest::Url::parse("https://api.twilio.com/2010-04-01").ok()?;
    url.set_host(Some("api.ie1.twilio.com")).ok()?; //~ invalid_region_host
    Some(url)
}

#[ringfence::enforce]
fn fallback() -> String {
    let region = std::env::var("TWILIO_REGION").unwrap_or("sydney".to_owned()); //~ invalid_region_host
    region
}

#[ringfence::enforce]
fn fallbacks_that_do_not_agree() -> (String, String) {
    let region = std::env::var("TWILIO_REGION").unwrap_or_else(|_| "au1".to_owned());
    let edge = std::env::var("TWILIO_EDGE").unwrap_or_else(|_| "dublin".to_owned()); //~ invalid_region_host
    (region, edge)
}

#[ringfence::enforce]
fn fallback_in_a_host() -> String {
    let region = option_env!("HOME_REGION").unwrap_or("ie1"); //~ invalid_region_host
    format!("https://api.{region}.twilio.com")
}

#[ringfence::enforce]
fn child_process() -> std::process::Command {
    let mut command = std::process::Command::new("worker");
    command.env("TWILIO_REGION", "eu1"); //~ invalid_region_host
    command.env("TWILIO_EDGE", "ireland"); //~ invalid_region_host
    command
}

#[ringfence::enforce]
mod consts {
    pub const TWILIO_REGION: &str = "de1"; //~ invalid_region_host

    pub struct Settings;

    impl Settings {
        pub const TWILIO_EDGE: &'static str = "dublin";
    }
}

#[ringfence::enforce]
mod tests {
    #[test]
    fn tests_are_not_exempt() {
        drop(reqwest::Url::parse("https://api.ie1.twilio.com")); //~ invalid_region_host
    }
}

fn main() {
    drop((direct(), const_in_another_module::url(), region_and_edge_apart::url(), host_without_a_scheme()));
    drop((the_wrong_way_round(), edge_alone(), edge_that_has_no_effect(), pair_that_nobody_lists()));
    drop((unknown_name(), too_many_labels(), two_helpers_away::url(), field::Endpoint::new().url()));
    drop((split_over_statements(), in_a_macro_argument(), in_a_closure()(), set_on_a_url(), fallback()));
    drop((in_an_async_block(&reqwest::Client::new()), fallbacks_that_do_not_agree(), fallback_in_a_host()));
    drop((child_process(), consts::TWILIO_REGION, consts::Settings::TWILIO_EDGE, place::IRELAND));
}
