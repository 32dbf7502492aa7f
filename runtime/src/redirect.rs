//! Answers that say where the answer is.

use crate::client::Reply;
use crate::decode::parse;
use crate::model::Fields;
use crate::response::Answer;
use std::fmt;

/// Where Twilio keeps what was asked for: the answer of the operations that redirect and hold nothing themselves, such
/// as the payload of a recording's add-on.
///
/// It is never followed by the client: the place is another host, and the API key must not go there. Get it with an HTTP
/// client of your own, without credentials, and soon: such URLs are signed and short-lived. That is why `Debug` hides
/// the query.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Redirect {
    /// The URL, from the header `Location`, or else from `redirect_to` in the body, as Twilio wrote it.
    pub location: String,
}

impl Answer for Redirect {
    fn read(reply: &Reply) -> Result<Self, String> {
        let in_header =
            reply.meta.headers().get(http::header::LOCATION).and_then(|value| value.to_str().ok());
        let location = in_header.map(str::to_owned).or_else(|| in_body(&reply.body));
        match location.filter(|location| !location.is_empty()) {
            Some(location) => Ok(Self { location }),
            None => Err("there is no location, neither in a header nor as `redirect_to`".to_owned()),
        }
    }
}

fn in_body(body: &[u8]) -> Option<String> {
    let mut fields = Fields::decode(&parse(body).ok()?)?;
    fields.take("redirect_to")
}

impl fmt::Debug for Redirect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.location.split(['?', '#']).next().unwrap_or_default();
        f.debug_struct("Redirect").field("location", &place).finish_non_exhaustive()
    }
}
