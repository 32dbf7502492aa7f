//! What fields are known to hold, by what is written to them anywhere.

use super::invoke::IN_A_CONST;
use super::library::is_library;
use super::program::FieldTable;
use super::text::Text;
use super::url::find_twilio_url;
use super::value::{Atom, Value};
use crate::ir::Type;
use crate::resolve::{FunctionId, ModuleId, Program, Resolved, StructId};
use crate::sorted::{Map, Set};

/// A field is set.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Write {
    pub owner: StructId,
    pub field: String,
    pub value: Value,
    /// Whether only this field of something that exists is set: the others keep what they hold.
    pub is_override: bool,
}

/// Whose writes count.
pub(super) struct Writers<'t> {
    /// Functions that nobody calls, or nobody but tests.
    pub roots: Set<FunctionId>,
    pub tests: &'t Set<FunctionId>,
}

/// What is written to a field.
#[derive(Default)]
struct Written<'w> {
    values: Set<&'w Value>,
    /// Whether some of it is not known, and set along with other fields.
    is_vague_along: bool,
}

type Fields<'w> = Map<&'w str, Written<'w>>;

/// Fields with one value wherever they are set, or with clients, whichever it is; and those that are Twilio's wherever that
/// is known, though somebody may override them. What tests write counts where nothing else is written.
pub(super) fn learn_fields(
    program: &Program,
    writes: &[(FunctionId, Write)],
    writers: &Writers<'_>,
) -> FieldTable {
    let mut table = FieldTable::new();
    for of_tests in [true, false] {
        let mut owners: Map<StructId, Fields<'_>> = Map::new();
        for (entry, write) in writes {
            let is_entry = *entry == IN_A_CONST || writers.roots.contains(entry);
            let counts = is_entry && writers.tests.contains(entry) == of_tests;
            if counts && !write.value.holds_closure() {
                let fields = owners.get_or_default(write.owner);
                fields.get_or_default(&write.field).add(write);
            }
        }
        for (owner, fields) in &owners {
            for (name, written) in fields {
                let key = (*owner, (*name).to_owned());
                let learned = written.agreed().or_else(|| by_default(program, *owner, name, fields));
                match learned.filter(|value| !value.is_unknown()) {
                    Some(value) => drop(table.insert(key, value)),
                    None => drop(table.remove(&key)),
                }
            }
        }
    }
    table
}

impl<'w> Written<'w> {
    fn add(&mut self, write: &'w Write) {
        self.values.insert(&write.value);
        self.is_vague_along |= write.value.is_vague() && !write.is_override;
    }

    /// What all writes agree on.
    fn agreed(&self) -> Option<Value> {
        let mut values = self.values.iter().copied();
        let first = values.next()?.clone();
        values.try_fold(first, |known, value| known.either_client(value))
    }

    fn known(&self) -> impl Iterator<Item = &'w Value> {
        self.values.iter().copied().filter(|value| !value.is_vague())
    }
}

/// A field that is Twilio's URL wherever its value is known. What is not known may be somebody else's, and then something
/// else of the same owner may go with it: another client, or what tells one host from the other.
fn by_default(program: &Program, owner: StructId, name: &str, fields: &Fields<'_>) -> Option<Value> {
    let written = fields.get(name)?;
    if !written.known().all(is_twilio_url) {
        return None;
    }
    let others = || fields.iter().filter(|(other, _)| **other != name).map(|(_, written)| written);
    let is_vague = written.values.iter().any(|value| value.is_vague());
    let is_client = |value: &Value| value.atoms.iter().any(Atom::is_client);
    let differs = |written: &Written<'_>| written.known().count() > 1;
    if is_vague && others().any(|other| differs(other) && other.known().any(is_client))
        || written.is_vague_along && (!is_plain(program, owner) || others().any(differs))
    {
        return None;
    }
    let mut value = Value::unknown();
    written.known().for_each(|known| value.join(known));
    Some(value)
}

fn is_twilio_url(value: &Value) -> bool {
    let is_it = |text: &Text| find_twilio_url(text).is_some_and(|url| !url.is_http());
    value.atoms.iter().all(|atom| matches!(atom, Atom::Text(text) if is_it(text)))
}

/// Whether a struct holds only texts and clients, so that nothing is decided by the rest of it.
fn is_plain(program: &Program, owner: StructId) -> bool {
    program.structs.get(owner).is_some_and(|entry| {
        !entry.fields.is_empty()
            && entry.fields.iter().all(|(_, ty)| decides_nothing(program, entry.module, ty))
    })
}

fn decides_nothing(program: &Program, module: ModuleId, ty: &Type) -> bool {
    const AROUND: &[&str] = &["Arc", "Box", "Cow", "Mutex", "Option", "Rc", "RwLock", "Secret", "SecretBox"];
    const PLAIN: &[&str] = &[
        "Duration",
        "HeaderMap",
        "HeaderValue",
        "PhantomData",
        "SecretString",
        "String",
        "Uri",
        "Url",
        "str",
    ];
    let Some(name) = ty.path.last() else { return false };
    if AROUND.contains(&name.as_str()) {
        return ty.args.iter().all(|inner| decides_nothing(program, module, inner));
    }
    PLAIN.contains(&name.as_str())
        || matches!(program.ty(module, &ty.path), Some(Resolved::External(path)) if is_library(&path))
}
