//! SIDs by type.

/// A SID whose two-letter prefix is `A` and `B`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Sid<const A: char, const B: char>(String);

/// The SID of an account.
pub type AccountSid = Sid<'A', 'C'>;
/// The SID of an API key.
pub type ApiKeySid = Sid<'S', 'K'>;
