//! Times as Twilio writes them.
