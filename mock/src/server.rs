//! The port: connections, bounded in number, size and time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::exchange::exchange;
use crate::guests::{Guest, Guests};
use crate::patient::Patient;
use crate::world::World;

/// Longest time for a request's head, and for a kept connection to stay idle.
const HEAD_TIME: Duration = Duration::from_secs(30);
/// Longest time an answer may wait for its reader.
const WRITE_TIME: Duration = Duration::from_secs(30);
/// Largest head.
const HEAD_LIMIT: usize = 64 * 1024;
/// Pause after a failed accept, such as when no file descriptor is left.
const PAUSE: Duration = Duration::from_millis(20);

/// Serves until the task is aborted; its connections end with it.
pub(crate) async fn serve(listener: TcpListener, world: Arc<World>) {
    let guests = Guests::new();
    let mut connections = JoinSet::new();
    for number in 0_u64.. {
        while connections.try_join_next().is_some() {}
        let stream = loop {
            match listener.accept().await {
                Ok((stream, _)) => break stream,
                Err(_) => tokio::time::sleep(PAUSE).await,
            }
        };
        let Some(place) = guests.place(number).await else { return };
        let world = Arc::clone(&world);
        connections.spawn(async move { converse(stream, &world, &place.guest).await });
    }
}

async fn converse(stream: TcpStream, world: &World, guest: &Guest) {
    // Small answers must not wait for the acknowledgement of the one before.
    let _ = stream.set_nodelay(true);
    let reset = AtomicBool::new(false);
    let service = service_fn(|request| async {
        let answer = exchange(world, request, guest).await;
        if answer.is_err() {
            reset.store(true, Ordering::Relaxed);
        }
        answer
    });
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(HEAD_LIMIT)
        .serve_connection(TokioIo::new(Patient::new(stream, WRITE_TIME)), service);
    // A client that breaks off or sends no HTTP is no problem of the mock.
    tokio::select! {
        _ = &mut connection => {}
        () = guest.leave.notified() => return,
    }
    if reset.load(Ordering::Relaxed) {
        // Closed without lingering, a connection is reset.
        let _ = connection.into_parts().io.into_inner().into_inner().set_zero_linger();
    }
}
