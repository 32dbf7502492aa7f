//! What is known of Twilio's operations and no document says.

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

/// Whether an operation deletes data that Twilio stores on the account's behalf.
pub(crate) fn deletes_stored_data(module: &str, operation: &str) -> bool {
    let Some(resource) = operation.strip_prefix("Delete") else { return false };
    let product = module.rsplit_once("_v").map_or(module, |(product, _)| product);
    let mut products = STORED.iter().chain(&STORED_MORE);
    products.any(|(known, resources)| *known == product && resources.contains(&resource))
}

/// Whether an input takes a URL that Twilio calls back.
pub(crate) fn is_callback(input: &str) -> bool {
    let name = input.to_ascii_lowercase();
    let is_url = name.ends_with("url") || name.ends_with("callback");
    is_url && (name.contains("callback") || name.contains("webhook"))
}

/// Whether a field of an answer is secret by its name, or what a message says and to whom.
pub(crate) fn is_secret(field: &str) -> bool {
    let name = field.to_ascii_lowercase();
    let is_token = name.ends_with("token") && !name.contains("page") && !name.contains("next");
    is_token
        || ["secret", "password", "private_key", "privatekey", "credentials"]
            .iter()
            .any(|part| name.contains(part))
        || ["body", "to", "from", "email"].contains(&name.as_str())
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
    /// The names for a group, where there are some.
    pub(crate) fn find(operation: &str, inputs: &[String]) -> Option<&'static Self> {
        GROUPS.iter().find(|names| {
            let own = names.constructors.iter().take(inputs.len()).map(|(input, _)| *input);
            names.operation == operation && own.eq(inputs.iter().map(String::as_str))
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
