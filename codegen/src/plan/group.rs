//! Groups of inputs of which one is needed.

use super::{Argument, Group, Member, Planner, Type, Write};
use crate::docs;
use crate::facts::GroupNames;
use crate::model::{Input, InputPlace, Operation};
use crate::name::{Name, Scope};
use std::collections::BTreeMap;

impl Planner<'_> {
    /// Plans the enum of a group; the argument that takes it.
    pub(super) fn group(&mut self, operation: &Operation, inputs: &[String]) -> Argument {
        let known = GroupNames::find(&operation.id, inputs);
        let (name, argument) = match known {
            Some(names) => (Name::pascal(names.name), Name::snake(names.argument)),
            None => generic_names(&operation.id, inputs),
        };
        let wanted = name;
        let name = self.claim_unnamed(wanted.clone());
        let (mut variants, mut constructors) = (Scope::default(), Scope::with(&["write"]));
        let mut members = Vec::new();
        let named = operation.inputs.iter().filter(|input| input.place != InputPlace::Path);
        let mut by_name: BTreeMap<Name, &Input> = BTreeMap::new();
        for input in named {
            by_name.entry(Name::snake(&input.name)).or_insert(input);
        }
        let more = known.into_iter().flat_map(|names| names.constructors.iter().skip(inputs.len()));
        for member in inputs.iter().map(String::as_str).chain(more.map(|(input, _)| *input)) {
            let wanted = Name::snake(member);
            let Some(input) = by_name.get(&wanted).copied() else { continue };
            let (of, write) = self.input(&operation.id, input);
            let chosen =
                known.and_then(|names| names.constructors.iter().find(|(input, _)| *input == member));
            let constructor = match (&input.schema.rename, chosen) {
                (Some(name), _) => Name::snake(name),
                (None, Some((_, constructor))) => Name::snake(constructor),
                (None, None) => wanted,
            };
            let mut docs = docs::lines(&input.schema.docs, &format!("`{}`.", input.name));
            let variant = variants.claim(Name::pascal(constructor.as_str()));
            let claimed = constructors.claim(constructor.clone());
            if claimed != constructor {
                docs::rename(&mut docs, &input.name);
            }
            members.push(Member { variant, constructor: claimed, wire: input.name.clone(), docs, of, write });
        }
        let mut docs = vec![format!("What [`{}`] needs one of.", self.builder(&operation.id).as_str())];
        if name != wanted {
            docs::number(&mut docs);
        }
        self.groups.push(Group { name: name.clone(), docs, members });
        Argument { name: argument, of: Type::Named(name), write: Write::Group }
    }
}

fn generic_names(operation: &str, inputs: &[String]) -> (Name, Name) {
    let members = inputs.join("_or_");
    (Name::pascal(&format!("{}_{members}", resource(operation).unwrap_or(operation))), Name::snake(&members))
}

/// What an operation is about, as its id says.
pub(super) fn resource(operation: &str) -> Option<&str> {
    ["Create", "Update", "Fetch", "List", "Delete"].iter().find_map(|verb| operation.strip_prefix(verb))
}
