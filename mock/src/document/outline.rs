//! What routing needs of a document, read without making a tree of it: hosts, paths and methods.

use std::collections::BTreeMap;
use std::fmt;

use hyper::Method;
use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::load::{Key, Unread, check_depth, is_json};
use super::lower::METHODS;

/// An operation as routing sees it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Lead {
    pub(crate) host: String,
    pub(crate) path: String,
    pub(crate) method: Method,
}

/// The operations of a document, as far as each can be served; its problems are told when it is read.
pub(crate) fn outline(text: &str) -> Result<Vec<Lead>, Unread> {
    check_depth(text)?;
    let file: File = match is_json(text) {
        true => serde_json::from_str(text).map_err(|problem| Unread::of_json(&problem))?,
        false => serde_yaml::from_str(text).map_err(|problem| Unread::of_yaml(&problem))?,
    };
    let mut leads = Vec::new();
    for (path, item) in file.paths {
        for (key, method) in METHODS {
            let Some(of_operation) = item.operations.get(key) else { continue };
            let servers =
                [of_operation, &item.servers, &file.servers].into_iter().find(|some| !some.is_empty());
            let host = servers.and_then(|servers| servers.first()?.host());
            leads.extend(host.map(|host| Lead { host, path: path.clone(), method: method.clone() }));
        }
    }
    Ok(leads)
}

/// The host of a server's URL.
pub(super) fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    let host = rest.split('/').next().unwrap_or(rest);
    (!host.is_empty()).then(|| host.to_ascii_lowercase())
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    servers: Vec<Server>,
    #[serde(default)]
    paths: BTreeMap<String, Item>,
}

#[derive(Deserialize)]
struct Server {
    #[serde(default)]
    url: String,
}

/// A path item: its servers, and those of its operations.
struct Item {
    servers: Vec<Server>,
    operations: BTreeMap<&'static str, Vec<Server>>,
}

#[derive(Deserialize)]
struct Servers {
    #[serde(default)]
    servers: Vec<Server>,
}

impl Server {
    fn host(&self) -> Option<String> {
        host(&self.url)
    }
}

struct ItemVisitor;

impl<'de> Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Item, D::Error> {
        deserializer.deserialize_any(ItemVisitor)
    }
}

impl<'de> Visitor<'de> for ItemVisitor {
    type Value = Item;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a path item")
    }

    fn visit_unit<E: Error>(self) -> Result<Item, E> {
        Ok(Item { servers: Vec::new(), operations: BTreeMap::new() })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Item, A::Error> {
        let mut item = Item { servers: Vec::new(), operations: BTreeMap::new() };
        while let Some(Key(name)) = members.next_key()? {
            match METHODS.iter().find(|(method, _)| *method == name) {
                Some((method, _)) => {
                    let Servers { servers } = members.next_value()?;
                    item.operations.insert(method, servers);
                }
                None if name == "servers" => item.servers = members.next_value()?,
                None => _ = members.next_value::<IgnoredAny>()?,
            }
        }
        Ok(item)
    }
}
