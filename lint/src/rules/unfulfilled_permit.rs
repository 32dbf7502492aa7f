//! `unfulfilled_permit`

use crate::facts::{Facts, PermitFact};
use crate::gather::Gather;
use crate::lint::{Finding, declare_lint};
use crate::{LINTS, Place, Suggestion};

declare_lint! {
    /// ## What it does
    ///
    /// Finds permits that silence nothing: the lint finds nothing there, another permit inside or beside it covers what it
    /// finds, or the lint is at level allow.
    ///
    /// ## Why
    ///
    /// A permit is a written exception. One that excepts nothing misleads whoever reads it, and hides the next fault of
    /// its kind. Practice P27, <https://www.twilio.com/docs/usage/rest-api-best-practices>.
    ///
    /// ## Example
    ///
    /// ```text
    /// #[ringfence::permit(plain_http_url, reason = "the proxy beside us speaks TLS")]
    /// const API: &str = "https://api.twilio.com";
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```text
    /// const API: &str = "https://api.twilio.com";
    /// ```
    ///
    /// A permit belongs on the place that is reported, or on an item around it: where a const is reported, a permit on the
    /// function that uses it silences nothing.
    ///
    /// ## Known limits
    ///
    /// The command and the build script say it, `#[enforce]` does not: it sees one item. Permits in code under a `cfg` that
    /// cannot hold are not judged, nor are those around a place where a bound of the engine ended the search. Where
    /// targets that depend on one another share a file, it is enough that its permit silences something in one of them.
    unfulfilled_permit, "upkeep", Warn, "P27", check
}

const OWN: &str = "unfulfilled_permit";

fn check(facts: &Facts) -> Vec<Finding> {
    let judged = facts.permits.iter().enumerate();
    let judged = judged.filter(|(_, permit)| !facts.cuts.iter().any(|(cut, _)| permit.region.contains(*cut)));
    let judged: Vec<(usize, &PermitFact)> = judged.gather();
    let others = judged.iter().flat_map(|(index, permit)| {
        check_permit(permit, |name| name == OWN || facts.fulfilled.contains(&(*index, name)))
    });
    let others: Vec<Finding> = others.gather();
    // Permits of this lint are good for what it finds itself.
    let own = judged.iter().flat_map(|(_, permit)| {
        let covers = |place: Place| permit.region.contains(place) && !permit.place.contains(place);
        let silences = others.iter().any(|finding| covers(finding.primary));
        check_permit(permit, move |name| name != OWN || silences)
    });
    let own: Vec<Finding> = own.gather();
    others.into_iter().chain(own).gather()
}

/// The lints of a permit that are good for nothing: the permit where it is all of them, else each by its name.
fn check_permit(permit: &PermitFact, is_fulfilled: impl Fn(&'static str) -> bool) -> Vec<Finding> {
    let mut idle = Vec::new();
    for (at, (name, place)) in permit.lints.iter().enumerate() {
        // A name that is no lint's is reported as such.
        let Some(lint) = LINTS.iter().find(|lint| lint.name == name) else { continue };
        let is_repeated = permit.lints.iter().take(at).any(|(earlier, _)| earlier == name);
        if is_repeated || !is_fulfilled(lint.name) {
            idle.push((lint.name, *place, permit.cuts.get(at).copied()));
        }
    }
    let is_all = idle.len() == permit.lints.len();
    match idle.as_slice() {
        [] => Vec::new(),
        _ if is_all && permit.is_whole => {
            let names: Vec<String> = idle.iter().map(|(name, ..)| format!("`{name}`")).gather();
            vec![finding(permit.place, &names.join(" and "), Some(permit.removal))]
        }
        _ => {
            let cut = |cut: Option<Place>| cut.filter(|_| !is_all);
            idle.iter().map(|(name, place, gone)| finding(*place, &format!("`{name}`"), cut(*gone))).gather()
        }
    }
}

fn finding(primary: Place, names: &str, removal: Option<Place>) -> Finding {
    let help = "remove it, or move it onto the place that is reported or an item around it";
    let suggestion = removal
        .map(|removal| Suggestion { message: "remove it".to_owned(), edits: vec![(removal, String::new())] });
    Finding::new(primary, format!("this permit of {names} silences nothing"), help).suggesting(suggestion)
}
