//! Calls and macros: who is called, and with what.

use super::evaluate::Interpreter;
use super::event::EventKind;
use super::outcome::Discard;
use super::strings::strung;
use super::switches::CONDITION;
use super::value::{Atom, Value};
use super::vocabulary::{is_drawn_by, is_steady_function};
use crate::Place;
use crate::gather::Gather;
use crate::ir::{Expr, ExprKind};
use crate::kinds::{ASKING_FOR_ROOM, SLEEPING, THROTTLED, WAITING, asks_for_pace, asks_when};
use crate::messages::Message;
use crate::resolve::{Entity, Resolved, StructId};
use crate::sorted::Map;

impl Interpreter<'_> {
    pub(super) fn call(&mut self, func: &Expr, args: &[Expr], place: Place) -> Value {
        let ExprKind::Path(path) = &func.kind else {
            let callee = self.eval(func);
            let values = self.arguments(args);
            if self.frame.is_dead {
                return Value::unknown();
            }
            return self.call_unnamed(&callee, &values, place);
        };
        let local = match path.as_slice() {
            [name] => self.frame.environment.get(name).cloned(),
            _ => None,
        };
        if let Some(callee) = local {
            let values = self.arguments(args);
            return self.call_unnamed(&callee, &values, place);
        }
        let values = self.arguments(args);
        if self.frame.is_dead {
            return Value::unknown();
        }
        let resolved = self.resolve_value(path);
        self.note_call(resolved.as_ref(), (path, args), &values, place);
        match resolved {
            Some(Resolved::Entity(Entity::Function(id))) => {
                let targets: Vec<&Expr> = args.iter().gather();
                self.call_with(id, values, &targets, place)
            }
            Some(Resolved::Entity(Entity::Struct(id))) => {
                let mut fields = Map::new();
                for (index, value) in values.into_iter().enumerate() {
                    self.write(id, &index.to_string(), &value, false);
                    fields.insert(index.to_string(), value);
                }
                Atom::Object(id, fields).into()
            }
            Some(Resolved::Entity(Entity::Const(id))) => {
                let callee = self.constant(id);
                self.call_value(&callee, &values, place)
            }
            Some(Resolved::Member(id, name)) => self.member_call(id, &name, values, args, place),
            Some(Resolved::External(path)) => {
                if let Some(value) =
                    self.span_call(&path, args).or_else(|| self.memory_call(&path, &values, args))
                {
                    return value;
                }
                let places: Vec<Place> = args.iter().map(|arg| arg.place).gather();
                let value = self.external_call(&path, &values, &places, func.place, place);
                // What it gives is new; what it asks for hangs on its arguments.
                self.note_fresh(is_drawn_by(&path), is_steady_function(&path));
                value
            }
            _ => {
                self.note_made();
                Value::unknown()
            }
        }
    }

    /// A call that looks at answers, or that waits by its name; what a function of the crate waits is seen in its body.
    fn note_call(
        &mut self,
        resolved: Option<&Resolved>,
        (path, args): (&[String], &[Expr]),
        values: &[Value],
        place: Place,
    ) {
        if let ([.., name], [_, awaited]) = (path, args)
            && name == "timeout"
            && matches!(&awaited.kind, ExprKind::Method(call) if WAITING.contains(&call.name.as_str()))
        {
            self.frame.sleeps = true;
            self.note_wait(values.first().unwrap_or(&Value::unknown()), place);
        }
        if !matches!(path.last().map(String::as_str), Some("Ok" | "Some" | "pin" | "timeout")) {
            values.iter().for_each(|value| self.note_read_answer(value.roots));
        }
        match resolved {
            Some(Resolved::Entity(Entity::Function(_))) => {}
            Some(Resolved::External(full)) => self.note_sleep(full, values.first(), place),
            _ => self.note_sleep(path, values.first(), place),
        }
    }

    /// Calls a type's own function, or makes a variant.
    fn member_call(
        &mut self,
        id: StructId,
        name: &str,
        values: Vec<Value>,
        args: &[Expr],
        place: Place,
    ) -> Value {
        let targets: Vec<&Expr> = args.iter().gather();
        match self.call_method(id, name, &values, &targets, place) {
            Some(value) => value,
            // A variant stands for what it holds; a derived `default` for the type.
            None if name == "default" || makes_itself(name) || self.builds(id, name) => {
                Atom::Object(id, Map::new()).into()
            }
            None => single_or_tuple(values),
        }
    }

    /// Calls what a name of the function, or an expression, stands for.
    fn call_unnamed(&mut self, callee: &Value, args: &[Value], place: Place) -> Value {
        if !callee.atoms.iter().any(|atom| matches!(atom, Atom::Closure(_) | Atom::Function(_))) {
            self.note_made();
        }
        self.call_value(callee, args, place)
    }

    fn arguments(&mut self, args: &[Expr]) -> Vec<Value> {
        let values: Vec<Value> = args.iter().map(|arg| self.eval(arg)).gather();
        if let Some(first) = args.first() {
            self.credentials_beside_sids(&values, first.place);
        }
        values
    }

    /// A macro's arguments; of a macro that is not known each may be reached or not.
    fn macro_arguments(&mut self, name: &str, args: &[Expr]) -> Vec<Value> {
        const PLAIN: &[&str] =
            &["concat", "dbg", "env", "join", "json", "option_env", "pin", "try_join", "vec"];
        if PLAIN.contains(&name) {
            return self.arguments(args);
        }
        args.iter().map(|arg| self.maybe(|this| this.eval(arg))).gather()
    }

    /// Facts that a name alone tells, where there is no body to look into: a sleep, a look at a 429.
    pub(super) fn note_name(&mut self, path: &[String]) {
        let name = path.last().map(String::as_str).unwrap_or_default();
        self.frame.roots.is_told |= asks_when(name);
        self.frame.sees_throttling |= THROTTLED.contains(&name);
    }

    /// A pause, as long as a value says; what ticks was told how often.
    pub(super) fn note_sleep(&mut self, path: &[String], length: Option<&Value>, place: Place) {
        let Some(name) = path.last() else { return };
        let before = path.len().checked_sub(2).and_then(|at| path.get(at)).map(String::as_str);
        let sleeps = SLEEPING.contains(&name.as_str())
            || matches!((before, name.as_str()), (Some("Timer"), "after" | "at") | (Some("Delay"), "new"));
        if sleeps {
            self.frame.sleeps = true;
            self.note_wait(length.unwrap_or(&Value::unknown()), place);
        }
        let is_rate = asks_for_pace(name);
        if is_rate || ASKING_FOR_ROOM.contains(&name.as_str()) {
            self.event(EventKind::Room { is_rate }, place);
        }
    }

    pub(super) fn macro_call(&mut self, path: &[String], args: &[Expr], place: Place) -> Value {
        let name = path.last().map(String::as_str).unwrap_or_default();
        let message = Message::of(name);
        if matches!(message, Some(Message::Check(_))) || name == "matches" {
            let asked = args.first().filter(|_| name == "matches");
            if let Some(asked) = asked {
                let value = self.eval_looked_at(asked);
                self.discard(&value, Discard::Asked, asked.place);
            }
            if let Some(first) = args.first().filter(|_| self.frame.sees_hook) {
                return self.checked(name, first, args.get(1));
            }
            args.iter().skip(usize::from(asked.is_some())).for_each(|arg| drop(self.eval_quietly(arg)));
            return Value::unknown();
        }
        if let Some(filter) = self.path_filter(path, args) {
            return filter;
        }
        let values = self.macro_arguments(name, args);
        if matches!(message, Some(Message::Log | Message::Dump)) {
            for (value, arg) in values.iter().zip(args) {
                self.logged(value, arg);
            }
        }
        self.diverge(name);
        match name {
            "concat" => strung(&values),
            "include_bytes" | "include_str" => file(values.first()),
            "env" | "option_env" => self.environment_variable(values.first(), place),
            "vec" | "json" | "hashmap" | "btreemap" | "smallvec" => Atom::list(values),
            "dbg" | "pin" => values.into_iter().next().unwrap_or_default(),
            "cfg" => Atom::External(vec![CONDITION.to_owned()]).into(),
            "callback_url" => self.callback_macro(&values, args, place),
            "join" | "try_join" => Atom::tuple(values),
            _ => {
                self.note_made();
                Value::unknown()
            }
        }
    }
}

/// What derives give a type: a way to make it from the arguments or the environment.
fn makes_itself(name: &str) -> bool {
    matches!(
        name,
        "from_env" | "init_from_env" | "load" | "parse" | "parse_from" | "try_parse" | "try_parse_from"
    )
}

fn single_or_tuple(mut values: Vec<Value>) -> Value {
    match values.len() {
        0 => Value::unknown(),
        1 => values.pop().unwrap_or_default(),
        _ => Atom::tuple(values),
    }
}

/// The content of the file of this name.
pub(super) fn file(name: Option<&Value>) -> Value {
    name.and_then(Value::known_text).map_or_else(Value::unknown, |name| Atom::File(name.into_owned()).into())
}
