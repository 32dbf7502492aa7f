//! Certificates in source: whose they are, as far as a name or their own text tells.

use super::tls::TlsKind;
use super::value::{Atom, Value};
use crate::gather::Gather;

/// The extension that says whether a certificate is an authority's: its object identifier.
const BASIC_CONSTRAINTS: [u8; 5] = [0x06, 0x03, 0x55, 0x1D, 0x13];

/// What trusting these certificates does: one server's own pins it, any other is a root of one's own.
pub(super) fn trusted(value: &Value) -> Option<TlsKind> {
    let mut kind = None;
    for atom in &value.atoms {
        match atom {
            Atom::Certificate { is_leaf: true } => return Some(TlsKind::Pinned),
            Atom::Certificate { is_leaf: false } => kind = Some(TlsKind::OwnRoot),
            Atom::List(parts) | Atom::Tuple(parts) => {
                let inner: Vec<TlsKind> = parts.iter().filter_map(trusted).gather();
                if inner.contains(&TlsKind::Pinned) {
                    return Some(TlsKind::Pinned);
                }
                kind = kind.or(inner.first().copied());
            }
            _ => {}
        }
    }
    kind
}

/// What a certificate is that is read from a value: a file's content, or a text.
pub(super) fn certificate_of(value: &Value) -> Option<Atom> {
    value.atoms.iter().find_map(|atom| match atom {
        Atom::File(name) => Some(Atom::Certificate { is_leaf: is_leaf_file(name) }),
        Atom::Text(text) => {
            let text = text.known()?;
            let is_leaf = match pem_content(&text) {
                Some(der) => !is_authority(&der),
                None => is_leaf_file(&text),
            };
            Some(Atom::Certificate { is_leaf })
        }
        Atom::Certificate { .. } => Some(atom.clone()),
        Atom::List(parts) | Atom::Tuple(parts) => parts.iter().find_map(certificate_of),
        _ => None,
    })
}

/// Whether a file's name says that it holds a server's own certificate: Twilio is no authority.
fn is_leaf_file(path: &str) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase();
    let words = || name.split(|character: char| !character.is_ascii_alphanumeric());
    let is_authority = words().any(|word| {
        matches!(
            word,
            "authority" | "bundle" | "ca" | "cacert" | "cas" | "chain" | "issuer" | "root" | "roots"
        )
    });
    let is_server = words().any(|word| matches!(word, "leaf" | "twilio"));
    is_server && !is_authority
}

/// The bytes of the first certificate of a PEM text.
fn pem_content(text: &str) -> Option<Vec<u8>> {
    let (_, rest) = text.split_once("-----BEGIN CERTIFICATE-----")?;
    let (body, _) = rest.split_once("-----END CERTIFICATE-----")?;
    let mut bytes = Vec::new();
    let (mut bits, mut width) = (0u32, 0u32);
    for letter in body.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => break,
        };
        bits = (bits << 6 | u32::from(value)) & 0x3FFF;
        width += 6;
        if width >= 8 {
            width -= 8;
            bytes.push((bits >> width & 0xFF) as u8);
        }
    }
    Some(bytes)
}

/// Whether the extension is there and says so: `SEQUENCE { TRUE, .. }` in an octet string.
fn is_authority(der: &[u8]) -> bool {
    let at = der.windows(BASIC_CONSTRAINTS.len()).position(|window| window == BASIC_CONSTRAINTS);
    let Some(rest) = at.and_then(|at| der.get(at + BASIC_CONSTRAINTS.len()..)) else { return false };
    let rest = rest.strip_prefix(&[0x01, 0x01, 0xFF]).unwrap_or(rest);
    matches!(rest, [0x04, _, 0x30, _, 0x01, 0x01, 0xFF, ..])
}

#[cfg(test)]
mod tests {
    use super::{is_authority, is_leaf_file, pem_content};

    #[test]
    fn a_name_tells_whose_certificate_it_is() {
        for name in ["certs/twilio.pem", "api.twilio.com.crt", "LEAF.der", "a\\twilio-leaf.pem"] {
            assert!(is_leaf_file(name), "{name}");
        }
        for name in
            ["certs/ca.pem", "twilio-ca.pem", "twilio/root.pem", "corporate.pem", "twilio-chain.pem", ""]
        {
            assert!(!is_leaf_file(name), "{name}");
        }
    }

    #[test]
    fn an_authority_says_so_itself() {
        let marked = |critical: bool, is_ca: bool| {
            let mut der = vec![0x30, 0x0F, 0x06, 0x03, 0x55, 0x1D, 0x13];
            der.extend_from_slice(if critical { &[0x01, 0x01, 0xFF] } else { &[] });
            der.extend_from_slice(if is_ca {
                &[0x04, 0x05, 0x30, 0x03, 0x01, 0x01, 0xFF]
            } else {
                &[0x04, 0x02, 0x30, 0x00]
            });
            der
        };
        assert!(is_authority(&marked(true, true)) && is_authority(&marked(false, true)));
        assert!(!is_authority(&marked(true, false)) && !is_authority(&[]));
        let pem = "-----BEGIN CERTIFICATE-----\nMA8G\nA1UdEw==\n-----END CERTIFICATE-----\n";
        assert_eq!(pem_content(pem), Some(vec![0x30, 0x0F, 0x06, 0x03, 0x55, 0x1D, 0x13]));
        assert_eq!(pem_content("no certificate"), None);
    }
}
