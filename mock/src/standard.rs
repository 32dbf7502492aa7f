//! What the documents leave open, as data: first states, and fields that say more than null.

/// States a new thing starts in, the first that its enum knows.
pub(crate) const FIRST_STATES: &[&str] =
    &["queued", "pending", "active", "created", "new", "open", "in-progress", "init"];

/// Fields of new things by schema. A value that parses as JSON is meant as JSON where the schema is no string.
const FIELDS: &[(&str, &[(&str, &str)])] = &[
    ("api.v2010.account", &[("friendly_name", "Mock account"), ("status", "active"), ("type", "Full")]),
    ("api.v2010.account.balance", &[("balance", "42.50"), ("currency", "USD")]),
    ("api.v2010.account.call", &[("direction", "outbound-api"), ("status", "queued"), ("queue_time", "0")]),
    (
        "api.v2010.account.message",
        &[("direction", "outbound-api"), ("status", "queued"), ("num_segments", "1"), ("num_media", "0")],
    ),
    ("api.v2010.account.message.media", &[("content_type", "image/jpeg")]),
    (
        "api.v2010.account.recording",
        &[
            ("status", "completed"),
            ("duration", "12"),
            ("channels", "1"),
            ("source", "OutboundAPI"),
            ("price_unit", "USD"),
        ],
    ),
    (
        "api.v2010.account.usage.usage_record",
        &[
            ("category", "sms"),
            ("count", "120"),
            ("count_unit", "messages"),
            ("description", "SMS"),
            ("price", "0.90"),
            ("price_unit", "usd"),
            ("usage", "120"),
            ("usage_unit", "messages"),
        ],
    ),
];

/// The standing value of a field of a schema.
pub(crate) fn field(schema: &str, name: &str) -> Option<&'static str> {
    let (_, fields) = FIELDS.iter().find(|(known, _)| *known == schema)?;
    fields.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
}
