//! The task that delivers callbacks after their creates have answered.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;

use super::send::{Parcel, send};
use super::sign::sign;
use super::target::Target;
use super::{Delivery, fields};
use crate::clock;
use crate::form::{Pairs, encode};
use crate::journal::{Callback, CallbackOutcome};
use crate::state::Fields;
use crate::world::World;

/// States that a thing is not moved out of: it waits for its time, or was called off. They are reported as they are.
const RESTING: [&str; 2] = ["scheduled", "canceled"];
/// Callbacks under way at once.
const AT_ONCE: usize = 16;
/// Twilio's longest wait for a receiver.
const LONGEST: Duration = Duration::from_secs(15);

/// Delivers until the mock is dropped.
pub(crate) async fn courier(world: Arc<World>, mut due: mpsc::UnboundedReceiver<Delivery>) {
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut under_way = JoinSet::new();
    loop {
        tokio::select! {
            delivery = due.recv() => match delivery {
                None => return,
                Some(delivery) => {
                    let (world, places) = (Arc::clone(&world), Arc::clone(&places));
                    under_way.spawn(async move {
                        tokio::time::sleep(world.settings.callback_delay).await;
                        let _place = places.acquire_owned().await;
                        deliver(&world, &delivery).await;
                        world.pending_callbacks.send_modify(|pending| *pending = pending.saturating_sub(1));
                    });
                }
            },
            Some(_) = under_way.join_next() => {}
        }
    }
}

async fn deliver(world: &World, delivery: &Delivery) {
    let mut callback = world.callback(delivery);
    callback.outcome = match reach(world, delivery) {
        Err(reason) => CallbackOutcome::Refused { reason },
        Ok((target, thing)) => {
            let form = fields::fields(delivery.life, &thing);
            dispatch(world, delivery, &target, form, &mut callback).await
        }
    };
    world.journal.callback(callback);
}

/// Moves the thing into the state that is reported, if the callback may be sent at all.
fn reach(world: &World, delivery: &Delivery) -> Result<(Target, Fields), String> {
    let target = Target::parse(&delivery.url)?;
    let listed = world.settings.callback_hosts.iter().any(|host| host.eq_ignore_ascii_case(&target.host));
    if !target.is_loopback() && !listed {
        let host = &target.host;
        return Err(format!("`{host}` is not loopback; `allow_callback_host(\"{host}\")` would permit it"));
    }
    if target.https {
        return Err("https is not supported yet; use http on loopback".to_owned());
    }
    let now = clock::rfc2822(Timestamp::now());
    let mut state = world.state.lock().unwrap_or_else(PoisonError::into_inner);
    let thing = state.change(&delivery.collection, &delivery.key, |fields| {
        let stays = fields.get("status").and_then(Value::as_str).is_some_and(|now| RESTING.contains(&now));
        if stays {
            return;
        }
        fields.insert("status".to_owned(), delivery.state.into());
        fields.insert("date_updated".to_owned(), now.into());
        for (name, value) in
            delivery.life.changes.iter().filter(|_| delivery.state == delivery.life.last_state)
        {
            fields.insert((*name).to_owned(), (*value).into());
        }
    });
    thing.map(|thing| (target, thing)).ok_or_else(|| "what it would report was deleted".to_owned())
}

async fn dispatch(
    world: &World,
    delivery: &Delivery,
    target: &Target,
    form: Pairs,
    callback: &mut Callback,
) -> CallbackOutcome {
    let (path, signed, signed_form) = match delivery.get {
        false => (target.path.clone(), target.signed.clone(), form.clone()),
        true => {
            let with =
                |url: &str| format!("{url}{}{}", if url.contains('?') { '&' } else { '?' }, encode(&form));
            (with(&target.path), with(&target.signed), Pairs::new())
        }
    };
    let Some(signature) = sign(&world.account.auth_token, &signed, &signed_form) else {
        return CallbackOutcome::Failed { reason: "it could not be signed".to_owned() };
    };
    let parcel = Parcel {
        get: delivery.get,
        path: &path,
        form: &form,
        signature: &signature,
        idempotency_token: &callback.idempotency_token,
    };
    let outcome = match tokio::time::timeout(LONGEST, send(target, &parcel)).await {
        Ok(Ok(status)) => CallbackOutcome::Answered { status },
        Ok(Err(reason)) => CallbackOutcome::Failed { reason },
        Err(_) => CallbackOutcome::Failed { reason: format!("no answer within {} s", LONGEST.as_secs()) },
    };
    callback.signed_url = Some(signed);
    callback.signature = Some(signature);
    callback.form = form;
    outcome
}
