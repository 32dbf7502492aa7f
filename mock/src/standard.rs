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

/// The one callback that follows a create: the state it reports and how its fields are called.
pub(crate) struct Life {
    pub(crate) operation: &'static str,
    /// States by the events that can be asked for, in order; the last one asked for is reported.
    pub(crate) events: &'static [(&'static str, &'static str)],
    /// The state where no event was asked for.
    pub(crate) last_state: &'static str,
    /// Name of the identifier in the callback, and its older name.
    pub(crate) sid_names: &'static [&'static str],
    pub(crate) state_names: &'static [&'static str],
    /// Fields of the thing that travel under a name of their own.
    pub(crate) fields: &'static [(&'static str, &'static str)],
    /// Fields that never change.
    pub(crate) constants: &'static [(&'static str, &'static str)],
    /// What else of the thing is changed with the state.
    pub(crate) changes: &'static [(&'static str, &'static str)],
}

/// Things that call back.
pub(crate) const LIVES: &[Life] = &[
    Life {
        operation: "CreateMessage",
        events: &[],
        last_state: "delivered",
        sid_names: &["MessageSid", "SmsSid"],
        state_names: &["MessageStatus", "SmsStatus"],
        fields: &[
            ("AccountSid", "account_sid"),
            ("ApiVersion", "api_version"),
            ("From", "from"),
            ("MessagingServiceSid", "messaging_service_sid"),
            ("To", "to"),
        ],
        constants: &[],
        changes: &[],
    },
    Life {
        operation: "CreateCall",
        events: &[
            ("initiated", "queued"),
            ("ringing", "ringing"),
            ("answered", "in-progress"),
            ("completed", "completed"),
        ],
        last_state: "completed",
        sid_names: &["CallSid"],
        state_names: &["CallStatus"],
        fields: &[
            ("AccountSid", "account_sid"),
            ("ApiVersion", "api_version"),
            ("CallDuration", "duration"),
            ("Called", "to"),
            ("Caller", "from"),
            ("Direction", "direction"),
            ("From", "from"),
            ("Timestamp", "date_updated"),
            ("To", "to"),
        ],
        constants: &[("CallbackSource", "call-progress-events"), ("Duration", "1"), ("SequenceNumber", "0")],
        changes: &[("duration", "12")],
    },
];
