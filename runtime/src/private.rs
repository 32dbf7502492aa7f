//! The surface of generated code.
