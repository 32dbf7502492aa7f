//! The outputs of HTTP clients, and of ours.

use super::{Throttle, Throttled};
use crate::Error;
use crate::transport::{Fate, TransportError};

/// A product's own limit is none that waiting cures.
impl Throttled for Error {
    fn throttle(&self) -> Option<Throttle> {
        let curable = self.is_throttled() && self.is_retryable();
        curable.then(|| Throttle::after(self.meta().and_then(|meta| meta.retry_after)))
    }

    fn never_left(&self) -> bool {
        self.transport().is_some_and(Throttled::never_left)
    }
}

impl Throttled for TransportError {
    fn throttle(&self) -> Option<Throttle> {
        None
    }

    fn never_left(&self) -> bool {
        self.fate() == Fate::NotSent
    }
}

impl<B> Throttled for http::Response<B> {
    fn throttle(&self) -> Option<Throttle> {
        Throttle::of_answer(self.status().as_u16(), self.headers())
    }
}

/// The status is what `error_for_status()` leaves; `Retry-After` is gone then, so that the backoff alone decides.
#[cfg(any(feature = "reqwest", feature = "reqwest-0-12"))]
macro_rules! reqwest {
    ($($response:path),* ; $error:path) => {
        $(impl Throttled for $response {
            fn throttle(&self) -> Option<Throttle> {
                Throttle::of_answer(self.status().as_u16(), self.headers())
            }
        })*

        impl Throttled for $error {
            fn throttle(&self) -> Option<Throttle> {
                (self.status()?.as_u16() == 429).then(Throttle::default)
            }

            fn never_left(&self) -> bool {
                self.is_connect()
            }
        }
    };
}

#[cfg(all(feature = "reqwest", not(feature = "blocking")))]
reqwest!(::reqwest::Response; ::reqwest::Error);
#[cfg(all(feature = "reqwest", feature = "blocking"))]
reqwest!(::reqwest::Response, ::reqwest::blocking::Response; ::reqwest::Error);
#[cfg(all(feature = "reqwest-0-12", not(feature = "blocking")))]
reqwest!(::reqwest_0_12::Response; ::reqwest_0_12::Error);
#[cfg(all(feature = "reqwest-0-12", feature = "blocking"))]
reqwest!(::reqwest_0_12::Response, ::reqwest_0_12::blocking::Response; ::reqwest_0_12::Error);

/// ureq 3 answers with `http::Response`, or with the bare status as an error: switch `http_status_as_error` off to have
/// `Retry-After` honoured.
#[cfg(feature = "ureq")]
impl Throttled for ::ureq::Error {
    fn throttle(&self) -> Option<Throttle> {
        matches!(self, Self::StatusCode(429)).then(Throttle::default)
    }

    fn never_left(&self) -> bool {
        use ::ureq::Timeout::{Connect, Resolve};
        match self {
            Self::HostNotFound | Self::ConnectionFailed | Self::Timeout(Connect | Resolve) => true,
            // Other faults of a socket may come after the request was written.
            Self::Io(error) => error.kind() == std::io::ErrorKind::ConnectionRefused,
            _ => false,
        }
    }
}

#[cfg(feature = "ureq-2")]
impl Throttled for ::ureq_2::Response {
    fn throttle(&self) -> Option<Throttle> {
        let mut headers = http::HeaderMap::new();
        for name in [http::header::RETRY_AFTER, http::header::DATE] {
            let value = self.header(name.as_str()).and_then(|value| value.parse().ok());
            headers.extend(value.map(|value: http::HeaderValue| (name, value)));
        }
        Throttle::of_answer(self.status(), &headers)
    }
}

#[cfg(feature = "ureq-2")]
impl Throttled for ::ureq_2::Error {
    fn throttle(&self) -> Option<Throttle> {
        match self {
            Self::Status(_, response) => response.throttle(),
            Self::Transport(_) => None,
        }
    }

    fn never_left(&self) -> bool {
        use ::ureq_2::ErrorKind::{ConnectionFailed, Dns};
        matches!(self.kind(), Dns | ConnectionFailed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(any(feature = "reqwest", feature = "reqwest-0-12"))]
    use std::time::Duration;

    #[test]
    fn an_error_of_ours_is_one_that_waiting_cures() {
        let not_sent = TransportError::not_sent("no address");
        assert!(not_sent.never_left() && not_sent.throttle().is_none());
        assert!(!TransportError::lost("reset").never_left());
        let configuration = Error::configuration(Vec::new());
        assert!(!configuration.never_left() && configuration.throttle().is_none());
    }

    #[cfg(any(feature = "reqwest", feature = "reqwest-0-12"))]
    fn check_response<R: Throttled + From<http::Response<&'static str>>>() {
        let answer = http::Response::builder().status(429).header("retry-after", "3").body("").unwrap();
        assert_eq!(R::from(answer).throttle(), Some(Throttle::after(Some(Duration::from_secs(3)))));
        assert_eq!(R::from(http::Response::new("")).throttle(), None);
    }

    #[cfg(feature = "reqwest")]
    #[test]
    fn reqwest_tells_by_response_and_by_error() {
        check_response::<::reqwest::Response>();
        let answer = http::Response::builder().status(429).body("").unwrap();
        let error = ::reqwest::Response::from(answer).error_for_status().unwrap_err();
        assert_eq!((error.throttle(), error.never_left()), (Some(Throttle::default()), false));
        #[cfg(feature = "blocking")]
        check_response::<::reqwest::blocking::Response>();
    }

    #[cfg(feature = "reqwest-0-12")]
    #[test]
    fn reqwest_0_12_tells_by_response_and_by_error() {
        check_response::<::reqwest_0_12::Response>();
        let answer = http::Response::builder().status(429).body("").unwrap();
        let error = ::reqwest_0_12::Response::from(answer).error_for_status().unwrap_err();
        assert_eq!((error.throttle(), error.never_left()), (Some(Throttle::default()), false));
    }

    /// A port where nobody listens.
    #[cfg(any(feature = "ureq", feature = "ureq-2"))]
    fn nobody() -> String {
        let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        format!("http://{address}/")
    }

    #[cfg(feature = "ureq")]
    #[test]
    fn ureq_tells_by_status_and_by_the_fault_of_a_connection() {
        use ::ureq::Error;
        assert_eq!(Error::StatusCode(429).throttle(), Some(Throttle::default()));
        assert_eq!(Error::StatusCode(503).throttle(), None);
        assert!(Error::HostNotFound.never_left() && !Error::TooManyRedirects.never_left());
        assert!(::ureq::get(nobody()).call().unwrap_err().never_left());
    }

    #[cfg(feature = "ureq-2")]
    #[test]
    fn ureq_2_tells_by_response_and_by_the_fault_of_a_connection() {
        let text = "HTTP/1.1 429 Too Many Requests\r\nretry-after: 3\r\n\r\n";
        let response: ::ureq_2::Response = text.parse().unwrap();
        assert_eq!(response.throttle(), Some(Throttle::after(Some(Duration::from_secs(3)))));
        let error = ::ureq_2::Error::Status(429, response);
        assert!(error.throttle().is_some() && !error.never_left());
        assert!(::ureq_2::get(&nobody()).call().unwrap_err().never_left());
    }
}
