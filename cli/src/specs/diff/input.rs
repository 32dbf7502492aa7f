//! Inputs compared.

use super::change::{Effect, NO_EFFECT, Subject};
use super::types::{Types, is_same};
use crate::specs::show::way;
use ringfence_codegen::{InputOutline, Outline, Reach};

pub(super) fn compare_inputs(old: &Outline, new: &Outline, types: &mut Types<'_>, subject: &mut Subject<'_>) {
    let find = |inputs: &'_ [InputOutline], wanted: &InputOutline| {
        let exact = inputs.iter().position(|one| one.wire == wanted.wire && one.place == wanted.place);
        exact.or_else(|| inputs.iter().position(|one| one.wire == wanted.wire))
    };
    for before in &old.inputs {
        match find(&new.inputs, before).and_then(|at| new.inputs.get(at)) {
            Some(after) => compare_input(before, after, new, types, subject),
            None => {
                let rust = format!("{} is gone", ways(before));
                subject.add(Effect::Breaking, format!("no longer takes {}", told(before)), rust);
            }
        }
    }
    for after in new.inputs.iter().filter(|after| find(&old.inputs, after).is_none()) {
        let is_argument = after.reach.iter().any(|reach| matches!(reach, Reach::Argument(..)));
        if is_argument {
            let rust = format!("`{}` takes {} now", new.function, ways(after));
            subject.add(Effect::Breaking, format!("needs {}", told(after)), rust);
        } else {
            subject.add(Effect::Added, format!("takes {}", told(after)), format!("{} is new", ways(after)));
        }
    }
}

fn told(input: &InputOutline) -> String {
    match input.place {
        "body" | "form" => format!("the input `{}`", input.wire),
        "path" => format!("the path variable `{}`", input.wire),
        "header" => format!("the header `{}`", input.wire),
        place => format!("the {place} input `{}`", input.wire),
    }
}

fn ways(input: &InputOutline) -> String {
    let ways: Vec<String> = input.reach.iter().map(|reach| format!("`{}`", way(reach))).collect();
    if ways.is_empty() { "nothing of its own".to_owned() } else { ways.join(" and ") }
}

/// What an argument or setter is called, without its type; groups are compared as a whole.
fn kinds(input: &InputOutline) -> Vec<(u8, &str)> {
    let mut kinds = Vec::new();
    for reach in &input.reach {
        match reach {
            Reach::Argument(_, name, _) => kinds.push((0, name.as_str())),
            Reach::Setter(name, _) => kinds.push((1, name.as_str())),
            Reach::Clear(name) => kinds.push((2, name.as_str())),
            Reach::Choice(..) => {}
            _ => kinds.push((3, "")),
        }
    }
    kinds
}

fn compare_input(
    old: &InputOutline,
    new: &InputOutline,
    operation: &Outline,
    types: &mut Types<'_>,
    subject: &mut Subject<'_>,
) {
    let name = told(old);
    if old.place != new.place {
        let what = format!("takes {name} in the {} now, not in the {}", new.place, old.place);
        subject.add(Effect::Changed, what, "the same calls send it there");
    }
    let mut is_retyped = false;
    if kinds(old) != kinds(new) {
        let what = match (old.is_required, new.is_required) {
            (false, true) => format!("requires {name} now"),
            (true, false) => format!("no longer requires {name}"),
            _ => format!("takes {name} in another way"),
        };
        let rust = format!("{} of `{}` is {} now", ways(old), operation.function, ways(new));
        // Where nothing is lost, nothing breaks.
        let is_kept = kinds(old).iter().all(|way| kinds(new).contains(way));
        subject.add(if is_kept { Effect::Added } else { Effect::Breaking }, what, rust);
    } else {
        is_retyped = compare_types(old, new, types, subject);
    }
    // Another type says what the limits would say again.
    if !is_retyped {
        compare_limits(old, new, subject);
    }
    if old.is_deprecated != new.is_deprecated {
        let (what, rust) = if new.is_deprecated {
            ("is deprecated", "warns")
        } else {
            ("is no longer deprecated", "warns no more")
        };
        subject.add(Effect::Changed, format!("{name} {what}"), format!("a use of {} {rust}", ways(new)));
    }
}

/// Compares the types of an input; says whether one is another.
fn compare_types(
    old: &InputOutline,
    new: &InputOutline,
    types: &mut Types<'_>,
    subject: &mut Subject<'_>,
) -> bool {
    let mut is_retyped = false;
    let own = |input: &'_ InputOutline| {
        input.reach.clone().into_iter().filter(|reach| !matches!(reach, Reach::Choice(..)))
    };
    for (before, after) in own(old).zip(own(new)) {
        let (Some(one), Some(other)) = (before.of(), after.of()) else { continue };
        if is_same(one, other) {
            types.pair(one, other);
        } else {
            let what = format!("takes {} as another type{}", told(old), types_told(old, new));
            subject.add(Effect::Breaking, what, format!("`{}` is `{}` now", way(&before), way(&after)));
            is_retyped = true;
        }
    }
    is_retyped
}

fn types_told(old: &InputOutline, new: &InputOutline) -> String {
    let told = |input: &InputOutline| {
        let word = |key: &str| input.limits.get(key).cloned();
        [word("type"), word("format")].into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    let (before, after) = (told(old), told(new));
    if before == after { String::new() } else { format!(" ({after}, not {before})") }
}

/// Limits that Rust types do not hold.
fn compare_limits(old: &InputOutline, new: &InputOutline, subject: &mut Subject<'_>) {
    let holds_enum =
        |input: &InputOutline| input.reach.iter().filter_map(Reach::of).any(|of| of.named.is_some());
    let is_cleared = |input: &InputOutline| input.reach.iter().any(|reach| matches!(reach, Reach::Clear(_)));
    let words = old.limits.keys().chain(new.limits.keys());
    let words: std::collections::BTreeSet<&String> = words.collect();
    let mut told_changes = Vec::new();
    for word in words {
        if word.ends_with("enum") && (holds_enum(old) || holds_enum(new)) {
            continue;
        }
        // The method that clears it has come or gone, and is told.
        if word == "nullable" && is_cleared(old) != is_cleared(new) {
            continue;
        }
        match (old.limits.get(word), new.limits.get(word)) {
            (Some(before), Some(after)) if before != after => {
                told_changes.push(format!("`{word}` is {after}, not {before}"));
            }
            (Some(before), None) => told_changes.push(format!("`{word}` {before} is gone")),
            (None, Some(after)) => told_changes.push(format!("`{word}` is {after}")),
            _ => {}
        }
    }
    if !told_changes.is_empty() {
        let what = format!("{} has other limits: {}", told(new), told_changes.join("; "));
        subject.add(Effect::Changed, what, effect_of_limits(old, new));
    }
}

/// The largest page is all that generated code holds values to.
fn effect_of_limits(old: &InputOutline, new: &InputOutline) -> String {
    let is_size = matches!(new.wire.as_str(), "PageSize" | "pageSize" | "Size");
    match new.limits.get("maximum") {
        Some(maximum) if is_size && old.limits.get("maximum") != Some(maximum) => {
            format!("{NO_EFFECT}; a larger page is asked for as {maximum} items")
        }
        _ => NO_EFFECT.to_owned(),
    }
}
