//! Fields: struct literals, reads and writes.

use super::evaluate::Interpreter;
use super::types::secret_by_name;
use super::value::{Atom, Value};
use crate::Place;
use crate::ir::{Expr, ExprKind};
use crate::resolve::{Entity, Resolved, StructId};
use std::collections::BTreeMap;

impl Interpreter<'_> {
    /// A field of a value: set where the value was made, or in one place of the crate, or known by its type.
    pub(super) fn field(&mut self, base: &Value, name: &str, place: Place) -> Value {
        let mut found = Value::unknown();
        for atom in &base.atoms {
            match atom {
                Atom::Object(id, fields) => match fields.get(name).filter(|value| !value.is_unknown()) {
                    Some(value) => found.join(value),
                    None => {
                        let value = self.field_of_type(*id, name, place);
                        self.frame.touches_twilio |= value.matters();
                        found.join(&value);
                    }
                },
                Atom::Tuple(parts) => {
                    let part = name.parse::<usize>().ok().and_then(|index| parts.get(index));
                    found.join(part.unwrap_or(&Value::unknown()));
                }
                _ => {}
            }
        }
        let is_vague = found.atoms.iter().all(|atom| matches!(atom, Atom::External(_)));
        if is_vague && let Some(mut secret) = secret_by_name(name, place) {
            secret.is_certain |= base.atoms.iter().any(|atom| self.is_twilio_type(atom));
            self.frame.touches_twilio = true;
            return Atom::Secret(secret).into();
        }
        found
    }

    /// Whether a type of the crate says by its name that it is about Twilio.
    pub(super) fn is_twilio_type(&self, atom: &Atom) -> bool {
        match atom {
            Atom::Object(id, _) => self
                .program
                .structs
                .get(*id)
                .is_some_and(|entry| entry.name.to_ascii_lowercase().contains("twilio")),
            _ => false,
        }
    }

    pub(super) fn field_of_type(&self, id: StructId, name: &str, place: Place) -> Value {
        if let Some(value) = self.fields.get(&(id, name.to_owned())) {
            return value.clone();
        }
        let Some(entry) = self.program.structs.get(id) else { return Value::unknown() };
        let ty = entry.fields.iter().find(|(field, _)| field == name).map(|(_, ty)| ty);
        ty.map(|ty| self.value_of_type(entry.module, ty, place)).unwrap_or_default()
    }

    pub(super) fn struct_literal(
        &mut self,
        path: &[String],
        fields: &[(String, Expr)],
        rest: Option<&Expr>,
    ) -> Value {
        let target = match (path, self.frame.self_type) {
            ([name], Some(id)) if name == "Self" => Some(Resolved::Entity(Entity::Struct(id))),
            _ => self.program.ty(self.frame.module, path),
        };
        self.note_open(target.as_ref());
        let values: Vec<(String, Value, Place)> =
            fields.iter().map(|(name, expr)| (name.clone(), self.eval(expr), expr.place)).collect();
        let rest = rest.map(|rest| self.eval(rest)).unwrap_or_default();
        match target {
            Some(Resolved::Entity(Entity::Struct(id))) => {
                let mut object = BTreeMap::new();
                if let Some(Atom::Object(same, fields)) = rest.atoms.first()
                    && *same == id
                {
                    object.clone_from(fields);
                }
                for (name, value, _) in values {
                    self.write(id, &name, &value);
                    object.insert(name, value);
                }
                object.retain(|_, value| !value.is_unknown());
                Atom::Object(id, object).into()
            }
            Some(Resolved::External(path)) => {
                self.external_struct(&path, &values);
                Atom::External(path).into()
            }
            _ => Value::unknown(),
        }
    }

    /// A field is set.
    pub(super) fn write(&mut self, owner: StructId, field: &str, value: &Value) {
        self.frame.writes.insert((owner, field.to_owned(), value.telling()));
    }

    /// Writes to a name or to a field of one.
    pub(super) fn assign(&mut self, target: &Expr, value: Value, place: Place) {
        match &target.kind {
            ExprKind::Path(path) => {
                if let [name] = path.as_slice()
                    && let Some(bound) = self.frame.environment.get_mut(name)
                {
                    *bound = value;
                }
            }
            ExprKind::Transparent(inner) => self.assign(inner, value, place),
            ExprKind::Field(base, field) => {
                let mut object = self.eval_quietly(base);
                for atom in &mut object.atoms {
                    match atom {
                        Atom::Object(id, fields) => {
                            self.write(*id, field, &value);
                            fields.insert(field.clone(), value.clone());
                        }
                        Atom::External(path) => {
                            self.external_struct(&path.clone(), &[(field.clone(), value.clone(), place)]);
                        }
                        _ => {}
                    }
                }
                if matches!(base.kind, ExprKind::Path(_)) {
                    self.assign(base, object, place);
                }
            }
            _ => {}
        }
    }
}
