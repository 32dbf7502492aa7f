//! Form bodies, decoded to bytes.

use std::borrow::Cow;

/// One parameter: name and value as bytes, since a signature is over bytes and not over characters.
pub(crate) type Pair<'b> = (Cow<'b, [u8]>, Cow<'b, [u8]>);

/// Decodes `application/x-www-form-urlencoded`. A name without `=` has an empty value; a `%` that begins no escape
/// stands for itself.
pub(crate) fn decode_form(body: &[u8]) -> Vec<Pair<'_>> {
    body.split(|byte| *byte == b'&')
        .filter(|part| !part.is_empty())
        .map(|part| {
            let mut halves = part.splitn(2, |byte| *byte == b'=');
            let name = halves.next().unwrap_or_default();
            (decode(name), decode(halves.next().unwrap_or_default()))
        })
        .collect()
}

/// Turns `+` into a blank and `%XX` into its byte.
pub(super) fn decode(text: &[u8]) -> Cow<'_, [u8]> {
    let special = |byte: &u8| matches!(byte, b'+' | b'%');
    let Some(first) = text.iter().position(special) else { return Cow::Borrowed(text) };
    let mut decoded = Vec::with_capacity(text.len());
    let (plain, mut rest) = text.split_at(first);
    decoded.extend_from_slice(plain);
    while let Some((byte, after)) = rest.split_first() {
        let escape = if *byte == b'%' { escaped(after) } else { None };
        decoded.push(escape.unwrap_or(if *byte == b'+' { b' ' } else { *byte }));
        let after = if escape.is_some() { after.get(2..).unwrap_or_default() } else { after };
        let (plain, next) = after.split_at(after.iter().position(special).unwrap_or(after.len()));
        decoded.extend_from_slice(plain);
        rest = next;
    }
    Cow::Owned(decoded)
}

fn escaped(digits: &[u8]) -> Option<u8> {
    let [high, low, ..] = digits else { return None };
    Some(hex(*high)? << 4 | hex(*low)?)
}

fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pairs(body: &str) -> Vec<(String, String)> {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        decode_form(body.as_bytes()).iter().map(|(name, value)| (text(name), text(value))).collect()
    }

    #[test]
    fn forms_are_decoded() {
        let owned = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        assert_eq!(pairs("a=1&b=x+y%2Bz%c3%a9"), owned(&[("a", "1"), ("b", "x y+z\u{e9}")]));
        assert_eq!(pairs("a&&b=&=c&d=e=f"), owned(&[("a", ""), ("b", ""), ("", "c"), ("d", "e=f")]));
        assert_eq!(pairs("a=100%&b=%2&c=%zz"), owned(&[("a", "100%"), ("b", "%2"), ("c", "%zz")]));
        assert_eq!(pairs(""), []);
    }

    proptest! {
        #[test]
        fn every_byte_comes_back(value in proptest::collection::vec(any::<u8>(), 0..50)) {
            let body: String = value.iter().map(|byte| format!("%{byte:02x}")).collect();
            let body = format!("k={body}");
            let decoded = decode_form(body.as_bytes());
            prop_assert_eq!(decoded[0].1.as_ref(), value.as_slice());
        }

        #[test]
        fn any_bytes_are_survived(body in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode_form(&body);
        }
    }
}
