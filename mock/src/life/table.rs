//! The tables of lives, read once per process.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Map, Value};

/// The tables as they are embedded; a test holds them sound.
const TEXT: &str = include_str!("lives.yaml");

static TABLES: LazyLock<Tables> = LazyLock::new(|| serde_yaml::from_str(TEXT).unwrap_or_default());

/// All lives.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tables {
    lives: Vec<Life>,
}

/// How one kind of thing lives.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Life {
    pub(crate) name: String,
    pub(crate) host: String,
    /// The shape of the path of its collection.
    pub(crate) shelf: String,
    /// Operations that begin it.
    #[serde(default)]
    pub(crate) begins: Vec<String>,
    pub(crate) opens: Option<Opens>,
    pub(crate) starts: Vec<Start>,
    pub(crate) states: BTreeMap<String, State>,
    #[serde(default)]
    pub(crate) fates: Vec<Fate>,
    /// What becomes of those whose turn never comes.
    pub(crate) lost: Option<Fate>,
    #[serde(default)]
    pub(crate) reports: Vec<Report>,
    pub(crate) answer: Option<Answer>,
    /// Fields whose change is told as an event.
    #[serde(default)]
    pub(crate) turns: BTreeMap<String, BTreeMap<String, String>>,
    /// The state that it enters when it is deleted.
    pub(crate) removed: Option<String>,
}

/// The thing above, made when it is not there.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Opens {
    pub(crate) life: String,
    /// The field that takes the name that was asked for.
    pub(crate) name: String,
}

/// Input names with the values that count; none means any.
pub(crate) type When = BTreeMap<String, Vec<String>>;
/// Fields with where their values come from.
pub(crate) type Set = BTreeMap<String, String>;

/// A first state.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Start {
    #[serde(default)]
    when: When,
    state: String,
}

/// One state, and what comes of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct State {
    pub(crate) next: Option<String>,
    /// Milliseconds to the next state, which a hurried mock shortens.
    pub(crate) after: Option<u64>,
    /// Whether the next one also waits for its turn among others.
    #[serde(default)]
    pub(crate) queue: bool,
    /// What the next state waits for, whatever the hurry.
    pub(crate) wait: Option<Wait>,
    /// Whether it may be left though nothing follows by itself.
    #[serde(default)]
    pub(crate) rests: bool,
    #[serde(default)]
    pub(crate) set: Set,
    #[serde(default)]
    pub(crate) spawn: Vec<Spawn>,
    pub(crate) above: Option<Above>,
    pub(crate) children: Option<Children>,
}

/// A time that is not shortened.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wait {
    /// An input that holds an instant.
    pub(crate) until: Option<String>,
    /// An input that holds minutes.
    pub(crate) minutes: Option<String>,
    /// Minutes where that input is absent.
    pub(crate) default: Option<u64>,
    pub(crate) ms: Option<u64>,
}

/// Something that comes to be with a state.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Spawn {
    pub(crate) life: String,
    /// The collection below the thing.
    pub(crate) at: String,
    #[serde(default)]
    pub(crate) when: When,
    #[serde(default)]
    pub(crate) after: u64,
    #[serde(default)]
    pub(crate) set: Set,
}

/// What a state does to the thing above.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Above {
    pub(crate) to: String,
    /// Only once no sibling is in one of these states.
    #[serde(default)]
    pub(crate) last: Vec<String>,
}

/// What a state does to the things below.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Children {
    pub(crate) at: String,
    pub(crate) to: String,
}

/// Another state in place of one, by the inputs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fate {
    #[serde(default)]
    pub(crate) when: When,
    pub(crate) instead: String,
    pub(crate) state: String,
    #[serde(default)]
    pub(crate) set: Set,
}

/// Whom to tell of which states.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Report {
    /// The input with the URL.
    pub(crate) url: String,
    #[serde(default)]
    pub(crate) when: When,
    /// The input with the method.
    pub(crate) method: String,
    /// A thing elsewhere that holds the URL when the request does not.
    pub(crate) service: Option<Service>,
    /// The input with the events that are wanted, and those where it is absent.
    pub(crate) asks: Option<String>,
    #[serde(default)]
    pub(crate) default: Vec<String>,
    /// Whether the first state is told, too.
    #[serde(default)]
    pub(crate) birth: bool,
    /// Whether its events are counted and kept in order with those of the thing above.
    #[serde(default)]
    pub(crate) above: bool,
    /// Calls are signed without the port over https.
    #[serde(default)]
    pub(crate) voice: bool,
    pub(crate) events: BTreeMap<String, Told>,
    pub(crate) fields: Set,
}

/// Where a service keeps its callback URL.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Service {
    pub(crate) input: String,
    pub(crate) shelf: String,
    pub(crate) field: String,
}

/// What is told of one state.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Told {
    /// The word by which it is asked for.
    pub(crate) ask: Option<String>,
    pub(crate) event: Option<String>,
    #[serde(default)]
    pub(crate) fields: Set,
}

/// An operation that answers a code.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Answer {
    pub(crate) operation: String,
    /// Inputs that name the thing, with the field that holds the name.
    pub(crate) by: BTreeMap<String, String>,
    /// The input with the code.
    pub(crate) code: String,
    /// The input of the beginning that chooses the code.
    pub(crate) chosen: String,
    pub(crate) right: String,
    /// Wrong codes that are borne, and the state that follows one more.
    pub(crate) most: u32,
    pub(crate) beyond: String,
}

impl Tables {
    pub(crate) fn of_process() -> &'static Tables {
        &TABLES
    }

    /// The life that an operation begins.
    pub(crate) fn begun_by(&self, host: &str, operation: &str) -> Option<&Life> {
        self.lives.iter().find(|life| life.host == host && life.begins.iter().any(|id| id == operation))
    }

    pub(crate) fn named(&self, name: &str) -> Option<&Life> {
        self.lives.iter().find(|life| life.name == name)
    }

    /// The life whose things an operation takes a code for.
    pub(crate) fn answered_by(&self, host: &str, operation: &str) -> Option<(&Life, &Answer)> {
        let mut answers = self.lives.iter().filter_map(|life| Some((life, life.answer.as_ref()?)));
        answers.find(|(life, answer)| life.host == host && answer.operation == operation)
    }
}

impl Life {
    /// The first state by the inputs.
    pub(crate) fn start(&self, inputs: &Map<String, Value>) -> Option<&str> {
        let start = self.starts.iter().find(|start| meets(&start.when, inputs))?;
        Some(&start.state)
    }

    /// The state that comes in place of one, and what else it sets.
    pub(crate) fn fate<'a>(
        &'a self,
        state: &'a str,
        inputs: &Map<String, Value>,
    ) -> (&'a str, Option<&'a Set>) {
        let fate = self.fates.iter().find(|fate| fate.instead == state && meets(&fate.when, inputs));
        fate.map_or((state, None), |fate| (&fate.state, Some(&fate.set)))
    }
}

impl State {
    /// Whether nothing follows, by itself or by request.
    pub(crate) fn is_end(&self) -> bool {
        self.next.is_none() && !self.rests
    }

    /// Whether nothing follows soon.
    pub(crate) fn is_pause(&self) -> bool {
        self.next.is_none() || self.wait.is_some()
    }
}

/// Whether inputs meet all conditions.
pub(crate) fn meets(when: &When, inputs: &Map<String, Value>) -> bool {
    when.iter().all(|(name, values)| {
        let given = inputs.get(name).map(text).filter(|text| !text.is_empty());
        given.is_some_and(|given| values.is_empty() || values.contains(&given))
    })
}

/// A value as the text that a form would hold.
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Life, TEXT, Tables};
    use std::collections::BTreeMap;

    fn check(life: &Life, tables: &Tables, problems: &mut Vec<String>) {
        let mut states: Vec<&String> = life.states.values().filter_map(|state| state.next.as_ref()).collect();
        states.extend(life.starts.iter().map(|start| &start.state));
        states.extend(life.fates.iter().chain(&life.lost).flat_map(|fate| [&fate.instead, &fate.state]));
        let turn =
            |word: &&String| life.turns.values().flat_map(BTreeMap::values).any(|known| known == *word);
        states.extend(life.reports.iter().flat_map(|report| report.events.keys()).filter(|word| !turn(word)));
        states.extend(life.answer.iter().flat_map(|answer| [&answer.right, &answer.beyond]));
        for unknown in states.iter().filter(|state| !life.states.contains_key(**state)) {
            problems.push(format!("{}: no state `{unknown}`", life.name));
        }
        for (name, state) in &life.states {
            if state.next.is_some() != (state.after.is_some() || state.wait.is_some()) {
                problems.push(format!("{}: `{name}` needs a next state with a time, or neither", life.name));
            }
            for spawn in &state.spawn {
                let born = tables.named(&spawn.life);
                if born.is_none_or(|born| born.shelf != format!("{}/{{}}/{}", life.shelf, spawn.at)) {
                    problems.push(format!("{}: `{}` does not live at `{}`", life.name, spawn.life, spawn.at));
                }
            }
        }
        for report in &life.reports {
            let told = |word: &&String| {
                let same = tables
                    .lives
                    .iter()
                    .flat_map(|life| &life.reports)
                    .filter(|other| other.url == report.url);
                same.flat_map(|report| report.events.values()).any(|told| told.ask.as_ref() == Some(*word))
            };
            for word in report.default.iter().filter(|word| !told(word)) {
                problems.push(format!("{}: nothing is told when `{word}` is asked for", life.name));
            }
        }
    }

    #[test]
    fn every_name_in_the_tables_leads_somewhere() {
        let tables: Tables = serde_yaml::from_str(TEXT).unwrap();
        let mut problems = Vec::new();
        tables.lives.iter().for_each(|life| check(life, &tables, &mut problems));
        assert!(problems.is_empty(), "{problems:#?}");
        let names = ["message", "call", "recording", "conference", "participant", "verification", "room"];
        assert!(names.iter().all(|name| tables.named(name).is_some()));
    }
}
