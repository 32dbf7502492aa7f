//! The names of all items: who defines, mentions, reads and sets them.

use super::outline::{Kind, Unit};
use super::words::By;
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
    defined: Pairs,
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
    pub(super) fn of(units: &'u [Unit], crates: &[Name]) -> Self {
        let own = |kind: Kind| units.iter().filter(move |unit| unit.kind == kind).filter_map(|unit| unit.own);
        let aliases = units.iter().flat_map(|unit| unit.words.aliases.iter().copied());
        let renamed = units.iter().filter(|unit| unit.is_alias).filter_map(|unit| unit.own);
        let aliases = sorted(aliases.chain(renamed).collect());
        let modules = sorted(own(Kind::Module).chain(OWN).chain(crates.iter().copied()).collect());
        let is_own = |unit: &&Unit| {
            unit.kind == Kind::Use && unit.words.first.is_none_or(|first| has(&modules, first))
        };
        let imported: Vec<Name> = units.iter().filter(is_own).flat_map(Unit::defines).collect();
        let modules = sorted(modules.into_iter().chain(imported).collect());
        let (types, traits) = (sorted(own(Kind::Type).collect()), sorted(own(Kind::Trait).collect()));
        let fields = sorted(units.iter().flat_map(Unit::fields).collect());
        let statics = sorted(units.iter().flat_map(|unit| unit.words.statics.iter().copied()).collect());
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
        let defined = pairs(units, Unit::defines);
        let mentioned = mentions(units, &defined);
        Self {
            units,
            mentioned,
            defined,
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
        }
    }

    /// The names by which others may use what an item brings about. `None` where nobody here spells them all.
    pub(super) fn exports(&self, unit: &'u Unit) -> Option<Vec<Export<'u>>> {
        let mut exports: Vec<Export<'u>> = Vec::new();
        match unit.kind {
            Kind::Use => {
                let is_near = unit.words.first.is_some_and(|first| has(&self.modules, first));
                if unit.words.has_glob && (!is_near || self.units.iter().any(Unit::includes)) {
                    return None;
                }
            }
            Kind::Other => {
                exports.extend(unit.words.mentions.iter().map(|mention| Export::Any(mention.name)))
            }
            Kind::Type => exports.extend(unit.fields().map(Export::Field)),
            Kind::Function | Kind::Constant | Kind::Static => {
                exports.extend(unit.own.map(|own| Export::Own(own, unit)));
                let called = unit.words.called.iter().filter(|_| self.is_built);
                let set = unit.words.written.iter().chain(called).copied();
                exports.extend(set.filter(|name| has(&self.fields, *name)).map(Export::Field));
                if unit.words.written.iter().any(|name| has(&self.types, *name)) {
                    exports.extend(NUMBERS.map(Export::Field));
                }
                // A static may be filled here.
                let statics = unit.words.mentions.iter().map(|mention| mention.name);
                exports.extend(statics.filter(|name| has(&self.statics, *name)).map(Export::Any));
                if unit.is_unnamed(&self.traits) {
                    let types = unit.header.iter().copied().filter(|name| has(&self.types, *name));
                    exports.extend(types.map(Export::Any));
                }
            }
            Kind::Module | Kind::Impl | Kind::Trait | Kind::Foreign => {}
        }
        let is_own = |name: &Name| Some(*name) == unit.own && unit.kind == Kind::Function;
        exports.extend(unit.defines().filter(|name| !is_own(name)).map(Export::Any));
        Some(exports)
    }

    /// The items that may use what is known by that name.
    pub(super) fn users(&self, export: Export<'_>) -> Vec<u32> {
        let (name, function) = match export {
            Export::Field(name) => return about(&self.read, name).collect(),
            Export::Own(name, unit) => (name, Some(unit)),
            Export::Any(name) => (name, None),
        };
        let means = |by: By, at: u32| function.is_none_or(|unit| self.agrees(by, self.unit(at), unit));
        self.mentions_of(name).filter(|(_, by, at)| means(*by, *at)).map(|(.., at)| *at).collect()
    }

    /// The items that an item may use by a name that it mentions: those of that name, what sets a static, makes a type, or
    /// runs unnamed for it.
    pub(super) fn used(&self, name: Name, by: By, user: &Unit) -> Vec<u32> {
        let defines = |at: &u32| {
            let means = |unit: &Unit| match unit.own {
                Some(own) if own == name => self.agrees(by, Some(user), unit),
                _ => self.is_near(by),
            };
            self.unit(*at).is_some_and(means)
        };
        let mut used: Vec<u32> = about(&self.defined, name).filter(defines).collect();
        if has(&self.types, name) {
            used.extend(about(&self.written, name));
        }
        if has(&self.statics, name) {
            used.extend(self.mentions_of(name).map(|(.., at)| *at));
        }
        used.extend(about(&self.unnamed, name));
        used
    }

    /// Who sets a field.
    pub(super) fn writers(&self, field: Name) -> impl Iterator<Item = u32> {
        about(&self.written, field)
    }

    fn unit(&self, at: u32) -> Option<&'u Unit> {
        self.units.get(at as usize)
    }

    fn mentions_of(&self, name: Name) -> impl Iterator<Item = &(Name, By, u32)> {
        let first = self.mentioned.partition_point(|(known, ..)| *known < name);
        self.mentioned.get(first..).unwrap_or_default().iter().take_while(move |(known, ..)| *known == name)
    }

    /// Whether what stands before a name is not another crate's.
    fn is_near(&self, by: By) -> bool {
        match by {
            By::Module(first) => has(&self.modules, first),
            By::Type(of) => has(&self.types, of) || has(&self.aliases, of),
            By::Plain | By::Value | By::Any | By::SelfType => true,
        }
    }

    /// Whether a name, as it stands in an item, may be what this one defines.
    fn agrees(&self, by: By, user: Option<&Unit>, defines: &Unit) -> bool {
        if !matches!(defines.kind, Kind::Function | Kind::Constant | Kind::Static) {
            return self.is_near(by);
        }
        match by {
            By::Any => true,
            By::Plain => defines.owners.is_empty(),
            By::Value => !defines.owners.is_empty(),
            By::Module(first) => defines.owners.is_empty() && has(&self.modules, first),
            By::SelfType => {
                let shares = |user: &Unit| user.owners.iter().any(|owner| defines.owners.contains(owner));
                defines.is_default || user.is_none_or(|user| user.is_default || shares(user))
            }
            By::Type(of) => {
                let is_inherited = defines.is_default && has(&self.types, of);
                is_inherited || defines.owners.contains(&of) || has(&self.aliases, of)
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
    sorted(pairs.collect())
}

/// Who mentions what somebody defines.
fn mentions(units: &[Unit], defined: &[(Name, u32)]) -> Vec<(Name, By, u32)> {
    let is_defined = |name: Name| about(defined, name).next().is_some();
    let all = (0u32..).zip(units).flat_map(|(at, unit)| {
        let mentions = unit.words.mentions.iter().filter(|mention| is_defined(mention.name));
        mentions.map(move |mention| (mention.name, mention.by, at))
    });
    sorted(all.collect())
}

/// The items of a name in sorted pairs.
fn about(pairs: &[(Name, u32)], name: Name) -> impl Iterator<Item = u32> {
    let first = pairs.partition_point(|(known, _)| *known < name);
    let rest = pairs.get(first..).unwrap_or_default();
    rest.iter().take_while(move |(known, _)| *known == name).map(|(_, at)| *at)
}
