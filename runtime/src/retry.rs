//! When to try again, and how long to wait.

/// The written exit from retries.
#[derive(Clone, Debug)]
pub struct NoRetry {
    reason: &'static str,
}

impl NoRetry {
    /// Switches retries off for a reason that a reader can judge.
    pub const fn because(reason: &'static str) -> Self {
        Self { reason }
    }
    /// The reason.
    pub const fn reason(&self) -> &'static str {
        self.reason
    }
}

/// How often and how long a client tries again.
#[derive(Clone, Debug)]
pub struct RetryPolicy {}
