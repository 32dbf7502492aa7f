//! Pages of lists.

/// One page of a list.
#[derive(Debug)]
pub struct Page<T> {
    /// The items of this page, in Twilio's order.
    pub items: Vec<T>,
}
