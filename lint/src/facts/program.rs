//! Every body of a crate, interpreted, and what came of it.

use super::circles::{Calls, Circles};
use super::evaluate::{Frame, Interpreter};
use super::event::{Event, EventKind, Reason};
use super::invoke::{IN_A_CONST, Summary};
use super::learned::{Write, Writers, learn_fields};
use super::location::const_settings;
use super::memo::{Call, KnownConst, Memo, Shared};
use super::operation_call::OperationCall;
use super::value::Value;
use crate::gather::{Gather, PutAll};
use crate::ir::{Expr, FieldHint, Marks, Permit, Region};
use crate::resolve::{ConstEntry, ConstId, FunctionId, ModuleId, Program, StructId};
use crate::sorted::{Map, Set};
use crate::worker::run_all;
use crate::{FileId, Place, TargetKind};
use std::cell::{Cell, RefCell};
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// How often fields are learned anew: a field's value may hang on another field.
const MAX_ROUNDS: usize = 4;
/// How often a circle of calls is gone round until nothing new is found.
const MAX_TURNS: usize = 4;

/// What fields hold that are set in one place.
pub(crate) type FieldTable = Map<(StructId, String), Value>;

/// Fields that somebody asked for.
pub(crate) type AskedFields = Set<(StructId, String)>;

/// What rules look at.
#[derive(Debug)]
pub(crate) struct Facts {
    pub events: Vec<Event>,
    pub permits: Vec<PermitFact>,
    /// Each `#[signature_validation]`.
    pub attested: Vec<Place>,
    /// The permits that silenced something, as indexes, and what; the report fills it in.
    pub fulfilled: Set<(usize, &'static str)>,
    /// What each file is built as.
    kinds: Vec<TargetKind>,
    /// Whether a name was met that the sources at hand do not define.
    pub is_open: bool,
    /// Where a bound cut the interpretation short, and which.
    pub cuts: Set<(Place, &'static str)>,
    /// How many expressions were evaluated.
    pub steps: usize,
    regions: Vec<(Place, Region)>,
    /// Functions whose own interpretation counts: nobody in the crate calls them.
    roots: Set<FunctionId>,
    /// URLs of several parts that functions make which do not touch Twilio, or for such.
    pub elsewhere: Vec<Event>,
    /// The functions that events were reached through.
    pub called: Map<FunctionId, Called>,
}

/// A function that was called on the way to an event.
#[derive(Clone, Debug)]
pub(crate) struct Called {
    pub name: String,
    pub place: Place,
}

/// A permit, with what is known of its reason.
#[derive(Clone, Debug)]
pub(crate) struct PermitFact {
    pub place: Place,
    pub region: Place,
    pub lints: Vec<(String, Place)>,
    pub reason: Reason,
    /// Whether it is an attribute or a comment by itself.
    pub is_whole: bool,
    /// What to cut out to be rid of it, and of each of its lints.
    pub removal: Place,
    pub cuts: Vec<Place>,
}

impl Facts {
    /// The calls of Twilio's operations.
    pub(crate) fn operation_calls(&self) -> impl Iterator<Item = (&Event, &OperationCall)> {
        self.events.iter().filter_map(|event| match &event.kind {
            EventKind::Operation(call) => Some((event, &**call)),
            _ => None,
        })
    }

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

/// What one round saw.
#[derive(Default)]
struct Round {
    events: Vec<Event>,
    /// URLs of several parts, by the first look.
    urls: Vec<Event>,
    writes: Vec<(FunctionId, Write)>,
    calls: Calls,
    cuts: Set<(Place, &'static str)>,
    steps: usize,
    is_open: bool,
    /// Functions that were seen to touch Twilio.
    touched: Set<FunctionId>,
    touched_closures: Set<Place>,
    /// The fields that were asked for, by the first look and by the second.
    asked: AskedFields,
    asked_again: AskedFields,
    /// What members of circles were found to do.
    settled: Vec<(FunctionId, Arc<Summary>)>,
}

impl Round {
    fn add(&mut self, other: Round) {
        self.events.put_all(other.events);
        self.urls.put_all(other.urls);
        self.writes.put_all(other.writes);
        self.calls.extend(other.calls);
        self.cuts.extend(other.cuts);
        self.touched.extend(other.touched);
        self.touched_closures.extend(other.touched_closures);
        self.steps += other.steps;
        self.is_open |= other.is_open;
        self.settled.put_all(other.settled);
        self.asked.extend(other.asked);
        self.asked_again.extend(other.asked_again);
    }

    /// Whether a look at the same with other fields known would see the same: nobody asked for those that tell something else.
    /// What touches Twilio asks to know, others to find out whether they do.
    fn is_last(&self, known: &FieldTable, learned: &FieldTable) -> bool {
        let unknown = Value::unknown();
        let of = |table: &FieldTable, key: &(StructId, String)| {
            table.get(key).filter(|value| !value.is_bare()).unwrap_or(&unknown).clone()
        };
        known.keys().chain(learned.keys()).all(|key| {
            let (before, after) = (of(known, key), of(learned, key));
            let may_touch = before.matters() || after.matters();
            let is_asked = self.asked_again.contains(key) || may_touch && self.asked.contains(key);
            before == after || !is_asked
        })
    }
}

/// Where the interpretation begins, and how many threads it takes: they change nothing about the outcome.
pub(crate) struct Entries {
    /// In these files; what they call is followed wherever it is.
    pub files: Set<FileId>,
    pub workers: usize,
}

impl Entries {
    fn contain(&self, place: Place) -> bool {
        self.files.contains(&place.file)
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
    let mut tables: Vec<FieldTable> = Vec::new();
    let mut steps = 0;
    let tests = find_tests(program, &marks, &kinds);
    for _ in 0..MAX_ROUNDS {
        let calls = std::mem::take(&mut round.calls);
        round = run(program, &fields, entries, calls);
        steps += round.steps;
        let writers = Writers { roots: find_entries(program, &round.calls, &tests), tests: &tests };
        let learned = learn_fields(program, &round.writes, &writers);
        // Tables that come again would come again for ever.
        let is_settled = round.is_last(&fields, &learned) || tables.contains(&learned);
        tables.push(std::mem::replace(&mut fields, learned));
        if is_settled {
            break;
        }
    }
    let roots = find_entries(program, &within_crates(program, &round.calls), &tests);
    let mut permits = Vec::new();
    let (mut regions, mut attested) = (Vec::new(), Vec::new());
    for mark in marks {
        attested.put_all(mark.attested);
        round
            .cuts
            .extend(mark.included.into_iter().map(|place| (place, "what `include!` brings in is not read")));
        regions.put_all(mark.regions);
        permits.put_all(mark.permits.into_iter().map(|permit| permit_fact(program, &fields, permit)));
    }
    let Round { events, urls: elsewhere, cuts, is_open, .. } = round;
    let called = called(program, &events);
    Facts {
        events,
        permits,
        attested,
        fulfilled: Set::new(),
        kinds,
        is_open,
        cuts,
        steps,
        regions,
        roots,
        called,
        elsewhere,
    }
}

/// The functions that led to events, those of types with the names of these.
fn called(program: &Program, events: &[Event]) -> Map<FunctionId, Called> {
    let called: Set<FunctionId> =
        events.iter().flat_map(|event| event.calls.iter().map(|site| site.callee)).gather();
    let named = called.into_iter().filter_map(|id| {
        let entry = program.functions.get(id)?;
        let owner = entry.self_type.and_then(|owner| program.structs.get(owner));
        let name = &entry.ir.name;
        let name = owner.map_or_else(|| name.clone(), |owner| format!("{}::{name}", owner.name));
        Some((id, Called { name, place: entry.ir.place }))
    });
    named.gather()
}

/// What the interpreters of one pass have in common.
struct Pass<'p> {
    program: &'p Program,
    fields: &'p FieldTable,
    /// Functions that are known to touch Twilio.
    touching: &'p Set<FunctionId>,
    /// Closures that are.
    touching_closures: &'p Set<Place>,
    circles: &'p Circles,
    shared: &'p Shared,
    is_shallow: bool,
    is_alone: bool,
}

static NO_FUNCTIONS: Set<FunctionId> = Set::new();
static NO_CLOSURES: Set<Place> = Set::new();
static NO_CIRCLES: Circles = Circles::none();

impl<'p> Pass<'p> {
    /// A pass that knows nothing of what functions do.
    fn new(program: &'p Program, fields: &'p FieldTable, shared: &'p Shared) -> Self {
        Self {
            program,
            fields,
            touching: &NO_FUNCTIONS,
            touching_closures: &NO_CLOSURES,
            circles: &NO_CIRCLES,
            shared,
            is_shallow: false,
            is_alone: false,
        }
    }

    fn interpreter(&self) -> Interpreter<'p> {
        Interpreter {
            program: self.program,
            fields: self.fields,
            frame: Frame::default(),
            calls: Set::new(),
            memo: Memo::new(self.shared),
            stack: Vec::new(),
            recursive: Set::new(),
            depth: 0,
            max_depth: 0,
            consts: Vec::new(),
            invoked: Set::new(),
            closure_depth: 0,
            steps: 0,
            all_steps: 0,
            is_exhausted: false,
            cuts: Set::new(),
            is_dry: false,
            is_shallow: self.is_shallow,
            is_alone: self.is_alone,
            frames: 0,
            circles: self.circles,
            is_open: Cell::new(false),
            asked: RefCell::default(),
            touching: self.touching,
            touched: Set::new(),
            touching_closures: self.touching_closures,
            touched_closures: Set::new(),
        }
    }

    /// Gives each input an interpreter of its own; what they saw comes in the order of the inputs.
    fn each<T: Sync>(
        &self,
        inputs: &[T],
        workers: usize,
        job: impl Fn(&mut Interpreter<'p>, &T) -> Round + Sync,
    ) -> Round {
        let rounds = run_all(inputs, workers, |input| {
            let mut interpreter = self.interpreter();
            let mut round = job(&mut interpreter, input);
            round.calls.extend(interpreter.calls);
            round.cuts.extend(interpreter.cuts);
            round.touched.extend(interpreter.touched);
            round.touched_closures.extend(interpreter.touched_closures);
            round.steps += interpreter.all_steps;
            round.is_open |= interpreter.is_open.get();
            let asked = interpreter.asked.into_inner();
            match self.is_shallow {
                true => round.asked = asked,
                false => round.asked_again = asked,
            }
            round
        });
        let mut all = Round::default();
        rounds.into_iter().flatten().for_each(|round| all.add(round));
        all.steps += self.shared.steps.swap(0, Ordering::Relaxed);
        all
    }
}

/// What stands outside of functions.
enum Alone<'p> {
    Const(ConstId, &'p ConstEntry),
    /// A default that an attribute gives a field.
    Default(StructId, &'p FieldHint, &'p Expr),
    Macro(ModuleId, &'p Expr),
}

/// One round: consts and item macros; who calls whom, where no round before has seen it; a first look at every function without the arguments of its calls;
/// then those that touch Twilio, as if nothing were known of their own arguments.
fn run(program: &Program, fields: &FieldTable, entries: &Entries, calls: Calls) -> Round {
    let count = program.functions.len();
    let shared = Shared::new(count, Map::new());
    let mut round = look_at_items(&Pass::new(program, fields, &shared), entries);
    let consts = shared.into_consts();
    let functions = program.functions.iter().enumerate();
    let functions = functions.filter(|(_, entry)| entries.contain(entry.ir.place));
    let functions: Vec<FunctionId> = functions.map(|(id, _)| id).gather();
    let calls = match calls.is_empty() {
        true => find_calls(program, fields, consts.clone(), entries.workers),
        false => calls,
    };
    let shared = Shared::new(count, consts.clone());
    let pass = Pass { is_shallow: true, ..Pass::new(program, fields, &shared) };
    let (circles, settling) = settle(&pass, &calls, entries.workers);
    let pass = Pass { circles: &circles, ..pass };
    let first = pass.each(&functions, entries.workers, |interpreter, id| {
        let summary = interpreter.outcome(Call::bare(*id));
        Round { writes: written(*id, &summary), urls: joined_urls(*id, &summary), ..Round::default() }
    });
    // Where this look ended is no matter: what touches Twilio is looked at again.
    round.add(Round { cuts: Set::new(), settled: Vec::new(), ..settling });
    round.add(Round { cuts: Set::new(), ..first });
    let touching = std::mem::take(&mut round.touched);
    let touching_closures = std::mem::take(&mut round.touched_closures);
    // The second look knows the arguments of calls, so it knows better what is written.
    round.writes.retain(|(entry, _)| !touching.contains(entry));
    let shared = Shared::new(count, consts);
    let new = Pass::new(program, fields, &shared);
    let pass = Pass { touching: &touching, touching_closures: &touching_closures, ..new };
    let (circles, settling) = settle(&pass, &round.calls, entries.workers);
    round.add(Round { settled: Vec::new(), ..settling });
    let pass = Pass { circles: &circles, ..pass };
    let functions: Vec<FunctionId> = touching.iter().copied().gather();
    let second = pass.each(&functions, entries.workers, |interpreter, id| {
        let summary = interpreter.outcome(Call::bare(*id));
        let events = summary.events.iter().map(|event| Event { entry: Some(*id), ..event.clone() });
        Round { events: events.gather(), writes: written(*id, &summary), ..Round::default() }
    });
    round.add(second);
    // What was called from nowhere was called by the first look.
    round.calls.retain(|(caller, _)| caller.is_some());
    keep_elsewhere(&mut round.urls, &round.calls, &touching);
    round
}

/// The URLs of several parts that a function makes.
fn joined_urls(id: FunctionId, summary: &Summary) -> Vec<Event> {
    let is_joined = |event: &&Event| match &event.kind {
        EventKind::Url { text, .. } => text.parts.len() > 1,
        _ => false,
    };
    let joined = summary.events.iter().filter(is_joined);
    joined.map(|event| Event { entry: Some(id), ..event.clone() }).gather()
}

/// Leaves those that are made for somebody who does not touch Twilio: the second look does not come there.
fn keep_elsewhere(urls: &mut Vec<Event>, calls: &Calls, touching: &Set<FunctionId>) {
    let called: Set<FunctionId> = calls.iter().map(|(_, callee)| *callee).gather();
    let is_outside = |caller: &FunctionId| *caller != IN_A_CONST && !touching.contains(caller);
    let from_outside = calls.iter().filter(|(caller, _)| caller.as_ref().is_some_and(is_outside));
    let from_outside: Set<FunctionId> = from_outside.map(|(_, callee)| *callee).gather();
    urls.retain(|event| {
        let is_by_itself = |entry: &FunctionId| !called.contains(entry) && !touching.contains(entry);
        event.entry.is_some_and(|entry| from_outside.contains(&entry) || is_by_itself(&entry))
    });
}

/// Who calls whom, as far as each body alone tells.
fn find_calls(
    program: &Program,
    fields: &FieldTable,
    consts: Map<ConstId, KnownConst>,
    workers: usize,
) -> Calls {
    let functions: Vec<FunctionId> = (0..program.functions.len()).gather();
    let shared = Shared::new(functions.len(), consts);
    let pass = Pass { is_shallow: true, is_alone: true, ..Pass::new(program, fields, &shared) };
    let look = pass.each(&functions, workers, |interpreter, id| {
        interpreter.outcome(Call::bare(*id));
        Round::default()
    });
    look.calls
}

/// Settles what the members of circles do, circle by circle, each in turns until a turn finds nothing new.
fn settle(pass: &Pass<'_>, calls: &Calls, workers: usize) -> (Circles, Round) {
    let (mut circles, members) = Circles::find(calls);
    let mut all = Round::default();
    for (number, members) in members.iter().enumerate() {
        circles.begin(number);
        for _ in 0..MAX_TURNS {
            let turn = Pass { circles: &circles, ..*pass };
            let mut turn = turn.each(members, workers, |interpreter, id| {
                let summary = interpreter.outcome(Call::bare(*id));
                Round { settled: vec![(*id, summary)], ..Round::default() }
            });
            let is_same = circles.take(std::mem::take(&mut turn.settled));
            all.add(turn);
            if is_same {
                break;
            }
        }
        circles.end();
    }
    (circles, all)
}

fn written(id: FunctionId, summary: &Summary) -> Vec<(FunctionId, Write)> {
    summary.writes.iter().map(|write| (id, write.clone())).gather()
}

fn look_at_items(pass: &Pass<'_>, entries: &Entries) -> Round {
    let program = pass.program;
    let settings = const_settings(program);
    let consts = program.consts.iter().enumerate().map(|(id, entry)| Alone::Const(id, entry));
    let defaults = program.structs.iter().enumerate().flat_map(|(id, entry)| {
        let hints = entry.hints.fields.iter();
        hints.filter_map(move |hint| Some(Alone::Default(id, hint, hint.default.as_ref()?)))
    });
    let macros = program.macros.iter().map(|(module, content)| Alone::Macro(*module, content));
    let is_entered = |alone: &Alone<'_>| match alone {
        Alone::Const(_, entry) => entries.contain(entry.value.place),
        Alone::Default(_, _, expr) | Alone::Macro(_, expr) => entries.contain(expr.place),
    };
    let items: Vec<Alone<'_>> = consts.chain(defaults).chain(macros).filter(is_entered).gather();
    pass.each(&items, entries.workers, |interpreter, alone| {
        match alone {
            Alone::Const(id, entry) => {
                let value = eval_alone(interpreter, entry.module, &entry.value);
                interpreter.named_credential(&entry.name, &value, entry.value.place);
                if let Some(setting) = settings.get(id) {
                    interpreter.note_const(*setting, *id, entry.value.place);
                }
            }
            Alone::Default(owner, hint, default) => {
                let module = program.structs.get(*owner).map(|entry| entry.module).unwrap_or_default();
                let value = eval_alone(interpreter, module, default);
                interpreter.default_of_field(hint, &value, default.place);
                interpreter.write(*owner, &hint.field, &value, true);
            }
            Alone::Macro(module, content) => drop(eval_alone(interpreter, *module, content)),
        }
        let frame = std::mem::take(&mut interpreter.frame);
        let writes = frame.writes.into_iter().map(|write| (IN_A_CONST, write)).gather();
        Round { events: frame.events, writes, ..Round::default() }
    })
}

fn eval_alone(interpreter: &mut Interpreter<'_>, module: ModuleId, expr: &Expr) -> Value {
    interpreter.frame = Frame { module, ..Frame::default() };
    interpreter.eval(expr)
}

/// The calls that stay within a crate: what a function does for the world is its own crate's to answer for.
fn within_crates(program: &Program, calls: &Calls) -> Calls {
    let krate = |id: FunctionId| {
        let module = program.functions.get(id).map(|entry| entry.module);
        module.and_then(|module| program.modules.get(module)).map(|module| module.krate)
    };
    let stays =
        |caller: FunctionId, callee: FunctionId| caller == IN_A_CONST || krate(caller) == krate(callee);
    calls
        .iter()
        .copied()
        .filter(|(caller, callee)| caller.is_some_and(|caller| stays(caller, *callee)))
        .gather()
}

/// Functions of test code and of examples.
fn find_tests(program: &Program, marks: &[Marks], kinds: &[TargetKind]) -> Set<FunctionId> {
    let mut regions: Map<FileId, Vec<Place>> = Map::new();
    for (place, kind) in marks.iter().flat_map(|marks| &marks.regions) {
        if *kind == Region::Test {
            regions.get_or_default(place.file).push(*place);
        }
    }
    let is_test = |place: Place| {
        let kind = kinds.get(place.file.index());
        matches!(kind, Some(TargetKind::Test | TargetKind::Bench | TargetKind::Example))
            || regions
                .get(&place.file)
                .is_some_and(|around| around.iter().any(|around| around.contains(place)))
    };
    let functions = program.functions.iter().enumerate();
    functions.filter(|(_, entry)| is_test(entry.ir.place)).map(|(id, _)| id).gather()
}

/// Functions that nobody calls, or nobody but tests: what tests do is no use of the program's.
fn find_entries(program: &Program, calls: &Calls, tests: &Set<FunctionId>) -> Set<FunctionId> {
    let is_test = |caller: &Option<FunctionId>| caller.is_some_and(|caller| tests.contains(&caller));
    let outside: Calls = calls.iter().copied().filter(|(caller, _)| !is_test(caller)).gather();
    let of_tests = find_roots(program, calls).into_iter().filter(|id| tests.contains(id));
    let of_program = find_roots(program, &outside).into_iter().filter(|id| !tests.contains(id));
    of_program.chain(of_tests).gather()
}

/// Functions that nobody calls; of a circle that nobody enters, the first.
fn find_roots(program: &Program, calls: &Calls) -> Set<FunctionId> {
    let called: Set<FunctionId> =
        calls.iter().filter(|(caller, callee)| *caller != Some(*callee)).map(|(_, callee)| *callee).gather();
    let mut roots: Set<FunctionId> = (0..program.functions.len()).filter(|id| !called.contains(id)).gather();
    let mut reached = Set::new();
    let mut open: Vec<FunctionId> = roots.iter().copied().gather();
    let mut next = 0usize;
    loop {
        while let Some(id) = open.pop() {
            if reached.insert(id) {
                let from_here =
                    calls.members_from(&(Some(id), 0)).take_while(|(caller, _)| *caller == Some(id));
                open.put_all(from_here.map(|(_, callee)| *callee));
            }
        }
        let Some(id) = (next..program.functions.len()).find(|id| !reached.contains(id)) else { return roots };
        roots.insert(id);
        open.push(id);
        next = id + 1;
    }
}

fn permit_fact(program: &Program, fields: &FieldTable, permit: Permit) -> PermitFact {
    PermitFact {
        place: permit.place,
        region: permit.region,
        lints: permit.lints,
        reason: reason_of(program, fields, permit.place, permit.reason.as_ref()),
        is_whole: permit.is_whole,
        removal: permit.removal,
        cuts: permit.cuts,
    }
}

fn reason_of(program: &Program, fields: &FieldTable, place: Place, reason: Option<&Expr>) -> Reason {
    let Some(reason) = reason else { return Reason::None };
    let shared = Shared::new(program.functions.len(), Map::new());
    let pass = Pass::new(program, fields, &shared);
    let mut interpreter = pass.interpreter();
    interpreter.frame.module = program.module_around(place);
    interpreter.eval(reason).known_text().map_or(Reason::Unknown, |known| Reason::Known(known.into_owned()))
}
