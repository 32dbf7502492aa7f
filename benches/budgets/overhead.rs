//! What a call costs over loopback: ours, bare reqwest and twilio-openapi, in one process and in turns.

use ringfence_benches::{Row, Scratch, row, workspace};

const MANIFEST: &str = r#"
[package.metadata.ringfence]
documents = ["api_v2010"]
operations = ["CreateMessage"]
[dependencies]
nix = { version = "0.31", default-features = false, features = ["resource"] }
reqwest = { version = "0.13.5", default-features = false, features = ["form"] }
ringfence = { path = "{root}/runtime" }
tokio = { version = "1", features = ["net", "rt", "time"] }
twilio-openapi = "1.2.2"
[build-dependencies]
ringfence-codegen = { path = "{root}/codegen" }
"#;

const BUILD: &str = "fn main() { ringfence_codegen::Config::from_manifest().generate_or_exit(); }\n";

/// Each in turn in short rounds, so that what else the machine does falls on all; the median round counts. Clients run on one thread,
/// whose processor time is read; the server has others.
const MAIN: &str = r##"
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};

ringfence::include_api!();
use self::twilio::api_v2010::{MessageContent, MessageSender, create_message};

const BODY: &str = r#"{"account_sid":"{account}","api_version":"2010-04-01","body":"Hi","date_created":"Thu, 24 Aug 2023 05:01:45 +0000","date_sent":null,"date_updated":"Thu, 24 Aug 2023 05:01:45 +0000","direction":"outbound-api","error_code":null,"error_message":null,"from":"+15017122661","messaging_service_sid":null,"num_media":"0","num_segments":"1","price":null,"price_unit":"USD","sid":"SM","status":"queued","subresource_uris":{"media":"/2010-04-01/Accounts/{account}/Messages/SM/Media.json"},"to":"+15558675310","uri":"/2010-04-01/Accounts/{account}/Messages/SM.json"}"#;
const ROUNDS: usize = 40;
const CALLS: usize = 250;

/// Answers whatever comes, one thread for each connection.
fn server(body: String) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let body = body.clone();
            std::thread::spawn(move || serve(stream.unwrap(), &body));
        }
    });
    address
}

fn serve(mut stream: TcpStream, body: &str) {
    stream.set_nodelay(true).unwrap();
    let head = "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nTwilio-Request-Id: RQ\r\nTwilio-Concurrent-Requests: 1\r\n";
    let answer = format!("{head}Content-Length: {}\r\n\r\n{body}", body.len());
    let (mut buffer, mut known) = ([0; 8192], 0);
    loop {
        match stream.read(&mut buffer[known..]) {
            Ok(0) | Err(_) => return,
            Ok(read) => known += read,
        }
        let text = String::from_utf8_lossy(&buffer[..known]).to_ascii_lowercase();
        let Some(end) = text.find("\r\n\r\n") else { continue };
        let length = text.split("content-length: ").nth(1).and_then(|rest| rest.split("\r\n").next()).unwrap_or("0");
        if known < end + 4 + length.parse::<usize>().unwrap() {
            continue;
        }
        known = 0;
        stream.write_all(answer.as_bytes()).unwrap();
    }
}

fn cpu() -> f64 {
    let usage = getrusage(UsageWho::RUSAGE_THREAD).unwrap();
    (usage.user_time().num_microseconds() + usage.system_time().num_microseconds()) as f64
}

fn main() {
    let (account, key, secret) = (format!("AC{}", "a".repeat(32)), format!("SK{}", "b".repeat(32)), "secret".repeat(5));
    let body = BODY.replace("{account}", &account);
    let length = body.len();
    let base = format!("http://{}", server(body));
    let ours = ringfence::Client::builder(account.parse().unwrap(), ringfence::ApiKey::new(&key, &secret).unwrap())
        .mock_base_url(&base)
        .build()
        .unwrap();
    let bare = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut peer = twilio_openapi::apis::configuration::Configuration::new();
    peer.base_path = base.clone();
    peer.basic_auth = Some((key.clone(), Some(secret.clone())));
    let url = format!("{base}/2010-04-01/Accounts/{account}/Messages.json");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut times = [const { Vec::new() }; 3];
    runtime.block_on(async {
        for round in 0..=ROUNDS {
            for which in 0..3 {
                let before = cpu();
                for _ in 0..CALLS {
                    match which {
                        0 => {
                            let form = [("To", "+15558675310"), ("From", "+15017122661"), ("Body", "Hi")];
                            let sent = bare.post(&url).basic_auth(&key, Some(&secret)).form(&form).send().await.unwrap();
                            assert_eq!(sent.bytes().await.unwrap().len(), length);
                        }
                        1 => {
                            let sender = MessageSender::from_number("+15017122661");
                            let sent = create_message("+15558675310", sender, MessageContent::body("Hi")).send(&ours).await;
                            assert_eq!(sent.unwrap().body.as_deref(), Some("Hi"));
                        }
                        _ => {
                            let sent = twilio_openapi::apis::default_api::create_message(
                                &peer, &account, "+15558675310", None, None, None, None, None, None, None, None, None, None,
                                None, None, None, None, None, None, None, Some("+15017122661"), None, Some("Hi"), None,
                            );
                            assert_eq!(sent.await.unwrap().body.flatten().as_deref(), Some("Hi"));
                        }
                    }
                }
                // The first round opens connections.
                if round > 0 {
                    times[which].push((cpu() - before) / CALLS as f64);
                }
            }
        }
    });
    for mut times in times {
        times.sort_by(f64::total_cmp);
        println!("{:.1}", times[ROUNDS / 2]);
    }
}
"##;

/// The median of a create over a connection that stands, to a server that only answers.
pub fn beside_peers() -> Result<Vec<Row>, String> {
    let root = workspace().display().to_string();
    let files = [("src/main.rs", MAIN.to_owned()), ("build.rs", BUILD.to_owned())];
    let scratch = Scratch::new("overhead", &MANIFEST.replace("{root}", &root), &files)
        .map_err(|error| error.to_string())?;
    let output =
        scratch.cargo(&["run", "--release", "--quiet"]).output().map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout);
    let figures: Vec<&str> = text.lines().collect();
    let [bare, ours, peer] = figures.as_slice() else {
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(text.lines().rev().take(12).collect::<Vec<_>>().join(" / "));
    };
    Ok(vec![row(
        "a create over a kept connection on loopback, release, CPU of the client",
        format!("{ours} us"),
        format!("bare reqwest {bare} us, twilio-openapi {peer} us in this run"),
    )])
}
