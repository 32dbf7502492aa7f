//! The violations, by the lints' groups: this list and the carriers are the scope of the test.

#[path = "plantings/credentials.rs"]
mod credentials;
#[path = "plantings/fetching.rs"]
mod fetching;
#[path = "plantings/limits.rs"]
mod limits;
#[path = "plantings/location.rs"]
mod location;
#[path = "plantings/pace.rs"]
mod pace;
#[path = "plantings/transport.rs"]
mod transport;
#[path = "plantings/upkeep.rs"]
mod upkeep;
#[path = "plantings/webhooks.rs"]
mod webhooks;

use super::planting::Planting;

/// All of them.
pub fn plantings() -> Vec<Planting> {
    let groups = [
        transport::plantings(),
        credentials::plantings(),
        fetching::plantings(),
        limits::plantings(),
        location::plantings(),
        pace::plantings(),
        upkeep::plantings(),
        webhooks::plantings(),
    ];
    groups.into_iter().flatten().collect()
}
