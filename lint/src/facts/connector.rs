//! What makes TLS configurations, connectors and certificates: rustls, native-tls, openssl, and what wraps them.

use super::certificate::certificate_of;
use super::evaluate::Interpreter;
use super::externals::ExternalCall;
use super::library::Library;
use super::tls::Tls;
use super::value::{Atom, Client, Request, Value};

/// Crates that are about TLS alone.
const CRATES: &[&str] = &[
    "async_native_tls",
    "async_tls",
    "boring",
    "curl",
    "futures_rustls",
    "hyper_boring",
    "hyper_openssl",
    "hyper_rustls",
    "hyper_tls",
    "native_tls",
    "openssl",
    "rustls",
    "rustls_pemfile",
    "rustls_pki_types",
    "tokio_boring",
    "tokio_native_tls",
    "tokio_openssl",
    "tokio_rustls",
    "webpki",
];

/// Types of HTTP libraries that hold nothing but TLS settings.
const TYPES: &[&str] =
    &["CaCertificate", "Certificate", "Connector", "RootCerts", "TlsConfig", "TlsConfigBuilder"];

impl Interpreter<'_> {
    /// A function that makes something of TLS.
    pub(super) fn tls_call(&mut self, call: &ExternalCall<'_>) -> Option<Value> {
        let is_type = TYPES.contains(&call.owner()) && Library::of(call.path).is_some();
        if !is_tls_path(call.path) && !is_type {
            return None;
        }
        let value = match (call.owner(), call.name()) {
            ("Easy" | "Easy2", "new") => Atom::Request(Request::unknown(&Client::new(Library::Curl))).into(),
            ("ServerName" | "DnsName" | "DnsNameRef", _) => call.first(),
            (_, name) if is_reading(call.owner(), name) => {
                call.args.iter().find_map(certificate_of).map_or_else(Value::unknown, Value::from)
            }
            // A verifier says yes.
            (_, "assertion") => Atom::External(call.path.to_vec()).into(),
            // What answers calls is not what makes them.
            _ if call
                .path
                .iter()
                .any(|segment| segment.starts_with("Server") || segment.ends_with("Acceptor")) =>
            {
                Atom::External(call.path.to_vec()).into()
            }
            _ => {
                let tls = Tls::handed(call.args);
                self.connection(tls.clone(), call.args, call.name_place);
                Atom::Tls(tls).into()
            }
        };
        Some(value)
    }
}

/// Whether a path leads into a crate for TLS, also through one that re-exports it.
pub(super) fn is_tls_path(path: &[String]) -> bool {
    let (Some(root), Some(last)) = (path.first(), path.last()) else { return false };
    // `SslVerifyMode::empty()` is a set of flags.
    let is_flags = path.iter().any(|segment| segment == "SslVerifyMode" || segment == "SslOptions");
    !is_flags && CRATES.contains(&root.as_str()) && !last.starts_with("verify_")
}

/// Whether a type of such a crate holds settings.
pub(super) fn is_tls_type(path: &[String]) -> bool {
    let last = path.last().map(String::as_str).unwrap_or_default();
    let names = [
        "ClientConfig",
        "ConnectConfiguration",
        "HttpsConnector",
        "RootCertStore",
        "SslConnector",
        "SslConnectorBuilder",
        "TlsConnector",
        "TlsConnectorBuilder",
    ];
    is_tls_path(path) && names.contains(&last)
        || TYPES.contains(&last) && last.starts_with("Tls") && Library::of(path).is_some()
}

/// Whether a function reads certificates.
fn is_reading(owner: &str, name: &str) -> bool {
    let of_certificates = matches!(
        owner,
        "CaCertificate" | "Certificate" | "CertificateDer" | "RootCerts" | "X509" | "rustls_pemfile"
    );
    of_certificates
        && (name.starts_with("from_")
            || matches!(
                name,
                "certs"
                    | "file"
                    | "from"
                    | "new"
                    | "new_with_certs"
                    | "pem_file_iter"
                    | "pem_slice_iter"
                    | "stack_from_pem"
            ))
        || matches!(name, "Certificate" | "CertificateDer" | "Specific")
}
