//! A token that may be missing.

#[ringfence::enforce]
mod cases {
    pub fn with_a_fallback(sid: &str) -> String {
        let token = std::env::var("TWILIO_AUTH_TOKEN").unwrap_or("".into());
        format!("https://{sid}:{token}@api.twilio.com/2010-04-01") //~ credential_in_url
    }
}

fn main() {
    cases::with_a_fallback("sid");
}
