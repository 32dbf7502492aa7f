//! What the default transport trusts and speaks.

use rustls::{ClientConfig, RootCertStore, crypto, version};
use std::sync::Arc;

/// Mozilla's roots, whatever the machine and other crates of the program have set up.
pub(super) fn roots() -> RootCertStore {
    RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() }
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
    fn http_2_is_offered_with_the_feature_alone() {
        let offered = client_config(roots()).unwrap().alpn_protocols;
        assert_eq!(offered.contains(&b"h2".to_vec()), cfg!(feature = "http2"));
        assert_eq!(offered.last().unwrap(), b"http/1.1");
    }
}
