//! What the tests share.

pub mod corpus;
pub mod operations;
pub mod sidelines;
pub mod templates;
