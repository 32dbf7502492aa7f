//! Values as they go on the wire.
