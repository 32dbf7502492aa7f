pub mod v1;

pub use crate::hosts::inner::DEFAULT as REGION_HOST;
