//! Answers with 429 that waiting does not cure.

/// Codes that come with a 429 and mean a product's own limit, not "slow down", with the reason in each line.
const PRODUCT_THROTTLES: &[u32] = &[
    25021, // Organizations API: its own quota, apart from the account's concurrency.
    45780, // Flex Interactions: a rate per endpoint that the sender must lower.
    60203, // Verify: too many sends to one recipient; clears on a check or after ten minutes.
    60212, // Verify: too many verifications to one recipient at once.
    60616, // Lookup: the package's own quota.
];

/// Whether a 429 with this code is a product's own limit: trying again within one call is waste.
pub(crate) fn is_product_throttle(code: u32) -> bool {
    PRODUCT_THROTTLES.binary_search(&code).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_are_sorted_and_found() {
        assert!(PRODUCT_THROTTLES.is_sorted());
        assert!(PRODUCT_THROTTLES.iter().all(|code| is_product_throttle(*code)));
        assert!(!is_product_throttle(20429));
    }
}
