//! Where the variable could not be read, there is no token.
fn matched() {
    match std::env::var("TWILIO_AUTH_TOKEN") {
        Ok(_) => {}
        Err(error) => eprintln!("TWILIO_AUTH_TOKEN: {error}"),
    }
    if let Err(error) = std::env::var("TWILIO_AUTH_TOKEN") {
        tracing::error!(%error, "no token");
    }
}

fn or_else() -> String {
    std::env::var("TWILIO_AUTH_TOKEN").unwrap_or_else(|error| panic!("TWILIO_AUTH_TOKEN: {error}"))
}

fn mapped() -> Result<String, String> {
    std::env::var("TWILIO_AUTH_TOKEN").map_err(|error| {
        eprintln!("{error}");
        error.to_string()
    })
}
