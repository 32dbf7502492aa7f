//! The engine's door for one item.

use crate::crates::{Texts, group_crates};
use crate::engine::{Source, interpret};
use crate::facts::{Entries, Facts, is_foreign};
use crate::flatten::{Flat, flatten, tokens_of};
use crate::gather::Gather;
use crate::ir::{File, Function, Item, ItemKind, Marks};
use crate::load::{Loaded, load_crates};
use crate::lower::{Cfg, Macros, lower_file};
use crate::report::{InForce, Reach, Within, find, report};
use crate::resolve::PlacedFile;
use crate::sorted::Set;
use crate::stretch::find_stretch;
use crate::surroundings::Surroundings;
use crate::trigger::{Trigger, exceeds, is_about_twilio, mentions, mentions_exceed, trigger_of};
use crate::worker::{count, run};
use crate::{CrateInput, Diagnostic, FileId, Levels, Place, Sources};
use proc_macro2::{Span, TokenStream};
use std::cell::LazyCell;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The item's file, where its tokens stand for it.
const ITEM: FileId = FileId(0);

/// Where an item stands, so that names it does not define can be looked up in its crate.
#[derive(Clone, Debug)]
pub struct ItemContext {
    /// The crate.
    pub krate: CrateInput,
    /// The file of the item.
    pub file: PathBuf,
    /// The line of the item's first token, from 1.
    pub line: usize,
}

/// What was found in an item.
#[derive(Clone, Debug, Default)]
pub struct ItemReport {
    /// The findings; every primary place lies in the item, and notes name places elsewhere as `file:line:column`.
    pub diagnostics: Vec<Diagnostic>,
    /// The spans of the item's tokens: a place's `start` and `end` are the first and the last of them.
    pub spans: Vec<Span>,
}

/// Whether an item holds anything that a lint could have a word to say about: a scan of tokens, no parsing.
pub fn is_triggered(tokens: &TokenStream) -> bool {
    trigger_of(tokens) != Trigger::None
}

/// Checks one item from its tokens. `context` is asked, and `sources` read, only when a fact hangs on a name that the item does not define.
pub fn check_item(
    tokens: &TokenStream,
    levels: &Levels,
    context: &dyn Fn() -> Option<ItemContext>,
    sources: &dyn Sources,
) -> ItemReport {
    let trigger = trigger_of(tokens);
    if trigger == Trigger::None {
        return ItemReport::default();
    }
    // Names alone lead to Twilio only where the crate's text does.
    let place = LazyCell::new(context);
    let texts = Texts::new(sources);
    if trigger == Trigger::Names
        && !place.as_ref().is_some_and(|place| mentions_exceed(0, &place.krate, &texts))
    {
        return ItemReport::default();
    }
    let flat = flatten(tokens);
    let diagnostics = check_flat(&flat, levels, &place, &texts);
    ItemReport { diagnostics, spans: flat.spans }
}

/// Makes `proc_macro2` parse for itself while an item's text is read: the compiler's parser gives no positions in text.
struct Forced {
    _alone: std::sync::MutexGuard<'static, ()>,
}

static FORCING: Mutex<()> = Mutex::new(());

impl Forced {
    fn begin() -> Self {
        let alone = FORCING.lock().unwrap_or_else(PoisonError::into_inner);
        proc_macro2::fallback::force();
        Self { _alone: alone }
    }
}

impl Drop for Forced {
    fn drop(&mut self) {
        proc_macro2::fallback::unforce();
    }
}

/// Where an item stands, for whoever asks first.
type LazyContext<'c> = LazyCell<Option<ItemContext>, &'c dyn Fn() -> Option<ItemContext>>;

/// An item of so many bytes may be most of its crate; then both would be judged at about the same cost, one after the other.
const LARGE: usize = 32 * 1024;

/// What an item's text says; its crate is asked where it could say more.
fn check_flat(flat: &Flat, levels: &Levels, context: &LazyContext<'_>, texts: &Texts<'_>) -> Vec<Diagnostic> {
    let text = flat.text.as_str();
    if text.len() >= LARGE
        && let Some(context) = &**context
        && !exceeds(2 * text.len(), &context.krate, texts)
        && let Some(diagnostics) = check_in_place(flat, levels, context, texts)
    {
        return diagnostics;
    }
    // What a feature switches is the crate's to say, too.
    let has_features = text.contains("feature =");
    let lower = |features: Option<Set<String>>| {
        let _forced = Forced::begin();
        run(|| lower_file(ITEM, text, &Cfg { features }, &Macros::new()))?.ok()
    };
    // An item that does not parse is rustc's to report.
    let Some(item) = lower(None) else { return Vec::new() };
    let (diagnostics, is_open) = check_lowered(flat, item.clone(), levels, None, texts);
    let is_whole = !is_open && diagnostics.is_empty() && !has_features;
    if is_whole && !takes_facts(&item.items) {
        return diagnostics;
    }
    let Some(context) = &**context else { return diagnostics };
    // What is handed to an item leads to Twilio only where the crate names it outside.
    if is_whole && !mentions_exceed(mentions(text), &context.krate, texts) {
        return diagnostics;
    }
    if let Some(diagnostics) = check_in_place(flat, levels, context, texts) {
        return diagnostics;
    }
    let item =
        if has_features { lower(Some(context.krate.features.iter().cloned().gather())) } else { Some(item) };
    let Some(item) = item else { return diagnostics };
    let _forced = Forced::begin();
    check_lowered(flat, item, levels, Some(context), texts).0
}

/// What the item's crate says where its file holds the very tokens at hand.
fn check_in_place(
    flat: &Flat,
    levels: &Levels,
    context: &ItemContext,
    texts: &Texts<'_>,
) -> Option<Vec<Diagnostic>> {
    let surroundings = {
        let _forced = Forced::begin();
        Surroundings::of(&context.krate, texts)
    };
    let (file, text) = surroundings.file(&context.file)?;
    let ranges = find_stretch(flat, text, context.line)?;
    let (start, end) = (ranges.first()?.0, ranges.last()?.1);
    let stretch = Place { file, start, end };
    if !surroundings.holds_item(stretch) {
        return None;
    }
    let (sources, enforced) = (&surroundings.sources, &surroundings.enforced);
    let reach = Reach::Item(Within { stretch, sources, enforced });
    let in_force = InForce { of_file: &|_| levels, enforced };
    let diagnostics = report(&surroundings.found, &surroundings.permits, &in_force, &reach);
    Some(diagnostics.into_iter().map(|found| to_tokens(found, &ranges)).gather())
}

/// Whether anything that tells can be handed to the functions of an item: through fields or arguments.
fn takes_facts(items: &[Item]) -> bool {
    const TELL_NOTHING: &[&str] = &[
        "bool", "char", "f32", "f64", "i128", "i16", "i32", "i64", "i8", "isize", "u128", "u16", "u32",
        "u64", "u8", "usize",
    ];
    let takes = |function: &Function| {
        let tells = |path: &[String]| !matches!(path, [name] if TELL_NOTHING.contains(&name.as_str()));
        function.receives_self || function.params.iter().any(|param| tells(&param.ty.path))
    };
    items.iter().any(|item| match &item.kind {
        ItemKind::Impl(content) => content.functions.iter().any(|function| takes(function)),
        ItemKind::Trait { functions, .. } => functions.iter().any(|function| takes(function)),
        ItemKind::Function(function) => takes(function),
        ItemKind::Module { content, .. } => content.iter().any(|content| takes_facts(content)),
        _ => false,
    })
}

/// What a lowered item says, alone or in its crate, and whether it uses a name that is not its own.
fn check_lowered(
    flat: &Flat,
    item: File,
    levels: &Levels,
    context: Option<&ItemContext>,
    texts: &Texts<'_>,
) -> (Vec<Diagnostic>, bool) {
    let krate = context.map_or_else(CrateInput::nameless, |context| context.krate.clone());
    let mut group = group_crates(std::slice::from_ref(&krate), texts).pop().unwrap_or_default();
    let mut module = Vec::new();
    let mut loaded = Loaded::default();
    if let (Some(context), Some(own)) = (context, group.first_mut()) {
        // The tokens may tell what the file does not.
        (own.is_entered, own.is_loaded) = (true, true);
        loaded = load_crates(&group, 1, texts, count());
        module = make_room(&mut loaded, context, &item.items);
    }
    let item_names: Vec<String> = item.items.iter().map(|item| item.name.clone()).gather();
    let files = telling_files(&flat.text, &item_names, &loaded.sources);
    // An item alone is small; its crate is all that is worth a thread.
    let entries = Entries { files, workers: if context.is_some() { count() } else { 1 } };
    // Of what carries the attribute in the item, only the levels count: the item speaks for all that lies in it.
    let enforced = item.marks.enforced.clone();
    loaded.put_first(PlacedFile { file: item, krate: 0, module });
    let facts: Option<Facts> = run(|| interpret(&group, &mut loaded, entries));
    let Some(facts) = facts else { return (Vec::new(), false) };
    let stretch = Place { file: ITEM, start: 0, end: u32::MAX };
    let reach = Reach::Item(Within { stretch, sources: &loaded.sources, enforced: &[] });
    let in_force = InForce { of_file: &|_| levels, enforced: &enforced };
    let diagnostics = report(&find(&facts), &facts.permits, &in_force, &reach);
    (diagnostics.into_iter().map(|found| to_tokens(found, &flat.ranges)).gather(), facts.is_open)
}

/// The files where something can bear on an item: its own; those about Twilio; those that name it or a type it names.
fn telling_files(item: &str, own_names: &[String], sources: &[Source]) -> Set<FileId> {
    let is_word = |character: char| character.is_alphanumeric() || character == '_';
    let is_type = |word: &&str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.any(char::is_lowercase) && !is_foreign(word)
    };
    let mut names: Set<&str> = Set::new();
    if !sources.is_empty() {
        names.extend(item.split(|character| !is_word(character)).filter(is_type));
        names.extend(own_names.iter().map(String::as_str).filter(|name| !name.is_empty()));
    }
    let names_it = |text: &str| text.split(|character| !is_word(character)).any(|word| names.contains(word));
    let tells = |source: &Source| is_about_twilio(&source.text) || names_it(&source.text);
    let others = sources.iter().enumerate().filter(|(_, source)| tells(source));
    std::iter::once(ITEM).chain(others.map(|(at, _)| FileId(at as u32 + 1))).gather()
}

/// Finds the item's module, and takes the item out of its file: the tokens at hand stand for it.
fn make_room(loaded: &mut Loaded, context: &ItemContext, items: &[Item]) -> Vec<String> {
    let found = loaded.sources.iter().position(|source| is_same_file(&source.path, &context.file));
    let Some(at) = found else { return Vec::new() };
    let Some(source) = loaded.sources.get(at) else { return Vec::new() };
    let Some(Some(placed)) = loaded.files.get_mut(at) else { return Vec::new() };
    let offset = line_offset(&source.text, context.line);
    let mut module = placed.module.clone();
    let mut level = &mut placed.file.items;
    for inner in path_to(level, offset, items) {
        let Some(Item { name, kind: ItemKind::Module { content: Some(content), .. }, .. }) =
            level.get_mut(inner)
        else {
            return module;
        };
        module.push(name.clone());
        level = content;
    }
    let line_end =
        offset + source.text.get(offset as usize..).and_then(|rest| rest.find('\n')).unwrap_or(0) as u32;
    for own in items {
        let same = |item: &Item| item.name == own.name && is_same_kind(&item.kind, &own.kind);
        // An `impl` has no name: it is the one that begins nearest after the item's first token.
        let unnamed = own.name.is_empty();
        let nearest = level.iter().enumerate().filter(|(_, item)| same(item));
        let nearest = nearest.filter(|(_, item)| !unnamed || item.place.end >= line_end);
        let nearest =
            nearest.min_by_key(|(_, item)| item.place.start.abs_diff(offset)).map(|(index, _)| index);
        if let Some(index) = nearest {
            let gone = level.remove(index);
            drop_marks(&mut placed.file.marks, gone.place);
            let scopes = placed.file.scopes.iter_mut().filter(|scope| gone.place.contains(scope.place));
            scopes.for_each(|scope| scope.items.clear());
        }
    }
    module
}

/// The way to the innermost inline module around an offset, as indexes; the item itself may be the last such module.
fn path_to(items: &[Item], offset: u32, own: &[Item]) -> Vec<usize> {
    let mut path = Vec::new();
    let mut level = items;
    loop {
        let inner = level.iter().enumerate().find_map(|(at, item)| match &item.kind {
            ItemKind::Module { content: Some(content), .. }
                if item.place.start <= offset
                    && offset <= item.place.end
                    && !own.iter().any(|own| own.name == item.name) =>
            {
                Some((at, content))
            }
            _ => None,
        });
        let Some((at, content)) = inner else { return path };
        path.push(at);
        level = content;
    }
}

/// What attributes say inside an item that its tokens stand for.
fn drop_marks(marks: &mut Marks, place: Place) {
    marks.permits.retain(|permit| !place.contains(permit.region));
    marks.regions.retain(|(region, _)| !place.contains(*region));
}

fn is_same_kind(one: &ItemKind, other: &ItemKind) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other)
}

/// Whether two paths name one file: one may be relative to a folder that the other spells out.
pub(crate) fn is_same_file(one: &Path, other: &Path) -> bool {
    one == other || one.ends_with(other) || other.ends_with(one)
}

fn line_offset(text: &str, line: usize) -> u32 {
    let lines = text.split_inclusive('\n').take(line.saturating_sub(1));
    lines.map(str::len).sum::<usize>() as u32
}

/// Byte ranges of a text to indexes of its tokens.
fn to_tokens(found: Diagnostic, ranges: &[(u32, u32)]) -> Diagnostic {
    let place = |place: Place| {
        let (start, end) = tokens_of(ranges, place.start, place.end);
        Place { start, end, ..place }
    };
    let secondary = found.secondary.into_iter().map(|(at, text)| (place(at), text)).gather();
    Diagnostic { primary: place(found.primary), secondary, ..found }
}
