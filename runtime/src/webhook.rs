//! Webhooks that cannot be forged.
