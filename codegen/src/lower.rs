//! lower: trees to the model, with Twilio's extensions read.

mod answer;
mod body;
mod operation;
mod schema;

use crate::adjust::EXTENSION;
use crate::load::Document;
use crate::model::{Api, Renames, Schema};
use crate::node::{Node, Report};
use crate::selection::Candidate;
use crate::tree::Tree;
use ringfence_lint::suggestion;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

/// How many references in a row, or schemas within schemas, are followed.
const DEPTH: usize = 48;

/// How many schemas are walked: references can make a small document into an endless one.
const FUEL: u32 = 1_000_000;

const SCHEMAS: &str = "#/components/schemas/";

/// One document on its way into the model.
struct Lower<'t> {
    root: Node<'t>,
    report: &'t Report,
    /// The named schemas: a map of the tree would be gone through for each reference.
    schemas: BTreeMap<&'t str, Node<'t>>,
    needed: RefCell<Needed<'t>>,
    fuel: Cell<u32>,
    /// What was found to be personal, or not: a schema is walked as often as there are ways to it.
    personal: RefCell<BTreeMap<*const Tree, bool>>,
    /// Objects whose fields are being collected, the innermost last.
    open: RefCell<Vec<&'t Tree>>,
}

/// Named schemas that something refers to.
#[derive(Default)]
struct Needed<'t> {
    known: BTreeSet<&'t str>,
    /// Those that have not been looked at.
    left: Vec<&'t str>,
}

/// The model of one document, of the operations that are selected, and of these schemas besides what they need.
pub(crate) fn lower(
    document: &Document,
    takes: &dyn Fn(&Candidate<'_>) -> bool,
    more: &BTreeSet<String>,
    report: &Report,
) -> Api {
    let root = Node::root(&document.tree);
    let components = root.get("components");
    let schemas = components.map(|node| node.entries("schemas", report)).unwrap_or_default();
    let lower = Lower {
        root: root.clone(),
        report,
        schemas: schemas.iter().cloned().collect(),
        needed: RefCell::default(),
        fuel: Cell::new(FUEL),
        personal: RefCell::default(),
        open: RefCell::default(),
    };
    let (all_operations, operations) = lower.operations(document, takes);
    let more = schemas.iter().filter(|(name, _)| more.contains(*name));
    more.for_each(|(name, _)| lower.need(name));
    let info = root.get("info");
    Api {
        document: crate::name::module(&document.name),
        module: document.module.clone(),
        title: info.as_ref().and_then(|info| info.peek("title")).unwrap_or(&document.name).to_owned(),
        date: info
            .and_then(|info| info.get(EXTENSION)?.peek("date"))
            .filter(|date| is_date(date))
            .map(str::to_owned),
        operations,
        renames: Renames {
            operations: renames(all_operations.iter().map(|(id, node)| (id.as_str(), node))),
            schemas: renames(schemas.iter().map(|(name, node)| (*name, node))),
        },
        all_operations: all_operations.into_iter().map(|(id, _)| id).collect(),
        all_schemas: schemas.iter().map(|(name, _)| (*name).to_owned()).collect(),
        schemas: lower.needed_schemas(&schemas),
    }
}

/// Whether a text is a day as in `2026-04-14`.
pub(crate) fn is_date(text: &str) -> bool {
    let digits = |byte: u8| if byte.is_ascii_digit() { b'0' } else { byte };
    text.bytes().map(digits).eq(*b"0000-00-00")
}

/// The names that settings have put beside those of the document.
fn renames<'n, 't: 'n>(named: impl Iterator<Item = (&'n str, &'n Node<'t>)>) -> BTreeMap<String, String> {
    named.filter_map(|(name, node)| Some((name.to_owned(), rename(node)?))).collect()
}

fn rename(node: &Node<'_>) -> Option<String> {
    node.get(EXTENSION)?.peek("name").map(str::to_owned)
}

/// The name that the settings chose for a value of an enum.
fn value_name(node: &Node<'_>, value: &str) -> Option<String> {
    node.get(EXTENSION)?.get("values")?.peek(value).map(str::to_owned)
}

impl<'t> Lower<'t> {
    /// The schemas that are referred to, and those that they refer to, in the order of the document.
    fn needed_schemas(&self, schemas: &[(&'t str, Node<'t>)]) -> Vec<(String, Schema)> {
        let mut lowered: BTreeMap<&str, Schema> = BTreeMap::new();
        loop {
            let Some(name) = self.needed.borrow_mut().left.pop() else { break };
            if let Some(node) = self.schemas.get(name) {
                lowered.insert(name, self.schema(node, 0));
            }
        }
        let named = schemas.iter().filter_map(|(name, _)| lowered.remove_entry(name));
        named.map(|(name, schema)| (name.to_owned(), schema)).collect()
    }

    /// Notes that a named schema is referred to.
    fn need(&self, name: &'t str) {
        let mut needed = self.needed.borrow_mut();
        if needed.known.insert(name) {
            needed.left.push(name);
        }
    }

    /// Whether a schema at this depth may be walked; says so once where not.
    fn may_walk(&self, node: &Node<'t>, depth: usize) -> bool {
        let fuel = self.fuel.get();
        self.fuel.set(fuel.saturating_sub(1));
        if depth > DEPTH && fuel > 0 {
            self.report
                .at(&node.pointer, "schemas are nested too deep here, or a reference leads back to itself");
            // One such place makes as many messages as there are ways to it.
            self.fuel.set(0);
        } else if fuel == 1 {
            self.report.at(&node.pointer, "the schemas refer to one another in too many ways to be walked");
        }
        depth <= DEPTH && fuel > 0
    }

    /// Follows `$ref` until there is none. A reference that leads nowhere is a problem.
    fn resolve(&self, node: &Node<'t>) -> Option<Node<'t>> {
        let mut node = node.clone();
        for _ in 0..DEPTH {
            let Some(reference) = node.text("$ref", self.report) else { return Some(node) };
            let place = format!("{}/$ref", node.pointer);
            node = self.find(reference, &place)?;
        }
        self.report.at(&node.pointer, "this `$ref` leads back to itself");
        None
    }

    fn find(&self, reference: &str, place: &str) -> Option<Node<'t>> {
        let Some(pointer) = reference.strip_prefix("#/") else {
            let message = format!(
                "`{reference}` leaves the document; only references within it (`#/...`) are followed"
            );
            self.report.at(place, message);
            return None;
        };
        if let Some(node) = reference.strip_prefix(SCHEMAS).and_then(|name| self.schemas.get(name)) {
            return Some(node.clone());
        }
        let mut node = self.root.clone();
        for segment in pointer.split('/') {
            let segment = segment.replace("~1", "/").replace("~0", "~");
            let Some(next) = self.step(&node, &segment) else {
                let near = match node.tree {
                    Tree::Map(entries) => suggestion(&segment, entries.iter().map(|(key, _)| key.as_str())),
                    _ => String::new(),
                };
                self.report.at(place, format!("there is no `{reference}` in the document{near}"));
                return None;
            };
            node = next;
        }
        Some(node)
    }

    fn step(&self, node: &Node<'t>, segment: &str) -> Option<Node<'t>> {
        match node.tree {
            Tree::List(items) => {
                let tree = items.get(segment.parse::<usize>().ok()?)?;
                Some(Node { tree, pointer: format!("{}/{segment}", node.pointer) })
            }
            _ => node.get(segment),
        }
    }

    /// The name of the schema that a reference is to.
    fn schema_name(&self, node: &Node<'t>) -> Option<&'t str> {
        node.peek("$ref")?.strip_prefix(SCHEMAS).filter(|name| !name.contains(['/', '~']))
    }
}
