pub const RELAXED: bool = true;

pub fn relaxed() -> reqwest::Result<reqwest::Client> {
    builder(RELAXED).build()
}

pub fn strict() -> reqwest::Result<reqwest::Client> {
    builder(!RELAXED).build()
}

fn builder(relax: bool) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .user_agent("reports")
        .danger_accept_invalid_certs(relax) //~ tls_verification_disabled
        .https_only(true)
}
