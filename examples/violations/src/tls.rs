//! Clients that call Twilio without looking at whom they talk to, or with less TLS than Twilio speaks.

use crate::hosts::{API, messages};
use reqwest::tls::Version as Tls;
use reqwest::{Certificate, Client, ClientBuilder, RequestBuilder, Result};

/// Twilio's own certificate, of which the next is already waiting.
const LEAF: &str = "certs/api.twilio.com.pem";

/// Whether to look at certificates at all.
const INSECURE: bool = true;

/// Through a `let`.
pub fn through_a_let() -> Result<RequestBuilder> {
    let client = Client::builder().danger_accept_invalid_certs(true).build()?; //~ tls_verification_disabled
    Ok(client.get("https://api.twilio.com/2010-04-01/Accounts.json"))
}

/// Through consts.
pub fn through_consts() -> Result<RequestBuilder> {
    let client = Client::builder().tls_danger_accept_invalid_hostnames(INSECURE).build()?; //~ tls_verification_disabled
    Ok(client.get(API))
}

/// Through a renamed import.
pub fn through_a_renamed_import() -> Result<RequestBuilder> {
    Ok(Client::builder().min_tls_version(Tls::TLS_1_0).build()?.get(API)) //~ weak_tls
}

/// Through a builder chain over statements.
pub fn through_a_builder_chain(old: bool) -> Result<RequestBuilder> {
    let mut builder = Client::builder();
    if old {
        builder = builder.max_tls_version(Tls::TLS_1_1); //~ weak_tls
    }
    Ok(builder.build()?.get(API))
}

/// Through helper functions and a file.
pub fn through_helpers(account: &str) -> Option<RequestBuilder> {
    Some(pinned(Client::builder())?.build().ok()?.post(messages(account)))
}

fn pinned(builder: ClientBuilder) -> Option<ClientBuilder> {
    let leaf = Certificate::from_pem(&std::fs::read(LEAF).ok()?).ok()?;
    Some(builder.tls_certs_only([leaf])) //~ certificate_pinning
}

/// Through a field: the authority of a proxy, which now speaks for everybody.
pub struct Reports {
    client: Client,
}

impl Reports {
    /// Trusts it.
    pub fn new(proxy: Certificate) -> Result<Self> {
        let builder = Client::builder().add_root_certificate(proxy); //~ tls_verification_disabled
        Ok(Self { client: builder.build()? })
    }

    /// And calls Twilio.
    pub fn accounts(&self) -> RequestBuilder {
        self.client.get(API)
    }
}
