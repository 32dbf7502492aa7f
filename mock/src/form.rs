//! `application/x-www-form-urlencoded`, in both directions.

/// Names and values in the order they came.
pub(crate) type Pairs = Vec<(String, String)>;

/// Most pairs of one text: far above any real request, and few enough to be looked at one by one.
const MOST_PAIRS: usize = 10_000;

/// The pairs of a query or a form body.
pub(crate) fn decode(text: &[u8]) -> Result<Pairs, String> {
    let parts = || text.split(|byte| *byte == b'&').filter(|part| !part.is_empty());
    if parts().nth(MOST_PAIRS).is_some() {
        return Err(format!("more than {MOST_PAIRS} names and values"));
    }
    parts()
        .map(|part| {
            let mut halves = part.splitn(2, |byte| *byte == b'=');
            let name = unescape(halves.next().unwrap_or_default(), true)?;
            let value = unescape(halves.next().unwrap_or_default(), true)?;
            Ok((name, value))
        })
        .collect()
}

/// One percent-encoded text; `+` is a space in forms and queries and itself in paths.
pub(crate) fn unescape(text: &[u8], plus_is_space: bool) -> Result<String, String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.iter().copied();
    while let Some(byte) = bytes.next() {
        match byte {
            b'%' => out.push(escaped(&mut bytes).ok_or("`%` is not followed by two hex digits")?),
            b'+' if plus_is_space => out.push(b' '),
            other => out.push(other),
        }
    }
    String::from_utf8(out).map_err(|_| "the text is not UTF-8".to_owned())
}

fn escaped(bytes: &mut impl Iterator<Item = u8>) -> Option<u8> {
    let high = char::from(bytes.next()?).to_digit(16)?;
    let low = char::from(bytes.next()?).to_digit(16)?;
    u8::try_from(high * 16 + low).ok()
}

/// The encoded form of pairs.
pub(crate) fn encode(pairs: &[(String, String)]) -> String {
    let mut out = String::new();
    for (name, value) in pairs {
        if !out.is_empty() {
            out.push('&');
        }
        escape(name, &mut out);
        out.push('=');
        escape(value, &mut out);
    }
    out
}

/// Adds one value, percent-encoded.
pub(crate) fn escape(text: &str, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            _ => {
                out.push('%');
                for digit in [byte >> 4, byte & 15] {
                    out.push(HEX.get(usize::from(digit)).map_or('0', |hex| char::from(*hex)));
                }
            }
        }
    }
}

/// One value, percent-encoded.
pub(crate) fn escaped_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(text, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::{decode, encode, unescape};
    use proptest::prelude::*;

    #[test]
    fn round_trip_of_awkward_text() {
        let pairs: Vec<(String, String)> = [("DateSent>", "a b+c"), ("Body", "é&=%"), ("Body", "")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec();
        assert_eq!(decode(encode(&pairs).as_bytes()).unwrap(), pairs);
    }

    proptest! {
        #[test]
        fn any_pairs_round_trip(pairs: Vec<(String, String)>) {
            // A pair without name and value leaves nothing to read.
            let kept: Vec<_> = pairs.into_iter().collect();
            prop_assert_eq!(decode(encode(&kept).as_bytes()), Ok(kept));
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
            let _ = decode(&bytes);
        }
    }

    #[test]
    fn broken_escapes_are_named() {
        for broken in ["a=%", "a=%1", "a=%zz", "a=%+1", "a=%ff"] {
            assert!(decode(broken.as_bytes()).is_err(), "{broken}");
        }
        assert_eq!(unescape(b"+1", false).unwrap(), "+1");
        assert_eq!(decode(b"&&a&=b").unwrap().len(), 2);
    }
}
