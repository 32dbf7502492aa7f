//! What names stand for: locals, consts, functions, and paths of other crates.

use super::evaluate::{Frame, Interpreter};
use super::library::{Library, is_endpoint_path, is_foreign};
use super::memo::KnownConst;
use super::method::Invocation;
use super::value::{Atom, Value};
use crate::ir::ExprKind;
use crate::resolve::{ConstId, Entity, Resolved, StructId};
use crate::sorted::Map;
use crate::trigger::names_twilio;

/// A static as the owner of what is put into it: numbered from the other end than structs.
fn as_owner(id: ConstId) -> StructId {
    StructId::MAX - id
}

impl Interpreter<'_> {
    pub(super) fn path(&mut self, path: &[String]) -> Value {
        if let [name] = path
            && let Some(value) = self.frame.environment.get(name)
        {
            return value.clone();
        }
        if path.last().is_some_and(|name| {
            matches!(name.as_str(), "TOO_MANY_REQUESTS" | "TooManyRequests" | "RETRY_AFTER")
        }) {
            self.frame.sees_throttling = true;
        }
        match self.resolve_value(path) {
            Some(Resolved::Entity(Entity::Const(id))) => self.constant(id),
            Some(Resolved::Entity(Entity::Function(id))) => {
                self.mention(id);
                Atom::Function(id).into()
            }
            // A unit struct.
            Some(Resolved::Entity(Entity::Struct(id))) => Atom::Object(id, Map::new()).into(),
            Some(Resolved::Member(id, name)) => {
                let mut value = Value::unknown();
                for constant in self.program.type_consts(id, &name) {
                    let constant = self.constant(constant);
                    value.join(&constant);
                }
                for function in self.program.candidates(id, &name) {
                    self.mention(function);
                    value.join(&Atom::Function(function).into());
                }
                match self.frame.sees_hook && value.is_unknown() {
                    true => Atom::Variant { name, is_good: false }.into(),
                    false => value,
                }
            }
            Some(Resolved::External(path)) if self.frame.sees_hook && path == ["None"] => {
                Atom::Refusal.into()
            }
            Some(Resolved::External(path)) if path.last().is_some_and(|name| name != "None") => {
                self.touch(&path);
                Atom::External(path).into()
            }
            _ => Value::unknown(),
        }
    }

    /// What a path names; `Self` is the type of the `impl`.
    pub(super) fn resolve_value(&self, path: &[String]) -> Option<Resolved> {
        let resolved = match (path.split_first(), self.frame.self_type) {
            (Some((first, rest)), Some(id)) if first == "Self" => match rest {
                [] => Some(Resolved::Entity(Entity::Struct(id))),
                [name, ..] => Some(Resolved::Member(id, name.clone())),
            },
            _ => match path {
                [first, name] if self.frame.generics.iter().any(|(parameter, _)| parameter == first) => {
                    self.parameter_bound(first).map(|id| Resolved::Member(id, name.clone()))
                }
                _ => self.program.value(self.frame.module, path),
            },
        };
        self.note_open(resolved.as_ref());
        resolved
    }

    /// What is put into a static that is filled later, `BASE.set(url)`, wherever that is.
    fn put_into(&self, id: ConstId) -> Value {
        self.learned(as_owner(id), "").cloned().unwrap_or_default()
    }

    /// Notes what is put into a static that is filled later.
    pub(super) fn note_put(&mut self, invocation: &Invocation<'_>, result: &Value) {
        let put = match invocation.name() {
            "set" => invocation.first(),
            "get_or_init" | "get_or_try_init" => result.clone(),
            _ => return,
        };
        let ExprKind::Path(path) = &invocation.call.receiver.kind else { return };
        let is_local = matches!(path.as_slice(), [name] if self.frame.environment.get(name).is_some());
        if let (false, Some(Resolved::Entity(Entity::Const(id)))) = (is_local, self.resolve_value(path)) {
            self.write(as_owner(id), "", &put, true);
        }
    }

    /// Notes a name that something outside the sources at hand must define.
    pub(super) fn note_open(&self, resolved: Option<&Resolved>) {
        let is_open = match resolved {
            None => true,
            Some(Resolved::External(path)) => path.first().is_none_or(|root| !is_foreign(root)),
            Some(_) => false,
        };
        if is_open {
            self.is_open.set(true);
        }
    }

    /// Notes that a path of another crate is about Twilio.
    pub(super) fn touch(&mut self, path: &[String]) {
        self.frame.touches_twilio |= is_endpoint_path(path)
            || path.iter().any(|segment| segment == "ringfence" || names_twilio(segment))
            || Library::of(path).is_some_and(Library::is_twilio);
    }

    /// A const's or static's value, interpreted where it stands; its own events are its own entry's.
    pub(super) fn constant(&mut self, id: ConstId) -> Value {
        let Some(entry) = self.program.consts.get(id) else { return Value::unknown() };
        let number = self.program.functions.len() + id;
        let known = self.memo.constant(id);
        let known = known.filter(|known| !self.stack.iter().any(|id| known.reach.contains(*id)));
        if let Some(known) = known {
            self.frame.reach.extend(&known.reach);
            self.frame.touches_twilio |= known.touches_twilio;
            self.frame.sees_throttling |= known.sees_throttling;
            self.steps += known.cost;
            return known.value;
        }
        if self.consts.contains(&id) || self.consts.len() > 16 {
            self.memo.depend_on_entry();
            return Value::unknown();
        }
        self.consts.push(id);
        let (outer_depends, before) = (self.memo.take_depends(), self.steps);
        let outer_steps = std::mem::take(&mut self.all_steps);
        let frame = Frame { module: entry.module, is_quiet: true, ..Frame::default() };
        let outer = std::mem::replace(&mut self.frame, frame);
        let value = self.eval(&entry.value);
        let mut inner = std::mem::replace(&mut self.frame, outer);
        inner.reach.insert(number);
        self.frame.reach.extend(&inner.reach);
        self.consts.pop();
        // `OnceLock::new()` says nothing of what will be in it; the type does.
        let is_vague = value.is_vague();
        let by_type = || self.value_of_type(entry.module, &entry.ty, entry.value.place);
        let put = if is_vague { self.put_into(id) } else { Value::unknown() };
        inner.touches_twilio |= put.matters();
        let value = if is_vague { by_type().joined(&value).joined(&put) } else { value };
        self.frame.touches_twilio |= inner.touches_twilio;
        self.frame.sees_throttling |= inner.sees_throttling;
        // Inside a circle of consts, or of calls, a value is not the last word.
        if self.memo.put_depends_back(outer_depends) {
            let (touches_twilio, sees_throttling) = (inner.touches_twilio, inner.sees_throttling);
            let cost = self.steps - before;
            let known = KnownConst {
                value: value.clone(),
                touches_twilio,
                sees_throttling,
                cost,
                reach: inner.reach,
            };
            self.memo.keep_constant(id, known, std::mem::take(&mut self.all_steps));
        }
        self.all_steps += outer_steps;
        value
    }
}
