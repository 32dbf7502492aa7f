//! JSON to fields.
