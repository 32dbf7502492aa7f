//! TLS towards the receivers of callbacks.

use std::sync::{Arc, OnceLock};

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_rustls::TlsConnector;

/// Certificates that receivers are believed by, and the settings made of them once one is called over https.
#[derive(Default)]
pub(crate) struct Trust {
    extra: Vec<CertificateDer<'static>>,
    named: OnceLock<Result<Arc<ClientConfig>, String>>,
    unnamed: OnceLock<Result<Arc<ClientConfig>, String>>,
}

impl Trust {
    pub(crate) fn new(extra: Vec<CertificateDer<'static>>) -> Trust {
        Trust { extra, ..Trust::default() }
    }

    /// What makes connections; without `sni` the receiver is not told which name is meant.
    pub(super) fn connector(&self, sni: bool) -> Result<TlsConnector, String> {
        let kept = if sni { &self.named } else { &self.unnamed };
        let config = kept.get_or_init(|| {
            let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
            for certificate in &self.extra {
                roots.add(certificate.clone()).map_err(|problem| problem.to_string())?;
            }
            let provider = Arc::new(rustls::crypto::ring::default_provider());
            let builder = ClientConfig::builder_with_provider(provider)
                .with_safe_default_protocol_versions()
                .map_err(|problem| problem.to_string())?;
            let mut config = builder.with_root_certificates(roots).with_no_client_auth();
            config.enable_sni = sni;
            Ok(Arc::new(config))
        });
        config.clone().map(TlsConnector::from)
    }
}

/// The certificates of a PEM text.
pub(crate) fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, String> {
    let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    let certificates = read.map_err(|problem| format!("not PEM: {problem}"))?;
    let mut roots = RootCertStore::empty();
    for certificate in &certificates {
        roots.add(certificate.clone()).map_err(|problem| format!("no certificate to trust: {problem}"))?;
    }
    match certificates.is_empty() {
        true => Err("it holds no certificate".to_owned()),
        false => Ok(certificates),
    }
}
