//! What generated models implement.
