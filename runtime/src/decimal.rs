//! Numbers that keep every digit.

use std::fmt;
use std::str::FromStr;

/// A number as Twilio wrote it: never through a float, so a price keeps all its digits.
///
/// Twilio sends the same number as a JSON number in one place and as a string in another; both decode.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Decimal {
    text: String,
    quoted: bool,
}

/// A text that is no number.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DecimalError {}

impl Decimal {
    /// The digits as they were written, such as `-0.0075`.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The nearest float, for sums that need not be exact.
    pub fn to_f64(&self) -> Option<f64> {
        self.text.parse().ok().filter(|number: &f64| number.is_finite())
    }

    pub(crate) fn from_json(json: &str) -> Option<Self> {
        if let Some(text) = json.strip_prefix('"').and_then(|json| json.strip_suffix('"')) {
            return is_number(text).then(|| Self { text: text.to_owned(), quoted: true });
        }
        is_number(json).then(|| Self { text: json.to_owned(), quoted: false })
    }

    pub(crate) fn is_quoted(&self) -> bool {
        self.quoted
    }
}

/// An optional sign, digits with at most one point, an optional exponent.
fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    digits(whole)
        && digits(fraction)
        && exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['-', '+']).unwrap_or(exponent)))
}

impl FromStr for Decimal {
    type Err = DecimalError;

    fn from_str(text: &str) -> Result<Self, DecimalError> {
        if !is_number(text) {
            return Err(DecimalError {});
        }
        let text = text.strip_prefix('+').unwrap_or(text);
        let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
        // JSON has no zeros before the first digit, and a body with some would be no JSON.
        let zeros = digits.bytes().take_while(|byte| *byte == b'0').count();
        let significant = digits.get(zeros..).unwrap_or_default();
        let zero = if significant.starts_with(|first: char| first.is_ascii_digit()) { "" } else { "0" };
        Ok(Self { text: format!("{sign}{zero}{significant}"), quoted: false })
    }
}

macro_rules! from_integer {
    ($($integer:ty),*) => {$(
        impl From<$integer> for Decimal {
            fn from(number: $integer) -> Self {
                Self { text: number.to_string(), quoted: false }
            }
        }
    )*};
}

from_integer!(i32, i64, u32, u64);

impl From<&Decimal> for Decimal {
    fn from(number: &Decimal) -> Self {
        number.clone()
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Display for DecimalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "not a number: digits with an optional sign, point and exponent are needed, such as `-0.0075`",
        )
    }
}

impl std::error::Error for DecimalError {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_price_keeps_its_digits() {
        let price = Decimal::from_json("\"-0.00750000000000000000001\"").unwrap();
        assert_eq!(price.as_str(), "-0.00750000000000000000001");
        assert!(Decimal::from_json("true").is_none());
        assert!(
            "1.".parse::<Decimal>().is_err()
                && "".parse::<Decimal>().is_err()
                && "NaN".parse::<Decimal>().is_err()
        );
        assert_eq!("+1e5".parse::<Decimal>().unwrap().to_f64(), Some(100_000.0));
    }

    #[test]
    fn a_number_of_the_callers_is_json() {
        for (text, json) in [("007", "7"), ("+00.50", "0.50"), ("-0", "-0"), ("000", "0"), ("-01e5", "-1e5")]
        {
            let number: Decimal = text.parse().unwrap();
            assert_eq!(number.as_str(), json);
            assert!(serde_json::from_str::<serde_json::Value>(number.as_str()).is_ok());
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = text.parse::<Decimal>();
            let _ = Decimal::from_json(&text);
        }

        #[test]
        fn every_float_that_json_writes_is_a_number(number in any::<f64>().prop_filter("finite", |n| n.is_finite())) {
            let json = serde_json::to_string(&number).unwrap();
            prop_assert_eq!(Decimal::from_json(&json).unwrap().to_f64(), Some(number));
        }
    }
}
