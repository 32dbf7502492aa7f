//! One page of rows. A token names the row where the page starts or ends, so inserts between pages shift nothing.

use std::cmp::Reverse;

use serde_json::{Map, Value};

use crate::form::{Pairs, encode};
use crate::operation::{Operation, Place};
use crate::state::{Record, Shelf};

/// Inputs that choose a page, by the names that products give them.
const SIZE: [&str; 3] = ["PageSize", "pageSize", "Size"];
const TOKEN: [&str; 3] = ["PageToken", "pageToken", "Token"];

/// Whether an input of a list chooses a page, and no rows.
pub(super) fn is_paging(name: &str) -> bool {
    name == "Page" || SIZE.contains(&name) || TOKEN.contains(&name)
}

/// A page, cut.
pub(super) struct Page<'a> {
    pub(super) rows: Vec<&'a Record>,
    /// The number the client gave; Twilio only echoes it and counts it on.
    pub(super) number: u64,
    pub(super) size: usize,
    pub(super) token: Option<String>,
    newer: bool,
    older: bool,
    names: Names,
}

/// The inputs of an operation that choose a page.
#[derive(Clone, Copy)]
pub(super) struct Names {
    size: Option<&'static str>,
    token: Option<&'static str>,
}

impl Names {
    pub(super) fn of(operation: &Operation) -> Names {
        let taken = |names: [&'static str; 3]| {
            names.into_iter().find(|name| operation.input(Place::Query, name).is_some())
        };
        Names { size: taken(SIZE), token: taken(TOKEN) }
    }
}

/// Which rows a token asks for.
enum Cut {
    OlderThan(u64),
    NewerThan(u64),
}

/// The rows that pages are cut of: what of some collections passes the filters. No more of them are looked at than a page
/// needs.
pub(super) struct Rows<'r, 'a> {
    pub(super) shelves: &'r [&'a Shelf],
    pub(super) accepts: &'r dyn Fn(&Record) -> bool,
}

impl<'a> Rows<'_, 'a> {
    /// How many there are on all pages together.
    pub(super) fn count(&self) -> usize {
        let all = self.shelves.iter().flat_map(|shelf| shelf.records());
        all.filter(|record| (self.accepts)(record)).count()
    }

    /// The newest rows before a sequence, newest first.
    fn before(&self, sequence: u64, count: usize) -> Vec<&'a Record> {
        let near = |shelf: &&'a Shelf| {
            shelf.before(sequence).filter(|record| (self.accepts)(record)).take(count).collect::<Vec<_>>()
        };
        let mut rows: Vec<&Record> = self.shelves.iter().flat_map(near).collect();
        rows.sort_by_key(|record| Reverse(record.sequence));
        rows.truncate(count);
        rows
    }

    /// The oldest rows after a sequence, newest first.
    fn after(&self, sequence: u64, count: usize) -> Vec<&'a Record> {
        let near = |shelf: &&'a Shelf| {
            shelf.after(sequence).filter(|record| (self.accepts)(record)).take(count).collect::<Vec<_>>()
        };
        let mut rows: Vec<&Record> = self.shelves.iter().flat_map(near).collect();
        rows.sort_by_key(|record| record.sequence);
        rows.truncate(count);
        rows.reverse();
        rows
    }
}

impl<'a> Page<'a> {
    /// Cuts a page; nothing where the token is none of ours.
    pub(super) fn of(
        rows: &Rows<'_, 'a>,
        names: Names,
        query: &Map<String, Value>,
        size: usize,
    ) -> Option<Page<'a>> {
        let number = query.get("Page").and_then(Value::as_u64).unwrap_or(0);
        let asked = names.size.and_then(|name| query.get(name)?.as_u64());
        let size = asked.and_then(|size| usize::try_from(size).ok()).unwrap_or(size).max(1);
        let token = names.token.and_then(|name| query.get(name)?.as_str()).filter(|token| !token.is_empty());
        let token = token.map(str::to_owned);
        let more = size.saturating_add(1);
        // Without a token the number is all there is to go by.
        let skipped = usize::try_from(number).unwrap_or(usize::MAX).saturating_mul(size);
        let mut page = match token.as_deref().map(cut) {
            Some(None) => return None,
            None if names.token.is_none() && number > 0 => {
                let reached = rows.before(u64::MAX, skipped.saturating_add(more));
                reached.into_iter().skip(skipped).collect()
            }
            None => rows.before(u64::MAX, more),
            Some(Some(Cut::OlderThan(sequence))) => rows.before(sequence, more),
            Some(Some(Cut::NewerThan(sequence))) => {
                let newer = rows.after(sequence, size);
                let newest = newer.first().map_or(sequence, |row| row.sequence);
                // Less than a page of newer rows: then it is the first page.
                let full = newer.len() == size;
                rows.before(if full { newest.saturating_add(1) } else { u64::MAX }, more)
            }
        };
        let older = page.len() > size;
        page.truncate(size);
        let newer = page.first().is_some_and(|first| !rows.after(first.sequence, 1).is_empty());
        Some(Page { rows: page, number, size, token, newer, older, names })
    }

    /// Number and token of the page after this one.
    pub(super) fn next(&self) -> Option<(u64, Option<String>)> {
        let last = self.rows.last().filter(|_| self.older)?;
        Some((self.number.saturating_add(1), Some(format!("PA{:032x}", last.sequence))))
    }

    /// Number and token of the page before this one.
    pub(super) fn previous(&self) -> Option<(u64, Option<String>)> {
        let first = self.rows.first().filter(|_| self.newer)?;
        Some((self.number.saturating_sub(1), Some(format!("PB{:032x}", first.sequence))))
    }

    /// The query of a link to a page.
    pub(super) fn query(&self, base: &Pairs, number: u64, token: Option<String>) -> String {
        let mut pairs = base.clone();
        pairs.push((self.names.size.unwrap_or("PageSize").to_owned(), self.size.to_string()));
        pairs.push(("Page".to_owned(), number.to_string()));
        pairs.extend(token.map(|token| (self.names.token.unwrap_or("PageToken").to_owned(), token)));
        encode(&pairs)
    }
}

fn cut(token: &str) -> Option<Cut> {
    let sequence = |digits| u64::from_str_radix(digits, 16).ok();
    if let Some(digits) = token.strip_prefix("PA") {
        return sequence(digits).map(Cut::OlderThan);
    }
    token.strip_prefix("PB").and_then(sequence).map(Cut::NewerThan)
}

#[cfg(test)]
mod tests {
    use super::{Names, Page, Rows};
    use crate::journal::Keep;
    use crate::keyring::Keyring;
    use crate::state::{Fields, State};
    use serde_json::{Map, json};
    use std::sync::Arc;

    const NAMES: Names = Names { size: Some("PageSize"), token: Some("PageToken") };

    fn query(token: &str) -> Map<String, serde_json::Value> {
        json!({"PageSize": 2, "PageToken": token}).as_object().cloned().unwrap()
    }

    fn state(names: &[&str]) -> State {
        let mut state = State::new(Keyring::default(), Keep { entries: 100, bytes: 1 << 20 }, Arc::default());
        add(&mut state, names);
        state
    }

    /// Two collections by turns.
    fn add(state: &mut State, names: &[&str]) {
        for (number, name) in names.iter().enumerate() {
            let path = ["a", "b"][number % 2];
            state.insert(path, path, name, Fields::new());
        }
    }

    fn page(state: &State, token: &str) -> Option<(Vec<u64>, Option<String>, Option<String>)> {
        let shelves: Vec<_> = ["a", "b"].iter().filter_map(|path| state.shelf(path)).collect();
        let rows = Rows { shelves: &shelves, accepts: &|record| record.sequence != 4 };
        let page = Page::of(&rows, NAMES, &query(token), 50)?;
        let (next, previous) = (page.next().and_then(|(_, token)| token), page.previous());
        let sequences = page.rows.iter().map(|row| row.sequence).collect();
        Some((sequences, next, previous.and_then(|(_, token)| token)))
    }

    #[test]
    fn pages_stay_put_while_rows_are_added() {
        let mut state = state(&["1", "2", "3", "4", "5", "6"]);
        let (first, next, previous) = page(&state, "").unwrap();
        assert_eq!((first, previous), (vec![6, 5], None));
        add(&mut state, &["7"]);
        let (second, last, back) = page(&state, &next.unwrap()).unwrap();
        assert_eq!(second, [3, 2], "4 does not pass the filter");
        let (again, _, newer) = page(&state, &back.unwrap()).unwrap();
        assert_eq!(again, [6, 5]);
        let (newest, _, none) = page(&state, &newer.unwrap()).unwrap();
        assert_eq!((newest, none), (vec![7, 6], None), "less than a page of newer rows is the first page");
        let (last, none, _) = page(&state, &last.unwrap()).unwrap();
        assert_eq!((last, none), (vec![1], None));
        assert!(page(&state, "PAxyz").is_none());
    }
}
