//! The default transport: reqwest with rustls.

use super::{BodyStream, Limits, Opening, Sending, Transport, TransportError, tls};
use crate::callback_url::is_loopback;
use ::reqwest::{Client, ClientBuilder, redirect, retry};
use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::{Request, Response};
use std::future::Future;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

/// Twilio's side closes idle connections after about a minute: drop ours before that, so that no request is written
/// into a connection that is going away.
const IDLE: Duration = Duration::from_secs(30);

/// reqwest, with everything closed that a client with credentials does not need: TLS 1.2 or later with Mozilla's roots,
/// no redirects, no referer, no repeats of its own, no plain http except to loopback, and no proxy for that.
///
/// A proxy for https is taken from `HTTPS_PROXY` and `NO_PROXY`: it sees a tunnel, not the request.
#[derive(Clone, Debug)]
pub struct Reqwest {
    secure: Client,
    loopback: Client,
}

impl Reqwest {
    /// A transport that gives up on a connection after `connect_timeout`.
    ///
    /// # Errors
    ///
    /// Where the TLS configuration or the client cannot be made; nothing a caller does leads there.
    pub fn new(connect_timeout: Duration) -> Result<Self, TransportError> {
        let secure = closed(connect_timeout)?.https_only(true);
        // A name is only a promise of loopback: the addresses are ours.
        let local = [(Ipv4Addr::LOCALHOST, 0).into(), SocketAddr::from((Ipv6Addr::LOCALHOST, 0))];
        let loopback = closed(connect_timeout)?.no_proxy().resolve_to_addrs("localhost", &local);
        Ok(Self { secure: build(secure)?, loopback: build(loopback)? })
    }

    async fn exchange(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> Result<Response<Bytes>, TransportError> {
        let mut answer = self.answer(request).await?;
        let body = read(&mut answer, limits.body_bytes).await?;
        Ok(head(&mut answer).map(|()| body))
    }

    async fn begin(&self, request: Request<Bytes>) -> Result<Response<BodyStream>, TransportError> {
        let mut answer = self.answer(request).await?;
        let head = head(&mut answer);
        Ok(head.map(|()| Box::pin(Chunks { next: chunk(answer) }) as BodyStream))
    }

    /// The answer without its body.
    async fn answer(&self, request: Request<Bytes>) -> Result<::reqwest::Response, TransportError> {
        let secure = request.uri().scheme() == Some(&http::uri::Scheme::HTTPS);
        if !secure && !request.uri().host().is_some_and(is_loopback) {
            return Err(TransportError::not_sent("plain http goes to this machine alone"));
        }
        let client = if secure { &self.secure } else { &self.loopback };
        let request = ::reqwest::Request::try_from(request.map(::reqwest::Body::from)).map_err(failure)?;
        client.execute(request).await.map_err(failure)
    }
}

fn head(answer: &mut ::reqwest::Response) -> Response<()> {
    let mut response = Response::new(());
    *response.status_mut() = answer.status();
    *response.version_mut() = answer.version();
    std::mem::swap(response.headers_mut(), answer.headers_mut());
    response
}

/// A body that is read while it is asked for.
struct Chunks {
    next: Chunk,
}

/// A piece, and the answer that has the others.
type Chunk = Pin<Box<dyn Future<Output = (::reqwest::Result<Option<Bytes>>, ::reqwest::Response)> + Send>>;

fn chunk(mut answer: ::reqwest::Response) -> Chunk {
    Box::pin(async move { (answer.chunk().await, answer) })
}

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let (piece, answer) = ready!(self.next.as_mut().poll(context));
        self.next = chunk(answer);
        Poll::Ready(piece.map_err(failure).transpose())
    }
}

impl Transport for Reqwest {
    fn send(&self, request: Request<Bytes>, limits: Limits) -> Sending<'_> {
        Box::pin(self.exchange(request, limits))
    }

    fn open(&self, request: Request<Bytes>, _: Limits) -> Opening<'_> {
        Box::pin(self.begin(request))
    }
}

fn closed(connect_timeout: Duration) -> Result<ClientBuilder, TransportError> {
    let tls = tls::client_config().map_err(TransportError::not_sent)?;
    Ok(Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .referer(false)
        .connect_timeout(connect_timeout)
        .pool_idle_timeout(IDLE))
}

fn build(builder: ClientBuilder) -> Result<Client, TransportError> {
    builder.build().map_err(TransportError::not_sent)
}

/// Reads the body up to the limit: a success that is longer cannot be used, an error that is longer can be cut.
async fn read(answer: &mut ::reqwest::Response, most: usize) -> Result<Bytes, TransportError> {
    let mut body = BytesMut::new();
    while let Some(chunk) = answer.chunk().await.map_err(failure)? {
        let room = most.saturating_sub(body.len());
        if chunk.len() <= room {
            body.extend_from_slice(&chunk);
        } else if answer.status().is_success() {
            return Err(TransportError::unreadable(format!("the body is longer than {most} bytes")));
        } else {
            body.extend_from_slice(&chunk.slice(..room));
            break;
        }
    }
    Ok(body.freeze())
}

/// Without the URL: its path and query name accounts and people.
fn failure(error: ::reqwest::Error) -> TransportError {
    let never_left = error.is_connect() || error.is_builder();
    let error = error.without_url();
    if never_left { TransportError::not_sent(error) } else { TransportError::lost(error) }
}

#[cfg(test)]
#[cfg(feature = "gzip")]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    /// `{"sid":"SM1"}`, two hundred times.
    const COMPRESSED: [u8; 54] = [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 42, 206, 76, 81, 178, 82, 10, 246, 53, 84, 170, 173, 30,
        229, 140, 114, 70, 57, 163, 156, 81, 206, 40, 103, 148, 51, 202, 25, 229, 140, 114, 32, 28, 0, 248,
        156, 253, 212, 40, 10, 0, 0,
    ];

    #[tokio::test]
    async fn a_compressed_answer_is_bounded_by_what_it_unfolds_to() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut request = [0; 4096];
                let length = stream.read(&mut request).await.unwrap();
                let asks = String::from_utf8_lossy(&request[..length])
                    .to_lowercase()
                    .contains("accept-encoding: gzip");
                let status = if asks { "200 OK" } else { "400 Bad" };
                let head = format!(
                    "HTTP/1.1 {status}\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
                    COMPRESSED.len()
                );
                stream.write_all(head.as_bytes()).await.unwrap();
                stream.write_all(&COMPRESSED).await.unwrap();
            }
        });
        let transport = Reqwest::new(Duration::from_secs(5)).unwrap();
        let get = || Request::get(&url).body(Bytes::new()).unwrap();
        let answer = transport.send(get(), Limits::new(Duration::from_secs(5), 2600)).await.unwrap();
        assert_eq!((answer.status().as_u16(), answer.body().len()), (200, 2600));
        let error = transport.send(get(), Limits::new(Duration::from_secs(5), 2599)).await.unwrap_err();
        assert_eq!(error.fate(), crate::transport::Fate::Unreadable);
    }
}
