//! What a program does with what came with a request: which fields it reads, and which parts it takes.

use super::evaluate::Interpreter;
use super::event::{EventKind, HookRead};
use super::externals::ExternalCall;
use super::extract::is_of_server;
use super::hook::{Hook, HookPart, Proof};
use super::method::{Invocation, is_run_by};
use super::text::Text;
use super::value::{Atom, Value};
use crate::Place;
use crate::gather::Gather;
use crate::hook::{SIGNATURE, is_field, is_signature};
use crate::ir::Pat;
use crate::kinds::Kinds;

/// Methods that look something up by its name.
const LOOKUPS: &[&str] = &[
    "contains_key",
    "entry",
    "get",
    "get_all",
    "get_first",
    "get_mut",
    "get_one",
    "get_vec",
    "pointer",
    "pointer_mut",
    "remove",
    "remove_entry",
    "value_of",
];

/// Crates whose functions make something else of what they are given, and leave it what it is.
const CARRYING: &[&str] = &[
    "alloc",
    "bytes",
    "core",
    "form_urlencoded",
    "futures",
    "futures_util",
    "http_body_util",
    "percent_encoding",
    "serde_html_form",
    "serde_json",
    "serde_qs",
    "serde_urlencoded",
    "std",
    "tokio",
    "tower",
    "tower_http",
    "url",
];

impl Interpreter<'_> {
    /// A method of what came with a request.
    pub(super) fn hook_method(&mut self, hook: Hook, invocation: &Invocation<'_>) -> Value {
        let name = invocation.name();
        if LOOKUPS.contains(&name)
            && let Some(found) = self.look_up(hook, invocation.args.first(), invocation.place)
        {
            return found;
        }
        let own: Value = Atom::Hook(hook).into();
        if hook.part == HookPart::Request {
            match name {
                "headers" | "headers_mut" => return hook.part(HookPart::Headers),
                "into_parts" | "parts_mut" => {
                    return Atom::tuple(vec![own, hook.part(HookPart::Body)]);
                }
                "body" | "body_mut" | "bytes" | "into_body" | "text" | "json" | "form" => {
                    return hook.part(HookPart::Body);
                }
                "extensions" | "extensions_mut" | "method" | "path" | "peer_addr" | "query_string"
                | "uri" | "version" => {
                    return Value::unknown();
                }
                _ => {}
            }
        }
        let from_closures = self.run_on_hook(&own, invocation);
        match name {
            "is_some_and" | "is_ok_and" | "map_or" | "any" | "all" | "is_none_or" | "map_or_else" => {
                from_closures
            }
            "filter" | "take_if" => {
                own.joined(&from_closures.with_only(|atom| matches!(atom, Atom::Proof(_))))
            }
            _ if invocation.call.kinds.has(Kinds::TAKING_FUNCTIONS) && !from_closures.is_unknown() => {
                from_closures
            }
            "len" | "is_empty" | "is_some" | "is_none" | "is_ok" | "is_err" | "content_type" => {
                Value::unknown()
            }
            _ => own,
        }
    }

    /// Runs the closures among the arguments of such a method.
    fn run_on_hook(&mut self, own: &Value, invocation: &Invocation<'_>) -> Value {
        let handed = self.handed_to_closure(invocation, own);
        let mut results = Value::unknown();
        for arg in &invocation.args {
            if is_run_by(invocation.call.kinds, arg) {
                let result = self.call_value(arg, &handed, invocation.place);
                results.join(&result);
            }
        }
        results
    }

    /// What a request holds under a name, or under one of several, where they are known.
    pub(super) fn look_up(&mut self, hook: Hook, key: Option<&Value>, place: Place) -> Option<Value> {
        let Some(names) = names_of(key?) else {
            // A header whose name is not known may be the signature.
            return (hook.part == HookPart::Headers).then(|| hook.part(HookPart::Signature));
        };
        let find = |is_it: &dyn Fn(&str) -> bool| names.iter().find(|name| is_it(name)).cloned();
        match hook.part {
            HookPart::Headers | HookPart::Request => match find(&is_signature) {
                Some(name) => {
                    self.hook_read(hook, &name, HookRead::Signature, place);
                    Some(hook.part(HookPart::Signature))
                }
                None => Some(Value::unknown()).filter(|_| hook.part == HookPart::Headers),
            },
            HookPart::Body => {
                let own = find(&is_field);
                let how = if own.is_some() { HookRead::Field } else { HookRead::Any };
                let name = own.or_else(|| names.first().cloned()).unwrap_or_default();
                self.hook_read(hook, &name, how, place);
                Some(Value::unknown())
            }
            _ => None,
        }
    }

    /// A field of what a request was read into.
    pub(super) fn hook_field(&mut self, hook: Hook, name: &str, place: Place) -> Value {
        match (hook.part, name) {
            (HookPart::Fields(id), _) if self.has_field(id, name) => {
                let nested = self.flattened(id, name);
                match nested {
                    Some(nested) => hook.part(HookPart::Fields(nested)),
                    None => {
                        self.hook_read(hook, name, HookRead::Field, place);
                        Value::unknown()
                    }
                }
            }
            (HookPart::Request, "headers") => hook.part(HookPart::Headers),
            (HookPart::Request, _) => Value::unknown(),
            _ => Atom::Hook(hook).into(),
        }
    }

    fn has_field(&self, id: crate::resolve::StructId, name: &str) -> bool {
        self.program.structs.get(id).is_some_and(|entry| entry.fields.iter().any(|(field, _)| field == name))
    }

    /// The struct whose fields stand beside the others.
    fn flattened(&self, id: crate::resolve::StructId, name: &str) -> Option<crate::resolve::StructId> {
        let entry = self.program.structs.get(id)?;
        let is_flat = entry.hints.flattened.iter().any(|field| field == name);
        let (_, ty) = entry.fields.iter().find(|(field, _)| is_flat && field == name)?;
        self.program.type_id(entry.module, &ty.path)
    }

    fn hook_read(&mut self, hook: Hook, name: &str, how: HookRead, place: Place) {
        let (origin, is_verified) = (hook.origin, self.frame.environment.is_verified);
        let name = name.to_owned();
        self.event(EventKind::HookRead { origin, name, how, is_verified }, place);
    }

    /// A pattern that takes fields out of what a request was read into.
    pub(super) fn hook_pattern(&mut self, pat: &Pat, value: &Value, place: Place) {
        let names = fields_of(pat);
        for hook in value.hooks() {
            if let (HookPart::Fields(id), Some(name)) = (hook.part, names.first())
                && self.has_field(id, name)
            {
                self.hook_read(hook, name, HookRead::Field, place);
            }
        }
    }

    /// Two values are compared, one of which came with a request: `key == "CallSid"`, or its signature with what it should be.
    pub(super) fn compared_hooks(
        &mut self,
        values: &[Value; 2],
        is_equal: bool,
        place: Place,
    ) -> Option<Value> {
        let [left, right] = values;
        if let Some(proof) = compared_variants(left, right) {
            let holds = proof.holds == is_equal;
            return Some(Atom::Proof(Proof { holds, ..proof }).into());
        }
        for (one, other) in [(left, right), (right, left)] {
            let known = names_of(other);
            let field = known.iter().flatten().find(|name| is_field(name));
            for hook in one.hooks() {
                match (hook.part, field) {
                    (HookPart::Body, Some(name)) => self.hook_read(hook, name, HookRead::Field, place),
                    (HookPart::Signature, _) if known.is_none() => {
                        return Some(Atom::Proof(Proof { holds: is_equal, is_wrapped: false }).into());
                    }
                    _ => {}
                }
            }
            if known.is_none() && is_keyed(one) {
                return Some(Atom::Proof(Proof { holds: is_equal, is_wrapped: false }).into());
            }
        }
        None
    }

    /// A pattern that a value from a request is compared with: `match key { "CallSid" => .. }`.
    pub(super) fn hook_matched(&mut self, pat: &Pat, value: &Value, place: Place) {
        let patterns: Vec<&Pat> = match pat {
            Pat::Or(pats) | Pat::Slice(pats) => pats.iter().gather(),
            other => vec![other],
        };
        for pat in patterns {
            match pat {
                Pat::Compare(Some(expr)) => {
                    let Some(name) = self.eval_quietly(expr).known_text().map(std::borrow::Cow::into_owned)
                    else {
                        continue;
                    };
                    for hook in value.hooks().filter(|hook| hook.part == HookPart::Body && is_field(&name)) {
                        self.hook_read(hook, &name, HookRead::Field, place);
                    }
                }
                Pat::Tuple(pats) => {
                    for (index, pat) in pats.iter().enumerate() {
                        let part = super::pattern::part(value, index);
                        self.hook_matched(pat, &part, place);
                    }
                }
                Pat::TupleStruct(pats) | Pat::Success(_, pats) => {
                    pats.iter().for_each(|pat| self.hook_matched(pat, value, place));
                }
                _ => {}
            }
        }
    }

    /// A function of another crate that checks a request, makes something of it, or says that it is refused.
    pub(super) fn request_call(&mut self, call: &ExternalCall<'_>) -> Option<Value> {
        if let Some(checked) = self.checking_call(call) {
            return Some(checked);
        }
        if !self.frame.sees_hook {
            return None;
        }
        match (call.owner(), call.name()) {
            ("Outcome", "Error" | "Failure" | "Forward") | ("future", "err") => Some(Atom::Refusal.into()),
            ("Outcome", "Success") | ("future", "ok" | "ready") | ("bool", "from") => Some(call.first()),
            _ => {
                self.note_handed(call.args);
                self.hook_call(call)
            }
        }
    }

    /// What `Err(..)` holds, where a request is looked at.
    pub(super) fn refused(&self, thrown: Value) -> Value {
        if self.frame.sees_hook { thrown.without_proofs().joined(&Atom::Refusal.into()) } else { thrown }
    }

    /// What `Some(..)` holds there: a function may hand out its refusals so.
    pub(super) fn offered(&self, value: Value) -> Value {
        let tells =
            |atom: &Atom| matches!(atom, Atom::Hook(_) | Atom::Proof(_) | Atom::Text(_) | Atom::Bool(_));
        match self.frame.sees_hook && !value.atoms.iter().any(tells) {
            true => value.joined(&Atom::Bool(true).into()),
            false => value,
        }
    }

    /// What such a function makes of what came with a request.
    fn hook_call(&mut self, call: &ExternalCall<'_>) -> Option<Value> {
        let mut hooks = call.args.iter().flat_map(Value::hooks);
        let hook = hooks.next()?;
        let carries = CARRYING.contains(&call.root()) || call.path.len() <= 2 || is_of_server(call.path);
        if !carries || matches!(call.name(), "drop" | "Ok" | "Some" | "Err") {
            return None;
        }
        let is_whole = call.owner().ends_with("Request") || call.name() == "from_request";
        Some(match hook.part {
            _ if is_whole && call.name() == "from_parts" => hook.part(HookPart::Request),
            HookPart::Request => hook.part(HookPart::Body),
            part => hook.part(part),
        })
    }
}

/// The names that a text may be, the last of a pointer's; nothing where none is known.
fn names_of(key: &Value) -> Option<Vec<String>> {
    let known = key.texts().filter_map(Text::known);
    let texts = known.map(|name| name.rsplit('/').next().unwrap_or_default().to_owned());
    let ours = key.atoms.iter().filter(|atom| match atom {
        Atom::External(path) => {
            path.first().is_some_and(|root| root == "ringfence")
                && path.last().is_some_and(|last| last == "SIGNATURE_HEADER")
        }
        _ => false,
    });
    let names: Vec<String> = texts.chain(ours.map(|_| SIGNATURE.to_owned())).gather();
    (!names.is_empty()).then_some(names)
}

/// What it says of the signature where the outcome of a check is a variant that is written beside it.
fn compared_variants(left: &Value, right: &Value) -> Option<Proof> {
    for (outcome, written) in [(left, right), (right, left)] {
        if let [Atom::Variant { name, is_good: false }] = &*written.atoms
            && let Some(proof) = outcome.proves(&[name])
        {
            return Some(proof);
        }
    }
    None
}

/// Whether a value was made by a keyed hash.
pub(super) fn is_keyed(value: &Value) -> bool {
    value.atoms.iter().any(|atom| match atom {
        Atom::External(path) => path.iter().any(|segment| segment.to_ascii_lowercase().contains("hmac")),
        _ => false,
    })
}

/// The fields that a pattern names.
fn fields_of(pat: &Pat) -> Vec<&str> {
    match pat {
        Pat::Struct(fields) => fields.iter().map(|(name, _)| name.as_str()).gather(),
        Pat::Bind(_, Some(inner)) | Pat::Typed(inner, _) => fields_of(inner),
        Pat::TupleStruct(pats) | Pat::Success(_, pats) => match pats.as_slice() {
            [only] => fields_of(only),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}
