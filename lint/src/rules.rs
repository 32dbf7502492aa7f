//! The list of lints, sorted by name, and nothing else.

mod auth_token_outside_validation;
mod certificate_pinning;
mod credential_in_url;
mod credential_logged;
mod hardcoded_credential;
mod invalid_connection_override;
mod invalid_region_host;
mod missing_reason;
mod plain_http_url;
mod request_id_discarded;
mod tls_verification_disabled;
mod unfulfilled_permit;
mod unretried_call;
mod unvalidated_webhook;
mod weak_tls;

use crate::Lint;

/// All lints.
pub static LINTS: &[&Lint] = &[
    &auth_token_outside_validation::LINT,
    &certificate_pinning::LINT,
    &credential_in_url::LINT,
    &credential_logged::LINT,
    &hardcoded_credential::LINT,
    &invalid_connection_override::LINT,
    &invalid_region_host::LINT,
    &missing_reason::LINT,
    &plain_http_url::LINT,
    &request_id_discarded::LINT,
    &tls_verification_disabled::LINT,
    &unfulfilled_permit::LINT,
    &unretried_call::LINT,
    &unvalidated_webhook::LINT,
    &weak_tls::LINT,
];
