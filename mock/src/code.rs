//! Twilio's error codes, as data. <https://www.twilio.com/docs/api/errors>

use crate::operation::Operation;

/// What is wrong with an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    Missing,
    Invalid,
    Unknown,
}

/// Also for every invalid or missing input that has no code of its own below.
pub(crate) const UNKNOWN_OR_INVALID: u32 = 20001;
pub(crate) const UNAUTHENTICATED: u32 = 20003;
pub(crate) const METHOD_NOT_ALLOWED: u32 = 20004;
pub(crate) const NOT_FOUND: u32 = 20404;
pub(crate) const PRECONDITION_FAILED: u32 = 20412;
pub(crate) const TOO_LARGE: u32 = 20413;
pub(crate) const INTERNAL: u32 = 20500;
pub(crate) const THROTTLED: u32 = 20429;
pub(crate) const MESSAGE_QUEUE_FULL: u32 = 21611;
pub(crate) const CALL_QUEUE_FULL: u32 = 22005;
pub(crate) const MOST_CHECKS: u32 = 60202;
pub(crate) const MOST_SENDS: u32 = 60203;
pub(crate) const MANY_STARTS: u32 = 60212;
/// No code is published for these three; they follow 20404, 20413 and 20429.
pub(crate) const TIMED_OUT: u32 = 20408;
pub(crate) const CONFLICT: u32 = 20409;
pub(crate) const WRONG_CONTENT_TYPE: u32 = 20415;

/// Codes that Twilio's 2010 API gives for one input of one operation; a group of which one is needed goes by its first name.
const CODES: &[(&str, &str, Fault, u32)] = &[
    ("CreateMessage", "To", Fault::Missing, 21604),
    ("CreateMessage", "To", Fault::Invalid, 21211),
    ("CreateMessage", "From", Fault::Missing, 21603),
    ("CreateMessage", "From", Fault::Invalid, 21212),
    ("CreateMessage", "Body", Fault::Missing, 21619),
    ("CreateMessage", "Body", Fault::Invalid, 21617),
    ("CreateMessage", "MediaUrl", Fault::Invalid, 21620),
    ("CreateMessage", "StatusCallback", Fault::Invalid, 21609),
    ("CreateCall", "To", Fault::Missing, 21201),
    ("CreateCall", "To", Fault::Invalid, 21211),
    ("CreateCall", "From", Fault::Missing, 21213),
    ("CreateCall", "From", Fault::Invalid, 21212),
    ("CreateCall", "Url", Fault::Missing, 21205),
    ("CreateCall", "Url", Fault::Invalid, 21205),
    ("CreateCall", "Twiml", Fault::Invalid, 32018),
    ("UpdateCall", "Url", Fault::Invalid, 21205),
];

/// The code for an input of an operation.
pub(crate) fn of(operation: &Operation, input: &str, fault: Fault) -> u32 {
    let operation = operation.core_id();
    let known =
        CODES.iter().find(|(id, name, kind, _)| Some(*id) == operation && *name == input && *kind == fault);
    known.map_or(UNKNOWN_OR_INVALID, |(_, _, _, code)| *code)
}

/// Twilio's own words for a code where the mock has none that say more.
pub(crate) fn words(code: u32) -> Option<&'static str> {
    Some(match code {
        21201 => "No 'To' number is specified",
        21205 => "Url parameter is required.",
        21213 => "No 'From' number is specified",
        21603 => "A 'From' phone number is required.",
        21604 => "A 'To' phone number is required.",
        21619 => "A text message body or media urls must be specified.",
        _ => return None,
    })
}
