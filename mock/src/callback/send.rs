//! One callback over plain HTTP.

use std::net::{IpAddr, SocketAddr};
use std::pin::pin;

use bytes::Bytes;
use http_body_util::Full;
use hyper::Request;
use hyper::client::conn::http1;
use hyper::header::{CONTENT_TYPE, HOST, USER_AGENT};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpStream, lookup_host};

use super::target::Target;
use crate::form::{Pairs, encode};

/// What is sent besides the URL.
pub(super) struct Parcel<'a> {
    pub(super) get: bool,
    pub(super) path: &'a str,
    pub(super) form: &'a Pairs,
    pub(super) signature: &'a str,
    pub(super) idempotency_token: &'a str,
}

/// Sends a callback; the receiver's status.
pub(super) async fn send(target: &Target, parcel: &Parcel<'_>) -> Result<u16, String> {
    let addresses = addresses(target).await?;
    let stream =
        TcpStream::connect(&addresses[..]).await.map_err(|problem| format!("no connection: {problem}"))?;
    let handshake = http1::handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = handshake.map_err(|problem| format!("no connection: {problem}"))?;
    let request = request(target, parcel).map_err(|problem| format!("no request: {problem}"))?;
    let mut answer = pin!(sender.send_request(request));
    // The connection is driven here and ends with the answer's head: nobody reads the receiver's body.
    let answer = tokio::select! {
        answer = &mut answer => answer,
        // The poll that ends the connection may also have delivered the answer.
        _ = connection => answer.await,
    };
    answer.map(|answer| answer.status().as_u16()).map_err(|problem| format!("no answer: {problem}"))
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

fn request(target: &Target, parcel: &Parcel<'_>) -> Result<Request<Full<Bytes>>, hyper::http::Error> {
    let method = if parcel.get { "GET" } else { "POST" };
    let body = if parcel.get { String::new() } else { encode(parcel.form) };
    let mut request = Request::builder()
        .method(method)
        .uri(parcel.path)
        .header(HOST, &target.authority)
        .header(USER_AGENT, "TwilioProxy/1.1")
        .header("X-Twilio-Signature", parcel.signature)
        .header("I-Twilio-Idempotency-Token", parcel.idempotency_token);
    if !parcel.get {
        request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded; charset=UTF-8");
    }
    request.body(Full::new(Bytes::from(body)))
}
