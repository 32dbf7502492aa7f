//! The checks of a transport: the one of ours passes, and each mistake is found.
#![allow(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it must be")]

use bytes::Bytes;
use ringfence::transport::{Hyper, Limits, Sending, Transport, TransportError, conformance};
use std::time::Duration;

/// What a transport does wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Mistake {
    FollowsRedirects,
    SendsAgain,
    SaysNotSent,
    DropsHeaders,
    ErrorsForStatus,
    ReadsEverything,
    HidesTheEnd,
}

/// A transport of somebody's, by the ways that reqwest's own defaults leave open.
struct Wrong(reqwest::Client, Hyper, Mistake);

impl Wrong {
    fn new(mistake: Mistake) -> Self {
        // Whichever test is first.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let redirects = match mistake {
            Mistake::FollowsRedirects => reqwest::redirect::Policy::limited(5),
            _ => reqwest::redirect::Policy::none(),
        };
        let client = reqwest::Client::builder().redirect(redirects).no_proxy().build().unwrap();
        Self(client, Hyper::new(Duration::from_secs(5)).unwrap(), mistake)
    }

    async fn exchange(
        &self,
        mut request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let Self(client, right, mistake) = self;
        match mistake {
            Mistake::FollowsRedirects | Mistake::ReadsEverything => {
                let request = reqwest::Request::try_from(request.map(reqwest::Body::from)).unwrap();
                let answer = client.execute(request).await.map_err(TransportError::lost)?;
                let mut response = http::Response::new(Bytes::new());
                *response.status_mut() = answer.status();
                *response.headers_mut() = answer.headers().clone();
                *response.body_mut() = answer.bytes().await.map_err(TransportError::lost)?;
                Ok(response)
            }
            Mistake::SendsAgain => match right.send(request.clone(), limits).await {
                Err(_) => right.send(request, limits).await,
                answer => answer,
            },
            Mistake::SaysNotSent => right.send(request, limits).await.map_err(TransportError::not_sent),
            Mistake::DropsHeaders => {
                request.headers_mut().remove("host");
                right.send(request, limits).await
            }
            Mistake::ErrorsForStatus => {
                let answer = right.send(request, limits).await?;
                if answer.status().is_success() {
                    Ok(answer)
                } else {
                    Err(TransportError::unreadable("status"))
                }
            }
            Mistake::HidesTheEnd => Ok(right.send(request, limits).await.unwrap_or_default()),
        }
    }
}

impl Transport for Wrong {
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> Sending<'_> {
        Box::pin(self.exchange(request, limits))
    }
}

#[tokio::test]
async fn our_own_transport_passes() {
    assert_eq!(conformance::check(&Hyper::new(Duration::from_secs(5)).unwrap()).await, Ok(()));
}

#[tokio::test]
async fn each_mistake_is_found() {
    for (mistake, told) in [
        (Mistake::FollowsRedirects, "the redirect was followed"),
        (Mistake::SendsAgain, "it was sent 2 times"),
        (Mistake::SaysNotSent, "it would be sent again"),
        (Mistake::DropsHeaders, "`host: api.twilio.com` arrived as"),
        (Mistake::ErrorsForStatus, "it is an answer, and not the error"),
        (Mistake::ReadsEverything, "bytes came back where 1000 are allowed"),
        (Mistake::HidesTheEnd, "there was no answer, and the transport has one"),
    ] {
        let problems = conformance::check(&Wrong::new(mistake)).await.unwrap_err();
        assert!(problems.iter().any(|problem| problem.contains(told)), "{mistake:?}: {problems:?}");
    }
}
