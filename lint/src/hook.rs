//! The names by which a webhook of Twilio's is known: fields that it sends, as they stand on the wire.

/// Fields of Twilio's webhooks that nobody else sends; sorted.
const FIELDS: &[&str] = &[
    "AccountSid",
    "CallSid",
    "CallStatus",
    "ConferenceSid",
    "ConversationSid",
    "DialCallSid",
    "DialCallStatus",
    "MessageSid",
    "MessageStatus",
    "MessagingServiceSid",
    "ParentCallSid",
    "RecordingSid",
    "RecordingStatus",
    "SmsMessageSid",
    "SmsSid",
    "SmsStatus",
    "TranscriptionSid",
    "TranscriptionStatus",
];

/// The header that carries a webhook's signature; headers are read in any case of letters.
pub(crate) const SIGNATURE: &str = "x-twilio-signature";

/// What a serde attribute says where fields are renamed as Twilio's are.
const PASCAL: &str = "PascalCase";

/// Whether a name is a field of Twilio's webhooks.
pub(crate) fn is_field(name: &str) -> bool {
    FIELDS.binary_search(&name).is_ok()
}

/// Whether a header of this name carries the signature.
pub(crate) fn is_signature(name: &str) -> bool {
    name.eq_ignore_ascii_case(SIGNATURE)
}

/// What a field in snake case is called in Pascal case.
pub(crate) fn to_pascal(name: &str) -> String {
    let mut pascal = String::new();
    for part in name.split('_') {
        let mut letters = part.chars();
        pascal.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        pascal.push_str(letters.as_str());
    }
    pascal
}

/// Where a text names a field of Twilio's webhooks. It looks for a rare letter, since this runs unoptimised, too.
pub(crate) fn fields_in(text: &str) -> impl Iterator<Item = usize> {
    let renames = text.match_indices('P').any(|(at, _)| starts_with(text, at, PASCAL));
    let spelt = text.match_indices('S').filter_map(|(at, _)| {
        let is_it = starts_with(text, at, "Sid") || starts_with(text, at, "Status");
        word_around(text, at).filter(|(_, word)| is_it && is_field(word))
    });
    let snake = renames.then(|| text.match_indices("_s")).into_iter().flatten().filter_map(|(at, _)| {
        let is_it = starts_with(text, at, "_sid") || starts_with(text, at, "_status");
        word_around(text, at).filter(|(_, word)| is_it && is_field(&to_pascal(word)))
    });
    spelt.chain(snake).map(|(start, _)| start)
}

/// Whether a text names such a field.
pub(crate) fn names_field(text: &str) -> bool {
    fields_in(text).next().is_some()
}

fn starts_with(text: &str, at: usize, word: &str) -> bool {
    text.as_bytes().get(at..).is_some_and(|rest| rest.starts_with(word.as_bytes()))
}

/// The word around a place, and where it begins.
fn word_around(text: &str, at: usize) -> Option<(usize, &str)> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let (before, after) = text.as_bytes().split_at_checked(at)?;
    let start = at - before.iter().rev().take_while(|byte| is_part(byte)).count();
    let end = at + after.iter().take_while(|byte| is_part(byte)).count();
    Some((start, text.get(start..end)?))
}

#[cfg(test)]
mod tests {
    use super::{FIELDS, fields_in, names_field};

    #[test]
    fn fields_are_found_as_they_are_spelt_or_renamed() {
        assert!(FIELDS.is_sorted());
        for text in [
            "form.get(\"CallSid\")",
            "MessageStatus: String",
            "rename_all = \"PascalCase\")] a { call_sid: X }",
        ] {
            assert!(names_field(text), "{text}");
        }
        for text in [
            "call_sid",
            "CallSids",
            "MyCallSid",
            "StatusCode",
            "rename_all = \"PascalCase\" message_status_code",
        ] {
            assert!(!names_field(text), "{text}");
        }
        assert_eq!(fields_in("a SmsSid, b").collect::<Vec<_>>(), [2]);
    }
}
