//! The wait of a call for its turn and for a place within its account's concurrency.

use super::execute::Last;
use crate::limit::{AccountLimits, Ending, Permit};
use crate::retry::is_product_throttle;
use crate::{Lane, Operation};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

/// The account's room that one call sends in.
pub(super) struct Room {
    /// None for the exchange of a token, which a call may wait for that has a place already.
    limits: Option<Arc<AccountLimits>>,
    lane: Lane,
    operation: &'static str,
    /// For the next sending.
    permit: Option<Permit>,
}

impl Room {
    /// Waits for the operation's turn and for a place, however long: the time of a call begins with its first sending.
    pub(super) async fn enter(
        limits: Option<Arc<AccountLimits>>,
        lane: Lane,
        operation: &Operation,
        path: &str,
    ) -> Self {
        let mut permit = None;
        if let Some(limits) = &limits {
            limits.paces.turn(operation.id(), path, lane, false).await;
            permit = Some(limits.gate.admit(lane).await);
        }
        Self { limits, lane, operation: operation.id(), permit }
    }

    /// Waits for the turn and a place of another sending, and no longer than this.
    pub(super) async fn reenter(&mut self, path: &str, left: Duration) {
        if let Some(limits) = &self.limits {
            let entering = async {
                limits.paces.turn(self.operation, path, self.lane, true).await;
                limits.gate.readmit(self.lane).await
            };
            self.permit = timeout(left, entering).await.ok();
        }
    }

    /// Leaves, and says what the sending told of the account's limit.
    pub(super) fn leave(&mut self, last: &Last) {
        let ending = match last {
            Last::Answer { meta, .. } if meta.status != 429 => Ending::Answered(meta.concurrent_requests),
            Last::Answer { meta, code, .. } if !code.is_some_and(is_product_throttle) => {
                Ending::Throttled(meta.concurrent_requests)
            }
            Last::Answer { .. } | Last::Failure(_) => Ending::Nothing,
        };
        if let Some(permit) = self.permit.take() {
            permit.finish(ending);
        }
    }
}
