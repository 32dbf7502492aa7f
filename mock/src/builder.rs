//! What a mock serves, and how it is started.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::net::TcpListener;

use crate::callback::outbox::CallbackOrder;
use crate::callback::player::play;
use crate::callback::tls::{Trust, certificates};
use crate::catalog::Catalog;
use crate::error::{DocumentProblem, MockError};
use crate::fault::{Fault, read as read_faults};
use crate::journal::Keep;
use crate::limit::Limits;
use crate::mock::Mock;
use crate::seed::Seed;
use crate::server::serve;
use crate::timepiece::Timepiece;
use crate::volume::{Text, Volume};
use crate::world::{Settings, World};

/// Bundled documents that this process has seen: they never change, and tests start many mocks.
static BUNDLED: Mutex<BTreeMap<&'static str, Arc<Volume>>> = Mutex::new(BTreeMap::new());

/// The token endpoint of OAuth apps.
const TOKEN: &str = include_str!("token.yaml");

/// Where a document comes from.
#[derive(Clone, Debug)]
enum Source {
    Bundled(String),
    Text { name: String, text: String },
    File(PathBuf),
}

/// Documents and settings of a mock.
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `start`"]
pub struct Builder {
    sources: Vec<Source>,
    seed: u64,
    port: u16,
    settings: Settings,
    /// Where a driven clock starts.
    clock: Option<SystemTime>,
    /// Certificates in PEM.
    trusted: Vec<Vec<u8>>,
    faults: Vec<Fault>,
    /// Names and texts of rules.
    fault_texts: Vec<(String, String)>,
}

/// Time between the states of what is told to somebody.
const STEP_TIME: Duration = Duration::from_millis(10);

impl Builder {
    pub(crate) fn new() -> Builder {
        let settings = Settings {
            strict: true,
            page_size: 50,
            step_time: Some(STEP_TIME),
            account_sid: None,
            callback_hosts: Vec::new(),
            debugger_url: None,
            callback_order: CallbackOrder::default(),
            callback_copies: 1,
            limits: Limits::default(),
            things: Keep { entries: 100_000, bytes: 512 << 20 },
            keep: Keep { entries: 100_000, bytes: 64 << 20 },
        };
        Builder {
            sources: Vec::new(),
            seed: 1,
            port: 0,
            settings,
            clock: None,
            trusted: Vec::new(),
            faults: Vec::new(),
            fault_texts: Vec::new(),
        }
    }

    /// Serves a bundled document, by its name with or without `twilio_`. Without any document named, all bundled ones
    /// are served.
    pub fn document_bundled(mut self, name: &str) -> Builder {
        self.sources.push(Source::Bundled(name.to_owned()));
        self
    }

    /// Serves a document given as YAML or JSON text; the name stands in error messages.
    pub fn document_text(mut self, name: &str, text: &str) -> Builder {
        self.sources.push(Source::Text { name: name.to_owned(), text: text.to_owned() });
        self
    }

    /// Serves a file, YAML or JSON, or every such file of a folder. Of a folder only the paths are read at the start: what
    /// else is wrong in a document is answered (500, code 20500) and recorded at its first request.
    pub fn document_file(mut self, path: impl AsRef<Path>) -> Builder {
        self.sources.push(Source::File(path.as_ref().to_owned()));
        self
    }

    /// The seed of all identifiers and secrets (1 unless told). The same seed and the same requests give the same ones.
    pub fn seed(mut self, seed: u64) -> Builder {
        self.seed = seed;
        self
    }

    /// The port of 127.0.0.1 (one that is free unless told, so that mocks run side by side).
    pub fn port(mut self, port: u16) -> Builder {
        self.port = port;
        self
    }

    /// The identifier of the account that is served (made from the seed unless told). Its secrets stay those of the seed.
    pub fn account_sid(mut self, sid: &str) -> Builder {
        self.settings.account_sid = Some(sid.to_owned());
        self
    }

    /// Allows callbacks to a host besides loopback.
    pub fn allow_callback_host(mut self, host: &str) -> Builder {
        self.settings.callback_hosts.push(host.to_owned());
        self
    }

    /// Where errors are reported as Twilio's debugger reports them: a message that fails with a code, a callback that is not
    /// answered or not with a success (11200). At Twilio the URL is set in the Console; no API does it.
    pub fn debugger_url(mut self, url: &str) -> Builder {
        self.settings.debugger_url = Some(url.to_owned());
        self
    }

    /// A fault from the start.
    pub fn fault(mut self, fault: Fault) -> Builder {
        self.faults.push(fault);
        self
    }

    /// Faults from the start, from a text in YAML or JSON with a list of rules; the name stands in error messages.
    ///
    /// ```
    /// let rules = "
    /// - {do: status, status: 503, on: 'Create*', share: 0.1}
    /// - {do: reset_after, on: CreateMessage, count: 1}
    /// - {do: throttled, above_concurrency: 20}
    /// - {do: slow_first_byte, ms: 20000, method: GET, from_ms: 60000, until_ms: 90000}
    /// ";
    /// # let _ =
    /// ringfence_mock::Mock::builder().faults_text("faults.yaml", rules);
    /// ```
    ///
    /// A rule `do`es one of `status` (`status`, `code`, `body`, `content_type`, `retry_after`), `html` (`status`), `throttled`,
    /// `truncate`, `slow_first_byte` and `slow_body` (`ms`), `reset_before`, `reset_within` and `reset_after`, `content_type`
    /// (`content_type`) and `clock_skew` (`seconds`). It meets requests by `on` (operation ids, with `*`), `method`, `account`,
    /// `share` (0 to 1), `skip` and `count`, `from_ms` and `until_ms`, and `above_concurrency`; `name` and `enabled` are for
    /// switching.
    pub fn faults_text(mut self, name: &str, text: &str) -> Builder {
        self.fault_texts.push((name.to_owned(), text.to_owned()));
        self
    }

    /// Trusts receivers of callbacks over https whose certificates these PEM certificates have signed, beside Mozilla's roots.
    pub fn trust_certificates(mut self, pem: &[u8]) -> Builder {
        self.trusted.push(pem.to_owned());
        self
    }

    /// The order of the callbacks about one thing: as things happened, unless told.
    pub fn callback_order(mut self, order: CallbackOrder) -> Builder {
        self.settings.callback_order = order;
        self
    }

    /// How often each callback is sent (once unless told, ten times at most): Twilio may send one twice, with the same
    /// `I-Twilio-Idempotency-Token`.
    pub fn callback_copies(mut self, copies: usize) -> Builder {
        self.settings.callback_copies = copies.clamp(1, 10);
        self
    }

    /// The time between two states of a thing that reports to a callback URL (10 ms unless told). What nobody is told about
    /// takes about the time it takes at Twilio, seconds, as does what waits for a time of its own.
    pub fn step_time(mut self, time: Duration) -> Builder {
        self.settings.step_time = Some(time);
        self
    }

    /// Lets everything take about the time it takes at Twilio: a message seconds, a call a quarter of a minute.
    pub fn lifelike(mut self) -> Builder {
        self.settings.step_time = None;
        self
    }

    /// A clock that stands still, at the time of the start, until [`Mock::advance`] moves it; everything that takes time goes
    /// by it, as [`Builder::lifelike`] says.
    pub fn driven_clock(self) -> Builder {
        self.driven_clock_from(SystemTime::now())
    }

    /// A driven clock that starts at an instant: then the dates are the same in each run, too.
    pub fn driven_clock_from(mut self, start: SystemTime) -> Builder {
        self.clock = Some(start);
        self.lifelike()
    }

    /// How much is kept of requests, and as much of callbacks: entries (100,000 unless told), and bytes, about (64 MiB unless
    /// told). Beyond, the oldest goes.
    pub fn keep(mut self, entries: usize, bytes: usize) -> Builder {
        self.settings.keep = Keep { entries, bytes };
        self
    }

    /// How many requests of one account may be under way at once; more are answered 429 (20429) and not processed. Without
    /// it there is no such limit: Twilio does not publish its own.
    pub fn concurrency(mut self, requests: usize) -> Builder {
        self.settings.limits.concurrency = Some(requests);
        self
    }

    /// How many calls of one account are placed per second (1 unless told, as for new accounts). More wait, as the call's
    /// `queue_time` says in milliseconds; what would wait for longer than 24 hours is refused (22005).
    pub fn calls_per_second(mut self, calls: u32) -> Builder {
        self.settings.limits.calls_per_second = calls;
        self
    }

    /// For how long messages may wait for their sender's turn (10 hours unless told). A US number sends one segment per
    /// second, a toll-free number 3, a short code 100; beyond, a message is refused (429, 21611).
    pub fn message_queue(mut self, longest: Duration) -> Builder {
        self.settings.limits.message_queue = longest;
        self
    }

    /// How many verifications of one recipient may be started within a while; more are refused (429, 60212). Without it there is
    /// no such limit: Twilio does not publish its own. Five that nobody has checked are refused in any case (60203), and so is
    /// what a rate limit of the service itself does not take (20429).
    pub fn verification_starts(mut self, starts: usize, within: Duration) -> Builder {
        self.settings.limits.verification_starts = Some((starts, within));
        self
    }

    /// How many requests per second an account may send for one of those operations that declare `X-Rate-Limit-Limit`, such as
    /// TaskRouter's (50 unless told: Twilio does not publish its own); more are answered 429 (20429).
    pub fn requests_per_second(mut self, requests: u32) -> Builder {
        self.settings.limits.rate = requests;
        self
    }

    /// A number of the account. Once one is named, messages and calls from numbers that are neither named nor bought over
    /// the API are refused (21606, 21210). Without any, every number is the account's.
    pub fn phone_number(mut self, number: &str) -> Builder {
        self.settings.limits.numbers.push(number.to_owned());
        self
    }

    /// How much is kept of what was created: things (100,000 unless told), and bytes, about (512 MiB unless told; a message
    /// takes some 3 kB). Beyond, the oldest of all goes.
    pub fn keep_things(mut self, things: usize, bytes: usize) -> Builder {
        self.settings.things = Keep { entries: things, bytes };
        self
    }

    /// Rows of a page where the client does not say (50 unless told, at least 1).
    pub fn page_size_default(mut self, rows: usize) -> Builder {
        self.settings.page_size = rows.max(1);
        self
    }

    /// Whether unknown inputs, and values outside of the document's enums, patterns and lengths, are refused with 400 (the
    /// default). Twilio itself ignores unknown inputs, and its own examples break these bounds here and there.
    pub fn strict(mut self, strict: bool) -> Builder {
        self.settings.strict = strict;
        self
    }

    /// Looks the documents through and opens the port. Must run inside a tokio runtime, on which the mock then lives.
    pub async fn start(self) -> Result<Mock, MockError> {
        let catalog = Catalog::new(self.documents()?);
        let faults = self.fault_texts.iter().map(|(name, text)| read_faults(name, text));
        let faults = faults.collect::<Result<Vec<_>, _>>().map_err(MockError::Faults)?.concat();
        let trusted: Result<Vec<_>, _> = self.trusted.iter().map(|pem| certificates(pem)).collect();
        let trusted = trusted.map_err(MockError::Certificates)?.concat();
        let listener =
            TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).await.map_err(MockError::Listen)?;
        let port = listener.local_addr().map_err(MockError::Listen)?.port();
        let time = self.clock.map_or_else(Timepiece::real, Timepiece::driven);
        let world = World::new(catalog, Seed::new(self.seed), self.settings, port, time, Trust::new(trusted));
        let world = Arc::new(world);
        for fault in self.faults.into_iter().chain(faults) {
            world.faults.add(fault);
        }
        let mut tasks = vec![tokio::spawn(serve(listener, Arc::clone(&world))).abort_handle()];
        if !world.time.is_driven() {
            tasks.push(tokio::spawn(play(Arc::clone(&world))).abort_handle());
        }
        Ok(Mock::new(world, tasks))
    }

    fn documents(&self) -> Result<Vec<Arc<Volume>>, MockError> {
        let mut documents = Vec::new();
        let mut problems = Vec::new();
        let all = ringfence_specs::DOCUMENTS.iter().map(|document| Source::Bundled(document.name.to_owned()));
        let all: Vec<Source> = if self.sources.is_empty() { all.collect() } else { Vec::new() };
        for source in self.sources.iter().chain(&all) {
            match source.read() {
                Ok(read) => documents.extend(read),
                Err(found) => problems.extend(found),
            }
        }
        if !problems.is_empty() {
            return Err(MockError::Documents(problems));
        }
        if documents.is_empty() {
            return Err(MockError::NoDocuments);
        }
        // The last, so that documents that have the path themselves come first.
        documents.push(whole("token.yaml", TOKEN.to_owned()).map_err(MockError::Documents)?);
        Ok(documents)
    }
}

impl Source {
    fn read(&self) -> Result<Vec<Arc<Volume>>, Vec<DocumentProblem>> {
        match self {
            Source::Bundled(name) => bundled(name).map(|volume| vec![volume]),
            Source::Text { name, text } => whole(name, text.clone()).map(|volume| vec![volume]),
            Source::File(path) if path.is_dir() => folder(path),
            Source::File(path) => {
                let text = text(path)?;
                whole(&path.display().to_string(), text).map(|volume| vec![volume])
            }
        }
    }
}

fn bundled(name: &str) -> Result<Arc<Volume>, Vec<DocumentProblem>> {
    let bare = name.strip_prefix("twilio_").unwrap_or(name);
    let Some(known) = ringfence_specs::document(bare) else {
        let names: Vec<&str> = ringfence_specs::DOCUMENTS.iter().map(|document| document.name).collect();
        let message = format!("no bundled document has this name; there are: {}", names.join(", "));
        return Err(vec![DocumentProblem::new(name, "", message)]);
    };
    let mut cache = BUNDLED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(volume) = cache.get(known.name) {
        return Ok(Arc::clone(volume));
    }
    let volume = Arc::new(Volume::open(known.file, Text::Bundled(known.yaml))?);
    cache.insert(known.name, Arc::clone(&volume));
    Ok(volume)
}

/// A document that was named for itself: all its problems are told at once.
fn whole(name: &str, text: String) -> Result<Arc<Volume>, Vec<DocumentProblem>> {
    let volume = Volume::open(name, Text::Given(text))?;
    volume.read().map_err(<[DocumentProblem]>::to_vec)?;
    Ok(Arc::new(volume))
}

fn text(path: &Path) -> Result<String, Vec<DocumentProblem>> {
    let unreadable = |problem| {
        let message = format!("cannot be read: {problem}");
        vec![DocumentProblem::new(&path.display().to_string(), "", message)]
    };
    std::fs::read_to_string(path).map_err(unreadable)
}

fn folder(path: &Path) -> Result<Vec<Arc<Volume>>, Vec<DocumentProblem>> {
    let unreadable = |problem: std::io::Error| {
        let message = format!("cannot be read: {problem}");
        vec![DocumentProblem::new(&path.display().to_string(), "", message)]
    };
    let entries = std::fs::read_dir(path).map_err(unreadable)?;
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.retain(|path| {
        path.extension().is_some_and(|ext| ["yaml", "yml", "json"].iter().any(|known| ext == *known))
    });
    paths.sort();
    let mut volumes = Vec::new();
    let mut problems = Vec::new();
    for path in paths {
        let opened =
            text(&path).and_then(|text| Volume::open(&path.display().to_string(), Text::Given(text)));
        match opened {
            Ok(volume) => volumes.push(Arc::new(volume)),
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() { Ok(volumes) } else { Err(problems) }
}
