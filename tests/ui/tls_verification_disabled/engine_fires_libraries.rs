//! The switches of other libraries.
const ACCOUNTS: &str = "https://api.twilio.com/2010-04-01/Accounts.json";

mod with_reqwest {
    use super::ACCOUNTS;

    fn blocking() -> Option<reqwest::blocking::RequestBuilder> {
        let builder = reqwest::blocking::Client::builder();
        let client = builder.danger_accept_invalid_certs(true).build().ok()?; //~ tls_verification_disabled
        Some(client.get(ACCOUNTS))
    }

    fn preconfigured() -> Option<reqwest::RequestBuilder> {
        let connector = native_tls::TlsConnector::builder()
            .danger_accept_invalid_certs(true) //~ tls_verification_disabled
            .build()
            .ok()?;
        let client = reqwest::Client::builder().use_preconfigured_tls(connector).build().ok()?;
        Some(client.get(ACCOUNTS))
    }

    fn given_away(connector: &mut native_tls::TlsConnectorBuilder) -> Option<reqwest::RequestBuilder> {
        connector.danger_accept_invalid_hostnames(true); //~ tls_verification_disabled
        let builder = reqwest::Client::builder().tls_backend_preconfigured(connector.build().ok()?);
        Some(builder.build().ok()?.get(ACCOUNTS))
    }

    fn behind_middleware() -> Option<reqwest_middleware::RequestBuilder> {
        let inner = reqwest::Client::builder().danger_accept_invalid_certs(true).build().ok()?; //~ tls_verification_disabled
        let client = reqwest_middleware::ClientBuilder::new(inner).with(Logging).build();
        Some(client.get(ACCOUNTS))
    }

    fn from_another_crate() -> Option<reqwest::RequestBuilder> {
        let builder = house_style::client_builder();
        Some(builder.danger_accept_invalid_certs(true).build().ok()?.get(ACCOUNTS)) //~ tls_verification_disabled
    }

    fn chosen() -> Option<reqwest::RequestBuilder> {
        let builder = reqwest::Client::builder();
        let builder = if cfg!(debug_assertions) {
            builder.danger_accept_invalid_certs(true) //~ tls_verification_disabled
        } else {
            builder
        };
        Some(builder.build().ok()?.get(ACCOUNTS))
    }
}

mod with_hyper {
    use hyper_util::client::legacy::Client;
    use hyper_util::rt::TokioExecutor;

    fn over_native_tls() -> Result<(), native_tls::Error> {
        let mut tls = native_tls::TlsConnector::builder();
        tls.danger_accept_invalid_certs(true); //~ tls_verification_disabled
        let connector = hyper_tls::HttpsConnector::from((http(), tls.build()?.into()));
        let client = Client::builder(TokioExecutor::new()).build(connector);
        let _ = Request::builder().uri(super::ACCOUNTS);
        client.get(super::ACCOUNTS.parse().unwrap()); //~ unretried_call
        Ok(())
    }

    fn over_openssl() -> Result<(), openssl::error::ErrorStack> {
        use openssl::ssl::{SslConnector, SslMethod, SslVerifyMode};
        let mut ssl = SslConnector::builder(SslMethod::tls())?;
        ssl.set_verify(SslVerifyMode::NONE); //~ tls_verification_disabled
        let connector = hyper_openssl::HttpsConnector::with_connector(http(), ssl)?;
        Client::builder(TokioExecutor::new()).build(connector).get(super::ACCOUNTS.parse().unwrap()); //~ unretried_call
        Ok(())
    }
}

mod by_hand {
    use openssl::ssl::{SslConnector, SslMethod, SslVerifyMode};

    fn host_name_unchecked(stream: TcpStream) -> Result<(), Error> {
        let connector = SslConnector::builder(SslMethod::tls())?.build();
        let configuration = connector.configure()?.verify_hostname(false); //~ tls_verification_disabled
        configuration.connect("api.twilio.com", stream)?;
        Ok(())
    }

    fn any_answer(stream: TcpStream) -> Result<(), Error> {
        let mut builder = SslConnector::builder(SslMethod::tls())?;
        builder.set_verify_callback(SslVerifyMode::PEER, |_, _| true); //~ tls_verification_disabled
        builder.build().connect("verify.twilio.com", stream)?;
        Ok(())
    }

    fn native(stream: TcpStream) -> Result<(), Error> {
        let builder = native_tls::TlsConnector::builder().danger_accept_invalid_certs(true).build()?; //~ tls_verification_disabled
        builder.connect("api.twilio.com", stream)?;
        Ok(())
    }
}

mod with_ureq {
    use super::ACCOUNTS;
    use ureq::tls::TlsConfig;

    fn of_an_agent() -> ureq::RequestBuilder {
        let tls = TlsConfig::builder().disable_verification(true).build(); //~ tls_verification_disabled
        let agent: ureq::Agent = ureq::Agent::config_builder().tls_config(tls).build().into();
        agent.get(ACCOUNTS)
    }

    fn of_a_config() -> ureq::RequestBuilder {
        let config = ureq::config::Config::builder()
            .tls_config(TlsConfig::builder().disable_verification(true).build()) //~ tls_verification_disabled
            .build();
        config.new_agent().get(ACCOUNTS)
    }

    fn of_one_request() -> Result<(), ureq::Error> {
        let tls = TlsConfig::builder().disable_verification(true).build(); //~ tls_verification_disabled
        ureq::get(ACCOUNTS).config().tls_config(tls).build().call()?; //~ unretried_call
        Ok(())
    }

    fn of_an_older_agent() -> Option<ureq::Request> {
        let connector = native_tls::TlsConnector::builder().danger_accept_invalid_certs(true).build().ok()?; //~ tls_verification_disabled
        let agent = ureq::AgentBuilder::new().tls_connector(std::sync::Arc::new(connector)).build();
        Some(agent.get(ACCOUNTS))
    }

    fn roots_of_our_own(pem: &'static str) -> ureq::RequestBuilder {
        let root = ureq::tls::Certificate::from_pem(include_bytes!("proxy.pem")).unwrap();
        let roots = ureq::tls::RootCerts::new_with_certs(&[root]);
        let tls = TlsConfig::builder().root_certs(roots).build(); //~ tls_verification_disabled
        ureq::Agent::new_with_config(ureq::Agent::config_builder().tls_config(tls).build()).get(ACCOUNTS)
    }
}

mod with_isahc {
    use super::ACCOUNTS;
    use isahc::config::{Configurable, SslOption};

    fn of_a_client() -> Result<(), isahc::Error> {
        let client = isahc::HttpClient::builder()
            .ssl_options(SslOption::DANGER_ACCEPT_INVALID_CERTS | SslOption::DANGER_ACCEPT_REVOKED_CERTS) //~ tls_verification_disabled
            .build()?;
        client.get(ACCOUNTS)?; //~ unretried_call
        Ok(())
    }

    fn of_one_request() -> Result<(), isahc::Error> {
        let request = isahc::Request::get(ACCOUNTS).ssl_options(SslOption::DANGER_ACCEPT_INVALID_HOSTS); //~ tls_verification_disabled
        request.body(())?.send()?; //~ unretried_call
        Ok(())
    }
}

mod with_curl {
    use curl::easy::Easy;

    fn peer() -> Result<(), curl::Error> {
        let mut easy = Easy::new();
        easy.url(super::ACCOUNTS)?;
        easy.ssl_verify_peer(false)?; //~ tls_verification_disabled
        easy.perform()
    }

    fn own_root() -> Result<(), curl::Error> {
        let mut easy = Easy::new();
        easy.url(super::ACCOUNTS)?;
        easy.ssl_cainfo_blob(include_bytes!("corporate.pem"))?; //~ tls_verification_disabled
        easy.perform()
    }

    fn host() -> Result<(), curl::Error> {
        let mut easy = Easy::new();
        easy.ssl_verify_host(false)?; //~ tls_verification_disabled
        easy.url("https://lookups.twilio.com/v2/PhoneNumbers")?;
        let transfer = easy.transfer();
        transfer.perform()
    }
}

mod with_awc_and_surf {
    use std::sync::Arc;

    fn awc(config: rustls::ClientConfig) -> awc::ClientRequest {
        let mut config = config;
        config.dangerous().set_certificate_verifier(Arc::new(Anything)); //~ tls_verification_disabled
        let connector = awc::Connector::new().rustls_0_23(Arc::new(config));
        awc::Client::builder().connector(connector).finish().get(super::ACCOUNTS)
    }

    fn surf() -> Result<(), surf::Error> {
        let inner = isahc::HttpClient::builder()
            .ssl_options(isahc::config::SslOption::DANGER_ACCEPT_INVALID_CERTS) //~ tls_verification_disabled
            .build()?;
        let client: surf::Client = surf::Config::new().set_http_client(inner).try_into()?;
        client.get(super::ACCOUNTS); //~ unretried_call
        Ok(())
    }

    struct Anything;

    impl rustls::client::danger::ServerCertVerifier for Anything {
        fn verify_server_cert(
            &self,
            _end_entity: &CertificateDer<'_>,
            _intermediates: &[CertificateDer<'_>],
            _server_name: &ServerName<'_>,
            _ocsp: &[u8],
            _now: UnixTime,
        ) -> Result<ServerCertVerified, Error> {
            Ok(ServerCertVerified::assertion())
        }
    }
}

mod handed_on {
    fn to_a_twilio_crate(account: &str) -> twilio_openapi::apis::configuration::Configuration {
        let client = reqwest::Client::builder().danger_accept_invalid_certs(true).build().unwrap_or_default(); //~ tls_verification_disabled
        twilio_openapi::apis::configuration::Configuration { client, ..Default::default() }
    }

    fn to_us(key: ringfence::ApiKey) -> ringfence::Client {
        let inner = reqwest::Client::builder().danger_accept_invalid_hostnames(true).build().unwrap_or_default(); //~ tls_verification_disabled
        ringfence::Client::builder(key).transport(inner).build()
    }
}

static INSECURE: std::sync::OnceLock<bool> = std::sync::OnceLock::new();

fn set_once() -> reqwest::Result<reqwest::RequestBuilder> {
    let insecure = *INSECURE.get_or_init(|| true);
    let client = reqwest::Client::builder().danger_accept_invalid_certs(insecure).build()?; //~ tls_verification_disabled
    Ok(client.get("https://api.twilio.com/2010-04-01/Accounts.json"))
}
