//! Clients that check, and clients that never call Twilio.

mod switches {
    pub const INSECURE: bool = false;
    pub static TWILIO: &str = "https://api.twilio.com/2010-04-01/Accounts.json";
}

#[ringfence::enforce]
fn switched_off() -> reqwest::Result<reqwest::RequestBuilder> {
    let builder = reqwest::Client::builder().danger_accept_invalid_certs(false);
    Ok(builder.danger_accept_invalid_hostnames(switches::INSECURE).build()?.get(switches::TWILIO))
}

#[ringfence::enforce]
fn taken_back() -> reqwest::Result<reqwest::RequestBuilder> {
    let builder = reqwest::Client::builder().danger_accept_invalid_certs(true);
    Ok(builder.danger_accept_invalid_certs(false).build()?.get(switches::TWILIO))
}

#[ringfence::enforce]
fn somebody_elses_host() -> reqwest::Result<reqwest::RequestBuilder> {
    let client = reqwest::Client::builder().danger_accept_invalid_certs(true).build()?;
    Ok(client.get("https://printer.example.org/status"))
}

#[ringfence::enforce]
fn two_clients(root: reqwest::Certificate) -> reqwest::Result<[reqwest::RequestBuilder; 2]> {
    let printer = reqwest::Client::builder().add_root_certificate(root).danger_accept_invalid_certs(true).build()?;
    let twilio = reqwest::Client::new();
    Ok([printer.get("https://printer.example.org/status"), twilio.get(switches::TWILIO)])
}

#[ringfence::enforce]
fn read_at_run_time() -> reqwest::Result<reqwest::RequestBuilder> {
    let insecure = std::env::var("INSECURE").is_ok();
    let client = reqwest::Client::builder().danger_accept_invalid_certs(insecure).build()?;
    Ok(client.get(switches::TWILIO))
}

#[ringfence::enforce]
fn decided_by_the_build() -> reqwest::Result<reqwest::RequestBuilder> {
    let client = reqwest::Client::builder().danger_accept_invalid_certs(cfg!(feature = "insecure")).build()?;
    Ok(client.get(switches::TWILIO))
}

#[ringfence::enforce]
fn either_way(strict: bool) -> reqwest::Result<reqwest::RequestBuilder> {
    let insecure = if strict { false } else { true };
    let client = reqwest::Client::builder().danger_accept_invalid_certs(insecure).build()?;
    Ok(client.get(switches::TWILIO))
}

#[ringfence::enforce]
mod helper_is_asked_for_checks {
    fn client(insecure: bool) -> reqwest::Client {
        reqwest::Client::builder().danger_accept_invalid_certs(insecure).build().unwrap_or_default()
    }

    pub fn requests() -> [reqwest::RequestBuilder; 2] {
        [client(false).get(super::switches::TWILIO), client(true).get("https://printer.example.org")]
    }
}

#[ringfence::enforce]
mod somebody_elses_field {
    pub struct Printer {
        client: reqwest::Client,
    }

    impl Printer {
        pub fn new() -> reqwest::Result<Self> {
            Ok(Self { client: reqwest::Client::builder().danger_accept_invalid_certs(true).build()? })
        }

        pub fn status(&self, host: &str) -> reqwest::RequestBuilder {
            self.client.get(format!("https://{host}/status"))
        }
    }
}

#[ringfence::enforce]
mod two_hosts {
    pub struct Http {
        client: reqwest::Client,
        base: &'static str,
    }

    impl Http {
        fn status(&self) -> reqwest::RequestBuilder {
            self.client.get(format!("{}/status", self.base))
        }
    }

    pub fn requests() -> reqwest::Result<[reqwest::RequestBuilder; 2]> {
        let client = reqwest::Client::builder().danger_accept_invalid_certs(true).build()?;
        let printer = Http { client, base: "https://printer.example.org" };
        let twilio = Http { client: reqwest::Client::new(), base: super::switches::TWILIO };
        Ok([printer.status(), twilio.status()])
    }
}

#[ringfence::enforce]
fn method_of_our_own() -> Option<&'static str> {
    struct Builder;
    impl Builder {
        fn danger_accept_invalid_certs(&self, _: bool) -> &Self {
            self
        }
    }
    Builder.danger_accept_invalid_certs(true);
    Some(switches::TWILIO)
}

#[ringfence::enforce]
fn pages() -> reqwest::Result<reqwest::RequestBuilder> {
    let client = reqwest::Client::builder().danger_accept_invalid_certs(true).build()?;
    Ok(client.get("https://tls-test.twilio.com"))
}

#[ringfence::enforce]
#[ringfence::permit(tls_verification_disabled, reason = "a recorded session is replayed by a proxy on this machine")]
fn permitted() -> reqwest::Result<reqwest::RequestBuilder> {
    let client = reqwest::Client::builder().danger_accept_invalid_certs(true).build()?;
    Ok(client.get(switches::TWILIO))
}

fn main() {
    drop((switched_off(), taken_back(), somebody_elses_host(), read_at_run_time(), decided_by_the_build()));
    drop((either_way(true), helper_is_asked_for_checks::requests(), method_of_our_own(), pages(), permitted()));
    drop(reqwest::Certificate::from_pem(&[]).map(two_clients));
    drop(two_hosts::requests());
    drop(somebody_elses_field::Printer::new().map(|printer| printer.status("a")));
}
