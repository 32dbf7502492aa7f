//! The names of all items: who defines, mentions, reads and sets them.

use super::outline::{Kind, Unit};
use super::words::By;
use crate::gather::{Gather, PutAll};
use crate::word::{Name, name};

/// The fields of tuples.
const NUMBERS: [Name; 6] = [name(b"0"), name(b"1"), name(b"2"), name(b"3"), name(b"4"), name(b"5")];

/// What paths begin with that lead to the crate's own modules.
const OWN: [Name; 3] = [name(b"crate"), name(b"self"), name(b"super")];

/// What brings in names that no text at hand defines, or stands where something does.
const INCLUDES: [Name; 3] = [name(b"include"), name(b"include_api"), name(b"ringfence")];

/// Names, each with the items that it is about.
type Pairs = Vec<(Name, u32)>;

/// The names of a group's items.
pub(super) struct Index<'u> {
    pub units: &'u [Unit],
    /// Who mentions a name, and how.
    mentioned: Vec<(Name, By, u32)>,
    /// Who defines a name: functions and consts of a type or trait, with each of these; those that a trait has itself; and all
    /// others.
    owned: Vec<(Name, Name, u32)>,
    inherited: Pairs,
    free: Pairs,
    read: Pairs,
    /// Who sets a field of that name, or makes what is called so.
    written: Pairs,
    /// Functions that run unnamed, by the words of what they belong to.
    unnamed: Pairs,
    fields: Vec<Name>,
    traits: Vec<Name>,
    types: Vec<Name>,
    modules: Vec<Name>,
    aliases: Vec<Name>,
    statics: Vec<Name>,
    /// Whether a derived builder makes some type.
    is_built: bool,
    /// Whether there may be generated code.
    has_generated: bool,
}

/// A name by which others may use an item.
#[derive(Clone, Copy)]
pub(super) enum Export<'u> {
    /// Of the item itself.
    Own(Name, &'u Unit),
    Any(Name),
    Field(Name),
}

impl<'u> Index<'u> {
    /// Of these items; `crates` are the names of the group's crates.
    pub(super) fn of(units: &'u [Unit], crates: &[Name], has_generated: bool) -> Self {
        let own = |kind: Kind| units.iter().filter(move |unit| unit.kind == kind).filter_map(|unit| unit.own);
        let aliases = units.iter().flat_map(|unit| unit.words.aliases.iter().copied());
        let renamed = units.iter().filter(|unit| unit.is_alias).filter_map(|unit| unit.own);
        let aliases = sorted(aliases.chain(renamed).gather());
        let modules = sorted(own(Kind::Module).chain(OWN).chain(crates.iter().copied()).gather());
        let is_own = |unit: &&Unit| {
            unit.kind == Kind::Use && unit.words.first.is_none_or(|first| has(&modules, first))
        };
        let imported: Vec<Name> = units.iter().filter(is_own).flat_map(Unit::defines).gather();
        let modules = sorted(modules.into_iter().chain(imported).gather());
        let (types, traits) = (sorted(own(Kind::Type).gather()), sorted(own(Kind::Trait).gather()));
        let fields = sorted(units.iter().flat_map(Unit::fields).gather());
        let statics = sorted(units.iter().flat_map(|unit| unit.words.statics.iter().copied()).gather());
        let is_built = units.iter().any(Unit::is_built);
        let is_field = |name: &Name| has(&fields, *name);
        let is_made = |name: &Name| is_field(name) || has(&types, *name);
        let code = |unit: &Unit| unit.kind != Kind::Type;
        let read =
            pairs(units, |unit| unit.words.read.iter().filter(|name| code(unit) && is_field(name)).copied());
        let written = pairs(units, |unit| {
            let called = unit.words.called.iter().filter(|name| is_built && is_field(name));
            let written = unit.words.written.iter().filter(|name| code(unit) && is_made(name));
            called.chain(written).copied()
        });
        let unnamed = pairs(units, |unit| {
            let header = if unit.is_unnamed(&traits) { unit.header.as_slice() } else { &[] };
            header.iter().filter(|name| has(&types, **name)).copied()
        });
        let inherited = pairs(units, |unit| unit.member().filter(|_| unit.is_default).into_iter());
        let free = pairs(units, |unit| unit.defines().filter(|name| unit.member() != Some(*name)));
        Self {
            units,
            mentioned: mentions(units),
            owned: members(units),
            inherited,
            free,
            read,
            written,
            unnamed,
            fields,
            traits,
            types,
            modules,
            aliases,
            statics,
            is_built,
            has_generated,
        }
    }

    /// The names by which others may use what an item brings about. `None` where nobody here spells them all.
    pub(super) fn exports(&self, unit: &'u Unit) -> Option<Vec<Export<'u>>> {
        let mut exports: Vec<Export<'u>> = Vec::new();
        match unit.kind {
            Kind::Use => {
                let is_near = unit.words.first.is_some_and(|first| has(&self.modules, first));
                if unit.words.has_glob && (!is_near || self.has_generated) {
                    return None;
                }
            }
            Kind::Other => {
                exports.put_all(unit.words.mentions.iter().map(|mention| Export::Any(mention.name)))
            }
            Kind::Type => exports.put_all(unit.fields().map(Export::Field)),
            Kind::Function | Kind::Constant | Kind::Static => {
                exports.put_all(unit.own.map(|own| Export::Own(own, unit)));
                let called = unit.words.called.iter().filter(|_| self.is_built);
                let set = unit.words.written.iter().chain(called).copied();
                exports.put_all(set.filter(|name| has(&self.fields, *name)).map(Export::Field));
                if unit.words.written.iter().any(|name| has(&self.types, *name)) {
                    exports.put_all(NUMBERS.map(Export::Field));
                }
                // A static may be filled here.
                let statics = unit.words.mentions.iter().map(|mention| mention.name);
                exports.put_all(statics.filter(|name| has(&self.statics, *name)).map(Export::Any));
                if unit.is_unnamed(&self.traits) {
                    let types = unit.header.iter().copied().filter(|name| has(&self.types, *name));
                    exports.put_all(types.map(Export::Any));
                }
            }
            Kind::Module | Kind::Impl | Kind::Trait | Kind::Foreign => {}
        }
        let is_own = |name: &Name| Some(*name) == unit.own && unit.kind == Kind::Function;
        exports.put_all(unit.defines().filter(|name| !is_own(name)).map(Export::Any));
        Some(exports)
    }

    /// The items that may use what is known by that name. Of items of other types that are called the same, those that may use
    /// either are told once: with the first of them.
    pub(super) fn users(&self, export: Export<'_>, is_first: bool) -> Vec<u32> {
        match export {
            Export::Field(name) => about(&self.read, name).gather(),
            Export::Any(name) => self.mentions_of(name).map(|(.., at)| *at).gather(),
            Export::Own(name, unit) => {
                let of_owner = |owner: &Name| self.mentions_by(name, By::Type(*owner));
                let mut users: Vec<u32> = unit.owners.iter().flat_map(of_owner).gather();
                if is_first {
                    let others = self.mentions_of(name).filter(|(_, by, _)| self.may_mean(*by, unit));
                    users.put_all(others.map(|(.., at)| *at));
                }
                users
            }
        }
    }

    /// The items that are used by a name: those of that name, what sets a static, makes a type, or runs unnamed for it.
    pub(super) fn used(&self, name: Name, by: By) -> Vec<u32> {
        let may_mean = |at: &u32| self.unit(*at).is_some_and(|unit| self.may_mean(by, unit));
        let mut used: Vec<u32> = about(&self.free, name).filter(may_mean).gather();
        used.put_all(self.members_of(name, by));
        if has(&self.types, name) {
            used.put_all(about(&self.written, name));
        }
        if has(&self.statics, name) {
            used.put_all(self.mentions_of(name).map(|(.., at)| *at));
        }
        used.put_all(about(&self.unnamed, name));
        used
    }

    /// The functions and consts of types and traits that a name may mean.
    fn members_of(&self, name: Name, by: By) -> Vec<u32> {
        let range = |first: (Name, Name)| {
            let first = self.owned.partition_point(|(known, owner, _)| (*known, *owner) < first);
            self.owned.get(first..).unwrap_or_default().iter()
        };
        let all = || range((name, 0)).take_while(|(known, ..)| *known == name).map(|(.., at)| *at);
        match by {
            By::Plain | By::Module(_) => Vec::new(),
            By::Value | By::Any => all().gather(),
            By::Type(of) if has(&self.aliases, of) => all().gather(),
            By::Type(of) => {
                let own = range((name, of)).take_while(|(known, owner, _)| (*known, *owner) == (name, of));
                let inherited = about(&self.inherited, name).filter(|_| has(&self.types, of));
                own.map(|(.., at)| *at).chain(inherited).gather()
            }
        }
    }

    /// Who sets a field.
    pub(super) fn writers(&self, field: Name) -> impl Iterator<Item = u32> {
        about(&self.written, field)
    }

    fn unit(&self, at: u32) -> Option<&'u Unit> {
        self.units.get(at as usize)
    }

    fn mentions_by(&self, name: Name, by: By) -> impl Iterator<Item = u32> {
        let first = self.mentioned.partition_point(|(known, how, _)| (*known, *how) < (name, by));
        let rest = self.mentioned.get(first..).unwrap_or_default().iter();
        rest.take_while(move |(known, how, _)| (*known, *how) == (name, by)).map(|(.., at)| *at)
    }

    fn mentions_of(&self, name: Name) -> impl Iterator<Item = &(Name, By, u32)> {
        let first = self.mentioned.partition_point(|(known, ..)| *known < name);
        self.mentioned.get(first..).unwrap_or_default().iter().take_while(move |(known, ..)| *known == name)
    }

    /// Whether a name, as it stands somewhere, may mean what this item defines, whatever type the item belongs to.
    fn may_mean(&self, by: By, unit: &Unit) -> bool {
        let is_member = unit.member().is_some();
        let is_function = matches!(unit.kind, Kind::Function | Kind::Constant | Kind::Static);
        match by {
            By::Any => true,
            By::Plain => !is_member,
            By::Value => is_member || !is_function,
            By::Module(first) => !is_member && has(&self.modules, first),
            By::Type(of) => {
                let is_inherited = (unit.is_default || !is_function) && has(&self.types, of);
                is_inherited || has(&self.aliases, of)
            }
        }
    }
}

impl Unit {
    /// Whether there may be generated code.
    pub(super) fn includes(&self) -> bool {
        self.words.mentions.iter().any(|mention| INCLUDES.contains(&mention.name))
    }

    /// The names that it brings into being, those inside of it among them.
    fn defines(&self) -> impl Iterator<Item = Name> {
        self.words.defined.iter().copied().chain(self.own)
    }

    /// Its name, where it is a function or const of a type or trait.
    fn member(&self) -> Option<Name> {
        let is_called = matches!(self.kind, Kind::Function | Kind::Constant);
        self.own.filter(|_| is_called && !self.owners.is_empty())
    }

    /// The fields of a type.
    fn fields(&self) -> impl Iterator<Item = Name> {
        let is_type = self.kind == Kind::Type;
        let named = self.words.written.iter().copied().filter(move |_| is_type);
        named.chain(NUMBERS.into_iter().filter(move |_| is_type))
    }

    /// Whether a derived builder makes it.
    fn is_built(&self) -> bool {
        self.kind == Kind::Type && self.words.has_builder
    }

    /// Whether others run it without naming it: it does what another crate's trait asks of its type.
    fn is_unnamed(&self, traits: &[Name]) -> bool {
        let is_own = |owner: &Name| has(traits, *owner);
        self.kind == Kind::Function && self.is_of_trait && !self.owners.iter().any(is_own)
    }
}

fn sorted<T: Ord>(mut list: Vec<T>) -> Vec<T> {
    list.sort_unstable();
    list.dedup();
    list
}

fn has(names: &[Name], name: Name) -> bool {
    names.binary_search(&name).is_ok()
}

fn pairs<'u, I: Iterator<Item = Name>>(units: &'u [Unit], names: impl Fn(&'u Unit) -> I) -> Pairs {
    let pairs = (0u32..).zip(units).flat_map(|(at, unit)| names(unit).map(move |name| (name, at)));
    sorted(pairs.gather())
}

/// Who mentions a name that somebody here defines.
fn mentions(units: &[Unit]) -> Vec<(Name, By, u32)> {
    let defined = sorted(units.iter().flat_map(Unit::defines).gather());
    let all = (0u32..).zip(units).flat_map(|(at, unit)| {
        let mentions = unit.words.mentions.iter().filter(|mention| has(&defined, mention.name));
        mentions.map(move |mention| (mention.name, mention.by, at))
    });
    sorted(all.gather())
}

/// Functions and consts, by the types and traits that they belong to.
fn members(units: &[Unit]) -> Vec<(Name, Name, u32)> {
    let all = (0u32..).zip(units).filter_map(|(at, unit)| Some((at, unit.member()?, &unit.owners)));
    sorted(all.flat_map(|(at, name, owners)| owners.iter().map(move |owner| (name, *owner, at))).gather())
}

/// The items of a name in sorted pairs.
fn about(pairs: &[(Name, u32)], name: Name) -> impl Iterator<Item = u32> {
    let first = pairs.partition_point(|(known, _)| *known < name);
    let rest = pairs.get(first..).unwrap_or_default();
    rest.iter().take_while(move |(known, _)| *known == name).map(|(_, at)| *at)
}
