//! The written exits from the lints, for whoever has to judge them.

use crate::Place;
use crate::facts::{EventKind, Facts, Reason};
use crate::gather::Gather;
use crate::sorted;

/// How somebody got around a lint.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WaiverKind {
    /// A `permit`, as an attribute or a comment, of these lints.
    Permit(Vec<String>),
    /// Retries switched off: `NoRetry`.
    NoRetry,
    /// An attestation, `#[ringfence::signature_validation]`: what the function says of a signature is believed.
    Attestation,
}

/// A written exit from lints.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Waiver {
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub kind: WaiverKind,
    /// Why, where that is said; a reason that is put together at run time is not known here.
    pub reason: Option<String>,
}

/// All exits of the crates, each once, by place.
pub(crate) fn waivers(facts: &Facts) -> Vec<Waiver> {
    let permits = facts.permits.iter().map(|permit| Waiver {
        place: permit.place,
        kind: WaiverKind::Permit(permit.lints.iter().map(|(name, _)| name.clone()).gather()),
        reason: known(&permit.reason),
    });
    let switches = facts.events.iter().filter_map(|event| match &event.kind {
        EventKind::RetryOff { reason } => {
            Some(Waiver { place: event.place, kind: WaiverKind::NoRetry, reason: known(reason) })
        }
        _ => None,
    });
    let attested = facts.attested.iter().map(|place| Waiver {
        place: *place,
        kind: WaiverKind::Attestation,
        reason: None,
    });
    let mut all: Vec<Waiver> = permits.chain(switches).chain(attested).gather();
    sorted::sort(&mut all);
    all.dedup();
    all
}

fn known(reason: &Reason) -> Option<String> {
    match reason {
        Reason::Known(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Reason::None | Reason::Unknown => None,
    }
}
