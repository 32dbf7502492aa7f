//! What the default transport trusts and speaks.

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore, crypto, version};
use std::sync::Arc;

/// Mozilla's roots, whatever the machine and other crates of the program have set up.
pub(super) fn roots() -> RootCertStore {
    RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() }
}

/// And those of a PEM file: what a company's own network signs with.
pub(super) fn roots_and(pem: &[u8]) -> Result<RootCertStore, String> {
    let mut roots = roots();
    let before = roots.len();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        let certificate = certificate.map_err(|why| format!("is no PEM: {why}"))?;
        roots.add(certificate).map_err(|why| format!("holds a certificate that is none: {why}"))?;
    }
    if roots.len() == before { Err("holds no certificate".to_owned()) } else { Ok(roots) }
}

/// TLS 1.2 and 1.3.
///
/// Every suite of rustls with ring is on Twilio's list of 2025: AES-GCM and ChaCha20-Poly1305 with ephemeral keys.
pub(super) fn client_config(roots: RootCertStore) -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(crypto::ring::default_provider());
    let versions = &[&version::TLS13, &version::TLS12];
    let config = ClientConfig::builder_with_provider(provider).with_protocol_versions(versions)?;
    let mut config = config.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = alpn_protocols();
    Ok(config)
}

fn alpn_protocols() -> Vec<Vec<u8>> {
    if cfg!(feature = "http2") {
        vec![b"h2".to_vec(), b"http/1.1".to_vec()]
    } else {
        vec![b"http/1.1".to_vec()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_certificate_is_not_trusted() {
        let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap().cert.pem();
        assert_eq!(roots_and(own.as_bytes()).unwrap().len(), roots().len() + 1);
        assert_eq!(roots_and(own.repeat(2).as_bytes()).unwrap().len(), roots().len() + 2);
        for none in ["", "x", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
            assert!(roots_and(none.as_bytes()).is_err(), "{none}");
        }
    }

    #[test]
    fn http_2_is_offered_with_the_feature_alone() {
        let offered = client_config(roots()).unwrap().alpn_protocols;
        assert_eq!(offered.contains(&b"h2".to_vec()), cfg!(feature = "http2"));
        assert_eq!(offered.last().unwrap(), b"http/1.1");
    }
}
