//! Calls that lead back to a function that is running: it comes round like a loop, by itself or through others.

use super::evaluate::Interpreter;
use super::invoke::Summary;
use super::region::Ends;
use super::roots::Roots;
use crate::gather::Gather;
use crate::resolve::FunctionId;

/// How many calls that lead back a function tells of.
const MAX_AGAIN: usize = 16;

/// A call of a function further out, and what its arguments hang on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Again {
    callee: FunctionId,
    args: Vec<Roots>,
    ends: Ends,
}

impl Interpreter<'_> {
    /// A call that may lead back to the function at hand, or to one further out.
    pub(super) fn note_again(&mut self, callee: FunctionId, args: &[Roots], ends: Ends) {
        if self.stack.last() == Some(&callee) {
            let changed = args.iter().enumerate().map(|(index, roots)| roots.changed_from(index));
            let (before, ended) = self.frame.changed.unwrap_or((0, Ends::NONE));
            let changed = changed.fold(before, |all, one| all | one);
            self.frame.changed = Some((changed, ended.joined(ends)));
            return;
        }
        let again = Again { callee, args: args.to_vec(), ends };
        if self.leads_back(callee) && self.frame.again.len() < MAX_AGAIN && !self.frame.again.contains(&again)
        {
            self.frame.again.push(again);
        }
    }

    /// What a call led back to, as the function at hand sees it.
    pub(super) fn note_again_within(&mut self, summary: &Summary, roots: &[Roots]) {
        let depth = self.depth_of_regions();
        for again in &summary.again {
            let args: Vec<Roots> = again.args.iter().map(|arg| arg.seen_from(roots, depth)).gather();
            self.note_again(again.callee, &args, again.ends.joined(self.frame.ended));
        }
    }

    fn leads_back(&self, callee: FunctionId) -> bool {
        let Some(caller) = self.stack.last() else { return false };
        self.stack.contains(&callee) || self.circles.call(*caller, callee).is_some()
    }
}
