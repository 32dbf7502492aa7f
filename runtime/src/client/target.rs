//! Where a request goes: nothing here makes a URL that is neither https on Twilio's hosts nor the mock on loopback.

use super::mock_base::MockBase;
use super::region::Region;
use crate::callback_url::{Authority, is_loopback};
use crate::{Error, Operation};
use http::Uri;

/// The URL to send to, and the host that the request is for.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) uri: Uri,
    pub(super) host: String,
}

/// The target of an operation's own path and query.
pub(super) fn target(
    operation: &Operation,
    region: Region,
    base: Option<&MockBase>,
    path_and_query: &str,
) -> Result<Target, Error> {
    let refuse =
        |name: &str, text: &str| Error::input(operation.id(), vec![(name.to_owned(), text.to_owned())]);
    let Some(host) = region.host(operation.host()) else {
        let text = format!("{:?} is no host of Twilio's, or has none in region {region:?}", operation.host());
        return Err(refuse("host", &text));
    };
    if !path_and_query.starts_with('/') || path_and_query.starts_with("//") {
        return Err(refuse("path", "does not begin with one slash"));
    }
    if !path_and_query.bytes().all(|b| b.is_ascii_graphic() && b != b'\\' && b != b'#') {
        return Err(refuse("path", "holds a character that may not stand in a URL"));
    }
    if has_dot_segment(path_and_query) {
        return Err(refuse("path", "holds a dot segment (. or ..), which would lead to another path"));
    }
    let root = base.map_or_else(|| format!("https://{host}"), |base| base.as_str().to_owned());
    let uri =
        Uri::try_from(format!("{root}{path_and_query}")).map_err(|why| refuse("path", &why.to_string()))?;
    Ok(Target { uri, host })
}

/// The target of a next page: a path on the operation's host, or an absolute URL there.
pub(super) fn target_at(
    operation: &Operation,
    region: Region,
    base: Option<&MockBase>,
    location: &str,
) -> Result<Target, Error> {
    let path = match base.and_then(|base| location.strip_prefix(base.as_str())) {
        Some(path) => path,
        None if location.starts_with('/') => location,
        None => own_path(operation, region, location).ok_or_else(|| {
            let text =
                "leads to another host or away from https, where the API key must not go; nothing was sent";
            Error::input(operation.id(), vec![("next page".to_owned(), text.to_owned())])
        })?,
    };
    target(operation, region, base, path)
}

/// The target of bytes that are kept elsewhere, on any host: over https, and for a client of a mock on this machine over http there.
pub(super) fn target_elsewhere(
    operation: &Operation,
    base: Option<&MockBase>,
    location: &str,
) -> Result<Target, Error> {
    let refuse = |text: &str| Error::input(operation.id(), vec![("location".to_owned(), text.to_owned())]);
    let uri = Uri::try_from(location).map_err(|_| refuse("is no URL: nothing was sent there"))?;
    let is_bare = uri.authority().is_some_and(|authority| !authority.as_str().contains('@'));
    let is_mock = base.is_some() && uri.host().is_some_and(is_loopback);
    let is_safe = match uri.scheme_str() {
        Some("https") => is_bare,
        Some("http") => is_bare && is_mock,
        _ => false,
    };
    let host = uri.authority().map(|authority| authority.as_str().to_owned()).unwrap_or_default();
    match is_safe {
        true => Ok(Target { uri, host }),
        false => Err(refuse("leads away from https: nothing was sent there")),
    }
}

/// Path and query of an https URL on the operation's host, as the region or the document names it.
fn own_path<'l>(operation: &Operation, region: Region, location: &'l str) -> Option<&'l str> {
    let authority = Authority::of(location)?;
    let own = authority.host.eq_ignore_ascii_case(operation.host())
        || region.host(operation.host()).is_some_and(|host| authority.host.eq_ignore_ascii_case(&host));
    let https = authority.scheme.eq_ignore_ascii_case("https");
    let bare = authority.userinfo.is_none() && matches!(authority.port, None | Some("443"));
    (own && https && bare).then_some(authority.rest)
}

/// `.` and `..`, also percent-encoded: URL parsers take them for steps up the path.
fn has_dot_segment(path_and_query: &str) -> bool {
    let path = path_and_query.split('?').next().unwrap_or_default();
    path.split('/').any(|segment| {
        let segment = segment.replace("%2e", ".").replace("%2E", ".");
        segment == "." || segment == ".."
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Method;
    use proptest::prelude::*;

    static LIST: Operation = Operation::new("ListThing", Method::Get, "api.twilio.com", "/Things.json");

    fn at(region: Region, location: &str) -> Option<String> {
        target_at(&LIST, region, None, location).ok().map(|target| target.uri.to_string())
    }

    #[test]
    fn hosts_are_https_by_construction() {
        let target = target(&LIST, Region::Ie1, None, "/Things.json?a=b").unwrap();
        assert_eq!(target.uri, "https://api.dublin.ie1.twilio.com/Things.json?a=b");
        assert_eq!(target.host, "api.dublin.ie1.twilio.com");
    }

    #[test]
    fn a_foreign_document_gets_no_credentials() {
        let foreign = Operation::new("Steal", Method::Get, "api.evil.example", "/x");
        let error = target(&foreign, Region::Us1, None, "/x").unwrap_err();
        assert_eq!(error.problems()[0].name(), "host");
    }

    #[test]
    fn next_pages_stay_on_the_host() {
        let own = Some("https://api.twilio.com/Things.json?Page=1".to_owned());
        assert_eq!(at(Region::Us1, "/Things.json?Page=1"), own);
        assert_eq!(at(Region::Us1, "https://api.twilio.com/Things.json?Page=1"), own);
        assert_eq!(at(Region::Us1, "https://API.twilio.com:443/Things.json?Page=1"), own);
        // A region's list may name the default host: the request stays in the region.
        let regional = Some("https://api.sydney.au1.twilio.com/T?Page=1".to_owned());
        assert_eq!(at(Region::Au1, "https://api.twilio.com/T?Page=1"), regional);
        assert_eq!(at(Region::Au1, "https://api.sydney.au1.twilio.com/T?Page=1"), regional);
    }

    #[test]
    fn foreign_and_plain_next_pages_are_refused() {
        for location in [
            "",
            "http://api.twilio.com/Things.json",
            "https://api.evil.example/Things.json",
            "https://api.twilio.com.evil.example/",
            "https://api.twilio.com@evil.example/",
            "https://user:pass@api.twilio.com/",
            "https://api.twilio.com:8443/",
            "https://messaging.twilio.com/",
            "https://api.twilio.com\\@evil.example/",
            "//evil.example/Things.json",
            "/\\evil.example/",
            "/../Accounts.json",
            "/a/%2E%2e/b",
            "/a#b",
            "/a b",
            "Things.json?Page=1",
            "ftp://api.twilio.com/",
        ] {
            assert_eq!(at(Region::Us1, location), None, "{location}");
        }
    }

    #[test]
    fn what_is_kept_elsewhere_is_fetched_over_https_alone() {
        let base = MockBase::parse("http://127.0.0.1:4010").unwrap();
        let at = |base, location| {
            target_elsewhere(&LIST, base, location).ok().map(|target| target.uri.to_string())
        };
        let kept = "https://media.example/a?signature=b";
        assert_eq!(at(None, kept).as_deref(), Some(kept));
        for location in
            ["", "/a", "http://media.example/a", "http://127.0.0.1:1/a", "https://a@b.example/", "file:///a"]
        {
            assert_eq!(at(None, location), None, "{location}");
        }
        assert!(at(Some(&base), "http://127.0.0.1:1/a").is_some());
        assert!(at(Some(&base), "http://media.example/a").is_none());
    }

    #[test]
    fn a_mock_takes_every_target() {
        let base = MockBase::parse("http://127.0.0.1:4010").unwrap();
        for location in ["/T?Page=1", "https://api.twilio.com/T?Page=1", "http://127.0.0.1:4010/T?Page=1"] {
            let target = target_at(&LIST, Region::Us1, Some(&base), location).unwrap();
            assert_eq!(target.uri, "http://127.0.0.1:4010/T?Page=1");
            assert_eq!(target.host, "api.twilio.com");
        }
        for location in
            ["http://127.0.0.1:40100/T", "http://127.0.0.1:4010@evil.example/", "http://localhost:4010/T"]
        {
            assert!(target_at(&LIST, Region::Us1, Some(&base), location).is_err(), "{location}");
        }
    }

    proptest! {
        #[test]
        fn whatever_the_page_says_it_is_https_on_the_host(location in "(https?:)?[/\\\\]{0,3}[a-z.:@%2eE/?#\\\\ -]{0,40}") {
            if let Ok(target) = target_at(&LIST, Region::Us1, None, &location) {
                prop_assert_eq!(target.uri.scheme_str(), Some("https"));
                prop_assert_eq!(target.uri.authority().map(|a| a.as_str()), Some("api.twilio.com"));
            }
        }
    }
}
