//! Variants of the crate's own enums that say how a check went: `Verdict::Valid`.

use super::evaluate::Interpreter;
use super::hook::Proof;
use super::value::{Atom, Value};
use crate::ir::{ExprKind, Pat};
use crate::sorted::Set;

/// What variants stand for the signature being good, and what others.
#[derive(Debug, Default)]
struct Sides<'v> {
    good: Set<&'v str>,
    bad: Set<&'v str>,
}

impl Value {
    /// Whether the value is one of an enum's variants.
    pub(crate) fn has_variants(&self) -> bool {
        self.atoms.iter().any(|atom| matches!(atom, Atom::Variant { .. }))
    }

    /// The variants that it may be.
    pub(crate) fn variants(&self) -> Value {
        self.with_only(|atom| matches!(atom, Atom::Variant { .. }))
    }

    fn sides(&self) -> Sides<'_> {
        let mut sides = Sides::default();
        for atom in &self.atoms {
            if let Atom::Variant { name, is_good } = atom {
                let side = if *is_good { &mut sides.good } else { &mut sides.bad };
                side.insert(name.as_str());
            }
        }
        // What comes both ways tells nothing.
        sides.good.retain(|name| !sides.bad.contains(name));
        sides
    }

    /// What it says of the signature where it is one of these variants; nothing where that may be either.
    pub(crate) fn proves(&self, names: &[&str]) -> Option<Proof> {
        let sides = self.sides();
        if names.is_empty() || sides.good.is_empty() {
            return None;
        }
        if names.iter().all(|name| sides.good.contains(name)) {
            return Some(Proof::GOOD);
        }
        // Whoever is none of the bad ones is good.
        sides.bad.iter().all(|bad| names.contains(bad)).then(|| Proof::GOOD.negated())
    }
}

impl Interpreter<'_> {
    /// What a pattern says of the outcome of a check that is a variant.
    pub(super) fn variant_fits(&self, pat: &Pat, value: &Value) -> Option<Proof> {
        if !value.has_variants() {
            return None;
        }
        let mut names = Vec::new();
        variants_in(pat, &mut names).then(|| value.proves(&names)).flatten()
    }
}

/// The variants that a pattern takes; whether it takes nothing else.
fn variants_in<'p>(pat: &'p Pat, names: &mut Vec<&'p str>) -> bool {
    match pat {
        Pat::Compare(Some(expr)) => match &expr.kind {
            ExprKind::Path(path) => path.last().map(|name| names.push(name)).is_some(),
            _ => false,
        },
        Pat::Bind(name, None) if name.starts_with(|first: char| first.is_ascii_uppercase()) => {
            names.push(name);
            true
        }
        Pat::Or(pats) => pats.iter().all(|pat| variants_in(pat, names)),
        Pat::Typed(inner, _) => variants_in(inner, names),
        _ => false,
    }
}
