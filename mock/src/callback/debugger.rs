//! Errors as Twilio reports them to the webhook of its debugger.
//! <https://www.twilio.com/docs/usage/troubleshooting/debugging-event-webhooks>

use serde_json::{Value, json};

use super::{Content, Delivery};
use crate::clock;
use crate::journal::{Callback, CallbackOutcome};
use crate::life::Thing;
use crate::world::World;

/// A callback was not answered, or not with a success. <https://www.twilio.com/docs/api/errors/11200>
const UNANSWERED: u32 = 11200;

/// Reports an error about a thing, where there is somebody to tell.
pub(crate) fn report(world: &World, account: &str, resource: &str, code: u32, more: Value, webhook: Value) {
    let Some(url) = &world.settings.debugger_url else { return };
    let sid = world.seed.sid("NO", world.next_notification());
    let mut payload = json!({
        "resource_sid": resource,
        "service_sid": Value::Null,
        "error_code": code.to_string(),
        "more_info": more,
    });
    if let (Some(members), false) = (payload.as_object_mut(), webhook.is_null()) {
        members.insert("webhook".to_owned(), webhook);
    }
    let fields = [
        ("AccountSid", account.to_owned()),
        ("Level", "ERROR".to_owned()),
        (
            "ParentAccountSid",
            if account == world.account.sid { String::new() } else { world.account.sid.clone() },
        ),
        ("Payload", payload.to_string()),
        ("PayloadType", "application/json".to_owned()),
        ("Sid", sid.clone()),
        ("Timestamp", clock::iso(world.time.now())),
    ];
    let fields = fields.map(|(name, value)| (name.to_owned(), value)).to_vec();
    let about = Thing { collection: "debugger".into(), key: sid.as_str().into(), sequence: 0 };
    let mut delivery = Delivery::new(world, about.clone(), url, false, Content::Form(fields));
    account.clone_into(&mut delivery.account);
    "debugger".clone_into(&mut delivery.event);
    world.outbox.post(delivery, world);
    world.outbox.release(&about, world);
}

/// Reports a callback that came to nothing. One to the debugger itself is not reported: that might never end.
pub(super) fn report_callback(world: &World, delivery: &Delivery, callback: &Callback) {
    let good = matches!(callback.outcome, CallbackOutcome::Answered { status: 200..=399 });
    if good || *delivery.thing.collection == *"debugger" {
        return;
    }
    let reason = callback.reason().unwrap_or_default();
    let more = json!({ "Msg": reason, "url": callback.url, "httpResponse": callback.status().map(|status| status.to_string()) });
    let parameters: serde_json::Map<String, Value> =
        callback.form.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect();
    let webhook = json!({
        "type": "application/json",
        "request": { "method": callback.method, "url": callback.url, "headers": {}, "parameters": parameters },
        "response": { "status_code": callback.status(), "headers": {}, "body": callback.answer_body },
    });
    report(world, &delivery.account, &callback.about, UNANSWERED, more, webhook);
}
