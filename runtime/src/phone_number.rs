//! Addresses of people and services.

/// An E.164 number, or a channel address such as `whatsapp:+15558675310`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PhoneNumber(String);
