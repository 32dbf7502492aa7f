//! Words of a text as numbers, and what the shape of one tells.

/// The hash of a name; two names that share one let in what need not be, never the other way round.
pub(crate) type Name = u64;

pub(crate) const SEED: Name = 0xcbf2_9ce4_8422_2325;

/// FNV-1a: short, and the same on every machine and in every version, so that it can be kept.
pub(crate) const fn name(word: &[u8]) -> Name {
    let mut hash = SEED;
    let mut rest = word;
    while let [byte, after @ ..] = rest {
        hash = step(hash, *byte);
        rest = after;
    }
    hash
}

pub(crate) const fn step(hash: Name, byte: u8) -> Name {
    (hash ^ byte as Name).wrapping_mul(0x0100_0000_01b3)
}

/// Whether a word at the end of a text has the shape of an Auth Token, or of the SID of an account or a key.
pub(crate) fn ends_in_credential(text: &[u8]) -> bool {
    let Some((before, digits)) = text.len().checked_sub(32).and_then(|at| text.split_at_checked(at)) else {
        return false;
    };
    let before = before.strip_suffix(b"AC").or(before.strip_suffix(b"SK")).unwrap_or(before);
    let is_whole = before.last().is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_');
    is_whole && digits.iter().all(u8::is_ascii_hexdigit)
}

/// Whether a word is the SID of an account or a key.
pub(crate) fn is_sid(word: &[u8]) -> bool {
    word.len() == 34 && matches!(word, [b'A', b'C', ..] | [b'S', b'K', ..]) && ends_in_credential(word)
}
