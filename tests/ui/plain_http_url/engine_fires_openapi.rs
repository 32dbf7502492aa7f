//! Callbacks among the arguments of another crate's functions, which have no names.

use twilio_openapi::apis::configuration::Configuration;
use twilio_openapi::apis::default_api;

#[ringfence::permit(unretried_call, reason = "what is handed over is the subject here")]
async fn an_argument(configuration: &Configuration) {
    let hook = Some("http://acme.com/status"); //~ plain_http_url
    let _ = default_api::create_message(configuration, "AC", "+15558675310", hook, None, Some("see http://acme.com")).await;
}

#[ringfence::permit(unretried_call, reason = "what is handed over is the subject here")]
async fn no_callback(configuration: &Configuration) {
    let _ = default_api::fetch_message(configuration, "AC", "http://acme.com/status").await;
}
