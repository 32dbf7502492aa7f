//! The macros that say something: one table for what reads them and for what runs them.

/// What a macro does with what it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Message {
    /// It makes a string, or an error of one.
    Text,
    /// It writes to a log or a terminal, or into a panic.
    Log,
    /// It writes each argument as its `Debug` shows it, and hands the first on.
    Dump,
    /// It writes to its first argument.
    Write,
    /// It panics or returns with the message, if what stands before it does not hold.
    Check(usize),
}

/// Sorted by name.
const MESSAGES: &[(&str, Message)] = &[
    ("anyhow", Message::Text),
    ("assert", Message::Check(1)),
    ("assert_eq", Message::Check(2)),
    ("assert_ne", Message::Check(2)),
    ("bail", Message::Text),
    ("crit", Message::Log),
    ("dbg", Message::Dump),
    ("debug", Message::Log),
    ("debug_assert", Message::Check(1)),
    ("debug_assert_eq", Message::Check(2)),
    ("debug_assert_ne", Message::Check(2)),
    ("debug_span", Message::Log),
    ("ensure", Message::Check(1)),
    ("eprint", Message::Log),
    ("eprintln", Message::Log),
    ("error", Message::Log),
    ("error_span", Message::Log),
    ("event", Message::Log),
    ("eyre", Message::Text),
    ("format", Message::Text),
    ("format_args", Message::Text),
    ("format_err", Message::Text),
    ("info", Message::Log),
    ("info_span", Message::Log),
    ("log", Message::Log),
    ("panic", Message::Log),
    ("print", Message::Log),
    ("println", Message::Log),
    ("span", Message::Log),
    ("todo", Message::Log),
    ("trace", Message::Log),
    ("trace_span", Message::Log),
    ("unimplemented", Message::Log),
    ("unreachable", Message::Log),
    ("warn", Message::Log),
    ("warn_span", Message::Log),
    ("write", Message::Write),
    ("writeln", Message::Write),
];

impl Message {
    /// What the macro of that name says.
    pub(crate) fn of(name: &str) -> Option<Message> {
        let at = MESSAGES.binary_search_by_key(&name, |(name, _)| name).ok()?;
        MESSAGES.get(at).map(|(_, message)| *message)
    }

    /// How many arguments stand before the message.
    pub(crate) fn before(self) -> usize {
        match self {
            Message::Write => 1,
            Message::Check(count) => count,
            Message::Text | Message::Log | Message::Dump => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MESSAGES, Message};

    #[test]
    fn the_table_is_sorted() {
        assert!(MESSAGES.is_sorted_by_key(|(name, _)| name));
        assert_eq!(Message::of("writeln"), Some(Message::Write));
        assert_eq!(Message::of("vec"), None);
    }
}
