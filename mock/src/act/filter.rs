//! Filters of lists: an input whose name is a field's.

use serde_json::{Map, Value};
use std::cmp::Ordering;

use super::page::is_paging;
use crate::clock::Moment;
use crate::naming::snake;
use crate::operation::{Operation, Place};

/// One filter of a request.
pub(super) struct Filter {
    field: String,
    relation: Relation,
    value: Value,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Relation {
    Equal,
    /// `DateSent<` and the end of a range: at or before.
    AtMost,
    /// `DateSent>` and the start of a range: at or after.
    AtLeast,
}

/// The filters of a query; paging inputs are none.
pub(super) fn filters(operation: &Operation, query: &Map<String, Value>) -> Vec<Filter> {
    query
        .iter()
        .filter(|(name, value)| !is_paging(name) && !value.is_null() && **value != "")
        .map(|(name, value)| {
            let (bare, relation) = match (name.strip_suffix('<'), name.strip_suffix('>')) {
                (Some(bare), _) => (bare, Relation::AtMost),
                (_, Some(bare)) => (bare, Relation::AtLeast),
                _ => (name.as_str(), range_end(operation, name)),
            };
            Filter { field: snake(bare), relation, value: value.clone() }
        })
        .collect()
}

/// `StartDate` and `EndDate` are the ends of a range where an operation has both and no `<` and `>`.
fn range_end(operation: &Operation, name: &str) -> Relation {
    let pair = |own: &str, other: &str| {
        let rest = name.strip_prefix(own)?;
        let both = operation.input(Place::Query, &format!("{other}{rest}")).is_some();
        (both && !operation.has_input(&format!("{name}<"))).then_some(())
    };
    if pair("Start", "End").is_some() {
        return Relation::AtLeast;
    }
    if pair("End", "Start").is_some() { Relation::AtMost } else { Relation::Equal }
}

impl Filter {
    /// Whether a thing passes. A filter whose name is no field of the thing lets everything pass.
    pub(super) fn accepts(&self, fields: &Map<String, Value>) -> bool {
        let Some(field) = fields.get(&self.field) else { return true };
        match &self.value {
            Value::Array(any) => any.iter().any(|value| self.relates(field, value)),
            value => self.relates(field, value),
        }
    }

    fn relates(&self, field: &Value, wanted: &Value) -> bool {
        let (field, wanted) = (text(field), text(wanted));
        let order = match (Moment::parse(&field), Moment::parse(&wanted)) {
            (Some(field), Some(wanted)) => field.compare(wanted),
            _ if self.relation == Relation::Equal => field.cmp(&wanted),
            _ => return false,
        };
        match self.relation {
            Relation::Equal => order == Ordering::Equal,
            Relation::AtMost => order != Ordering::Greater,
            Relation::AtLeast => order != Ordering::Less,
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
