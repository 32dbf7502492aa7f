//! Lists: what is in a collection, newest first, filtered, one page of it.

use serde_json::{Value, json};

use super::page::{Names, Page, Rows, is_paging};
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
        let (names, size) = (Names::of(self.found.operation), self.world.settings.page_size);
        let page = Page::of(&rows, names, &self.given.query, size).ok_or_else(|| {
            let words = "Invalid parameter: the page's token is none that this mock gave out";
            Refusal::new(400, code::UNKNOWN_OR_INVALID, words)
        })?;
        let item = seeds::item_schema(self.found.document, self.found.operation);
        let shaped = |record: &&Record| match item {
            Some(item) => self.shaper().object(item, &record.fields),
            None => Value::Object(record.fields.clone()),
        };
        let schema = self.found.operation.success.schema;
        let form = schema.map(|schema| self.found.document.schema(schema));
        let mut paging = self.paging(&page, key);
        if form.is_some_and(|form| form.has("totalResults") || form.has("total_pages")) {
            paging.extend(totals(&page, rows.count()));
        }
        let rows: Vec<Value> = page.rows.iter().map(shaped).collect();
        let mut body = schema.map(|schema| self.shaper().object(schema, &paging));
        // The rows have their shape already.
        if let Some(members) = body.as_mut().and_then(Value::as_object_mut) {
            members.insert(key.to_owned(), Value::Array(rows));
        }
        Ok(self.reply_with(body.map(|body| body.to_string().into())))
    }

    /// All paging fields of both styles; the answer's schema takes what it declares.
    fn paging(&self, page: &Page<'_>, key: &str) -> Fields {
        let base: Vec<(String, String)> =
            self.query.iter().filter(|(name, _)| !is_paging(name)).cloned().collect();
        let link = |origin: &str, target: Option<(u64, Option<String>)>| match target {
            Some((number, token)) => {
                json!(format!("{origin}{}?{}", self.path, page.query(&base, number, token)))
            }
            None => Value::Null,
        };
        let origin = self.origin.as_str();
        let own = Some((page.number, page.token.clone()));
        let token = |target: Option<(u64, Option<String>)>| target.and_then(|(_, token)| token);
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
                    "next_token": token(page.next()),
                    "previous_token": token(page.previous()),
                    "nextToken": token(page.next()),
                    "previousToken": token(page.previous()),
                    "pageSize": page.size,
                }),
            ),
            ("has_next", json!(page.next().is_some())),
            ("current_page", json!(page.number)),
            ("per_page", json!(page.size)),
        ] {
            fields.insert(name.to_owned(), value);
        }
        fields
    }
}

/// How much there is, of lists that say so.
fn totals(page: &Page<'_>, count: usize) -> Fields {
    let fields = [
        ("totalResults", count),
        ("itemsPerPage", page.rows.len()),
        ("startIndex", 1),
        ("total_pages", count.div_ceil(page.size)),
    ];
    fields.into_iter().map(|(name, number)| (name.to_owned(), json!(number))).collect()
}
