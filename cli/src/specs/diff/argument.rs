//! The arguments of a function compared: groups of inputs, their order, and the signature as a whole.

use super::change::{Effect, Subject};
use super::types::{Types, is_same};
use crate::specs::show::way;
use ringfence_codegen::{ArgumentOutline, InputOutline, Outline, Reach};

/// Groups of both sides that stand for each other: those of one name, then those that share an input.
struct Groups<'o> {
    kept: Vec<(&'o ArgumentOutline, &'o ArgumentOutline)>,
    gone: Vec<&'o ArgumentOutline>,
    new: Vec<&'o ArgumentOutline>,
}

impl<'o> Groups<'o> {
    fn new(old: &'o Outline, new: &'o Outline) -> Self {
        let groups = |operation: &'o Outline| operation.arguments.iter().filter(|one| !one.group.is_empty());
        let mut left: Vec<&ArgumentOutline> = groups(new).collect();
        let (mut kept, mut gone) = (Vec::new(), groups(old).collect::<Vec<_>>());
        let by_name = |one: &ArgumentOutline, other: &ArgumentOutline| one.of == other.of;
        let by_input = |one: &ArgumentOutline, other: &ArgumentOutline| {
            one.group.iter().any(|wire| other.group.contains(wire))
        };
        for is_pair in [by_name as fn(&ArgumentOutline, &ArgumentOutline) -> bool, by_input] {
            gone.retain(|before| {
                let Some(at) = left.iter().position(|after| is_pair(before, after)) else { return true };
                kept.push((*before, left.remove(at)));
                false
            });
        }
        Self { kept, gone, new: left }
    }
}

/// Compares the groups of which one input is needed, and what their constructors take.
pub(super) fn compare_groups(old: &Outline, new: &Outline, types: &mut Types<'_>, subject: &mut Subject<'_>) {
    let groups = Groups::new(old, new);
    for group in &groups.gone {
        let what = format!("no longer needs one of the inputs {}", listed(&group.group));
        subject.add(Effect::Breaking, what, signatures(old, new));
    }
    for group in &groups.new {
        let what = format!("needs one of the inputs {}", listed(&group.group));
        subject.add(Effect::Breaking, what, signatures(old, new));
    }
    for (before, after) in &groups.kept {
        let (one, other) = (&before.of.text, &after.of.text);
        if one != other {
            let (needed, instead) = (listed(&after.group), listed(&before.group));
            let what = format!("needs one of the inputs {needed} now, not one of {instead}");
            subject.add(Effect::Breaking, what, format!("`{one}` is `{other}` now"));
        }
        for input in &old.inputs {
            compare_choice(input, new, (one, other), types, subject);
        }
        let is_old = |wire: &String| old.inputs.iter().any(|input| input.wire == *wire);
        for wire in after.group.iter().filter(|wire| !before.group.contains(wire) && is_old(wire)) {
            let ways = new
                .inputs
                .iter()
                .filter(|input| input.wire == *wire)
                .filter_map(|input| choice(input, other));
            let ways: Vec<String> = ways.map(|reach| format!("`{}`", way(reach))).collect();
            let what = format!("takes the input `{wire}` for a group");
            subject.add(Effect::Added, what, format!("{} is new", ways.join(" and ")));
        }
    }
}

fn choice<'i>(input: &'i InputOutline, group: &str) -> Option<&'i Reach> {
    input.reach.iter().find(|reach| matches!(reach, Reach::Choice(of, ..) if of == group))
}

/// Compares the constructors of one input in a group that both sides have.
fn compare_choice(
    input: &InputOutline,
    new: &Outline,
    (group, newer): (&str, &str),
    types: &mut Types<'_>,
    subject: &mut Subject<'_>,
) {
    let (Some(before), Some(other)) =
        (choice(input, group), new.inputs.iter().find(|other| other.wire == input.wire))
    else {
        return;
    };
    let Some(after) = choice(other, newer) else {
        let what = format!("no longer takes the input `{}` for a group", input.wire);
        return subject.add(Effect::Breaking, what, format!("`{}` is gone", way(before)));
    };
    let name = |reach: &Reach| match reach {
        Reach::Choice(_, name, _) => name.clone(),
        _ => String::new(),
    };
    match (before.of(), after.of()) {
        (Some(one), Some(other)) if name(before) == name(after) && is_same(one, other) => {
            types.pair(one, other)
        }
        _ => {
            let what = format!("takes the input `{}` for a group in another way", input.wire);
            subject.add(Effect::Breaking, what, format!("`{}` is `{}` now", way(before), way(after)));
        }
    }
}

/// Arguments have no names where they are given: two that change places compile to another request.
pub(super) fn compare_order(old: &Outline, new: &Outline, subject: &mut Subject<'_>) {
    let (before, after) = (argument_keys(old), argument_keys(new));
    let kept = |keys: &[Key], others: &[Key]| -> Vec<Key> {
        keys.iter().filter(|key| others.contains(key)).cloned().collect()
    };
    if kept(&before, &after) != kept(&after, &before) {
        let rust = format!(
            "`{}` is `{}` now; calls may still compile and mean something else",
            old.signature, new.signature
        );
        subject.add(Effect::Breaking, "has its required inputs in another order", rust);
    }
}

/// The last word on whether callers break: the types of the arguments, whatever led to them.
pub(super) fn compare_signature(old: &Outline, new: &Outline, subject: &mut Subject<'_>) {
    let mut pairs = old.arguments.iter().zip(&new.arguments);
    let is_kept =
        old.arguments.len() == new.arguments.len() && pairs.all(|(one, other)| is_same(&one.of, &other.of));
    if !is_kept && !subject.is_broken() {
        subject.add(Effect::Breaking, "takes other arguments", signatures(old, new));
    }
}

/// What an argument stands for: the place and name of an input, or a group by its name.
type Key = (&'static str, String);

fn argument_keys(operation: &Outline) -> Vec<Key> {
    let key = |(at, argument): (usize, &ArgumentOutline)| {
        let is_it = |reach: &Reach| matches!(reach, Reach::Argument(place, ..) if *place == at);
        let input = operation.inputs.iter().find(|input| input.reach.iter().any(is_it));
        input.map_or(("group", argument.of.text.clone()), |input| (input.place, input.wire.clone()))
    };
    operation.arguments.iter().enumerate().map(key).collect()
}

fn signatures(old: &Outline, new: &Outline) -> String {
    format!("`{}` is `{}` now, not `{}`", new.function, new.signature, old.signature)
}

fn listed(wires: &[String]) -> String {
    match wires.split_last() {
        Some((last, rest)) if !rest.is_empty() => {
            let rest: Vec<String> = rest.iter().map(|wire| format!("`{wire}`")).collect();
            format!("{} and `{last}`", rest.join(", "))
        }
        _ => wires.iter().map(|wire| format!("`{wire}`")).collect(),
    }
}
