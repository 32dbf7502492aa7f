//! TLS settings: what weakens a client, and what shows whom the client calls.

use super::event::EventKind;
use super::program::Facts;
use super::url::find_twilio_url;
use super::value::{Atom, Value};
use crate::Place;
use crate::gather::PutAll;
use crate::lint::Finding;
use crate::sorted::Set;

/// How many settings one client keeps.
const MAX_SETTINGS: usize = 16;

/// What a setting does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TlsKind {
    /// Certificates are not checked.
    AnyCertificate,
    /// Names in certificates are not checked.
    AnyHostname,
    /// A verifier of the crate's own accepts whatever it is shown.
    AnyVerified,
    /// A certificate is trusted that no public authority vouches for.
    OwnRoot,
    /// One certificate, or one key, is the only one that is taken.
    Pinned,
    /// Protocols below TLS 1.2 are taken.
    LowMinimum,
    /// Nothing above a version below TLS 1.2 is taken.
    LowMaximum,
    /// Cipher suites are named that Twilio does not speak.
    Ciphers,
    /// The same, of TLS 1.3: those are set apart.
    Suites,
}

/// A setting, with the call that makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TlsSetting {
    pub kind: TlsKind,
    pub place: Place,
}

/// The settings of a client, a connector or a configuration; the usual ones are not kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Tls {
    settings: Set<TlsSetting>,
}

impl Tls {
    /// Makes a setting, or takes it back; the last word counts.
    pub(crate) fn set(&mut self, change: &TlsChange) {
        self.settings.retain(|setting| setting.kind != change.kind);
        if change.is_on && self.settings.len() < MAX_SETTINGS {
            self.settings.insert(TlsSetting { kind: change.kind, place: change.place });
        }
    }

    /// Takes over what another configuration says.
    pub(crate) fn merge(&mut self, other: &Tls) {
        let room = MAX_SETTINGS.saturating_sub(self.settings.len());
        self.settings.extend(other.settings.iter().take(room));
    }

    pub(crate) fn is_usual(&self) -> bool {
        self.settings.is_empty()
    }

    /// What the values handed to a call bring along.
    pub(crate) fn handed<'v>(values: impl IntoIterator<Item = &'v Value>) -> Tls {
        let mut tls = Tls::default();
        for value in values {
            collect(value, &mut tls, 0);
        }
        tls
    }
}

fn collect(value: &Value, tls: &mut Tls, depth: usize) {
    for atom in &value.atoms {
        match atom {
            Atom::Tls(inner) => tls.merge(inner),
            Atom::Client(client) | Atom::ClientBuilder(client) => tls.merge(&client.tls),
            Atom::Tuple(parts) | Atom::List(parts) if depth < 2 => {
                parts.iter().for_each(|part| collect(part, tls, depth + 1));
            }
            _ => {}
        }
    }
}

/// What one call changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TlsChange {
    pub kind: TlsKind,
    /// Whether the call makes the setting; otherwise it takes it back, or nobody knows.
    pub is_on: bool,
    pub place: Place,
}

impl Facts {
    /// What a rule says of the settings of every client that calls Twilio: at the setting, with the way to Twilio.
    pub(crate) fn find_tls(
        &self,
        words: impl Fn(TlsKind) -> Option<(&'static str, &'static str)>,
    ) -> Vec<Finding> {
        let mut findings = Vec::new();
        for event in &self.events {
            let Some((tls, host)) = towards_twilio(&event.kind) else { continue };
            findings.put_all(tls.settings.iter().filter_map(|setting| {
                let (message, help) = words(setting.kind)?;
                let finding = Finding::new(setting.place, message, help);
                Some(finding.explained_at(host, "the host is set here").seen_in(event))
            }));
        }
        findings
    }
}

/// The settings of a client that reaches Twilio in an event, and where the host stands.
fn towards_twilio(kind: &EventKind) -> Option<(&Tls, Option<Place>)> {
    match kind {
        EventKind::Send { library, url, tls, .. } => {
            let target = find_twilio_url(url);
            let reaches = target.is_some() || library.is_twilio();
            reaches.then(|| (tls, target.and_then(|url| url.host_place)))
        }
        EventKind::TlsHanded { tls } => Some((tls, None)),
        EventKind::Connect { tls, host } => Some((tls, *host)),
        _ => None,
    }
}
