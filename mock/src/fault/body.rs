//! A body that may come bit by bit, or break off.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};

use super::reset::Reset;
use crate::timepiece::Timepiece;

/// Parts of a body that comes slowly.
const PARTS: usize = 10;

/// The body of an answer.
pub(crate) struct Paced {
    /// What is left, in the parts that are sent at once.
    parts: VecDeque<Bytes>,
    /// Bytes that were promised and are left.
    length: u64,
    pace: Option<Pace>,
}

struct Pace {
    time: Arc<Timepiece>,
    between: Duration,
    asleep: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
}

impl Paced {
    /// A body that comes at once.
    pub(crate) fn whole(body: Bytes) -> Paced {
        let length = body.len() as u64;
        let parts = if body.is_empty() { VecDeque::new() } else { VecDeque::from([body]) };
        Paced { parts, length, pace: None }
    }

    /// The same body over a while.
    pub(crate) fn slowly(mut self, over: Duration, time: &Arc<Timepiece>) -> Paced {
        let Some(body) = self.parts.pop_front() else { return self };
        let size = body.len().div_ceil(PARTS).max(1);
        let mut rest = body;
        while !rest.is_empty() {
            let part = rest.split_to(size.min(rest.len()));
            self.parts.push_back(part);
        }
        let number = u32::try_from(self.parts.len()).unwrap_or(1).max(1);
        self.pace = Some(Pace { time: Arc::clone(time), between: over / number, asleep: None });
        self
    }

    /// The same body, broken off in its middle though its length is promised.
    pub(crate) fn broken(mut self) -> Paced {
        let half = self.parts.len() / 2;
        match self.parts.pop_front() {
            Some(mut only) if self.parts.is_empty() => self.parts.push_front(only.split_to(only.len() / 2)),
            Some(first) => {
                self.parts.push_front(first);
                self.parts.truncate(half);
            }
            None => {}
        }
        self
    }
}

impl Body for Paced {
    type Data = Bytes;
    type Error = Reset;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Reset>>> {
        let more = !self.parts.is_empty();
        if let Some(pace) = self.pace.as_mut().filter(|_| more) {
            let asleep = pace.asleep.get_or_insert_with(|| {
                let (time, between) = (Arc::clone(&pace.time), pace.between);
                Box::pin(async move { time.sleep(between).await })
            });
            ready!(asleep.as_mut().poll(context));
            pace.asleep = None;
        }
        match self.parts.pop_front() {
            Some(part) => {
                self.length = self.length.saturating_sub(part.len() as u64);
                Poll::Ready(Some(Ok(Frame::data(part))))
            }
            None if self.length > 0 => Poll::Ready(Some(Err(Reset))),
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.parts.is_empty() && self.length == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}

#[cfg(test)]
mod tests {
    use super::Paced;
    use crate::timepiece::Timepiece;
    use bytes::Bytes;
    use http_body_util::BodyExt;
    use proptest::prelude::*;
    use std::sync::Arc;
    use std::time::{Duration, SystemTime};

    proptest! {
        #[test]
        fn any_body_arrives_whole_or_breaks_off(body: Vec<u8>, broken: bool, slow: bool) {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            let time = Arc::new(Timepiece::driven(SystemTime::UNIX_EPOCH));
            let mut paced = Paced::whole(Bytes::from(body.clone()));
            if slow {
                paced = paced.slowly(Duration::ZERO, &time);
            }
            if broken {
                paced = paced.broken();
            }
            let read = runtime.block_on(paced.collect());
            match broken && !body.is_empty() {
                true => prop_assert!(read.is_err()),
                false => prop_assert_eq!(read.unwrap().to_bytes(), body),
            }
        }
    }
}
