//! What a value hangs on: whether it is the same in each round of a loop, and whether it grows or is drawn.

use std::cmp::Ordering;

/// What a value hangs on, seen from the function that runs. It is beside the point of what the value is: two values are the
/// same whatever they hang on, and a call is known by its arguments, not by where they came from.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Roots {
    /// The parameters of the function, one bit each; those behind the last share one.
    params: u32,
    /// How many regions that come round were open where it was made.
    depth: u16,
    /// Whether some of it is new each time.
    is_made: bool,
    /// The regions, one bit each, of whose elements it is one: in each round another, but the same ones if all that comes round.
    elements: u32,
    /// Whether some of it was drawn by chance, and how many regions that come round were open then.
    pub is_random: bool,
    drawn: u16,
    /// Whether an answer said so: `Retry-After`.
    pub is_told: bool,
    /// Whether it is a part of what it hangs on: handed on in its place, it is another one.
    pub is_part: bool,
    /// Whether Twilio was asked for some of it.
    pub is_answer: bool,
}

impl Roots {
    /// A parameter, by its number.
    pub(super) fn param(index: usize) -> Self {
        Self { params: 1 << index.min(31), ..Self::default() }
    }

    /// Something that is new each time, inside so many regions that come round.
    pub(super) fn made(depth: u16) -> Self {
        Self { is_made: true, depth, ..Self::default() }
    }

    /// An element of what the innermost of so many regions goes through.
    pub(super) fn each(depth: u16) -> Self {
        match depth {
            0..=31 => Self { elements: 1 << depth, ..Self::default() },
            _ => Self::made(depth),
        }
    }

    /// Something that was drawn by chance, inside so many regions that come round.
    pub(super) fn drawn(depth: u16) -> Self {
        Self { is_random: true, drawn: depth, ..Self::default() }
    }

    pub(super) fn join(&mut self, other: Self) {
        self.params |= other.params;
        self.elements |= other.elements;
        self.depth = self.depth.max(other.depth);
        self.drawn = self.drawn.max(other.drawn);
        self.is_made |= other.is_made;
        self.is_random |= other.is_random;
        self.is_told |= other.is_told;
        self.is_part |= other.is_part;
        self.is_answer |= other.is_answer;
    }

    /// Joins, and says whether that changed anything.
    pub(super) fn adds(&mut self, other: Self) -> bool {
        let numbers = |roots: &Self| (roots.params, roots.elements, roots.depth, roots.drawn);
        let parts = |roots: &Self| (roots.is_told, roots.is_part, roots.is_answer);
        let facts = |roots: &Self| (numbers(roots), roots.is_made, roots.is_random, parts(roots));
        let before = facts(self);
        self.join(other);
        before != facts(self)
    }

    pub(super) fn joined(mut self, other: Self) -> Self {
        self.join(other);
        self
    }

    /// Whether it is what Twilio answered.
    pub(super) fn answer() -> Self {
        Self { is_answer: true, ..Self::default() }
    }

    /// Whether it came of something else than what the function was given and what Twilio answered.
    pub(super) fn is_elsewhere(self) -> bool {
        self.is_made && !self.is_answer
    }

    /// Whether it may be another one in the next round of a region, which is the so-and-so-many-th that is open.
    pub(super) fn varies_in(self, depth: u16) -> bool {
        self.changes_in(depth) || self.is_random && self.drawn >= depth
    }

    /// Whether it may be so by something else than chance.
    pub(super) fn changes_in(self, depth: u16) -> bool {
        self.is_made && self.depth >= depth || depth < 32 && self.elements & 1 << depth != 0
    }

    /// Whether it hangs on what the function is given.
    pub(super) fn is_given(self) -> bool {
        self.params != 0
    }

    /// Whether it may be another one in the next round, where these parameters change from round to round.
    pub(super) fn varies_with(self, changing: u32) -> bool {
        self.is_made || self.is_random || self.elements != 0 || self.params & changing != 0
    }

    /// What hangs on one of these parameters is another one after each call, where the others hang on it.
    pub(super) fn renewed_by(&mut self, others: Self, params: impl Iterator<Item = usize>) {
        let renewed = params.fold(0, |all, index| all | Self::param(index).params);
        self.is_made |= self.params & others.params & renewed != 0;
    }

    /// The parameters that this argument does not hand on as they are.
    pub(super) fn changed_from(self, index: usize) -> u32 {
        let own = Self::param(index).params;
        let is_other = self.is_made || self.is_part || self.elements != 0 || self.params & !own != 0;
        if is_other { own } else { 0 }
    }

    /// What it hangs on for the caller of the function, given what the arguments do.
    pub(super) fn seen_from(self, args: &[Roots], depth: u16) -> Self {
        let Self { is_told, is_part, is_answer, .. } = self;
        let mut seen = Self { is_told, is_part, is_answer, ..Self::default() };
        if self.is_made {
            seen.join(Self::made(depth));
        }
        if self.is_random {
            seen.join(Self::drawn(depth));
        }
        for (index, roots) in args.iter().enumerate() {
            if self.params & Self::param(index).params != 0 {
                seen.join(*roots);
            }
        }
        seen
    }

    /// What it is behind the end of a region: whatever came round there stays as it was left.
    pub(super) fn left_at(&mut self, depth: u16) {
        self.elements &= (2u32.checked_shl(depth.into())).map_or(u32::MAX, |above| above.wrapping_sub(1));
        self.depth = self.depth.min(depth);
        self.drawn = self.drawn.min(depth);
    }
}

impl PartialEq for Roots {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Roots {}

impl PartialOrd for Roots {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Roots {
    fn cmp(&self, _: &Self) -> Ordering {
        Ordering::Equal
    }
}

#[cfg(test)]
mod tests {
    use super::Roots;

    #[test]
    fn what_is_made_inside_varies_and_what_is_made_outside_does_not() {
        let outside = Roots::made(1);
        assert!(outside.varies_in(1) && !outside.varies_in(2));
        assert!(!Roots::default().varies_in(1) && !Roots::param(0).varies_in(1));
        let mut left = Roots::made(2);
        left.left_at(1);
        assert!(left.varies_in(1) && !left.varies_in(2));
    }

    #[test]
    fn elements_vary_where_they_are_gone_through_alone() {
        let mut element = Roots::each(2);
        assert!(element.varies_in(2) && !element.varies_in(1) && !element.varies_in(3));
        assert!(Roots::each(2).joined(Roots::made(1)).varies_in(1) && Roots::each(40).varies_in(40));
        element.left_at(1);
        assert!(!element.varies_in(2));
    }

    #[test]
    fn a_caller_sees_arguments_in_the_place_of_parameters() {
        let inner = Roots::param(1).joined(Roots::drawn(1));
        let seen = inner.seen_from(&[Roots::made(3), Roots::param(0)], 2);
        assert!(seen.varies_in(2) && !seen.varies_in(3) && !seen.changes_in(1) && seen.is_random);
        assert!(Roots::param(0).seen_from(&[Roots::made(3)], 2).varies_in(3));
        assert!(Roots::made(0).seen_from(&[], 2).varies_in(2));
    }

    #[test]
    fn a_call_of_itself_changes_what_it_does_not_hand_on() {
        assert_eq!(Roots::param(1).changed_from(1), 0);
        assert_ne!(Roots::param(0).changed_from(1), 0);
        assert_ne!(Roots::made(0).changed_from(1), 0);
        assert!(Roots::param(1).varies_with(Roots::made(0).changed_from(1)));
        assert!(!Roots::param(1).varies_with(Roots::made(0).changed_from(0)));
    }
}
