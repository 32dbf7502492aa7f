//! Functions that give what reqwest gives, bare and inside errors of other kinds.

use super::{Fault, Server};
use ringfence::retry;
use std::error::Error;
use std::time::Duration;
use tokio::time::Instant;

fn answer(status: u16) -> reqwest::Response {
    http::Response::builder().status(status).header("retry-after", "7").body("").unwrap().into()
}

#[retry]
async fn ok_with_429(server: &Server) -> Result<reqwest::Response, reqwest::Error> {
    Ok(answer(if server.call(Fault::Refused).is_err() { 429 } else { 200 }))
}

#[retry]
async fn error_with_429(server: &Server) -> Result<String, reqwest::Error> {
    let status = if server.call(Fault::Refused).is_err() { 429 } else { 200 };
    answer(status).error_for_status()?.text().await
}

#[retry]
async fn erased(server: &Server) -> Result<(), Box<dyn Error + Send + Sync>> {
    error_with_429_once(server).await?;
    Ok(())
}

async fn error_with_429_once(server: &Server) -> Result<(), reqwest::Error> {
    let status = if server.call(Fault::Refused).is_err() { 429 } else { 200 };
    answer(status).error_for_status().map(drop)
}

/// An error like those of anyhow and eyre.
#[derive(Debug)]
struct Report(Box<dyn Error + Send + Sync>);

impl<E: Error + Send + Sync + 'static> From<E> for Report {
    fn from(error: E) -> Self {
        Self(Box::new(error))
    }
}

impl AsRef<dyn Error> for Report {
    fn as_ref(&self) -> &(dyn Error + 'static) {
        &*self.0
    }
}

#[retry]
async fn reported(server: &Server) -> Result<u8, Report> {
    error_with_429_once(server).await?;
    Ok(1)
}

#[retry]
async fn reported_answer(server: &Server) -> Result<reqwest::Response, Report> {
    Ok(answer(if server.call(Fault::Refused).is_err() { 429 } else { 200 }))
}

#[tokio::test(start_paused = true)]
async fn a_429_is_seen_in_every_output_of_reqwest() {
    let server = Server::failing(2);
    let started = Instant::now();
    assert_eq!(ok_with_429(&server).await.unwrap().status(), 200);
    assert!(started.elapsed() >= Duration::from_secs(14), "twice what `Retry-After` asks for");
    assert_eq!(error_with_429(&Server::failing(2)).await.unwrap(), "");
    assert!(erased(&Server::failing(2)).await.is_ok());
    assert!(reported(&Server::failing(2)).await.is_ok());
    assert_eq!(reported_answer(&Server::failing(2)).await.unwrap().status(), 200);
    let server = Server::failing(9);
    assert_eq!(ok_with_429(&server).await.unwrap().status(), 429, "the last output is given as it is");
    assert_eq!(server.calls(), 6);
}
