//! Webhooks that are believed as they come, with hyper.

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use std::collections::HashMap;
use std::convert::Infallible;

type Answer = Result<Response<Full<Bytes>>, Infallible>;

async fn direct(request: Request<Incoming>) -> Answer {
    let body = request.into_body().collect().await.unwrap().to_bytes();
    let fields: HashMap<String, String> = form_urlencoded::parse(&body).into_owned().collect();
    let sid = fields.get("CallSid").cloned().unwrap_or_default(); //~ unvalidated_webhook
    Ok(Response::new(Full::new(Bytes::from(sid))))
}

async fn in_parts(request: hyper::Request<hyper::body::Incoming>) -> Answer {
    let (parts, body) = request.into_parts();
    println!("{:?}", parts.headers.get("content-type"));
    let body = body.collect().await.unwrap().to_bytes();
    Ok(Response::new(Full::new(Bytes::from(read(&body)))))
}

fn read(body: &[u8]) -> String {
    let value: serde_json::Value = serde_json::from_slice(body).unwrap();
    value["MessageSid"].to_string() //~ unvalidated_webhook
}

async fn shared(request: Request<Incoming>, prefix: &str) -> Answer {
    let bytes = request.collect().await.unwrap().to_bytes();
    let text = std::str::from_utf8(&bytes).unwrap_or_default();
    let found = serde_urlencoded::from_str::<Vec<(String, String)>>(text).unwrap_or_default();
    let state = found.iter().find(|(key, _)| key == "SmsStatus"); //~ unvalidated_webhook
    Ok(Response::new(Full::new(Bytes::from(format!("{prefix}{state:?}")))))
}

fn serve() {
    let _service = service_fn(direct);
    let _parts = service_fn(in_parts);
    let _shared = service_fn(move |request| shared(request, "state "));
    let _closure = service_fn(|request| async move {
        let (_, body) = Request::into_parts(request);
        let bytes: Bytes = BodyExt::collect(body).await.unwrap().to_bytes();
        let fields: HashMap<String, String> = serde_urlencoded::from_bytes(&bytes).unwrap();
        let sid = fields["CallSid"].clone(); //~ unvalidated_webhook
        Ok::<_, Infallible>(Response::new(Full::new(Bytes::from(sid))))
    });
}

fn main() {
    serve();
}
