//! Callbacks handed to a crate whose functions name no parameters where they are called.

use twilio_openapi::apis::configuration::Configuration;
use twilio_openapi::apis::default_api::update_application;

const HOOK: &str = "https://example.com/calls#rc=9"; //~ invalid_connection_override

async fn by_position(configuration: &Configuration) {
    let made = update_application(configuration, "account", "application", None, None, Some(HOOK)).await; //~ unretried_call
    drop(made.map_err(|error| error.to_string()));
}

async fn at_once(configuration: &Configuration) {
    let hook = "https://example.com/calls#e=roaming"; //~ invalid_connection_override
    let made = update_application(configuration, "account", "application", None, None, Some(hook)).await; //~ unretried_call
    drop(made.map_err(|error| error.to_string()));
}

async fn fragments_of_pages(configuration: &Configuration) {
    for link in ["https://example.com/faq#rates", "https://example.com/faq#page=2", "https://example.com/calls#rc=5"] {
        let made = update_application(configuration, "account", "application", None, None, Some(link)).await; //~ unretried_call
        drop(made.map_err(|error| error.to_string()));
    }
}
