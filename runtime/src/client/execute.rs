//! The async driver of the send loop: it sends, sleeps and reports; what comes next is not its decision.

use super::observe;
use super::room::Room;
use super::target::{Target, target, target_at, target_elsewhere};
use super::{Client, Reply};
use crate::credentials::Credential;
use crate::error::{Failure, FailureParts, Problem, twilio_code};
use crate::limit::AccountLimits;
use crate::send_loop::{Outcome, SendLoop, Step, Verdict};
use crate::transport::{BodyStream, Fate, Limits, TransportError};
use crate::{Error, Meta, Method, Operation, Request, RetryPolicy, Security};
use bytes::{Bytes, BytesMut};
use http::header::{
    ACCEPT, AUTHORIZATION, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HOST, TRANSFER_ENCODING,
    USER_AGENT,
};
use http::{HeaderMap, HeaderName, HeaderValue};
use jiff::Timestamp;
use std::future::poll_fn;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tokio::runtime::Handle;
use tokio::time::{Instant, sleep, timeout};
use tracing::{Instrument, warn};

/// One call: what is sent each time, and what is known of it so far.
pub(super) struct Call<'r> {
    request: &'r Request,
    host: String,
    message: http::Request<Bytes>,
    sent_at: SystemTime,
    waits: Vec<Duration>,
    last: Last,
    idempotent: bool,
    /// What it was last sent with.
    pub(super) credential: Option<Arc<Credential>>,
    /// Whether a success is handed on before its body is there.
    opens: bool,
    moves: u32,
    /// How long it may wait for room.
    patience: Duration,
    /// Before the first sending.
    queued: Duration,
    /// Why there was no other attempt, where that is not the policy.
    problems: Vec<Problem>,
}

/// How often one call is told that what it addresses has another path now.
const MOST_MOVES: u32 = 3;

/// The end of the last sending.
pub(super) enum Last {
    Answer {
        meta: Box<Meta>,
        body: Bytes,
        /// Twilio's code, which decides about a 429 alone: other bodies are not parsed here.
        code: Option<u32>,
        /// The body of a success that is still to come.
        stream: Option<BodyStream>,
    },
    Failure(TransportError),
}

impl Client {
    /// Sends a request through the send loop; an answer outside 2xx is an error, but for a redirect where the
    /// operation answers with one.
    pub(crate) async fn execute(&self, request: &Request) -> Result<Reply, Error> {
        let target = self.target(request)?;
        let method = method(request.operation());
        let body = request.body().map(|(content_type, body)| (content_type, Bytes::from(body)));
        self.drive(self.call(request, method, target, body)?).await
    }

    /// The same, unless there is no room for it within this time: nothing was sent then.
    pub(crate) async fn execute_soon(&self, request: &Request, patience: Duration) -> Result<Reply, Error> {
        let (target, method) = (self.target(request)?, method(request.operation()));
        let body = request.body().map(|(content_type, body)| (content_type, Bytes::from(body)));
        let call = self.call(request, method, target, body)?;
        self.drive(Call { patience, ..call }).await
    }

    /// The same for a GET whose success is handed on as a stream.
    pub(crate) async fn open(&self, request: &Request) -> Result<Reply, Error> {
        let call = self.call(request, http::Method::GET, self.target(request)?, None)?;
        self.drive(Call { opens: true, ..call }).await
    }

    pub(super) fn target(&self, request: &Request) -> Result<Target, Error> {
        let shared = &self.inner.shared;
        let path = request.target(&self.inner.account)?;
        target(request.operation(), shared.region, shared.mock_base.as_ref(), &path)
    }

    /// Sends a GET for a next page, or for what an answer began: `location` is a path with query on the operation's host, or an absolute https URL
    /// there. Anything else is an error, and nothing is sent.
    pub(crate) async fn execute_at(&self, request: &Request, location: &str) -> Result<Reply, Error> {
        self.drive(self.call(request, http::Method::GET, self.target_at(request, location)?, None)?).await
    }

    /// The same for an answer that is handed on as a stream.
    pub(crate) async fn open_at(&self, request: &Request, location: &str) -> Result<Reply, Error> {
        let call = self.call(request, http::Method::GET, self.target_at(request, location)?, None)?;
        self.drive(Call { opens: true, ..call }).await
    }

    fn target_at(&self, request: &Request, location: &str) -> Result<Target, Error> {
        let shared = &self.inner.shared;
        target_at(request.operation(), shared.region, shared.mock_base.as_ref(), location)
    }

    /// Sends a GET to wherever an answer leads, for an operation without credentials.
    pub(crate) async fn open_elsewhere(&self, request: &Request, location: &str) -> Result<Reply, Error> {
        let target = target_elsewhere(request.operation(), self.inner.shared.mock_base.as_ref(), location)?;
        let call = self.call(request, http::Method::GET, target, None)?;
        self.drive(Call { opens: true, ..call }).await
    }

    pub(super) async fn drive(&self, call: Call<'_>) -> Result<Reply, Error> {
        let operation = call.request.operation();
        let span = observe::span(operation, &call.host, self.lane);
        let fetched =
            call.message.uri().path_and_query().filter(|_| call.message.method() == http::Method::GET);
        if fetched.is_some_and(|path| self.inner.shared.repeats.count(operation, &call.host, path.as_str())) {
            warn!(
                target: "ringfence", parent: &span,
                "the same fetch ten times within a minute: a status callback, or `StatusStream`, would tell at once"
            );
        }
        if let Some(days) = self.inner.shared.ages.told(operation, Timestamp::now) {
            warn!(
                target: "ringfence", parent: &span, document_date = operation.date(), days,
                "generated from a document of more than a quarter of a year ago: `cargo ringfence specs fetch` takes newer ones"
            );
        }
        let reply = self.attempt(call).instrument(span.clone()).await;
        let (meta, error) = match &reply {
            Ok(reply) => (Some(&reply.meta), None),
            Err(error) => (error.meta(), Some(error)),
        };
        observe::concluded(&span, meta, error);
        reply
    }

    async fn attempt(&self, mut call: Call<'_>) -> Result<Reply, Error> {
        let request = call.request;
        let policy = match request.no_retry() {
            Some(reason) => RetryPolicy::off(reason.clone()),
            None => self.inner.shared.retry.clone(),
        };
        let fetching = call.message.method() == http::Method::GET;
        let asked = Instant::now();
        let limits = self.limits_of(request);
        let savings = limits.as_ref().unwrap_or(&self.inner.limits).clone();
        let path = call.message.uri().path();
        let entering = Room::enter(limits, self.lane, request.operation(), path);
        let Ok(mut room) = timeout(call.patience, entering).await else {
            let text = format!("the account had no room for it within {:?}", call.patience);
            return Err(Error::unsent(request.operation(), &call.host, text));
        };
        // After the wait for room, in which a key may be replaced and a token may end.
        self.authorize(&mut call).await?;
        let started = Instant::now();
        (call.queued, call.sent_at) = (started - asked, SystemTime::now());
        savings.savings.earn();
        let mut send_loop = SendLoop::new(request.operation(), policy, self.inner.shared.bounds)
            .keyed(request.has_idempotency_key())
            // The exchange of a token changes nothing that anybody would have to look for.
            .reading(request.operation().security() == Security::None)
            .fetching(fetching && request.operation().method() != Method::Get);
        let mut step = send_loop.begin();
        loop {
            step = match step {
                Step::Send(time) => {
                    let sent = Instant::now();
                    call.last = self.send(call.message.clone(), call.opens, time).await;
                    let account = request.account().unwrap_or(self.inner.account.as_str());
                    observe::attempted(request.operation(), account, &call.last, sent.elapsed());
                    room.leave(&call.last);
                    send_loop.finished(call.last.outcome(), started.elapsed(), fastrand::f64())
                }
                Step::Wait(_) if !savings.savings.spend() => {
                    call.problems.push(Problem::new("the client's retry budget", SPENT));
                    send_loop.give_up()
                }
                Step::Wait(wait) => {
                    observe::waits(request.operation(), wait);
                    call.waits.push(wait);
                    sleep(wait).await;
                    self.again(&mut call, &mut room, &mut send_loop, started).await
                }
                Step::Done(_) if self.follow(&mut call) => {
                    room.reenter(call.message.uri().path(), send_loop.left(started.elapsed())).await;
                    send_loop.waited(started.elapsed())
                }
                Step::Done(verdict) => {
                    if call.last.is_unauthorized() {
                        self.forget(call.message.headers().get(AUTHORIZATION)).await;
                    }
                    return self.conclude(verdict, call, send_loop.sends(), started.elapsed());
                }
            };
        }
    }

    /// After a wait: room, a turn and what the next attempt is sent with, all within the time of the call.
    async fn again(
        &self,
        call: &mut Call<'_>,
        room: &mut Room,
        send_loop: &mut SendLoop,
        started: Instant,
    ) -> Step {
        room.reenter(call.message.uri().path(), send_loop.left(started.elapsed())).await;
        match timeout(send_loop.left(started.elapsed()), self.authorize(call)).await {
            Ok(Ok(())) => send_loop.waited(started.elapsed()),
            // What is known of the call is what its last attempt said.
            Ok(Err(error)) => {
                call.problems.push(Problem::new("the token for another attempt", error.to_string()));
                send_loop.give_up()
            }
            Err(_) => send_loop.give_up(),
        }
    }

    /// A call of which nothing was sent yet.
    pub(super) fn call<'r>(
        &self,
        request: &'r Request,
        method: http::Method,
        target: Target,
        body: Option<(&'static str, Bytes)>,
    ) -> Result<Call<'r>, Error> {
        if Handle::try_current().is_err() {
            let text = "there is none here: call the client from within a tokio runtime";
            return Err(Error::configuration(vec![Problem::new("runtime", text)]));
        }
        Ok(Call {
            request,
            idempotent: method == http::Method::GET || request.is_idempotent(),
            credential: None,
            opens: false,
            moves: 0,
            message: self.message(request, method, &target, body)?,
            host: target.host,
            sent_at: SystemTime::now(),
            waits: Vec::new(),
            last: Last::Failure(TransportError::not_sent("nothing was sent yet")),
            patience: Duration::MAX,
            queued: Duration::ZERO,
            problems: Vec::new(),
        })
    }

    /// The limits of the account that a request is for; none where nobody's account is counted, as for the exchange of a token.
    fn limits_of(&self, request: &Request) -> Option<Arc<AccountLimits>> {
        let inner = &self.inner;
        let is_counted = request.operation().security() != Security::None;
        is_counted.then(|| match request.account() {
            Some(account) => inner.shared.accounts.of(account),
            None => Arc::clone(&inner.limits),
        })
    }

    /// Turns the call to where its answer says that what it addresses has moved, if the document tells of such answers:
    /// on the host of the operation, under the same rules as a next page.
    fn follow(&self, call: &mut Call<'_>) -> bool {
        let (operation, shared) = (call.request.operation(), &self.inner.shared);
        let Last::Answer { meta, .. } = &call.last else { return false };
        let is_move = operation.is_answered_by_moves() && matches!(meta.status, 301 | 308);
        let Some(location) = meta.location.as_deref().filter(|_| is_move && call.moves < MOST_MOVES) else {
            return false;
        };
        let Ok(target) = target_at(operation, shared.region, shared.mock_base.as_ref(), location) else {
            return false;
        };
        call.moves += 1;
        *call.message.uri_mut() = target.uri;
        true
    }

    async fn send(&self, message: http::Request<Bytes>, opens: bool, time: Duration) -> Last {
        let shared = &self.inner.shared;
        let limits = Limits::new(time, shared.read_timeout, shared.body_bytes);
        let transport = &self.inner.shared.transport;
        let exchange = async {
            match opens {
                true => begin(transport.open(message, limits).await?, limits).await,
                false => transport.send(message, limits).await.map(|answer| (answer, None)),
            }
        };
        match timeout(time, exchange).await {
            Ok(Ok((answer, stream))) => {
                let (parts, body) = answer.into_parts();
                let meta = Meta::from_answer(parts.status.as_u16(), parts.headers, Timestamp::now());
                let code = if meta.status == 429 { twilio_code(&body) } else { None };
                Last::Answer { meta: Box::new(meta), body, code, stream }
            }
            Ok(Err(failure)) => Last::Failure(failure),
            Err(_) => Last::Failure(TransportError::lost(format!("no answer within {time:?}"))),
        }
    }

    /// The message as it goes on the wire, the same for every attempt.
    fn message(
        &self,
        request: &Request,
        method: http::Method,
        target: &Target,
        body: Option<(&'static str, Bytes)>,
    ) -> Result<http::Request<Bytes>, Error> {
        let (content_type, body) = match body {
            Some((content_type, body)) => (Some(content_type), body),
            None => (None, Bytes::new()),
        };
        // A POST without a body says so, or servers may answer 411 (RFC 9110, section 8.6).
        let says_empty = body.is_empty() && !matches!(method, http::Method::GET | http::Method::DELETE);
        let mut message = http::Request::new(body);
        *message.method_mut() = method;
        *message.uri_mut() = target.uri.clone();
        let headers = message.headers_mut();
        headers.extend(HeaderValue::from_str(request.operation().accept()).ok().map(|kind| (ACCEPT, kind)));
        headers.insert(USER_AGENT, self.inner.shared.user_agent.clone());
        headers.extend(content_type.map(|value| (CONTENT_TYPE, HeaderValue::from_static(value))));
        headers.extend(says_empty.then(|| (CONTENT_LENGTH, HeaderValue::from_static("0"))));
        add_inputs(request, headers)?;
        if self.inner.shared.mock_base.is_some() {
            headers.extend(HeaderValue::from_str(&target.host).ok().map(|host| (HOST, host)));
        }
        Ok(message)
    }

    /// Puts what the call authenticates with into its message: last, so that no input of an operation can stand in its place, and before each
    /// sending, since a key may have been replaced and a token may have ended.
    async fn authorize(&self, call: &mut Call<'_>) -> Result<(), Error> {
        let authorization = self.authorization(call.request.operation(), &call.host).await?;
        let headers = call.message.headers_mut();
        match authorization {
            Some((authorization, credential)) => {
                call.credential = Some(credential);
                headers.insert(AUTHORIZATION, authorization)
            }
            None => headers.remove(AUTHORIZATION),
        };
        Ok(())
    }

    fn conclude(
        &self,
        verdict: Verdict,
        call: Call<'_>,
        sends: u32,
        elapsed: Duration,
    ) -> Result<Reply, Error> {
        let Call {
            request, host, sent_at, waits, last, idempotent, queued, credential, mut problems, ..
        } = call;
        let operation = request.operation();
        let retryable = last.is_retryable(idempotent);
        let (mut meta, mut body, stream, transport) = match last {
            Last::Answer { meta, body, stream, .. } => (*meta, body, stream, None),
            Last::Failure(failure) => (Meta::default(), Bytes::new(), None, Some(failure)),
        };
        (meta.attempts, meta.waits, meta.elapsed, meta.queued) = (sends, waits, elapsed, queued);
        if matches!(verdict, Verdict::Succeeded | Verdict::AlreadyGone) {
            if verdict == Verdict::AlreadyGone {
                body.clear();
            }
            return Ok(Reply { meta, body, operation, host, sent_at, stream, asked: None });
        }
        // A 401 names the credential, so that a reader knows which one to look at.
        if let Some(credential) = credential.filter(|_| meta.status == 401) {
            problems.push(Problem::new(credential.name(), REFUSED));
        }
        let failure = Box::new(Failure::new(FailureParts {
            operation: Some(operation.id()),
            host: Some(host),
            sent_at: Some(sent_at),
            problems,
            meta,
            body,
            transport,
            retryable,
            curl: Some(Box::new(self.curl(request.clone()))),
        }));
        Err(match verdict {
            Verdict::Unknown => Error::OutcomeUnknown(failure),
            Verdict::Unanswered => Error::Transport(failure),
            _ => Error::Api(failure),
        })
    }
}

/// Of the budget of retries.
const SPENT: &str =
    "is spent: so many calls fail that more retries would make it worse (`ClientBuilder::retry_budget`)";

/// Of the credential after a 401.
const REFUSED: &str = "was refused: it may be deleted, of another account, or of another region";

/// Leaves the body of a success to come, and reads any other.
async fn begin(
    answer: http::Response<BodyStream>,
    limits: Limits,
) -> Result<(http::Response<Bytes>, Option<BodyStream>), TransportError> {
    let (parts, mut stream) = answer.into_parts();
    if parts.status.is_success() {
        return Ok((http::Response::from_parts(parts, Bytes::new()), Some(stream)));
    }
    let mut body = BytesMut::new();
    while let Some(piece) = poll_fn(|context| stream.as_mut().poll_next(context)).await {
        let piece = piece?;
        let room = limits.body_bytes.saturating_sub(body.len());
        body.extend_from_slice(piece.get(..room).unwrap_or(&piece));
        if piece.len() >= room {
            break;
        }
    }
    Ok((http::Response::from_parts(parts, body.freeze()), None))
}

impl Last {
    fn is_unauthorized(&self) -> bool {
        matches!(self, Self::Answer { meta, .. } if meta.status == 401)
    }

    fn outcome(&self) -> Outcome {
        match self {
            Self::Answer { meta, code, .. } => {
                Outcome::Answered { status: meta.status, code: *code, retry_after: meta.retry_after }
            }
            Self::Failure(failure) => match failure.fate() {
                Fate::NotSent => Outcome::NotSent,
                Fate::Lost => Outcome::Lost,
                Fate::Unreadable => Outcome::Unreadable,
            },
        }
    }

    /// Whether another call later is safe and may help, by the same matrix as within the call.
    fn is_retryable(&self, idempotent: bool) -> bool {
        crate::send_loop::may_repeat(self.outcome(), idempotent)
    }
}

fn method(operation: &Operation) -> http::Method {
    match operation.method() {
        Method::Get => http::Method::GET,
        Method::Post => http::Method::POST,
        Method::Put => http::Method::PUT,
        Method::Patch => http::Method::PATCH,
        Method::Delete => http::Method::DELETE,
    }
}

/// Where a message ends, where it goes and whose it is, no input of a document may say.
const NOT_INPUTS: [HeaderName; 5] = [HOST, CONTENT_LENGTH, TRANSFER_ENCODING, CONNECTION, COOKIE];

/// Headers that are inputs, such as `If-Match`; all that cannot be sent are named at once.
fn add_inputs(request: &Request, headers: &mut HeaderMap) -> Result<(), Error> {
    let mut problems = Vec::new();
    for (name, value) in request.headers() {
        match (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
            (Ok(known), _) if NOT_INPUTS.contains(&known) => {
                problems.push(((*name).to_owned(), "is a header that the client itself sets".to_owned()));
            }
            (Ok(name), Ok(value)) => {
                headers.insert(name, value);
            }
            _ => problems
                .push(((*name).to_owned(), "holds a character that may not stand in a header".to_owned())),
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(Error::input(request.operation().id(), problems)) }
}
