//! Messages as plain hyper takes them. Whatever the body says is read behind the check.
//!
//! `TWILIO_AUTH_TOKEN` and `PUBLIC_URL` (where Twilio reaches this server, such as `https://example.com`) are read when it starts.

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use ringfence::AuthToken;
use ringfence::webhook::{MessageStatus, PublicUrl, SignatureValidator, WebhookVerifier};
use std::convert::Infallible;
use std::env;
use std::error::Error;
use tokio::net::TcpListener;

type Answer = Response<Full<Bytes>>;

fn answer(status: StatusCode) -> Answer {
    let mut answer = Answer::default();
    *answer.status_mut() = status;
    answer
}

async fn status(verifier: &WebhookVerifier, request: Request<Incoming>) -> Answer {
    let (parts, body) = request.into_parts();
    let Ok(body) = Limited::new(body, verifier.longest_body()).collect().await else {
        return answer(StatusCode::PAYLOAD_TOO_LARGE);
    };
    match verifier.verify::<MessageStatus>(&parts, body.to_bytes(), None) {
        Ok(event) => {
            println!("{} is {}", event.message_sid, event.status);
            answer(StatusCode::NO_CONTENT)
        }
        Err(refused) => answer(refused.status()),
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let token = AuthToken::new(env::var("TWILIO_AUTH_TOKEN")?);
    let public = PublicUrl::base(&env::var("PUBLIC_URL")?)?;
    let verifier = WebhookVerifier::new(SignatureValidator::new(token), public);
    let listener = TcpListener::bind("127.0.0.1:8080").await?;
    loop {
        let (stream, _) = listener.accept().await?;
        let verifier = verifier.clone();
        tokio::spawn(async move {
            let service = service_fn(async |request| Ok::<_, Infallible>(status(&verifier, request).await));
            if let Err(error) = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await {
                eprintln!("{error}");
            }
        });
    }
}
