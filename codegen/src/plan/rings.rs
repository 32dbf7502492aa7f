//! Models that hold one another: the rings in a graph of names.

use crate::name::Name;
use std::collections::{BTreeMap, BTreeSet};

/// Which names are held by each.
pub(super) type Edges = BTreeMap<Name, BTreeSet<Name>>;

/// The ring of each name, as a number: names that hold one another, directly or through others, share it. A walk along
/// the edges gives the names in the order they are left, a walk against them from the last of these gives the rings.
pub(super) fn rings(edges: &Edges) -> BTreeMap<&Name, usize> {
    let mut against: BTreeMap<&Name, Vec<&Name>> = BTreeMap::new();
    for (from, held) in edges {
        held.iter().for_each(|to| against.entry(to).or_default().push(from));
    }
    let mut rings = BTreeMap::new();
    for (number, root) in left_last_first(edges).into_iter().enumerate() {
        let mut next = vec![root];
        while let Some(name) = next.pop() {
            if !rings.contains_key(name) {
                rings.insert(name, number);
                next.extend(against.get(name).into_iter().flatten().copied());
            }
        }
    }
    rings
}

/// All names, a name that is left later before one that is left earlier.
fn left_last_first(edges: &Edges) -> Vec<&Name> {
    let (mut seen, mut left) = (BTreeSet::new(), Vec::new());
    for root in edges.keys() {
        let mut steps = vec![(root, false)];
        while let Some((name, is_done)) = steps.pop() {
            if is_done {
                left.push(name);
            } else if seen.insert(name) {
                steps.push((name, true));
                steps.extend(edges.get(name).into_iter().flatten().map(|held| (held, false)));
            }
        }
    }
    left.reverse();
    left
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn reaches(edges: &Edges, from: &Name, to: &Name) -> bool {
        let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
        while let Some(name) = next.pop() {
            if name == to {
                return true;
            }
            if seen.insert(name) {
                next.extend(edges.get(name).into_iter().flatten());
            }
        }
        false
    }

    proptest! {
        #[test]
        fn names_share_a_ring_where_each_reaches_the_other(pairs in proptest::collection::vec((0..9_u8, 0..9_u8), 0..24)) {
            let name = |number: u8| Name::pascal(&format!("name {number}"));
            let mut edges = Edges::new();
            for (from, to) in pairs {
                edges.entry(name(from)).or_default().insert(name(to));
                edges.entry(name(to)).or_default();
            }
            let rings = rings(&edges);
            for (one, other) in edges.keys().flat_map(|one| edges.keys().map(move |other| (one, other))) {
                let is_shared = reaches(&edges, one, other) && reaches(&edges, other, one);
                prop_assert_eq!(rings[one] == rings[other], is_shared, "{:?} and {:?}", one, other);
            }
        }
    }
}
