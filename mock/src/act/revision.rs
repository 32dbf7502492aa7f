//! Revisions: a change that was made in ignorance of another is refused.
//! <https://www.twilio.com/docs/usage/mutation-and-conflict-resolution>

use hyper::header::IF_MATCH;
use serde_json::Value;

use crate::act::Deed;
use crate::code;
use crate::life::Thing;
use crate::operation::Place;
use crate::refusal::Refusal;
use crate::state::{Fields, State};

impl Deed<'_> {
    /// Refuses with 412 where `If-Match` names another revision than the one that is kept.
    pub(super) fn matches(&self, state: &State, thing: &Thing) -> Result<(), Refusal> {
        let header = self.headers.get(IF_MATCH).filter(|_| self.takes_revision());
        let (Some(header), Some(record)) = (header, state.record(thing)) else { return Ok(()) };
        let wanted = String::from_utf8_lossy(header.as_bytes());
        let current = told(&record.fields, record.revision);
        if wanted.split(',').map(bare).any(|one| one == "*" || one == current) {
            return Ok(());
        }
        let mut refusal = Refusal::new(412, code::PRECONDITION_FAILED, "Precondition Failed");
        refusal.problems = vec![format!("`If-Match` is {wanted}, the revision is {current}")];
        Err(refusal)
    }

    fn takes_revision(&self) -> bool {
        self.found.operation.inputs_in(Place::Header).any(|input| input.name.eq_ignore_ascii_case("if-match"))
    }
}

/// The value of the `ETag` header.
pub(super) fn etag(fields: &Fields, revision: u64) -> String {
    format!("\"{}\"", told(fields, revision))
}

/// Products that tell their revisions in a field do it in the words of the header.
fn told(fields: &Fields, revision: u64) -> String {
    let told = fields.get("revision").and_then(Value::as_str).filter(|told| !told.is_empty());
    told.map_or_else(|| revision.to_string(), str::to_owned)
}

/// An entity tag without quotes and mark of weakness; Twilio takes either spelling.
fn bare(tag: &str) -> &str {
    let tag = tag.trim();
    tag.strip_prefix("W/").unwrap_or(tag).trim_matches('"')
}
