//! Verifiers for rustls that accept whatever they are shown.
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use std::sync::Arc;

const ACCOUNTS: &str = "https://api.twilio.com/2010-04-01/Accounts.json";

#[derive(Debug)]
struct NoVerifier(Arc<rustls::crypto::CryptoProvider>);

impl ServerCertVerifier for NoVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        tracing::debug!("{server_name:?} shows {end_entity:?}");
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        rustls::crypto::verify_tls12_signature(message, cert, dss, &self.0.signature_verification_algorithms)
    }
}

struct Warning(Arc<WebPkiServerVerifier>);

impl ServerCertVerifier for Warning {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        if let Err(error) = self.0.verify_server_cert(end_entity, intermediates, name, ocsp, now) {
            tracing::warn!("{error}");
            return Ok(ServerCertVerified::assertion());
        }
        Ok(ServerCertVerified::assertion())
    }
}

fn with_one_that_looks_and_accepts_all_the_same() -> Option<reqwest::RequestBuilder> {
    let builder = rustls::ClientConfig::builder().dangerous();
    let config = builder.with_custom_certificate_verifier(Arc::new(Warning(webpki()))).with_no_client_auth(); //~ tls_verification_disabled
    Some(reqwest::Client::builder().use_preconfigured_tls(config).build().ok()?.get(ACCOUNTS))
}

fn in_the_builder() -> Option<reqwest::RequestBuilder> {
    let config = rustls::ClientConfig::builder()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(NoVerifier(provider()))) //~ tls_verification_disabled
        .with_no_client_auth();
    let client = reqwest::Client::builder().use_preconfigured_tls(config).build().ok()?;
    Some(client.get(ACCOUNTS))
}

fn afterwards() -> Option<reqwest::RequestBuilder> {
    let mut config = rustls::ClientConfig::builder().with_root_certificates(roots()).with_no_client_auth();
    let verifier: Arc<dyn ServerCertVerifier> = Arc::new(NoVerifier(provider()));
    config.dangerous().set_certificate_verifier(verifier); //~ tls_verification_disabled
    let client = reqwest::Client::builder().tls_backend_preconfigured(config).build().ok()?;
    Some(client.get(ACCOUNTS))
}

mod newer {
    pub struct Trusting;

    impl Trusting {
        pub fn shared() -> std::sync::Arc<Self> {
            std::sync::Arc::new(Self)
        }

        fn yes() -> rustls::client::danger::PeerVerified {
            rustls::client::danger::PeerVerified::assertion()
        }
    }

    impl rustls::client::danger::ServerVerifier for Trusting {
        fn verify_identity(&self, _identity: &ServerIdentity<'_>) -> Result<PeerVerified, rustls::Error> {
            Ok(Self::yes())
        }
    }
}

fn by_a_helper() -> hyper_rustls::HttpsConnector<HttpConnector> {
    let builder = rustls::ClientConfig::builder().dangerous();
    let config = builder.with_custom_certificate_verifier(newer::Trusting::shared()).with_no_client_auth(); //~ tls_verification_disabled
    hyper_rustls::HttpsConnectorBuilder::new().with_tls_config(config).https_only().enable_http1().build()
}

async fn through_a_connector() {
    let client = hyper_util::client::legacy::Client::builder(TokioExecutor::new()).build(by_a_helper());
    client.get(ACCOUNTS.parse().unwrap()).await; //~ unretried_call
}

struct SignaturesUnchecked(WebPkiServerVerifier);

impl ServerCertVerifier for SignaturesUnchecked {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        self.0.verify_server_cert(end_entity, intermediates, name, ocsp, now)
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }
}

async fn over_a_stream(stream: TcpStream) -> Result<(), Error> {
    let config = rustls::ClientConfig::builder()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(SignaturesUnchecked(webpki()))) //~ tls_verification_disabled
        .with_no_client_auth();
    let connector = tokio_rustls::TlsConnector::from(Arc::new(config));
    connector.connect(ServerName::try_from("api.twilio.com")?, stream).await?;
    Ok(())
}
