//! A body on its way in: bounded, and unfolded where it is compressed.

use super::TransportError;
use bytes::Bytes;
use http::HeaderMap;
use std::io::{self, Write};

#[cfg(feature = "gzip")]
use flate2::write::MultiGzDecoder;

/// Says that a compressed body is welcome.
pub(super) fn offer(headers: &mut HeaderMap) {
    #[cfg(feature = "gzip")]
    headers.entry(http::header::ACCEPT_ENCODING).or_insert(http::HeaderValue::from_static("gzip"));
    #[cfg(not(feature = "gzip"))]
    let _ = headers;
}

/// What was read of a body until now.
pub(super) enum Taken {
    Plain(Bounded),
    #[cfg(feature = "gzip")]
    Folded(Box<MultiGzDecoder<Bounded>>),
}

impl Taken {
    /// The body that these headers announce, up to `most` bytes; what they say of compression, which is undone here, goes.
    pub(super) fn new(headers: &mut HeaderMap, most: usize) -> Self {
        let bounded = Bounded { body: Vec::new(), most, is_full: false };
        #[cfg(feature = "gzip")]
        if headers.get(http::header::CONTENT_ENCODING).is_some_and(|encoding| encoding == "gzip") {
            headers.remove(http::header::CONTENT_ENCODING);
            headers.remove(http::header::CONTENT_LENGTH);
            return Self::Folded(Box::new(MultiGzDecoder::new(bounded)));
        }
        #[cfg(not(feature = "gzip"))]
        let _ = headers;
        Self::Plain(bounded)
    }

    /// Takes a piece, as far as there is room.
    pub(super) fn take(&mut self, piece: &[u8]) -> Result<(), TransportError> {
        let written = match self {
            Self::Plain(bounded) => bounded.write_all(piece),
            #[cfg(feature = "gzip")]
            Self::Folded(decoder) => decoder.write_all(piece),
        };
        self.judge(written)
    }

    /// Whether more came than there is room for.
    pub(super) fn is_full(&mut self) -> bool {
        self.bounded_mut().is_full
    }

    /// What there is room for, and whether that is all.
    pub(super) fn finish(mut self) -> Result<(Bytes, bool), TransportError> {
        #[cfg(feature = "gzip")]
        if let Self::Folded(decoder) = &mut self {
            // The last of it is unfolded here.
            let finished = decoder.try_finish();
            self.judge(finished)?;
        }
        let bounded = self.bounded_mut();
        Ok((Bytes::from(std::mem::take(&mut bounded.body)), !bounded.is_full))
    }

    /// That there is no room is no fault.
    fn judge(&mut self, written: io::Result<()>) -> Result<(), TransportError> {
        match written {
            Err(error) if !self.is_full() => Err(TransportError::unreadable(error)),
            _ => Ok(()),
        }
    }

    fn bounded_mut(&mut self) -> &mut Bounded {
        match self {
            Self::Plain(bounded) => bounded,
            #[cfg(feature = "gzip")]
            Self::Folded(decoder) => decoder.get_mut(),
        }
    }
}

/// Takes so many bytes and refuses more, which also ends what would unfold to them.
pub(super) struct Bounded {
    body: Vec<u8>,
    most: usize,
    is_full: bool,
}

impl Write for Bounded {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        let room = self.most.saturating_sub(self.body.len());
        match piece.get(..room).filter(|_| room < piece.len()) {
            Some(fits) => {
                self.body.extend_from_slice(fits);
                self.is_full = true;
                Err(io::Error::other("no more room"))
            }
            None => {
                self.body.extend_from_slice(piece);
                Ok(piece.len())
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
