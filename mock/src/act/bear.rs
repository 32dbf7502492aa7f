//! Things that no request made: they come with others.

use std::sync::Arc;

use hyper::HeaderMap;

use super::place::record_key;
use super::{Deed, seeds};
use crate::check::Given;
use crate::life::Thing;
use crate::life::table::{Life, Tables};
use crate::limit::Turn;
use crate::state::{Fields, State};
use crate::world::World;

/// Puts a thing of a life into a collection, in the shape of the document that knows it.
pub(crate) fn bear(
    world: &World,
    state: &mut State,
    life: &Life,
    collection: &str,
    fields: Fields,
) -> Option<Thing> {
    let found = world.catalog.list_at(collection)?;
    let document = found.document;
    let schema = seeds::item_schema(document, found.operation)?;
    let (given, no_pairs, no_headers) = (Given::default(), Vec::new(), HeaderMap::new());
    let deed = Deed {
        world,
        account: &world.account.sid,
        found: &found,
        given: &given,
        origin: format!("http://127.0.0.1:{}", world.port),
        path: "",
        query: &no_pairs,
        headers: &no_headers,
        now: world.time.now(),
    };
    Some(deed.born(state, collection, &life.shelf, schema, fields))
}

impl Deed<'_> {
    /// A thing above that the request opens by its name; one that is open already, or a new one.
    pub(super) fn opened(
        &self,
        state: &mut State,
        collection: &str,
        shape: &str,
        name: &str,
    ) -> Option<String> {
        let tables = Tables::of_process();
        let operation = self.found.operation;
        let opens = tables.begun_by(&operation.host, &operation.id)?.opens.as_ref()?;
        let life = tables.named(&opens.life).filter(|life| life.shelf == shape)?;
        let is_sid = name.len() == 34 && name.starts_with("CF");
        let open = state.shelf(collection).and_then(|shelf| {
            let is_open = |fields: &Fields| fields.get("status").is_none_or(|status| status != "completed");
            let mut records = shelf.records().filter(|record| is_open(&record.fields));
            let record =
                records.find(|record| record.fields.get(&opens.name).is_some_and(|known| known == name))?;
            record_key(&record.fields, "Sid")
        });
        if open.is_some() || is_sid {
            return open;
        }
        let mut fields = Fields::new();
        fields.insert(opens.name.clone(), name.into());
        fields.insert("status".to_owned(), life.start(&self.given.body)?.into());
        let thing = bear(self.world, state, life, collection, fields)?;
        self.world.scene(state).begin(life, &thing, Arc::clone(&self.given.body), Turn::default());
        Some(thing.key.to_string())
    }
}
