//! A difference, in the words of a changelog.

/// What a change means for a program that uses the generated code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Effect {
    /// A program that compiled may not compile any more, or must authenticate otherwise.
    Breaking,
    /// The program stays as it is; what Twilio takes or does has changed.
    Changed,
    /// Something is there that was not.
    Added,
}

/// A difference between two documents.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub(super) effect: Effect,
    pub(super) document: String,
    /// What it is about: an operation or a type.
    pub(super) subject: String,
    /// What is different in the document.
    pub(super) what: String,
    /// What is different in Rust.
    pub(super) rust: String,
}

impl Effect {
    pub(super) const ALL: [Self; 3] = [Self::Breaking, Self::Changed, Self::Added];

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Breaking => "Breaking",
            Self::Changed => "Changed",
            Self::Added => "Added",
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Changed => "changed",
            Self::Added => "added",
        }
    }
}

/// Collects the changes of one thing.
pub(super) struct Subject<'c> {
    pub(super) document: &'c str,
    pub(super) name: String,
    pub(super) changes: &'c mut Vec<Change>,
}

/// What is said of Rust where nothing changes there.
pub(super) const NO_EFFECT: &str = "every signature stays as it is";

impl Subject<'_> {
    /// Whether something that breaks is told of it already.
    pub(super) fn is_broken(&self) -> bool {
        let mut own = self.changes.iter().filter(|change| change.document == self.document);
        own.any(|change| change.effect == Effect::Breaking && change.subject == self.name)
    }

    pub(super) fn add(&mut self, effect: Effect, what: impl Into<String>, rust: impl Into<String>) {
        self.changes.push(Change {
            effect,
            document: self.document.to_owned(),
            subject: self.name.clone(),
            what: what.into(),
            rust: rust.into(),
        });
    }
}
