//! Formats that Twilio insists on: numbers, endpoints and URLs.

use crate::callback::target::Target;
use crate::operation::Operation;
use crate::schema::Schema;

/// Operations whose endpoints and URLs are looked at before anything else is done. Elsewhere Twilio takes what comes:
/// names of clients, other schemes, placeholders.
const PARTICULAR: &[&str] = &["CreateMessage", "CreateCall", "UpdateCall"];

/// Checks a text against the schema's `format`; the name tells a sender from a recipient.
pub(super) fn check(operation: &Operation, schema: &Schema, name: &str, text: &str) -> Result<(), String> {
    let particular = operation.core_id().is_some_and(|id| PARTICULAR.contains(&id));
    check_format(schema, name, text, particular)
}

fn check_format(schema: &Schema, name: &str, text: &str, particular: bool) -> Result<(), String> {
    if text.is_empty() || schema.ignores_format {
        return Ok(());
    }
    match schema.format.as_deref() {
        Some("phone-number") if name == "From" => sender(text),
        Some("phone-number") if !is_number(text) && !is_channel(text) => {
            Err(format!("is not a phone number in E.164 form such as +15558675310: `{text}`"))
        }
        Some("endpoint") if particular && !is_number(text) && !is_endpoint(text) => Err(format!(
            "is neither a phone number in E.164 form nor a `client:` or `sip:` address: `{text}`"
        )),
        Some("uri") if particular => {
            Target::parse(text).map(|_| ()).map_err(|problem| format!("is not a valid URL: {problem}"))
        }
        _ => Ok(()),
    }
}

/// A message comes from a number, a short code, a name of up to 11 characters, or a channel's address.
fn sender(text: &str) -> Result<(), String> {
    let short = (3..=8).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let named = text.len() <= 11
        && text.bytes().any(|byte| byte.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" +-_&".contains(&byte));
    match is_number(text) || short || named || is_channel(text) {
        true => Ok(()),
        false => {
            Err(format!("is neither a phone number in E.164 form, a short code nor a sender name: `{text}`"))
        }
    }
}

fn is_number(text: &str) -> bool {
    let Some(digits) = text.strip_prefix('+') else { return false };
    (7..=15).contains(&digits.len())
        && !digits.starts_with('0')
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// `whatsapp:+15558675310`, `messenger:...`
fn is_channel(text: &str) -> bool {
    text.split_once(':').is_some_and(|(channel, address)| {
        !channel.is_empty() && channel.bytes().all(|byte| byte.is_ascii_alphanumeric()) && !address.is_empty()
    })
}

fn is_endpoint(text: &str) -> bool {
    ["client:", "sip:", "sips:", "app:"].iter().any(|scheme| {
        text.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme))
            && text.len() > scheme.len()
    })
}

#[cfg(test)]
mod tests {
    use super::check_format;
    use crate::schema::Schema;

    fn of(format: &str) -> Schema {
        Schema { format: Some(format.to_owned()), ..Schema::default() }
    }

    fn check(schema: &Schema, name: &str, text: &str) -> Result<(), String> {
        check_format(schema, name, text, true)
    }

    #[test]
    fn numbers_and_names() {
        let number = of("phone-number");
        for good in ["+15558675310", "whatsapp:+15558675310"] {
            assert_eq!(check(&number, "To", good), Ok(()), "{good}");
        }
        for bad in ["15558675310", "+0123456789", "+1555", "five", "+1555867531x", ":x"] {
            assert!(check(&number, "To", bad).is_err(), "{bad}");
        }
        for good in ["+15558675310", "12345", "My Company", "whatsapp:+1"] {
            assert_eq!(check(&number, "From", good), Ok(()), "{good}");
        }
        for bad in ["12", "A name that is too long", "???"] {
            assert!(check(&number, "From", bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn endpoints_and_urls() {
        let endpoint = of("endpoint");
        assert_eq!(check(&endpoint, "To", "client:alice"), Ok(()));
        assert_eq!(check(&endpoint, "To", "SIP:alice@example.com"), Ok(()));
        assert!(check(&endpoint, "To", "client:").is_err());
        let url = of("uri");
        assert_eq!(check(&url, "StatusCallback", "https://example.com/a?b=c#rc=2"), Ok(()));
        for bad in
            ["example.com", "ftp://example.com", "http://", "https://under_score.example.com/", "http://a b/"]
        {
            assert!(check(&url, "StatusCallback", bad).is_err(), "{bad}");
        }
        assert_eq!(check_format(&url, "SipUrl", "sip:a@example.com", false), Ok(()));
        assert_eq!(check_format(&endpoint, "To", "alice", false), Ok(()));
        let ignored = Schema { ignores_format: true, ..url };
        assert_eq!(check(&ignored, "MediaUrl", "x"), Ok(()));
    }
}
