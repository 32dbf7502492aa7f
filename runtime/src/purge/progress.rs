//! How far a purge is, for people.

use super::Purged;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

pub(super) type Listener = Box<dyn Fn(&Purged) + Send + Sync>;

/// Who is told of each delete.
#[derive(Default)]
pub(super) enum Reporter {
    #[default]
    Nobody,
    Call(Listener),
    Lines(Lines),
    #[cfg(feature = "progress")]
    Bar(indicatif::ProgressBar),
}

/// Lines on stderr, not too many.
#[derive(Default)]
pub(super) struct Lines {
    last: Mutex<Option<Instant>>,
}

const BETWEEN_LINES: Duration = Duration::from_secs(10);

impl Reporter {
    /// A bar where somebody sits before it, else lines.
    pub(super) fn shown() -> Self {
        #[cfg(feature = "progress")]
        if std::io::IsTerminal::is_terminal(&std::io::stderr()) {
            let bar = indicatif::ProgressBar::new_spinner();
            let style = indicatif::ProgressStyle::with_template("{spinner} {msg} ({elapsed}, {per_sec})");
            if let Ok(style) = style {
                bar.set_style(style);
            }
            return Self::Bar(bar);
        }
        Self::Lines(Lines::default())
    }

    pub(super) fn advance(&self, purged: &Purged) {
        match self {
            Self::Nobody => {}
            Self::Call(listener) => listener(purged),
            Self::Lines(lines) => {
                if lines.is_time() {
                    eprintln!("purge: {purged}");
                }
            }
            #[cfg(feature = "progress")]
            Self::Bar(bar) => {
                bar.set_message(purged.to_string());
                bar.set_position(purged.deleted + purged.gone);
            }
        }
    }

    pub(super) fn finish(&self, purged: &Purged) {
        match self {
            Self::Nobody | Self::Call(_) => {}
            Self::Lines(_) => eprintln!("purge: {purged}, at its end"),
            #[cfg(feature = "progress")]
            Self::Bar(bar) => bar.finish_with_message(purged.to_string()),
        }
    }
}

impl Lines {
    fn is_time(&self) -> bool {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let is_time = last.is_none_or(|last| last.elapsed() >= BETWEEN_LINES);
        if is_time {
            *last = Some(Instant::now());
        }
        is_time
    }
}
