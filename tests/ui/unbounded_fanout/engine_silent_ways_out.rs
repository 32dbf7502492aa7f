//! Loops that start one task, where they are left.

use self::twilio::api_v2010;

ringfence::include_api!();

async fn fetch(client: ringfence::Client, sid: String) {
    drop(api_v2010::fetch_message(&sid).send(&client).await);
}

fn the_first_that_is_clear(client: &ringfence::Client, sids: Vec<String>, clear: fn(&str) -> bool) {
    for sid in sids {
        if clear(&sid) {
            tokio::spawn(fetch(client.clone(), sid));
            break;
        }
    }
}
