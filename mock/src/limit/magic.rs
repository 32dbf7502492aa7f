//! Numbers that mean an error, and numbers that are another's.

use serde_json::Value;

use crate::act::Deed;
use crate::refusal::Refusal;
use crate::state::State;

/// Twilio's magic inputs: operation, input, number, code, message. <https://www.twilio.com/docs/iam/test-credentials>
const MAGIC: &[(&str, &str, &str, u32, &str)] = &[
    ("CreateMessage", "From", "+15005550001", 21212, "is not a valid phone number"),
    (
        "CreateMessage",
        "From",
        "+15005550007",
        21606,
        "is not a valid message-capable Twilio phone number for this account",
    ),
    ("CreateMessage", "From", "+15005550008", 21611, "has exceeded the maximum number of queued messages"),
    ("CreateMessage", "To", "+15005550001", 21211, "is not a valid phone number"),
    ("CreateMessage", "To", "+15005550002", 21612, "is not reachable from this sender"),
    ("CreateMessage", "To", "+15005550003", 21408, "is in a region that this account may not send to"),
    ("CreateMessage", "To", "+15005550004", 21610, "has unsubscribed"),
    ("CreateMessage", "To", "+15005550009", 21614, "cannot receive SMS messages"),
    ("CreateCall", "From", "+15005550001", 21212, "is not a valid phone number"),
    ("CreateCall", "To", "+15005550001", 21217, "does not appear to be valid"),
    ("CreateCall", "To", "+15005550002", 21214, "cannot be reached"),
    ("CreateCall", "To", "+15005550003", 21215, "is in a region that this account may not call"),
    ("CreateCall", "To", "+15005550004", 21216, "is one that this account may not call"),
    ("CreateIncomingPhoneNumber", "PhoneNumber", "+15005550000", 21422, "is not available"),
    ("CreateIncomingPhoneNumber", "PhoneNumber", "+15005550001", 21421, "is not a valid phone number"),
    ("CreateIncomingPhoneNumber", "AreaCode", "533", 21452, "has no numbers that are available"),
];
/// A sender that always works.
const VALID: &str = "+15005550006";

impl Deed<'_> {
    /// Refuses numbers that mean an error, and senders of others where the account's numbers are known.
    pub(super) fn magic(&self, state: &State, from: &str) -> Result<(), Refusal> {
        let operation = self.found.operation.id.as_str();
        let given = |input: &str| self.given.body.get(input).map(|value| value.as_str().unwrap_or_default());
        let magic =
            MAGIC.iter().find(|(id, input, number, ..)| *id == operation && given(input) == Some(*number));
        if let Some((_, input, number, code, words)) = magic {
            let status = if *code == crate::code::MESSAGE_QUEUE_FULL { 429 } else { 400 };
            return Err(Refusal::new(status, *code, format!("The '{input}' number {number} {words}")));
        }
        let known = &self.world.settings.limits.numbers;
        if known.is_empty()
            || !from.starts_with('+')
            || from == VALID
            || known.iter().any(|known| known == from)
        {
            return Ok(());
        }
        let bought = format!(
            "{}/2010-04-01/Accounts/{}/IncomingPhoneNumbers",
            self.found.operation.host, self.account
        );
        let shelf = state.shelf(&bought);
        let mut bought = shelf.into_iter().flat_map(|shelf| shelf.records());
        if bought.any(|record| record.fields.get("phone_number").and_then(Value::as_str) == Some(from)) {
            return Ok(());
        }
        let (code, words) = match operation {
            "CreateCall" => (21210, "is not verified for this account"),
            _ => (21606, "is not a valid message-capable Twilio phone number for this account"),
        };
        Err(Refusal::new(400, code, format!("The 'From' phone number {from} {words}")))
    }
}
