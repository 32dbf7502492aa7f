//! Brings generated code in.
