//! What the output of a function says about throttling.

mod clients;
mod erased;

use crate::meta::retry_after;
use http::HeaderMap;
use jiff::Timestamp;
use std::time::Duration;

/// An output that says whether the request behind it was throttled (answered with 429), which is what
/// [`macro@crate::retry`] asks.
///
/// It is implemented for responses and errors of reqwest 0.13 (feature `reqwest`) and 0.12 (`reqwest-0-12`), their blocking
/// clients included (`blocking`), for ureq 3 (`ureq`) and 2 (`ureq-2`), for [`http::Response`], for [`Error`](crate::Error),
/// and for `Result`, `Option` and `Box` of these. `Box<dyn Error>` is searched, source by source, for the errors just named.
///
/// An error type of your own says it in a few lines:
///
/// ```
/// use ringfence::{Throttle, Throttled};
///
/// enum SendError {
///     Busy { retry_after: Option<std::time::Duration> },
///     Refused(String),
/// }
///
/// impl Throttled for SendError {
///     fn throttle(&self) -> Option<Throttle> {
///         match self {
///             Self::Busy { retry_after } => Some(Throttle::after(*retry_after)),
///             Self::Refused(_) => None,
///         }
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say whether Twilio answered 429, which `#[ringfence::retry]` has to know",
    label = "nothing here tells of a 429",
    note = "`ringfence::Error`, `http::Response` and `Box<dyn Error>` tell it, and results of reqwest and ureq with the features `reqwest` (and `blocking`), `reqwest-0-12`, `ureq` and `ureq-2`",
    note = "for a type of your own implement `ringfence::Throttled`: one method, `throttle`"
)]
pub trait Throttled {
    /// The throttling that this tells of; `None` where it tells of none.
    fn throttle(&self) -> Option<Throttle>;

    /// Whether the request never left: no DNS answer, no connection, no TLS. `#[retry(on = "connect")]` asks this, too.
    fn never_left(&self) -> bool {
        false
    }
}

/// A 429: the request was not processed, and may be sent again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Throttle {
    retry_after: Option<Duration>,
}

impl Throttle {
    /// A throttling, and the wait that its answer asks for, if any.
    pub const fn after(retry_after: Option<Duration>) -> Self {
        Self { retry_after }
    }

    /// Reads an answer: `Some` where the status is 429, with what its `Retry-After` asks for.
    pub fn of_answer(status: u16, headers: &HeaderMap) -> Option<Self> {
        (status == 429).then(|| Self::after(retry_after(headers, Timestamp::now())))
    }

    /// The wait that the answer asks for.
    pub const fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }
}

/// What the error says; `#[retry]` also asks the value, where that can be an answer with 429.
impl<T, E: Throttled> Throttled for Result<T, E> {
    fn throttle(&self) -> Option<Throttle> {
        self.as_ref().err().and_then(Throttled::throttle)
    }

    fn never_left(&self) -> bool {
        self.as_ref().is_err_and(Throttled::never_left)
    }
}

impl<T: Throttled> Throttled for Option<T> {
    fn throttle(&self) -> Option<Throttle> {
        self.as_ref().and_then(Throttled::throttle)
    }

    fn never_left(&self) -> bool {
        self.as_ref().is_some_and(Throttled::never_left)
    }
}

impl<T: Throttled + ?Sized> Throttled for Box<T> {
    fn throttle(&self) -> Option<Throttle> {
        (**self).throttle()
    }

    fn never_left(&self) -> bool {
        (**self).never_left()
    }
}

impl<T: Throttled + ?Sized> Throttled for &T {
    fn throttle(&self) -> Option<Throttle> {
        (**self).throttle()
    }

    fn never_left(&self) -> bool {
        (**self).never_left()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::error::Error;
    use std::fmt;

    fn response(status: u16, retry_after: Option<&'static str>) -> http::Response<()> {
        let mut builder = http::Response::builder().status(status);
        if let Some(value) = retry_after {
            builder = builder.header("retry-after", value);
        }
        builder.body(()).unwrap()
    }

    #[test]
    fn an_answer_with_429_tells_how_long_to_wait() {
        assert_eq!(response(200, Some("3")).throttle(), None);
        assert_eq!(response(503, Some("3")).throttle(), None, "it may have been processed");
        let asked = |value| response(429, value).throttle().unwrap().retry_after();
        assert_eq!(asked(Some("3")), Some(Duration::from_secs(3)));
        assert_eq!((asked(None), asked(Some("soon"))), (None, None));
    }

    #[derive(Debug)]
    struct Wrapped(Box<dyn Error + Send + Sync>);

    impl fmt::Display for Wrapped {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("wrapped")
        }
    }

    impl Error for Wrapped {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(&*self.0)
        }
    }

    #[test]
    fn an_erased_error_is_searched_source_by_source() {
        let refused = crate::transport::TransportError::not_sent("refused");
        let erased: Box<dyn Error + Send + Sync> = Box::new(Wrapped(Box::new(Wrapped(Box::new(refused)))));
        assert!(erased.never_left() && erased.throttle().is_none());
        let other: Box<dyn Error> = "other".into();
        assert!(!other.never_left() && other.throttle().is_none());
    }

    #[test]
    fn values_and_references_are_looked_through() {
        let answer = response(429, Some("1"));
        assert!(Some(&answer).throttle().is_some() && None::<http::Response<()>>.throttle().is_none());
        let error: Result<(), Box<http::Response<()>>> = Err(Box::new(answer));
        assert!(error.throttle().is_some());
    }
}
