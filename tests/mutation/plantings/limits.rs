//! Limits and answers.

use crate::planting::{AGAIN, API, Hole, Planting, Sink, telling};

const BLOCKING: &str =
    ".retry(backon::ExponentialBuilder::default()).when(|error| error.to_string().contains(\"429\")).call()";

/// Every planting of this group.
pub fn plantings() -> Vec<Planting> {
    let mut plantings = vec![unretried_client()];
    plantings.extend(unretried());
    plantings.extend(discarded());
    plantings
}

/// The client decides.
fn unretried_client() -> Planting {
    let get = |name, call: &str| Sink::new(name, format!("let client = {{v}};\n{call}"));
    Planting {
        lint: "unretried_call",
        hole: Hole::value(
            "reqwest_middleware::ClientWithMiddleware",
            "reqwest_middleware::ClientBuilder::new(reqwest::Client::new()).build()",
            "reqwest_middleware::ClientBuilder::new(reqwest::Client::new()).with(reqwest_retry::RetryTransientMiddleware::new_with_policy(reqwest_retry::policies::ExponentialBackoff::builder().build_with_max_retries(3))).build()",
        ),
        sinks: vec![
            get("get", "client.get(\"https://api.twilio.com/2010-04-01/Accounts.json\").send().await?;"),
            get(
                "split",
                "let mut request = client.get(\"https://verify.twilio.com/v2/Services\"); request = request.header(\"Accept\", \"application/json\"); let answer = request.send().await?; println!(\"{}\", answer.status());",
            ),
            get(
                "format",
                "let host = \"lookups\"; let url = format!(\"https://{host}.twilio.com/v2/PhoneNumbers/{}\", \"x\"); client.get(&url).send().await?;",
            ),
        ],
    }
}

/// The call stands alone, or in a wrapper.
fn unretried() -> Vec<Planting> {
    let accounts = "\"https://api.twilio.com/2010-04-01/Accounts.json\"";
    let asynchronous = |name, before: &str, call: &str| {
        let call = telling(&call.replace("URL", accounts));
        Sink::new(name, format!("{before} let call = || async {{ {call} }};\ncall(){{v}}.await?;"))
    };
    let blocking = |name, before: &str, call: &str| {
        let call = telling(&call.replace("URL", accounts));
        Sink::blocking(name, format!("{before} let call = || {{ {call} }};\ncall{{v}}()?;"))
    };
    let backon = Planting {
        lint: "unretried_call",
        hole: Hole::form("()", AGAIN),
        sinks: vec![
            asynchronous("reqwest", "let client = reqwest::Client::new();", "client.get(URL).send().await"),
            asynchronous("reqwest, shortest", "", "reqwest::get(URL).await"),
            asynchronous("isahc", "", "isahc::get_async(URL).await"),
            asynchronous("surf", "", "surf::post(URL).body(\"Body=Hi\").await.map_err(|error| error.to_string())"),
            asynchronous("awc", "let client = awc::Client::default();", "client.get(URL).send().await.map(drop).map_err(|error| error.to_string())"),
            asynchronous(
                "hyper",
                "let client = hyper_util::client::legacy::Client::builder(hyper_util::rt::TokioExecutor::new()).build(hyper_tls::HttpsConnector::new());",
                "client.request(hyper::Request::get(URL).body(String::new())?).await.map_err(Box::<dyn std::error::Error>::from)",
            ),
            asynchronous(
                "twilio",
                "let client = twilio::Client::new(\"account\", &std::env::var(\"TWILIO_API_KEY_SECRET\")?);",
                "client.send_message(twilio::OutboundMessage::new(\"+15017122661\", \"+15558675310\", \"Hi\")).await",
            ),
            asynchronous(
                "twilio-openapi",
                "let configuration = twilio_openapi::apis::configuration::Configuration::default();",
                "twilio_openapi::apis::default_api::fetch_balance(&configuration, \"account\").await",
            ),
        ]
        .into_iter()
        .map(|sink| Sink { body: sink.body.replace("call(){v}", "call{v}"), ..sink })
        .collect(),
    };
    let backon_blocking = Planting {
        lint: "unretried_call",
        hole: Hole::form("()", BLOCKING),
        sinks: vec![
            blocking(
                "blocking reqwest",
                "let client = reqwest::blocking::Client::new();",
                "client.get(URL).send()",
            ),
            blocking("ureq", "", "ureq::get(URL).call()"),
            blocking(
                "ureq by an agent",
                "let agent = ureq::agent();",
                "agent.post(URL).send_form([(\"Body\", \"Hi\")])",
            ),
            blocking("isahc, blocking", "", "isahc::get(URL)"),
        ]
        .into_iter()
        .map(|sink| Sink { body: sink.body.replace("call{v}()?", "call{v}?"), ..sink })
        .collect(),
    };
    vec![backon, backon_blocking]
}

/// What is done with the error of a call.
fn discarded() -> Vec<Planting> {
    let ours = |name, statement: &str| {
        let call = "api::api_v2010::fetch_balance().send(&client).await";
        let body =
            format!("let client = ringfence::Client::from_env()?;\n{}", statement.replace("CALL", call));
        Sink::new(name, body).with(API)
    };
    let form =
        |bad, good, sinks| Planting { lint: "request_id_discarded", hole: Hole::form(bad, good), sinks };
    vec![
        form(
            ".ok();",
            "?;",
            vec![
                ours("ok", "let balance = CALL{v}"),
                ours("ok of a split call", "let answer = CALL; let balance = answer{v}"),
            ],
        ),
        form(
            ".map_err(|_| std::fmt::Error)?;",
            ".map_err(|error| { eprintln!(\"{error}\"); error })?;",
            vec![ours("map_err", "let balance = CALL{v}")],
        ),
        form("let _ = answer;", "drop(answer?);", vec![ours("let _", "let answer = CALL; {v}")]),
        form(
            "_ = api::api_v2010::fetch_balance().send(&client).await;",
            "balance = api::api_v2010::fetch_balance().send(&client).await?;",
            vec![ours("let _ at once", "let {v}")],
        ),
        form(
            "if answer.is_err() { return Ok(()); }",
            "if let Err(error) = answer { eprintln!(\"{error}\"); }",
            vec![ours("is_err", "let answer = CALL; {v}")],
        ),
        form(
            "Err(_) => eprintln!(\"it failed\"),",
            "Err(error) => eprintln!(\"it failed: {error}\"),",
            vec![ours("match", "match CALL { Ok(balance) => drop(balance), {v} }")],
        ),
        form(
            ".unwrap_or_else(|_| std::process::exit(1));",
            ".unwrap_or_else(|error| { eprintln!(\"{error}\"); std::process::exit(1) });",
            vec![ours("unwrap_or_else", "let balance = CALL{v}")],
        ),
        form(
            ".map_err(|error| error.status().unwrap_or_default().to_string())?;",
            ".map_err(|error| error.to_string())?;",
            vec![ours("status alone", "let balance = CALL{v}")],
        ),
    ]
}
