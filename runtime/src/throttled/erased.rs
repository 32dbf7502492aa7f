//! Errors whose type is forgotten.

use super::{Throttle, Throttled};
use crate::transport::TransportError;
use std::error::Error;

/// A chain of sources that is longer is a circle.
const LONGEST_CHAIN: usize = 64;

/// The first in an error's chain of sources that can tell, and what it tells.
fn find<T>(error: &Erased, ask: impl Fn(&dyn Throttled) -> Option<T>) -> Option<T> {
    std::iter::successors(Some(error), |&error| error.source())
        .take(LONGEST_CHAIN)
        .find_map(|error| known(error).and_then(&ask))
}

type Erased = dyn Error + 'static;

/// One known type's way of looking at an error.
type AsKnown = fn(&Erased) -> Option<&dyn Throttled>;

fn as_throttled<T: Error + Throttled + 'static>(error: &Erased) -> Option<&dyn Throttled> {
    error.downcast_ref::<T>().map(|error| error as _)
}

fn known(error: &Erased) -> Option<&dyn Throttled> {
    let asked: &[AsKnown] = &[
        as_throttled::<crate::Error>,
        as_throttled::<TransportError>,
        #[cfg(feature = "reqwest")]
        as_throttled::<::reqwest::Error>,
        #[cfg(feature = "reqwest-0-12")]
        as_throttled::<::reqwest_0_12::Error>,
        #[cfg(feature = "ureq")]
        as_throttled::<::ureq::Error>,
        #[cfg(feature = "ureq-2")]
        as_throttled::<::ureq_2::Error>,
    ];
    asked.iter().find_map(|as_known| as_known(error))
}

macro_rules! erased {
    ($($error:ty)*) => {$(
        impl Throttled for $error {
            fn throttle(&self) -> Option<Throttle> {
                find(self, |error| error.throttle())
            }

            fn never_left(&self) -> bool {
                find(self, |error| error.never_left().then_some(())).is_some()
            }
        }
    )*};
}

erased! {
    dyn Error
    dyn Error + Send
    dyn Error + Send + Sync
}
