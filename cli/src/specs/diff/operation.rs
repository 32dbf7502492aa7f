//! Operations compared.

use super::argument::{compare_groups, compare_order, compare_signature};
use super::change::{Change, Effect, NO_EFFECT, Subject};
use super::input::compare_inputs;
use super::types::{Types, is_same};
use crate::specs::show::ways_to_send;
use ringfence_codegen::{DocumentOutline, Ending, Outline, Spelled};
use std::collections::BTreeMap;

/// Compares two documents.
pub(super) fn compare(old: &DocumentOutline, new: &DocumentOutline, changes: &mut Vec<Change>) {
    let mut types = Types::new(old, new);
    let pairs = pairs(old, new);
    if old.module != new.module && old.name == new.name {
        let mut subject = Subject { document: &new.name, name: "the document".to_owned(), changes };
        subject.add(
            Effect::Breaking,
            "has another name",
            format!("the module `{}` is `{}` now", old.module, new.module),
        );
    }
    for pair in pairs {
        match pair {
            (Some(before), Some(after)) => compare_pair(&new.name, before, after, &mut types, changes),
            (Some(before), None) => {
                let mut subject = subject(&new.name, before, changes);
                subject.add(Effect::Breaking, "is gone", format!("`{}` is gone", before.function));
            }
            (None, Some(after)) => {
                let mut subject = subject(&new.name, after, changes);
                let what = format!("is new: {} {}", after.method, after.path);
                subject.add(Effect::Added, what, format!("`{}` is new", after.signature));
            }
            (None, None) => {}
        }
    }
    types.compare(&new.name, changes);
}

fn subject<'c>(document: &'c str, operation: &Outline, changes: &'c mut Vec<Change>) -> Subject<'c> {
    Subject { document, name: format!("`{}`", operation.id), changes }
}

type Pair<'o> = (Option<&'o Outline>, Option<&'o Outline>);

/// Operations of the same id, then those of the same method and path, then what is left on either side.
fn pairs<'o>(old: &'o DocumentOutline, new: &'o DocumentOutline) -> Vec<Pair<'o>> {
    let mut after: BTreeMap<&str, &Outline> =
        new.operations.iter().map(|one| (one.id.as_str(), one)).collect();
    let mut pairs: Vec<Pair<'o>> =
        old.operations.iter().map(|one| (Some(one), after.remove(one.id.as_str()))).collect();
    for pair in pairs.iter_mut().filter(|pair| pair.1.is_none()) {
        let place = pair.0.map(|one| (&one.method, &one.path));
        let renamed = after.values().find(|one| Some((&one.method, &one.path)) == place).copied();
        pair.1 = renamed.and_then(|one| after.remove(one.id.as_str()));
    }
    let added = new.operations.iter().filter(|one| after.contains_key(one.id.as_str()));
    pairs.extend(added.map(|one| (None, Some(one))));
    pairs
}

fn compare_pair(
    document: &str,
    old: &Outline,
    new: &Outline,
    types: &mut Types<'_>,
    changes: &mut Vec<Change>,
) {
    let mut subject = subject(document, old, changes);
    compare_names(old, new, &mut subject);
    compare_facts(old, new, &mut subject);
    compare_inputs(old, new, types, &mut subject);
    compare_groups(old, new, types, &mut subject);
    compare_order(old, new, &mut subject);
    compare_signature(old, new, &mut subject);
    compare_answers(old, new, types, &mut subject);
}

fn compare_names(old: &Outline, new: &Outline, subject: &mut Subject<'_>) {
    if old.id != new.id {
        let rust = format!(
            "`{}` is `{}` now, and `{}` is `{}`",
            old.function, new.function, old.builder, new.builder
        );
        subject.add(Effect::Breaking, format!("is called `{}` now", new.id), rust);
    } else if (&old.function, &old.builder) != (&new.function, &new.builder) {
        let rust = format!(
            "`{}` is `{}` now, and `{}` is `{}`",
            old.function, new.function, old.builder, new.builder
        );
        subject.add(Effect::Breaking, "shares its name with something that is new", rust);
    }
}

fn compare_facts(old: &Outline, new: &Outline, subject: &mut Subject<'_>) {
    if (&old.method, &old.host, &old.path) != (&new.method, &new.host, &new.path) {
        let place = |one: &Outline| format!("{} https://{}{}", one.method, one.host, one.path);
        let what = format!("is at {} now, not at {}", place(new), place(old));
        subject.add(Effect::Changed, what, "the same calls go elsewhere");
    }
    if old.is_safe_to_repeat != new.is_safe_to_repeat {
        let (what, rust) = match new.is_safe_to_repeat {
            true => ("is safe to repeat now", "it is retried now, whatever came of it"),
            false => ("is no longer safe to repeat", "it is retried only where Twilio did not act on it"),
        };
        subject.add(Effect::Changed, what, rust);
    }
    if old.security != new.security {
        let what =
            format!("is secured by {} now, not by {}", credential(&new.security), credential(&old.security));
        let (effect, rust) = match new.security.as_str() {
            "None" => (Effect::Changed, "any client sends it as before, without a credential"),
            _ => (Effect::Breaking, "it must be sent by a client with that credential"),
        };
        subject.add(effect, what, rust);
    }
    if new.is_deprecated != old.is_deprecated {
        let (what, rust) = match new.is_deprecated {
            true => ("is deprecated", format!("a use of `{}` warns", new.function)),
            false => ("is no longer deprecated", format!("a use of `{}` warns no more", new.function)),
        };
        subject.add(Effect::Changed, what, rust);
    }
}

/// What Twilio may answer beside what is asked for.
fn compare_other_answers(old: &Outline, new: &Outline, subject: &mut Subject<'_>) {
    if old.is_answered_by_moves != new.is_answered_by_moves {
        let (what, rust) = match new.is_answered_by_moves {
            true => ("may be answered", "the same calls are sent there as well"),
            false => ("is no longer answered", "the same calls are sent to one place alone"),
        };
        subject.add(Effect::Changed, format!("{what} with another path (301, 308)"), rust);
    }
    if old.is_answered_unchanged != new.is_answered_unchanged {
        let (what, rust) = match new.is_answered_unchanged {
            true => ("may be answered", "the answer has no fields then"),
            false => ("is no longer answered", "a 304 is an error now"),
        };
        subject.add(Effect::Changed, format!("{what} that nothing changes (304)"), rust);
    }
    if let (Some(before), Some(after)) = (&old.items, &new.items)
        && before != after
    {
        let what = format!("has its items in `{after}` now, not in `{before}`");
        subject.add(Effect::Changed, what, NO_EFFECT);
    }
}

fn credential(security: &str) -> &'static str {
    match security {
        "basic" => "an API key",
        "None" => "nothing",
        _ => "OAuth",
    }
}

fn compare_answers(old: &Outline, new: &Outline, types: &mut Types<'_>, subject: &mut Subject<'_>) {
    compare_other_answers(old, new, subject);
    if old.ending != new.ending {
        let what = match (old.ending, new.ending) {
            (_, Ending::List) => "answers with a list now",
            (Ending::List, _) => "no longer answers with a list",
            (_, Ending::Pages) => "answers in pages now",
            _ => "no longer answers in pages",
        };
        let (before, after) = (ways_to_send(old.ending), ways_to_send(new.ending));
        // What could be sent by itself before can still be where pages came to it.
        let effect = match (old.ending, new.ending) {
            (Ending::Send, Ending::Pages) => Effect::Added,
            _ => Effect::Breaking,
        };
        subject.add(effect, what, format!("`{}` has {after} now, not {before}", new.builder));
    }
    compare_answer(&old.answer, &new.answer, "the answer", types, subject);
    match (&old.whole_page, &new.whole_page) {
        (Some(before), Some(after)) => compare_answer(before, after, "a whole page", types, subject),
        (Some(before), None) => {
            let what = "no longer says more on a page than lists do";
            subject.add(
                Effect::Breaking,
                what,
                format!("a page cannot be had as `{}` any more", before.text),
            );
        }
        (None, Some(after)) => {
            let what = "says more on a page than lists do";
            subject.add(Effect::Added, what, format!("a page can be had as `{}`", after.text));
        }
        (None, None) => {}
    }
}

fn compare_answer(
    old: &Spelled,
    new: &Spelled,
    noun: &str,
    types: &mut Types<'_>,
    subject: &mut Subject<'_>,
) {
    if is_same(old, new) {
        types.pair(old, new);
    } else {
        let rust = format!("{noun} is `{}` now, not `{}`", new.text, old.text);
        subject.add(Effect::Breaking, "answers with something else", rust);
    }
}
