//! Bytes that Twilio keeps: recordings and the media of messages, as they come.

use crate::client::Reply;
use crate::error::FailureParts;
use crate::transport::{BodyStream, TransportError};
use crate::{
    Client, Error, Failure, MediaSid, MessageSid, Meta, Method, Operation, RecordingSid, Request, Security,
};
use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};
use tokio::time::{Instant, Sleep, sleep};

static RECORDING: Operation =
    fetch("FetchRecordingMedia", "/2010-04-01/Accounts/{AccountSid}/Recordings/{Sid}.{Format}");
static MESSAGE_MEDIA: Operation =
    fetch("FetchMessageMedia", "/2010-04-01/Accounts/{AccountSid}/Messages/{MessageSid}/Media/{Sid}");
/// Whatever stands at a URL of Twilio's API.
static AT_URL: Operation = fetch("FetchMediaAtUrl", "/");
/// Where an answer leads: anybody's, so that nothing of ours goes along.
static ELSEWHERE: Operation = fetch("FollowMedia", "/").secured_by(Security::None);

const fn fetch(id: &'static str, path: &'static str) -> Operation {
    Operation::new(id, Method::Get, "api.twilio.com", path).answered_as("*/*").answered_by_redirect()
}

/// So often is followed.
const MOST_REDIRECTS: u32 = 3;

/// In which form a recording is fetched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AudioFormat {
    /// MP3, which is small.
    #[default]
    Mp3,
    /// WAV, as it was recorded.
    Wav,
}

/// The bytes of a recording or of a message's media, as they come; see [`Client::recording_media`].
///
/// A stream that breaks off gives an error and ends: the bytes until then are not the whole.
pub struct Media {
    meta: Meta,
    body: Option<BodyStream>,
    operation: &'static Operation,
    host: String,
    sent_at: SystemTime,
    /// How long it waits for the next bytes.
    patience: Duration,
    timer: Pin<Box<Sleep>>,
}

impl Client {
    /// The bytes of a recording.
    ///
    /// Where Twilio says that they are kept elsewhere, they are fetched there over https and without credentials. Neither the longest
    /// body nor the deadline of the client bounds them; each piece may take as long as an attempt.
    ///
    /// ```no_run
    /// # async fn keep(client: &ringfence::Client, sid: &ringfence::RecordingSid) -> Result<(), Box<dyn std::error::Error>> {
    /// use std::io::Write;
    /// let mut media = client.recording_media(sid, ringfence::AudioFormat::Wav).await?;
    /// let mut file = std::fs::File::create("call.wav")?;
    /// while let Some(bytes) = media.next().await {
    ///     file.write_all(&bytes?)?;
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// As for any call; a redirect that leads away from https is an [`Error::Input`], and nothing is sent there.
    pub async fn recording_media(&self, sid: &RecordingSid, format: AudioFormat) -> Result<Media, Error> {
        let mut request = Request::new(&RECORDING);
        request.set_path("Sid", sid.as_str().to_owned());
        request.set_path(
            "Format",
            match format {
                AudioFormat::Mp3 => "mp3".to_owned(),
                AudioFormat::Wav => "wav".to_owned(),
            },
        );
        self.media(self.open(&request).await?).await
    }

    /// The bytes of a message's media; see [`Client::recording_media`].
    ///
    /// # Errors
    ///
    /// As [`Client::recording_media`].
    pub async fn message_media(&self, message: &MessageSid, sid: &MediaSid) -> Result<Media, Error> {
        let mut request = Request::new(&MESSAGE_MEDIA);
        request.set_path("MessageSid", message.as_str().to_owned());
        request.set_path("Sid", sid.as_str().to_owned());
        self.media(self.open(&request).await?).await
    }

    /// The bytes at a URL of Twilio's API, such as [`InboundMedia::url`](crate::webhook::InboundMedia::url) or
    /// [`RecordingStatus::url`](crate::webhook::RecordingStatus::url).
    ///
    /// # Errors
    ///
    /// As [`Client::recording_media`]; a URL on another host than `api.twilio.com`, or not https, is an [`Error::Input`].
    pub async fn media_at(&self, url: &str) -> Result<Media, Error> {
        self.media(self.open_at(&Request::new(&AT_URL), url).await?).await
    }

    async fn media(&self, reply: Reply) -> Result<Media, Error> {
        let mut reply = reply;
        let request_id = reply.meta.request_id.clone();
        for _ in 0..MOST_REDIRECTS {
            if reply.stream.is_some() {
                break;
            }
            let location = reply.meta.location.clone().unwrap_or_default();
            reply = self.open_elsewhere(&Request::new(&ELSEWHERE), &location).await?;
        }
        let Reply { mut meta, stream, operation, host, sent_at, .. } = reply;
        if stream.is_none() {
            let text = format!("leads on and on: {MOST_REDIRECTS} redirects were followed");
            return Err(Error::input(operation.id(), vec![("location".to_owned(), text)]));
        }
        // What Twilio's support knows is the id of its own answer.
        meta.request_id = request_id.or(meta.request_id);
        let patience = self.patience();
        Ok(Media { meta, body: stream, operation, host, sent_at, patience, timer: Box::pin(sleep(patience)) })
    }
}

impl Media {
    /// Status, request id, attempts and the other facts about the exchange.
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// The MIME type, as the answer says it.
    pub fn content_type(&self) -> Option<&str> {
        self.meta.headers().get(CONTENT_TYPE)?.to_str().ok()
    }

    /// How many bytes there are, where the answer says it.
    pub fn length(&self) -> Option<u64> {
        self.meta.headers().get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
    }

    /// The next bytes, or `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// All bytes, if they are no more than `most`.
    ///
    /// # Errors
    ///
    /// [`Error::Transport`] where the stream breaks off or is longer.
    pub async fn collect(mut self, most: usize) -> Result<Bytes, Error> {
        let mut all = BytesMut::new();
        while let Some(bytes) = self.next().await {
            let bytes = bytes?;
            if bytes.len() > most.saturating_sub(all.len()) {
                return Err(
                    self.broken(TransportError::unreadable(format!("it is longer than {most} bytes")))
                );
            }
            all.extend_from_slice(&bytes);
        }
        Ok(all.freeze())
    }

    fn broken(&self, why: TransportError) -> Error {
        Error::Transport(Box::new(Failure::new(FailureParts {
            operation: Some(self.operation.id()),
            host: Some(self.host.clone()),
            sent_at: Some(self.sent_at),
            meta: self.meta.clone(),
            transport: Some(why),
            retryable: true,
            ..FailureParts::default()
        })))
    }
}

impl Stream for Media {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let Some(body) = &mut this.body else { return Poll::Ready(None) };
        let why = match body.as_mut().poll_next(context) {
            Poll::Ready(Some(Ok(bytes))) => {
                this.timer.as_mut().reset(Instant::now() + this.patience);
                return Poll::Ready(Some(Ok(bytes)));
            }
            Poll::Ready(None) => {
                this.body = None;
                return Poll::Ready(None);
            }
            Poll::Ready(Some(Err(why))) => why,
            Poll::Pending if this.timer.as_mut().poll(context).is_pending() => return Poll::Pending,
            Poll::Pending => TransportError::lost(format!("nothing more came within {:?}", this.patience)),
        };
        this.body = None;
        Poll::Ready(Some(Err(this.broken(why))))
    }
}

impl fmt::Debug for Media {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Media").field("meta", &self.meta).finish_non_exhaustive()
    }
}
