//! Clients that take what the public authorities vouch for, and clients that never call Twilio.

mod files {
    pub const LEAF: &str = "certs/printer.example.org.pem";
    pub static TWILIO: &str = "https://api.twilio.com/2010-04-01/Accounts.json";
}

#[ringfence::enforce]
fn as_it_comes() -> reqwest::RequestBuilder {
    reqwest::Client::new().get(files::TWILIO)
}

#[ringfence::enforce]
fn somebody_elses_leaf() -> Option<reqwest::RequestBuilder> {
    let leaf = reqwest::Certificate::from_pem(&std::fs::read(files::LEAF).ok()?).ok()?;
    let client = reqwest::Client::builder().add_root_certificate(leaf).build().ok()?;
    Some(client.get("https://printer.example.org/status"))
}

#[ringfence::enforce]
fn somebody_elses_host() -> Option<reqwest::RequestBuilder> {
    let leaf = reqwest::Certificate::from_pem(&std::fs::read("certs/twilio.pem").ok()?).ok()?;
    let client = reqwest::Client::builder().add_root_certificate(leaf).build().ok()?;
    Some(client.get("https://mirror.example.org/status"))
}

#[ringfence::enforce]
fn two_clients() -> Option<[reqwest::RequestBuilder; 2]> {
    let leaf = reqwest::Certificate::from_pem(&std::fs::read(files::LEAF).ok()?).ok()?;
    let printer = reqwest::Client::builder().tls_certs_only([leaf]).build().ok()?;
    let twilio = reqwest::Client::new();
    Some([printer.get("https://printer.example.org/status"), twilio.get(files::TWILIO)])
}

#[ringfence::enforce]
fn read_and_not_trusted() -> Option<(reqwest::RequestBuilder, Vec<u8>)> {
    let pem = std::fs::read("certs/twilio.pem").ok()?;
    Some((reqwest::Client::new().get(files::TWILIO), pem))
}

#[ringfence::enforce]
mod handed_on_to_somebody_else {
    fn client(path: &str) -> Option<reqwest::Client> {
        let leaf = reqwest::Certificate::from_pem(&std::fs::read(path).ok()?).ok()?;
        reqwest::Client::builder().add_root_certificate(leaf).build().ok()
    }

    pub fn request() -> Option<reqwest::RequestBuilder> {
        Some(client("leaf.pem")?.get("https://printer.example.org/status"))
    }
}

#[ringfence::enforce]
fn identity_of_our_own(builder: reqwest::ClientBuilder) -> Option<reqwest::RequestBuilder> {
    let client = builder.tls_info(true).https_only(true).build().ok()?;
    Some(client.get(files::TWILIO))
}

#[ringfence::enforce]
fn compared_and_not_pinned(answer: &[u8]) -> Option<bool> {
    let known = std::fs::read("certs/twilio.pem").ok()?;
    drop(reqwest::Client::new().get(files::TWILIO));
    Some(answer == known)
}

#[ringfence::enforce]
#[ringfence::permit(certificate_pinning, reason = "an audit asks for it until June; the pager rings when it breaks")]
fn permitted() -> Option<reqwest::RequestBuilder> {
    let leaf = reqwest::Certificate::from_pem(&std::fs::read("certs/twilio.pem").ok()?).ok()?;
    Some(reqwest::Client::builder().add_root_certificate(leaf).build().ok()?.get(files::TWILIO))
}

fn main() {
    drop((as_it_comes(), somebody_elses_leaf(), somebody_elses_host(), two_clients(), read_and_not_trusted()));
    drop((handed_on_to_somebody_else::request(), identity_of_our_own(reqwest::Client::builder())));
    drop((compared_and_not_pinned(&[]), permitted()));
}
