//! Numbers that keep every digit.

/// A number as Twilio wrote it: never through a float.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Decimal(String);
