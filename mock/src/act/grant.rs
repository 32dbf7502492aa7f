//! Bearer tokens for OAuth apps. <https://www.twilio.com/docs/iam/oauth-apps/oauth-access-token>

use serde_json::{Value, json};

use crate::act::Deed;
use crate::code;
use crate::keyring::LIFETIME;
use crate::naming::snake;
use crate::refusal::Refusal;
use crate::reply::Reply;

impl Deed<'_> {
    /// A token for the right id and secret.
    pub(super) fn grant(&self) -> Result<Reply, Refusal> {
        let given = |name: &str| {
            let found = self.given.body.iter().find(|(known, _)| snake(known) == name);
            found.and_then(|(_, value)| value.as_str()).unwrap_or_default()
        };
        if given("grant_type") != "client_credentials" {
            let mut refusal = Refusal::new(400, code::UNKNOWN_OR_INVALID, "Invalid grant type");
            let problem = format!("the mock grants `client_credentials`, not `{}`", given("grant_type"));
            refusal.problems = vec![problem];
            return Err(refusal);
        }
        let (id, secret) = (given("client_id"), given("client_secret"));
        let token = self.world.keyring.grant(id, secret, self.world.seed, self.now).ok_or_else(|| {
            Refusal::unauthenticated("`client_id` and `client_secret` are not those of an app of this mock")
        })?;
        let fields = json!({
            "access_token": token,
            "token_type": "bearer",
            "expires_in": LIFETIME.as_secs(),
            "refresh_token": Value::Null,
            "id_token": Value::Null,
        });
        Ok(self.reply(fields.as_object().unwrap_or(&serde_json::Map::new())))
    }
}
