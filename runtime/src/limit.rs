//! How much is sent at once, and how fast: one limit for each account, found out while sending.

mod account;
mod gate;
mod pace;
mod published;
mod queue;
mod window;

pub(crate) use account::{AccountLimits, Accounts};
pub(crate) use gate::Permit;
pub(crate) use queue::Ending;

pub use pace::Pace;
pub use published::RateLimit;

/// Which line a request waits in where an account has no room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Lane {
    /// Somebody waits for it: it goes before all bulk work.
    #[default]
    Interactive,
    /// Work in bulk, such as deletes and exports: it never takes the last quarter of the room, and makes room where others use
    /// the account.
    Bulk,
}

impl Lane {
    /// Its name in spans.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Interactive => "interactive",
            Self::Bulk => "bulk",
        }
    }
}

/// How many requests of one account a client has under way at once.
///
/// Twilio refuses what is beyond an account's concurrency with 429 and does not publish the number. The client finds it out: it
/// begins with a few, widens while all of them are answered, and falls fast at a 429, by what `Twilio-Concurrent-Requests`
/// says. Retries count. Subaccounts are apart, as they are at Twilio.
///
/// Twilio's page: <https://www.twilio.com/docs/usage/rest-api-best-practices>
///
/// ```
/// use ringfence::ConcurrencyLimit;
/// let limit = ConcurrencyLimit::adaptive().most(200);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConcurrencyLimit {
    first: u32,
    most: u32,
}

impl ConcurrencyLimit {
    /// The default: 20 to begin with, at most 100.
    pub const fn adaptive() -> Self {
        Self { first: 20, most: 100 }
    }

    /// At most so many, and fewer while Twilio refuses them; 0 counts as 1.
    pub const fn fixed(count: u32) -> Self {
        Self { first: count, most: count }
    }

    /// Never more than this; 0 counts as 1.
    #[must_use]
    pub const fn most(mut self, count: u32) -> Self {
        self.most = count;
        self
    }
}

impl Default for ConcurrencyLimit {
    fn default() -> Self {
        Self::adaptive()
    }
}
