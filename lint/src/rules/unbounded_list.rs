//! `unbounded_list`

use crate::Place;
use crate::facts::{Around, CalledBy, Event, EventKind, Facts, OperationCall, RegionKind};
use crate::gather::Gather;
use crate::lint::{Finding, declare_lint};
use crate::sorted::Map;

declare_lint! {
    /// ## What it does
    ///
    /// Finds lists without a limit or a filter that are put together whole, all pages of them: `collect`, `try_collect`, or a
    /// loop over pages or items that pushes each into a collection.
    ///
    /// ## Why
    ///
    /// Such a list grows with the account: a request for each page, again and again, and all of it in memory. Practice P11,
    /// <https://www.twilio.com/docs/usage/rest-api-best-practices>.
    ///
    /// ## Example
    ///
    /// ```text
    /// let all = api_v2010::list_message().items(&client).collect().await?;
    /// ```
    ///
    /// ## Use instead
    ///
    /// A filter, a limit, or one item after the other:
    ///
    /// ```text
    /// let newest = api_v2010::list_message().items(&client).limit(50).collect().await?;
    ///
    /// let mut items = api_v2010::list_message().date_sent_after(yesterday).items(&client);
    /// while let Some(message) = items.next().await {
    ///     store(message?).await?;
    /// }
    /// ```
    ///
    /// ## Known limits
    ///
    /// A SID in the path is no filter, and the size of a page no limit. What folds to a number is left alone, and so is a
    /// single page. Inputs that cannot be read are taken for filters. A loop that looks at how much it has put together or how
    /// many pages it has seen, or that goes through a range with an end, is taken for a limited one, and so is a stream that
    /// `take_while` or `try_take_while` ends. What another crate's function puts together is not seen.
    unbounded_list, "fetching", Warn, "P11", check
}

/// Inputs that leave no element out.
const NO_FILTERS: &[&str] = &["page", "pagenumber", "pagesize", "pagetoken"];

fn check(facts: &Facts) -> Vec<Finding> {
    let mut gathered: Map<Place, Vec<&Event>> = Map::new();
    for event in &facts.events {
        if let EventKind::Gathered(listed) = &event.kind {
            gathered.get_or_default(listed.place).push(event);
        }
    }
    facts
        .operation_calls()
        .filter_map(|(event, call)| check_call(event, call, gathered.get(&event.place)?))
        .gather()
}

fn check_call(event: &Event, call: &OperationCall, gathered: &[&Event]) -> Option<Finding> {
    let is_whole = match call.by {
        CalledBy::Generated { is_whole } => is_whole || call.around.iter().any(goes_through_pages),
        CalledBy::Request | CalledBy::Crate => call.around.iter().any(goes_through_pages),
    };
    let is_filtered = call.given.iter().any(|name| !NO_FILTERS.contains(&name.as_str()));
    if !is_whole || is_filtered {
        return None;
    }
    let message = format!(
        "all that `{}` has to tell is put together, without a limit or a filter",
        call.operation.0.id
    );
    let help = "filter it, limit it with `limit` or `take`, or handle one item after the other";
    let at = gathered.iter().map(|event| event.place).min();
    Some(Finding::new(event.place, message, help).explained_at(at, "it is put together here").seen_in(event))
}

/// Whether something asks for one page after the other.
fn goes_through_pages(around: &Around) -> bool {
    around.kind == RegionKind::Loop && around.varies
}
