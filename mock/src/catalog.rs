//! All documents together: which operation a method, host and path mean.

mod host;
mod tree;

use std::collections::BTreeMap;
use std::sync::Arc;

use hyper::Method;

pub(crate) use self::host::Host;
use self::host::product;
use self::tree::{Leaf, Node};
use crate::document::Document;
use crate::error::DocumentProblem;
use crate::form::Pairs;
use crate::operation::Operation;
use crate::resource::Act;
use crate::volume::Volume;

/// The documents and the routes through them.
pub(crate) struct Catalog {
    volumes: Vec<Arc<Volume>>,
    hosts: BTreeMap<String, Node>,
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
    /// The path exists on several hosts, and nothing says which is meant.
    Ambiguous(Vec<&'a str>),
    /// The document that has the path cannot be served.
    Broken(&'a [DocumentProblem]),
}

/// Whom a request addresses.
pub(crate) struct Address<'r> {
    pub(crate) host: Host,
    /// The first part of the path, if it names the host.
    pub(crate) prefix: Option<&'r str>,
    /// The rest of the path, decoded.
    pub(crate) segments: &'r [String],
}

impl Catalog {
    pub(crate) fn new(volumes: Vec<Arc<Volume>>) -> Catalog {
        let mut hosts: BTreeMap<String, Node> = BTreeMap::new();
        for (number, volume) in volumes.iter().enumerate() {
            for lead in &volume.leads {
                let leaf = Leaf { method: lead.method.clone(), volume: number, path: lead.path.clone() };
                hosts.entry(lead.host.clone()).or_default().insert(leaf);
            }
        }
        Catalog { volumes, hosts }
    }

    /// Whom a request addresses: the host that begins its path (`/api.twilio.com/2010-04-01/...`), else `Host`.
    pub(crate) fn address<'r>(&self, host: &Host, segments: &'r [String]) -> Address<'r> {
        if let Some((first, rest)) = segments.split_first() {
            let name = first.to_ascii_lowercase();
            if self.tree(&name).is_some() {
                return Address { host: Host::Product(name), prefix: Some(first), segments: rest };
            }
        }
        Address { host: host.clone(), prefix: None, segments }
    }

    /// The paths of a host, which may name a region.
    fn tree(&self, host: &str) -> Option<&Node> {
        self.hosts.get(host).or_else(|| self.hosts.get(&product(host)?))
    }

    /// Finds the operation. On the loopback address itself every host is looked through.
    pub(crate) fn route<'a>(&'a self, method: &Method, address: &Address<'_>) -> Routed<'a> {
        let mut values = Vec::new();
        let leaves = match &address.host {
            Host::Product(name) => self.tree(name).and_then(|tree| tree.find(address.segments, &mut values)),
            Host::Loopback => {
                let mut found: Vec<(&str, &[Leaf], Vec<String>)> = Vec::new();
                for (host, tree) in &self.hosts {
                    let mut values = Vec::new();
                    let leaves = tree.find(address.segments, &mut values);
                    found.extend(leaves.map(|leaves| (host.as_str(), leaves, values)));
                }
                if found.len() > 1 {
                    return Routed::Ambiguous(found.into_iter().map(|(host, ..)| host).collect());
                }
                found.pop().map(|(_, leaves, found)| {
                    values = found;
                    leaves
                })
            }
        };
        match leaves {
            Some(leaves) => self.pick(method, leaves, values),
            None => Routed::Unknown,
        }
    }

    fn pick<'a>(&'a self, method: &Method, leaves: &'a [Leaf], values: Vec<String>) -> Routed<'a> {
        let Some(leaf) = leaves.iter().find(|leaf| leaf.method == *method) else {
            return Routed::OtherMethod(leaves.iter().map(|leaf| leaf.method.to_string()).collect());
        };
        let Some(volume) = self.volumes.get(leaf.volume) else { return Routed::Unknown };
        let document = match volume.read() {
            Ok(document) => document,
            Err(problems) => return Routed::Broken(problems),
        };
        let Some(index) = document.find(method, &leaf.path) else { return Routed::Unknown };
        let Some(operation) = document.operations.get(index) else { return Routed::Unknown };
        let names = operation.template.variables().map(str::to_owned);
        let act = document.resources.act(index);
        Routed::Found(Match { document, operation, act, path: names.zip(values).collect() })
    }

    /// What lists the collection at a path, host first, without the `.json` that its address may end in.
    pub(crate) fn list_at(&self, collection: &str) -> Option<Match<'_>> {
        let (host, path) = collection.split_once('/')?;
        [path.to_owned(), format!("{path}.json")].iter().find_map(|path| {
            let segments: Vec<String> = path.split('/').map(str::to_owned).collect();
            let address = Address { host: Host::Product(host.to_owned()), prefix: None, segments: &segments };
            match self.route(&Method::GET, &address) {
                Routed::Found(found) => Some(found),
                _ => None,
            }
        })
    }

    /// The products' hosts, sorted.
    pub(crate) fn hosts(&self) -> impl Iterator<Item = &str> {
        self.hosts.keys().map(String::as_str)
    }
}
