//! What the client relies on in a transport, as checks that a transport of your own can be held to.

mod server;

use super::{Fate, Limits, Transport, TransportError};
use bytes::{Bytes, BytesMut};
use http::{HeaderValue, Method, Request, Response};
use server::{Act, Server};
use std::future::{Future, poll_fn};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::time::timeout;

/// Longer than anything on this machine takes.
const PATIENCE: Duration = Duration::from_secs(10);

/// The longest body that the checks allow.
const MOST: usize = 1000;

/// Holds a transport to its promises with a server on loopback: every status is an answer, no redirect is followed, nothing is sent
/// twice, headers and bodies arrive and come back as they are, and what is said of a request that got no answer is true.
///
/// It needs a tokio runtime with I/O and time, and a transport that takes `http` URLs on loopback. TLS is not checked: take a library
/// whose verification cannot be switched off by accident.
///
/// ```
/// use ringfence::transport::{Hyper, conformance};
/// use std::time::Duration;
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let transport = Hyper::new(Duration::from_secs(5)).unwrap();
/// assert_eq!(conformance::check(&transport).await, Ok(()));
/// # }
/// ```
///
/// # Errors
///
/// All that does not hold, in words.
pub async fn check(transport: &dyn Transport) -> Result<(), Vec<String>> {
    let mut problems = Vec::new();
    let mut keep = |name: &str, judged: Result<(), String>| {
        problems.extend(judged.err().map(|problem| format!("{name}: {problem}")));
    };
    keep("headers and body", arrives_as_it_is(transport).await);
    for status in [204, 301, 302, 303, 307, 308, 400, 401, 404, 429, 500, 503] {
        keep(&format!("status {status}"), is_an_answer(transport, status).await);
    }
    keep("redirects of an opened body", opens_no_redirect(transport).await);
    for (name, method) in [("GET", Method::GET), ("POST", Method::POST)] {
        keep(&format!("a {name} that gets no answer"), is_sent_once(transport, &method, 0).await);
        keep(
            &format!("a {name} that gets no answer on a kept connection"),
            is_sent_once(transport, &method, 1).await,
        );
    }
    keep("a host that takes no connection", is_refused(transport).await);
    keep("a body that is cut off", is_no_whole_answer(transport).await);
    keep("a long success", is_bounded(transport).await);
    keep("a long error", is_cut(transport).await);
    keep("an opened body", comes_whole(transport).await);
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn limits() -> Limits {
    Limits::new(PATIENCE, PATIENCE, MOST)
}

fn request(method: &Method, address: SocketAddr, body: &'static [u8]) -> Request<Bytes> {
    let mut request = Request::new(Bytes::from_static(body));
    *request.method_mut() = method.clone();
    *request.uri_mut() = format!("http://{address}/a/b?c=d%20e").parse().unwrap_or_default();
    request
}

async fn sent(
    transport: &dyn Transport,
    request: Request<Bytes>,
) -> Result<Result<Response<Bytes>, TransportError>, String> {
    in_time(transport.send(request, limits())).await
}

async fn in_time<T>(exchange: impl Future<Output = T>) -> Result<T, String> {
    timeout(PATIENCE, exchange).await.map_err(|_| format!("it did not end within {PATIENCE:?}"))
}

fn ensure(holds: bool, problem: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(problem()) }
}

async fn arrives_as_it_is(transport: &dyn Transport) -> Result<(), String> {
    let server = Server::start([Act::answer(201, "X-Back: one\r\nX-Back: two\r\n", b"back")]).await?;
    let given = [
        ("host", "api.twilio.com"),
        ("authorization", "Basic Zm9vOmJhcg=="),
        ("content-type", "application/x-www-form-urlencoded"),
        ("user-agent", "conformance/1 (test)"),
        ("accept", "application/json"),
    ];
    let mut message = request(&Method::POST, server.address(), b"To=%2B1&Body=a+b");
    for (name, value) in given {
        message.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    let answer = sent(transport, message).await?.map_err(|error| error.to_string())?;
    let seen = server.seen();
    let seen = seen.first().ok_or("nothing arrived")?;
    ensure(seen.line.starts_with("POST /a/b?c=d%20e HTTP/1."), || {
        format!("the request line was {:?}", seen.line)
    })?;
    for (name, value) in given {
        let arrived: Vec<&str> = seen.headers(name).collect();
        ensure(arrived == [value], || format!("`{name}: {value}` arrived as {arrived:?}"))?;
    }
    ensure(seen.body == b"To=%2B1&Body=a+b", || {
        format!("the body arrived as {:?}", String::from_utf8_lossy(&seen.body))
    })?;
    let back: Vec<&HeaderValue> = answer.headers().get_all("x-back").iter().collect();
    ensure(back == ["one", "two"], || format!("two headers of one name came back as {back:?}"))?;
    ensure(answer.status() == 201 && answer.body().as_ref() == b"back", || {
        format!("201 and `back` came back as {answer:?}")
    })
}

async fn is_an_answer(transport: &dyn Transport, status: u16) -> Result<(), String> {
    let body: &[u8] = if status == 204 { b"" } else { b"why" };
    let elsewhere = Server::start([Act::answer(200, "", b"followed")]).await?;
    let location = format!("Location: http://{}/elsewhere\r\nRetry-After: 7\r\n", elsewhere.address());
    let server =
        Server::start([Act::answer(status, &location, body), Act::answer(200, "", b"again")]).await?;
    let answer = sent(transport, request(&Method::POST, server.address(), b"x")).await?;
    let answer = answer.map_err(|error| format!("it is an answer, and not the error `{error}`"))?;
    ensure(elsewhere.seen().is_empty(), || {
        "the redirect was followed: credentials would go along".to_owned()
    })?;
    ensure(server.seen().len() == 1, || format!("the request was sent {} times", server.seen().len()))?;
    ensure(answer.status() == status && answer.body().as_ref() == body, || {
        format!("it came back as {answer:?}")
    })?;
    ensure(answer.headers().get("retry-after").is_some_and(|after| after == "7"), || {
        "its headers are lost".to_owned()
    })
}

async fn opens_no_redirect(transport: &dyn Transport) -> Result<(), String> {
    let elsewhere = Server::start([Act::answer(200, "", b"followed")]).await?;
    let location = format!("Location: http://{}/elsewhere\r\n", elsewhere.address());
    let server = Server::start([Act::answer(307, &location, b"")]).await?;
    let opening = transport.open(request(&Method::GET, server.address(), b""), limits());
    let answer = in_time(opening).await?.map_err(|error| error.to_string())?;
    ensure(elsewhere.seen().is_empty() && answer.status() == 307, || {
        "the redirect was followed: credentials would go along".to_owned()
    })
}

async fn is_sent_once(transport: &dyn Transport, method: &Method, before: usize) -> Result<(), String> {
    let kept = std::iter::repeat_n(Act::answer(200, "", b"ok"), before);
    let server = Server::start(kept.chain([Act::Close])).await?;
    for _ in 0..before {
        sent(transport, request(method, server.address(), b"")).await?.map_err(|error| error.to_string())?;
    }
    let outcome = sent(transport, request(method, server.address(), b"x")).await?;
    let times = server.seen().len() - before;
    ensure(times == 1, || format!("it was sent {times} times: a create would be done as often"))?;
    match outcome {
        Err(error) if error.fate() == Fate::Lost => Ok(()),
        Err(error) => {
            Err(format!("it arrived, and the transport says {:?}: it would be sent again", error.fate()))
        }
        Ok(answer) => Err(format!("there was no answer, and the transport has one: {answer:?}")),
    }
}

async fn is_refused(transport: &dyn Transport) -> Result<(), String> {
    let address = Server::closed().await?;
    match sent(transport, request(&Method::POST, address, b"x")).await? {
        Err(error) => ensure(error.fate() != Fate::Unreadable, || {
            "it is said to be answered: `TransportError::not_sent` is right".to_owned()
        }),
        Ok(answer) => Err(format!("there was no answer, and the transport has one: {answer:?}")),
    }
}

async fn is_no_whole_answer(transport: &dyn Transport) -> Result<(), String> {
    let server = Server::start([Act::cut_off()]).await?;
    match sent(transport, request(&Method::GET, server.address(), b"")).await? {
        Err(error) => {
            ensure(error.fate() == Fate::Lost, || format!("its fate is said to be {:?}", error.fate()))
        }
        Ok(answer) => Err(format!("half a body came back as a whole one: {answer:?}")),
    }
}

async fn is_bounded(transport: &dyn Transport) -> Result<(), String> {
    let server = Server::start([Act::answer(200, "", &[b'x'; MOST + 1])]).await?;
    match sent(transport, request(&Method::GET, server.address(), b"")).await? {
        Err(error) => {
            ensure(error.fate() == Fate::Unreadable, || format!("its fate is said to be {:?}", error.fate()))
        }
        Ok(answer) => Err(format!("{} bytes came back where {MOST} are allowed", answer.body().len())),
    }
}

async fn is_cut(transport: &dyn Transport) -> Result<(), String> {
    let server = Server::start([Act::answer(500, "", &[b'x'; MOST + 1])]).await?;
    let answer = sent(transport, request(&Method::GET, server.address(), b"")).await?;
    let answer = answer.map_err(|error| format!("an error's body is cut, and not the error `{error}`"))?;
    ensure(answer.body().len() == MOST, || {
        format!("{} bytes came back where {MOST} are allowed", answer.body().len())
    })
}

async fn comes_whole(transport: &dyn Transport) -> Result<(), String> {
    let server = Server::start([Act::answer(200, "", &[b'x'; MOST])]).await?;
    let opening = transport.open(request(&Method::GET, server.address(), b""), limits());
    let mut body = in_time(opening).await?.map_err(|error| error.to_string())?.into_body();
    let mut all = BytesMut::new();
    while let Some(piece) = in_time(poll_fn(|context| body.as_mut().poll_next(context))).await? {
        all.extend_from_slice(&piece.map_err(|error| error.to_string())?);
    }
    ensure(all.len() == MOST, || format!("{} of {MOST} bytes came", all.len()))
}
