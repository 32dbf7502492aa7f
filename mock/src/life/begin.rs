//! A life begins with what a request has made.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::scene::Scene;
use super::table::Life;
use super::{Living, Thing};
use crate::limit::Turn;

impl Scene<'_> {
    /// Begins the life of a thing that is in the state by now.
    pub(crate) fn begin(
        &mut self,
        life: &'static Life,
        thing: &Thing,
        inputs: Arc<Map<String, Value>>,
        turn: Turn,
    ) {
        let Some(start) = life.start(&inputs) else { return };
        let Some((state, row)) = life.states.get_key_value(start) else { return };
        let told = life.reports.iter().any(|report| self.url(report, &inputs).is_some());
        let code = life.answer.as_ref().map(|answer| {
            let chosen = inputs.get(&answer.chosen).and_then(Value::as_str).map(str::to_owned);
            chosen.unwrap_or_else(|| self.fresh_code(thing))
        });
        let living = Living {
            life,
            inputs,
            state,
            born: self.now,
            sequence: 0,
            told,
            code,
            wrong: 0,
            turn,
            steps: Vec::new(),
        };
        self.state.enliven(thing, living);
        self.arrive(thing, row, true);
    }

    /// Digits that the seed and the thing decide, as many as its service wants.
    fn fresh_code(&self, thing: &Thing) -> String {
        let service = thing.above(self.state).and_then(|service| {
            self.state.record(&service)?.fields.get("code_length").and_then(Value::as_u64)
        });
        let length = usize::try_from(service.unwrap_or(6).clamp(4, 10)).unwrap_or(6);
        let hex = self.world.seed.hex(&thing.key, 0);
        hex.bytes().take(length).map(|byte| char::from(b'0' + byte % 10)).collect()
    }
}
