//! What is known of Twilio's operations and no document says.

mod pages;

pub(crate) use pages::page;

use heck::ToSnakeCase;

/// Resources whose delete removes data that Twilio stores on the account's behalf, by product.
const STORED: [(&str, &[&str]); 15] = [
    (
        "api",
        &[
            "Call",
            "Message",
            "Media",
            "Recording",
            "CallRecording",
            "ConferenceRecording",
            "Transcription",
            "RecordingTranscription",
            "RecordingAddOnResult",
            "RecordingAddOnResultPayload",
        ],
    ),
    (
        "conversations",
        &[
            "Conversation",
            "ConversationMessage",
            "ServiceConversation",
            "ServiceConversationMessage",
            "User",
            "ServiceUser",
        ],
    ),
    ("chat", &["Channel", "Message", "User"]),
    ("ip_messaging", &["Channel", "Message", "User"]),
    ("video", &["Recording", "RoomRecording", "Composition"]),
    ("voice", &["ArchivedCall"]),
    ("intelligence", &["Transcript"]),
    ("bulkexports", &["Job"]),
    ("wireless", &["Command"]),
    ("proxy", &["Session", "Interaction"]),
    ("studio", &["Engagement", "Execution"]),
    ("taskrouter", &["Task"]),
    ("sync", &["Document", "SyncList", "SyncListItem", "SyncMap", "SyncMapItem", "SyncStream"]),
    ("serverless", &["Asset", "Function", "Build"]),
    ("verify", &["Entity", "Factor"]),
];

const STORED_MORE: [(&str, &[&str]); 4] = [
    ("assistants", &["Knowledge"]),
    ("knowledge", &["Knowledge"]),
    ("numbers", &["EndUser", "SupportingDocument"]),
    ("trusthub", &["EndUser", "SupportingDocument"]),
];

fn product(document: &str) -> &str {
    document.rsplit_once("_v").map_or(document, |(product, _)| product)
}

/// Whether an operation deletes data that Twilio stores on the account's behalf.
pub(crate) fn deletes_stored_data(document: &str, operation: &str) -> bool {
    let Some(resource) = operation.strip_prefix("Delete") else { return false };
    let product = product(document);
    let mut products = STORED.iter().chain(&STORED_MORE);
    products.any(|(known, resources)| *known == product && resources.contains(&resource))
}

/// Whether an input takes a URL that Twilio calls back.
pub(crate) fn is_callback(input: &str) -> bool {
    let name = input.to_ascii_lowercase();
    let is_url = name.ends_with("url") || name.ends_with("callback");
    is_url && (name.contains("callback") || name.contains("webhook"))
}

/// Whether a product ignores connection overrides in the URLs that it calls back:
/// <https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides>.
pub(crate) fn ignores_overrides(document: &str) -> bool {
    matches!(product(document), "conversations" | "frontline")
}

/// Updates by POST that set what stays as it is set, call nobody and cost nothing: names, limits and URLs. Twilio documents none as idempotent,
/// so that none is here whose second time could be seen from outside, such as one of a call, a message or a conversation.
const PLAIN_UPDATES: [(&str, &[&str]); 3] = [
    (
        "api",
        &["Application", "Key", "OutgoingCallerId", "Queue", "SipCredentialList", "SipIpAccessControlList"],
    ),
    ("trunking", &["Trunk"]),
    ("voice", &["ConnectionPolicy", "IpRecord"]),
];

/// Whether an update by POST does twice what it does once.
pub(crate) fn is_plain_update(document: &str, operation: &str) -> bool {
    let Some(resource) = operation.strip_prefix("Update") else { return false };
    PLAIN_UPDATES
        .iter()
        .any(|(known, resources)| *known == product(document) && resources.contains(&resource))
}

/// Words that make the name of a field one of a secret, unless it is only about the secret.
const SECRETS: [&str; 14] = [
    "token",
    "secret",
    "password",
    "passcode",
    "passphrase",
    "credential",
    "credentials",
    "jwt",
    "otp",
    "totp",
    "pin",
    "nonce",
    "presigned",
    "verifier",
];

/// What a name ends in that is only about a secret.
const ABOUT: [&str; 9] = ["sid", "sids", "ttl", "type", "status", "enabled", "expired", "received", "count"];

/// Words before `key` that make it a secret one, and before `code`.
const SECRET_KEYS: [&str; 8] =
    ["private", "api", "access", "write", "secret", "signing", "encryption", "recovery"];
const SECRET_CODES: [&str; 6] =
    ["verification", "validation", "activation", "authorization", "confirmation", "recovery"];

/// Fields that are secret or personal although no word of theirs is: what a message says and to whom, and the object that
/// holds the secret of a one-time password.
const PRIVATE: [&str; 5] = ["body", "to", "from", "email", "binding"];

/// Whether a field of an answer is secret by its name, or what a message says and to whom.
pub(crate) fn is_secret(field: &str) -> bool {
    let name = field.to_snake_case();
    let words: Vec<&str> = name.split('_').collect();
    if PRIVATE.contains(&name.as_str()) {
        return true;
    }
    let is_paging = matches!(words.as_slice(), ["page" | "next" | "previous", .., "token"]);
    if is_paging || words.last().is_some_and(|last| ABOUT.contains(last)) {
        return false;
    }
    let is_pair = |pair: &[&str]| match pair {
        [first, "key"] => SECRET_KEYS.contains(first),
        [first, "code"] => SECRET_CODES.contains(first),
        _ => false,
    };
    words.iter().any(|word| SECRETS.contains(word)) || words.windows(2).any(is_pair)
}

/// Whether a field is a link to a page of a list: it holds what the list was asked for. `url` is one beside others.
pub(crate) fn is_page_link(field: &str, is_among_links: bool) -> bool {
    let name = field.to_snake_case();
    is_among_links && name == "url" || name.ends_with("_page_uri") || name.ends_with("_page_url")
}

/// An input that makes a create safe to repeat.
pub(crate) fn is_idempotency_key(input: &str) -> bool {
    matches!(input, "IdempotencyKey" | "Idempotency-Key")
}

/// Names for a group of which one input is needed: of the enum, of its argument, and of its constructors by input.
/// Constructors after those of the document's group are of inputs that Twilio takes as well.
pub(crate) struct GroupNames {
    pub(crate) operation: &'static str,
    pub(crate) name: &'static str,
    pub(crate) argument: &'static str,
    pub(crate) constructors: &'static [(&'static str, &'static str)],
}

impl GroupNames {
    /// The names for the groups of an operation.
    pub(crate) fn of(operation: &str) -> impl Iterator<Item = &'static Self> {
        GROUPS.iter().filter(move |names| names.operation == operation)
    }

    /// The names for a group, where there are some.
    pub(crate) fn find(operation: &str, inputs: &[String]) -> Option<&'static Self> {
        Self::of(operation).find(|names| {
            let own = names.constructors.iter().take(inputs.len()).map(|(input, _)| *input);
            own.eq(inputs.iter().map(String::as_str))
        })
    }
}

/// The groups of Twilio's documents today. A group whose inputs have changed is named after them.
const GROUPS: [GroupNames; 6] = [
    GroupNames {
        operation: "CreateMessage",
        name: "MessageSender",
        argument: "sender",
        constructors: &[("from", "from_number"), ("messaging_service_sid", "messaging_service")],
    },
    GroupNames {
        operation: "CreateMessage",
        name: "MessageContent",
        argument: "content",
        constructors: &[("body", "body"), ("media_url", "media_url"), ("content_sid", "content_sid")],
    },
    GroupNames {
        operation: "CreateCall",
        name: "CallInstructions",
        argument: "instructions",
        constructors: &[("url", "url"), ("twiml", "twiml"), ("application_sid", "application_sid")],
    },
    GroupNames {
        operation: "CreateIncomingPhoneNumber",
        name: "PhoneNumberChoice",
        argument: "choice",
        constructors: &[("phone_number", "phone_number"), ("area_code", "area_code")],
    },
    GroupNames {
        operation: "CreateNotification",
        name: "NotificationRecipients",
        argument: "recipients",
        // The document's own example of a direct notification has neither identity nor tag.
        constructors: &[("identity", "identity"), ("tag", "tag"), ("to_binding", "to_binding")],
    },
    GroupNames {
        operation: "CreateMessageInteraction",
        name: "MessageInteractionContent",
        argument: "content",
        constructors: &[("body", "body"), ("media_url", "media_url")],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_known_by_their_names() {
        for name in [
            "auth_token",
            "secret",
            "password",
            "PrivateKey",
            "client_secret",
            "access_token",
            "accessToken",
            "RecoveryToken",
            "csrf_token_session_state",
            "otpAuthQrCodeUrl",
            "presigned_url",
            "verificationCode",
            "port_out_pin",
            "profile_api_key",
            "credential",
            "body",
        ] {
            assert!(is_secret(name), "{name}");
        }
        for name in [
            "sid",
            "next_token",
            "nextToken",
            "page_token",
            "previousToken",
            "token_type",
            "access_token_ttl",
            "credential_sid",
            "aws_credentials_sid",
            "tokens_per_second",
            "tokenExpired",
            "error_code",
            "country_code",
            "key",
            "public_key",
            "status",
            "from_formatted",
        ] {
            assert!(!is_secret(name), "{name}");
        }
    }
}
