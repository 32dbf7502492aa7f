//! What a value is known to be by its type alone.

use super::connector::is_tls_type;
use super::evaluate::Interpreter;
use super::library::Library;
use super::secrets::Secret;
use super::tls::Tls;
use super::value::{Atom, Client, Request, Value};
use crate::Place;
use crate::gather::Gather;
use crate::ir::Type;
use crate::resolve::{Entity, ModuleId, Resolved, StructId};
use crate::sorted::Map;

/// Types that stand for what they hold.
const WRAPPERS: &[&str] = &[
    "Arc",
    "Box",
    "Cell",
    "Cow",
    "Data",
    "Extension",
    "Lazy",
    "LazyLock",
    "Mutex",
    "OnceCell",
    "OnceLock",
    "Option",
    "Pin",
    "Rc",
    "RefCell",
    "Result",
    "RwLock",
    "State",
    "Vec",
];

/// How deep types of type arguments are looked into: an alias may name itself.
const MAX_TYPES: usize = 3;

impl Interpreter<'_> {
    /// A value whose type is written beside it: where the value says no more than who made it, the type does.
    pub(super) fn typed(&mut self, value: Value, ty: &Type, origin: Place) -> Value {
        if !value.is_vague() {
            return value;
        }
        let by_type = self.value_of_type(self.frame.module, ty, origin);
        let is_told = by_type.atoms.iter().any(|atom| matches!(atom, Atom::Object(..)));
        if value.is_unknown() || is_told { by_type } else { value }
    }

    /// The value of a type; `origin` is where it is declared.
    pub(super) fn value_of_type(&self, module: ModuleId, ty: &Type, origin: Place) -> Value {
        self.value_of_inner(module, ty, origin, 0)
    }

    /// What a method is called on where nobody says.
    pub(super) fn receiver_by_type(&self, foreign: Option<&Type>, place: Place) -> Value {
        match (self.frame.self_type, foreign) {
            (Some(id), _) => Atom::Object(id, Map::new()).into(),
            (None, Some(ty)) => self.value_of_type(self.frame.module, ty, place).handed_in(),
            (None, None) => Value::unknown(),
        }
    }

    fn value_of_inner(&self, module: ModuleId, ty: &Type, origin: Place, depth: usize) -> Value {
        let (mut module, mut ty) = self.program.unalias(module, ty);
        while let (Some(last), Some(inner)) = (ty.path.last(), ty.args.first()) {
            if !WRAPPERS.contains(&last.as_str()) {
                break;
            }
            (module, ty) = self.program.unalias(module, inner);
        }
        if ty.path.is_empty() {
            return Value::unknown();
        }
        if let ([name], Some(id)) = (ty.path.as_slice(), self.frame.self_type)
            && name == "Self"
        {
            return Atom::Object(id, Map::new()).into();
        }
        let resolved = self.program.ty(module, &ty.path);
        self.note_open(resolved.as_ref());
        match resolved {
            Some(Resolved::Entity(Entity::Struct(id))) => {
                Atom::Object(id, self.given_fields(id, module, &ty.args, origin, depth)).into()
            }
            Some(Resolved::External(path)) => external_type(&path, origin),
            _ => Value::unknown(),
        }
    }
}

impl Interpreter<'_> {
    /// The fields of a struct that its type arguments give their types.
    fn given_fields(
        &self,
        id: StructId,
        module: ModuleId,
        args: &[Type],
        origin: Place,
        depth: usize,
    ) -> Map<String, Value> {
        let given = self.program.structs.get(id).filter(|_| depth < MAX_TYPES);
        let given = given.map(|entry| entry.hints.given.as_slice());
        let fields = given.unwrap_or_default().iter().filter_map(|(field, _, number)| {
            let value = self.value_of_inner(module, args.get(*number)?, origin, depth + 1);
            (!value.is_unknown()).then(|| (field.clone(), value))
        });
        fields.gather()
    }
}

/// What a type of another crate says.
fn external_type(path: &[String], origin: Place) -> Value {
    let (Some(root), Some(name)) = (path.first(), path.last()) else { return Value::unknown() };
    if root == "ringfence" && name == "AuthToken" {
        return Atom::Secret(Secret::own_token(origin)).into();
    }
    if root == "ringfence" && matches!(name.as_str(), "SignatureValidator" | "WebhookVerifier") {
        return Atom::External(path.to_vec()).into();
    }
    if is_tls_type(path) {
        return Atom::Tls(Tls::default()).into();
    }
    let Some(library) = Library::of(path) else { return Value::unknown() };
    let client = Client::new(library);
    match (library, name.as_str()) {
        (Library::Reqwest, "Client") if root == "reqwest" => Atom::Client(client).into(),
        (Library::Reqwest, "ClientBuilder") if root == "reqwest" => Atom::ClientBuilder(client).into(),
        (Library::Reqwest, "RequestBuilder" | "Request") if root == "reqwest" => {
            Atom::Request(Request::unknown(&client)).into()
        }
        (Library::Ureq, "Agent")
        | (Library::Isahc, "HttpClient")
        | (Library::Surf | Library::Awc, "Client")
        | (Library::Hyper, "Client" | "SendRequest") => Atom::Client(client).into(),
        (Library::Twilio(_), "Client" | "TwilioClient" | "Twilio") => Atom::Client(client).into(),
        (Library::Twilio(_), _) => Atom::External(path.to_vec()).into(),
        _ => Value::unknown(),
    }
}
