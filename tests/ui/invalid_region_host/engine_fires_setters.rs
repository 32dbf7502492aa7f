//! Setters of other crates for Twilio.

fn region_without_an_edge() -> twilio_openapi::Client {
    twilio_openapi::Client::builder().region("ie1").build() //~ invalid_region_host
}

fn pair_that_does_not_agree() -> twilio_openapi::Client {
    let builder = twilio_openapi::ClientBuilder::new();
    let builder = builder.region("ie1");
    builder.edge("sydney").build() //~ invalid_region_host
}

fn pair_that_agrees() -> twilio_openapi::Client {
    twilio_openapi::Client::builder().region("au1").edge("sydney").build()
}

fn set_for_the_process() {
    std::env::set_var("TWILIO_REGION", "mars"); //~ invalid_region_host
}

fn main() {}
