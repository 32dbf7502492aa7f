//! What a lint is.

use crate::facts::{Event, Facts, Secret};
use crate::gather::{Gather, PutAll};
use crate::history::Way;
use crate::{Level, Place, Practice, Suggestion};

/// A lint: its name, its own level, and what its page says.
#[derive(Debug)]
pub struct Lint {
    /// The name, which reads well after "permit".
    pub name: &'static str,
    /// The group: transport, credentials, limits...
    pub group: &'static str,
    /// The level where nothing else is set.
    pub level: Level,
    /// The practice it holds.
    pub practice: Practice,
    /// Its page as the comment of its declaration, where a space begins each line.
    pub(crate) comment: &'static str,
    /// The rule: a function over facts.
    pub(crate) check: fn(&Facts) -> Vec<Finding>,
}

impl Lint {
    /// Its page, in Markdown: what it does, why, example, use instead, known limits.
    pub fn page(&self) -> String {
        let lines = self.comment.trim_end().lines().map(|line| line.strip_prefix(' ').unwrap_or(line));
        lines.gather::<Vec<_>>().join("\n")
    }
}

/// What a rule found, before levels and permits.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    /// Where the fix goes.
    pub primary: Place,
    /// Where it is used, innermost first: one of them stands in where the primary place is out of reach.
    pub uses: Vec<Place>,
    /// How it got to where it was seen.
    pub way: Way,
    /// The same fault, seen elsewhere.
    pub others: Vec<Finding>,
    pub message: String,
    pub help: String,
    /// Where the value came from, oldest first, each with a few words.
    pub secondary: Vec<(Place, String)>,
    pub suggestion: Option<Suggestion>,
    /// Whether this shape is no more than a warning, unless the lint's level is set.
    pub is_mild: bool,
}

impl Finding {
    /// A finding at the place where the fix goes.
    pub(crate) fn new(primary: Place, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            primary,
            uses: Vec::new(),
            way: Way::default(),
            others: Vec::new(),
            message: message.into(),
            help: help.into(),
            secondary: Vec::new(),
            suggestion: None,
            is_mild: false,
        }
    }

    /// Names the event that shows it: the places of use, and the way there.
    pub(crate) fn seen_in(mut self, event: &Event) -> Self {
        self.uses.push(event.place);
        self.uses.put_all(event.calls.iter().map(|site| site.place));
        self.way = Way::to(event).vague(self.way.is_vague);
        self
    }

    /// Says where a secret came from.
    pub(crate) fn read_from(mut self, secret: &Secret) -> Self {
        self.way.is_vague = secret.is_handed_in;
        let how = if secret.is_handed_in { "is handed in here" } else { "is read here" };
        self.explained_at(secret.origin, format!("{} {how}", secret.what))
    }

    /// Takes in the same fault, seen elsewhere; what is told is the better of the two. A change is certain where all agree.
    pub(crate) fn meet(&mut self, mut other: Finding) {
        let suggestion = self.suggestion.take().filter(|own| other.suggestion.as_ref() == Some(own));
        if other.way.rank() < self.way.rank() {
            std::mem::swap(self, &mut other);
            self.others = std::mem::take(&mut other.others);
        }
        self.suggestion = suggestion;
        self.is_mild &= other.is_mild;
        self.others.push(other);
    }

    /// It, and the same fault seen elsewhere.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Finding> {
        std::iter::once(self).chain(&self.others)
    }

    /// Says that this shape is reported at warn where the lint denies.
    pub(crate) fn mild(mut self, is_mild: bool) -> Self {
        self.is_mild = is_mild;
        self
    }

    /// Adds the change that mends it.
    pub(crate) fn suggesting(mut self, suggestion: Option<Suggestion>) -> Self {
        self.suggestion = suggestion;
        self
    }

    /// Adds a place that explains the finding, unless it is the place of the finding.
    pub(crate) fn explained_at(mut self, place: impl Into<Option<Place>>, text: impl Into<String>) -> Self {
        if let Some(place) = place.into().filter(|place| *place != self.primary) {
            self.secondary.push((place, text.into()));
        }
        self
    }
}

/// Declares a lint: the doc comment is its page, so documentation and code are one text.
macro_rules! declare_lint {
    (
        $(#[doc = $page:literal])+
        $name:ident, $group:literal, $level:ident, $practice:literal, $check:path
    ) => {
        $(#[doc = $page])+
        pub(crate) static LINT: $crate::Lint = $crate::Lint {
            name: stringify!($name),
            group: $group,
            level: $crate::Level::$level,
            practice: $crate::Practice {
                id: $practice,
                page: "https://www.twilio.com/docs/usage/rest-api-best-practices",
            },
            comment: concat!($($page, "\n"),+),
            check: $check,
        };
    };
}
pub(crate) use declare_lint;
