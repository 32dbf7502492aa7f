//! Connections: names, proxies and TLS.

use crate::callback_url::is_loopback;
use http::Uri;
use http::uri::Scheme;
use hyper_util::client::legacy::connect::dns::Name;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use std::future::Future;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tower_service::Service;

type Failure = Box<dyn std::error::Error + Send + Sync>;
type Dialling<T> = Pin<Box<dyn Future<Output = Result<T, Failure>> + Send>>;

/// Whatever bytes go through: one type, so that hyper is compiled for one.
pub(super) type Wire = TokioIo<Box<dyn Stream>>;

pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {
    /// Whether TLS agreed on HTTP/2.
    fn is_h2(&self) -> bool {
        false
    }
}

impl Stream for TcpStream {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for TlsStream<S> {
    fn is_h2(&self) -> bool {
        self.get_ref().1.alpn_protocol() == Some(b"h2")
    }
}

impl Connection for Box<dyn Stream> {
    fn connected(&self) -> Connected {
        if self.is_h2() { Connected::new().negotiated_h2() } else { Connected::new() }
    }
}

/// Opens connections, over a proxy where the environment names one.
#[derive(Clone)]
pub(super) struct Dial {
    direct: Direct,
    tls: TlsConnector,
    proxies: Arc<Matcher>,
    patience: Duration,
}

impl Dial {
    /// Over the proxies that the environment names.
    pub(super) fn new(tls: ClientConfig, patience: Duration) -> Self {
        Self::over(tls, patience, Matcher::from_env())
    }

    pub(super) fn over(tls: ClientConfig, patience: Duration, proxies: Matcher) -> Self {
        let mut to_proxy = tls.clone();
        // CONNECT is sent as HTTP/1.1 there.
        to_proxy.alpn_protocols.clear();
        let mut tcp = HttpConnector::new_with_resolver(Names);
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_keepalive(Some(Duration::from_secs(15)));
        let direct = Direct { tcp, tls: TlsConnector::from(Arc::new(to_proxy)) };
        Self { direct, tls: TlsConnector::from(Arc::new(tls)), proxies: Arc::new(proxies), patience }
    }

    async fn open(self, to: Uri) -> Result<Wire, Failure> {
        let Self { mut direct, tls, proxies, .. } = self;
        if to.scheme() != Some(&Scheme::HTTPS) {
            return Ok(wire(direct.tcp.call(to).await?.into_inner()));
        }
        match proxies.intercept(&to) {
            Some(proxy) => over_tls(&tls, &to, tunnel(proxy, direct).call(to.clone()).await?).await,
            None => over_tls(&tls, &to, direct.tcp.call(to.clone()).await?).await,
        }
    }
}

impl Service<Uri> for Dial {
    type Response = Wire;
    type Error = Failure;
    type Future = Dialling<Wire>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Failure>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, to: Uri) -> Dialling<Wire> {
        let (dial, patience) = (self.clone(), self.patience);
        Box::pin(async move {
            timeout(patience, dial.open(to))
                .await
                .unwrap_or_else(|_| Err(format!("no connection within {patience:?}").into()))
        })
    }
}

/// A connection to what a URI names, with TLS if it says so.
#[derive(Clone)]
struct Direct {
    tcp: HttpConnector<Names>,
    tls: TlsConnector,
}

impl Service<Uri> for Direct {
    type Response = Wire;
    type Error = Failure;
    type Future = Dialling<Wire>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Failure>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, to: Uri) -> Dialling<Wire> {
        let Self { mut tcp, tls } = self.clone();
        Box::pin(async move {
            match to.scheme_str() {
                Some("http") => Ok(wire(tcp.call(to).await?.into_inner())),
                Some("https") => over_tls(&tls, &to, tcp.call(to.clone()).await?).await,
                other => Err(format!(
                    "a proxy is spoken to by http or https, not by {}",
                    other.unwrap_or("nothing")
                )
                .into()),
            }
        })
    }
}

fn tunnel(proxy: Intercept, direct: Direct) -> Tunnel<Direct> {
    let tunnel = Tunnel::new(proxy.uri().clone(), direct);
    match proxy.basic_auth() {
        Some(authorization) => tunnel.with_auth(authorization.clone()),
        None => tunnel,
    }
}

fn wire(stream: impl Stream + 'static) -> Wire {
    TokioIo::new(Box::new(stream))
}

async fn over_tls<S>(tls: &TlsConnector, to: &Uri, below: TokioIo<S>) -> Result<Wire, Failure>
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let host = to.host().ok_or("there is no host in the URL")?;
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    let name = ServerName::try_from(host.to_owned())?;
    Ok(wire(tls.connect(name, below.into_inner()).await?))
}

/// The addresses of a name. One of loopback is only a promise of it: the addresses are ours.
#[derive(Clone)]
struct Names;

impl Service<Name> for Names {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Self::Response>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        Box::pin(async move {
            let found: Vec<SocketAddr> = if is_loopback(name.as_str()) {
                vec![(Ipv4Addr::LOCALHOST, 0).into(), (Ipv6Addr::LOCALHOST, 0).into()]
            } else {
                tokio::net::lookup_host((name.as_str(), 0)).await?.collect()
            };
            Ok(found.into_iter())
        })
    }
}
