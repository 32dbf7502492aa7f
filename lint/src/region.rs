//! Where Twilio processes a request, which the host alone decides: which hosts there are, and what is wrong with the others.
//!
//! <https://www.twilio.com/docs/global-infrastructure/using-the-twilio-rest-api-in-a-non-us-region>

/// Regions that process requests, each with the edge that its host names.
const PAIRS: &[(&str, &str)] = &[("au1", "sydney"), ("ie1", "dublin")];
/// The region of a host that names none.
const DEFAULT: &str = "us1";
/// Regions of old: they processed nothing, and their hosts were shut off in April 2026.
const LEGACY: &[&str] = &["br1", "de1", "gll", "jp1", "jp2", "sg1", "us2"];
/// Where traffic can enter.
const EDGES: &[&str] = &[
    "ashburn",
    "ashburn-ix",
    "dublin",
    "frankfurt",
    "frankfurt-ix",
    "london-ix",
    "roaming",
    "san-jose-ix",
    "sao-paulo",
    "sao-paulo-ix",
    "singapore",
    "singapore-ix",
    "sydney",
    "sydney-ix",
    "tokyo",
    "tokyo-ix",
    "umatilla",
];
/// The products that have a REST host; other hosts (SIP, media, signalling) have names of their own.
const PRODUCTS: &[&str] = &[
    "accounts",
    "api",
    "assistants",
    "bulkexports",
    "chat",
    "content",
    "conversations",
    "events",
    "flex-api",
    "frontline-api",
    "iam",
    "insights",
    "intelligence",
    "ip-messaging",
    "knowledge",
    "lookups",
    "marketplace",
    "messaging",
    "monitor",
    "notify",
    "numbers",
    "oauth",
    "preview",
    "preview-iam",
    "pricing",
    "proxy",
    "routes",
    "serverless",
    "studio",
    "supersim",
    "sync",
    "taskrouter",
    "trunking",
    "trusthub",
    "verify",
    "video",
    "voice",
    "webhooks",
    "wireless",
];
/// What works, as a help line says it.
const SHAPES: &str = "`{product}.twilio.com` for the US, `{product}.dublin.ie1.twilio.com` for Ireland or `{product}.sydney.au1.twilio.com` for Australia";

/// What is wrong with a host, a region or an edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub message: String,
    pub help: String,
    /// The host to write instead, where there is no choice.
    pub valid: Option<String>,
    /// The label that the fix begins with, counted from the left.
    pub label: usize,
    /// Whether the host works, but not as it reads.
    pub is_mild: bool,
}

impl Fault {
    fn new(label: usize, message: String, help: impl Into<String>) -> Self {
        Self { message, help: help.into(), valid: None, label, is_mild: false }
    }

    fn or_write(self, valid: String) -> Self {
        Self { help: format!("write `{valid}`{}", self.help), valid: Some(valid), ..self }
    }
}

/// Judges a host in lower case; a label that is not known is `None`. Hosts that are no product's are not judged.
pub(crate) fn judge_host(labels: &[Option<&str>]) -> Option<Fault> {
    let [Some(first), rest @ ..] = labels else { return None };
    if !PRODUCTS.contains(first) {
        return judge_order(first, rest);
    }
    match rest {
        [] => None,
        [Some(label)] => judge_single(first, label),
        [None] => None,
        [edge, region] => judge_labels(first, *edge, *region),
        _ => {
            let message = "this host has more labels than any of Twilio's".to_owned();
            Some(Fault::new(1, message, format!("write {SHAPES}")))
        }
    }
}

/// A region or an edge in front of the product.
fn judge_order(first: &str, rest: &[Option<&str>]) -> Option<Fault> {
    let product = rest.iter().flatten().find(|label| PRODUCTS.contains(label))?;
    let message = format!("`{first}` stands in front of the product `{product}`, where Twilio has no host");
    (is_region(first) || EDGES.contains(&first)).then(|| Fault::new(0, message, format!("write {SHAPES}")))
}

/// One label between the product and the domain.
fn judge_single(product: &str, label: &str) -> Option<Fault> {
    if label == DEFAULT {
        return None;
    }
    if let Some((region, edge)) = PAIRS.iter().find(|(region, _)| *region == label) {
        let message = format!(
            "`{product}.{label}.twilio.com` names a region without its edge: the host was shut off in April 2026"
        );
        return Some(Fault::new(1, message, "").or_write(format!("{product}.{edge}.{region}.twilio.com")));
    }
    if LEGACY.contains(&label) {
        let message = format!("`{label}` processes no REST requests: its hosts were shut off in April 2026");
        let help = ", which is where its requests were processed";
        return Some(Fault::new(1, message, help).or_write(format!("{product}.twilio.com")));
    }
    let message = match EDGES.contains(&label) {
        true => format!("`{label}` is an edge, and this host names no region"),
        false => format!("`{label}` is no region of Twilio's"),
    };
    Some(Fault::new(1, message, format!("write {SHAPES}")))
}

/// An edge and a region between the product and the domain.
fn judge_labels(product: &str, edge: Option<&str>, region: Option<&str>) -> Option<Fault> {
    if let (Some(edge), Some(region)) = (edge, region)
        && PAIRS.contains(&(edge, region))
    {
        let message = format!("`{edge}` is the region and `{region}` the edge: they are the wrong way round");
        return Some(Fault::new(1, message, "").or_write(format!("{product}.{region}.{edge}.twilio.com")));
    }
    let mut fault = judge_pair(edge, region)?;
    if let (true, Some(_)) = (fault.is_mild, edge) {
        fault.help.clear();
        return Some(fault.or_write(format!("{product}.twilio.com")));
    }
    Some(fault)
}

/// Judges an edge and a region that are set together; what is not known is not judged.
pub(crate) fn judge_pair(edge: Option<&str>, region: Option<&str>) -> Option<Fault> {
    if let Some(fault) = region.and_then(judge_region) {
        return Some(Fault { label: 2, ..fault });
    }
    if let Some(fault) = edge.and_then(judge_edge) {
        return Some(fault);
    }
    let (edge, region) = (edge?, region?);
    if region == DEFAULT {
        let message =
            format!("the edge `{edge}` has no effect: the REST API is processed in {DEFAULT} either way");
        let help = "leave edge and region out, or name a region that processes requests: `dublin` with `ie1`, `sydney` with `au1`";
        return Some(Fault { is_mild: true, ..Fault::new(1, message, help) });
    }
    let (_, right) = PAIRS.iter().find(|(known, _)| *known == region)?;
    let message = format!("the edge `{edge}` does not go with the region `{region}`");
    (edge != *right).then(|| Fault::new(1, message, format!("write `{right}` with `{region}`")))
}

/// Judges the name of a region.
pub(crate) fn judge_region(name: &str) -> Option<Fault> {
    if name == DEFAULT || PAIRS.iter().any(|(region, _)| *region == name) {
        return None;
    }
    let message = match name {
        _ if LEGACY.contains(&name) => format!("the region `{name}` processes no REST requests"),
        _ if EDGES.contains(&name) => format!("`{name}` is an edge, not a region"),
        _ => format!("`{name}` is no region of Twilio's"),
    };
    Some(Fault::new(
        1,
        message,
        "the regions are `us1`, `ie1` with the edge `dublin`, and `au1` with the edge `sydney`",
    ))
}

/// Judges the name of an edge.
pub(crate) fn judge_edge(name: &str) -> Option<Fault> {
    if EDGES.contains(&name) {
        return None;
    }
    let message = match is_region(name) {
        true => format!("`{name}` is a region, not an edge"),
        false => format!("`{name}` is no edge of Twilio's"),
    };
    Some(Fault::new(1, message, "the edges of the REST API are `dublin` for `ie1` and `sydney` for `au1`"))
}

/// A region that is set where its edge must be, too.
pub(crate) fn judge_lone_region(name: &str) -> Option<Fault> {
    let (region, edge) = PAIRS.iter().find(|(region, _)| *region == name)?;
    let message =
        format!("the region `{region}` is set without its edge: such hosts were shut off in April 2026");
    Some(Fault::new(1, message, format!("set the edge `{edge}` as well")))
}

fn is_region(name: &str) -> bool {
    name == DEFAULT || LEGACY.contains(&name) || PAIRS.iter().any(|(region, _)| *region == name)
}

#[cfg(test)]
mod tests {
    use super::judge_host;

    /// The verdict in short: silent, mild, wrong, or the valid form.
    fn verdict(host: &str) -> String {
        let labels: Vec<Option<&str>> =
            host.split('.').map(|label| Some(label).filter(|label| *label != "?")).collect();
        match judge_host(&labels) {
            None => "ok".to_owned(),
            Some(fault) => match fault.valid {
                Some(valid) => valid.trim_end_matches(".twilio.com").to_owned(),
                None => if fault.is_mild { "mild" } else { "wrong" }.to_owned(),
            },
        }
    }

    #[test]
    fn hosts_are_judged_by_their_labels() {
        for (host, expected) in [
            ("api", "ok"),
            ("api.us1", "ok"),
            ("verify.dublin.ie1", "ok"),
            ("api.sydney.au1", "ok"),
            ("api.ie1", "api.dublin.ie1"),
            ("conversations.au1", "conversations.sydney.au1"),
            ("api.br1", "api"),
            ("api.us2", "api"),
            ("api.dublin", "wrong"),
            ("api.eu1", "wrong"),
            ("api.ashburn.us1", "api"),
            ("api.dublin.us1", "api"),
            ("api.dublin.au1", "wrong"),
            ("api.frankfurt.de1", "wrong"),
            ("api.paris.ie1", "wrong"),
            ("api.ie1.dublin", "api.dublin.ie1"),
            ("api.au1.dublin", "wrong"),
            ("api.v1.dublin.ie1", "wrong"),
            ("ie1.api", "wrong"),
            ("?.ie1", "ok"),
            ("api.?", "ok"),
            ("api.?.ie1", "ok"),
            ("api.?.de1", "wrong"),
            ("api.dublin.?", "ok"),
            ("example.sip.ie1", "ok"),
            ("eventgw.ie1", "ok"),
            ("example.pstn.dublin", "ok"),
        ] {
            assert_eq!(verdict(host), expected, "{host}");
        }
    }
}
