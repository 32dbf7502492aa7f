//! All documents together: which operation a method, host and path mean.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

use hyper::Method;

use crate::document::Document;
use crate::form::Pairs;
use crate::operation::Operation;
use crate::resource::Act;
use crate::template::Template;

/// The documents and the routes through them.
pub(crate) struct Catalog {
    documents: Vec<Arc<Document>>,
    /// By number of segments, literal paths before variable ones.
    routes: BTreeMap<usize, Vec<Route>>,
}

struct Route {
    host: String,
    template: Template,
    document: usize,
    operations: Vec<(Method, usize)>,
}

/// An operation, found.
#[derive(Clone)]
pub(crate) struct Match<'a> {
    pub(crate) document: &'a Document,
    pub(crate) operation: &'a Operation,
    pub(crate) act: &'a Act,
    /// Values of the path variables, decoded, in path order.
    pub(crate) path: Pairs,
}

/// Where a request leads.
pub(crate) enum Routed<'a> {
    Found(Match<'a>),
    /// The path exists with these methods.
    OtherMethod(Vec<String>),
    Unknown,
}

impl Catalog {
    pub(crate) fn new(documents: Vec<Arc<Document>>) -> Catalog {
        let mut routes: BTreeMap<usize, Vec<Route>> = BTreeMap::new();
        for (number, document) in documents.iter().enumerate() {
            for (index, operation) in document.operations.iter().enumerate() {
                let group = routes.entry(operation.template.segments.len()).or_default();
                let method = (operation.method.clone(), index);
                let same = |route: &&mut Route| {
                    route.document == number
                        && route.host == operation.host
                        && route.template.text == operation.template.text
                };
                match group.iter_mut().find(same) {
                    Some(route) => route.operations.push(method),
                    None => group.push(Route {
                        host: operation.host.clone(),
                        template: operation.template.clone(),
                        document: number,
                        operations: vec![method],
                    }),
                }
            }
        }
        for group in routes.values_mut() {
            group.sort_by_cached_key(|route| route.template.specificity());
        }
        Catalog { documents, routes }
    }

    /// Finds the operation. On the loopback address itself the first document with the path answers.
    pub(crate) fn route(&self, method: &Method, host: &Host, path: &[String]) -> Routed<'_> {
        let group = self.routes.get(&path.len()).map_or(&[][..], Vec::as_slice);
        for route in group.iter().filter(|route| host.serves(&route.host)) {
            let (Some(values), Some(document)) =
                (route.template.matches(path), self.documents.get(route.document))
            else {
                continue;
            };
            let Some((_, index)) = route.operations.iter().find(|(known, _)| known == method) else {
                return Routed::OtherMethod(
                    route.operations.iter().map(|(known, _)| known.to_string()).collect(),
                );
            };
            let Some(operation) = document.operations.get(*index) else { continue };
            let act = document.resources.act(*index);
            return Routed::Found(Match { document, operation, act, path: values });
        }
        Routed::Unknown
    }

    /// The products' hosts, sorted.
    pub(crate) fn hosts(&self) -> Vec<&str> {
        let mut hosts: Vec<&str> = self.routes.values().flatten().map(|route| route.host.as_str()).collect();
        hosts.sort_unstable();
        hosts.dedup();
        hosts
    }
}

/// Whom a request was meant for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Host {
    /// The mock's own address: any product.
    Loopback,
    /// A product's host without port, lower case.
    Product(String),
}

impl Host {
    /// From the text of a `Host` header; none means the mock itself.
    pub(crate) fn parse(text: Option<&str>) -> Host {
        let Some(text) = text.filter(|text| !text.is_empty()) else { return Host::Loopback };
        let name = match text.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
            _ => text,
        };
        let bare = name.trim_start_matches('[').trim_end_matches(']');
        let address = bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
        match address || bare.eq_ignore_ascii_case("localhost") {
            true => Host::Loopback,
            false => Host::Product(name.to_ascii_lowercase()),
        }
    }

    /// Whether a product answers here. `api.dublin.ie1.twilio.com` is `api.twilio.com` in another region.
    fn serves(&self, product: &str) -> bool {
        match self {
            Host::Loopback => true,
            Host::Product(name) if name == product => true,
            Host::Product(name) => {
                let regional = name.strip_suffix(".twilio.com").and_then(|rest| rest.split_once('.'));
                regional.is_some_and(|(first, _)| product.strip_suffix(".twilio.com") == Some(first))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Host;

    #[test]
    fn hosts_name_products_also_in_regions() {
        assert_eq!(Host::parse(Some("127.0.0.1:4010")), Host::Loopback);
        assert_eq!(Host::parse(Some("[::1]:4010")), Host::Loopback);
        assert_eq!(Host::parse(Some("LocalHost")), Host::Loopback);
        assert_eq!(Host::parse(None), Host::Loopback);
        let product = |text| Host::parse(Some(text));
        assert!(product("API.twilio.com:443").serves("api.twilio.com"));
        assert!(product("api.dublin.ie1.twilio.com").serves("api.twilio.com"));
        assert!(!product("api.evil.com").serves("api.twilio.com"));
        assert!(!product("verify.twilio.com").serves("api.twilio.com"));
        assert!(!product("twilio.com").serves("api.twilio.com"));
    }
}
