//! Connections that end with a reset.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// There is no answer, or no more of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reset;

impl fmt::Display for Reset {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "a fault ends the connection")
    }
}

impl std::error::Error for Reset {}

/// A connection that is reset where it ends, if somebody has asked for that.
pub(crate) struct Cut {
    stream: TcpStream,
    reset: Arc<AtomicBool>,
}

impl Cut {
    /// The connection, and what asks for its reset.
    pub(crate) fn new(stream: TcpStream) -> (Cut, Arc<AtomicBool>) {
        let reset = Arc::new(AtomicBool::new(false));
        (Cut { stream, reset: Arc::clone(&reset) }, reset)
    }
}

impl Drop for Cut {
    fn drop(&mut self) {
        if self.reset.load(Ordering::Relaxed) {
            // Closed without lingering, a connection is reset.
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Cut {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl AsyncWrite for Cut {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
