//! Structs and enums compared, as far as operations reach them.

use super::change::{Change, Effect, NO_EFFECT, Subject};
use ringfence_codegen::{DocumentOutline, MemberOutline, Outline, Spelled, TypeKind, TypeOutline};
use std::collections::{BTreeMap, BTreeSet};

/// How many users of a type are named.
const USERS: usize = 3;

/// The types of two documents, and the pairs of them that stand in the same place.
pub(super) struct Types<'d> {
    old: BTreeMap<&'d str, &'d TypeOutline>,
    new: BTreeMap<&'d str, &'d TypeOutline>,
    pairs: BTreeSet<(String, String)>,
    left: Vec<(String, String)>,
    users: BTreeMap<String, Vec<&'d str>>,
}

/// Whether two types are the same but for the name of the generated type within.
pub(super) fn is_same(old: &Spelled, new: &Spelled) -> bool {
    let hollow = |of: &Spelled| match &of.named {
        Some(name) => of.text.replace(name.as_str(), "_"),
        None => of.text.clone(),
    };
    old.named.is_some() == new.named.is_some() && hollow(old) == hollow(new)
}

impl<'d> Types<'d> {
    pub(super) fn new(old: &'d DocumentOutline, new: &'d DocumentOutline) -> Self {
        let by_name = |document: &'d DocumentOutline| {
            document.types.iter().map(|one| (one.name.as_str(), one)).collect::<BTreeMap<_, _>>()
        };
        let old_types = by_name(old);
        Self {
            users: users(old, &old_types),
            old: old_types,
            new: by_name(new),
            pairs: BTreeSet::new(),
            left: Vec::new(),
        }
    }

    /// Notes that two types stand in the same place.
    pub(super) fn pair(&mut self, old: &Spelled, new: &Spelled) {
        if let (Some(old), Some(new)) = (&old.named, &new.named) {
            let pair = (old.clone(), new.clone());
            if self.pairs.insert(pair.clone()) {
                self.left.push(pair);
            }
        }
    }

    /// Compares all pairs, and those that they lead to.
    pub(super) fn compare(mut self, document: &str, changes: &mut Vec<Change>) {
        while let Some((old, new)) = self.left.pop() {
            let (Some(before), Some(after)) =
                (self.old.get(old.as_str()).copied(), self.new.get(new.as_str()).copied())
            else {
                continue;
            };
            let name = format!("`{old}`{}", self.used_by(&old));
            let mut subject = Subject { document, name, changes };
            if old != new {
                subject.add(
                    Effect::Breaking,
                    format!("is called `{new}` now"),
                    format!("`{old}` is `{new}` now"),
                );
            }
            if (before.kind == TypeKind::Enum) != (after.kind == TypeKind::Enum) {
                subject.add(
                    Effect::Breaking,
                    "is something else now",
                    format!("`{old}` is no longer what it was"),
                );
                continue;
            }
            self.members(before, after, &mut subject);
        }
    }

    fn members(&mut self, old: &TypeOutline, new: &TypeOutline, subject: &mut Subject<'_>) {
        let is_enum = old.kind == TypeKind::Enum;
        let (noun, place) = if is_enum { ("value", "::") } else { ("field", ".") };
        let find = |members: &'_ [MemberOutline], wire: &str| members.iter().position(|one| one.wire == wire);
        for before in &old.members {
            let rust = format!("`{}{place}{}`", old.name, before.name);
            let Some(after) = find(&new.members, &before.wire).and_then(|at| new.members.get(at)) else {
                subject.add(
                    Effect::Breaking,
                    format!("no longer has the {noun} `{}`", before.wire),
                    format!("{rust} is gone"),
                );
                continue;
            };
            if before.name != after.name {
                let now = format!("{rust} is `{}{place}{}` now", new.name, after.name);
                subject.add(
                    Effect::Breaking,
                    format!("has another name for the {noun} `{}`", before.wire),
                    now,
                );
            }
            if before.is_hidden != after.is_hidden {
                let (what, verb) =
                    if after.is_hidden { ("says", "hides") } else { ("no longer says", "shows") };
                subject.add(
                    Effect::Changed,
                    format!("{what} that the field `{}` is personal", before.wire),
                    format!("{NO_EFFECT}; debug output {verb} {rust} now"),
                );
            }
            if is_same(&before.of, &after.of) {
                self.pair(&before.of, &after.of);
            } else {
                let now = format!("{rust} is `{}` now, not `{}`", after.of.text, before.of.text);
                subject.add(
                    Effect::Breaking,
                    format!("has another type for the field `{}`", before.wire),
                    now,
                );
            }
        }
        for after in new.members.iter().filter(|after| find(&old.members, &after.wire).is_none()) {
            let mut rust = format!("`{}{place}{}` is new", new.name, after.name);
            if new.kind == TypeKind::Input {
                rust.push_str("; a literal of the struct needs `..Default::default()`");
            }
            subject.add(Effect::Added, format!("has the {noun} `{}`", after.wire), rust);
        }
    }

    fn used_by(&self, name: &str) -> String {
        let users = self.users.get(name).map(Vec::as_slice).unwrap_or_default();
        let named: Vec<String> = users.iter().take(USERS).map(|user| format!("`{user}`")).collect();
        match (named.is_empty(), users.len().saturating_sub(USERS)) {
            (true, _) => String::new(),
            (false, 0) => format!(" (in {})", named.join(", ")),
            (false, more) => format!(" (in {} and {more} more)", named.join(", ")),
        }
    }
}

/// Which operations reach each type.
fn users<'d>(
    document: &'d DocumentOutline,
    types: &BTreeMap<&str, &TypeOutline>,
) -> BTreeMap<String, Vec<&'d str>> {
    let mut users: BTreeMap<String, Vec<&'d str>> = BTreeMap::new();
    for operation in &document.operations {
        let (mut seen, mut left) = (BTreeSet::new(), named(operation));
        while let Some(name) = left.pop() {
            if seen.insert(name.clone()) {
                let members = types.get(name.as_str()).map(|one| one.members.as_slice()).unwrap_or_default();
                left.extend(members.iter().filter_map(|member| member.of.named.clone()));
                users.entry(name).or_default().push(operation.id.as_str());
            }
        }
    }
    users
}

/// The generated types that an operation names itself.
fn named(operation: &Outline) -> Vec<String> {
    let ways = operation.inputs.iter().flat_map(|input| &input.reach);
    let inputs = ways.filter_map(|reach| reach.of()?.named.clone());
    let whole = operation.whole_page.as_ref().and_then(|page| page.named.clone());
    inputs.chain(operation.answer.named.clone()).chain(whole).collect()
}
