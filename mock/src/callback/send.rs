//! One callback over plain HTTP.

use std::net::{IpAddr, SocketAddr};

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
    let address = address(target).await?;
    let stream = TcpStream::connect(address).await.map_err(|problem| format!("no connection: {problem}"))?;
    let handshake = http1::handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = handshake.map_err(|problem| format!("no connection: {problem}"))?;
    let request = request(target, parcel).map_err(|problem| format!("no request: {problem}"))?;
    let answer =
        async { sender.send_request(request).await.map_err(|problem| format!("no answer: {problem}")) };
    // The connection is driven here and ends with the answer's head: nobody reads the receiver's body.
    tokio::select! {
        answer = answer => answer.map(|answer| answer.status().as_u16()),
        ended = connection => Err(format!("no answer: the connection ended ({ended:?})")),
    }
}

/// Names that mean this machine are only ever connected to it.
async fn address(target: &Target) -> Result<SocketAddr, String> {
    if let Ok(address) = target.host.parse::<IpAddr>() {
        return Ok(SocketAddr::new(address, target.port));
    }
    let found = lookup_host((target.host.as_str(), target.port)).await;
    let mut found = found.map_err(|problem| format!("`{}` is not found: {problem}", target.host))?;
    let address = found.find(|address| !target.is_loopback() || address.ip().is_loopback());
    address.ok_or_else(|| format!("`{}` has no address", target.host))
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
