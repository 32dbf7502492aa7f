//! New things: identifiers, times, addresses, and the inputs under the names of answers.

use std::sync::Arc;

use serde_json::{Value, json};

use super::place::{Place, record_key};
use super::seeds::item_schema;
use crate::act::Deed;
use crate::clock;
use crate::life::table::Tables;
use crate::naming::snake;
use crate::pattern::Pattern;
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::resource::Collection;
use crate::schema::{Kind, Schema, SchemaId};
use crate::state::{Fields, State};

/// What is to be born, and where.
pub(super) struct Newborn<'a> {
    pub(super) collection: &'a str,
    pub(super) schema: SchemaId,
    /// What the document knows of the collection.
    known: Option<&'a Collection>,
}

impl Deed<'_> {
    pub(super) fn birth<'n>(&'n self, collection: &'n str, shape: &'n str, schema: SchemaId) -> Newborn<'n> {
        let known = self.found.document.resources.collection(shape);
        Newborn { collection, schema, known }
    }

    /// Creates a thing of a collection.
    pub(super) fn create(&self, state: &mut State, place: &Place) -> Result<Reply, Refusal> {
        let Some(schema) = self.found.operation.success.schema else {
            return Ok(self.reply_with(None));
        };
        let mut fields = self.inputs(schema);
        self.is_unique(state, place, &fields)?;
        let turn = self.admit(state, place, &mut fields)?;
        if self.found.document.schema(schema).has("num_media") {
            self.adjust_message(&mut fields);
        }
        let operation = self.found.operation;
        let life = Tables::of_process().begun_by(&operation.host, &operation.id);
        if let Some(start) = life.and_then(|life| life.start(&self.given.body)) {
            fields.insert("status".to_owned(), json!(start));
        }
        // The path may name the thing above by another name than its identifier.
        let above = place.collection.rsplit('/').nth(1);
        if let (Some((variable, _)), Some(above)) = (self.found.path.last(), above)
            && life.is_some_and(|life| life.opens.is_some())
        {
            fields.insert(snake(variable), json!(above));
        }
        let newborn = self.birth(&place.collection, &place.shape, schema);
        let (mut key, mut fields) = self.newborn(state, &newborn, fields);
        if let Some(kept) = self.kept_schema(place).filter(|kept| *kept != schema) {
            let also = self.newborn(state, &Newborn { schema: kept, ..newborn }, fields.clone());
            key = also.0;
            for (name, value) in also.1 {
                fields.entry(name).or_insert(value);
            }
        }
        let path = self.found.path.iter().find(|(name, _)| name == "AccountSid");
        self.world.keyring.learn(&fields, path.map_or(self.account, |(_, account)| account));
        let reply = self.reply_of(&fields, 0);
        let thing = state.insert(&place.collection, &place.shape, &key, fields);
        self.attach_media(state, place, &key);
        self.sent(state, place, &key);
        if let Some(life) = life {
            self.world.scene(state).begin(life, &thing, Arc::clone(&self.given.body), turn);
        }
        Ok(reply)
    }

    /// How a thing is read later, which may show other fields than its creation does.
    fn kept_schema(&self, place: &Place) -> Option<SchemaId> {
        let document = self.found.document;
        let known = document.resources.collection(&place.shape)?;
        let fetched = known.fetch.and_then(|index| document.operations.get(index)?.success.schema);
        fetched.or_else(|| item_schema(document, document.operations.get(known.list?)?))
    }

    /// The variables of the path under their names in answers.
    pub(super) fn path_fields(&self) -> Fields {
        self.found.path.iter().map(|(name, value)| (snake(name), json!(value))).collect()
    }

    /// Path variables and inputs under their names in answers, as far as the schema has them.
    pub(super) fn inputs(&self, schema: SchemaId) -> Fields {
        let schema = self.found.document.form(schema, &Fields::new());
        let mut fields = self.path_fields();
        for (name, value) in self.given.body.iter() {
            let nested = name.split_once('.').map(|(outer, inner)| (snake(outer), snake(inner)));
            match nested {
                Some((outer, inner)) if schema.has(&outer) => {
                    let object = fields.entry(outer).or_insert_with(|| json!({}));
                    if let Some(members) = object.as_object_mut() {
                        members.insert(inner, value.clone());
                    }
                }
                _ => _ = fields.insert(field_name(name, schema), value.clone()),
            }
        }
        fields
    }

    /// A message with media is an MMS.
    fn adjust_message(&self, fields: &mut Fields) {
        let given = |name| self.given.body.get(name);
        let media = given("MediaUrl").and_then(Value::as_array).map_or(0, Vec::len);
        fields.insert("num_media".to_owned(), json!(media.to_string()));
        fields.insert("date_sent".to_owned(), json!(clock::rfc2822(self.now)));
    }

    /// The media of a message become things of their own.
    fn attach_media(&self, state: &mut State, place: &Place, key: &str) {
        let shape = format!("{}/{{}}/Media", place.shape);
        let document = self.found.document;
        let list =
            document.resources.collection(&shape).and_then(|known| document.operations.get(known.list?));
        let Some(schema) = list.and_then(|list| item_schema(document, list)) else { return };
        let urls = self.given.body.get("MediaUrl").and_then(Value::as_array).map_or(0, Vec::len);
        for _ in 0..urls {
            let collection = format!("{}/{key}/Media", place.collection);
            let fields = json!({"parent_sid": key, "account_sid": self.account});
            self.born(state, &collection, &shape, schema, fields.as_object().cloned().unwrap_or_default());
        }
    }

    /// Completes the fields of a new thing; its key and its fields.
    pub(super) fn newborn(
        &self,
        state: &mut State,
        newborn: &Newborn<'_>,
        mut fields: Fields,
    ) -> (String, Fields) {
        let document = self.found.document;
        let schema = document.form(newborn.schema, &fields);
        let collection = newborn.known;
        let variable = collection.and_then(|known| known.key.as_deref()).unwrap_or("Sid");
        for name in [snake(variable).as_str(), "sid", "id"] {
            let Some(of) = schema.property(name) else { continue };
            let pattern = document.schema(of).pattern.as_ref();
            let pattern = pattern.or_else(|| collection?.pattern.as_ref());
            let own = fields.get(name).filter(|own| !own.is_null());
            // An identifier is the mock's to give, unless what came could be one.
            let known = own.is_some_and(|own| {
                own.as_str().is_none_or(|own| pattern.is_none_or(|pattern| pattern.matches(own)))
            });
            if !known {
                let fresh = self.identifier(state, document.schema(of), pattern, &fields);
                fields.insert(name.to_owned(), fresh);
            }
        }
        let key = record_key(&fields, variable).unwrap_or_else(|| state.number("thing").to_string());
        let address = address(newborn, &key);
        for (name, of) in &schema.properties {
            if fields.contains_key(name) {
                continue;
            }
            if let Some(value) = self.common(name, document.schema(*of), newborn, &key, &address) {
                fields.insert(name.clone(), value);
            }
        }
        // The full shape is kept, so that filters and changes see what the client saw.
        self.shaper().complete(newborn.schema, &mut fields);
        (key, fields)
    }

    /// A new identifier of a schema.
    fn identifier(
        &self,
        state: &mut State,
        schema: &Schema,
        pattern: Option<&Arc<Pattern>>,
        fields: &Fields,
    ) -> Value {
        if schema.kind == Kind::Integer {
            return json!(state.number("integer"));
        }
        let prefixes = pattern.map_or(&[][..], |pattern| &pattern.prefixes);
        let media = fields.get("num_media").and_then(Value::as_str).is_some_and(|count| count != "0");
        let prefix = match media {
            true => prefixes.iter().find(|prefix| *prefix == "MM").or(prefixes.first()),
            false => prefixes.first(),
        };
        if let Some(prefix) = prefix {
            let number = state.number(prefix);
            return json!(self.world.seed.sid(prefix, number));
        }
        let hex = self.world.seed.hex("identifier", state.number("identifier"));
        json!(pattern.and_then(|pattern| pattern.fill(&hex)).unwrap_or(hex))
    }

    /// Fields that things of all products have.
    fn common(
        &self,
        name: &str,
        schema: &Schema,
        newborn: &Newborn<'_>,
        key: &str,
        address: &str,
    ) -> Option<Value> {
        let format = schema.format.as_deref();
        Some(match name {
            "account_sid" => json!(self.account),
            "auth_token" if key.starts_with("AC") => json!(self.world.seed.hex("auth token of", mark(key))),
            "secret" if key.starts_with("SK") => json!(self.world.seed.secret("secret of", mark(key))),
            "date_created" | "date_updated" | "created_at" | "updated_at" => {
                json!(clock::text(self.now, format))
            }
            "start_date" | "end_date" if format == Some("date") => json!(clock::text(self.now, format)),
            "api_version" => json!(address.split('/').nth(1).unwrap_or_default()),
            "revision" => json!("0"),
            "uri" => json!(address),
            "url" => json!(format!("{}{address}", self.origin)),
            "subresource_uris" => links(newborn, address, ""),
            "links" => links(newborn, address, &self.origin),
            _ => return None,
        })
    }
}

/// The path of a thing, without host.
fn address(newborn: &Newborn<'_>, key: &str) -> String {
    let suffix = suffix(newborn);
    let path = newborn.collection.find('/').and_then(|slash| newborn.collection.get(slash..));
    let path = path.unwrap_or_default();
    // Rows that nobody can fetch one by one have the address of their list.
    match newborn.known.is_some_and(|known| known.key.is_some()) {
        true => format!("{path}/{key}{suffix}"),
        false => format!("{path}{suffix}"),
    }
}

fn suffix(newborn: &Newborn<'_>) -> &'static str {
    if newborn.known.is_some_and(|known| known.json_suffix) { ".json" } else { "" }
}

/// The paths directly below a thing.
fn links(newborn: &Newborn<'_>, address: &str, origin: &str) -> Value {
    let suffix = suffix(newborn);
    let base = address.strip_suffix(suffix).unwrap_or(address);
    let below = newborn.known.into_iter().flat_map(|known| &known.below);
    let link =
        |(link, name): &(String, String)| (link.clone(), json!(format!("{origin}{base}/{name}{suffix}")));
    Value::Object(below.map(link).collect())
}

/// A number of an identifier, to make its secret from.
fn mark(sid: &str) -> u64 {
    sid.get(2..18).and_then(|digits| u64::from_str_radix(digits, 16).ok()).unwrap_or_default()
}

/// JSON inputs may already have the name of the field.
fn field_name(input: &str, schema: &Schema) -> String {
    match schema.has(input) {
        true => input.to_owned(),
        false => snake(input),
    }
}
