//! Things that come with others.

use std::sync::Arc;

use super::Thing;
use super::scene::Scene;
use super::table::{Tables, meets};
use crate::act::bear;
use crate::limit::Turn;
use crate::state::Fields;

impl Scene<'_> {
    /// Brings what a state of a thing spawns into being.
    pub(super) fn spawn(&mut self, thing: &Thing, index: usize) {
        let Some(living) = self.state.living(thing) else { return };
        let row = living.life.states.get(living.state);
        let Some(spawn) = row.and_then(|row| row.spawn.get(index)) else { return };
        let inputs = Arc::clone(&living.inputs);
        let Some(life) = Tables::of_process().named(&spawn.life) else { return };
        if !meets(&spawn.when, &inputs) {
            return;
        }
        let mut fields = Fields::new();
        if let Some(start) = life.start(&inputs) {
            fields.insert("status".to_owned(), start.into());
        }
        for (name, source) in &spawn.set {
            if let Some(value) = self.value(thing, source, None) {
                fields.insert(name.clone(), value.into());
            }
        }
        let collection = thing.below(&spawn.at);
        if let Some(born) = bear(self.world, self.state, life, &collection, fields) {
            self.begin(life, &born, inputs, Turn::default());
        }
    }
}
