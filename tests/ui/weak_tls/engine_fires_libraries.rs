//! Versions and suites of other libraries.
const ACCOUNTS: &str = "https://api.twilio.com/2010-04-01/Accounts.json";

mod native {
    use native_tls::{Protocol, TlsConnector};

    fn oldest() -> Option<reqwest::RequestBuilder> {
        let mut builder = TlsConnector::builder();
        builder.min_protocol_version(Some(Protocol::Tlsv10)); //~ weak_tls
        let client = reqwest::Client::builder().use_preconfigured_tls(builder.build().ok()?).build().ok()?;
        Some(client.get(super::ACCOUNTS))
    }

    fn newest() -> Option<reqwest::RequestBuilder> {
        let connector = TlsConnector::builder().max_protocol_version(Some(Protocol::Tlsv11)).build().ok()?; //~ weak_tls
        let client = reqwest::Client::builder().use_preconfigured_tls(connector).build().ok()?;
        Some(client.get(super::ACCOUNTS))
    }
}

mod openssl_by_hand {
    use openssl::ssl::{SslConnector, SslMethod, SslVersion};

    const SUITES: &str = "ECDHE-RSA-AES128-GCM-SHA256:AES128-SHA";

    fn versions(stream: TcpStream) -> Result<(), Error> {
        let mut builder = SslConnector::builder(SslMethod::tls())?;
        builder.set_min_proto_version(Some(SslVersion::TLS1))?; //~ weak_tls
        builder.set_max_proto_version(Some(SslVersion::TLS1_1))?; //~ weak_tls
        builder.build().connect("api.twilio.com", stream)?;
        Ok(())
    }

    fn suites(stream: TcpStream) -> Result<(), Error> {
        let mut builder = SslConnector::builder(SslMethod::tls())?;
        builder.set_cipher_list(SUITES)?; //~ weak_tls
        builder.set_ciphersuites("TLS_AES_128_CCM_SHA256")?; //~ weak_tls
        builder.build().connect("api.twilio.com", stream)?;
        Ok(())
    }

    fn suites_of_13(stream: TcpStream) -> Result<(), Error> {
        let mut builder = SslConnector::builder(SslMethod::tls())?;
        builder.set_ciphersuites("TLS_AES_128_CCM_SHA256")?; //~ weak_tls
        builder.build().connect("api.twilio.com", stream)?;
        Ok(())
    }
}

mod with_curl {
    use curl::easy::{Easy, SslVersion};

    fn version() -> Result<(), curl::Error> {
        let mut easy = Easy::new();
        easy.url(super::ACCOUNTS)?;
        easy.ssl_version(SslVersion::Tlsv1)?; //~ weak_tls
        easy.perform()
    }

    fn both() -> Result<(), curl::Error> {
        let mut easy = Easy::new();
        easy.url(super::ACCOUNTS)?;
        easy.ssl_min_max_version(SslVersion::Tlsv10, SslVersion::Tlsv12)?; //~ weak_tls
        easy.perform()
    }

    fn suites() -> Result<(), curl::Error> {
        let mut easy = Easy::new();
        easy.ssl_cipher_list("RC4-SHA:DES-CBC3-SHA")?; //~ weak_tls
        easy.url(super::ACCOUNTS)?;
        easy.perform()
    }
}

fn with_isahc() -> Result<(), isahc::Error> {
    let client = isahc::HttpClient::builder().ssl_ciphers(["AES256-SHA", "ECDHE-RSA-AES128-SHA"]).build()?; //~ weak_tls
    client.get(ACCOUNTS)?; //~ unretried_call
    Ok(())
}

fn handed_on() -> twilio::Client {
    let client = reqwest::Client::builder().min_tls_version(reqwest::tls::Version::TLS_1_1).build(); //~ weak_tls
    twilio::Client::with_http(client.unwrap_or_default())
}

fn one_of_two(old_proxy: bool) -> reqwest::Result<reqwest::RequestBuilder> {
    use reqwest::tls::Version;
    let version = if old_proxy { Version::TLS_1_0 } else { Version::TLS_1_2 };
    let client = reqwest::Client::builder().min_tls_version(version).build()?; //~ weak_tls
    Ok(client.get("https://api.twilio.com/2010-04-01/Accounts.json"))
}
