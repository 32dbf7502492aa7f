//! The list of lints, sorted by name, and nothing else.

mod auth_token_outside_validation;
mod blind_create_retry;
mod callback_without_retry;
mod certificate_pinning;
mod credential_in_url;
mod credential_logged;
mod fetch_after_list;
mod fixed_delay_retry;
mod hardcoded_credential;
mod invalid_connection_override;
mod invalid_region_host;
mod missing_reason;
mod missing_status_callback;
mod plain_http_url;
mod polling_loop;
mod request_id_discarded;
mod stale_spec;
mod tls_verification_disabled;
mod unbounded_fanout;
mod unbounded_list;
mod unfulfilled_permit;
mod unpaced_delete;
mod unretried_call;
mod unvalidated_webhook;
mod weak_tls;

use crate::Lint;

/// All lints.
pub static LINTS: &[&Lint] = &[
    &auth_token_outside_validation::LINT,
    &blind_create_retry::LINT,
    &callback_without_retry::LINT,
    &certificate_pinning::LINT,
    &credential_in_url::LINT,
    &credential_logged::LINT,
    &fetch_after_list::LINT,
    &fixed_delay_retry::LINT,
    &hardcoded_credential::LINT,
    &invalid_connection_override::LINT,
    &invalid_region_host::LINT,
    &missing_reason::LINT,
    &missing_status_callback::LINT,
    &plain_http_url::LINT,
    &polling_loop::LINT,
    &request_id_discarded::LINT,
    &stale_spec::LINT,
    &tls_verification_disabled::LINT,
    &unbounded_fanout::LINT,
    &unbounded_list::LINT,
    &unfulfilled_permit::LINT,
    &unpaced_delete::LINT,
    &unretried_call::LINT,
    &unvalidated_webhook::LINT,
    &weak_tls::LINT,
];
