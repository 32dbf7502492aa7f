//! `callback_url!` and `CallbackUrl` each know the rules of callback URLs, since a procedural macro can be neither linked nor lent code from the
//! runtime: here they answer the same questions.

use super::{WORKSPACE, cargo_check, manifest};
use ringfence::{CallbackUrl, ConnectionOverrides, Edge, RetryOn, callback_url};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

const URLS: &[&str] = &[
    "https://example.com",
    "https://example.com/sms?x=1&y=%20",
    "https://user:pass@example.com:8443/sms",
    "https://user:p%40ss@example.com/",
    "HTTPS://EXAMPLE.com./",
    "https://[2001:db8::1]:8443/",
    "https://[2001:db8::1]",
    "https://192.0.2.1/x",
    "https://xn--caf-dma.example/",
    "https://example.com?a@b",
    "https://1a.example",
    "http://localhost:3000/sms",
    "http://LOCALHOST/",
    "http://127.0.0.1:9/",
    "http://127.255.0.3/",
    "http://[::1]:80/x",
    "http://user@localhost/",
    "",
    "/sms",
    "example.com/sms",
    "https:/example.com",
    "ftp://example.com",
    "wss://example.com",
    "://example.com",
    "http://example.com/sms",
    "HTTP://example.com/sms",
    "http://localhost.example.com/",
    "http://localhost./",
    "http://127.0.0.1.example.com/",
    "http://127.0.0.1@example.com/",
    "http://128.0.0.1/",
    "http://[::2]/",
    "http://::1/",
    "https://",
    "https:///sms",
    "https://?x",
    "https://#rc=1",
    "https://user@/x",
    "https://:443/",
    "https://a..b/",
    "https://.a/",
    "https://-a.b/",
    "https://a-.b/",
    "https://a@b@example.com/",
    "https://[::1]@example.com/",
    "https://300.0.0.1/",
    "https://1.2.3/",
    "https://example.1/",
    "https://[::1/",
    "https://::1]/",
    "https://[::1]x/",
    "https://[example.com]/",
    "https://my_host.example.com/",
    "https://user_name@example.com/a_b",
    "https://example.com:/",
    "https://example.com:0/",
    "https://example.com:65535/",
    "https://example.com:65536/",
    "https://example.com:+80/",
    "https://example.com:8x/",
    "https://example.com/a b",
    " https://example.com/",
    "https://exam ple.com/",
    "https://example.com/\n",
    "https://example.com/\u{7f}",
    "https://example.com\\@evil.example/",
    "https://caf\u{e9}.example/",
    "https://example.com/\u{fc}",
    "https://exa!mple.com/",
];

const FRAGMENTS: &[&str] = &[
    "",
    "top",
    "rc=0",
    "rc=5",
    "rc=05",
    "rc=6",
    "rc=-1",
    "rc=",
    "rc=1&rc=1",
    "rc=1&",
    "&rc=1",
    "rc=1&x=2",
    "rc=1,2",
    "RC=1",
    "rc=1=2",
    "ct=99",
    "ct=100",
    "ct=10000",
    "ct=10001",
    "ct=2_000",
    "ct=+500",
    "ct=99999999999999999999",
    "rt=15000",
    "rt=15001",
    "tt=100",
    "tt=1.5",
    "rp=ct,rt,5xx,4xx",
    "rp=all",
    "rp=all,ct",
    "rp=ct,ct",
    "rp=6xx",
    "rp=",
    "rp=ct,",
    "rp=ct, rt",
    "sni=y",
    "sni=n",
    "sni=yes",
    "sni=y,n",
    "e=dublin,ashburn-ix,sao-paulo",
    "e=dublin,dublin",
    "e=roaming",
    "e=Dublin",
    "rc=1#rc=1",
];

/// Overrides as the macro is given them and as the runtime is.
fn overrides() -> Vec<(&'static str, ConnectionOverrides)> {
    let new = ConnectionOverrides::new;
    let ms = Duration::from_millis;
    vec![
        ("rc = 0", new().retries(0)),
        ("rc = 5", new().retries(5)),
        ("rc = 6", new().retries(6)),
        ("rc = 255", new().retries(255)),
        ("ct = 99", new().connect_timeout(ms(99))),
        ("ct = 10_000", new().connect_timeout(ms(10_000))),
        ("ct = 10_001", new().connect_timeout(ms(10_001))),
        ("rt = 100", new().read_timeout(ms(100))),
        ("rt = 15_001", new().read_timeout(ms(15_001))),
        ("tt = 15_000", new().total_time(ms(15_000))),
        ("tt = 0", new().total_time(ms(0))),
        ("tt = 1000.5", new().total_time(Duration::from_micros(1_000_500))),
        (
            "rp = [ct, rt, 4xx, 5xx]",
            new().retry_on([RetryOn::Connect, RetryOn::Read, RetryOn::Status4xx, RetryOn::Status5xx]),
        ),
        ("rp = all", new().retry_on([RetryOn::All])),
        ("rp = [all, rt]", new().retry_on([RetryOn::All, RetryOn::Read])),
        ("rp = [rt, rt]", new().retry_on([RetryOn::Read, RetryOn::Read])),
        ("sni = y", new().sni(true)),
        ("e = [sao-paulo, london-ix]", new().edges([Edge::SaoPaulo, Edge::LondonIx])),
        ("e = [tokyo, tokyo]", new().edges([Edge::Tokyo, Edge::Tokyo])),
        (
            "ct = 500, rc = 2, rp = 5xx",
            new().connect_timeout(ms(500)).retries(2).retry_on([RetryOn::Status5xx]),
        ),
    ]
}

/// A question to both: the macro's arguments, and whether the runtime takes the same.
fn questions() -> Vec<(String, bool)> {
    let hosts = ["https://example.com/", "http://localhost/"];
    let fragments = FRAGMENTS.iter().flat_map(|fragment| hosts.map(|host| format!("{host}#{fragment}")));
    let urls = URLS.iter().map(|url| (*url).to_owned()).chain(fragments);
    let mut questions: Vec<(String, bool)> =
        urls.map(|url| (format!("{url:?}"), CallbackUrl::new(url).is_ok())).collect();
    for base in ["https://example.com/", "http://localhost/", "https://example.com/#rc=1"] {
        for (arguments, overrides) in overrides() {
            let url = CallbackUrl::new(base).unwrap().with_overrides(overrides);
            questions.push((format!("{base:?}, {arguments}"), url.is_ok()));
        }
    }
    questions
}

#[test]
fn the_macro_and_the_runtime_take_the_same_urls() {
    let questions = questions();
    let mut source = String::from("fn main() {}\n");
    for (arguments, _) in &questions {
        let _ = writeln!(source, "const _: ringfence::CallbackUrl = ringfence::callback_url!({arguments});");
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("macro_callback_urls");
    std::fs::create_dir_all(folder.join("src")).unwrap();
    std::fs::copy(Path::new(WORKSPACE).join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    std::fs::write(folder.join("Cargo.toml"), manifest(&[])).unwrap();
    std::fs::write(folder.join("src/main.rs"), source).unwrap();
    let messages = cargo_check(&folder);
    let spans = messages.iter().filter_map(|message| message["message"]["spans"].as_array()).flatten();
    let refused: BTreeSet<u64> = spans.filter_map(|span| span["line_start"].as_u64()).collect();
    let mut differences = String::new();
    for ((arguments, taken), line) in questions.iter().zip(2..) {
        if refused.contains(&line) == *taken {
            let (takes, refuses) = if *taken { ("runtime", "macro") } else { ("macro", "runtime") };
            let _ = writeln!(differences, "{arguments}: the {takes} takes it, the {refuses} refuses it");
        }
    }
    assert!(differences.is_empty(), "\n{differences}");
    assert!(!refused.contains(&1), "an error without a question");
    assert!((100..questions.len()).contains(&refused.len()), "some are taken, some refused");
}

#[test]
fn the_macro_and_the_runtime_write_the_same_fragment() {
    let of_the_macro = [
        callback_url!("https://example.com/", ct = 500, rt = 1_500, tt = 15000, rc = 2),
        callback_url!("https://example.com/?a=b", rp = [ct, "5xx"], sni = n, e = [sao - paulo, dublin]),
    ];
    let ms = Duration::from_millis;
    let times = ConnectionOverrides::new().connect_timeout(ms(500)).read_timeout(ms(1_500));
    let places = ConnectionOverrides::new().retry_on([RetryOn::Connect, RetryOn::Status5xx]).sni(false);
    let of_the_runtime = [
        ("https://example.com/", times.total_time(ms(15_000)).retries(2)),
        ("https://example.com/?a=b", places.edges([Edge::SaoPaulo, Edge::Dublin])),
    ];
    let of_the_runtime = of_the_runtime
        .map(|(url, overrides)| CallbackUrl::new(url).unwrap().with_overrides(overrides).unwrap());
    assert_eq!(of_the_macro, of_the_runtime);
}
