//! Lists: what is in a collection, newest first, filtered, one page of it.

use serde_json::{Value, json};

use super::page::{Page, Rows};
use super::place::{ACCOUNTS, Place};
use super::{filter, seeds};
use crate::act::Deed;
use crate::code;
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::state::{Fields, Record, Shelf, State};

impl Deed<'_> {
    /// One page of a collection; the answer's array has the given name.
    pub(super) fn list(&self, state: &State, place: &Place, key: &str) -> Result<Reply, Refusal> {
        let shared: Vec<String> = self.shared(state, place).collect();
        let paths = shared.iter().map(String::as_str).chain([place.collection.as_str()]);
        let filters = filter::filters(self.found.operation, &self.given.query);
        let shelves: Vec<&Shelf> = paths.filter_map(|path| state.shelf(path)).collect();
        let accepts = |record: &Record| {
            let reached = place.shape != ACCOUNTS || self.reaches(&record.key);
            reached && filters.iter().all(|filter| filter.accepts(&record.fields))
        };
        let rows = Rows { shelves: &shelves, accepts: &accepts };
        let page = Page::of(&rows, &self.given.query, self.world.settings.page_size).ok_or_else(|| {
            Refusal::new(
                400,
                code::UNKNOWN_OR_INVALID,
                "Invalid parameter: `PageToken` is none that this mock gave out",
            )
        })?;
        let item = seeds::item_schema(self.found.document, self.found.operation);
        let shaped = |record: &&Record| match item {
            Some(item) => self.shaper().object(item, &record.fields),
            None => Value::Object(record.fields.clone()),
        };
        let rows: Vec<Value> = page.rows.iter().map(shaped).collect();
        let paging = self.paging(&page, key);
        let mut body =
            self.found.operation.success.schema.map(|schema| self.shaper().object(schema, &paging));
        // The rows have their shape already.
        if let Some(members) = body.as_mut().and_then(Value::as_object_mut) {
            members.insert(key.to_owned(), Value::Array(rows));
        }
        Ok(self.reply_with(body.map(|body| body.to_string().into())))
    }

    /// All paging fields of both styles; the answer's schema takes what it declares.
    fn paging(&self, page: &Page<'_>, key: &str) -> Fields {
        let base: Vec<(String, String)> = self
            .query
            .iter()
            .filter(|(name, _)| !matches!(name.as_str(), "Page" | "PageSize" | "PageToken"))
            .cloned()
            .collect();
        let link = |origin: &str, target: Option<(u64, Option<String>)>| match target {
            Some((number, token)) => {
                json!(format!("{origin}{}?{}", self.path, page.query(&base, number, token)))
            }
            None => Value::Null,
        };
        let origin = self.origin.as_str();
        let own = Some((page.number, page.token.clone()));
        let mut fields = Fields::new();
        let start = page.number.saturating_mul(page.size as u64);
        let end = start.saturating_add((page.rows.len() as u64).saturating_sub(1));
        for (name, value) in [
            ("uri", link("", own.clone())),
            ("first_page_uri", link("", Some((0, None)))),
            ("next_page_uri", link("", page.next())),
            ("previous_page_uri", link("", page.previous())),
            ("page", json!(page.number)),
            ("page_size", json!(page.size)),
            ("start", json!(start)),
            ("end", json!(end)),
            (
                "meta",
                json!({
                    "first_page_url": link(origin, Some((0, None))),
                    "key": key,
                    "next_page_url": link(origin, page.next()),
                    "page": page.number,
                    "page_size": page.size,
                    "previous_page_url": link(origin, page.previous()),
                    "url": link(origin, own),
                }),
            ),
        ] {
            fields.insert(name.to_owned(), value);
        }
        fields
    }
}
