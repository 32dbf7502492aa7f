//! Which argument, setter or choice takes an input.

use super::limit::limits;
use super::{InputOutline, Reach};
use crate::emit::{spell, spell_argument};
use crate::load::Document;
use crate::model::{Body, InputPlace, Operation};
use crate::plan::{Endpoint, Group, Module, Type, Write};

/// The inputs of an operation, with how each is given.
pub(super) fn inputs(
    document: &Document,
    module: &Module,
    operation: &Operation,
    endpoint: &Endpoint,
) -> Vec<InputOutline> {
    let own = operation.inputs.iter().map(|input| {
        let place = place(input.place);
        InputOutline {
            wire: input.name.clone(),
            place,
            is_required: input.required,
            reach: reach(module, endpoint, place, &input.name),
            limits: limits(&document.tree, &input.pointer),
            docs: input.schema.docs.clone(),
            is_deprecated: input.schema.deprecated,
            is_personal: input.schema.pii,
        }
    });
    let mut inputs: Vec<InputOutline> = own.collect();
    if matches!(operation.body, Body::Whole(..)) {
        let taken = endpoint
            .arguments
            .iter()
            .enumerate()
            .find(|(_, argument)| matches!(argument.write, Write::Body(_)));
        inputs.extend(taken.map(|(at, argument)| InputOutline {
            wire: "the whole body".to_owned(),
            place: "body",
            is_required: true,
            reach: vec![Reach::Argument(
                at,
                argument.name.as_str().to_owned(),
                spell_argument(&argument.of, &argument.write),
            )],
            limits: Default::default(),
            docs: String::new(),
            is_deprecated: false,
            is_personal: false,
        }));
    }
    inputs
}

fn place(place: InputPlace) -> &'static str {
    match place {
        InputPlace::Path => "path",
        InputPlace::Query => "query",
        InputPlace::Header => "header",
        InputPlace::Form => "form",
        InputPlace::Field => "body",
    }
}

/// Whether a way of writing takes an input of this place and name.
fn takes(write: &Write, place: &str, wire: &str) -> bool {
    let Write::Input(verb, name) = write else { return false };
    let verb_place = verb.split('_').next().unwrap_or(verb);
    let is_place = match place {
        "body" => verb_place == "field",
        place => verb_place == place,
    };
    // A prefix stands for the whole of a flattened input.
    is_place && (name == wire || wire.starts_with(name.as_str()) && verb.ends_with("flattened"))
}

fn reach(module: &Module, endpoint: &Endpoint, place: &str, wire: &str) -> Vec<Reach> {
    let mut found = Vec::new();
    if endpoint.takes_account && place == "path" && wire == "AccountSid" {
        found.push(Reach::Account);
    }
    for (at, argument) in endpoint.arguments.iter().enumerate() {
        if takes(&argument.write, place, wire) {
            let of = spell_argument(&argument.of, &argument.write);
            found.push(Reach::Argument(at, argument.name.as_str().to_owned(), of));
        }
        let group = module
            .groups
            .iter()
            .find(|group| matches!(&argument.of, Type::Named(name) if *name == group.name));
        found.extend(group.into_iter().flat_map(|group| choices(group, place, wire)));
    }
    for setter in endpoint.setters.iter().filter(|setter| takes(&setter.write, place, wire)) {
        let of = spell_argument(&setter.of, &setter.write);
        found.push(Reach::Setter(setter.name.as_str().to_owned(), of));
        found.extend(setter.clear.iter().map(|clear| Reach::Clear(clear.name.as_str().to_owned())));
    }
    found
}

fn choices(group: &Group, place: &str, wire: &str) -> Vec<Reach> {
    let members = group.members.iter().filter(|member| takes(&member.write, place, wire));
    let name = group.name.as_str();
    members
        .map(|member| {
            Reach::Choice(name.to_owned(), member.constructor.as_str().to_owned(), spell(&member.of))
        })
        .collect()
}
