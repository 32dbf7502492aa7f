//! The URLs that a signature may be over.

use crate::callback_url::Authority;

/// A URL in pieces, so that none is copied: text before the port, the port, and what follows.
pub(super) type Candidate<'u> = [&'u str; 3];

/// The URL as given; without its port where it has one; with the default port where it has none.
///
/// Twilio signs a port that it was given or leaves it out, by product. Nothing is decoded or normalised, and a text
/// that is no URL stands for itself.
pub(super) fn candidates(url: &str) -> impl Iterator<Item = Candidate<'_>> {
    let as_given = [url, "", ""];
    std::iter::once(as_given).chain(with_other_ports(url).into_iter().flatten().flatten())
}

fn with_other_ports(url: &str) -> Option<[Option<Candidate<'_>>; 2]> {
    let authority = Authority::of(url)?;
    let port = authority.port.map_or(0, |port| port.len() + 1);
    let before = url.get(..url.len().checked_sub(authority.rest.len() + port)?)?;
    let with = |port| Some([before, port, authority.rest]);
    if authority.port.is_some() {
        return Some([with(""), None]);
    }
    Some(match authority.scheme.to_ascii_lowercase().as_str() {
        "https" => [with(":443"), None],
        // The libraries add 80 to a web socket, which is what Twilio is not known to sign: both are tried.
        "wss" => [with(":443"), with(":80")],
        _ => [with(":80"), None],
    })
}

/// The URL with all apostrophes of its query escaped, and with none of them, where there is one.
pub(super) fn other_apostrophes(url: &str) -> Option<[String; 2]> {
    let (before, query) = url.split_once('?')?;
    let raw = query.replace("%27", "'");
    let escaped = raw.replace('\'', "%27");
    raw.contains('\'').then(|| [raw, escaped].map(|query| format!("{before}?{query}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(url: &str) -> Vec<String> {
        candidates(url).map(|pieces| pieces.concat()).collect()
    }

    #[test]
    fn ports_are_cut_or_added_as_text() {
        for (url, others) in [
            ("https://a.example/x?y=1#z", vec!["https://a.example:443/x?y=1#z"]),
            ("https://a.example:8443/x", vec!["https://a.example/x"]),
            ("http://a.example", vec!["http://a.example:80"]),
            ("HTTPS://a.example?x", vec!["HTTPS://a.example:443?x"]),
            ("wss://a.example/s", vec!["wss://a.example:443/s", "wss://a.example:80/s"]),
            ("https://u:p@a.example:1/x", vec!["https://u:p@a.example/x"]),
            ("https://u:p@a.example/x", vec!["https://u:p@a.example:443/x"]),
            ("https://[2001:db8::1]:1/x", vec!["https://[2001:db8::1]/x"]),
            ("https://[2001:db8::1]/x", vec!["https://[2001:db8::1]:443/x"]),
            ("https://a.example:/x", vec!["https://a.example/x"]),
            ("https://a.example/x:1@b", vec!["https://a.example:443/x:1@b"]),
            ("a.example/x", vec![]),
        ] {
            let mut expected = vec![url];
            expected.extend(others);
            assert_eq!(all(url), expected);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_survived(url in ".*") {
            prop_assert_eq!(&all(&url)[0], &url);
        }
    }
}
