//! Names of schemas, and the structs and enums that stand for them.

use super::rings::{Edges, rings};
use super::{Field, Model, OpenEnum, Planner, Type, Variant};
use crate::docs;
use crate::facts;
use crate::model::{Api, EnumValue, Property, Schema, Shape};
use crate::name::{Name, Scope};
use std::collections::{BTreeMap, BTreeSet};

/// A name for each schema: as short as it can be without being another's, whichever operations are selected.
///
/// One that the settings rename still counts under its own name: a rename must not change the names of others.
pub(super) fn names(api: &Api, types: &mut Scope, taken: &mut Vec<String>) -> BTreeMap<String, Name> {
    let schemas = &api.all_schemas;
    let mut uses: BTreeMap<Name, usize> = BTreeMap::new();
    let candidates: Vec<(&String, Vec<Name>)> = schemas.iter().map(|name| (name, candidates(name))).collect();
    for (_, candidates) in &candidates {
        let different: BTreeSet<&Name> = candidates.iter().collect();
        for candidate in different {
            *uses.entry(candidate.clone()).or_default() += 1;
        }
    }
    let mut names = BTreeMap::new();
    // As with operations, what the settings chose comes last.
    let (renamed, own): (Vec<_>, Vec<_>) =
        candidates.into_iter().partition(|(schema, _)| api.renames.schemas.contains_key(*schema));
    for (schema, candidates) in own.into_iter().chain(renamed) {
        let is_free = |name: &&Name| uses.get(*name) == Some(&1) && !types.has(name);
        let wanted = candidates.iter().find(is_free).or(candidates.last());
        let wanted = wanted.cloned().unwrap_or_else(|| Name::pascal(schema));
        let rename = api.renames.schemas.get(schema);
        let wanted = rename.map_or(wanted, |name| Name::pascal(name));
        let name = types.claim(wanted.clone());
        if name != wanted {
            taken.extend(rename.cloned());
        }
        names.insert(schema.clone(), name);
    }
    names
}

/// The last segment, the last two, and so on; enums first without the word `enum`.
fn candidates(schema: &str) -> Vec<Name> {
    let segments: Vec<&str> = schema.split('.').collect();
    let mut names = Vec::new();
    if segments.len() == 1 && schema.contains("_enum_") {
        names.push(Name::pascal(&schema.replacen("_enum_", "_", 1)));
    }
    for start in (0..segments.len()).rev() {
        names.push(Name::pascal(&segments.get(start..).unwrap_or_default().join("_")));
    }
    names
}

impl Planner<'_> {
    /// Plans the type of a named schema, where it has one of its own.
    pub(super) fn component(&mut self, name: &str, schema: &Schema) {
        let Some(chosen) = self.components.get(name).cloned() else { return };
        let is_renamed = candidates(name).first() != Some(&chosen);
        // The items of a list that has a name are called by it.
        let schema = match &schema.shape {
            Shape::List(item) | Shape::Map(item) if item.is_inline() => item,
            _ => schema,
        };
        match &schema.shape {
            Shape::Object(properties) => {
                let is_input = self.inputs.contains(name);
                self.model(chosen, &schema.docs, properties, is_input);
                if let (true, Some(model)) = (is_renamed, self.models.last_mut()) {
                    docs::rename(&mut model.docs, name);
                }
            }
            Shape::Enum(values) => {
                self.open_enum(chosen, &schema.docs, values);
                if let (true, Some(planned)) = (is_renamed, self.enums.last_mut()) {
                    docs::rename(&mut planned.docs, name);
                }
            }
            _ => {}
        }
    }

    /// Plans a struct.
    pub(super) fn model(&mut self, name: Name, docs: &str, properties: &[Property], is_input: bool) {
        let mut scope = Scope::default();
        let own = properties.iter().filter(|property| property.schema.rename.is_none());
        let natural: BTreeSet<Name> = own.map(|property| Name::snake(&property.name)).collect();
        let has_links = properties.iter().any(|property| facts::is_page_link(&property.name, false));
        let mut fields = Vec::new();
        for property in properties {
            let schema = &property.schema;
            let hint = format!("{}_{}", name.as_str(), property.name);
            let wire = property.name.clone();
            let said = format!("The field `{}`.", wire.replace('`', "'"));
            let wanted = Name::snake(property.called());
            let field = scope.claim(wanted.clone());
            if field != wanted || natural.contains(&wanted) {
                self.taken.extend(schema.rename.clone());
            }
            let mut docs = docs::lines(&schema.docs, &said);
            if field != Name::snake(&wire) {
                docs::rename(&mut docs, &wire);
            }
            fields.push(Field {
                name: field,
                docs,
                of: self.type_of(schema, &hint, is_input),
                is_hidden: schema.pii
                    || facts::is_page_link(&wire, has_links)
                    || schema.shape != Shape::Boolean && facts::is_secret(&wire),
                is_deprecated: schema.deprecated,
                wire,
            });
        }
        let said = format!("An object of the kind `{}`.", name.as_str());
        let docs = docs::lines(docs, &said);
        let unknown = scope.claim(Name::snake("unknown"));
        let (is_repeated, derives) = (false, Vec::new());
        self.models.push(Model { name, docs, fields, unknown, is_input, is_repeated, derives });
    }

    /// Plans an enum.
    pub(super) fn open_enum(&mut self, name: Name, docs: &str, values: &[EnumValue]) {
        let mut scope = Scope::with(&["Unlisted"]);
        let own = values.iter().filter(|value| value.rename.is_none());
        let natural: BTreeSet<Name> = own.map(|value| variant_name(&value.text)).collect();
        let mut variants = Vec::new();
        for value in values {
            let planned = variant(value, &mut scope);
            if let Some(rename) = &value.rename
                && (planned.name != Name::pascal(rename) || natural.contains(&planned.name))
            {
                self.taken.push(rename.clone());
            }
            variants.push(planned);
        }
        let said = format!("One of the values of `{}`.", name.as_str());
        self.enum_names.insert(name.clone());
        let catch_all = Name::pascal("Unlisted");
        let (is_repeated, derives) = (false, Vec::new());
        let docs = docs::lines(docs, &said);
        self.enums.push(OpenEnum { name, docs, variants, catch_all, is_repeated, derives });
    }

    /// Marks the types of which some input takes several.
    pub(super) fn mark_repeated(&mut self) {
        for model in &mut self.models {
            model.is_repeated = self.repeated.contains(&model.name);
        }
        for planned in &mut self.enums {
            planned.is_repeated = self.repeated.contains(&planned.name);
        }
    }

    /// A struct may not hold itself but in a box.
    pub(super) fn box_cycles(&mut self) {
        let mut edges = Edges::new();
        for model in &self.models {
            let targets = model.fields.iter().filter_map(|field| match &field.of {
                Type::Named(name) => Some(name.clone()),
                _ => None,
            });
            edges.insert(model.name.clone(), targets.collect());
        }
        let rings = rings(&edges);
        for model in &mut self.models {
            let own = rings.get(&model.name);
            for field in &mut model.fields {
                if let Type::Named(name) = &field.of
                    && own.is_some()
                    && rings.get(name) == own
                {
                    field.of = Type::Boxed(Box::new(field.of.clone()));
                }
            }
        }
    }
}

/// What the variant of a value is called where the name is free; values without a letter or digit get a word.
fn variant_name(value: &str) -> Name {
    if value.is_empty() { Name::pascal("Empty") } else { Name::pascal(value) }
}

fn variant(value: &EnumValue, scope: &mut Scope) -> Variant {
    let EnumValue { text, rename } = value;
    let own = variant_name(text);
    let name = scope.claim(rename.as_ref().map_or(own.clone(), |name| Name::pascal(name)));
    let mut docs = vec![match text.as_str() {
        "" => "The empty value.".to_owned(),
        text => format!("`{}`", text.replace('`', "'")),
    }];
    if name != own {
        docs::rename(&mut docs, text);
    }
    Variant { name, docs, value: text.clone() }
}
