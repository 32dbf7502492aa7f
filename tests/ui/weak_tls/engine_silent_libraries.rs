//! Versions and suites that Twilio speaks, and other hosts.
const ACCOUNTS: &str = "https://api.twilio.com/2010-04-01/Accounts.json";

fn native() -> Option<reqwest::RequestBuilder> {
    let mut builder = native_tls::TlsConnector::builder();
    builder.min_protocol_version(Some(native_tls::Protocol::Tlsv12)).max_protocol_version(None);
    Some(reqwest::Client::builder().use_preconfigured_tls(builder.build().ok()?).build().ok()?.get(ACCOUNTS))
}

fn openssl_by_hand(stream: TcpStream, other: TcpStream) -> Result<(), Error> {
    use openssl::ssl::{SslConnector, SslMethod, SslVersion};
    let mut builder = SslConnector::builder(SslMethod::tls())?;
    builder.set_min_proto_version(Some(SslVersion::TLS1_2))?;
    builder.set_cipher_list("ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-CHACHA20-POLY1305:!aNULL")?;
    builder.set_ciphersuites("TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256")?;
    builder.build().connect("api.twilio.com", stream)?;
    let mut builder = SslConnector::builder(SslMethod::tls())?;
    builder.set_min_proto_version(Some(SslVersion::TLS1))?;
    builder.build().connect("printer.example.org", other)?;
    Ok(())
}

fn keywords(stream: TcpStream) -> Result<(), Error> {
    let mut builder = openssl::ssl::SslConnector::builder(openssl::ssl::SslMethod::tls())?;
    builder.set_cipher_list("HIGH:!aNULL:!MD5")?;
    builder.build().connect("api.twilio.com", stream)?;
    Ok(())
}

fn with_curl() -> Result<(), curl::Error> {
    let mut easy = curl::easy::Easy::new();
    easy.url(ACCOUNTS)?;
    easy.ssl_min_max_version(curl::easy::SslVersion::Tlsv12, curl::easy::SslVersion::Tlsv13)?;
    easy.perform()
}

fn with_rustls() -> Option<reqwest::RequestBuilder> {
    let versions = [&rustls::version::TLS12, &rustls::version::TLS13];
    let config = rustls::ClientConfig::builder_with_protocol_versions(&versions);
    let config = config.with_root_certificates(roots()).with_no_client_auth();
    Some(reqwest::Client::builder().use_preconfigured_tls(config).build().ok()?.get(ACCOUNTS))
}
