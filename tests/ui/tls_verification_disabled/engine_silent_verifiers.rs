//! Verifiers for rustls that look, and clients of other libraries that check.
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use std::sync::Arc;

const ACCOUNTS: &str = "https://api.twilio.com/2010-04-01/Accounts.json";

struct Counting(WebPkiServerVerifier);

impl ServerCertVerifier for Counting {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        self.0.verify_server_cert(end_entity, intermediates, name, ocsp, now)?;
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.0.verify_tls12_signature(message, cert, dss)
    }
}

fn with_a_verifier_that_looks() -> Option<reqwest::RequestBuilder> {
    let config = rustls::ClientConfig::builder()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Counting(webpki())))
        .with_no_client_auth();
    Some(reqwest::Client::builder().use_preconfigured_tls(config).build().ok()?.get(ACCOUNTS))
}

struct Stopping(WebPkiServerVerifier);

impl ServerCertVerifier for Stopping {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        self.0.verify_server_cert(end_entity, intermediates, name, ocsp, now).expect("a server that we know");
        Ok(ServerCertVerified::assertion())
    }
}

fn with_a_verifier_that_stops() -> Option<reqwest::RequestBuilder> {
    let builder = rustls::ClientConfig::builder().dangerous();
    let config = builder.with_custom_certificate_verifier(Arc::new(Stopping(webpki()))).with_no_client_auth();
    Some(reqwest::Client::builder().use_preconfigured_tls(config).build().ok()?.get(ACCOUNTS))
}

struct Refusing;

impl ServerCertVerifier for Refusing {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Err(rustls::Error::General("nobody is trusted here".into()))
    }
}

fn with_a_verifier_that_refuses() -> Option<reqwest::RequestBuilder> {
    let builder = rustls::ClientConfig::builder().dangerous();
    let config = builder.with_custom_certificate_verifier(Arc::new(Refusing)).with_no_client_auth();
    Some(reqwest::Client::builder().use_preconfigured_tls(config).build().ok()?.get(ACCOUNTS))
}

fn with_roots_that_come_along() -> Option<reqwest::RequestBuilder> {
    let mut roots = rustls::RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    for root in rustls_native_certs::load_native_certs().certs {
        roots.add(root).ok()?;
    }
    let config = rustls::ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    Some(reqwest::Client::builder().use_preconfigured_tls(config).build().ok()?.get(ACCOUNTS))
}

fn with_openssl(stream: TcpStream) -> Result<(), Error> {
    use openssl::ssl::{SslConnector, SslMethod, SslVerifyMode};
    let mut builder = SslConnector::builder(SslMethod::tls())?;
    builder.set_verify(SslVerifyMode::PEER);
    builder.set_verify_callback(SslVerifyMode::PEER, |is_fine, context| {
        tracing::debug!("{context:?}");
        is_fine
    });
    builder.build().configure()?.verify_hostname(true).connect("api.twilio.com", stream)?;
    Ok(())
}

fn with_another_connection(stream: TcpStream, other: TcpStream) -> Result<(), Error> {
    let connector = openssl::ssl::SslConnector::builder(openssl::ssl::SslMethod::tls())?.build();
    connector.configure()?.verify_hostname(false).connect("printer.example.org", other)?;
    connector.connect("api.twilio.com", stream)?;
    Ok(())
}

fn with_ureq() -> ureq::RequestBuilder {
    let tls = ureq::tls::TlsConfig::builder().disable_verification(false).use_sni(true).build();
    ureq::Agent::config_builder().tls_config(tls).build().new_agent().get(ACCOUNTS)
}

fn with_roots_of_the_platform() -> ureq::RequestBuilder {
    let tls = ureq::tls::TlsConfig::builder().root_certs(ureq::tls::RootCerts::PlatformVerifier).build();
    ureq::Agent::config_builder().tls_config(tls).build().new_agent().get(ACCOUNTS)
}

fn with_isahc() -> isahc::http::request::Builder {
    isahc::Request::get(ACCOUNTS).ssl_options(isahc::config::SslOption::NONE)
}

fn with_curl() -> Result<(), curl::Error> {
    let mut other = curl::easy::Easy::new();
    other.ssl_verify_peer(false)?;
    other.url("https://printer.example.org/status")?;
    other.perform()?;
    let mut easy = curl::easy::Easy::new();
    easy.ssl_verify_peer(true)?;
    easy.ssl_verify_host(true)?;
    easy.cainfo("/etc/ssl/certs/bundle.pem")?;
    easy.url(ACCOUNTS)?;
    easy.perform()
}

fn a_server(certificates: Vec<CertificateDer<'static>>) -> Option<reqwest::RequestBuilder> {
    let acceptor = openssl::ssl::SslAcceptor::mozilla_modern(openssl::ssl::SslMethod::tls()).ok()?;
    acceptor.set_verify(openssl::ssl::SslVerifyMode::NONE);
    Some(reqwest::Client::new().get(ACCOUNTS))
}

fn a_mail_server_beside() -> Option<reqwest::RequestBuilder> {
    let tls = native_tls::TlsConnector::builder().danger_accept_invalid_certs(true).build().ok()?;
    mail::Transport::new("mail.example.org").tls(tls).send();
    Some(reqwest::Client::new().get(ACCOUNTS))
}
