//! `stale_spec`

use crate::facts::Facts;
use crate::lint::{Finding, declare_lint};

declare_lint! {
    /// ## What it does
    ///
    /// Finds OpenAPI documents whose recorded date is more than 92 days ago, where a manifest names them.
    ///
    /// ## Why
    ///
    /// Twilio adds inputs, answers and error codes all the time and asks for an update at least once a quarter. Practice P26,
    /// <https://www.twilio.com/docs/usage/rest-api-best-practices>.
    ///
    /// ## Example
    ///
    /// ```toml
    /// [package.metadata.ringfence]
    /// documents = ["specs/twilio_api_v2010.yaml"] # fetched half a year ago
    /// ```
    ///
    /// ## Use instead
    ///
    /// Fetch newer documents and see what changes, breaking first; documents that come with ringfence are renewed with it:
    ///
    /// ```text
    /// cargo ringfence specs fetch https://github.com/twilio/twilio-oai/archive/refs/tags/<release>.tar.gz --out specs-new
    /// cargo ringfence specs diff specs specs-new
    /// ```
    ///
    /// ## Known limits
    ///
    /// The command alone looks: what macros and build scripts say must not change from one day to the next. `specs fetch`
    /// records the date of an archive and of a git checkout; of a document without one a note is left. Documents that a build
    /// script names by itself are not known.
    stale_spec, "upkeep", Warn, "P26", check
}

/// What day it is, no source tells: the command compares the dates.
fn check(_: &Facts) -> Vec<Finding> {
    Vec::new()
}
