//! `missing_reason`

use crate::facts::{EventKind, Facts, PermitFact, Reason};
use crate::gather::Gather;
use crate::lint::{Finding, declare_lint};
use crate::{LINTS, Place, suggestion};

declare_lint! {
    /// ## What it does
    ///
    /// Finds a `permit` or a `NoRetry` without a reason, or with a blank one, also through a const; and a `permit` of a
    /// lint that does not exist.
    ///
    /// ## Why
    ///
    /// No practice fits every program, so every lint has an exit. An exit without a reason cannot be judged by whoever
    /// reads it next. Practice P27, <https://www.twilio.com/docs/usage/rest-api-best-practices>.
    ///
    /// ## Example
    ///
    /// ```text
    /// let policy = ringfence::RetryPolicy::off(ringfence::NoRetry::because(""));
    /// ```
    ///
    /// and `#[ringfence::permit(unretried_call)]`, which does not compile.
    ///
    /// ## Use instead
    ///
    /// ```text
    /// let exit = ringfence::NoRetry::because("a health check: the next one comes in a second");
    /// let policy = ringfence::RetryPolicy::off(exit);
    /// ```
    ///
    /// ## Known limits
    ///
    /// A reason that is computed at run time is taken as given.
    missing_reason, "upkeep", Deny, "P27", check
}

fn check(facts: &Facts) -> Vec<Finding> {
    let permits = facts.permits.iter().flat_map(check_permit);
    let switches = facts.events.iter().filter_map(|event| match &event.kind {
        EventKind::RetryOff { reason } if is_blank(reason) => {
            Some(blank(event.place, "this switch of retries"))
        }
        _ => None,
    });
    permits.chain(switches).gather()
}

fn check_permit(permit: &PermitFact) -> Vec<Finding> {
    let mut findings: Vec<Finding> =
        permit.lints.iter().filter_map(|(name, place)| unknown_lint(name, *place)).gather();
    if is_blank(&permit.reason) {
        findings.push(blank(permit.place, "this permit"));
    }
    findings
}

fn is_blank(reason: &Reason) -> bool {
    match reason {
        Reason::None => true,
        Reason::Known(text) => text.trim().is_empty(),
        Reason::Unknown => false,
    }
}

fn blank(primary: Place, what: &str) -> Finding {
    let help = "say why, for whoever reads it next: `reason = \"...\"`";
    Finding::new(primary, format!("{what} gives no reason"), help)
}

fn unknown_lint(name: &str, primary: Place) -> Option<Finding> {
    if LINTS.iter().any(|lint| lint.name == name) {
        return None;
    }
    let near = suggestion(name, LINTS.iter().map(|lint| lint.name));
    let message = format!("there is no lint named `{name}`{near}");
    Some(Finding::new(primary, message, "`cargo ringfence lints` lists all names"))
}
