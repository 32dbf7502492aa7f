//! Codes that people type in: right, wrong, or wrong once too often.

use serde_json::{Map, Value};

use super::Thing;
use super::scene::Scene;
use super::table::{Answer, text};
use crate::state::{Fields, Record};

/// What became of a code.
pub(crate) enum Verdict {
    /// The thing as it is now, and whether the code was right.
    Taken(Fields, bool),
    /// Nothing waits for a code.
    Nothing,
}

impl Scene<'_> {
    /// Takes a code for a thing of a collection.
    pub(crate) fn answer(
        &mut self,
        answer: &'static Answer,
        collection: &str,
        inputs: &Map<String, Value>,
    ) -> Verdict {
        let Some(thing) = self.meant(answer, collection, inputs) else { return Verdict::Nothing };
        let Some(living) = self.state.living_mut(&thing) else { return Verdict::Nothing };
        let right = living
            .code
            .as_deref()
            .is_some_and(|code| inputs.get(&answer.code).map(text).as_deref() == Some(code));
        living.wrong += u32::from(!right);
        let next = match (right, living.wrong > answer.most) {
            (true, _) => Some(&answer.right),
            (false, true) => Some(&answer.beyond),
            (false, false) => None,
        };
        if let Some(next) = next {
            self.enter(&thing, next);
        }
        let record = self.state.record(&thing);
        record.map_or(Verdict::Nothing, |record| Verdict::Taken(record.fields.clone(), right))
    }

    /// The thing that the inputs name, the latest where several are meant.
    fn meant(&self, answer: &Answer, collection: &str, inputs: &Map<String, Value>) -> Option<Thing> {
        let shelf = self.state.shelf(collection)?;
        let named = |record: &Record| {
            let mut given = answer.by.iter().filter_map(|(input, field)| Some((inputs.get(input)?, field)));
            given.all(|(value, field)| record.fields.get(field) == Some(value))
        };
        let meant = shelf.living().filter(|(record, _)| named(record)).last();
        meant.map(|(record, _)| shelf.thing(record))
    }
}
