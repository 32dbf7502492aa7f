//! A file module.
