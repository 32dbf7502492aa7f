//! What the runtime costs per call and per webhook.

use bytes::Bytes;
use ringfence::transport::{Limits, Sending, Transport};
use ringfence::webhook::SignatureValidator;
use ringfence::{ApiKey, AuthToken, Client};
use ringfence_benches::{Row, cost_of, row};

ringfence::include_api!();

use self::twilio::api_v2010::{MessageContent, MessageSender, create_message};

/// Answers at once, without any network.
struct Null;

const ANSWER: &[u8] = br#"{"sid":"SM","status":"queued","body":"Hi","num_segments":"1","price":null}"#;

impl Transport for Null {
    fn send(&self, _request: http::Request<Bytes>, _limits: Limits) -> Sending<'_> {
        let answer = http::Response::builder().status(201).header("twilio-request-id", "RQ");
        let answer = answer.body(Bytes::from_static(ANSWER));
        Box::pin(async move { answer.map_err(ringfence::transport::TransportError::unreadable) })
    }
}

fn client() -> Result<Client, String> {
    let account = format!("AC{}", "a".repeat(32)).parse().map_err(|problem| format!("{problem}"))?;
    let key = ApiKey::new(format!("SK{}", "b".repeat(32)), "secret".repeat(5))
        .map_err(|problem| problem.to_string())?;
    Client::builder(account, key).transport(Null).build().map_err(|problem| problem.to_string())
}

/// One create through the send loop, encoded and decoded, over a transport that does nothing.
pub fn over_a_null_transport() -> Result<Vec<Row>, String> {
    const CALLS: u32 = 200_000;
    let client = client()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .map_err(|problem| problem.to_string())?;
    let (cost, outcome) = cost_of(|| {
        runtime.block_on(async {
            for _ in 0..CALLS {
                let sender = MessageSender::from_number("+15017122661");
                // ringfence: permit(missing_status_callback, reason = "nothing leaves: what a call costs is the subject")
                let sent =
                    create_message("+15558675310", sender, MessageContent::body("Hi")).send(&client).await;
                sent.map_err(|problem| problem.to_string())?;
            }
            Ok::<_, String>(())
        })
    });
    outcome?;
    let each = cost.cpu.as_secs_f64() / f64::from(CALLS) * 1e6;
    Ok(vec![row("client per call over a null transport, retries on", format!("{each:.2} us"), "5 us")])
}

/// Twenty fields, 600 bytes, one core.
pub fn signature_validation() -> Result<Vec<Row>, String> {
    const ROUNDS: u32 = 100_000;
    let validator = SignatureValidator::new(AuthToken::new("benchmark".to_owned()));
    let url = "https://example.com/message-status";
    let fields: Vec<(String, String)> =
        (0..20).map(|index| (format!("Field{index:02}"), "value of a field x".to_owned())).collect();
    let mut rows = Vec::new();
    for (what, signature) in
        [("valid", valid_signature(url, &fields)), ("invalid", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=".to_owned())]
    {
        let expected = what == "valid";
        let (cost, right) = cost_of(|| {
            (0..ROUNDS)
                .filter(|_| validator.validate_form(url, &fields, signature.as_str()).is_ok() == expected)
                .count()
        });
        if right != ROUNDS as usize {
            return Err(format!("{what} signatures were not judged {what}"));
        }
        let rate = f64::from(ROUNDS) / cost.cpu.as_secs_f64();
        rows.push(row(
            format!("{what} signatures per second and core, 20 fields, 600 bytes"),
            format!("{:.0} 000", rate / 1000.0),
            "300 000",
        ));
    }
    Ok(rows)
}

fn valid_signature(url: &str, fields: &[(String, String)]) -> String {
    use base64::Engine;
    use hmac::{KeyInit, Mac};
    let mut mac =
        hmac::Hmac::<sha1::Sha1>::new_from_slice(b"benchmark").unwrap_or_else(|_| std::process::abort());
    mac.update(url.as_bytes());
    for (name, value) in fields {
        mac.update(name.as_bytes());
        mac.update(value.as_bytes());
    }
    base64::engine::general_purpose::STANDARD.encode(mac.finalize().into_bytes())
}
