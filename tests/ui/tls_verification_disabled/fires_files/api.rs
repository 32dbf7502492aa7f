use crate::client;

pub struct Api {
    pub http: reqwest::Client,
}

impl Api {
    pub fn new() -> reqwest::Result<Self> {
        Ok(Self { http: client::relaxed()? })
    }
}

pub struct Printer {
    http: reqwest::Client,
}

impl Printer {
    pub fn new() -> reqwest::Result<Self> {
        let builder = reqwest::Client::builder().danger_accept_invalid_hostnames(true);
        drop(client::strict());
        Ok(Self { http: builder.build()? })
    }

    pub fn status(&self) -> reqwest::RequestBuilder {
        self.http.get("https://printer.example.org/status")
    }
}
