//! Libraries that the cases are not built against.

use hyper::Request;

const ACCOUNTS: &str = "https://api.twilio.com/2010-04-01/Accounts.json";

fn with_ureq() {
    let _ = ureq::get(ACCOUNTS).call(); //~ unretried_call
    let agent = ureq::agent();
    let _ = agent.post(ACCOUNTS).send_form(&[("Body", "Hi")]); //~ unretried_call
}

async fn with_hyper(client: hyper_util::client::legacy::Client<Connector, Body>) {
    let request = Request::builder().method("GET").uri(ACCOUNTS).body(Body::empty()).unwrap();
    let _ = client.request(request).await; //~ unretried_call
}

async fn with_isahc() {
    let _ = isahc::get_async(ACCOUNTS).await; //~ unretried_call
    let _ = isahc::Request::post(ACCOUNTS).body(()).unwrap().send(); //~ unretried_call
}

async fn with_surf() {
    let _ = surf::post(ACCOUNTS).body("Body=Hi").await; //~ unretried_call
}

async fn with_awc() {
    let client = awc::Client::default();
    let _ = client.post(ACCOUNTS).send_form(&()).await; //~ unretried_call
}

fn with_blocking_reqwest() {
    let client = reqwest::blocking::Client::new();
    let _ = client.get(ACCOUNTS).send(); //~ unretried_call
    let _ = reqwest::blocking::get(ACCOUNTS); //~ unretried_call
}

async fn with_the_crate_twilio(client: &twilio::Client) {
    let message = twilio::OutboundMessage::new("+15017122661", "+15558675310", "Hi");
    let _ = client.send_message(message).await; //~ unretried_call
}

async fn with_a_call_of_the_crate_twilio(client: &twilio::Client, call: twilio::OutboundCall<'_>) {
    let _ = client.make_call(call).await; //~ unretried_call
}

async fn with_twilio_async(client: &twilio_async::Twilio) {
    let _ = client.send_msg("+15017122661", "+15558675310", "Hi").run().await; //~ unretried_call
    let _ = client.recording("RE").delete().await; //~ unretried_call
    let _ = client.msg("MM").media().await; //~ unretried_call
}

async fn with_twilly(client: &twilly::Client) {
    let _ = client.accounts().get(None).await; //~ unretried_call
}

async fn a_middleware_under_a_condition_that_only_traces() {
    let middleware = reqwest_tracing::TracingMiddleware::default();
    let client = reqwest_middleware::ClientBuilder::new(reqwest::Client::new())
        .with(reqwest_conditional_middleware::ConditionalMiddleware::new(middleware, |_| true))
        .build();
    let _ = client.get(ACCOUNTS).send().await; //~ unretried_call
}

async fn with_twilio_openapi(configuration: &twilio_openapi::apis::configuration::Configuration) {
    use twilio_openapi::apis::default_api::fetch_balance as balance;
    let _ = balance(configuration, Default::default()).await; //~ unretried_call
}

async fn in_select(client: &reqwest::Client) {
    tokio::select! {
        response = client.get(ACCOUNTS).send() => drop(response), //~ unretried_call
        () = tokio::time::sleep(std::time::Duration::from_secs(1)) => {}
    }
}

async fn middleware_that_only_traces() {
    let client = reqwest_middleware::ClientBuilder::new(reqwest::Client::new())
        .with(reqwest_tracing::TracingMiddleware::default())
        .build();
    let _ = client.get(ACCOUNTS).send().await; //~ unretried_call
}

struct Connector;
struct Body;

fn main() {}
