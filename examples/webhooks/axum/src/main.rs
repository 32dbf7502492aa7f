//! Messages and calls as axum takes them. A handler that takes a [`Verified`] runs for nothing that Twilio did not sign.
//!
//! `TWILIO_AUTH_TOKEN` and `PUBLIC_URL` (where Twilio reaches this server, such as `https://example.com`) are read when it starts.

use axum::Router;
use axum::extract::{FromRef, State};
use axum::routing::post;
use ringfence::AuthToken;
use ringfence::webhook::{
    InboundMessage, MessageStatus, PublicUrl, SignatureValidator, StatusStream, Verified, WebhookVerifier,
};
use std::env;
use std::error::Error;

#[derive(Clone)]
struct App {
    verifier: WebhookVerifier,
    statuses: StatusStream<MessageStatus>,
}

impl FromRef<App> for WebhookVerifier {
    fn from_ref(app: &App) -> Self {
        app.verifier.clone()
    }
}

#[ringfence::webhook]
async fn inbound(message: Verified<InboundMessage>) -> &'static str {
    println!("{} came", message.message_sid);
    "<Response/>"
}

#[ringfence::webhook]
async fn status(State(app): State<App>, event: Verified<MessageStatus>) {
    app.statuses.publish(event);
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let token = AuthToken::new(env::var("TWILIO_AUTH_TOKEN")?);
    let public = PublicUrl::base(&env::var("PUBLIC_URL")?)?;
    let verifier = WebhookVerifier::new(SignatureValidator::new(token), public);
    let app = App { verifier, statuses: StatusStream::new() };
    let router =
        Router::new().route("/sms", post(inbound)).route("/sms/status", post(status)).with_state(app);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
    axum::serve(listener, router).await?;
    Ok(())
}
