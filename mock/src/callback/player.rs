//! What is due happens: by itself where time is real, and as far as the test moves it where it is driven.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::attempt::attempt;
use crate::agenda::Event;
use crate::world::World;

/// Callbacks under way at once.
const AT_ONCE: usize = 16;

/// Plays until the mock is dropped.
pub(crate) async fn play(world: Arc<World>) {
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut under_way = JoinSet::new();
    loop {
        let wait = world.agenda.next().map(|due| due.saturating_sub(world.time.elapsed()));
        tokio::select! {
            () = world.agenda.changed.notified() => {}
            () = tokio::time::sleep(wait.unwrap_or_default()), if wait.is_some() => {
                while let Some((_, event)) = world.agenda.take(world.time.elapsed()) {
                    let (world, places) = (Arc::clone(&world), Arc::clone(&places));
                    match event {
                        // Steps are short, and one after the other they are the same in every run.
                        Event::Step(_) => perform(&world, event).await,
                        Event::Send(_) => {
                            under_way.spawn(async move {
                                let _place = places.acquire_owned().await;
                                perform(&world, event).await;
                            });
                        }
                    }
                }
            }
            Some(_) = under_way.join_next() => {}
        }
    }
}

async fn perform(world: &World, event: Event) {
    let awaited = event.is_awaited();
    match event {
        Event::Step(step) => world.perform(&step),
        Event::Send(delivery) => attempt(world, delivery).await,
    }
    world.agenda.done(awaited);
}

/// Moves a driven time to an instant since the start; what is due until then happens at its time, one after the other, and is
/// over when this returns.
pub(crate) async fn advance(world: &World, until: Duration) {
    let _alone = world.advancing.lock().await;
    while let Some((due, event)) = world.agenda.take(until) {
        world.time.move_to(due);
        perform(world, event).await;
        // Whoever slept until then goes on before time does.
        tokio::task::yield_now().await;
    }
    world.time.move_to(until);
}
