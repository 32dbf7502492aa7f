//! One attempt over the network: a connection, perhaps TLS, a request, an answer, each in its time.

use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::Request;
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;

use super::overrides::{Cause, Overrides};
use super::parcel::content_type;
use super::target::Target;
use super::tls::Trust;

/// Bytes of an answer's body that are kept.
const KEPT: usize = 4096;

/// What a receiver answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) content_type: Option<String>,
    /// The start of the body.
    pub(super) body: String,
}

/// Why there is no answer, and whether a retry may follow.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) reason: String,
    pub(super) cause: Option<Cause>,
}

impl Failure {
    fn connect(reason: impl std::fmt::Display) -> Failure {
        Failure { reason: format!("no connection: {reason}"), cause: Some(Cause::Connect) }
    }

    fn read(reason: impl std::fmt::Display) -> Failure {
        Failure { reason: format!("no answer: {reason}"), cause: None }
    }
}

/// Connects within `ct`, then sends and reads with at most `rt` between bytes.
pub(super) async fn send(
    target: &Target,
    request: Request<Full<Bytes>>,
    overrides: &Overrides,
    trust: &Trust,
) -> Result<Answer, Failure> {
    let within = overrides.connect;
    let late = |_| Failure::connect(format!("none within {} ms", within.as_millis()));
    let connect = async {
        let stream = TcpStream::connect(&addresses(target).await.map_err(Failure::connect)?[..]).await;
        stream.map_err(Failure::connect)
    };
    if !target.https {
        let stream = timeout(within, connect).await.map_err(late)??;
        return talk(stream, request, overrides.read).await;
    }
    let secure = async {
        let stream = connect.await?;
        let name = ServerName::try_from(target.host.clone()).map_err(Failure::connect)?;
        let connector = trust.connector(overrides.sni).map_err(Failure::connect)?;
        connector.connect(name, stream).await.map_err(Failure::connect)
    };
    let stream = timeout(within, secure).await.map_err(late)??;
    talk(stream, request, overrides.read).await
}

async fn talk<S>(stream: S, request: Request<Full<Bytes>>, patience: Duration) -> Result<Answer, Failure>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let handshake = http1::handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = handshake.map_err(Failure::connect)?;
    let exchange = pin!(async move {
        let late = |_| Failure {
            reason: format!("no answer within {} ms", patience.as_millis()),
            cause: Some(Cause::Read),
        };
        let answer =
            timeout(patience, sender.send_request(request)).await.map_err(late)?.map_err(Failure::read)?;
        let (head, body) = answer.into_parts();
        let content_type = content_type(&head.headers);
        let body = start(body, patience).await;
        Ok(Answer { status: head.status.as_u16(), content_type, body })
    });
    let mut exchange = exchange;
    // The connection is driven here and ends with the exchange.
    tokio::select! {
        answer = &mut exchange => answer,
        // The poll that ends the connection may also have delivered the answer.
        _ = connection => exchange.await,
    }
}

/// The start of a body; what is late, cut off or longer is left.
async fn start(mut body: Incoming, patience: Duration) -> String {
    let mut kept = Vec::new();
    while kept.len() < KEPT {
        let Ok(Some(Ok(frame))) = timeout(patience, body.frame()).await else { break };
        if let Ok(data) = frame.into_data() {
            let room = KEPT.saturating_sub(kept.len());
            kept.extend(data.iter().take(room));
        }
    }
    String::from_utf8_lossy(&kept).into_owned()
}

/// All addresses of the host: `localhost` has one of each family, and the receiver may listen on either. Names that mean
/// this machine are only ever connected to it.
async fn addresses(target: &Target) -> Result<Vec<SocketAddr>, String> {
    if let Ok(address) = target.host.parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(address, target.port)]);
    }
    let found = lookup_host((target.host.as_str(), target.port)).await;
    let found = found.map_err(|problem| format!("`{}` is not found: {problem}", target.host))?;
    let allowed: Vec<SocketAddr> =
        found.filter(|address| !target.is_loopback() || address.ip().is_loopback()).collect();
    if allowed.is_empty() { Err(format!("`{}` has no address", target.host)) } else { Ok(allowed) }
}
