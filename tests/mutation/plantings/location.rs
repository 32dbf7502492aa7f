//! Regions, edges and callbacks.

use super::transport::{callbacks, requests};
use crate::planting::{API, Hole, Planting, RETRYING, Sink};

/// Every planting of this group.
pub fn plantings() -> Vec<Planting> {
    let host = |bad, good| Planting {
        lint: "invalid_region_host",
        hole: Hole::constant("&'static str", bad, good),
        sinks: requests(),
    };
    let callback = |bad, good| Planting {
        lint: "invalid_connection_override",
        hole: Hole::constant("&'static str", bad, good),
        sinks: callbacks(),
    };
    vec![
        host(
            "\"https://api.ie1.twilio.com/2010-04-01/Accounts.json\"",
            "\"https://api.dublin.ie1.twilio.com/2010-04-01/Accounts.json\"",
        ),
        host(
            "\"https://verify.sydney.ie1.twilio.com/v2/Services\"",
            "\"https://verify.sydney.au1.twilio.com/v2/Services\"",
        ),
        callback("\"https://hooks.example.org/sms#rc=9\"", "\"https://hooks.example.org/sms#rc=5\""),
        callback(
            "\"https://hooks.example.org/sms#ct=50&rt=100\"",
            "\"https://hooks.example.org/sms#ct=100&rt=100\"",
        ),
        callback(
            "\"https://hooks.example.org/sms#rp=ct,6xx\"",
            "\"https://hooks.example.org/sms#rp=ct,5xx\"",
        ),
        callback("\"https://hooks.example.org/sms#e=roaming\"", "\"https://hooks.example.org/sms#e=dublin\""),
        ignored(),
        Planting {
            lint: "callback_without_retry",
            hole: Hole::constant(
                "&'static str",
                "\"https://hooks.example.org/sms\"",
                "\"https://hooks.example.org/sms#rc=3\"",
            ),
            // Arguments of another crate's function have no names.
            sinks: callbacks().into_iter().filter(|sink| sink.name != "twilio-openapi").collect(),
        },
    ]
}

/// Conversations ignore overrides.
fn ignored() -> Planting {
    let form = "let form = [(\"PostWebhookUrl\", {v})];";
    Planting {
        lint: "invalid_connection_override",
        hole: Hole::constant("&'static str", "\"https://hooks.example.org/chat#rc=2\"", "\"https://hooks.example.org/chat\""),
        sinks: vec![
            Sink::new(
                "conversations by reqwest",
                format!("{form}\nretrying().post(\"https://conversations.twilio.com/v1/Configuration/Webhooks\").form(&form).send().await?;"),
            )
            .with(RETRYING),
            Sink::new(
                "conversations, generated",
                "let client = ringfence::Client::from_env()?;
        let callback = ringfence::CallbackUrl::new({v})?;
        api::conversations_v1::update_configuration_webhook().post_webhook_url(callback).send(&client).await?;",
            )
            .with(API),
        ],
    }
}
