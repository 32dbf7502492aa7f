//! One page of rows. A token names the row where the page starts or ends, so inserts between pages shift nothing.

use serde_json::{Map, Value};

use crate::form::{Pairs, encode};
use crate::state::Record;

/// A page, cut.
pub(super) struct Page<'a> {
    pub(super) rows: Vec<&'a Record>,
    /// The number the client gave; Twilio only echoes it and counts it on.
    pub(super) number: u64,
    pub(super) size: usize,
    pub(super) token: Option<String>,
    newer: bool,
    older: bool,
}

/// Which rows a token asks for.
enum Cut {
    OlderThan(u64),
    NewerThan(u64),
}

impl<'a> Page<'a> {
    /// Cuts a page out of rows that are sorted newest first; nothing where the token is none of ours.
    pub(super) fn of(rows: &[&'a Record], query: &Map<String, Value>, size: usize) -> Option<Page<'a>> {
        let number = query.get("Page").and_then(Value::as_u64).unwrap_or(0);
        let asked = query.get("PageSize").and_then(Value::as_u64).and_then(|size| usize::try_from(size).ok());
        let size = asked.unwrap_or(size).max(1);
        let token = query.get("PageToken").and_then(Value::as_str).filter(|token| !token.is_empty());
        let token = token.map(str::to_owned);
        let start = match token.as_deref().map(cut) {
            Some(None) => return None,
            None => 0,
            Some(Some(Cut::OlderThan(sequence))) => rows.partition_point(|row| row.sequence >= sequence),
            Some(Some(Cut::NewerThan(sequence))) => {
                rows.partition_point(|row| row.sequence > sequence).saturating_sub(size)
            }
        };
        let page: Vec<&Record> = rows.iter().skip(start).take(size).copied().collect();
        let older = start.saturating_add(page.len()) < rows.len();
        Some(Page { rows: page, number, size, token, newer: start > 0, older })
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
        pairs.push(("PageSize".to_owned(), self.size.to_string()));
        pairs.push(("Page".to_owned(), number.to_string()));
        pairs.extend(token.map(|token| ("PageToken".to_owned(), token)));
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
    use super::Page;
    use crate::state::{Fields, Record};
    use serde_json::{Map, json};

    fn query(token: &str) -> Map<String, serde_json::Value> {
        json!({"PageSize": 2, "PageToken": token}).as_object().cloned().unwrap()
    }

    #[test]
    fn pages_stay_put_while_rows_are_added() {
        let mut all: Vec<Record> =
            (1..=5).map(|sequence| Record { sequence, revision: 0, fields: Fields::new() }).collect();
        let newest_first = |all: &[Record]| -> Vec<Record> { all.iter().rev().cloned().collect() };
        let rows = newest_first(&all);
        let rows: Vec<&Record> = rows.iter().collect();
        let first = Page::of(&rows, &query(""), 50).unwrap();
        assert_eq!(first.rows.iter().map(|row| row.sequence).collect::<Vec<_>>(), [5, 4]);
        assert!(first.previous().is_none());
        let (number, token) = first.next().unwrap();
        assert_eq!(number, 1);

        all.push(Record { sequence: 6, revision: 0, fields: Fields::new() });
        let rows = newest_first(&all);
        let rows: Vec<&Record> = rows.iter().collect();
        let second = Page::of(&rows, &query(&token.unwrap()), 50).unwrap();
        assert_eq!(second.rows.iter().map(|row| row.sequence).collect::<Vec<_>>(), [3, 2]);
        let (_, back) = second.previous().unwrap();
        let again = Page::of(&rows, &query(&back.unwrap()), 50).unwrap();
        assert_eq!(again.rows.iter().map(|row| row.sequence).collect::<Vec<_>>(), [5, 4]);
        let (_, token) = second.next().unwrap();
        let last = Page::of(&rows, &query(&token.unwrap()), 50).unwrap();
        assert_eq!(last.rows.len(), 1);
        assert!(last.next().is_none());
        assert!(Page::of(&rows, &query("PAxyz"), 50).is_none());
    }
}
