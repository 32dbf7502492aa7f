//! The handle of a running mock.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::task::AbortHandle;

use crate::builder::Builder;
use crate::journal::{Callback, Recorded};
use crate::world::World;

/// A running mock on a port of its own of 127.0.0.1. Dropping it ends it with all its connections.
pub struct Mock {
    world: Arc<World>,
    tasks: Vec<AbortHandle>,
}

impl Mock {
    /// What to serve, and how.
    pub fn builder() -> Builder {
        Builder::new()
    }

    pub(crate) fn new(world: Arc<World>, tasks: Vec<AbortHandle>) -> Mock {
        Mock { world, tasks }
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end. Which product is meant is said by the `Host` header; without
    /// one of a product, the first document that has the path answers.
    pub fn base_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.world.port)
    }

    /// The account's identifier, made from the seed.
    pub fn account_sid(&self) -> &str {
        &self.world.account.sid
    }

    /// The identifier of the account's API key: the user name of a client.
    pub fn api_key_sid(&self) -> &str {
        &self.world.account.api_key_sid
    }

    /// The secret of the account's API key: the password of a client.
    pub fn api_key_secret(&self) -> &str {
        &self.world.account.api_key_secret
    }

    /// The account's auth token, which signs the callbacks.
    pub fn auth_token(&self) -> &str {
        &self.world.account.auth_token
    }

    /// Answers the next `count` authenticated requests with 429 and code 20429, without processing them. Adds to what is
    /// left of earlier calls.
    pub fn throttle_next(&self, count: usize) {
        self.world.throttle.fetch_add(count, Ordering::Relaxed);
    }

    /// Every request so far, in the order of their answers (the last 100,000, or 64 MiB of
    /// them).
    pub fn requests(&self) -> Vec<Recorded> {
        self.world.journal.requests()
    }

    /// Every callback so far, sent or refused, in the order in which they ended (the last 100,000, or
    /// 64 MiB of them).
    pub fn callbacks(&self) -> Vec<Callback> {
        self.world.journal.callbacks()
    }

    /// Waits until no callback is due or under way. Each takes 15 seconds at most; 16 go at a time.
    pub async fn callbacks_settled(&self) {
        let mut pending = self.world.pending_callbacks.subscribe();
        // The sender lives in `self`, so waiting cannot fail.
        let _ = pending.wait_for(|pending| *pending == 0).await;
    }
}

impl std::fmt::Debug for Mock {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Mock")
            .field("base_url", &self.base_url())
            .field("account_sid", &self.account_sid())
            .finish_non_exhaustive()
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        self.tasks.iter().for_each(AbortHandle::abort);
    }
}
