//! A server that follows a script, request by request.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::AbortHandle;

/// What it does with one request.
#[derive(Clone)]
pub(super) enum Act {
    /// Writes these bytes and keeps the connection.
    Answer(Vec<u8>),
    /// Writes these bytes and closes.
    Break(Vec<u8>),
    /// Closes without an answer.
    Close,
}

/// One request as it came.
#[derive(Clone)]
pub(super) struct Seen {
    pub(super) line: String,
    pub(super) body: Vec<u8>,
    headers: Vec<(String, String)>,
}

/// Ends when it is dropped.
pub(super) struct Server {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
    task: AbortHandle,
}

impl Act {
    /// `headers` are whole lines.
    pub(super) fn answer(status: u16, headers: &str, body: &[u8]) -> Self {
        let length =
            if status == 204 { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
        let mut bytes = format!("HTTP/1.1 {status} Status\r\n{headers}{length}\r\n").into_bytes();
        bytes.extend_from_slice(body);
        Self::Answer(bytes)
    }

    /// Half of a body.
    pub(super) fn cut_off() -> Self {
        Self::Break(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf".to_vec())
    }
}

impl Server {
    /// It does the acts in order; after the last one it repeats that.
    pub(super) async fn start(acts: impl IntoIterator<Item = Act>) -> Result<Self, String> {
        let listener = TcpListener::bind("127.0.0.1:0").await.map_err(|problem| problem.to_string())?;
        let address = listener.local_addr().map_err(|problem| problem.to_string())?;
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (acts, shared): (Arc<[Act]>, _) = (acts.into_iter().collect(), Arc::clone(&seen));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&acts), Arc::clone(&shared)));
            }
        });
        Ok(Self { address, seen, task: task.abort_handle() })
    }

    /// An address where nobody listens.
    pub(super) async fn closed() -> Result<SocketAddr, String> {
        let listener = TcpListener::bind("127.0.0.1:0").await.map_err(|problem| problem.to_string())?;
        listener.local_addr().map_err(|problem| problem.to_string())
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(super) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Seen {
    /// The values of a header, by its name in lower case.
    pub(super) fn headers(&self, name: &str) -> impl Iterator<Item = &str> {
        self.headers.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

async fn serve(mut stream: TcpStream, acts: Arc<[Act]>, seen: Arc<Mutex<Vec<Seen>>>) {
    let mut buffer = Vec::new();
    while let Some(request) = read_request(&mut stream, &mut buffer).await {
        let index = {
            let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
            seen.push(request);
            seen.len() - 1
        };
        match acts.get(index).or(acts.last()) {
            Some(Act::Answer(bytes)) => {
                if stream.write_all(bytes).await.is_err() {
                    return;
                }
            }
            Some(Act::Break(bytes)) => {
                // Whoever does not want it has gone already.
                let _ = stream.write_all(bytes).await;
                return;
            }
            Some(Act::Close) | None => return,
        }
    }
}

/// Reads one request and leaves what follows in the buffer.
async fn read_request(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<Seen> {
    let end = loop {
        if let Some(end) = buffer.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
            break end;
        }
        read_more(stream, buffer).await?;
    };
    let head = String::from_utf8_lossy(buffer.get(..end)?).into_owned();
    buffer.drain(..end + 4);
    let mut lines = head.lines();
    let line = lines.next()?.to_owned();
    let headers = lines.filter_map(|line| line.split_once(':'));
    let headers: Vec<(String, String)> =
        headers.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned())).collect();
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length: usize = length.map_or(Some(0), |(_, length)| length.parse().ok())?;
    while buffer.len() < length {
        read_more(stream, buffer).await?;
    }
    Some(Seen { line, headers, body: buffer.drain(..length).collect() })
}

async fn read_more(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<()> {
    (stream.read_buf(buffer).await.ok()? > 0).then_some(())
}
