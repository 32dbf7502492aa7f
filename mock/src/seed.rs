//! Where everything random comes from: the same seed gives the same identifiers and secrets, in the same order.

/// A source of identifiers without state: purpose and number decide.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seed(u64);

impl Seed {
    pub(crate) fn new(seed: u64) -> Seed {
        Seed(seed)
    }

    /// 32 lower-case hex digits.
    pub(crate) fn hex(self, purpose: &str, number: u64) -> String {
        let first = self.word(purpose, number);
        format!("{first:016x}{:016x}", mix(first ^ number.rotate_left(17)))
    }

    /// 32 letters and digits, as the secret of an API key has: never all hex, which is an Auth Token's shape.
    pub(crate) fn secret(self, purpose: &str, number: u64) -> String {
        let spread = |(index, digit): (usize, char)| match index % 2 {
            0 => char::from(b'g' + u8::try_from(digit.to_digit(16).unwrap_or(0)).unwrap_or(0)),
            _ => digit.to_ascii_uppercase(),
        };
        self.hex(purpose, number).chars().enumerate().map(spread).collect()
    }

    /// An identifier: two letters and 32 hex digits.
    pub(crate) fn sid(self, prefix: &str, number: u64) -> String {
        format!("{prefix}{}", self.hex(prefix, number))
    }

    fn word(self, purpose: &str, number: u64) -> u64 {
        // FNV-1a: short inputs, no need for a keyed hash.
        let named = purpose.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        mix(mix(self.0).wrapping_add(named) ^ mix(number.wrapping_add(0x9e37_79b9)))
    }
}

/// The finaliser of splitmix64.
fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::Seed;

    #[test]
    fn same_seed_same_identifiers_and_no_collisions() {
        let ids = |seed| (0..1000).map(|n| Seed::new(seed).sid("SM", n)).collect::<Vec<_>>();
        assert_eq!(ids(7), ids(7));
        assert_ne!(ids(7), ids(8));
        let mut unique = ids(7);
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), 1000);
        assert!(unique.iter().all(|sid| sid.len() == 34));
    }

    #[test]
    fn a_secret_has_not_the_shape_of_an_auth_token() {
        let secrets: Vec<String> = (0..100).map(|number| Seed::new(1).secret("key", number)).collect();
        assert!(secrets.iter().all(|secret| secret.len() == 32));
        assert!(secrets.iter().all(|secret| secret.bytes().all(|byte| byte.is_ascii_alphanumeric())));
        assert!(secrets.iter().all(|secret| secret.bytes().any(|byte| !byte.is_ascii_hexdigit())));
    }
}
