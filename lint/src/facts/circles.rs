//! Circles of calls: functions that lead back to themselves through others. What such a function does without arguments is
//! settled for the whole circle in turns, each from what the turn before found: entered from any of them, the circle is the
//! same, and nobody walks all around it anew.

use super::invoke::Summary;
use crate::gather::Gather;
use crate::resolve::FunctionId;
use crate::sorted::{Map, Set};
use std::sync::Arc;

/// Who calls whom; a call from outside of functions has no caller.
pub(super) type Calls = Set<(Option<FunctionId>, FunctionId)>;

/// The circles of a program.
pub(super) struct Circles {
    /// The circle of each function that is in one.
    of: Map<FunctionId, usize>,
    /// What the members of circles do.
    settled: Map<FunctionId, Arc<Summary>>,
    /// The circle that is being settled.
    unsettled: Option<usize>,
}

/// What is known of a call inside a circle.
pub(super) enum InCircle {
    /// What it does; it holds for this turn alone where the circle is not settled.
    Known { summary: Arc<Summary>, is_settled: bool },
    /// Nothing yet.
    Unknown,
}

impl Circles {
    pub(super) const fn none() -> Self {
        Self { of: Map::new(), settled: Map::new(), unsettled: None }
    }

    /// The circles of a call graph with their members; who is called comes before who calls.
    pub(super) fn find(calls: &Calls) -> (Self, Vec<Vec<FunctionId>>) {
        let members = find_components(calls);
        let numbered = members.iter().enumerate();
        let of = numbered.flat_map(|(number, members)| members.iter().map(move |id| (*id, number))).gather();
        (Self { of, ..Self::none() }, members)
    }

    /// Whether a function is in a circle.
    pub(super) fn contain(&self, id: FunctionId) -> bool {
        self.of.contains_key(&id)
    }

    /// What is known of a call between members of one circle; nothing where it is not one.
    pub(super) fn call(&self, caller: FunctionId, callee: FunctionId) -> Option<InCircle> {
        let circle = self.of.get(&callee)?;
        if caller == callee || self.of.get(&caller) != Some(circle) {
            return None;
        }
        let is_settled = self.unsettled != Some(*circle);
        Some(match self.settled.get(&callee) {
            Some(summary) => InCircle::Known { summary: Arc::clone(summary), is_settled },
            None => InCircle::Unknown,
        })
    }

    pub(super) fn begin(&mut self, circle: usize) {
        self.unsettled = Some(circle);
    }

    /// Takes over what a turn found; whether that is what was known before.
    pub(super) fn take(&mut self, found: Vec<(FunctionId, Arc<Summary>)>) -> bool {
        let mut is_same = true;
        for (id, summary) in found {
            is_same &= self.settled.get(&id).is_some_and(|known| known.tells_the_same(&summary));
            self.settled.insert(id, summary);
        }
        is_same
    }

    pub(super) fn end(&mut self) {
        self.unsettled = None;
    }
}

/// A function on the way through the graph, and which of its calls comes next.
struct Visit {
    id: FunctionId,
    next: usize,
}

/// The strongly connected components of more than one function, who is called before who calls.
fn find_components(calls: &Calls) -> Vec<Vec<FunctionId>> {
    let mut callees: Map<FunctionId, Vec<FunctionId>> = Map::new();
    for (caller, callee) in calls {
        if let Some(caller) = caller {
            callees.get_or_default(*caller).push(*callee);
        }
    }
    let mut search = Search::default();
    for id in callees.keys() {
        search.visit(*id, &callees);
    }
    search.components
}

/// Tarjan's search, with a stack of its own.
#[derive(Default)]
struct Search {
    /// When each function was met, and the earliest that it leads back to.
    met: Map<FunctionId, (usize, usize)>,
    open: Vec<FunctionId>,
    is_open: Set<FunctionId>,
    components: Vec<Vec<FunctionId>>,
}

impl Search {
    fn visit(&mut self, start: FunctionId, callees: &Map<FunctionId, Vec<FunctionId>>) {
        if self.met.contains_key(&start) {
            return;
        }
        let mut path = vec![self.meet(start)];
        while let Some(visit) = path.last_mut() {
            let called = callees.get(&visit.id).and_then(|callees| callees.get(visit.next)).copied();
            visit.next += 1;
            let id = visit.id;
            match called {
                Some(callee) if !self.met.contains_key(&callee) => path.push(self.meet(callee)),
                Some(callee) => self.leads_to(id, callee, |(time, _)| time),
                None => {
                    path.pop();
                    self.close(id);
                    if let Some(caller) = path.last() {
                        self.leads_to(caller.id, id, |(_, earliest)| earliest);
                    }
                }
            }
        }
    }

    fn meet(&mut self, id: FunctionId) -> Visit {
        let time = self.met.len();
        self.met.insert(id, (time, time));
        self.open.push(id);
        self.is_open.insert(id);
        Visit { id, next: 0 }
    }

    fn leads_to(&mut self, from: FunctionId, to: FunctionId, when: impl Fn((usize, usize)) -> usize) {
        let Some(time) = self.met.get(&to).copied().filter(|_| self.is_open.contains(&to)) else { return };
        if let Some((_, earliest)) = self.met.get_mut(&from) {
            *earliest = (*earliest).min(when(time));
        }
    }

    /// All calls of a function were followed: where none leads further back, what was met since is one component.
    fn close(&mut self, id: FunctionId) {
        if self.met.get(&id).is_none_or(|(time, earliest)| time != earliest) {
            return;
        }
        let from = self.open.iter().rposition(|open| *open == id).unwrap_or_default();
        let mut members = self.open.split_off(from);
        members.iter().for_each(|member| _ = self.is_open.remove(member));
        if members.len() > 1 {
            members.sort_unstable();
            self.components.push(members);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::find_components;

    #[test]
    fn circles_come_after_those_they_call() {
        let calls = [(0, 1), (1, 2), (2, 1), (2, 3), (3, 4), (4, 5), (5, 3), (6, 6), (6, 0), (4, 7)];
        let calls = calls.into_iter().map(|(caller, callee)| (Some(caller), callee)).collect();
        assert_eq!(find_components(&calls), [vec![3, 4, 5], vec![1, 2]]);
    }

    #[test]
    fn a_long_chain_is_walked_without_a_deep_stack() {
        let length = 200_000;
        let calls = (0..length).map(|id| (Some(id), (id + 1) % length)).collect();
        assert_eq!(find_components(&calls), [(0..length).collect::<Vec<_>>()]);
    }
}
