//! How a list operation pages.

/// The facts of a list operation: where its items are, and which inputs page it.
#[derive(Clone, Copy, Debug)]
pub struct Paging {
    pub(crate) items: &'static str,
    pub(crate) size: Option<(&'static str, i64)>,
    pub(crate) token: Option<&'static str>,
    pub(crate) number: Option<&'static str>,
}

impl Paging {
    /// A list whose items are in this field of the answer.
    pub const fn new(items: &'static str) -> Self {
        Self { items, size: None, token: None, number: None }
    }

    /// The input that takes the size of a page, and the largest one.
    #[must_use]
    pub const fn size(mut self, name: &'static str, max: i64) -> Self {
        self.size = Some((name, max));
        self
    }

    /// The input that takes the token of the next page.
    #[must_use]
    pub const fn token(mut self, name: &'static str) -> Self {
        self.token = Some(name);
        self
    }

    /// The input that takes the number of a page.
    #[must_use]
    pub const fn number(mut self, name: &'static str) -> Self {
        self.number = Some(name);
        self
    }
}
