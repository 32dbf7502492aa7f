//! Codes that people type in: right, wrong, or wrong once too often.

use serde_json::{Map, Value};

use super::scene::Scene;
use super::table::{Answer, text};
use super::{Thing, of};
use crate::state::Fields;

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
        answer: &Answer,
        collection: &str,
        inputs: &Map<String, Value>,
    ) -> Verdict {
        let Some(thing) = self.meant(answer, collection, inputs) else { return Verdict::Nothing };
        let Some(living) = self.lives.get_mut(&thing) else { return Verdict::Nothing };
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
        let record = self.state.shelf(&thing.collection).and_then(|shelf| shelf.find(&thing.key));
        record.map_or(Verdict::Nothing, |record| Verdict::Taken(record.fields.clone(), right))
    }

    /// The thing that the inputs name, the latest where several are meant.
    fn meant(&self, answer: &Answer, collection: &str, inputs: &Map<String, Value>) -> Option<Thing> {
        let shelf = self.state.shelf(collection)?;
        let named = |thing: &Thing| {
            let record = shelf.find(&thing.key);
            let mut given = answer.by.iter().filter_map(|(input, field)| Some((inputs.get(input)?, field)));
            given.all(|(value, field)| record.is_some_and(|record| record.fields.get(field) == Some(value)))
        };
        let things = of(&self.lives, collection).filter(|(thing, _)| named(thing));
        things.max_by_key(|(_, living)| living.born).map(|(thing, _)| thing.clone())
    }
}
