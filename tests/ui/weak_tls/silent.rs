//! Clients with TLS 1.2 and later, and clients that never call Twilio.

mod settings {
    pub const OLDEST: reqwest::tls::Version = reqwest::tls::Version::TLS_1_2;
    pub static TWILIO: &str = "https://api.twilio.com/2010-04-01/Accounts.json";
}

#[ringfence::enforce]
fn as_it_comes() -> reqwest::RequestBuilder {
    reqwest::Client::new().get(settings::TWILIO)
}

#[ringfence::enforce]
fn twelve_and_later() -> reqwest::Result<reqwest::RequestBuilder> {
    Ok(reqwest::Client::builder().min_tls_version(settings::OLDEST).build()?.get(settings::TWILIO))
}

#[ringfence::enforce]
fn thirteen_alone() -> reqwest::Result<reqwest::RequestBuilder> {
    let builder = reqwest::Client::builder().tls_version_min(reqwest::tls::Version::TLS_1_3);
    Ok(builder.tls_version_max(reqwest::tls::Version::TLS_1_3).build()?.get(settings::TWILIO))
}

#[ringfence::enforce]
fn raised_again() -> reqwest::Result<reqwest::RequestBuilder> {
    let builder = reqwest::Client::builder().min_tls_version(reqwest::tls::Version::TLS_1_0);
    Ok(builder.min_tls_version(settings::OLDEST).build()?.get(settings::TWILIO))
}

#[ringfence::enforce]
fn somebody_elses_host() -> reqwest::Result<reqwest::RequestBuilder> {
    let client = reqwest::Client::builder().min_tls_version(reqwest::tls::Version::TLS_1_0).build()?;
    Ok(client.get("https://printer.example.org/status"))
}

#[ringfence::enforce]
fn two_clients() -> reqwest::Result<[reqwest::RequestBuilder; 2]> {
    let printer = reqwest::Client::builder().max_tls_version(reqwest::tls::Version::TLS_1_1).build()?;
    let twilio = reqwest::Client::builder().max_tls_version(reqwest::tls::Version::TLS_1_2).build()?;
    Ok([printer.get("https://printer.example.org/status"), twilio.get(settings::TWILIO)])
}

#[ringfence::enforce]
fn given(version: reqwest::tls::Version) -> reqwest::Result<reqwest::RequestBuilder> {
    Ok(reqwest::Client::builder().min_tls_version(version).build()?.get(settings::TWILIO))
}

#[ringfence::enforce]
mod helper_is_asked_for_more {
    use reqwest::tls::Version;

    fn client(version: Version) -> reqwest::Client {
        reqwest::Client::builder().min_tls_version(version).build().unwrap_or_default()
    }

    pub fn requests() -> [reqwest::RequestBuilder; 2] {
        let printer = client(Version::TLS_1_0).get("https://printer.example.org");
        [client(Version::TLS_1_2).get(super::settings::TWILIO), printer]
    }
}

#[ringfence::enforce]
#[ringfence::permit(weak_tls, reason = "an appliance in between speaks TLS 1.1 until it is replaced in March")]
fn permitted() -> reqwest::Result<reqwest::RequestBuilder> {
    let client = reqwest::Client::builder().min_tls_version(reqwest::tls::Version::TLS_1_1).build()?;
    Ok(client.get(settings::TWILIO))
}

fn main() {
    drop((as_it_comes(), twelve_and_later(), thirteen_alone(), raised_again(), somebody_elses_host()));
    drop((two_clients(), given(settings::OLDEST), helper_is_asked_for_more::requests(), permitted()));
}
