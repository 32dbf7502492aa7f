//! What stands around the code of a page.

/// A lint, and what its code stands in for `@PAGE@`, before and after.
pub struct Frame {
    pub lint: &'static str,
    pub before: &'static str,
    pub after: &'static str,
}

const ITEMS: &str = "@PAGE@";
const MADE: &str = "fn page() -> crate::Outcome {\n@PAGE@\n    drop(client);\n    Ok(())\n}\n";
const SENT: &str = "async fn page() -> crate::Outcome {\n@PAGE@\n    Ok(())\n}\n";
const GENERATED: &str = "use crate::twilio::api_v2010;\n\n\
    async fn page(client: ringfence::Client) -> crate::Outcome {\n@PAGE@\n    Ok(())\n}\n";
const MESSAGE: &str = "use crate::twilio::api_v2010::{self, MessageContent, MessageSender};\nuse ringfence::{CallbackUrl, callback_url};\n\n\
    async fn page(client: ringfence::Client, to: &str, sender: MessageSender, content: MessageContent) -> crate::Outcome {\n@PAGE@\n    Ok(())\n}\n";
const NUMBERED: &str = "use crate::twilio::api_v2010::{self, MessageContent, MessageSender};\nuse ringfence::callback_url;\n\n\
    async fn page(client: ringfence::Client, to: &str, content: MessageContent) -> crate::Outcome {\n    \
    let sender = MessageSender::from_number(\"+15017122661\");\n@PAGE@\n    Ok(())\n}\n";
const RETRY: &str = "use std::time::Duration;\nuse tokio::time::sleep;\n\n\
    const ACCOUNTS: &str = \"https://api.twilio.com/2010-04-01/Accounts.json\";\n\n\
    fn random() -> f64 {\n    let now = std::time::UNIX_EPOCH.elapsed().map_or(0, |time| time.subsec_millis());\n    f64::from(now) / 1000.0\n}\n\n\
    async fn page(client: &reqwest::Client) {\n    let send = || client.get(ACCOUNTS).send();\n@PAGE@\n}\n";
const FORM: &str = "fn page(client: &reqwest::Client) -> reqwest::RequestBuilder {\n    \
    let form =\n@PAGE@\n    ;\n    client.post(\"https://api.twilio.com/2010-04-01/Accounts/AC/Messages.json\").form(&form)\n}\n";
const FANOUT: &str = "use futures_util::StreamExt;\nuse futures_util::future::join_all;\nuse futures_util::stream;\n\n\
    const MESSAGES: &str = \"https://api.twilio.com/2010-04-01/Accounts/AC/Messages.json\";\n\n\
    fn message(to: &str) -> Vec<(&str, &str)> {\n    vec![(\"To\", to), (\"Body\", \"Hi\")]\n}\n\n\
    async fn page(client: &reqwest::Client, numbers: &[String]) {\n    \
    let send = |to: &String| client.post(MESSAGES).form(&message(to)).send();\n@PAGE@\n}\n";
const DISCARDED: &str = "use crate::twilio::api_v2010::{MessageContent, MessageSender, create_message};\n\n\
    async fn page(client: ringfence::Client, to: &str, from: MessageSender, body: MessageContent) -> crate::Outcome {\n@PAGE@\n    Ok(())\n}\n";

/// All frames, by lint.
pub const FRAMES: &[Frame] = &[
    Frame {
        lint: "auth_token_outside_validation",
        before: "async fn page(client: &reqwest::Client, url: &str, account: &str) -> crate::Outcome {\n@PAGE@\n    Ok(())\n}\n",
        after: MADE,
    },
    Frame {
        lint: "blind_create_retry",
        before: "use std::time::Duration;\nuse tokio::time::sleep;\n\n\
            const MESSAGES: &str = \"https://api.twilio.com/2010-04-01/Accounts/AC/Messages.json\";\n\n\
            async fn page(client: &reqwest::Client, message: &[(&str, &str)], pause: Duration) {\n@PAGE@\n}\n",
        after: MESSAGE,
    },
    Frame { lint: "callback_without_retry", before: MESSAGE, after: MESSAGE },
    Frame { lint: "certificate_pinning", before: SENT, after: SENT },
    Frame {
        lint: "credential_in_url",
        before: "fn page(key: &str, secret: &str) -> String {\n@PAGE@\n    url\n}\n",
        after: MADE,
    },
    Frame { lint: "credential_logged", before: SENT, after: "fn page(account_sid: &str) {\n@PAGE@\n}\n" },
    Frame { lint: "fetch_after_list", before: GENERATED, after: GENERATED },
    Frame { lint: "fixed_delay_retry", before: RETRY, after: RETRY },
    Frame {
        lint: "hardcoded_credential",
        before: "fn page() -> String {\n@PAGE@\n    secret\n}\n",
        after: MADE,
    },
    Frame { lint: "invalid_connection_override", before: FORM, after: FORM },
    Frame { lint: "invalid_region_host", before: ITEMS, after: ITEMS },
    Frame { lint: "missing_reason", before: SENT, after: SENT },
    Frame { lint: "missing_status_callback", before: NUMBERED, after: NUMBERED },
    Frame { lint: "plain_http_url", before: ITEMS, after: ITEMS },
    Frame {
        lint: "polling_loop",
        before: "use crate::twilio::api_v2010::{self, MessageStatus};\nuse std::time::Duration;\nuse tokio::time::sleep;\n\n\
            async fn page(client: ringfence::Client, sid: ringfence::MessageSid) -> crate::Outcome {\n@PAGE@\n    Ok(())\n}\n",
        after: "use crate::twilio::api_v2010::{self, MessageContent, MessageSender};\nuse ringfence::callback_url;\n\
            use ringfence::webhook::{MessageStatus, StatusStream};\n\n\
            async fn page(client: ringfence::Client, statuses: &StatusStream<MessageStatus>, to: &str, sender: MessageSender, content: MessageContent) -> crate::Outcome {\n@PAGE@\n    Ok(())\n}\n",
    },
    Frame { lint: "request_id_discarded", before: DISCARDED, after: DISCARDED },
    Frame { lint: "tls_verification_disabled", before: SENT, after: SENT },
    Frame { lint: "unbounded_fanout", before: FANOUT, after: FANOUT },
    Frame {
        lint: "unbounded_list",
        before: GENERATED,
        after: "use crate::twilio::api_v2010;\n\n\
            async fn store(message: api_v2010::Message) -> crate::Outcome {\n    drop(message);\n    Ok(())\n}\n\n\
            async fn page(client: ringfence::Client, yesterday: &str) -> crate::Outcome {\n@PAGE@\n    Ok(())\n}\n",
    },
    Frame { lint: "unfulfilled_permit", before: ITEMS, after: ITEMS },
    Frame {
        lint: "unpaced_delete",
        before: "use crate::twilio::api_v2010;\n\n\
            async fn page(client: ringfence::Client, recordings: Vec<ringfence::RecordingSid>) -> crate::Outcome {\n@PAGE@\n    Ok(())\n}\n",
        after: "use crate::twilio::api_v2010;\nuse std::time::Duration;\n\n\
            async fn page(client: ringfence::Client, recordings: Vec<ringfence::RecordingSid>) -> crate::Outcome {\n@PAGE@\n    Ok(())\n}\n",
    },
    Frame {
        lint: "unretried_call",
        before: "async fn page(client: &reqwest::Client) -> crate::Outcome {\n@PAGE@\n    Ok(())\n}\n",
        after: GENERATED,
    },
    Frame {
        lint: "unvalidated_webhook",
        before: "use axum::Form;\n\n\
            #[derive(serde::Deserialize)]\nstruct MessageStatus {\n    #[serde(rename = \"MessageSid\")]\n    message_sid: String,\n    \
            #[serde(rename = \"MessageStatus\")]\n    message_status: String,\n}\n\n@PAGE@",
        after: "use ringfence::webhook::MessageStatus;\n\n@PAGE@",
    },
    Frame { lint: "weak_tls", before: SENT, after: SENT },
];
