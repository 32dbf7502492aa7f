//! Twilio's own pages about products and resources.

const DOCS: &str = "https://www.twilio.com/docs/";

/// The page of each product, by the start of its documents' names.
const PRODUCTS: [(&str, &str); 37] = [
    ("accounts", "iam/api"),
    ("api", "usage/api"),
    ("bulkexports", "usage/bulkexport"),
    ("chat", "chat"),
    ("content", "content"),
    ("conversations", "conversations/api"),
    ("events", "events"),
    ("flex", "flex"),
    ("frontline", "frontline"),
    ("iam", "iam"),
    ("insights", "voice/voice-insights/api"),
    ("intelligence", "conversational-intelligence"),
    ("ip_messaging", "chat"),
    ("lookups", "lookup"),
    ("marketplace", "add-ons"),
    ("messaging", "messaging/api"),
    ("monitor", "usage/monitor-events"),
    ("notify", "notify/api"),
    ("numbers", "phone-numbers"),
    ("oauth", "iam"),
    ("pricing", "voice/pricing"),
    ("proxy", "proxy/api"),
    ("routes", "global-infrastructure"),
    ("serverless", "serverless/api"),
    ("studio", "studio/rest-api"),
    ("supersim", "iot/supersim/api"),
    ("sync", "sync/api"),
    ("taskrouter", "taskrouter/api"),
    ("trunking", "sip-trunking"),
    ("trusthub", "trust-hub"),
    ("verify", "verify/api"),
    ("video", "video/api"),
    ("voice", "voice/api"),
    ("wireless", "iot/wireless/api"),
    ("assistants", "alpha/ai-assistants"),
    ("knowledge", "alpha/ai-assistants"),
    ("preview", "usage/api"),
];

/// The pages of resources, by product and by the start of what the operation is about: the longest start counts.
const RESOURCES: [(&str, &str, &str); 26] = [
    ("api", "Account", "iam/api/account"),
    ("api", "Address", "usage/api/address"),
    ("api", "Application", "usage/api/applications"),
    ("api", "AvailablePhoneNumber", "phone-numbers/api/availablephonenumber-resource"),
    ("api", "Call", "voice/api/call-resource"),
    ("api", "CallRecording", "voice/api/recording"),
    ("api", "Conference", "voice/api/conference-resource"),
    ("api", "ConferenceRecording", "voice/api/recording"),
    ("api", "IncomingPhoneNumber", "phone-numbers/api/incomingphonenumber-resource"),
    ("api", "Key", "iam/api-keys"),
    ("api", "Media", "messaging/api/media-resource"),
    ("api", "Message", "messaging/api/message-resource"),
    ("api", "NewKey", "iam/api-keys"),
    ("api", "NewSigningKey", "iam/api-keys"),
    ("api", "OutgoingCallerId", "voice/api/outgoing-caller-ids"),
    ("api", "Participant", "voice/api/conference-participant-resource"),
    ("api", "Queue", "voice/api/queue-resource"),
    ("api", "Recording", "voice/api/recording"),
    ("api", "SigningKey", "iam/api-keys"),
    ("api", "Sip", "voice/sip/api"),
    ("api", "Token", "stun-turn/api"),
    ("api", "UsageRecord", "usage/api/usage-record"),
    ("api", "UsageTrigger", "usage/api/usage-trigger"),
    ("api", "ValidationRequest", "voice/api/outgoing-caller-ids"),
    ("conversations", "Conversation", "conversations/api/conversation-resource"),
    ("messaging", "Service", "messaging/api/service-resource"),
];

const VERBS: [&str; 6] = ["Create", "Delete", "Fetch", "List", "Patch", "Update"];

/// Twilio's page about an operation: of its resource where that is known, else of its product.
pub(crate) fn page(document: &str, operation: &str) -> Option<String> {
    let is_product = |product: &str| {
        document.strip_prefix(product).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
    };
    let resource = VERBS.iter().find_map(|verb| operation.strip_prefix(verb)).unwrap_or(operation);
    let resources =
        RESOURCES.iter().filter(|(product, start, _)| is_product(product) && resource.starts_with(start));
    let page = resources.max_by_key(|(_, start, _)| start.len()).map(|(_, _, page)| *page);
    let of_product = || PRODUCTS.iter().find(|(product, _)| is_product(product)).map(|(_, page)| *page);
    page.or_else(of_product).map(|page| format!("{DOCS}{page}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_page_is_named() {
        let found = |document, operation| page(document, operation).unwrap_or_default();
        assert_eq!(
            found("api_v2010", "CreateMessage"),
            "https://www.twilio.com/docs/messaging/api/message-resource"
        );
        assert_eq!(
            found("api_v2010", "ListCallRecording"),
            "https://www.twilio.com/docs/voice/api/recording"
        );
        assert_eq!(found("api_v2010", "FetchBalance"), "https://www.twilio.com/docs/usage/api");
        assert_eq!(found("verify_v2", "CreateVerification"), "https://www.twilio.com/docs/verify/api");
        assert_eq!(page("gardens_v2", "FetchGarden"), None);
        assert_eq!(page("apis_v2", "FetchCall"), None);
    }
}
