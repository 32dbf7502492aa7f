//! Where secrets come from and go.

use crate::planting::{API, Hole, Planting, RETRYING, Sink, again, again_blocking};

/// Every planting of this group; `SECRET` and `ACCOUNT` are filled in when a program is made.
pub fn plantings() -> Vec<Planting> {
    vec![token(), token_by_reference(), token_logged(), hardcoded(), hardcoded_text(), in_url(), logged()]
}

const TOKEN: &str = "std::env::var(\"TWILIO_AUTH_TOKEN\").unwrap_or_default()";
const KEY: &str = "std::env::var(\"TWILIO_API_KEY_SECRET\").unwrap_or_default()";
const ACCOUNTS: &str = "\"https://api.twilio.com/2010-04-01/Accounts.json\"";

/// Requests that carry the `String` at `{v}` as their credential.
fn carrying() -> Vec<Sink> {
    let user = "let user = std::env::var(\"TWILIO_API_KEY\").unwrap_or_default(); let secret = {v};\n";
    vec![
        Sink::new(
            "reqwest with retries",
            format!("{user}retrying().get({ACCOUNTS}).basic_auth(user, Some(secret)).send().await?;"),
        )
        .with(RETRYING),
        Sink::new(
            "reqwest, renamed, split",
            format!(
                "{user}let http = Http::new(); let mut request = http.get({ACCOUNTS}); request = request.basic_auth(&user, Some(&secret));\n{}",
                again("request.try_clone().ok_or_else(String::new)?.send().await.map_err(|error| error.to_string())")
            ),
        )
        .with("use reqwest::Client as Http;"),
        Sink::blocking(
            "blocking reqwest",
            format!(
                "{user}let client = reqwest::blocking::Client::new();\n{}",
                again_blocking(&format!("client.get({ACCOUNTS}).basic_auth(&user, Some(&secret)).send()"))
            ),
        ),
        Sink::blocking(
            "ureq header",
            format!(
                "{user}let header = format!(\"Basic {{}}\", base64::Engine::encode(&base64::prelude::BASE64_STANDARD, format!(\"{{user}}:{{secret}}\")));\n{}",
                again_blocking(&format!("ureq::get({ACCOUNTS}).header(\"Authorization\", &header).call()"))
            ),
        ),
        Sink::new(
            "isahc",
            format!(
                "{user}let credentials = isahc::auth::Credentials::new(user, secret);\n{}",
                again(&format!(
                    "isahc::Request::get({ACCOUNTS}).authentication(isahc::auth::Authentication::basic()).credentials(credentials.clone()).body(())?.send_async().await"
                ))
            ),
        )
        .with("use isahc::config::Configurable as _; use isahc::RequestExt as _;"),
        Sink::new(
            "awc",
            format!(
                "{user}let client = awc::Client::default();\n{}",
                again(&format!("client.get({ACCOUNTS}).basic_auth(&user, &secret).send().await.map(drop).map_err(|error| error.to_string())"))
            ),
        ),
        Sink::new(
            "hyper",
            format!(
                "{user}let header = format!(\"Bearer {{secret}}\");
        let client = hyper_util::client::legacy::Client::builder(hyper_util::rt::TokioExecutor::new()).build(hyper_tls::HttpsConnector::new());\n{}",
                again(&format!(
                    "client.request(hyper::Request::get({ACCOUNTS}).header(hyper::header::AUTHORIZATION, &header).body(String::new())?).await.map_err(Box::<dyn std::error::Error>::from)"
                ))
            ),
        ),
        Sink::new(
            "twilio-openapi",
            format!(
                "{user}let mut configuration = twilio_openapi::apis::configuration::Configuration::default();
        configuration.basic_auth = Some((user, Some(secret)));\n{}",
                again("twilio_openapi::apis::default_api::fetch_balance(&configuration, \"account\").await")
            ),
        ),
    ]
}

fn token() -> Planting {
    Planting {
        lint: "auth_token_outside_validation",
        hole: Hole::value("String", TOKEN, KEY),
        sinks: carrying(),
    }
}

fn token_by_reference() -> Planting {
    let twilio = format!(
        "let user = std::env::var(\"TWILIO_API_KEY\").unwrap_or_default(); let secret = {{v}};
        let client = twilio::Client::new(&user, &secret);\n{}",
        again(
            "client.send_message(twilio::OutboundMessage::new(\"+15017122661\", \"+15558675310\", \"Hi\")).await"
        )
    );
    let body = format!(
        "let secret = {{v}};\n{}",
        again(
            "reqwest::Client::new().post(\"https://reports.example.com\").json(&serde_json::json!({\"secret\": secret})).send().await"
        )
    );
    Planting {
        lint: "auth_token_outside_validation",
        hole: Hole::value("String", "std::env::var(\"TWILIO_AUTH_TOKEN\").expect(\"the token is set\")", KEY),
        sinks: vec![Sink::new("twilio", twilio), Sink::new("body", body)],
    }
}

/// What prints the `String` at `{v}`.
fn prints() -> Vec<Sink> {
    let print = |name, statement: &str| Sink::blocking(name, format!("let secret = {{v}};\n{statement}"));
    vec![
        print("println", "println!(\"signing in with {secret}\");"),
        print("eprintln, by place", "eprintln!(\"{0}: {0:?}\", secret);"),
        print("tracing", "tracing::info!(%secret, \"signing in\");"),
        print("log", "log::debug!(\"secret {}\", secret);"),
        print("dbg", "let _ = dbg!(&secret);"),
        print("format, then print", "let line = format!(\"secret={}\", secret); println!(\"{line}\");"),
        print("panic", "if secret.is_empty() { panic!(\"refused: {secret}\"); }"),
        print("writeln", "use std::io::Write as _; writeln!(std::io::stderr(), \"{secret}\")?;"),
    ]
}

fn token_logged() -> Planting {
    Planting {
        lint: "credential_logged",
        hole: Hole::value("String", TOKEN, "std::env::var(\"TWILIO_ACCOUNT_SID\").unwrap_or_default()"),
        sinks: prints(),
    }
}

fn logged() -> Planting {
    Planting {
        lint: "credential_logged",
        hole: Hole::value("String", KEY, "std::env::var(\"TWILIO_PHONE_NUMBER\").unwrap_or_default()"),
        sinks: prints(),
    }
}

fn hardcoded() -> Planting {
    Planting {
        lint: "hardcoded_credential",
        hole: Hole::value("String", "String::from(\"{{SECRET}}\")", KEY),
        sinks: carrying(),
    }
}

fn hardcoded_text() -> Planting {
    let ours = "let account = std::env::var(\"TWILIO_ACCOUNT_SID\")?.parse::<ringfence::AccountSid>()?;
        let key = ringfence::ApiKey::new(std::env::var(\"TWILIO_API_KEY\").unwrap_or_default(), {v})?;
        let client = ringfence::Client::builder(account, key).build()?;
        api::api_v2010::fetch_balance().send(&client).await?;";
    let reqwest =
        format!("retrying().get({ACCOUNTS}).basic_auth(\"{{{{KEY}}}}\", Some({{v}})).send().await?;");
    let ureq = format!(
        "let secret = {{v}};\n{}",
        again_blocking(&format!(
            "ureq::get({ACCOUNTS}).header(\"Authorization\", format!(\"Basic {{}}\", base64::Engine::encode(&base64::prelude::BASE64_STANDARD, format!(\"{{{{KEY}}}}:{{secret}}\")))).call()"
        ))
    );
    let openapi = format!(
        "let mut configuration = twilio_openapi::apis::configuration::Configuration::default();
        configuration.basic_auth = Some((\"{{{{KEY}}}}\".to_owned(), Some({{v}}.to_owned())));\n{}",
        again("twilio_openapi::apis::default_api::fetch_balance(&configuration, \"account\").await")
    );
    Planting {
        lint: "hardcoded_credential",
        // What is built in when the program is compiled is read then, not written in the source.
        hole: Hole::constant("&'static str", "\"{{SECRET}}\"", "env!(\"TWILIO_API_KEY_SECRET\")"),
        sinks: vec![
            Sink::new("ours", ours).with(API),
            Sink::new("reqwest with retries", reqwest).with(RETRYING),
            Sink::blocking("ureq header", ureq),
            Sink::new("twilio-openapi", openapi),
        ],
    }
}

fn in_url() -> Planting {
    Planting {
        lint: "credential_in_url",
        hole: Hole::value(
            "String",
            "format!(\"https://{}:{}@api.twilio.com/2010-04-01/Accounts.json\", std::env::var(\"TWILIO_API_KEY\").unwrap_or_default(), std::env::var(\"TWILIO_API_KEY_SECRET\").unwrap_or_default())",
            "format!(\"https://{}.twilio.com/2010-04-01/Accounts.json?PageSize={}\", \"api\", 20)",
        ),
        sinks: super::transport::requests()
            .into_iter()
            .map(|sink| Sink {
                body: sink
                    .body
                    .replace("let url = {v};", "let url = {v}; let url = url.as_str();")
                    .replace("parse({v})", "parse(&{v})"),
                ..sink
            })
            .collect(),
    }
}
