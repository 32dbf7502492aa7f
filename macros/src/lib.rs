//! The procedural macros of Ringfence. Entry points only: each calls a module that works on `proc_macro2`.
//!
//! Use them through `ringfence`, which re-exports all of them.
#![deny(missing_docs)]

mod argument;
mod callback_url;
mod enforce;
mod fault;
mod item;
mod permit;
mod phone_number;
mod report;
mod retry;
mod sid;
mod surroundings;
mod turn;
mod webhook;

use proc_macro::TokenStream;
use turn::take_turn;

/// Holds the lints on a function, an `impl` block, a trait or an inline module, while compiling.
///
/// A finding at level `deny` is a compile error at the place where the fix goes; one at level `warn` is a warning that `#[allow(deprecated)]`
/// silences. Levels come from `[package.metadata.ringfence.lints]` and `[workspace.metadata.ringfence.lints]`; the arguments set them for the
/// item alone, by lint or by group of lints:
///
/// ```
/// use ringfence_macros::enforce;
///
/// #[enforce(
///     warn(unretried_call),
///     permit(plain_http_url, reason = "a test double that speaks no TLS stands in for the host"),
/// )]
/// fn host() -> &'static str {
///     "localhost"
/// }
/// ```
///
/// The command and the build script obey these levels, too. An enforced item inside an enforced one is judged once, at its own levels over those
/// around it.
///
/// A name that the item does not define (a const or a helper function elsewhere in the crate) is looked up in the crate's sources. Clean code
/// costs a scan of its tokens. The macro does nothing in a package that is built from a registry, a git checkout or a vendored folder: a new lint
/// never breaks a stranger's build. Stable Rust takes no attribute on `mod name;`, so whole crates are checked by `cargo ringfence check`.
#[proc_macro_attribute]
pub fn enforce(arguments: TokenStream, item: TokenStream) -> TokenStream {
    take_turn(|| enforce::enforce(arguments.into(), item.into()).into())
}

/// Permits lints on an item, for a written reason.
///
/// ```
/// use ringfence_macros::permit;
///
/// #[permit(plain_http_url, reason = "the host is a test double on the same machine")]
/// fn host() -> &'static str {
///     "http://localhost:8080"
/// }
/// ```
///
/// It stands above or below [`enforce`], and inside an enforced item also on statements, loops and expressions, where stable Rust takes no other
/// attribute macro. The reason is required and may not be blank.
#[proc_macro_attribute]
pub fn permit(arguments: TokenStream, item: TokenStream) -> TokenStream {
    take_turn(|| permit::permit(arguments.into(), item.into()).into())
}

/// Attempts a function again while its output says that Twilio answered 429: with exponential backoff and full jitter, and
/// after what `Retry-After` asks for.
///
/// ```text
/// #[ringfence::retry(attempts = 5, base = "200ms", cap = "10s")]
/// async fn fetch(http: &reqwest::Client, url: &str) -> Result<reqwest::Response, reqwest::Error> {
///     http.get(url).send().await?.error_for_status()
/// }
/// ```
///
/// | argument | what it sets | values | default |
/// |---|---|---|---|
/// | `attempts` | attempts, the first included | 2 to 100 | 6 |
/// | `base` | the upper end of the first wait, which doubles each time | `"1ms"` to `"60m"` | `"250ms"` |
/// | `cap` | the upper end of every wait that Twilio does not ask for | `base` to `"60m"` | `"10s"` |
/// | `deadline` | no attempt begins later than this after the first | `base` to `"60m"` | `"60s"` |
/// | `on` | what else is retried: `"connect"`, a request that never left | `"connect"` | |
///
/// What is retried was not processed, so that a create is never done twice. The output says whether it was throttled: see
/// `ringfence::Throttled`, which results of `ringfence` implement, and with features of these names those of reqwest and ureq; a 429 that is an
/// `Ok` is seen.
///
/// It stands on an async or a blocking function or method, above or below [`enforce`]. Each attempt gets its own copy of
/// every argument, hence arguments are `Clone` (references are) and never `&mut`. An async function waits under tokio's
/// clock, or by a thread where there is no tokio; a blocking one sleeps.
#[proc_macro_attribute]
pub fn retry(arguments: TokenStream, item: TokenStream) -> TokenStream {
    take_turn(|| retry::retry(arguments.into(), item.into()).into())
}

/// Marks a function that validates webhook signatures with the Auth Token by its own code.
///
/// Its body is checked instead: there the token may go into an HMAC and nowhere else. It changes nothing in the item.
///
/// ```
/// use ringfence_macros::signature_validation;
///
/// #[signature_validation]
/// fn is_signed(auth_token: &str, signature: &[u8]) -> bool {
///     !auth_token.is_empty() && signature.len() == 20
/// }
/// ```
#[proc_macro_attribute]
pub fn signature_validation(_arguments: TokenStream, item: TokenStream) -> TokenStream {
    item
}

/// Demands of a handler that it takes what Twilio signed: a `Verified<_>` of `ringfence::webhook` among its parameters, by that
/// name, or a `Result` of one.
///
/// ```text
/// #[ringfence::webhook]
/// async fn inbound(message: Verified<InboundMessage>) -> &'static str {
///     "<Response/>"
/// }
/// ```
///
/// Without one it is a compile error that says what to write. It changes nothing in the item and stands above or below
/// [`enforce`]. What else a handler reads, the lint `unvalidated_webhook` looks at.
#[proc_macro_attribute]
pub fn webhook(arguments: TokenStream, item: TokenStream) -> TokenStream {
    take_turn(|| webhook::webhook(arguments.into(), item.into()).into())
}

/// A callback URL with connection overrides, checked while compiling.
///
/// ```text
/// callback_url!("https://example.com/sms", rc = 2, rp = [ct, rt, "5xx"], ct = 2000, e = [ashburn, dublin])
/// ```
///
/// | key | what it sets | values | Twilio's default |
/// |---|---|---|---|
/// | `ct` | TCP connect timeout | 100 to 10000 ms | 5000 |
/// | `rt` | read timeout | 100 to 15000 ms | 15000 |
/// | `tt` | total time, retries included | 100 to 15000 ms | 15000 |
/// | `rc` | retries | 0 to 5 | 1 |
/// | `rp` | what is retried | `4xx`, `5xx`, `ct`, `rt`, each once, or `all` alone | `ct` |
/// | `sni` | server name indication, https only | `y`, `n` | `y` |
/// | `e` | egress edges, taken in turn | `ashburn`, `dublin`, `frankfurt`, `sao-paulo`, `singapore`, `sydney`, `tokyo`, `umatilla`, and with Interconnect `ashburn-ix`, `frankfurt-ix`, `london-ix`, `san-jose-ix`, `singapore-ix` | `ashburn` |
///
/// The URL must be https (http on loopback only) with a host without underscores: what is taken here and by `CallbackUrl` is the same. All mistakes are reported at once, each at its own word.
/// Source: <https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides>.
#[proc_macro]
pub fn callback_url(input: TokenStream) -> TokenStream {
    take_turn(|| callback_url::expand(input.into()).into())
}

/// A phone number in E.164, checked while compiling: `+`, the country code and the rest, 2 to 15 digits in all.
///
/// ```text
/// const SUPPORT: ringfence::PhoneNumber = ringfence::phone_number!("+15558675310");
/// ```
///
/// What is taken here is what `PhoneNumber::is_e164` says yes to. Addresses of channels (`whatsapp:+15558675310`), short codes and alphanumeric
/// senders are made with `PhoneNumber::from`.
#[proc_macro]
pub fn phone_number(input: TokenStream) -> TokenStream {
    take_turn(|| phone_number::expand(input.into()).into())
}

/// A SID of a type, checked while compiling: the prefix of the type, then 32 hex digits.
///
/// ```text
/// const QUEUE: ringfence::QueueSid = ringfence::sid!(QueueSid, "QU...");
/// let site = ringfence::sid!(Sid<'I', 'S'>, "IS...");
/// ```
///
/// The type is one of ringfence's, by its name; it need not be imported. What is taken here is what `parse()` takes.
#[proc_macro]
pub fn sid(input: TokenStream) -> TokenStream {
    take_turn(|| sid::expand(input.into()).into())
}
