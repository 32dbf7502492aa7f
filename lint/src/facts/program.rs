//! Every body of a crate, interpreted, and what came of it.

use super::evaluate::{Frame, Interpreter};
use super::event::{Event, Reason};
use super::location::const_settings;
use super::value::Value;
use crate::ir::{Expr, Marks, Region};
use crate::resolve::{FunctionId, ModuleId, Program, StructId};
use crate::{FileId, Place, TargetKind};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

/// How often fields are learned anew: a field's value may hang on another field.
const MAX_ROUNDS: usize = 4;

/// What fields hold that are set in one place.
pub(crate) type FieldTable = BTreeMap<(StructId, String), Value>;

/// What rules look at.
#[derive(Debug)]
pub(crate) struct Facts {
    pub events: Vec<Event>,
    pub permits: Vec<PermitFact>,
    /// What each file is built as.
    kinds: Vec<TargetKind>,
    /// Whether a name was met that the sources at hand do not define.
    pub is_open: bool,
    /// Where a bound cut the interpretation short, and which.
    pub cuts: BTreeSet<(Place, &'static str)>,
    /// How many expressions were evaluated.
    pub steps: usize,
    regions: Vec<(Place, Region)>,
    /// Functions whose own interpretation counts: nobody in the crate calls them.
    roots: BTreeSet<FunctionId>,
}

/// A permit, with what is known of its reason.
#[derive(Clone, Debug)]
pub(crate) struct PermitFact {
    pub place: Place,
    pub region: Place,
    pub lints: Vec<(String, Place)>,
    pub reason: Reason,
}

impl Facts {
    /// Whether a place is test code.
    pub(crate) fn is_test(&self, place: Place) -> bool {
        matches!(self.kind(place), TargetKind::Test | TargetKind::Bench) || self.is_in(place, Region::Test)
    }

    /// Whether a place is built for development only.
    pub(crate) fn is_development(&self, place: Place) -> bool {
        self.kind(place) == TargetKind::Example || self.is_in(place, Region::DebugAssertions)
    }

    fn kind(&self, place: Place) -> TargetKind {
        self.kinds.get(place.file.index()).copied().unwrap_or(TargetKind::Lib)
    }

    fn is_in(&self, place: Place, region: Region) -> bool {
        self.regions.iter().any(|(around, kind)| *kind == region && around.contains(place))
    }

    /// Whether an event was seen from where the program begins: a function that the crate calls is judged at its calls.
    pub(crate) fn is_seen_from_root(&self, event: &Event) -> bool {
        event.entry.is_none_or(|entry| self.roots.contains(&entry))
    }
}

/// Who calls whom.
type Calls = BTreeSet<(Option<FunctionId>, FunctionId)>;

/// What one round saw.
#[derive(Default)]
struct Round {
    events: Vec<Event>,
    writes: Vec<(FunctionId, StructId, String, Value)>,
    calls: Calls,
    cuts: BTreeSet<(Place, &'static str)>,
    steps: usize,
    is_open: bool,
}

/// Where the interpretation begins.
pub(crate) enum Entries {
    /// In these files; what they call is followed wherever it is.
    In(BTreeSet<FileId>),
}

impl Entries {
    fn contain(&self, place: Place) -> bool {
        match self {
            Entries::In(files) => files.contains(&place.file),
        }
    }
}

/// Interprets a program.
pub(crate) fn collect_facts(
    program: &Program,
    marks: Vec<Marks>,
    kinds: Vec<TargetKind>,
    entries: &Entries,
) -> Facts {
    let mut fields = FieldTable::new();
    let mut round = Round::default();
    let mut steps = 0;
    for _ in 0..MAX_ROUNDS {
        round = run(program, &fields, entries);
        steps += round.steps;
        let learned = learn_fields(&round.writes, &find_roots(program, &round.calls));
        let is_settled = tells_the_same(&learned, &fields);
        fields = learned;
        if is_settled {
            break;
        }
    }
    let roots = find_roots(program, &within_crates(program, &round.calls));
    let mut permits = Vec::new();
    let mut regions = Vec::new();
    for mark in marks {
        regions.extend(mark.regions);
        for permit in mark.permits {
            let reason = reason_of(program, &fields, permit.place, permit.reason.as_ref());
            permits.push(PermitFact {
                place: permit.place,
                region: permit.region,
                lints: permit.lints,
                reason,
            });
        }
    }
    let Round { events, cuts, is_open, .. } = round;
    Facts { events, permits, kinds, is_open, cuts, steps, regions, roots }
}

fn interpreter<'p>(program: &'p Program, fields: &'p FieldTable) -> Interpreter<'p> {
    Interpreter {
        program,
        fields,
        frame: Frame::default(),
        calls: BTreeSet::new(),
        memo: BTreeMap::new(),
        stack: Vec::new(),
        consts: Vec::new(),
        invoked: BTreeSet::new(),
        closure_depth: 0,
        steps: 0,
        all_steps: 0,
        cuts: BTreeSet::new(),
        is_dry: false,
        is_shallow: false,
        is_open: Cell::new(false),
        touching: BTreeSet::new(),
        const_values: BTreeMap::new(),
    }
}

/// One round: consts and item macros; a first look at every function without the arguments of its calls; then those that
/// touch Twilio, as if nothing were known of their own arguments.
fn run(program: &Program, fields: &FieldTable, entries: &Entries) -> Round {
    let mut interpreter = interpreter(program, fields);
    let mut round = Round::default();
    let settings = const_settings(program);
    let consts = program.consts.iter().enumerate();
    for (id, entry) in consts.filter(|(_, entry)| entries.contain(entry.value.place)) {
        eval_alone(&mut interpreter, entry.module, &entry.value, &mut round, |interpreter, value| {
            interpreter.named_credential(&entry.name, value, entry.value.place);
            if let Some(setting) = settings.get(&id) {
                interpreter.note_const(*setting, id, entry.value.place);
            }
        });
    }
    for entry in &program.structs {
        let defaults = entry.hints.fields.iter().filter_map(|hint| Some((hint, hint.default.as_ref()?)));
        for (hint, default) in defaults.filter(|(_, default)| entries.contain(default.place)) {
            eval_alone(&mut interpreter, entry.module, default, &mut round, |interpreter, value| {
                interpreter.default_of_field(hint, value, default.place);
            });
        }
    }
    for (module, content) in program.macros.iter().filter(|(_, content)| entries.contain(content.place)) {
        eval_alone(&mut interpreter, *module, content, &mut round, |_, _| {});
    }
    interpreter.is_shallow = true;
    let functions = program.functions.iter().enumerate().filter(|(_, entry)| entries.contain(entry.ir.place));
    for (id, _) in functions {
        let place = Place::NOWHERE;
        interpreter.steps = 0;
        interpreter.invoked.clear();
        interpreter.call_function(id, Vec::new(), place);
        let frame = std::mem::take(&mut interpreter.frame);
        round.writes.extend(frame.writes.into_iter().map(|(owner, field, value)| (id, owner, field, value)));
    }
    interpreter.is_shallow = false;
    interpreter.memo.clear();
    let calls = std::mem::take(&mut interpreter.calls);
    // What was called from nowhere was called by the loop above.
    interpreter.calls = calls.into_iter().filter(|(caller, _)| caller.is_some()).collect();
    // The second look knows the arguments of calls, so it knows better what is written.
    round.writes.retain(|(entry, ..)| !interpreter.touching.contains(entry));
    for id in interpreter.touching.clone() {
        interpreter.steps = 0;
        interpreter.invoked.clear();
        let summary = interpreter.summarise(id, &[], false, false);
        round.events.extend(summary.events.into_iter().map(|event| Event { entry: Some(id), ..event }));
        round
            .writes
            .extend(summary.writes.into_iter().map(|(owner, field, value)| (id, owner, field, value)));
    }
    round.calls = interpreter.calls;
    round.cuts = interpreter.cuts;
    round.steps = interpreter.all_steps;
    round.is_open = interpreter.is_open.get();
    round
}

fn eval_alone<'p>(
    interpreter: &mut Interpreter<'p>,
    module: ModuleId,
    expr: &Expr,
    round: &mut Round,
    look_at: impl FnOnce(&mut Interpreter<'p>, &Value),
) {
    interpreter.steps = 0;
    interpreter.frame = Frame { module, ..Frame::default() };
    let value = interpreter.eval(expr);
    look_at(interpreter, &value);
    let frame = std::mem::take(&mut interpreter.frame);
    round.events.extend(frame.events);
}

/// The calls that stay within a crate: what a function does for the world is its own crate's to answer for.
fn within_crates(program: &Program, calls: &Calls) -> Calls {
    let krate = |id: FunctionId| {
        let module = program.functions.get(id).map(|entry| entry.module);
        module.and_then(|module| program.modules.get(module)).map(|module| module.krate)
    };
    let stays = |caller: FunctionId, callee: FunctionId| krate(caller) == krate(callee);
    calls
        .iter()
        .copied()
        .filter(|(caller, callee)| caller.is_some_and(|caller| stays(caller, *callee)))
        .collect()
}

/// Functions that nobody calls; of a circle that nobody enters, the first.
fn find_roots(program: &Program, calls: &Calls) -> BTreeSet<FunctionId> {
    let called: BTreeSet<FunctionId> =
        calls.iter().filter(|(caller, callee)| *caller != Some(*callee)).map(|(_, callee)| *callee).collect();
    let mut roots: BTreeSet<FunctionId> =
        (0..program.functions.len()).filter(|id| !called.contains(id)).collect();
    let mut reached = BTreeSet::new();
    let mut open: Vec<FunctionId> = roots.iter().copied().collect();
    let mut next = 0usize;
    loop {
        while let Some(id) = open.pop() {
            if reached.insert(id) {
                let from = (Some(id), 0)..=(Some(id), usize::MAX);
                open.extend(calls.range(from).map(|(_, callee)| *callee));
            }
        }
        let Some(id) = (next..program.functions.len()).find(|id| !reached.contains(id)) else { return roots };
        roots.insert(id);
        open.push(id);
        next = id + 1;
    }
}

/// Fields with one value wherever they are set.
fn learn_fields(
    writes: &[(FunctionId, StructId, String, Value)],
    roots: &BTreeSet<FunctionId>,
) -> FieldTable {
    let mut seen: BTreeMap<(StructId, String), Option<Value>> = BTreeMap::new();
    for (entry, owner, field, value) in writes {
        if !roots.contains(entry) || value.holds_closure() {
            continue;
        }
        let slot = seen.entry((*owner, field.clone())).or_insert_with(|| Some(value.clone()));
        if slot.as_ref().is_some_and(|known| known != value) {
            *slot = None;
        }
    }
    let known = seen.into_iter().filter_map(|(key, value)| Some((key, value?)));
    known.filter(|(_, value)| !value.is_unknown()).collect()
}

/// Whether two tables differ in nothing but types.
fn tells_the_same(one: &FieldTable, other: &FieldTable) -> bool {
    let telling = |table: &FieldTable| -> Vec<_> {
        table
            .iter()
            .filter(|(_, value)| !value.is_bare())
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect()
    };
    telling(one) == telling(other)
}

fn reason_of(program: &Program, fields: &FieldTable, place: Place, reason: Option<&Expr>) -> Reason {
    let Some(reason) = reason else { return Reason::None };
    let mut interpreter = interpreter(program, fields);
    interpreter.frame.module = program.module_around(place);
    interpreter.eval(reason).known_text().map_or(Reason::Unknown, Reason::Known)
}
