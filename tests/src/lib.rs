//! What the tests share.

pub mod cases;
pub mod compared;
pub mod corpus;
pub mod executable;
pub mod history;
pub mod markers;
pub mod operations;
pub mod repository;
pub mod sidelines;
pub mod templates;
pub mod tree;
