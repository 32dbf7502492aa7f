//! What comes with a request that may be Twilio's, and what is known of its signature.

use super::value::{Atom, Value};
use crate::Place;
use crate::resolve::StructId;

/// Something that came with a request, or was made of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hook {
    /// Where it is handed to the program: a parameter of a handler.
    pub origin: Place,
    pub part: HookPart,
}

/// What of a request it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum HookPart {
    Request,
    Headers,
    /// What the header with the signature says.
    Signature,
    /// The body, or names and values read from it.
    Body,
    /// A struct with fields of Twilio's, read from the body.
    Fields(StructId),
}

/// What hangs on a signature: whether it is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Proof {
    /// Whether it is good where this is `true`, `Ok` or `Some`; else where it is not.
    pub holds: bool,
    /// Whether that is inside another `Result`.
    pub is_wrapped: bool,
}

impl Proof {
    pub(crate) const GOOD: Proof = Proof { holds: true, is_wrapped: false };

    pub(crate) fn negated(self) -> Self {
        Self { holds: !self.holds, ..self }
    }
}

impl Hook {
    /// Another part of the same request.
    pub(crate) fn part(self, part: HookPart) -> Value {
        Atom::Hook(Hook { part, ..self }).into()
    }
}

impl Value {
    /// What came with a request among the alternatives.
    pub(crate) fn hooks(&self) -> impl Iterator<Item = Hook> {
        self.atoms.iter().filter_map(|atom| match atom {
            Atom::Hook(hook) => Some(*hook),
            _ => None,
        })
    }

    /// Whether something of a request is inside.
    pub(crate) fn holds_hook(&self, is_it: &dyn Fn(HookPart) -> bool) -> bool {
        self.atoms.iter().any(|atom| match atom {
            Atom::Hook(hook) => is_it(hook.part),
            Atom::Tuple(parts) | Atom::List(parts) => parts.iter().any(|part| part.holds_hook(is_it)),
            Atom::Object(_, fields) => fields.values().any(|field| field.holds_hook(is_it)),
            _ => false,
        })
    }

    /// The proof that the value is, where its alternatives agree.
    pub(crate) fn proof(&self) -> Option<Proof> {
        let mut proofs = self.atoms.iter().filter_map(|atom| match atom {
            Atom::Proof(proof) => Some(*proof),
            _ => None,
        });
        let first = proofs.next()?;
        let contradicts = self.atoms.contains(&Atom::Bool(first.holds));
        (!contradicts && proofs.all(|proof| proof == first)).then_some(first)
    }

    /// The value without what hangs on a signature.
    pub(crate) fn without_proofs(&self) -> Value {
        self.with_only(|atom| !matches!(atom, Atom::Proof(_) | Atom::Refusal))
    }

    fn is_refusal(&self) -> bool {
        self.atoms.contains(&Atom::Refusal)
    }

    fn is_only(&self, known: bool) -> bool {
        *self.atoms == [Atom::Bool(known)]
    }

    fn is_offer(&self) -> bool {
        self.atoms.contains(&Atom::Bool(true))
            && !self.atoms.contains(&Atom::Bool(false))
            && !self.is_refusal()
    }

    /// What a name stands for behind two ways of which one has checked: a flag that is set on that one alone tells which it was.
    pub(crate) fn flagged(&self, unchecked: &Value) -> Option<Value> {
        let is_flag = self.is_only(true) && unchecked.is_only(false);
        is_flag.then(|| Atom::Proof(Proof::GOOD).into())
    }
}

/// What `&&` or `||` of two checks says.
pub(crate) fn both_proofs(left: &Value, right: &Value, is_and: bool) -> Value {
    let holds = |value: &Value| value.proof().filter(|proof| !proof.is_wrapped).map(|proof| proof.holds);
    let (left, right) = (holds(left), holds(right));
    // Where `a && b` is true, both are; where it is false, only one of them may be.
    let is_either = |known: bool| left == Some(known) || right == Some(known);
    let is_both = |known: bool| left == Some(known) && right == Some(known);
    let holds = match () {
        () if is_either(is_and) => is_and,
        () if is_both(!is_and) => !is_and,
        () => return Value::unknown(),
    };
    Atom::Proof(Proof { holds, is_wrapped: false }).into()
}

/// What several ways to one point prove together: whether the signature is good wherever the value is `Ok`, `Some` or `true`,
/// or wherever it is `false`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ways {
    /// For success, and for the opposite: whether some way proves it, and whether some way does not.
    good: [bool; 2],
    bad: [bool; 2],
    /// The variants of an enum that they end in, each with whether the signature is good there.
    variants: Value,
}

impl Ways {
    /// Another way.
    pub(crate) fn note(&mut self, value: &Value, is_verified: bool) {
        for atom in &value.atoms {
            if let Atom::Variant { name, is_good } = atom {
                let is_good = *is_good || is_verified;
                self.variants.join(&Atom::Variant { name: name.clone(), is_good }.into());
            }
        }
        let proof = value.proof().map(|proof| proof.holds);
        let neutral = [value.is_refusal() || value.is_only(false), value.is_offer()];
        for (index, (holds, is_neutral)) in [true, false].into_iter().zip(neutral).enumerate() {
            let (Some(good), Some(bad)) = (self.good.get_mut(index), self.bad.get_mut(index)) else {
                continue;
            };
            match proof {
                Some(known) if known == holds => *good = true,
                _ if is_neutral => {}
                None if is_verified => *good = true,
                _ => *bad = true,
            }
        }
    }

    /// The value of all ways, with what they prove.
    pub(crate) fn seal(&self, value: Value) -> Value {
        if self.variants.has_variants() {
            let rest = value.without_proofs();
            return rest.with_only(|atom| !matches!(atom, Atom::Variant { .. })).joined(&self.variants);
        }
        let proves = |index: usize| {
            self.good.get(index).copied().unwrap_or_default() && !self.bad.get(index).copied().unwrap_or(true)
        };
        let known = value.proof().filter(|proof| proof.is_wrapped);
        let sealed = match (proves(0), proves(1)) {
            (true, _) => Proof::GOOD,
            (_, true) => Proof::GOOD.negated(),
            // Every way refuses.
            _ if self.good == [false; 2] && self.bad == [false, true] => return value,
            _ => return value.without_proofs(),
        };
        let rest = value.without_proofs().with_only(|atom| !matches!(atom, Atom::Bool(_)));
        rest.joined(&Atom::Proof(known.unwrap_or(sealed)).into())
    }
}

#[cfg(test)]
mod tests {
    use super::{Proof, Ways};
    use crate::facts::value::{Atom, Value};

    fn sealed(ways: &[(Value, bool)]) -> Option<bool> {
        let mut proofs = Ways::default();
        let mut all = Value::unknown();
        for (value, is_verified) in ways {
            proofs.note(value, *is_verified);
            all.join(value);
        }
        proofs.seal(all).proof().map(|proof| proof.holds)
    }

    #[test]
    fn ways_prove_together_what_each_of_them_does() {
        let (refusal, unknown): (Value, Value) = (Atom::Refusal.into(), Value::unknown());
        let (yes, no): (Value, Value) = (Atom::Bool(true).into(), Atom::Bool(false).into());
        let good: Value = Atom::Proof(Proof::GOOD).into();
        assert_eq!(sealed(&[(refusal.clone(), false), (unknown.clone(), true)]), Some(true));
        assert_eq!(sealed(&[(refusal.clone(), false), (unknown.clone(), false)]), None);
        assert_eq!(sealed(&[(refusal.clone(), false), (good.clone(), false)]), Some(true));
        assert_eq!(sealed(&[(yes.clone(), false), (good, false)]), None);
        assert_eq!(sealed(&[(yes.clone(), true), (no.clone(), false)]), Some(true));
        assert_eq!(sealed(&[(yes, false), (no, true)]), Some(false));
        assert_eq!(sealed(&[(refusal, false)]), None);
        assert_eq!(sealed(&[(unknown, true)]), Some(true));
    }
}
