//! Inputs: which method of the draft takes them, and as what.

use super::{Planner, Type, Write};
use crate::facts;
use crate::model::{Format, Input, InputPlace, Schema, Shape};
use crate::name::Name;

impl Planner<'_> {
    /// The type of an input, and how it is written; the same however often it is asked for.
    pub(super) fn input(&mut self, operation: &str, input: &Input) -> (Type, Write) {
        let key = (operation.to_owned(), input.pointer.clone());
        if let Some(known) = self.chosen_inputs.get(&key) {
            return known.clone();
        }
        let chosen = self.choose(operation, input);
        self.chosen_inputs.insert(key, chosen.clone());
        chosen
    }

    fn choose(&mut self, operation: &str, input: &Input) -> (Type, Write) {
        let hint = format!("{operation}_{}", input.name);
        let of = match input.place {
            InputPlace::Field => self.type_of(&input.schema, &hint, true),
            _ => self.wire_type(&input.schema.shape, &input.schema.docs, &hint),
        };
        let of = match of {
            Type::String if facts::is_callback(&input.name) => {
                let is_plain = facts::ignores_overrides(&self.api.document);
                Type::Runtime(if is_plain { "PlainUrl" } else { "CallbackUrl" })
            }
            other => other,
        };
        if let Type::List(item) = &of
            && let Type::Named(name) = item.as_ref()
        {
            self.repeated.insert(name.clone());
        }
        let verb = match (input.place, &of) {
            (InputPlace::Path, _) => "path",
            (InputPlace::Query, Type::List(_)) if !input.joined => "query_each",
            (InputPlace::Query, _) => "query",
            (InputPlace::Form, Type::List(_)) if !input.joined => "form_each",
            (InputPlace::Form, _) => "form",
            (InputPlace::Header, _) => "header",
            (InputPlace::Field, _) => "field",
        };
        match &input.schema.shape {
            Shape::Any(Some(prefix)) if input.place == InputPlace::Query => {
                (of, Write::Input("query_flattened", prefix.clone()))
            }
            _ => (of, Write::Input(verb, input.name.clone())),
        }
    }

    /// The name of the enum whose values a list holds, where the list has a name and the enum has none.
    fn named_values(&self, shape: &Shape) -> Option<Name> {
        let Shape::Reference(name) = shape else { return None };
        match self.shapes.get(name.as_str())? {
            Shape::List(item) if matches!(item.shape, Shape::Enum(_)) => self.components.get(name).cloned(),
            _ => None,
        }
    }

    /// The type of a value that goes on the wire as text: what is no scalar goes as JSON.
    fn wire_type(&mut self, shape: &Shape, docs: &str, hint: &str) -> Type {
        if let Some(items) = self.named_values(shape) {
            return Type::List(Box::new(Type::Named(items)));
        }
        match self.resolved(shape).clone() {
            Shape::Object(_) | Shape::Map(_) | Shape::Any(_) => Type::Runtime("Json"),
            Shape::List(item) => match self.resolved(&item.shape) {
                Shape::List(_) => Type::List(Box::new(Type::Runtime("Json"))),
                _ => Type::List(Box::new(self.wire_type(&item.shape, &item.docs, hint))),
            },
            Shape::Text(Format::Uri | Format::Plain) => Type::String,
            _ => {
                let schema = Schema { docs: docs.to_owned(), ..Schema::of(shape.clone()) };
                self.type_of(&schema, hint, false)
            }
        }
    }
}
