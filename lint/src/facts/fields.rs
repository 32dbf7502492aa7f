//! Fields: struct literals, reads and writes.

use super::evaluate::Interpreter;
use super::learned::Write;
use super::library::Library;
use super::method::Invocation;
use super::pattern::part;
use super::secrets::{Secret, is_redacting_type, may_hold_text, secret_by_name, secret_by_variable};
use super::value::{Atom, Client, Request, Value};
use crate::Place;
use crate::gather::Gather;
use crate::ir::{Expr, ExprKind};
use crate::resolve::{Entity, Resolved, StructId};
use crate::sorted::Map;
use crate::trigger::names_twilio;

impl Interpreter<'_> {
    /// A field of a value: set where the value was made, or in one place of the crate, or known by its type.
    pub(super) fn field(&mut self, base: &Value, name: &str, place: Place) -> Value {
        let mut found = Value::unknown();
        for atom in &base.atoms {
            match atom {
                Atom::Object(id, fields) => match fields.get(name).filter(|value| !value.is_unknown()) {
                    Some(value) if *value.atoms == [Atom::Overridden] => {
                        found.join(&self.field_by_type(*id, name, place));
                    }
                    Some(value) => {
                        let value = self.read_as_field(*id, name, value.revealed());
                        found.join(&value);
                    }
                    None => {
                        let value = self.field_of_type(*id, name, place);
                        self.frame.touches_twilio |= value.matters();
                        found.join(&value);
                    }
                },
                Atom::Listed(listed) if listed.operation.names_another(name) => {}
                Atom::Listed(_) => found.join(&atom.clone().into()),
                Atom::Tuple(parts) => {
                    let part = name.parse::<usize>().ok().and_then(|index| parts.get(index));
                    found.join(part.unwrap_or(&Value::unknown()));
                }
                Atom::Hook(hook) => found.join(&self.hook_field(*hook, name, place)),
                _ => {}
            }
        }
        let named = if found.is_vague() { self.secret_field(base, name, place) } else { None };
        match named {
            Some(secret) => {
                self.frame.touches_twilio = true;
                Atom::Secret(secret).into()
            }
            None => found,
        }
    }

    /// A field that its name, or an attribute that says where it is read from, makes a secret.
    fn secret_field(&self, base: &Value, name: &str, place: Place) -> Option<Secret> {
        let entry = base.atoms.iter().find_map(|atom| match atom {
            Atom::Object(id, _) => self.program.structs.get(*id),
            _ => None,
        });
        let hint = entry.and_then(|entry| entry.hints.fields.iter().find(|hint| hint.field == name));
        let source = hint.and_then(|hint| hint.source.as_ref());
        // What is read from a variable of another name is not what the field is called; a key may be short.
        let is_variable = |name: &str| !name.contains(|character: char| character.is_ascii_lowercase());
        let mut secret = match source {
            Some((variable, place)) if is_variable(variable) => secret_by_variable(variable, *place),
            Some((key, place)) => secret_by_name(key, *place).or_else(|| secret_by_name(name, *place)),
            None => secret_by_name(name, place),
        }?;
        secret.is_certain |= base.atoms.iter().any(|atom| self.is_twilio_type(atom));
        let ty = entry.and_then(|entry| entry.fields.iter().find(|(field, _)| field == name));
        if let Some((_, ty)) = ty {
            secret.is_hidden = is_redacting_type(ty);
            if !may_hold_text(ty) {
                return None;
            }
        }
        Some(secret)
    }

    /// Whether a type of the crate says by its name, or by a field that only Twilio's callers have, that it is about Twilio.
    pub(super) fn is_twilio_type(&self, atom: &Atom) -> bool {
        match atom {
            Atom::Object(id, _) => self.is_twilio_struct(*id),
            _ => false,
        }
    }

    fn is_twilio_struct(&self, id: StructId) -> bool {
        self.program.structs.get(id).is_some_and(|entry| {
            let has_sid = entry.fields.iter().any(|(name, _)| name == "account_sid" || names_twilio(name));
            names_twilio(&entry.name) || has_sid
        })
    }

    pub(super) fn field_of_type(&self, id: StructId, name: &str, place: Place) -> Value {
        let known = self.learned(id, name).cloned();
        known.unwrap_or_else(|| self.field_by_type(id, name, place))
    }

    /// What a field is known to hold, by what is written to it anywhere.
    pub(super) fn learned(&self, id: StructId, name: &str) -> Option<&'_ Value> {
        let key = (id, name.to_owned());
        let known = self.fields.get(&key);
        self.asked.borrow_mut().insert(key);
        known
    }

    fn field_by_type(&self, id: StructId, name: &str, place: Place) -> Value {
        let Some(entry) = self.program.structs.get(id) else { return Value::unknown() };
        let ty = entry.fields.iter().find(|(field, _)| field == name).map(|(_, ty)| ty);
        let value = ty.map(|ty| self.value_of_type(entry.module, ty, place)).unwrap_or_default();
        let given = entry.hints.given.iter().find(|(field, ..)| field == name);
        match given.filter(|_| value.is_unknown() && self.frame.self_type == Some(id)) {
            // What bounds the type's parameter in this `impl`.
            Some((_, parameter, _)) => {
                let bound = self.parameter_bound(parameter);
                bound.map(|id| Atom::Object(id, Map::new()).into()).unwrap_or_default()
            }
            None => value,
        }
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
            fields.iter().map(|(name, expr)| (name.clone(), self.eval(expr), expr.place)).gather();
        let has_rest = rest.is_some();
        let rest = rest.map(|rest| self.eval(rest)).unwrap_or_default();
        let given: Vec<Value> = values.iter().map(|(_, value, _)| value.clone()).gather();
        if let Some((_, _, place)) = values.first() {
            self.credentials_beside_sids(&given, *place);
        }
        match target {
            Some(Resolved::Entity(Entity::Struct(id))) => {
                let of_twilio = self.is_twilio_struct(id);
                self.frame.touches_twilio |= of_twilio;
                for (name, value, place) in &values {
                    self.field_credential(of_twilio, name, value, *place);
                }
                let mut object = Map::new();
                if let Some(Atom::Object(same, fields)) = rest.atoms.first()
                    && *same == id
                {
                    object.clone_from(fields);
                }
                for (name, value, _) in values {
                    self.write(id, &name, &value, has_rest);
                    let value = self.set(id, &name, value);
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

    /// A field is set, alone or along with all others.
    pub(super) fn write(&mut self, owner: StructId, field: &str, value: &Value, is_override: bool) {
        // What came with one request is not what the field holds at the next.
        let value =
            if value.holds_hook(&|_| true) { Value::unknown() } else { value.without_proofs().telling() };
        self.frame.writes.insert(Write { owner, field: field.to_owned(), value, is_override });
    }

    /// What a field holds once it is set: what nobody knows hides what the field would be by default.
    fn set(&self, owner: StructId, field: &str, value: Value) -> Value {
        match value.telling().is_unknown() && self.learned(owner, field).is_some() {
            true => Atom::Overridden.into(),
            false => value,
        }
    }

    /// Whether a function of a type's starts what a derived builder makes.
    pub(super) fn builds(&self, id: StructId, name: &str) -> bool {
        name == "builder" && self.program.structs.get(id).is_some_and(|entry| entry.hints.is_built)
    }

    /// A method of a derived builder, which stands for what it makes: it sets a field, or makes it.
    pub(super) fn build(&mut self, builder: &Atom, invocation: &Invocation<'_>) -> Option<Value> {
        let Atom::Object(id, fields) = builder else { return None };
        let entry = self.program.structs.get(*id).filter(|entry| entry.hints.is_built)?;
        let name = invocation.name();
        let field = name.strip_prefix("maybe_").unwrap_or(name);
        if entry.fields.iter().any(|(own, _)| own == field) && invocation.args.len() == 1 {
            let value = invocation.first();
            self.field_credential(self.is_twilio_struct(*id), field, &value, invocation.arg_place(0));
            self.write(*id, field, &value, true);
            let mut fields = fields.clone();
            fields.insert(field.to_owned(), self.set(*id, field, value));
            return Some(Atom::Object(*id, fields).into());
        }
        matches!(name, "build" | "try_build").then(|| builder.clone().into())
    }

    /// Writes to a name or to a field of one.
    pub(super) fn assign(&mut self, target: &Expr, value: Value, place: Place) {
        match &target.kind {
            ExprKind::Transparent(inner) | ExprKind::Awaited(inner) | ExprKind::Deref(inner) => {
                self.assign(inner, value, place)
            }
            ExprKind::Tuple(targets) => {
                for (index, target) in targets.iter().enumerate() {
                    self.assign(target, part(&value, index), place);
                }
            }
            ExprKind::Field(base, field) => {
                let object = self.eval_quietly(base);
                for atom in &object.atoms {
                    match atom {
                        Atom::Object(id, _) => {
                            self.field_credential(self.is_twilio_struct(*id), field, &value, place);
                            self.write(*id, field, &value, true);
                        }
                        Atom::External(path) => {
                            self.external_struct(&path.clone(), &[(field.clone(), value.clone(), place)]);
                        }
                        _ => {}
                    }
                }
                self.store(target, value);
            }
            ExprKind::Method(call) if matches!(call.name.as_str(), "uri_mut" | "url_mut") => {
                let before = self.eval_quietly(&call.receiver);
                let client = before.atoms.iter().find_map(|atom| match atom {
                    Atom::Request(Request { library, retries, is_blind, tls, .. }) => Some(Client {
                        library: *library,
                        retries: *retries,
                        is_blind: *is_blind,
                        tls: tls.clone(),
                    }),
                    _ => None,
                });
                let client = client.unwrap_or_else(|| Client::new(Library::Hyper));
                let request = self.request(&client, &value, place);
                self.store(&call.receiver, request);
            }
            _ => self.store(target, value),
        }
    }

    /// What a name, or a field of one, stands for from now on.
    pub(super) fn store(&mut self, target: &Expr, value: Value) {
        match &target.kind {
            ExprKind::Path(path) => {
                if let [name] = path.as_slice()
                    && let Some(bound) = self.frame.environment.get_mut(name)
                {
                    let roots = value.roots;
                    *bound = value.bounded().rooted(roots);
                    self.renew(target, roots);
                }
            }
            ExprKind::Transparent(inner) | ExprKind::Awaited(inner) | ExprKind::Deref(inner) => {
                self.store(inner, value)
            }
            ExprKind::Field(base, field) if is_place(base) => {
                let object = self.eval_quietly(base);
                let written = object.atoms.iter().map(|atom| match atom {
                    Atom::Object(id, _) => atom.with_field(field, &self.set(*id, field, value.clone())),
                    other => other.with_field(field, &value),
                });
                let written = written.gather::<Value>().rooted(object.roots.joined(value.roots));
                self.store(base, written);
            }
            _ => {}
        }
    }
}

/// Whether an expression names a place in memory.
fn is_place(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Path(_) => true,
        ExprKind::Transparent(inner)
        | ExprKind::Awaited(inner)
        | ExprKind::Deref(inner)
        | ExprKind::Field(inner, _) => is_place(inner),
        _ => false,
    }
}
