//! The send loop as a state machine without I/O: give it an outcome, it says done, wait or send.
