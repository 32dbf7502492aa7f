//! The client's settings from the environment.
