//! The default transport: reqwest with rustls.

use super::{Limits, Sending, Transport, TransportError, tls};
use crate::callback_url::is_loopback;
use ::reqwest::{Client, ClientBuilder, redirect, retry};
use bytes::{Bytes, BytesMut};
use http::{Request, Response};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
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
        let secure = request.uri().scheme() == Some(&http::uri::Scheme::HTTPS);
        if !secure && !request.uri().host().is_some_and(is_loopback) {
            return Err(TransportError::not_sent("plain http goes to this machine alone"));
        }
        let client = if secure { &self.secure } else { &self.loopback };
        let request = ::reqwest::Request::try_from(request.map(::reqwest::Body::from)).map_err(failure)?;
        let mut answer = client.execute(request).await.map_err(failure)?;
        let body = read(&mut answer, limits.body_bytes).await?;
        let mut response = Response::new(body);
        *response.status_mut() = answer.status();
        *response.version_mut() = answer.version();
        std::mem::swap(response.headers_mut(), answer.headers_mut());
        Ok(response)
    }
}

impl Transport for Reqwest {
    fn send(&self, request: Request<Bytes>, limits: Limits) -> Sending<'_> {
        Box::pin(self.exchange(request, limits))
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
