//! The default transport before real servers on loopback: TLS, connections, a proxy and compression.

use super::dial::Dial;
use super::hyper::Hyper;
use super::{Fate, Limits, Transport, TransportError, tls};
use ::hyper::body::Incoming;
use bytes::Bytes;
use http::{Request, Response, Version};
use http_body_util::Full;
use hyper_util::client::proxy::matcher::Matcher;
use hyper_util::rt::TokioIo;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{RootCertStore, ServerConfig};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

const PATIENCE: Duration = Duration::from_secs(10);

/// A server on loopback that says which version of HTTP it was asked by, and counts who connects.
struct Server {
    address: SocketAddr,
    roots: RootCertStore,
    connections: Arc<AtomicUsize>,
}

impl Server {
    /// With a certificate of its own for `localhost`, or over plain TCP.
    async fn start(is_secure: bool) -> Self {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let mut roots = RootCertStore::empty();
        roots.add(made.cert.der().clone()).unwrap();
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config = config.unwrap().with_no_client_auth();
        let mut config = config.with_single_cert(vec![made.cert.der().clone()], key).unwrap();
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let connections = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&connections);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                counted.fetch_add(1, Ordering::SeqCst);
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    if !is_secure {
                        return serve(stream, false).await;
                    }
                    let Ok(stream) = acceptor.accept(stream).await else { return };
                    let is_h2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
                    serve(stream, is_h2).await;
                });
            }
        });
        Self { address, roots, connections }
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    fn https(&self) -> String {
        format!("https://localhost:{}/", self.address.port())
    }

    /// A transport that trusts this server, over a proxy if there is one.
    fn transport(&self, proxies: Matcher) -> Hyper {
        Hyper::over(Dial::over(tls::client_config(self.roots.clone()).unwrap(), PATIENCE, proxies))
    }
}

async fn answer(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    Ok(Response::new(Full::new(Bytes::from(format!("{:?}", request.version())))))
}

async fn serve(stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static, is_h2: bool) {
    let (stream, service) = (TokioIo::new(stream), ::hyper::service::service_fn(answer));
    #[cfg(feature = "http2")]
    if is_h2 {
        let executor = hyper_util::rt::TokioExecutor::new();
        let _ = ::hyper::server::conn::http2::Builder::new(executor).serve_connection(stream, service).await;
        return;
    }
    assert!(!is_h2, "HTTP/2 is spoken with its feature alone");
    let _ = ::hyper::server::conn::http1::Builder::new().serve_connection(stream, service).await;
}

fn nothing() -> Matcher {
    Matcher::builder().build()
}

async fn get(transport: &Hyper, url: &str) -> Result<(Version, Bytes), TransportError> {
    let request = Request::get(url).header("authorization", "Basic eA==").body(Bytes::new()).unwrap();
    let answer = transport.send(request, Limits::new(PATIENCE, PATIENCE, 1000)).await?;
    Ok((answer.version(), answer.into_body()))
}

#[tokio::test]
async fn calls_over_tls_share_a_connection_by_http_2_where_it_is_switched_on() {
    let server = Server::start(true).await;
    let transport = server.transport(nothing());
    let expected = if cfg!(feature = "http2") { Version::HTTP_2 } else { Version::HTTP_11 };
    for _ in 0..10 {
        let (version, body) = get(&transport, &server.https()).await.unwrap();
        assert_eq!((version, body.as_ref()), (expected, format!("{expected:?}").as_bytes()));
    }
    assert_eq!(server.connections(), 1);
    let transport = Arc::new(transport);
    let url = server.https();
    let at_once: Vec<_> = (0..20)
        .map(|_| {
            let (transport, url) = (Arc::clone(&transport), url.clone());
            tokio::spawn(async move { get(&transport, &url).await.unwrap() })
        })
        .collect();
    for call in at_once {
        assert_eq!(call.await.unwrap().0, expected);
    }
    match expected {
        Version::HTTP_2 => assert_eq!(server.connections(), 1, "twenty at once go through one"),
        _ => assert!((2..=21).contains(&server.connections()), "{}", server.connections()),
    }
}

#[tokio::test]
async fn calls_in_a_row_share_a_connection() {
    let server = Server::start(false).await;
    let transport = Hyper::new(PATIENCE).unwrap();
    for _ in 0..50 {
        get(&transport, &format!("http://{}/", server.address)).await.unwrap();
    }
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn a_certificate_of_nobody_is_refused_before_anything_is_sent() {
    let server = Server::start(true).await;
    let error = get(&Hyper::new(PATIENCE).unwrap(), &server.https()).await.unwrap_err();
    assert_eq!(error.fate(), Fate::NotSent);
    assert!(error.to_string().contains("UnknownIssuer"), "{error}");
    let elsewhere = server.https().replace("localhost", "127.0.0.1");
    let error = get(&server.transport(nothing()), &elsewhere).await.unwrap_err();
    assert_eq!(error.fate(), Fate::NotSent, "the name is another: {error}");
}

/// A proxy that opens tunnels to one address, and the heads of what it was asked.
async fn proxy(to: SocketAddr) -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let heads = Arc::clone(&seen);
    tokio::spawn(async move {
        while let Ok((mut near, _)) = listener.accept().await {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                head.push(near.read_u8().await.unwrap());
            }
            heads.lock().unwrap().push(String::from_utf8(head).unwrap().to_ascii_lowercase());
            near.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
            let mut far = TcpStream::connect(to).await.unwrap();
            tokio::spawn(async move { tokio::io::copy_bidirectional(&mut near, &mut far).await });
        }
    });
    (address, seen)
}

#[tokio::test]
async fn a_proxy_sees_a_tunnel_and_not_the_request() {
    let server = Server::start(true).await;
    let (address, seen) = proxy(server.address).await;
    let proxies = |no: &str| Matcher::builder().https(format!("http://me:pass@{address}")).no(no).build();
    get(&server.transport(proxies("")), &server.https()).await.unwrap();
    {
        let seen = seen.lock().unwrap();
        let head = seen.first().unwrap();
        assert!(head.starts_with(&format!("connect localhost:{} ", server.address.port())), "{head}");
        assert!(head.contains("\r\nproxy-authorization: basic "), "{head}");
        assert!(!head.contains("\r\nauthorization:"), "{head}");
    }
    get(&server.transport(proxies("localhost")), &server.https()).await.unwrap();
    let plain = Server::start(false).await;
    get(&server.transport(proxies("")), &format!("http://{}/", plain.address)).await.unwrap();
    assert_eq!(seen.lock().unwrap().len(), 1, "neither what is exempt nor loopback goes there");
    let nobody = Matcher::builder().https("socks5://127.0.0.1:1").build();
    let error = get(&server.transport(nobody), &server.https()).await.unwrap_err();
    assert_eq!(error.fate(), Fate::NotSent);
}

#[tokio::test]
async fn a_connection_that_does_not_come_to_stand_is_given_up() {
    // It takes connections and says nothing, so that TLS never stands.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://localhost:{}/", listener.local_addr().unwrap().port());
    let transport = Hyper::new(Duration::from_millis(100)).unwrap();
    let error = get(&transport, &url).await.unwrap_err();
    assert_eq!(error.fate(), Fate::NotSent);
    assert!(error.to_string().contains("no connection within 100ms"), "{error}");
}

#[cfg(feature = "gzip")]
mod gzip {
    use super::*;

    /// `{"sid":"SM1"}`, two hundred times.
    const COMPRESSED: [u8; 54] = [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 42, 206, 76, 81, 178, 82, 10, 246, 53, 84, 170, 173, 30,
        229, 140, 114, 70, 57, 163, 156, 81, 206, 40, 103, 148, 51, 202, 25, 229, 140, 114, 32, 28, 0, 248,
        156, 253, 212, 40, 10, 0, 0,
    ];

    /// Answers with this status and so much of the compressed body, where it is welcome.
    async fn server(status: &'static str, body: &'static [u8]) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut request = [0; 4096];
                let length = stream.read(&mut request).await.unwrap();
                let text = String::from_utf8_lossy(&request[..length]).to_lowercase();
                let status = if text.contains("accept-encoding: gzip") { status } else { "400 Bad" };
                let head = format!(
                    "HTTP/1.1 {status}\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
                    body.len()
                );
                stream.write_all(head.as_bytes()).await.unwrap();
                stream.write_all(body).await.unwrap();
            }
        });
        url
    }

    async fn get(url: &str, most: usize) -> Result<Response<Bytes>, TransportError> {
        let transport = Hyper::new(PATIENCE).unwrap();
        let request = Request::get(url).body(Bytes::new()).unwrap();
        transport.send(request, Limits::new(PATIENCE, PATIENCE, most)).await
    }

    #[tokio::test]
    async fn a_compressed_answer_is_bounded_by_what_it_unfolds_to() {
        let url = server("200 OK", &COMPRESSED).await;
        let answer = get(&url, 2600).await.unwrap();
        assert_eq!((answer.status().as_u16(), answer.body().len()), (200, 2600));
        assert!(answer.body().starts_with(br#"{"sid":"SM1"}"#));
        assert_eq!(answer.headers().get("content-encoding"), None);
        assert_eq!(get(&url, 2599).await.unwrap_err().fate(), Fate::Unreadable);
        let refused = server("429 Too Many", &COMPRESSED).await;
        assert_eq!(get(&refused, 100).await.unwrap().body().len(), 100, "an error is cut");
    }

    #[tokio::test]
    async fn half_a_compressed_answer_is_none() {
        for body in [&COMPRESSED[..40], b"not compressed at all"] {
            let error = get(&server("200 OK", body).await, 10_000).await.unwrap_err();
            assert_eq!(error.fate(), Fate::Unreadable, "{error}");
        }
    }
}
