//! The options of `mock`.

use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use std::path::PathBuf;
use std::str::FromStr;
use ureq::http::Uri;
use ureq::http::uri::Authority;

#[derive(Args, Debug)]
pub(crate) struct MockArguments {
    /// A document, a folder of documents, or the name of a bundled one (repeatable); else all bundled ones
    #[arg(long = "spec", value_name = "SPEC", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) specs: Vec<String>,
    /// The port of 127.0.0.1; 0 takes one that is free
    #[arg(long, value_name = "PORT", default_value_t = 4010)]
    pub(crate) port: u16,
    /// The account that it serves (default: made from the seed)
    #[arg(long, value_name = "SID", value_parser = account)]
    pub(crate) account: Option<String>,
    /// What identifiers, secrets and chances are made from: the same seed and the same requests give the same run
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub(crate) seed: u64,
    /// A file of fault rules, such as `- {do: status, status: 503, on: 'Create*', share: 0.1}`
    #[arg(long, value_name = "FILE")]
    pub(crate) faults: Option<PathBuf>,
    /// Ignore unknown inputs, as Twilio does, in place of refusing them
    #[arg(long)]
    pub(crate) lenient: bool,
    /// Let everything take about the time it takes at Twilio, also what is reported to a callback URL
    #[arg(long)]
    pub(crate) lifelike: bool,
    /// Let time stand still until `POST /_ringfence/clock` moves it
    #[arg(long)]
    pub(crate) driven_clock: bool,
    /// Send callbacks to this host, too, not to loopback alone (repeatable)
    #[arg(long = "allow-callback-host", value_name = "HOST", value_parser = host)]
    pub(crate) allow_callback_hosts: Vec<String>,
    /// Hold callbacks back and send them out of order
    #[arg(long)]
    pub(crate) shuffle_callbacks: bool,
    /// Send each callback so often
    #[arg(long, value_name = "NUMBER", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=10))]
    pub(crate) callback_copies: u8,
    /// A file of PEM certificates that receivers of callbacks are trusted by, beside Mozilla's roots
    #[arg(long, value_name = "FILE")]
    pub(crate) ca_file: Option<PathBuf>,
    /// Requests of one account that may be under way at once; more are answered 429
    #[arg(long, value_name = "NUMBER", value_parser = one_or_more::<usize>)]
    pub(crate) concurrency: Option<usize>,
    /// Calls that an account places per second; more wait
    #[arg(long, value_name = "NUMBER", default_value_t = 1, value_parser = one_or_more::<u32>)]
    pub(crate) calls_per_second: u32,
    /// Verifications of one recipient that may be started within ten minutes; more are refused
    #[arg(long, value_name = "NUMBER", value_parser = one_or_more::<usize>)]
    pub(crate) verification_starts: Option<usize>,
    /// Requests per second and operation that those take which tell of such a limit, such as TaskRouter's
    #[arg(long, value_name = "NUMBER", default_value_t = 50, value_parser = one_or_more::<u32>)]
    pub(crate) requests_per_second: u32,
    /// Seconds that messages may wait for their sender's turn; more are refused
    #[arg(long, value_name = "SECONDS", default_value_t = 36_000)]
    pub(crate) message_queue: u64,
    /// A number of the account (repeatable); with one, messages and calls from others are refused
    #[arg(long = "phone-number", value_name = "NUMBER", value_parser = phone_number)]
    pub(crate) phone_numbers: Vec<String>,
    /// Rows of a page where the client does not say
    #[arg(long, value_name = "ROWS", default_value_t = 50, value_parser = rows)]
    pub(crate) page_size: usize,
    /// Requests that are kept to be shown, and as many callbacks
    #[arg(long, value_name = "NUMBER", default_value_t = 10_000, value_parser = one_or_more::<usize>)]
    pub(crate) keep: usize,
    /// Mebibytes that these may take, each
    #[arg(long, value_name = "MEBIBYTES", default_value_t = 64, value_parser = mebibytes)]
    pub(crate) keep_mebibytes: usize,
    /// Things that are kept of what was created; beyond, the oldest goes
    #[arg(long, value_name = "NUMBER", default_value_t = 100_000, value_parser = one_or_more::<usize>)]
    pub(crate) keep_things: usize,
    /// Mebibytes that these may take
    #[arg(long, value_name = "MEBIBYTES", default_value_t = 512, value_parser = mebibytes)]
    pub(crate) keep_things_mebibytes: usize,
    /// Report errors to this URL, as Twilio reports them to the webhook of its debugger
    #[arg(long, value_name = "URL", value_parser = url)]
    pub(crate) debugger_url: Option<String>,
    /// Write a line for each request and callback, on a terminal as well
    #[arg(long)]
    pub(crate) plain: bool,
}

fn account(text: &str) -> Result<String, String> {
    let digits = text.strip_prefix("AC").unwrap_or_default();
    match digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        true => Ok(text.to_owned()),
        false => Err("`AC` and 32 hex digits are needed".to_owned()),
    }
}

/// A number that leaves something to serve.
fn one_or_more<T: FromStr + PartialOrd + From<u8>>(text: &str) -> Result<T, String> {
    let number = text.parse().ok().filter(|number| *number >= T::from(1));
    number.ok_or_else(|| "a number from 1 on is needed".to_owned())
}

/// As many as Twilio itself puts on a page.
fn rows(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| (1..=1000).contains(number));
    number.ok_or_else(|| "a number from 1 to 1000 is needed".to_owned())
}

/// A number as Twilio writes it, or a short code.
fn phone_number(text: &str) -> Result<String, String> {
    let (digits, lengths) = text.strip_prefix('+').map_or((text, 3..=8), |digits| (digits, 7..=15));
    match lengths.contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        true => Ok(text.to_owned()),
        false => Err("a number in E.164 such as `+15005550006`, or a short code, is needed".to_owned()),
    }
}

/// The name of a host alone.
fn host(text: &str) -> Result<String, String> {
    match text.parse::<Authority>().is_ok_and(|authority| authority.host() == text) {
        true => Ok(text.to_owned()),
        false => {
            Err("the name of a host is needed, without scheme, port and path: `hooks.example.com`".to_owned())
        }
    }
}

fn url(text: &str) -> Result<String, String> {
    let is_one = |url: &Uri| matches!(url.scheme_str(), Some("http" | "https")) && url.host().is_some();
    match text.parse::<Uri>().is_ok_and(|url| is_one(&url)) {
        true => Ok(text.to_owned()),
        false => Err("an http or https URL is needed, such as `http://127.0.0.1:3000/errors`".to_owned()),
    }
}

fn mebibytes(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| (1..=4096).contains(number));
    number.ok_or_else(|| "a number from 1 to 4096 is needed".to_owned())
}
