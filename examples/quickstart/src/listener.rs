//! The receiving end: a small server that believes a status callback only when its signature is valid.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use ringfence::webhook::SignatureValidator;
use ringfence::{AuthToken, CallbackUrl};
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

/// What the tour needs of a message's status callback.
pub struct StatusCallback {
    pub message_sid: String,
    pub message_status: String,
}

/// A listener on loopback, on a port of its own.
pub struct Listener {
    url: CallbackUrl,
    received: mpsc::Receiver<StatusCallback>,
}

struct Receiver {
    validator: SignatureValidator,
    url: String,
    sender: mpsc::Sender<StatusCallback>,
}

impl Listener {
    pub async fn start(auth_token: &str) -> Result<Self, Box<dyn Error>> {
        let socket = TcpListener::bind("127.0.0.1:0").await?;
        // ringfence: permit(callback_without_retry, reason = "who calls back runs on this machine")
        let url = format!("http://{}/message-status", socket.local_addr()?);
        let (sender, received) = mpsc::channel(8);
        let receiver = Receiver { validator: validator(auth_token), url: url.clone(), sender };
        let app = Router::new().route("/message-status", post(receive)).with_state(Arc::new(receiver));
        tokio::spawn(async move { axum::serve(socket, app).await });
        Ok(Self { url: CallbackUrl::new(url)?, received })
    }

    pub fn url(&self) -> CallbackUrl {
        self.url.clone()
    }

    /// The next callback whose signature was valid.
    pub async fn next(&mut self) -> Result<StatusCallback, Box<dyn Error>> {
        let next = tokio::time::timeout(Duration::from_secs(10), self.received.recv()).await?;
        next.ok_or_else(|| "the listener has stopped".into())
    }
}

/// The one use of an Auth Token.
#[ringfence::enforce]
fn validator(auth_token: &str) -> SignatureValidator {
    SignatureValidator::new(AuthToken::new(auth_token.to_owned()))
}

async fn receive(State(receiver): State<Arc<Receiver>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let signature = headers.get("X-Twilio-Signature").and_then(|value| value.to_str().ok());
    let Some(signature) = signature else { return StatusCode::FORBIDDEN };
    let Ok(form) = receiver.validator.validate_form_body(&receiver.url, &body, signature) else {
        return StatusCode::FORBIDDEN;
    };
    let field = |name: &str| form.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    let (Some(message_sid), Some(message_status)) = (field("MessageSid"), field("MessageStatus")) else {
        return StatusCode::BAD_REQUEST;
    };
    let _ = receiver.sender.send(StatusCallback { message_sid, message_status }).await;
    StatusCode::NO_CONTENT
}
