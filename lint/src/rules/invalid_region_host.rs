//! `invalid_region_host`

use crate::facts::{Event, EventKind, Facts, Host, SetBy, Setting, Text, find_hosts};
use crate::gather::Gather;
use crate::lint::{Finding, declare_lint};
use crate::region::{Fault, judge_edge, judge_host, judge_lone_region, judge_pair, judge_region};
use crate::sorted::{Map, Set};
use crate::{Place, Suggestion};

declare_lint! {
    /// ## What it does
    ///
    /// Finds hosts of Twilio's REST API that were shut off or never existed: a region without its edge (`api.ie1`), an
    /// edge and a region that do not go together (`api.dublin.au1`), the two the wrong way round, unknown names. It looks
    /// at literals, at hosts that are put together from parts, at consts named `TWILIO_REGION` and `TWILIO_EDGE`, at what
    /// such variables fall back on, and at the setters of other crates for Twilio.
    ///
    /// An edge in front of `us1` works, but has no effect. That shape is reported at warn where the lint has its own
    /// level; `-D warnings` makes it an error, and a level that is set for this lint holds for it, too.
    ///
    /// ## Why
    ///
    /// The host alone decides where a request is processed. Seven hosts with a region and no edge were shut off on
    /// 2026-04-28; before that their requests were processed in the US, whatever the name said.
    /// Practice P22, <https://www.twilio.com/docs/usage/rest-api-best-practices>.
    ///
    /// ## Example
    ///
    /// ```text
    /// const API: &str = "https://api.ie1.twilio.com";
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```text
    /// const API: &str = "https://api.dublin.ie1.twilio.com";
    /// ```
    ///
    /// A `ringfence::Client` takes a `Region`, which has no wrong value.
    ///
    /// ## Known limits
    ///
    /// Match patterns, comparisons, sentences that name a host, and hosts that are no product's (`*.sip.twilio.com`) are
    /// left alone. A part that is read at run time is not known, and not reported. Tests are judged like other code.
    invalid_region_host, "location", Deny, "P22", check
}

fn check(facts: &Facts) -> Vec<Finding> {
    let compared = compared_places(facts);
    let hosts = facts.events.iter().flat_map(|event| check_hosts(event, &compared));
    hosts.chain(check_settings(facts)).gather()
}

/// Consts that the program compares with something: what it knows to be dead it does not call.
fn compared_places(facts: &Facts) -> Set<Place> {
    let compared = facts.events.iter().filter_map(|event| match &event.kind {
        EventKind::Compared(text) => Some(text),
        _ => None,
    });
    compared
        .flat_map(|text| find_hosts(text).into_iter().filter_map(|host| text.place_at(*host.starts.first()?)))
        .gather()
}

fn check_hosts(event: &Event, compared: &Set<Place>) -> Vec<Finding> {
    let (EventKind::Url { text, .. } | EventKind::Host(text) | EventKind::Send { url: text, .. }) =
        &event.kind
    else {
        return Vec::new();
    };
    let is_talked_about = |host: &Host| {
        let place = host.starts.first().and_then(|start| text.place_at(*start));
        event.entry.is_none() && place.is_some_and(|place| compared.contains(&place))
    };
    let hosts = find_hosts(text).into_iter().filter(|host| !is_talked_about(host));
    hosts.filter_map(|host| check_host(event, text, &host)).gather()
}

fn check_host(event: &Event, text: &Text, host: &Host) -> Option<Finding> {
    let labels: Vec<Option<&str>> = host.labels.iter().map(Option::as_deref).gather();
    let fault = judge_host(&labels)?;
    let start = host.starts.first().copied().unwrap_or_default();
    let blamed = host.starts.get(fault.label).and_then(|start| text.place_at(*start));
    let domain = text.place_at(host.end.saturating_sub(1));
    let suggestion = fault.valid.as_ref().zip(text.exact_place(start, host.end)).map(|(valid, place)| {
        Suggestion { message: "write the host that works".to_owned(), edits: vec![(place, valid.clone())] }
    });
    Some(
        finding(blamed.unwrap_or(event.place), fault)
            .explained_at(domain, "the host is put together here")
            .seen_in(event)
            .suggesting(suggestion),
    )
}

fn finding(primary: Place, fault: Fault) -> Finding {
    Finding::new(primary, fault.message, fault.help).mild(fault.is_mild)
}

/// A region or an edge that was chosen by name.
struct Chosen<'f> {
    event: &'f Event,
    name: String,
    place: Place,
    by: SetBy,
}

/// What is set together is judged together: in one function, or in the crate's consts.
fn check_settings(facts: &Facts) -> Vec<Finding> {
    let mut groups: Map<Option<usize>, [Vec<Chosen<'_>>; 2]> = Map::new();
    for event in &facts.events {
        let EventKind::Setting { setting, text, by } = &event.kind else { continue };
        let Some(name) = text.known().map(|known| known.to_ascii_lowercase()) else { continue };
        let place = text.place_at(0).unwrap_or(event.place);
        let [regions, edges] = groups.get_or_default(event.entry);
        let group = if *setting == Setting::Region { regions } else { edges };
        if !group.iter().any(|other| other.place == place) {
            group.push(Chosen { event, name, place, by: *by });
        }
    }
    groups.values().flat_map(|[regions, edges]| check_group(regions, edges)).gather()
}

fn check_group(regions: &[Chosen<'_>], edges: &[Chosen<'_>]) -> Vec<Finding> {
    if let ([region], [edge]) = (regions, edges) {
        let fault = judge_pair(Some(&edge.name), Some(&region.name));
        return fault.map(|fault| pair_finding(region, edge, fault)).into_iter().gather();
    }
    let by_region = regions.iter().filter_map(|region| {
        let lone =
            || judge_lone_region(&region.name).filter(|_| region.by == SetBy::Client && edges.is_empty());
        Some((region, judge_region(&region.name).or_else(lone)?))
    });
    let by_edge = edges.iter().filter_map(|edge| Some((edge, judge_edge(&edge.name)?)));
    by_region
        .chain(by_edge)
        .map(|(chosen, fault)| finding(chosen.place, fault).seen_in(chosen.event))
        .gather()
}

fn pair_finding(region: &Chosen<'_>, edge: &Chosen<'_>, fault: Fault) -> Finding {
    let (blamed, other, what) = match fault.label {
        2 => (region, edge, "the edge is set here"),
        _ => (edge, region, "the region is set here"),
    };
    finding(blamed.place, fault).explained_at(other.place, what).seen_in(blamed.event)
}
