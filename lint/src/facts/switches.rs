//! Methods that change TLS settings.

use super::certificate::{certificate_of, trusted};
use super::cipher::is_off_list;
use super::evaluate::Interpreter;
use super::event::EventKind;
use super::library::Library;
use super::method::Invocation;
use super::tls::{Tls, TlsChange, TlsKind};
use super::url::{find_twilio_url, is_twilio_host};
use super::value::{Atom, Client, Value};
use super::verifier::Verdict;
use crate::Place;
use crate::gather::Gather;
use crate::ir::{Expr, ExprKind};

/// Names that mean one thing, whoever has them.
const UNMISTAKABLE: &[&str] = &[
    "danger_accept_invalid_certs",
    "danger_accept_invalid_hostnames",
    "tls_danger_accept_invalid_certs",
    "tls_danger_accept_invalid_hostnames",
];

/// Methods that give out a part of a configuration which changes with the whole.
const BORROWING: &[&str] =
    &["as_mut", "borrow_mut", "cert_store_mut", "dangerous", "deref_mut", "get_mut", "unwrap"];

/// Versions below TLS 1.2, as reqwest, native-tls, openssl and curl name them; curl's `Tlsv1` is 1.0 and later.
const OLD_VERSIONS: &[&str] =
    &["SSL3", "Sslv2", "Sslv3", "TLS1", "TLS1_1", "TLS_1_0", "TLS_1_1", "Tlsv1", "Tlsv10", "Tlsv11"];

impl Interpreter<'_> {
    /// Follows what a method does to the TLS settings of what it is called on.
    pub(super) fn follow_tls(&mut self, invocation: &mut Invocation<'_>) {
        let changes = self.tls_changes(invocation);
        let handed = Tls::handed(&invocation.args);
        // A function with a switch is followed with its arguments: they may say what the switch is set to.
        self.frame.touches_twilio |= !changes.is_empty();
        let is_unmistakable = UNMISTAKABLE.contains(&invocation.name());
        let is_foreign = |atom: &Atom| matches!(atom, Atom::External(_));
        let is_unmistakable = is_unmistakable && invocation.receiver.atoms.iter().all(is_foreign);
        if is_unmistakable && changes.iter().any(|change| change.is_on) {
            invocation.receiver = Atom::ClientBuilder(Client::new(Library::Reqwest)).into();
        }
        self.note_connection(invocation);
        if changes.is_empty() && handed.is_usual() {
            return;
        }
        let mut receiver = Value::unknown();
        for atom in &std::mem::take(&mut invocation.receiver.atoms) {
            let mut atom = atom.clone();
            if let Some(tls) = settings_of(&mut atom) {
                tls.merge(&handed);
                changes.iter().for_each(|change| tls.set(change));
            }
            receiver.join(&atom.into());
        }
        if receiver.atoms.iter().any(changes_in_place) {
            self.assign_whole(&invocation.call.receiver, &receiver, invocation.place);
        }
        invocation.receiver = receiver;
    }

    /// Writes to the name or field that a chain of borrowing methods begins with.
    fn assign_whole(&mut self, target: &Expr, value: &Value, place: Place) {
        match &target.kind {
            ExprKind::Method(call) => {
                let passes = BORROWING.contains(&call.name.as_str()) || is_switch(&call.name);
                if passes {
                    self.assign_whole(&call.receiver, value, place);
                }
            }
            ExprKind::Transparent(inner) | ExprKind::Awaited(inner) | ExprKind::Deref(inner) => {
                self.assign_whole(inner, value, place)
            }
            _ => self.assign(target, value.clone(), place),
        }
    }

    /// `connector.connect("api.twilio.com", stream)`
    fn note_connection(&mut self, invocation: &Invocation<'_>) {
        if !matches!(invocation.name(), "connect" | "into_ssl" | "connect_with" | "setup_connector") {
            return;
        }
        let tls = Tls::handed([&invocation.receiver]);
        self.connection(tls, &invocation.args, invocation.call.name_place);
    }

    /// A connection to whichever Twilio host is among the arguments.
    pub(super) fn connection(&mut self, tls: Tls, args: &[Value], place: Place) {
        let hosts = args.iter().flat_map(Value::texts);
        let host = hosts.into_iter().find(|text| text.known().is_some_and(|text| names_host(&text)));
        if let Some(host) = host.filter(|_| !tls.is_usual()) {
            let host = host.place_at(0);
            self.event(EventKind::Connect { tls, host }, place);
        }
    }

    /// A request to Twilio in the making: its client calls Twilio, whoever sends it.
    pub(super) fn note_tls_target(&mut self, client: &Client, url: &Value, place: Place) {
        if client.tls.is_usual() {
            return;
        }
        if let Some(target) = url.texts().find_map(find_twilio_url) {
            let tls = client.tls.clone();
            self.event(EventKind::Connect { tls, host: target.host_place }, place);
        }
    }

    /// Clients and configurations that are handed to something that calls Twilio.
    pub(super) fn hand_tls<'v>(&mut self, values: impl IntoIterator<Item = &'v Value>, place: Place) {
        let tls = Tls::handed(values);
        if !tls.is_usual() {
            self.event(EventKind::TlsHanded { tls }, place);
        }
    }

    fn tls_changes(&mut self, invocation: &Invocation<'_>) -> Vec<TlsChange> {
        let place = invocation.call.name_place;
        let change = |kind, is_on| TlsChange { kind, is_on, place };
        let first = invocation.args.first();
        match invocation.name() {
            "danger_accept_invalid_certs" | "tls_danger_accept_invalid_certs" | "disable_verification" => {
                vec![change(TlsKind::AnyCertificate, is_known(first, true))]
            }
            "danger_accept_invalid_hostnames" | "tls_danger_accept_invalid_hostnames" => {
                vec![change(TlsKind::AnyHostname, is_known(first, true))]
            }
            "ssl_verify_peer" => vec![change(TlsKind::AnyCertificate, is_known(first, false))],
            "ssl_verify_host" | "verify_hostname" | "set_verify_hostname" => {
                vec![change(TlsKind::AnyHostname, is_known(first, false))]
            }
            "set_verify" => vec![change(TlsKind::AnyCertificate, may_be_named(first, &["NONE", "empty"]))],
            "ssl_options" => vec![
                change(TlsKind::AnyCertificate, may_be_named(first, &["DANGER_ACCEPT_INVALID_CERTS"])),
                change(TlsKind::AnyHostname, may_be_named(first, &["DANGER_ACCEPT_INVALID_HOSTS"])),
            ],
            "min_protocol_version"
            | "min_tls_version"
            | "set_min_proto_version"
            | "ssl_version"
            | "tls_version_min" => vec![change(TlsKind::LowMinimum, may_be_named(first, OLD_VERSIONS))],
            "max_protocol_version" | "max_tls_version" | "set_max_proto_version" | "tls_version_max" => {
                vec![change(TlsKind::LowMaximum, may_be_named(first, OLD_VERSIONS))]
            }
            "ssl_min_max_version" => vec![
                change(TlsKind::LowMinimum, may_be_named(first, OLD_VERSIONS)),
                change(TlsKind::LowMaximum, may_be_named(invocation.args.get(1), OLD_VERSIONS)),
            ],
            "set_ciphersuites" => vec![change(TlsKind::Suites, first.is_some_and(is_off_list))],
            "set_cipher_list" | "ssl_cipher_list" | "ssl_ciphers" | "with_cipher_suites" => {
                vec![change(TlsKind::Ciphers, first.is_some_and(is_off_list))]
            }
            "pinned_public_key" => vec![change(TlsKind::Pinned, true)],
            _ => self.trust_changes(invocation),
        }
    }

    /// Whom a client is told to trust.
    fn trust_changes(&mut self, invocation: &Invocation<'_>) -> Vec<TlsChange> {
        let place = invocation.call.name_place;
        let change = |kind, is_on| TlsChange { kind, is_on, place };
        let first = invocation.args.first();
        let is_tls = invocation.receiver.atoms.iter().any(|atom| matches!(atom, Atom::Tls(_)));
        match invocation.name() {
            "add_root_certificate" | "tls_certs_only" | "tls_certs_merge" => match first.and_then(trusted) {
                Some(TlsKind::Pinned) => vec![change(TlsKind::Pinned, true)],
                _ => vec![change(TlsKind::OwnRoot, true)],
            },
            "ssl_cainfo_blob" => {
                let given = first.and_then(certificate_of).map(Value::from);
                given.as_ref().and_then(trusted).map(|kind| change(kind, true)).into_iter().gather()
            }
            // A path alone names a bundle, unless it says that it is a server's own.
            "cainfo" | "set_ca_file" | "ssl_ca_certificate" => {
                let given = first.and_then(certificate_of).map(Value::from);
                let is_leaf = given.as_ref().and_then(trusted) == Some(TlsKind::Pinned);
                vec![change(TlsKind::Pinned, is_leaf)]
            }
            // Roots that a platform or a crate brings along are no certificates here.
            "add" | "add_cert" | "add_parsable_certificates" | "root_certs" | "extend" if is_tls => {
                first.and_then(trusted).map(|kind| change(kind, true)).into_iter().gather()
            }
            "set_certificate_verifier" | "with_custom_certificate_verifier" => {
                let verdict = first.map_or(Verdict::Unknown, |verifier| self.judge_verifier(verifier));
                vec![
                    change(TlsKind::AnyVerified, verdict == Verdict::AcceptsAll),
                    change(TlsKind::Pinned, verdict == Verdict::Pins),
                ]
            }
            "set_verify_callback" => {
                let callback = invocation.args.get(1);
                let verdict = callback.map_or(Verdict::Unknown, |callback| self.judge_callback(callback));
                let is_off = may_be_named(first, &["NONE", "empty"]) || verdict == Verdict::AcceptsAll;
                vec![
                    change(TlsKind::AnyCertificate, is_off),
                    change(TlsKind::Pinned, verdict == Verdict::Pins),
                ]
            }
            _ => Vec::new(),
        }
    }
}

fn is_switch(name: &str) -> bool {
    UNMISTAKABLE.contains(&name)
        || matches!(
            name,
            "add_root_certificate"
                | "disable_built_in_roots"
                | "max_protocol_version"
                | "min_protocol_version"
        )
}

fn settings_of(atom: &mut Atom) -> Option<&mut Tls> {
    match atom {
        Atom::Tls(tls) => Some(tls),
        Atom::Client(client) | Atom::ClientBuilder(client) => Some(&mut client.tls),
        Atom::Request(request) => Some(&mut request.tls),
        _ => None,
    }
}

/// Whether such a value is changed where it stands; the others are handed on by their methods.
fn changes_in_place(atom: &Atom) -> bool {
    match atom {
        Atom::Tls(_) => true,
        Atom::Request(request) => request.library == Library::Curl,
        _ => false,
    }
}

fn names_host(text: &str) -> bool {
    let host = text.split(':').next().unwrap_or_default();
    is_twilio_host(&host.to_ascii_lowercase())
}

/// What `cfg!` says: either, by how the program is built.
pub(super) const CONDITION: &str = "condition";

/// Whether a condition is known, and this; one that has both ways is decided when the program runs, unless the build
/// decides: then it is this in some build.
fn is_known(value: Option<&Value>, expected: bool) -> bool {
    let conditions = value.into_iter().flat_map(|value| &value.atoms);
    let is_built = |atom: &Atom| matches!(atom, Atom::External(path) if *path == [CONDITION]);
    let mut conditions = conditions.filter(|atom| matches!(atom, Atom::Bool(_)) || is_built(atom)).peekable();
    conditions.peek().is_some() && conditions.all(|atom| *atom == Atom::Bool(expected) || is_built(atom))
}

fn is_named(atom: &Atom, names: &[&str]) -> bool {
    match atom {
        Atom::External(path) => path.last().is_some_and(|last| names.contains(&last.as_str())),
        _ => false,
    }
}

/// Whether a value, or a set of flags, may be one of these; one that nobody knows is none.
fn may_be_named(value: Option<&Value>, names: &[&str]) -> bool {
    value.is_some_and(|value| value.atoms.iter().any(|atom| is_named(atom, names)))
}

/// What `a | b` makes of flags, and `now() + span` of a moment: it is as far off as the span. Of anything else it is unknown.
pub(super) fn united(first: &Value, second: &Value) -> Value {
    let is_now =
        |atom: &Atom| matches!(atom, Atom::External(path) if path.last().is_some_and(|name| name == "now"));
    if first.atoms.iter().any(is_now) {
        return second.with_only(|atom| matches!(atom, Atom::Span(_)));
    }
    let flags = first.atoms.iter().chain(&second.atoms).filter(|atom| match atom {
        Atom::External(path) => path.iter().any(|segment| segment == "SslOption"),
        _ => false,
    });
    let mut united = Value::unknown();
    flags.for_each(|flag| united.join(&flag.clone().into()));
    united
}

/// What `!` makes of a condition; of anything else it makes something unknown.
pub(super) fn negated(value: &Value) -> Value {
    let bools = value.atoms.iter().map(|atom| match atom {
        Atom::Bool(known) => Some(Atom::Bool(!known)),
        Atom::Proof(proof) => Some(Atom::Proof(proof.negated())),
        Atom::External(path) if *path == [CONDITION] => Some(atom.clone()),
        _ => None,
    });
    let bools: Option<Vec<Atom>> = bools.collect();
    let mut negated = Value::unknown();
    bools.into_iter().flatten().for_each(|atom| negated.join(&atom.into()));
    negated
}
