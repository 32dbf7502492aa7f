//! Pins of other libraries, and by hand.
use std::sync::Arc;

const ACCOUNTS: &str = "https://api.twilio.com/2010-04-01/Accounts.json";

fn embedded() -> Option<reqwest::RequestBuilder> {
    let leaf = reqwest::Certificate::from_pem(include_bytes!("api.twilio.com.pem")).ok()?;
    let client = reqwest::Client::builder().add_root_certificate(leaf).build().ok()?; //~ certificate_pinning
    Some(client.get(ACCOUNTS))
}

fn with_curl(pin: &str) -> Result<(), curl::Error> {
    let mut easy = curl::easy::Easy::new();
    easy.url(ACCOUNTS)?;
    easy.pinned_public_key(pin)?; //~ certificate_pinning
    easy.perform()
}

fn with_a_file_of_curls() -> Result<(), curl::Error> {
    let mut easy = curl::easy::Easy::new();
    easy.url(ACCOUNTS)?;
    easy.cainfo("certs/api.twilio.com.pem")?; //~ certificate_pinning
    easy.perform()
}

fn with_a_file_of_openssls() -> Result<(), Box<dyn std::error::Error>> {
    let mut builder = openssl::ssl::SslConnector::builder(openssl::ssl::SslMethod::tls())?;
    builder.set_ca_file("certs/twilio-leaf.pem")?; //~ certificate_pinning
    builder.build().connect("api.twilio.com", std::net::TcpStream::connect("api.twilio.com:443")?)?;
    Ok(())
}

fn with_native_tls() -> Option<reqwest::RequestBuilder> {
    let mut builder = native_tls::TlsConnector::builder();
    let leaf = native_tls::Certificate::from_pem(include_bytes!("twilio.pem")).ok()?;
    builder.disable_built_in_roots(true).add_root_certificate(leaf); //~ certificate_pinning
    Some(reqwest::Client::builder().use_preconfigured_tls(builder.build().ok()?).build().ok()?.get(ACCOUNTS))
}

fn with_rustls() -> Option<reqwest::RequestBuilder> {
    let mut roots = rustls::RootCertStore::empty();
    let mut reader = std::io::BufReader::new(std::fs::File::open("certs/twilio-leaf.pem").ok()?);
    for leaf in rustls_pemfile::certs(&mut reader) {
        roots.add(leaf.ok()?).ok()?; //~ certificate_pinning
    }
    let config = rustls::ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    Some(reqwest::Client::builder().use_preconfigured_tls(config).build().ok()?.get(ACCOUNTS))
}

#[derive(Debug)]
struct Fingerprint([u8; 32]);

impl rustls::client::danger::ServerCertVerifier for Fingerprint {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let found = Sha256::digest(end_entity.as_ref());
        if found.as_slice() == self.0 {
            Ok(ServerCertVerified::assertion())
        } else {
            Err(rustls::Error::General("another certificate".into()))
        }
    }
}

fn by_fingerprint(known: [u8; 32]) -> Option<reqwest::RequestBuilder> {
    let config = rustls::ClientConfig::builder()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Fingerprint(known))) //~ certificate_pinning
        .with_no_client_auth();
    Some(reqwest::Client::builder().use_preconfigured_tls(config).build().ok()?.get(ACCOUNTS))
}

struct Known(Vec<Vec<u8>>);

impl rustls::client::danger::ServerCertVerifier for Known {
    fn verify_server_cert(
        &self,
        cert: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        match self.0.contains(&cert.to_vec()) {
            true => Ok(ServerCertVerified::assertion()),
            false => Err(rustls::Error::General("another certificate".into())),
        }
    }
}

async fn by_copy(stream: TcpStream, known: Vec<Vec<u8>>) -> Result<(), Error> {
    let mut config = rustls::ClientConfig::builder().with_root_certificates(roots()).with_no_client_auth();
    config.dangerous().set_certificate_verifier(Arc::new(Known(known))); //~ certificate_pinning
    let connector = tokio_rustls::TlsConnector::from(Arc::new(config));
    connector.connect(ServerName::try_from("api.twilio.com")?, stream).await?;
    Ok(())
}

struct Hashed;

impl rustls::client::danger::ServerCertVerifier for Hashed {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let mut hasher = Sha256::new();
        hasher.update(end_entity);
        let found = format!("{:x}", hasher.finalize());
        if found == known::FINGERPRINT {
            return Ok(ServerCertVerified::assertion());
        }
        Err(rustls::Error::General("another certificate".into()))
    }
}

fn by_a_hasher() -> Option<reqwest::RequestBuilder> {
    let builder = rustls::ClientConfig::builder().dangerous();
    let config = builder.with_custom_certificate_verifier(Arc::new(Hashed)).with_no_client_auth(); //~ certificate_pinning
    Some(reqwest::Client::builder().use_preconfigured_tls(config).build().ok()?.get(ACCOUNTS))
}

fn by_the_callback(stream: TcpStream) -> Result<(), Error> {
    let mut builder = openssl::ssl::SslConnector::builder(openssl::ssl::SslMethod::tls())?;
    builder.set_verify_callback(openssl::ssl::SslVerifyMode::PEER, |_, context| { //~ certificate_pinning
        let certificate = context.current_cert().unwrap();
        let digest = certificate.digest(openssl::hash::MessageDigest::sha256()).unwrap();
        digest.as_ref() == known::FINGERPRINT
    });
    builder.build().connect("api.twilio.com", stream)?;
    Ok(())
}
