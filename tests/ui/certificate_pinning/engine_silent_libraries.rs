//! Verifiers that do not pin, files of authorities, and other hosts.
use std::sync::Arc;

const ACCOUNTS: &str = "https://api.twilio.com/2010-04-01/Accounts.json";

struct Measuring(WebPkiServerVerifier);

impl rustls::client::danger::ServerCertVerifier for Measuring {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        if end_entity.len() == 0 || intermediates.len() == 7 {
            return Err(rustls::Error::General("an odd chain".into()));
        }
        self.0.verify_server_cert(end_entity, intermediates, name, ocsp, now)
    }
}

fn by_another_measure() -> Option<reqwest::RequestBuilder> {
    let config = rustls::ClientConfig::builder()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Measuring(webpki())))
        .with_no_client_auth();
    Some(reqwest::Client::builder().use_preconfigured_tls(config).build().ok()?.get(ACCOUNTS))
}

fn of_another_host(pin: &str) -> Result<(), curl::Error> {
    let mut easy = curl::easy::Easy::new();
    easy.url("https://printer.example.org/status")?;
    easy.pinned_public_key(pin)?;
    easy.perform()
}

fn of_the_platform() -> Option<reqwest::RequestBuilder> {
    let mut roots = rustls::RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let config = rustls::ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    Some(reqwest::Client::builder().use_preconfigured_tls(config).build().ok()?.get(ACCOUNTS))
}

fn by_the_callback(stream: TcpStream) -> Result<(), Error> {
    let mut builder = openssl::ssl::SslConnector::builder(openssl::ssl::SslMethod::tls())?;
    builder.set_verify_callback(openssl::ssl::SslVerifyMode::PEER, |is_fine, _| is_fine);
    builder.build().connect("api.twilio.com", stream)?;
    Ok(())
}

fn by_what_openssl_says(stream: TcpStream) -> Result<(), Error> {
    let mut builder = openssl::ssl::SslConnector::builder(openssl::ssl::SslMethod::tls())?;
    builder.set_verify_callback(openssl::ssl::SslVerifyMode::PEER, |is_fine, context| {
        let error = context.error();
        is_fine == true && error == openssl::x509::X509VerifyResult::OK
    });
    builder.build().connect("api.twilio.com", stream)?;
    Ok(())
}
