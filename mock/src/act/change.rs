//! One thing: read, changed, removed, or answered without being kept.

use super::place::Place;
use crate::act::Deed;
use crate::clock;
use crate::code;
use crate::life::table::{Answer, Life, Tables};
use crate::life::{Thing, Verdict};
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::state::{Fields, State};

impl Deed<'_> {
    pub(super) fn fetch(&self, state: &mut State, place: &Place) -> Result<Reply, Refusal> {
        let thing = self.locate(state, place).ok_or_else(|| self.missing(place))?;
        self.readable(state, &thing.key)?;
        self.told(state, &thing).ok_or_else(|| self.missing(place))
    }

    fn told(&self, state: &State, thing: &Thing) -> Option<Reply> {
        state.record(thing).map(|record| self.reply_of(&record.fields, record.revision))
    }

    pub(super) fn update(&self, state: &mut State, place: &Place) -> Result<Reply, Refusal> {
        let thing = self.locate(state, place).ok_or_else(|| self.missing(place))?;
        self.matches(state, &thing)?;
        let mut before = Fields::new();
        state.change(&thing, |fields| {
            before.clone_from(fields);
            self.apply(fields);
        });
        self.world.scene(state).follow(&thing, &before);
        self.told(state, &thing).ok_or_else(|| self.missing(place))
    }

    pub(super) fn delete(&self, state: &mut State, place: &Place) -> Result<Reply, Refusal> {
        let removed = match self.locate(state, place) {
            Some(thing) => {
                self.matches(state, &thing)?;
                self.world.scene(state).leave(&thing);
                state.remove(&thing);
                true
            }
            None => state.remove_single(&place.full) || !self.is_kept(place),
        };
        match removed {
            true => Ok(self.reply_with(None)),
            false => Err(self.missing(place)),
        }
    }

    /// What exists without being created.
    pub(super) fn show(&self, state: &mut State, place: &Place) -> Reply {
        let fields = self.single(state, place);
        let reply = self.reply(&fields);
        if state.single(&place.full).is_none() {
            state.put_single(&place.full, fields);
        }
        reply
    }

    /// Changes what exists without being created.
    pub(super) fn change(&self, state: &mut State, place: &Place) -> Reply {
        let mut fields = self.single(state, place);
        self.apply(&mut fields);
        let reply = self.reply(&fields);
        state.put_single(&place.full, fields);
        reply
    }

    /// An answer about something that is not kept.
    pub(super) fn perform(&self, state: &mut State, place: &Place) -> Result<Reply, Refusal> {
        let operation = self.found.operation;
        if let Some((life, answer)) = Tables::of_process().answered_by(&operation.host, &operation.id) {
            return self.answer(state, place, life, answer);
        }
        let fields = self.passing(state, place);
        Ok(self.reply(&fields))
    }

    /// A code for a thing beside this path.
    fn answer(
        &self,
        state: &mut State,
        place: &Place,
        life: &'static Life,
        answer: &'static Answer,
    ) -> Result<Reply, Refusal> {
        let service = place.collection.rsplit_once('/').map_or("", |(service, _)| service);
        let name = life.shelf.rsplit('/').next().unwrap_or_default();
        let collection = format!("{service}/{name}");
        match self.world.scene(state).answer(answer, &collection, &self.given.body) {
            Verdict::Nothing => Err(Refusal::not_found(self.path, "nothing waits for a code here")),
            // <https://www.twilio.com/docs/api/errors/60202>
            Verdict::Taken(fields, _) if fields.get("status").is_some_and(|now| *now == answer.beyond) => {
                Err(Refusal::new(429, code::MOST_CHECKS, "Max check attempts reached"))
            }
            Verdict::Taken(mut fields, right) => {
                fields.insert("valid".to_owned(), right.into());
                Ok(self.reply(&fields))
            }
        }
    }

    /// What is kept there, or what would be.
    fn single(&self, state: &mut State, place: &Place) -> Fields {
        state.single(&place.full).cloned().unwrap_or_else(|| self.passing(state, place))
    }

    /// The fields of something new that no collection holds.
    fn passing(&self, state: &mut State, place: &Place) -> Fields {
        let Some(schema) = self.found.operation.success.schema else { return Fields::new() };
        let newborn = self.birth(&place.collection, &place.shape, schema);
        self.newborn(state, &newborn, self.inputs(schema)).1
    }

    /// Whether the things of a place can be known: what can be neither read nor listed is always there to be removed.
    fn is_kept(&self, place: &Place) -> bool {
        let known = self.found.document.resources.collection(&place.shape);
        known.is_some_and(|known| known.is_stored() && (known.list.is_some() || known.fetch.is_some()))
    }

    /// Inputs overwrite the fields of the same name.
    fn apply(&self, fields: &mut Fields) {
        let Some(schema) = self.found.operation.success.schema else { return };
        let inputs = self.inputs(schema);
        for (name, value) in inputs {
            let of_path = self.found.path.iter().any(|(variable, _)| crate::naming::snake(variable) == name);
            if fields.contains_key(&name) && !of_path {
                fields.insert(name, value);
            }
        }
        let document = self.found.document;
        let updated = document.schema(schema).property("date_updated").map(|of| document.schema(of));
        if fields.contains_key("date_updated") {
            let format = updated.and_then(|of| of.format.as_deref());
            fields.insert("date_updated".to_owned(), clock::text(self.now, format).into());
        }
    }

    /// The thing that a path names: of its own collection, or of one that shares its things with it.
    fn locate(&self, state: &State, place: &Place) -> Option<Thing> {
        let key = place.key.as_deref()?;
        let own = state.thing(&place.collection, key);
        own.or_else(|| self.shared(state, place).find_map(|path| state.thing(&path, key)))
    }

    /// Paths of collections whose things also belong to this one.
    pub(super) fn shared<'s>(
        &'s self,
        state: &'s State,
        place: &'s Place,
    ) -> impl Iterator<Item = String> + 's {
        let parent = place.collection.rsplit_once('/').map_or("", |(parent, _)| parent);
        let resources = &self.found.document.resources;
        let is_shared = resources.is_shared(&place.shape);
        state
            .shelves_below(parent)
            .take_while(move |_| is_shared)
            .filter(move |(path, shelf)| {
                let near = path.strip_prefix(parent).is_some_and(|rest| rest.starts_with('/'));
                near && resources.shares(&place.shape, &shelf.shape)
            })
            .map(|(path, _)| path.to_owned())
    }
}
