//! Things that are there from the start: the own account, and rows of lists that nobody can add to.

use serde_json::json;

use super::place::ACCOUNTS;
use crate::act::Deed;
use crate::document::Document;
use crate::life::Thing;
use crate::operation::Operation;
use crate::schema::{Kind, SchemaId};
use crate::state::{Fields, State};

/// Rows of a list that nobody can add to.
const ROWS: usize = 3;

impl Deed<'_> {
    /// Fills a collection when it is first met.
    pub(super) fn seed(&self, state: &mut State, collection: &str, shape: &str) {
        if state.shelf(collection).is_some() {
            return;
        }
        let document = self.found.document;
        let Some(known) = document.resources.collection(shape) else { return };
        let Some(list) = known.list.and_then(|index| document.operations.get(index)) else { return };
        let Some(schema) = item_schema(document, list) else { return };
        if shape.ends_with("/Accounts") {
            state.open(collection, shape);
            let account = &self.world.account;
            let own = json!({
                "sid": account.sid,
                "account_sid": account.sid,
                "owner_account_sid": account.sid,
                "auth_token": account.auth_token,
            });
            let own = own.as_object().cloned().unwrap_or_default();
            let thing = self.born(state, collection, shape, schema, own);
            if shape == ACCOUNTS {
                state.pin(&thing);
            }
        } else if !known.creates && stands_alone(document, list) {
            state.open(collection, shape);
            for _ in 0..ROWS {
                self.born(state, collection, shape, schema, Fields::new());
            }
        }
    }

    /// Adds one thing to a collection.
    pub(super) fn born(
        &self,
        state: &mut State,
        collection: &str,
        shape: &str,
        schema: SchemaId,
        fields: Fields,
    ) -> Thing {
        let newborn = self.birth(collection, shape, schema);
        let (key, fields) = self.newborn(state, &newborn, fields);
        state.insert(collection, shape, &key, fields)
    }
}

/// The schema of the rows of a list.
pub(super) fn item_schema(document: &Document, list: &Operation) -> Option<SchemaId> {
    let schema = document.schema(list.success.schema?);
    let mut arrays = schema.properties.values().map(|of| document.schema(*of));
    arrays.find(|of| of.kind == Kind::Array)?.items
}

/// Whether a list hangs on no other thing than the account.
fn stands_alone(document: &Document, list: &Operation) -> bool {
    list.template.variables().all(|name| {
        let input = list.inputs.iter().find(|input| input.name == name);
        let patterned = input.is_some_and(|input| document.schema(input.schema).pattern.is_some());
        name == "AccountSid" || !(patterned || name.ends_with("Sid"))
    })
}
