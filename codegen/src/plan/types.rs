//! Types of values.

use super::Planner;
use crate::docs;
use crate::model::{Format, Schema, Shape};
use crate::name::Name;

/// A Rust type in generated code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Unit,
    String,
    Bool,
    Integer,
    /// A type of the runtime, by name.
    Runtime(&'static str),
    Sid(char, char),
    /// A type of the same module.
    Named(Name),
    List(Box<Type>),
    /// A map; Twilio has `null` among the values of some.
    Map(Box<Type>),
    Boxed(Box<Type>),
}

/// How far aliases of aliases are followed.
const ALIASES: usize = 16;

impl<'a> Planner<'a> {
    /// The type of a value in JSON. `hint` names a type that has no name in the document.
    pub(super) fn type_of(&mut self, schema: &Schema, hint: &str, is_input: bool) -> Type {
        self.type_within(&schema.shape, &schema.docs, hint, is_input, &mut Vec::new())
    }

    /// `aliases` are the named schemas on the way here that have no type of their own.
    fn type_within(
        &mut self,
        shape: &Shape,
        docs: &str,
        hint: &str,
        is_input: bool,
        aliases: &mut Vec<String>,
    ) -> Type {
        match shape {
            Shape::Text(format) => text(format),
            Shape::Integer => Type::Integer,
            Shape::Number => Type::Runtime("Decimal"),
            Shape::Boolean => Type::Bool,
            Shape::Any(_) => Type::Runtime("Json"),
            Shape::List(item) => {
                let item = self.type_within(&item.shape, &item.docs, hint, is_input, aliases);
                Type::List(Box::new(item))
            }
            Shape::Map(value) => {
                let value = self.type_within(&value.shape, &value.docs, hint, is_input, aliases);
                Type::Map(Box::new(value))
            }
            Shape::Enum(values) => {
                let name = self.claim_unnamed(Name::pascal(hint));
                self.open_enum(name.clone(), docs, values);
                if let (true, Some(planned)) = (name != Name::pascal(hint), self.enums.last_mut()) {
                    docs::number(&mut planned.docs);
                }
                Type::Named(name)
            }
            Shape::Object(properties) => {
                let name = self.claim_unnamed(Name::pascal(hint));
                self.model(name.clone(), docs, properties, is_input);
                if let (true, Some(model)) = (name != Name::pascal(hint), self.models.last_mut()) {
                    docs::number(&mut model.docs);
                }
                Type::Named(name)
            }
            Shape::Reference(name) => self.reference(name, hint, is_input, aliases),
        }
    }

    fn reference(&mut self, name: &str, hint: &str, is_input: bool, aliases: &mut Vec<String>) -> Type {
        let Some(shape) = self.shapes.get(name).copied() else { return Type::Runtime("Json") };
        if is_input {
            self.mark_input(name);
        }
        match (shape, self.components.get(name)) {
            (Shape::Object(_) | Shape::Enum(_), Some(chosen)) => Type::Named(chosen.clone()),
            (Shape::List(item), Some(chosen)) if item.is_inline() => {
                Type::List(Box::new(Type::Named(chosen.clone())))
            }
            (Shape::Map(value), Some(chosen)) if value.is_inline() => {
                Type::Map(Box::new(Type::Named(chosen.clone())))
            }
            // A list of itself has no end as a type.
            _ if aliases.iter().any(|known| known == name) => Type::Runtime("Json"),
            (alias, _) => {
                aliases.push(name.to_owned());
                let of = self.type_within(alias, "", hint, is_input, aliases);
                aliases.pop();
                of
            }
        }
    }

    /// Marks a schema and what it refers to as made by users.
    fn mark_input(&mut self, name: &str) {
        let mut left = vec![name.to_owned()];
        while let Some(name) = left.pop() {
            if let Some(shape) = self.shapes.get(name.as_str())
                && self.inputs.insert(name)
            {
                references(shape, &mut left);
            }
        }
    }

    /// What a shape is in the end, aliases followed.
    pub(super) fn resolved<'s>(&self, shape: &'s Shape) -> &'s Shape
    where
        'a: 's,
    {
        let mut shape = shape;
        for _ in 0..ALIASES {
            match shape {
                Shape::Reference(name) => match self.shapes.get(name.as_str()) {
                    Some(target) => shape = target,
                    None => break,
                },
                _ => break,
            }
        }
        shape
    }
}

fn references(shape: &Shape, found: &mut Vec<String>) {
    match shape {
        Shape::Reference(name) => found.push(name.clone()),
        Shape::List(item) | Shape::Map(item) => references(&item.shape, found),
        Shape::Object(properties) => {
            for property in properties {
                references(&property.schema.shape, found);
            }
        }
        _ => {}
    }
}

pub(super) fn text(format: &Format) -> Type {
    match format {
        Format::Plain | Format::Uri => Type::String,
        Format::Date => Type::Runtime("Date"),
        Format::DateTime => Type::Runtime("Timestamp"),
        Format::PhoneNumber => Type::Runtime("PhoneNumber"),
        Format::HttpMethod => Type::Runtime("HttpMethod"),
        Format::MessageSid => Type::Runtime("MessageSid"),
        Format::Sid(a, b) => Type::Sid(*a, *b),
    }
}
